import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { DefinitionFinder } from "../../src/context/related/definitions.ts";
import { diagnosticsOf } from "../../src/language/diagnostics.ts";
import { slice } from "../../src/text/text.ts";
import { Lab } from "./lab.ts";

const POINT = [
  "/** A place in a plane. */",
  "export interface Point {",
  "  readonly x: number;",
  "  readonly y: number;",
  "}",
  "",
  "/** How far two are apart. */",
  "export function distance(a: Point, b: Point): number {",
  "  return Math.hypot(a.x - b.x, a.y - b.y);",
  "}",
  "",
  "export const ORIGIN: Point = { x: 0, y: 0 };",
  "",
].join("\n");
const MAIN = [
  'import { distance, type Point } from "./point.ts";',
  "",
  "export function length(points: readonly Point[]): number {",
  "  let sum = 0;",
  "  return sum + distance(points[0]!, points[1]!);",
  "}",
  "",
].join("\n");

test("definitions by the imports, where there is no server", async () => {
  const lab = new Lab({
    files: { "package.json": "{}", "src/point.ts": POINT, "src/main.ts": MAIN },
  });
  lab.open("src/main.ts", [4, 8]);
  const { related } = await lab.scene();
  const found = related.find(({ text }) => text.includes("How far two are apart"));
  assert.deepEqual(found, {
    path: "src/point.ts",
    kind: "definition",
    text: POINT.split("\n").slice(6, 10).join("\n"),
    firstRow: 6,
    whole: false,
  });
});

test("definitions as a server says; it is asked about a name once", async () => {
  const asked: string[] = [];
  const places: DefinitionFinder = {
    async find(doc, pos) {
      const word = /^\w+/.exec(slice(doc.text, pos, pos + 40))![0];
      asked.push(word);
      return word === "points" ? [{ path: `${lab.root}/other.ts`, row: 1 }] : [];
    },
  };
  const lab: Lab = new Lab({
    files: {
      "package.json": "{}",
      "other.ts": "// What it is.\nconst points = [\n  1,\n];\nconst next = 2;\n",
      "src/main.ts": MAIN,
    },
    definitions: places,
  });
  lab.open("src/main.ts", [4, 8]);
  const { related } = await lab.scene();
  assert.equal(related[0]!.kind, "definition");
  assert.equal(related[0]!.text, "// What it is.\nconst points = [\n  1,\n];");
  assert.deepEqual(asked, [...new Set(asked)]);
  lab.type("  ");
  await lab.scene();
  assert.deepEqual(asked, [...new Set(asked)]);
  lab.now += 60_000;
  lab.type(" ");
  await lab.scene();
  assert.notDeepEqual(asked, [...new Set(asked)]);
});

test("a definition in a file that may not be read is not told", async () => {
  const lab: Lab = new Lab({
    files: {
      "package.json": "{}",
      ".hunchignore": "hidden.ts\n",
      "hidden.ts": "const points = 'planted';\n",
      "src/main.ts": MAIN,
    },
    definitions: { find: async () => [{ path: `${lab.root}/hidden.ts`, row: 0 }] },
  });
  lab.open("src/main.ts", [4, 8]);
  assert.ok(!JSON.stringify(await lab.scene()).includes("planted"));
});

test("a project behind a link: servers tell of what the link leads to", async () => {
  const real = new Lab({
    files: { "package.json": "{}", "src/main.ts": MAIN, "b.ts": "const points = 7;\n" },
  });
  const holder = new Lab();
  symlinkSync(real.root, join(holder.root, "link"));
  const lab = new Lab({
    root: join(holder.root, "link"),
    definitions: { find: async () => [{ path: join(real.root, "b.ts"), row: 0 }] },
  });
  lab.open("src/main.ts", [4, 8]);
  const { path, related } = await lab.scene({ allow: [lab.root] });
  assert.equal(path, "src/main.ts");
  assert.deepEqual(
    related.map(({ path: name, text }) => [name, text]),
    [["b.ts", "const points = 7;"]],
  );
});

test("files outside of the project only when they are open", async () => {
  const outside = new Lab({
    files: { "package.json": "{}", "far.ts": "const points = 'far away';\n" },
  });
  const lab: Lab = new Lab({
    files: { "package.json": "{}", "src/main.ts": MAIN },
    definitions: { find: async () => [{ path: `${outside.root}/far.ts`, row: 0 }] },
  });
  lab.open("src/main.ts", [4, 8]);
  assert.ok(!JSON.stringify(await lab.scene()).includes("far away"));
  lab.open(`${outside.root}/far.ts`);
  lab.open("src/main.ts", [4, 8]);
  assert.ok(JSON.stringify(await lab.scene()).includes("far away"));
});

test("files that were visited, tests and what repeats the text at the cursor", async () => {
  const notes = Array.from({ length: 12 }, (_, row) => `Note ${row} about the work.`).join("\n");
  const lab = new Lab({
    files: {
      "package.json": "{}",
      "src/main.ts": MAIN,
      "test/main.test.ts": 'test("the length of nothing", () => {});\n',
      "copy.ts": MAIN,
      "notes.txt": notes,
      "again.txt": notes,
    },
  });
  lab.open("copy.ts");
  lab.open("again.txt");
  lab.open("notes.txt");
  lab.open("src/main.ts", [4, 8]);
  const { related } = await lab.scene();
  assert.deepEqual(
    related.map(({ path, kind }) => [path, kind]),
    [
      ["notes.txt", "recent"],
      ["test/main.test.ts", "related"],
    ],
  );
});

