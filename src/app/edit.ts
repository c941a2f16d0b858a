/** Starts the editor on this process's terminal. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ThemeData } from "../config/theme-data.ts";
import type { Editor } from "../editor/editor.ts";
import { loadFile } from "../editor/files/load.ts";
import { resizeScreen } from "../editor/layout-windows.ts";
import { systemDevices } from "../term/system.ts";
import { DEFAULT_OPTIONS, Terminal } from "../term/terminal.ts";
import { Text } from "../text/text.ts";
import { setHome } from "../view/display-path.ts";
import type { PlacedMenu } from "../view/overlays.ts";
import { type Invocation, parseTarget } from "./args.ts";
import { composeEditor } from "./compose.ts";
import { Screen } from "./screen.ts";
import { Session } from "./session.ts";
import { mark, startupReport } from "./startup.ts";
import { builtinTheme, DEFAULT_THEME, findTheme, themesFolder } from "./theme-load.ts";

/** Where hunch is installed: the folder that holds themes and keymaps. */
function installFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  // From source this file lies two folders deep, in the bundle one.
  return existsSync(join(here, "themes")) ? here : findUp(here, "themes");
}

function findUp(from: string, name: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) return from;
  }
}

export async function edit(invocation: Invocation): Promise<void> {
  const terminal = new Terminal(systemDevices(), DEFAULT_OPTIONS);
  mark("terminal found");
  const holder: { session: Session | null } = { session: null };
  const editor = composeEditor({
    now: () => Date.now(),
    poll: () => holder.session?.poll(),
  });
  editor.cwd = process.env.INIT_CWD ?? process.cwd();
  setHome(homedir());
  mark("commands and keys");
  terminal.start();
  mark("terminal taken");
  process.on("uncaughtException", (error) => {
    terminal.restoreNow();
    process.stderr.write(`hunch: ${error.stack ?? error}\n`);
    process.exit(1);
  });
  openFiles(editor, invocation);
  mark("files");
  const { rows, cols } = terminal.size;
  resizeScreen(editor, rows, cols);
  const theme = await loadTheme();
  mark("theme");
  const screen = new Screen(
    editor,
    theme,
    terminal.styles,
    () => terminal.createGrid(),
    (s) => menuOf(editor, s),
  );
  const session = new Session(editor, terminal, screen, {
    focus: () => {},
    idle: () => {},
    ended: (code) => process.exit(code),
  });
  holder.session = session;
  session.draw();
  mark("first paint");
  session.run();
  if (invocation.startuptime) {
    setImmediate(async () => {
      await terminal.stop();
      process.stdout.write(startupReport());
      process.exit(0);
    });
  }
}

async function loadTheme(): Promise<ThemeData> {
  return builtinTheme() ?? (await findTheme(DEFAULT_THEME, [themesFolder(installFolder())]));
}

function openFiles(editor: Editor, invocation: Invocation): void {
  const names = invocation.files.filter((name) => name !== "-");
  const stdin = invocation.files.includes("-");
  for (const name of names) {
    const target = parseTarget(name, (path) => existsSync(resolve(editor.cwd, path)));
    const path = resolve(editor.cwd, target.path);
    const file = loadFile(path);
    const doc = editor.addDocument(file.text, path);
    if (editor.tabs.length > 0) continue;
    editor.addTab(editor.newWindow(doc));
  }
  if (editor.tabs.length === 0) {
    const text = stdin ? Text.of(readFileSync(0, "utf8").split("\n")) : Text.empty;
    editor.addTab(editor.newWindow(editor.addDocument(text, null)));
  }
}

/** The menu of insert completion or of the command line, whichever is open. */
function menuOf(editor: Editor, screen: Screen): PlacedMenu | null {
  const { cmdline, completion } = editor;
  const cursor = screen.view.cursor();
  if (cursor === null) return null;
  if (cmdline?.menu) {
    const { items, selected, start } = cmdline.menu;
    const back = cmdline.cursor - start;
    return {
      items: items.map((label) => ({ label })),
      selected,
      anchor: { row: cursor.row, col: Math.max(0, cursor.col - back) },
    };
  }
  if (completion === null) return null;
  const back = editor.win.cursor.pos - completion.from;
  return {
    items: completion.items.map((item) =>
      item.kind === undefined ? { label: item.text } : { label: item.text, detail: item.kind },
    ),
    selected: completion.selected,
    anchor: { row: cursor.row, col: Math.max(0, cursor.col - back - 1) },
  };
}
