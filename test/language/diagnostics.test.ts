/** Diagnostics: kept by file, carried through edits, shown, gone to and listed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Document } from "../../src/editor/document.ts";
import { floatsOf } from "../../src/editor/float.ts";
import { quickfixOf } from "../../src/editor/quickfix.ts";
import { statusItemsOf } from "../../src/editor/status-items.ts";
import { type Diagnostic, diagnosticsOf, type Severity } from "../../src/language/diagnostics.ts";
import { textOf } from "../../src/text/text.ts";
import { type Lab, lab } from "./lsp/lab.ts";

function diagnostic(
  row: number,
  col: number,
  length: number,
  message: string,
  severity: Severity = "error",
): Diagnostic {
  return {
    severity,
    message,
    start: { row, col },
    end: { row, col: col + length },
    tags: [],
    tool: "tool",
    code: "42",
    related: [],
  };
}

const nothing = { files: { "a.txt": "one\ntwo\nthree\n", "b.txt": "b\n" } };

function edit(here: Lab, doc: Document, from: number, to: number, insert: string): void {
  here.editor.dispatch(doc, { changes: { from, to, insert: textOf(insert) }, origin: "test" });
}

test("they move with the text, and are gone when it is deleted", () => {
  const here = lab(nothing);
  const doc = here.open("a.txt");
  const store = diagnosticsOf(here.editor);
  store.set("s", doc.path!, [diagnostic(1, 0, 3, "two"), diagnostic(2, 0, 5, "three")]);
  edit(here, doc, 0, 0, "zero\n");
  edit(here, doc, 9, 9, "->");
  const at = () => store.of(doc).map(({ from, to, item }) => [item.message, from, to]);
  assert.deepEqual(at(), [
    ["two", 11, 14],
    ["three", 15, 20],
  ]);
  edit(here, doc, 11, 14, "");
  assert.deepEqual(at(), [["three", 12, 17]]);
  assert.deepEqual(store.between(doc, 0, 11), []);
  assert.equal(store.between(doc, 12, 12).length, 1);
});

test("of several sources, of files that are not open yet, of one that is closed", () => {
  const here = lab(nothing);
  const store = diagnosticsOf(here.editor);
  const path = here.write("b.txt", "b\nb\n");
  store.set("s", path, [diagnostic(1, 0, 1, "from s", "hint")]);
  store.set("t", path, [diagnostic(0, 0, 1, "from t")]);
  assert.deepEqual(store.counts(), { error: 1, warning: 0, info: 0, hint: 1 });
  const doc = here.open("b.txt");
  assert.deepEqual(
    store.of(doc).map(({ source, from }) => [source, from]),
    [
      ["t", 0],
      ["s", 2],
    ],
  );
  edit(here, doc, 0, 0, "new\n");
  here.open("a.txt");
  here.keys(":bwipeout! b.txt<CR>");
  assert.deepEqual(
    store.at(path).map(({ source, start }) => [source, start.row]),
    [
      ["t", 1],
      ["s", 2],
    ],
  );
  store.clear("t");
  assert.deepEqual(store.paths(), [path]);
  store.clear("s", path);
  assert.deepEqual(store.paths(), []);
});

/** What is published: signs by row, highlights, virtual texts. */
function shown(doc: Document): string[] {
  const found: string[] = [];
  const all = [0, doc.text.length] as const;
  doc.slots.between("signs", ...all, (at, _to, sign) => {
    found.push(`${sign.text} at ${at}`);
  });
  doc.slots.between("highlights", ...all, (from, to, { group }) => {
    found.push(`${group} ${from}-${to}`);
  });
  doc.slots.between("inlays", ...all, (at, _to, inlay) => {
    found.push(`${inlay.segments.map(({ text }) => text).join("")} at ${at}`);
  });
  return found;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("signs, underlines, the worst of a line behind it", async () => {
  const here = lab(nothing);
  const doc = here.open("a.txt");
  const store = diagnosticsOf(here.editor);
  store.set("s", doc.path!, [
    diagnostic(0, 0, 3, "mild\nand more", "warning"),
    diagnostic(0, 1, 1, "bad"),
    { ...diagnostic(1, 3, 0, "at the end", "hint"), tags: ["deprecated"] },
    { ...diagnostic(2, 0, 5, "not used", "hint"), tags: ["unnecessary"] },
  ]);
  await turn();
  assert.deepEqual(shown(doc), [
    "E at 0",
    "H at 4",
    "H at 8",
    "diagnostic.warning 0-3",
    "diagnostic.deprecated 6-7",
    "diagnostic.unnecessary 8-13",
    "diagnostic.error 1-2",
    " ■■ bad at 3",
    " ■ at the end at 7",
    " ■ not used at 13",
  ]);
  assert.equal(statusItemsOf(here.editor).text("diagnostics", here.editor.win), "E:1 W:1 H:2");
  // A line made behind it does not take it along.
  here.keys("ggonew<Esc>u");
  here.keys("ggonew<Esc>");
  assert.ok(shown(doc).includes(" ■■ bad at 3"));
  here.keys("u:set nodiagnostictext<CR>");
  await turn();
  await turn();
  assert.equal(
    shown(doc).some((each) => each.includes("■")),
    false,
  );
  store.clear("s");
  await turn();
  assert.deepEqual(shown(doc), []);
});

test("while somebody types nothing new appears, and nothing old flashes", async () => {
  let quiet = 0;
  const here = lab({ ...nothing, quietMs: () => quiet });
  const doc = here.open("a.txt");
  const store = diagnosticsOf(here.editor);
  store.set("s", doc.path!, [diagnostic(1, 0, 3, "old")]);
  await turn();
  here.keys("Ox");
  store.set("s", doc.path!, [diagnostic(0, 0, 1, "new")]);
  await turn();
  assert.deepEqual(shown(doc), ["E at 6", "diagnostic.error 6-9", " ■ old at 9"]);
  here.keys("<Esc>");
  await turn();
  assert.deepEqual(shown(doc), ["E at 0", "diagnostic.error 0-1", " ■ new at 1"]);
  here.keys("ix");
  quiet = 999;
  store.set("s", doc.path!, [diagnostic(0, 0, 1, "after a pause")]);
  await here.until(() => {
    quiet = 1001;
    return shown(doc).some((each) => each.includes("after a pause"));
  }, "they are shown after a pause");
  assert.equal(here.editor.mode, "insert");
});

test("]d [d ]D [D with counts go round; CTRL-W d shows all of a line", () => {
  const here = lab(nothing);
  const doc = here.open("a.txt");
  const { editor } = here;
  const go = (keys: string) => {
    here.keys(keys);
    const line = doc.text.lineAt(editor.win.cursor.pos);
    return [line.number, editor.win.cursor.pos - line.from, editor.message?.text];
  };
  assert.deepEqual(go("]d"), [1, 0, "No diagnostics"]);
  const store = diagnosticsOf(editor);
  store.set("s", doc.path!, [
    diagnostic(0, 3, 0, "first\nsecond line"),
    diagnostic(1, 1, 1, "mild", "warning"),
    {
      ...diagnostic(1, 1, 1, "worse"),
      related: [{ path: `${here.root}/b.txt`, point: { row: 0, col: 0 }, message: "here" }],
    },
    diagnostic(2, 0, 1, "last", "info"),
  ]);
  assert.deepEqual(go("]d"), [1, 2, "first [tool 42]"]);
  assert.deepEqual(go("]d"), [2, 1, "worse [tool 42] (and 1 more)"]);
  here.keys("<C-w>d");
  assert.deepEqual(
    floatsOf(editor).current?.request.lines.map(({ text }) => text),
    ["error: worse [tool 42]", "    b.txt:1:1: here", "warning: mild [tool 42]"],
  );
  assert.deepEqual(go("2]d"), [1, 2, "first [tool 42]"]);
  assert.deepEqual(go("[d"), [3, 0, "last [tool 42]"]);
  assert.deepEqual(go("[D"), [1, 2, "first [tool 42]"]);
  assert.deepEqual(go("]D"), [3, 0, "last [tool 42]"]);
  assert.deepEqual(go("<C-o>").slice(0, 2), [1, 2]);
});

test(":Diagnostics fills the quickfix list", () => {
  const here = lab(nothing);
  const doc = here.open("a.txt");
  const store = diagnosticsOf(here.editor);
  store.set("s", doc.path!, [diagnostic(1, 0, 3, "two", "warning"), diagnostic(0, 0, 1, "one")]);
  store.set("s", `${here.root}/b.txt`, [diagnostic(0, 0, 1, "other", "hint")]);
  const listed = (command: string) => {
    here.keys(`:${command}<CR>`);
    const items = quickfixOf(here.editor).list?.items ?? [];
    here.keys(":cclose<CR>");
    return items.map(({ text, kind, point }) => `${kind} ${point?.row} ${text}`);
  };
  assert.deepEqual(listed("Diagnostics"), [
    "E 0 one [tool 42]",
    "W 1 two [tool 42]",
    "N 0 other [tool 42]",
  ]);
  assert.deepEqual(listed("Diagnostics error"), ["E 0 one [tool 42]"]);
  assert.deepEqual(listed("Diagnostics!").length, 2);
});
