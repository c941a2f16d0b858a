/** An editor with pickers on a screen without a terminal, in a folder of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { composeEditor } from "../../../src/app/compose.ts";
import { installPickers } from "../../../src/app/pickers/install.ts";
import { Screen } from "../../../src/app/screen.ts";
import { type MouseEvent, parseKeys } from "../../../src/base/key.ts";
import { Trust } from "../../../src/base/trust.ts";
import { installQuickfix } from "../../../src/commands/quickfix/commands.ts";
import { parseTheme } from "../../../src/config/theme.ts";
import { openDocument, showDocument } from "../../../src/editor/buffers.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import { factsOf } from "../../../src/editor/facts.ts";
import { KeyLoop } from "../../../src/editor/key-loop.ts";
import { resizeScreen } from "../../../src/editor/layout-windows.ts";
import { ClusterPool } from "../../../src/screen/cluster-pool.ts";
import { Grid } from "../../../src/screen/grid.ts";
import { StyleTable } from "../../../src/screen/style.ts";
import { slice, textOf } from "../../../src/text/text.ts";

const THEME = parseTheme(
  readFileSync(new URL("../../../themes/hunch-dark.toml", import.meta.url), "utf8"),
  "hunch-dark.toml",
);

/** Files are read by others: only what fails waits that long. */
const PATIENCE_MS = 60_000;

export type Files = Readonly<Record<string, string | Buffer>>;

export interface Bench {
  readonly editor: Editor;
  readonly folder: string;
  readonly styles: StyleTable;
  /** Types keys in Vim's notation. */
  type(keys: string): void;
  paste(text: string): void;
  mouse(event: MouseEvent): void;
  /** Draws a frame. */
  draw(): { readonly grid: Grid; readonly cursor: { row: number; col: number } | null };
  rows(): string[];
  /** Waits for a frame that shows what is wanted. */
  shows(wanted: string | RegExp): Promise<string[]>;
  /** Waits until something holds; looked at after each frame that is asked for. */
  until(holds: () => boolean, what: string): Promise<void>;
  read(name: string): string;
  text(): string;
  message(): string;
  close(): void;
}

export interface BenchOptions {
  readonly rows?: number;
  readonly cols?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stateFolder?: string | null;
}

/** Writes files into a fresh folder; a name may have folders. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "hunch-pickers-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function bench(files: Files, options: BenchOptions = {}): Bench {
  const { rows = 24, cols = 80, env = process.env, stateFolder = null } = options;
  const folder = folderWith(files);
  const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
  editor.cwd = folder;
  factsOf(editor);
  const styles = new StyleTable();
  const pool = new ClusterPool();
  editor.addTab(editor.newWindow(editor.addDocument(textOf("first\nsecond\nthird"), null)));
  resizeScreen(editor, rows, cols);
  const screen = new Screen(
    editor,
    THEME,
    styles,
    () => new Grid(editor.rows, editor.columns, pool),
    () => null,
  );
  const listeners = new Set<() => void>();
  const redraw = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const host = {
    redraw,
    afterFrame: (callback: () => void) => void setImmediate(callback),
    quietMs: () => 0,
    env,
    stateFolder,
    trust: new Trust(null),
    store: null,
  };
  installQuickfix(editor);
  const pickers = installPickers(editor, host, {
    push: (layer) => screen.compositor.push(layer),
    remove: (layer) => screen.compositor.remove(layer),
    palette: () => screen.colours,
  });
  const loop = new KeyLoop(editor, editor.mainFiber);
  // What is asked for may take its time on a busy machine.
  loop.patience = 60_000;
  editor.loop = loop;
  editor.events.on("resumed", redraw);
  const made: Bench = {
    editor,
    folder,
    styles,
    type(keys) {
      loop.feed(parseKeys(keys));
    },
    paste: (text) => loop.paste(text),
    mouse(event) {
      screen.handle(event);
    },
    draw: () => screen.frame(),
    rows() {
      const { grid } = screen.frame();
      return Array.from({ length: grid.rows }, (_, row) => grid.rowText(row));
    },
    async shows(wanted) {
      // A count with `+` behind it is not the last one: more entries come.
      const mark =
        typeof wanted === "string" && /^\d+\/\d+$/.test(wanted)
          ? new RegExp(`${wanted}(?![\\d+])`)
          : wanted;
      const isThere = () => {
        const text = made.rows().join("\n");
        return typeof mark === "string" ? text.includes(mark) : mark.test(text);
      };
      await made.until(isThere, `${wanted} on the screen`);
      return made.rows();
    },
    until(holds, what) {
      return new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`Never: ${what}\n${made.rows().join("\n")}`));
        }, PATIENCE_MS);
        const look = () => {
          if (!holds()) return;
          stop();
          resolve();
        };
        listeners.add(look);
        look();
      });
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    text: () => slice(editor.doc.text, 0, editor.doc.text.length),
    message: () => editor.message?.text ?? "",
    close() {
      pickers.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
  return made;
}

/** Opens a file of the bench's folder in the current window. */
export function edit({ editor, folder }: Bench, name: string): void {
  const opening = openDocument(editor, join(folder, name));
  const step = opening.next();
  if (!step.done) throw new Error(`Opening ${name} asks something`);
  showDocument(editor, editor.win, step.value);
}
