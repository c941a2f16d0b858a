/**
 * What making scenes takes of the main thread while somebody types in a long file:
 * `sh bin/node bench/scenes.ts [lines] [keys]`. Prints milliseconds for each scene and its longest slice.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeEditor } from "../src/app/compose.ts";
import { Trust } from "../src/base/trust.ts";
import { installContext } from "../src/context/install.ts";
import { installSyntax } from "../src/language/syntax/install.ts";
import { syntaxOf } from "../src/language/syntax/syntax.ts";
import { EditHistory, recordHistory } from "../src/tab/history.ts";
import { snapshotOf } from "../src/tab/snapshot.ts";
import { ChangeSet, posOf, textOf } from "../src/text/text.ts";

const [lines = 3000, keys = 300] = process.argv.slice(2).map(Number);

function source(name: string, count: number): string {
  const rows: string[] = [];
  for (let at = 0; rows.length < count; at++) {
    rows.push(
      `/** What ${name}${at} does with its input. */`,
      `export function ${name}${at}(input: Input${at % 7}, options: Options): Result {`,
      `  const parsed = parseInput(input, { strict: options.strict, depth: ${at} });`,
      '  if (parsed === null) throw new Error("nothing to be done for " + input.name);',
      "  for (const part of parsed.parts) {",
      `    if (part.kind === "token") emit(part, options.sink, "${name}-${at}");`,
      "    else visit(part.children, options);",
      "  }",
      "  return { parts: parsed.parts.length, warnings: options.warnings };",
      "}",
      "",
    );
  }
  return rows.slice(0, count).join("\n");
}

const root = mkdtempSync(join(tmpdir(), "hunch-scenes-"));
const files = ["main.ts", "emit.ts", "visit.ts", "parse.ts"];
writeFileSync(join(root, "package.json"), "{}");
for (const [at, file] of files.entries()) {
  writeFileSync(join(root, file), source(file.slice(0, -3), at === 0 ? lines : 400));
}
const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
const host = {
  redraw() {},
  afterFrame: (callback: () => void) => void setImmediate(callback),
  quietMs: () => 1000,
  env: {},
  stateFolder: null,
  trust: new Trust(null),
  store: null,
};
editor.cwd = root;
editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
const history = new EditHistory();
recordHistory(editor, history, {});
const syntax = installSyntax(editor, host);
const context = installContext(editor, { env: {}, git: null, definitions: null, terminals: null });
for (const [at, file] of [...files.entries()].reverse()) {
  const doc = editor.addDocument(
    textOf(source(file.slice(0, -3), at === 0 ? lines : 400)),
    join(root, file),
  );
  doc.options.set("filetype", "typescript");
  editor.win.doc = doc;
  editor.setCursor(editor.win, 0);
  editor.events.emit("window-enter", editor.win);
}
const { doc, win } = editor;
editor.setCursor(win, posOf(doc.text, Math.floor(lines / 2), 0));
for (let waited = 0; syntaxOf(editor).tree(doc) === null && waited < 200; waited++) {
  await new Promise((resolve) => setTimeout(resolve, 20));
}

const want = { use: "edit", tokens: 8000, allow: null } as const;
const times: { used: number; longest: number }[] = [];
let kept = 0;
let total = 0;
let last = "";
const typed = "const found = parseInput(input, options);\n  ";
for (let key = 0; key < keys; key++) {
  const letter = typed[key % typed.length]!;
  const { pos } = win.cursor;
  const changes = ChangeSet.of({ from: pos, insert: textOf(letter) }, doc.text.length);
  editor.dispatch(doc, { changes, origin: "input.type" });
  editor.setCursor(win, pos + 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  syntaxOf(editor).ensure(doc, 50);
  const snapshot = { ...snapshotOf(editor, history.edits, "change", {}), mode: "insert" as const };
  const scene = await context.scene(snapshot, want, new AbortController().signal);
  times.push(context.time);
  const told = JSON.stringify(scene?.related) + (scene?.text.slice(0, scene.cursor) ?? "");
  let same = 0;
  while (same < told.length && told[same] === last[same]) same++;
  if (key > 0) {
    kept += same;
    total += told.length;
  }
  last = told;
}
const at = (list: number[], share: number) =>
  list
    .sort((a, b) => a - b)
    [Math.min(list.length - 1, Math.floor(list.length * share))]!.toFixed(2);
const row = (name: string, pick: (time: { used: number; longest: number }) => number) =>
  console.log(
    `${name}: first ${pick(times[0]!).toFixed(2)}, then p50 ${at(times.slice(1).map(pick), 0.5)} p95 ${at(times.slice(1).map(pick), 0.95)} max ${at(times.slice(1).map(pick), 1)} ms`,
  );
row("scene  ", ({ used }) => used);
row("slice  ", ({ longest }) => longest);
console.log(
  `beginning of related files and text above the cursor kept: ${((100 * kept) / total).toFixed(1)} %`,
);
context.close();
syntax.close();
rmSync(root, { recursive: true, force: true });
process.exit(0);