test("the same excerpts in the same order while somebody types", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 5 }, (_, at) => [
      `f${at}.txt`,
      Array.from(
        { length: 40 },
        (_line, row) => `Line ${row} of ${at} says ${row * at + 17}.`,
      ).join("\n"),
    ]),
  );
  const lab = new Lab({
    files: { "package.json": "{}", "src/point.ts": POINT, "src/main.ts": MAIN, ...files },
  });
  for (const name of Object.keys(files)) lab.open(name);
  lab.open("src/main.ts", [3, 14]);
  const first = await lab.scene();
  assert.ok(first.related.length >= 4);
  for (const letter of "\n  const far = sum;") {
    lab.type(letter);
    const scene = await lab.scene();
    assert.deepEqual(scene.related, first.related);
    assert.equal(scene.firstRow, first.firstRow);
  }
});

test("a long file is told in part, whose edges stay while somebody types", async () => {
  const rows = Array.from({ length: 300 }, (_, at) => [
    `function step${at}(input: string): string {`,
    `  const value = input + "${at}";`,
    "  return value;",
    "}",
    "",
  ]).flat();
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": `${rows.join("\n")}\n` } });
  const doc = lab.open("a.ts", [752, 0]);
  const first = await lab.scene();
  assert.ok(first.firstRow > 0 && first.text.length <= 6000);
  assert.match(first.text, /^function step/);
  assert.ok(first.related.length === 0 || first.related[0]!.kind === "outline");
  const top = first.text.slice(0, first.cursor);
  let typed = "";
  for (const letter of "  if (value === '') {\n    return input;\n  }\n") {
    lab.type(letter);
    typed += letter;
    const scene = await lab.scene();
    assert.equal(scene.text.slice(0, scene.cursor), top + typed);
    assert.equal(scene.firstRow, first.firstRow);
    assert.equal(scene.text.slice(scene.cursor), first.text.slice(first.cursor));
  }
  // A row above the excerpt moves it, and changes nothing of it.
  lab.editor.setCursor(lab.editor.win, 0);
  const pos = doc.text.toString().indexOf("return input") + 3;
  lab.replace(0, 0, "// new\n");
  lab.editor.setCursor(lab.editor.win, pos + 7);
  const moved = await lab.scene();
  assert.equal(moved.firstRow, first.firstRow + 1);
  assert.ok(moved.text.startsWith(first.text.slice(0, 200)));
});

test("a scene of a text that is not there yet", async () => {
  const lab = new Lab({ files: { "package.json": "{}", "a.ts": "const one = 1;\n" } });
  lab.open("a.ts", [0, 14]);
  const snapshot = lab.snapshot();
  lab.type("\nconst two = 2;");
  const want = { use: "complete", tokens: 1000, allow: null } as const;
  const scene = await lab.context.scene(snapshot, want, new AbortController().signal);
  assert.equal(scene!.text, "const one = 1;");
  assert.deepEqual(scene!.edits, []);
});

test("diagnostics near the cursor, without names", async () => {
  const lab = new Lab({
    files: { "package.json": "{}", "a.ts": `${"const a = 1;\n".repeat(60)}` },
  });
  const doc = lab.open("a.ts", [10, 0]);
  const item = (row: number, message: string) => ({
    severity: "error" as const,
    message,
    start: { row, col: 0 },
    end: { row, col: 5 },
    tags: [],
    tool: "ts",
    code: "2304",
    related: [],
  });
  diagnosticsOf(lab.editor).set("test", doc.path!, [
    item(12, "Cannot find '/home/zorblatt/x/y.ts'\n on quux-laptop"),
    item(9, "near"),
    item(10, "here"),
    item(55, "far"),
  ]);
  const { diagnostics } = await lab.scene();
  assert.deepEqual(
    diagnostics.map(({ row, message }) => [row, message]),
    [
      [9, "near"],
      [12, "Cannot find '~/x/y.ts' on host"],
    ],
  );
  assert.equal((await lab.scene({}, "normal")).diagnostics[0]!.message, "here");
});

test("files that change together, by the history of the repository", async (t) => {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
  } catch {
    t.skip("git is not installed");
    return;
  }
  const { repository } = await import("../git/repo.ts");
  const repo = repository({
    "a.ts": "1\n",
    "styles.css": ".a { color: red; }\n",
    "free.ts": "3\n",
  });
  for (const round of [1, 2, 3]) {
    repo.write("a.ts", `const round = ${round};\n`);
    repo.write("styles.css", `.round-${round} { color: red; }\n`);
    repo.git("commit", "-qam", `${round}`);
  }
  const lab = new Lab({ root: repo.root, git: true });
  lab.open("a.ts");
  await lab.learn();
  const { related } = await lab.scene();
  assert.deepEqual(
    related.map(({ path, kind, text }) => [path, kind, text]),
    [["styles.css", "related", ".round-3 { color: red; }"]],
  );
});
