/** The option `theme`: the first theme is there at once, another one is read when it is set. */
import { messageOf } from "../base/errors.ts";
import type { ThemeData } from "../config/theme-data.ts";
import type { Editor } from "../editor/editor.ts";
import type { ColourDepth } from "../term/capabilities.ts";
import { installedFolder } from "./installed.ts";
import type { Screen } from "./screen.ts";
import { builtinTheme, DEFAULT_THEME, findTheme, themeNames } from "./theme-load.ts";

/** What stands for the default on a screen of few colours, and for every theme on one of none. */
const FEW_COLOURS = "sixteen";

export class ThemeSwitch {
  private readonly editor: Editor;
  private readonly own: readonly string[];
  private readonly depth: () => ColourDepth;
  private shown = DEFAULT_THEME;

  /** `folders` are the user's, the first one wins; hunch's own come after them. */
  constructor(editor: Editor, folders: readonly string[], depth: () => ColourDepth) {
    this.editor = editor;
    this.own = folders;
    this.depth = depth;
    editor.themeNames = () => themeNames(this.folders());
  }

  private folders(): string[] {
    const installed = installedFolder("themes", `${DEFAULT_THEME}.toml`);
    return installed === null ? [...this.own] : [...this.own, installed];
  }

  /** The name of the theme that the option and the terminal's colours ask for. */
  private wanted(): string {
    const name = this.editor.options.get("theme");
    const depth = this.depth();
    if (depth === "mono") return FEW_COLOURS;
    return name === DEFAULT_THEME && (depth === "8" || depth === "16") ? FEW_COLOURS : name;
  }

  /** The theme of the first frame: the configured one, so that no other is seen before it. */
  async first(): Promise<ThemeData> {
    const name = this.wanted();
    if (name !== DEFAULT_THEME) {
      try {
        const theme = await findTheme(name, this.folders());
        this.shown = name;
        return theme;
      } catch (error) {
        this.editor.options.set("theme", DEFAULT_THEME);
        this.editor.showMessage(messageOf(error), "error");
      }
    }
    return builtinTheme() ?? (await findTheme(DEFAULT_THEME, this.folders()));
  }

  /** Shows the theme that the option names, if that is another one; `redraw` is called then. */
  async follow(screen: Screen, redraw: () => void): Promise<void> {
    const name = this.wanted();
    if (name === this.shown) return;
    const before = this.shown;
    this.shown = name;
    try {
      screen.setTheme(await findTheme(name, this.folders()));
    } catch (error) {
      this.shown = before;
      this.editor.options.set("theme", before);
      this.editor.showMessage(messageOf(error), "error");
    }
    redraw();
  }
}
