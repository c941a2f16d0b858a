/** The menu as cells: wide and narrow, beside and below, in ASCII. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompletionPicture, CompletionRow } from "../../../src/editor/completion.ts";
import { randomSource } from "../../../src/tab/eval/random.ts";
import { CompletionLayer } from "../../../src/view/completion-layer.ts";
import { placeCompletion } from "../../../src/view/completion-layout.ts";
import { stage } from "../../view/stage.ts";

function row(label: string, kind: string, more: Partial<CompletionRow> = {}): CompletionRow {
  const base = { positions: [0, 1], labelDetail: "", source: "lsp", deprecated: false };
  return { label, kind, ...base, ...more };
}

const ROWS = [
  row("toUpperCase", "method"),
  row("toString", "method", { deprecated: true }),
  row("toolbox", "", { source: "buf" }),
  row("toBase", "function", { labelDetail: " ./base.ts" }),
];

const LINES = [
  {
    text: "(method) toUpperCase(): string",
    spans: [{ from: 0, to: 8, group: "keyword" }],
    code: true,
  },
  { text: "", spans: [], rule: true },
  { text: "Converts all letters to upper case, whatever they were.", spans: [] },
];

interface Size {
  readonly rows: number;
  readonly cols: number;
  readonly row?: number;
  readonly ascii?: boolean;
}

/** The screen with the menu, behind `x.to` in a row. */
function drawn(size: Size, selected: number, documentation: CompletionPicture["documentation"]) {
  const at = size.row ?? 0;
  const text = `${"\n".repeat(at)}  x.to${"\n".repeat(size.rows - at)}`;
  const made = stage(text, size);
  const { editor, screen } = made;
  editor.options.set("ascii", size.ascii ?? false);
  editor.setCursor(editor.win, at + 6);
  editor.setMode("insert");
  made.draw();
  editor.menu = { from: at + 4, rows: ROWS, selected, documentation };
  const layer = new CompletionLayer(editor, {
    palette: () => screen.colours,
    cursor: () => screen.view.cursor(),
  });
  screen.compositor.push(layer);
  const grid = made.draw();
  return {
    grid,
    made,
    rows: grid
      .toString()
      .split("\n")
      .map((line) => line.trimEnd()),
  };
}

test("the names, the letters that match, kinds and sources", () => {
  const { rows, grid, made } = drawn({ rows: 12, cols: 72 }, -1, []);
  assert.deepEqual(rows.slice(0, 6), [
    "  x.to",
    "    toUpperCase         method lsp",
    "    toString            method lsp",
    "    toolbox                    buf",
    "    toBase ./base.ts  function lsp",
    "",
  ]);
  const style = (r: number, c: number) => made.styles.get(grid.styleAt(r, c));
  assert.equal(style(1, 4).bold, true);
  assert.equal(style(1, 5).underline, "line");
  assert.notEqual(style(1, 6).underline, "line");
  assert.equal(style(2, 7).strikethrough, true);
});

test("documentation stands beside the menu", () => {
  const { rows, grid, made } = drawn({ rows: 12, cols: 80 }, 0, LINES);
  assert.equal(rows[0], "  x.to");
  assert.match(rows[1]!, /^ {3}>toUpperCase .*method lsp +│\(method\) toUpperCase\(\): string$/);
  assert.match(rows[2]!, /│─+$/);
  assert.match(rows[3]!, /│Converts all letters/);
  const col = rows[1]!.indexOf("(method)");
  const keyword = made.styles.get(grid.styleAt(1, col + 1)).fg;
  assert.notEqual(keyword, made.styles.get(grid.styleAt(1, col + 10)).fg);
});

test("a screen of 40 columns and 10 rows: below, and never over the cursor's row", () => {
  const { rows } = drawn({ rows: 10, cols: 40, ascii: true }, 0, LINES);
  assert.deepEqual(rows.slice(0, 9), [
    "  x.to",
    "   >toUpperCase    method",
    "    toString       method",
    "    toolbox",
    "    toBase       function",
    "|(method) toUpperCase(): string",
    `|${"-".repeat(38)}`,
    "|Converts all letters to upper case,",
    "|whatever they were.",
  ]);
});

test("at the bottom the menu stands above", () => {
  const { rows } = drawn({ rows: 10, cols: 40, row: 7 }, 0, LINES);
  assert.equal(rows[7], "  x.to");
  assert.equal(rows[3], "   >toUpperCase    method");
  assert.equal(rows[6], "    toBase       function");
});

test("whatever the sizes, nothing lies over the cursor's row or outside", () => {
  const random = randomSource(11);
  const next = (most: number): number => Math.floor(random() * most);
  for (let run = 0; run < 5000; run++) {
    const space = { cols: 4 + next(120), top: next(2), bottom: 3 + next(40) };
    const anchor = { row: space.top + next(space.bottom - space.top), col: next(space.cols) };
    const wanted = 1 + next(30);
    const place = placeCompletion(
      {
        rows: 1 + next(40),
        cols: 12 + next(80),
        textCols: next(100),
        textRows: (cols) => Math.ceil((wanted * 40) / cols),
      },
      anchor,
      space,
    );
    if (place === null) continue;
    for (const box of [place.menu, place.text]) {
      if (box === null) continue;
      assert.ok(box.rows > 0 && box.cols > 0);
      assert.ok(box.row >= space.top && box.row + box.rows <= space.bottom);
      assert.ok(box.col >= 0 && box.col + box.cols <= space.cols);
      assert.ok(anchor.row < box.row || anchor.row >= box.row + box.rows);
    }
    const { menu, text } = place;
    if (text === null) continue;
    const apart =
      text.col >= menu.col + menu.cols ||
      menu.col >= text.col + text.cols ||
      text.row >= menu.row + menu.rows ||
      menu.row >= text.row + text.rows;
    assert.ok(apart, "the boxes do not overlap");
  }
});
