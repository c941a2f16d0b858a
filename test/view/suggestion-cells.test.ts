/** Judged by counting cells: a suggestion moves nothing but what stands right of it on its own row. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { splitWindow } from "../../src/editor/layout-windows.ts";
import { drawingOf } from "../../src/tab/draw/drawing.ts";
import { type Hunk, interpolate } from "../../src/text/prediction.ts";
import { slice, textOf } from "../../src/text/text.ts";
import { type SuggestionStage, suggestionStage } from "./suggestion-stage.ts";

const SEED = Number(process.env.SEED ?? 20261122);
const ROUNDS = Number(process.env.ROUNDS ?? 100);

type Pick = (below: number) => number;

function random(seed: number): Pick {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS = [
  "foo",
  "barBaz",
  "(x)",
  "=",
  "漢字",
  "\t",
  "  ",
  "é",
  "👍🏽",
  "\x01",
  "\u200b",
  "{",
  "}",
  ";",
];

function line(pick: Pick, most = 8): string {
  return Array.from({ length: pick(most) }, () => WORDS[pick(WORDS.length)]!).join(
    pick(3) ? " " : "",
  );
}

function randomStage(pick: Pick): SuggestionStage {
  const lines = Array.from({ length: 1 + pick(30) }, () => line(pick, pick(9) === 0 ? 60 : 8));
  const text = lines.join("\n");
  let at = pick(text.length + 1);
  // Not in the middle of a character.
  while (at > 0 && !/[ \n(]/.test(text[at] ?? "\n")) at--;
  const cursor = pick(2) ? "^" : "|";
  const made = suggestionStage({
    text: text.slice(0, at) + cursor + text.slice(at),
    rows: 4 + pick(16),
    cols: 16 + pick(110),
    theme: ["hunch-dark", "sixteen", "hunch-light"][pick(3)]!,
    plain: pick(4) === 0,
    options: {
      number: pick(2) === 0,
      relativenumber: pick(5) === 0,
      wrap: pick(3) > 0,
      list: pick(5) === 0,
      ascii: pick(4) === 0,
      cursorline: pick(4) === 0,
      linebreak: pick(6) === 0,
      signcolumn: pick(4) === 0 ? "yes" : "auto",
      foldcolumn: pick(5) === 0 ? "2" : "0",
      colorcolumn: pick(6) === 0 ? "20" : "",
      tabstop: 1 + pick(8),
    },
  });
  if (pick(6) === 0 && made.editor.rows > 8) splitWindow(made.editor, made.editor.win);
  if (pick(6) === 0 && lines.length > 4) made.editor.win.folds.create(1, 3);
  return made;
}

function randomHunks(pick: Pick, made: SuggestionStage): Hunk[] {
  const { text } = made.editor.doc;
  const insert = () =>
    Array.from({ length: pick(4) === 0 ? 1 + pick(14) : 1 }, () => line(pick)).join("\n");
  if (pick(3) === 0) {
    const at = made.editor.win.cursor.pos;
    return [{ from: at, to: at, insert: insert() || "x" }];
  }
  const hunks: Hunk[] = [];
  let at = 0;
  for (let i = pick(4); i >= 0 && at <= text.length; i--) {
    const from = at + pick(60);
    if (from > text.length) break;
    const to = Math.min(text.length, from + (pick(2) ? pick(8) : pick(120)));
    const word = pick(3) === 0 ? "" : insert();
    if (from < to || word !== "") hunks.push({ from, to, insert: word });
    at = to + 1;
  }
  return hunks;
}

/** Cells that show other text than before, outside of what a suggestion may use. */
function strays(made: SuggestionStage, before: string[][], after: string[][]): string[] {
  const { editor, screen } = made;
  const { win } = editor;
  const inserting = editor.mode === "insert";
  const { cursor } = screen.frame();
  const gutter = win.col + screen.view.painter(win).gutterCells;
  const isCovered = (y: number, x: number) =>
    made.layer.covered.some(
      ({ row, col, rows, cols }) => y >= row && y < row + rows && x >= col && x < col + cols,
    );
  const rowAt = (y: number) => screen.view.painter(win).bufferRow(y - win.row).row;
  const out: string[] = [];
  before.forEach((row, y) => {
    row.forEach((old, x) => {
      const now = after[y]![x]!;
      if (old === now) return;
      const [oldText] = old.split("\0") as [string];
      const [text] = now.split("\0") as [string];
      const where = `${y},${x} ${JSON.stringify(oldText)} -> ${JSON.stringify(text)}`;
      const inside =
        y >= win.row && y < win.row + win.height && x >= win.col && x < win.col + win.width;
      if (!inside) out.push(`${where} outside of the window`);
      // A line that is wrapped goes on below.
      else if (cursor && y > cursor.row && rowAt(y) === rowAt(cursor.row)) return;
      // Nothing stands on the cursor's row up to the cursor.
      else if (y === cursor?.row && x <= cursor.col && x >= gutter && oldText !== text) {
        if (x < cursor.col || (!inserting && oldText !== " ")) out.push(where);
      }
      // Struck text stays; so does the mark of a place. The rest has cells of its own.
      else if (oldText === text || x < gutter || isCovered(y, x)) return;
      else if (y === cursor?.row && x >= cursor.col) return;
      // The other half of a wide character.
      else if (oldText === "" && isCovered(y, x - 1)) return;
      else if (row[x + 1] === undefined || row[x + 1]!.startsWith("\0")) {
        if (!isCovered(y, x + 1)) out.push(where);
      }
      // The mark of a row below the text.
      else if (oldText === "~" && x === win.col) return;
      else out.push(where);
    });
  });
  return out;
}

