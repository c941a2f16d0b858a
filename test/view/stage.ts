/** A screen without a terminal, for tests that look at cells. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Screen } from "../../src/app/screen.ts";
import { parseTheme } from "../../src/config/theme.ts";
import { Editor } from "../../src/editor/editor.ts";
import { resizeScreen } from "../../src/editor/layout-windows.ts";
import { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { Grid } from "../../src/screen/grid.ts";
import { type StyleId, StyleTable } from "../../src/screen/style.ts";
import { textOf } from "../../src/text/text.ts";
import type { PlacedMenu } from "../../src/view/overlays.ts";

const THEME = parseTheme(
  readFileSync(new URL("../../themes/hunch-dark.toml", import.meta.url), "utf8"),
  "hunch-dark.toml",
);

export interface Stage {
  readonly editor: Editor;
  readonly screen: Screen;
  readonly styles: StyleTable;
  menu: PlacedMenu | null;
  /** Draws a frame and gives the grid. */
  draw(): Grid;
}

export interface StageOptions {
  readonly rows?: number;
  readonly cols?: number;
  readonly path?: string;
}

/** An editor with one window on a text, drawn on a screen of 8 rows and 40 columns. */
export function stage(text: string, options: StageOptions = {}): Stage {
  const { rows = 8, cols = 40, path = "/home/u/a.txt" } = options;
  const editor = new Editor({ now: () => 0, poll: () => {} });
  editor.cwd = "/home/u";
  editor.mainFiber = function* () {
    for (;;) yield { mode: "n" };
  };
  const styles = new StyleTable();
  const pool = new ClusterPool();
  const doc = editor.addDocument(textOf(text), path);
  editor.addTab(editor.newWindow(doc));
  resizeScreen(editor, rows, cols);
  const made: Stage = {
    editor,
    styles,
    menu: null,
    screen: new Screen(
      editor,
      THEME,
      styles,
      () => new Grid(editor.rows, editor.columns, pool),
      () => made.menu,
    ),
    draw() {
      made.screen.settle();
      return made.screen.frame().grid;
    },
  };
  return made;
}

/** A grid as text: each row, and below it a row of letters, one for each look. */
export function picture(
  grid: Grid,
  styles: StyleTable,
  cursor?: { row: number; col: number },
): string {
  const letters = new Map<StyleId, string>();
  const lines: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    let text = "";
    let looks = "";
    for (let col = 0; col < grid.cols; col++) {
      const cell = grid.textAt(row, col);
      text += cell;
      if (cell === "") continue;
      const style = grid.styleAt(row, col);
      let letter = letters.get(style);
      if (letter === undefined) {
        letter = letters.size === 0 ? "." : String.fromCharCode(96 + letters.size);
        letters.set(style, letter);
      }
      looks += letter;
    }
    lines.push(`|${text}|`, `|${looks}|`);
  }
  const legend = [...letters].map(([style, letter]) => `${letter} ${lookText(styles, style)}`);
  const at = cursor ? [`cursor ${cursor.row},${cursor.col}`] : [];
  return `${[...lines, ...legend, ...at].join("\n")}\n`;
}

function lookText(styles: StyleTable, id: StyleId): string {
  const hex = (c: number | undefined) =>
    c === undefined ? "-" : c < 0 ? "none" : `#${(c & 0xffffff).toString(16).padStart(6, "0")}`;
  const { fg, bg, bold, italic, underline, reverse, strikethrough } = styles.get(id);
  const flags = [
    bold && "bold",
    italic && "italic",
    underline && `underline-${underline}`,
    reverse && "reverse",
    strikethrough && "strikethrough",
  ].filter(Boolean);
  return [hex(fg), hex(bg), ...flags].join(" ");
}

/** Compares with `test/view/golden/NAME.txt`; UPDATE=1 writes it. */
export function golden(name: string, made: Stage): void {
  const grid = made.draw();
  const { cursor } = made.screen.frame();
  const found = picture(grid, made.styles, cursor ?? undefined);
  const file = new URL(`golden/${name}.txt`, import.meta.url);
  if (process.env.UPDATE === "1" || !existsSync(file)) {
    assert.ok(process.env.UPDATE === "1", `No golden ${name}: run with UPDATE=1`);
    mkdirSync(new URL("golden/", import.meta.url), { recursive: true });
    writeFileSync(file, found);
  }
  assert.equal(found, readFileSync(file, "utf8"), name);
}
