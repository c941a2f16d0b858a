/** The option `theme`: the first theme is there at once, another one is read when it is set. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "../base/errors.ts";
import type { ThemeData } from "../config/theme-data.ts";
import type { Editor } from "../editor/editor.ts";
import type { Screen } from "./screen.ts";
import { builtinTheme, DEFAULT_THEME, findTheme, themeNames } from "./theme-load.ts";

export class ThemeSwitch {
  private readonly editor: Editor;
  private shown = DEFAULT_THEME;

  constructor(editor: Editor) {
    this.editor = editor;
    editor.themeNames = () => themeNames(themeFolders());
  }

  /** The theme of the first frame. */
  async first(): Promise<ThemeData> {
    return builtinTheme() ?? (await findTheme(DEFAULT_THEME, themeFolders()));
  }

  /** Shows the theme that the option names, if that is another one; `redraw` is called then. */
  async follow(screen: Screen, redraw: () => void): Promise<void> {
    const name = this.editor.options.get("theme");
    if (name === this.shown) return;
    const before = this.shown;
    this.shown = name;
    try {
      screen.setTheme(await findTheme(name, themeFolders()));
    } catch (error) {
      this.shown = before;
      this.editor.options.set("theme", before);
      this.editor.showMessage(messageOf(error), "error");
    }
    redraw();
  }
}

/** Where themes are looked for: the user's folder first. */
export function themeFolders(): string[] {
  const config = process.env.XDG_CONFIG_HOME;
  const base =
    config && isAbsolute(config) ? config : join(process.env.HOME ?? homedir(), ".config");
  return [join(base, "hunch", "themes"), ...installed("themes")];
}

/** The folder of a name in the installation: beside `dist/` or `src/`. */
function installed(name: string): string[] {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, name);
    if (existsSync(join(found, "hunch-dark.toml"))) return [found];
    if (dirname(folder) === folder) return [];
  }
}