test("what is shown and hidden again leaves every cell as it was, and moves none meanwhile", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const name = `seed ${SEED} round ${round}`;
    const pick = random(SEED + round * 7919);
    const made = randomStage(pick);
    const before = made.cells();
    const hunks = randomHunks(pick, made);
    if (hunks.length === 0 && pick(2)) continue;
    const { prediction, kind } =
      hunks.length === 0
        ? { prediction: made.place(pick(made.editor.doc.text.length + 1)), kind: "jump" as const }
        : { prediction: made.show(hunks), kind: "edit" as const };
    const shown = made.cells();
    assert.deepEqual(strays(made, before, shown), [], name);
    made.hide();
    assert.deepEqual(made.cells(), before, `${name}: dropped`);
    drawingOf(made.editor).show({ prediction, kind });
    assert.deepEqual(made.cells(), shown, `${name}: restored`);
  }
});

test("typing what is predicted changes cells on the cursor's row only", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const name = `seed ${SEED} round ${round}`;
    const pick = random(SEED + round * 104729);
    const words = Array.from({ length: 1 + pick(3) }, () => "abc def".slice(0, 3 + pick(5)));
    const rest = Array.from({ length: pick(4) }, () => `\n${"  ".repeat(pick(3))}more(x);`).join(
      "",
    );
    // Brackets would be matched as the cursor goes on.
    const lines = Array.from({ length: 2 + pick(8) }, () => line(pick).replace(/[(){}]/g, ""));
    const row = pick(lines.length);
    const made = suggestionStage({
      text: lines
        .map((text, i) =>
          i === row ? `${text.replace(/[^ -~]/g, "")}^${pick(2) ? ";" : ""}` : text,
        )
        .join("\n"),
      rows: 16,
      cols: 100,
      options: { number: pick(2) === 0, cursorline: pick(2) === 0 },
    });
    const { editor } = made;
    const at = editor.win.cursor.pos;
    const insert = words.join(" ") + rest;
    let prediction = made.show([{ from: at, to: at, insert }], { kind: "ghost" });
    let before = made.cells();
    for (const letter of words.join(" ").slice(0, -1)) {
      const { text } = editor.doc;
      const { pos } = editor.win.cursor;
      const change = { from: pos, insert: textOf(letter) };
      const event = { change: null as never };
      const stop = editor.events.on("change", (happened) => Object.assign(event, happened));
      editor.dispatch(editor.doc, { changes: change, origin: "input.type" });
      stop();
      editor.setCursor(editor.win, pos + 1);
      const left = interpolate(prediction, event.change, text);
      assert.ok(left, `${name}: ${slice(editor.doc.text, 0, editor.doc.text.length)}`);
      prediction = { ...left, revision: editor.doc.revision };
      drawingOf(editor).show({ prediction, kind: "ghost" });
      const after = made.cells();
      const { cursor } = made.screen.frame();
      const rows = after.flatMap((cells, y) =>
        y < editor.win.height && cells.join() !== before[y]!.join() ? [y] : [],
      );
      assert.ok(
        rows.every((y) => y === cursor!.row),
        `${name}: rows ${rows} not ${cursor!.row}`,
      );
      // The letter takes the place of the same letter of the ghost.
      const glyphs = (row: string[]) => row.map((cell) => cell.split("\0")[0]).join("");
      assert.equal(glyphs(after[cursor!.row]!), glyphs(before[cursor!.row]!), name);
      before = after;
    }
  }
});

test("after an accept the rows read as they did before it", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const name = `seed ${SEED} round ${round}`;
    const pick = random(SEED + round * 15485863);
    const above = Array.from({ length: pick(5) }, () => line(pick));
    const tail = pick(2) ? [")", "; x", "漢 é"][pick(3)]! : "";
    const several = pick(2) === 0;
    const insert = Array.from({ length: several ? 2 + pick(5) : 1 }, () => line(pick, 6)).join(
      "\n",
    );
    // Marks that go on from what was typed would make other characters of both.
    if (/^[\u0300-\u036f\u200b]|[\u200d]$/.test(insert) || insert === "") continue;
    const made = suggestionStage({
      text: [...above, `let x ^${several ? "" : tail}`].join("\n"),
      rows: 24,
      cols: 120,
      options: { tabstop: 1 + pick(8), wrap: pick(2) === 0 },
    });
    const { editor } = made;
    const { pos } = editor.win.cursor;
    made.show([{ from: pos, to: pos, insert }], { kind: "ghost" });
    const shown = made.lines().slice(0, editor.win.height);
    made.hide();
    const changes = { from: pos, insert: textOf(insert) };
    editor.dispatch(editor.doc, { changes, origin: "tab.accept" });
    const accepted = made.lines().slice(0, editor.win.height);
    assert.deepEqual(shown, accepted, name);
  }
});
