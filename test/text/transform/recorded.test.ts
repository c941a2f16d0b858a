import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { textOf } from "../../../src/text/text.ts";
import { formatLines } from "../../../src/text/transform/format.ts";
import { increment } from "../../../src/text/transform/increment.ts";
import { shiftLine } from "../../../src/text/transform/indent.ts";
import { backspaceEdit, shiftEdit, tabEdit } from "../../../src/text/transform/insert-keys.ts";
import { joinLines } from "../../../src/text/transform/join.ts";
import { autoWrap } from "../../../src/text/transform/line-break.ts";
import { openLine } from "../../../src/text/transform/open-line.ts";
import { DEFAULT_COMMENTS, type LineEdit } from "../../../src/text/transform/options.ts";
import { retabLine } from "../../../src/text/transform/retab.ts";
import {
  smartIndentAbove,
  smartIndentBelow,
  smartIndentTyped,
} from "../../../src/text/transform/smartindent.ts";
import { sortLines } from "../../../src/text/transform/sort.ts";

/** Cases whose results Neovim 0.7.2 gave, one JSON object per line. */

// biome-ignore lint/suspicious/noExplicitAny: recorded data, its shape differs by file
type Case = any;

const BASE = {
  tabstop: 8,
  shiftwidth: 2,
  softtabstop: 0,
  expandtab: true,
  shiftround: false,
  smarttab: true,
  textwidth: 0,
  formatoptions: "tcqj",
  comments: DEFAULT_COMMENTS,
  joinspaces: false,
  autoindent: true,
};

const edited = (line: string, edit: LineEdit | null) =>
  edit ? line.slice(0, edit.from) + edit.insert + line.slice(edit.to) : line;

const RUN: Record<string, (c: Case) => unknown> = {
  increment(c) {
    const edit = increment(c.line, c.col, c.delta, c, c.visual);
    if (edit && c.cursor !== undefined) assert.equal(edit.cursorCol, c.cursor);
    return edited(c.line, edit);
  },
  shift: (c) => shiftLine(c.lines[0], c.n, c.opts, c.right),
  retab: (c) =>
    retabLine(c.lines[0], c.opts, { ...c.opts, tabstop: c.n || c.opts.tabstop }, c.bang),
  insertkeys(c) {
    const [line] = c.lines;
    if (c.kind === "tab") return [edited(line, tabEdit(line, c.c16, c.opts))];
    if (c.kind === "bs") return [edited(line, backspaceEdit(line, c.c16, c.opts))];
    return [edited(line, shiftEdit(line, c.c16, c.opts, c.kind))];
  },
  join(c) {
    const { text, cursorCol } = joinLines(c.lines, { spaces: c.spaces, ...c.opts });
    return [text, Math.max(0, Math.min(cursorCol, text.length - 1))];
  },
  sort(c) {
    const match = (line: string) => {
      const found = /[a-z]+/.exec(line);
      return found && { from: found.index, to: found.index + found[0].length };
    };
    return sortLines(c.lines, c.o, c.pat ? match : undefined);
  },
  format: (c) => formatLines(c.lines, { ...BASE, ...c.opts }).lines,
  gw(c) {
    const result = formatLines(
      c.lines.slice(c.row),
      { ...BASE, ...c.opts },
      { before: c.lines[c.row - 1], cursor: { row: 0, col: c.c16 } },
    );
    const lines = [...c.lines.slice(0, c.row), ...result.lines];
    const row = c.row + result.cursor!.row;
    return [lines, row, Math.max(0, Math.min(result.cursor!.col, lines[row].length - 1))];
  },
  autowrap(c) {
    const broken = autoWrap(c.lines[0], c.line.length, { ...BASE, ...c.opts }, "Z");
    const lines = broken ? [...broken.lines] : [...c.lines];
    const { row, col } = broken ?? { row: 0, col: c.line.length };
    lines[row] = `${lines[row].slice(0, col)}Z${lines[row].slice(col)}`;
    return lines;
  },
  openline(c) {
    const split = c.split ?? undefined;
    const opened = openLine(
      c.lines[0],
      { ...BASE, ...c.opts },
      {
        direction: c.above ? "above" : "below",
        leaders: true,
        ...(split === undefined ? {} : { split }),
      },
    );
    const rest = split === undefined ? "" : c.lines[0].slice(split);
    return `${opened.prefix}Z${c.opts.autoindent ? rest.replace(/^[ \t]+/, "") : rest}`;
  },
  smartindent(c) {
    const opts = { ...BASE, shiftround: c.shiftround };
    const open = c.above ? smartIndentAbove : smartIndentBelow;
    const opened = open(textOf(c.lines.join("\n")), c.row, opts);
    const row = c.above ? c.row : c.row + 1;
    const lines = c.lines.toSpliced(row, 0, " ".repeat(opened.indent));
    const text = textOf(lines.join("\n"));
    const typed = smartIndentTyped(text, row, opened.indent, c.ch, opened, opts);
    return " ".repeat(typed ?? opened.indent) + c.ch;
  },
};

for (const [name, run] of Object.entries(RUN)) {
  test(`${name} does what Neovim does`, () => {
    const file = new URL(`recorded/${name}.jsonl`, import.meta.url);
    for (const line of readFileSync(file, "utf8").trim().split("\n")) {
      const recorded: Case = JSON.parse(line);
      assert.deepEqual(run(recorded), recorded.out, line);
    }
  });
}
