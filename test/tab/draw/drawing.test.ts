import assert from "node:assert/strict";
import { test } from "node:test";
import { Editor } from "../../../src/editor/editor.ts";
import { suggestionsOf } from "../../../src/editor/suggestion.ts";
import { Drawing } from "../../../src/tab/draw/drawing.ts";
import { changeOf, type Hunk, type Prediction } from "../../../src/text/prediction.ts";
import { type Text, textOf } from "../../../src/text/text.ts";

function made(text: string) {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  editor.cwd = "/home/u";
  const doc = editor.addDocument(textOf(text), "/home/u/a.ts");
  doc.options.set("filetype", "typescript");
  editor.addTab(editor.newWindow(doc));
  const drawing = new Drawing(editor);
  const timers: { ms: number; run: () => void }[] = [];
  drawing.later = (ms, run) => {
    const timer = { ms, run };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  };
  const asked: string[][] = [];
  let redraws = 0;
  drawing.redraw = () => redraws++;
  drawing.colour = async (_filetype, lines) => {
    asked.push([...lines]);
    return lines.map((line) => [{ from: 0, to: line.length, group: "keyword" }]);
  };
  return {
    editor,
    doc,
    drawing,
    timers,
    asked,
    redraws: () => redraws,
    picture: () => suggestionsOf(editor).current,
  };
}

function predicted(doc: number, text: Text, hunks: readonly Hunk[], id = 1): Prediction {
  const changes = changeOf(hunks, text.length);
  const common = { source: "t", probability: 1, reason: "t" };
  return { ...common, id, doc, revision: 0, changes, cursor: 0 };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a change is coloured at once, as the lines it leads to", async () => {
  const { drawing, doc, asked, picture, redraws } = made("let a = 1;\nb");
  const hunks = [
    { from: 4, to: 5, insert: "xy" },
    { from: 8, to: 9, insert: "2" },
  ];
  const prediction = predicted(doc.id, doc.text, hunks);
  drawing.show({ prediction, kind: "edit" });
  assert.deepEqual(picture()!.blocks[0]!.lines[0]!.colours, []);
  await turn();
  assert.deepEqual(asked, [["let xy = 2;"]]);
  assert.deepEqual(picture()!.blocks[0]!.lines[0]!.colours, [
    { from: 0, to: 11, group: "keyword" },
  ]);
  assert.equal(redraws(), 1);
  drawing.show({ prediction, kind: "edit" });
  await turn();
  assert.equal(asked.length, 1, "what is known is not asked for again");
});

test("words that are shown without their line are not coloured", async () => {
  const { drawing, doc, asked } = made("let a = 1;");
  const prediction = predicted(doc.id, doc.text, [{ from: 4, to: 5, insert: "xy" }]);
  drawing.show({ prediction, kind: "edit" });
  await turn();
  assert.deepEqual(asked, []);
  drawing.show({ prediction, kind: "jump" });
  await turn();
  assert.deepEqual(asked, [["let xy = 1;"]]);
});

test("a ghost is coloured when it has stood for a while, and keeps its colours when it is typed", async () => {
  const { editor, drawing, doc, asked, timers, picture } = made("let ");
  editor.setMode("insert");
  editor.setCursor(editor.win, 4);
  const insert = "abc = 1;";
  drawing.show({
    prediction: predicted(doc.id, doc.text, [{ from: 4, to: 4, insert }]),
    kind: "ghost",
  });
  await turn();
  assert.deepEqual(asked, []);
  assert.equal(timers.length, 1);
  timers[0]!.run();
  await turn();
  assert.deepEqual(asked, [["let abc = 1;"]]);
  editor.dispatch(doc, { changes: { from: 4, insert: textOf("a") }, origin: "input.type" });
  editor.setCursor(editor.win, 5);
  const left = predicted(doc.id, doc.text, [{ from: 5, to: 5, insert: insert.slice(1) }]);
  drawing.show({ prediction: { ...left, revision: doc.revision }, kind: "ghost" });
  assert.deepEqual(picture()!.blocks[0]!.lines[0]!.colours, [{ from: 0, to: 7, group: "keyword" }]);
});

test("a file is named as short as can be, a place and its group are told", () => {
  const { drawing, picture } = made("a");
  const text = textOf("one\ntwo");
  const place = { ...predicted(-3, text, []), cursor: 5 };
  const names = ["/home/u/src/b.ts", "/elsewhere/c.ts"].map((path) => {
    drawing.file = () => ({ path, text, filetype: "" });
    const siblings = [place, { ...place, id: 2 }];
    drawing.show({ prediction: place, kind: "jump", siblings });
    return picture()!.file;
  });
  assert.deepEqual(names, ["src/b.ts", "/elsewhere/c.ts"]);
  assert.deepEqual(picture()!.place!.row, 1);
  assert.equal(picture()!.place!.line.text, "two");
  assert.equal(picture()!.count, "1 of 2");
  assert.equal(picture()!.doc, null);
});

test("what fits no text is not drawn; hiding forgets", () => {
  const { drawing, doc, picture } = made("abc");
  drawing.show({ prediction: predicted(doc.id, textOf("longer text"), []), kind: "edit" });
  assert.equal(picture(), null);
  const gone = predicted(-9, textOf("x"), [{ from: 0, to: 1, insert: "y" }]);
  drawing.show({ prediction: gone, kind: "jump" });
  assert.equal(picture(), null);
  drawing.show({
    prediction: predicted(doc.id, doc.text, [{ from: 0, to: 1, insert: "y" }]),
    kind: "edit",
  });
  assert.notEqual(picture(), null);
  assert.equal(drawing.state, "full");
  drawing.hide();
  assert.equal(picture(), null);
  assert.equal(drawing.state, "none");
});

test("a hint is revealed for one prediction only", () => {
  const { editor, drawing, doc, picture } = made("abc");
  editor.options.set("tabhint", true);
  const hunks = [{ from: 0, to: 1, insert: "y" }];
  drawing.show({ prediction: predicted(doc.id, doc.text, hunks), kind: "edit" });
  assert.equal(picture()!.level, "hint");
  drawing.reveal(true);
  assert.equal(picture()!.level, "full");
  drawing.show({ prediction: predicted(doc.id, doc.text, hunks, 2), kind: "edit" });
  assert.equal(picture()!.level, "hint");
  editor.options.set("tabhint", false);
  editor.events.emit("option", { name: "tabhint" });
  assert.equal(picture()!.level, "full", "the option counts at once");
});
