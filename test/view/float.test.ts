/** The float at the cursor, as cells. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FloatLine, floatsOf } from "../../src/editor/float.ts";
import { markdownLines } from "../../src/language/features/markdown.ts";
import { signatureLines } from "../../src/language/features/signature.ts";
import { FloatLayer } from "../../src/view/float.ts";
import { rowsOf } from "../../src/view/float-rows.ts";
import { golden, type Stage, stage } from "./stage.ts";

const TEXT = Array.from({ length: 30 }, (_, i) => `line ${i}: greet("漢", 2);`).join("\n");

function open(
  rows: number,
  cols: number,
  pos: number,
  lines: readonly FloatLine[],
  side: "above" | "below" = "above",
): Stage {
  const made = stage(TEXT, { rows, cols });
  const { editor, screen } = made;
  screen.compositor.push(
    new FloatLayer(editor, { palette: () => screen.colours, cursor: () => screen.view.cursor() }),
  );
  editor.setCursor(editor.win, pos);
  floatsOf(editor).show({ kind: "test", lines, side, until: "key" });
  return made;
}

const ABOUT = markdownLines(
  "```\ngreet(name: string, times?: number): string\n```\n---\nSays **hello**, `times` times: a\u001b[31m text that is longer than a box of forty cells is wide.\n\n- one\n- two 漢字",
);

test("a hover on a small screen", () => golden("float-hover", open(12, 40, 0, ABOUT, "below")));

test("a hover with plain characters, where rows are few", () => {
  const made = open(7, 40, 0, ABOUT);
  made.editor.options.set("ascii", true);
  golden("float-few-rows", made);
});

test("a signature is above the cursor, its argument marked by more than colour", () => {
  const lines = signatureLines({
    signatures: [
      { label: "greet()" },
      {
        label: "greet(name: string, times?: number): string",
        parameters: [{ label: [6, 18] }, { label: "times?: number", documentation: "How often." }],
      },
    ],
    activeSignature: 1,
    activeParameter: 1,
  });
  const made = open(10, 60, 130, lines);
  made.editor.win.top = 0;
  golden("float-signature", made);
});

test("pages: the next one, the first behind the last, none where all is seen", () => {
  const lines = Array.from({ length: 40 }, (_, i) => ({ text: `row ${i}`, spans: [] }));
  const made = open(14, 40, 0, lines);
  const floats = floatsOf(made.editor);
  made.draw();
  const seen = (): string => /row \d+/.exec(made.draw().rowText(2))![0];
  const { shown } = floats.current!;
  assert.equal(seen(), "row 0");
  assert.equal(floats.nextPage(), true);
  assert.equal(seen(), `row ${shown}`);
  while (floats.current!.top < 40 - shown) floats.nextPage();
  assert.equal(seen(), `row ${40 - shown}`);
  floats.nextPage();
  assert.equal(seen(), "row 0");
  floats.show({ kind: "x", lines: lines.slice(0, 2), side: "above", until: "key" });
  made.draw();
  assert.equal(floats.nextPage(), false);
});

test("the wheel scrolls, a click beside it closes", () => {
  const lines = Array.from({ length: 40 }, (_, i) => ({ text: `row ${i}`, spans: [] }));
  const made = open(14, 40, 0, lines);
  const floats = floatsOf(made.editor);
  made.draw();
  const mouse = (action: "wheel-down" | "press", row: number, col: number) =>
    made.screen.handle({
      type: "mouse",
      action,
      button: "left",
      row,
      col,
      count: 1,
      modifiers: { shift: false, alt: false, control: false },
    } as never);
  mouse("wheel-down", 3, 3);
  assert.equal(floats.current!.top, 3);
  mouse("press", 0, 30);
  assert.equal(floats.current, null);
});

test("it goes with the next command, not with its own, and with insert mode", () => {
  const made = open(14, 40, 0, ABOUT);
  const { editor } = made;
  const floats = floatsOf(editor);
  editor.events.emit("command-done", { keys: [] });
  assert.ok(floats.isOpen("test"));
  editor.events.emit("command-done", { keys: [] });
  assert.equal(floats.current, null);
  floats.show({ kind: "test", lines: ABOUT, side: "above", until: "key" });
  editor.setMode("insert");
  assert.equal(floats.current, null);
});

test("every size of screen has room or does without", () => {
  for (let rows = 3; rows < 12; rows++) {
    for (const cols of [5, 8, 9, 20, 40, 200]) {
      const made = open(rows, cols, 0, ABOUT);
      made.draw();
      made.editor.setCursor(made.editor.win, made.editor.doc.text.length);
      made.draw();
    }
  }
});

test("wrapping keeps every character, within the width", () => {
  const texts = [
    "a bc def ghij klmno",
    "漢字漢字漢字 x",
    "- a list item that goes on",
    "x".repeat(50),
    "",
  ];
  for (const text of texts) {
    for (const cols of [4, 7, 12, 60]) {
      const rows = rowsOf([{ text, spans: [] }], cols, "single");
      assert.equal(rows.map(({ from, to }) => text.slice(from, to)).join(""), text);
      assert.equal(rows[0]!.indent, 0);
    }
  }
});
