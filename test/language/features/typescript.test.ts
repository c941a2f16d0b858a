/** The features with the TypeScript server that this repository has. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { floatsOf } from "../../../src/editor/float.ts";
import { pickersOf } from "../../../src/editor/picker.ts";
import { locationsOf, quickfixOf } from "../../../src/editor/quickfix.ts";
import { diagnosticsOf } from "../../../src/language/diagnostics.ts";
import type { Highlight } from "../../../src/text/slots.ts";
import { at, type Desk, floatText, itemsOf, run, typescriptDesk, where } from "./desk.ts";

const LIB = `/** Says **hello** to 😀. */
export function greet(name: string, times = 1): string {
  return name.repeat(times);
}

export interface Shape {
  readonly area: number;
}

export class Square implements Shape {
  area = 1;
}
`;

const MAIN = `import { greet, type Shape, Square } from "./lib.ts";

const 漢 = "😀"; const shape: Shape = new Square();
greet(漢);
greet("x", 2);
console.log(shape.area);
`;

async function start(choose = { text: "" }): Promise<Desk> {
  const here = typescriptDesk({ "lib.ts": LIB, "main.ts": MAIN }, choose);
  const doc = here.open("main.ts");
  await here.client(doc, "typescript");
  return here;
}

test("hover, definition, references, implementations, types, and the way back", async () => {
  const here = await start();
  const { editor } = here;
  at(here, "greet(漢");
  await run(here, "K");
  assert.match(floatText(here).join("\n"), /function greet\(name: string, times\?: number\)/);
  assert.match(floatText(here).join("\n"), /Says hello to 😀\./);
  // The next command closes it, and is run.
  await run(here, "l");
  assert.equal(floatsOf(editor).current, null);
  assert.equal(where(here), "main.ts 3:1");

  await run(here, "gd");
  assert.equal(where(here), "lib.ts 1:16");
  await run(here, "<C-o>");
  assert.equal(where(here), "main.ts 3:1");
  await run(here, "<C-]>");
  assert.equal(where(here), "lib.ts 1:16");
  await run(here, "<C-o>");

  await run(here, "grr");
  const found = quickfixOf(editor).list!;
  assert.equal(found.title, "References");
  const places = found.items.map(({ path, point, text }) => {
    return `${path!.slice(here.root.length + 1)} ${point!.row}:${point!.col} ${text}`;
  });
  assert.deepEqual(places.sort(), [
    "lib.ts 1:16 export function greet(name: string, times = 1): string {",
    'main.ts 0:9 import { greet, type Shape, Square } from "./lib.ts";',
    "main.ts 3:0 greet(漢);",
    'main.ts 4:0 greet("x", 2);',
  ]);
  assert.equal(editor.doc.options.get("filetype"), "qf");
  await run(here, ":cclose<CR>");
  const references = await itemsOf(pickersOf(editor).get("references")!);
  assert.equal(references.length, 4);

  at(here, "Shape", 1);
  await run(here, "gri");
  // The class, and the interface as the server sees fit.
  assert.match(where(here), /^lib\.ts|quickfix/);
  here.open("main.ts");
  at(here, "shape.area");
  await run(here, "grt");
  assert.equal(where(here), "lib.ts 5:17");
  here.open("main.ts");
  at(here, "import");
  await run(here, "gri");
  assert.match(editor.message!.text, /No implementation found/);
});

test("rename: the placeholder, both files, one undo each", async () => {
  const here = await start();
  const { editor } = here;
  const main = editor.doc;
  at(here, "greet(漢");
  await run(here, "gd");
  const lib = editor.doc;
  await here.client(lib, "typescript");
  await run(here, ":split<CR>:buffer main.ts<CR><C-w>p");
  here.keys("grn");
  await here.until(() => editor.cmdline?.prompt === "New name: ", "it asks");
  assert.equal(editor.cmdline!.text, "greet");
  here.keys("<C-u>hail");
  await here.until(() => main.slots.get("inlays", "rename")?.size === 3, "all places show it");
  here.keys("<CR>");
  await here.until(() => editor.message?.text === "4 changes in 2 files", "it is done");
  assert.equal(main.slots.get("inlays", "rename"), null);
  assert.match(main.text.toString(), /import \{ hail, .*\nhail\(漢\);\nhail\("x", 2\);/s);
  assert.match(lib.text.toString(), /export function hail\(/);
  assert.equal(lib.modified, true);
  assert.equal(readFileSync(join(here.root, "lib.ts"), "utf8"), LIB);
  await run(here, "u<C-w>pu");
  assert.equal(editor.doc, main);
  assert.equal(`${main.text.toString()}\n`, MAIN);
  assert.equal(`${lib.text.toString()}\n`, LIB);
  // A number can't be renamed; Esc leaves all as it is.
  at(here, "2)");
  await run(here, "grn");
  assert.match(editor.message!.text, /rename/i);
  at(here, "greet(漢");
  here.keys("grn");
  await here.until(() => editor.cmdline !== null, "it asks");
  await run(here, "x<Esc>");
  assert.equal(`${main.text.toString()}\n`, MAIN);
});

test("signature help marks the argument that is typed", async () => {
  const here = await start();
  const { editor } = here;
  const active = (): string => {
    const line = floatsOf(editor).current?.request.lines[0];
    const span = line?.spans.find(({ group }) => group.includes("float.active"));
    return span ? line!.text.slice(span.from, span.to) : "";
  };
  here.keys("Gogreet(<C-s>");
  await here.until(() => active() === "name: string", "the first argument is marked");
  here.keys("漢, ");
  await here.until(() => active().startsWith("times"), "the second argument is marked");
  here.keys("<Esc>");
  assert.equal(floatsOf(editor).current, null);
  // By itself only where the option says so.
  editor.options.set("signaturehelp", true);
  here.keys("Sgreet(");
  await here.until(() => active() === "name: string", "it comes with the bracket");
  here.keys("1)");
  await here.until(() => floatsOf(editor).current === null, "it goes behind the call");
  here.keys("<Esc>");
});

test("code actions: a missing import is fixed; imports are sorted", async () => {
  const choose = { text: "Add import" };
  const here = typescriptDesk({ "lib.ts": LIB, "main.ts": 'greet("x");\n' }, choose);
  const doc = here.open("main.ts");
  await here.client(doc, "typescript");
  await here.until(() => diagnosticsOf(here.editor).of(doc).length > 0, "it complains");
  at(here, "greet");
  here.features.idle();
  await here.until(() => doc.slots.get("signs", "bulb")?.size === 1, "there is a mark");
  await run(here, "gra");
  assert.match(doc.text.toString(), /^import \{ greet \} from "\.\/lib\.ts";\n/);
  assert.equal(doc.slots.get("signs", "bulb")?.size ?? 0, 0);
  choose.text = "Organize Imports";
  here.open("main.ts");
  editorText(here, 'import { Square, greet } from "./lib.ts";\ngreet("");\n');
  await run(here, "gra");
  assert.equal(doc.text.toString(), 'import { greet } from "./lib.ts";\ngreet("");');
});

function editorText(here: Desk, text: string): void {
  const { editor } = here;
  const { doc } = editor;
  here.keys(`ggdGi${text.trimEnd().replaceAll("<", "<lt>").replaceAll("\n", "<CR>")}<Esc>gg`);
  assert.equal(`${doc.text.toString()}\n`, text);
}

test(":Format, a range, gq and a file that is written", async () => {
  const ugly = "const  a=1\nfunction f( ){return   a}\nconst  b=2\n";
  const here = typescriptDesk({ "main.ts": ugly });
  here.servers.patienceOnSaving = 60_000;
  const doc = here.open("main.ts");
  doc.options.set("expandtab", true);
  doc.options.set("shiftwidth", 2);
  await here.client(doc, "typescript");
  await run(here, ":3Format<CR>");
  assert.equal(doc.text.line(3).text, "const b = 2");
  assert.equal(doc.text.line(1).text, "const  a=1");
  await run(here, ":Format<CR>");
  assert.equal(doc.text.toString(), "const a = 1\nfunction f() { return a }\nconst b = 2");
  await run(here, "u");
  assert.equal(doc.text.line(1).text, "const  a=1");
  await run(here, ":setlocal formatexpr=lsp<CR>gggqq");
  assert.equal(doc.text.line(1).text, "const a = 1");
  assert.equal(doc.text.line(2).text, "function f( ){return   a}");
  await run(here, ":setlocal formatonsave<CR>:w<CR>");
  assert.equal(
    readFileSync(doc.path!, "utf8"),
    "const a = 1\nfunction f() { return a }\nconst b = 2\n",
  );
  assert.equal(doc.modified, false);
});

test("highlights at rest, inlay hints, semantic tokens, symbols", async () => {
  const here = await start();
  const { editor } = here;
  const { doc } = editor;
  at(here, "shape.area");
  here.features.idle();
  await here.until(() => doc.slots.get("highlights", "reference")?.size === 2, "both are marked");
  await run(here, "$");
  assert.equal(doc.slots.get("highlights", "reference"), null);

  const groups = await here.until(() => {
    const found = new Map<string, string>();
    doc.slots.between("highlights", 0, doc.text.length, (from, to, value: Highlight, space) => {
      if (space === "semantic") found.set(doc.text.sliceString(from, to), value.group);
    });
    return found.size > 0 ? found : null;
  }, "semantic tokens");
  assert.match(groups.get("greet") ?? "", /^function/);
  assert.match(groups.get("Square") ?? "", /^type\.class/);
  assert.match(groups.get("漢") ?? "", /^variable\.readonly/);

  await run(here, "gO");
  const { items } = locationsOf(editor, editor.tab.windows[0]!).list!;
  const texts = items.map(({ text }) => text);
  assert.ok(texts.includes("shape [constant]") || texts.includes("shape [variable]"), `${texts}`);
  await run(here, ":lclose<CR>");
  const symbols = await itemsOf(pickersOf(editor).get("symbols")!, "Square");
  assert.match(symbols[0]!.detail!, /^class {2}.*lib\.ts:10/);
  const outline = await itemsOf(pickersOf(editor).get("outline")!);
  assert.ok(outline.some(({ text }) => text === "shape"));
});

test("inlay hints are asked for where they are seen, and go with the option", async () => {
  const text = "function f(count: number, s = 1) { return count; }\nconst x = f(1, 2);\n";
  const here = typescriptDesk({ "main.ts": text });
  const doc = here.open("main.ts");
  await here.client(doc, "typescript");
  /** The hints, each with what follows it in the text. */
  const shown = (): string[] => {
    const all: string[] = [];
    doc.slots.between("inlays", 0, doc.text.length, (pos, _to, { segments }, space) => {
      const text = segments.map((each) => each.text).join("");
      if (space === "inlay-hint") all.push(`${text}[${doc.text.sliceString(pos, pos + 3)}`);
    });
    return all;
  };
  assert.deepEqual(shown(), []);
  await run(here, ":set inlayhints<CR>");
  await here.until(() => shown().includes("count: [1, "), "they are shown");
  assert.ok(shown().includes(" : number[ = "));
  const before = shown();
  await run(here, "ggO// 漢<Esc>");
  await here.until(() => doc.slots.get("inlays", "inlay-hint"), "they are there");
  assert.deepEqual(shown(), before);
  await run(here, ":set noinlayhints<CR>");
  assert.deepEqual(shown(), []);
});
