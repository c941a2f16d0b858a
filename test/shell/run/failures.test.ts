/** What a failed command leads to: the list, marks at the lines, what is left, and when to run it again. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { quickfixOf } from "../../../src/editor/quickfix.ts";
import { diagnosticsOf } from "../../../src/language/diagnostics.ts";
import { failuresOf, relevant } from "../../../src/shell/run/failures.ts";
import { failingFiles, onRerun, pendingRerun } from "../../../src/shell/run/rerun.ts";
import { type RunStage, runStage } from "./stage.ts";

const FILES = {
  "a.ts": "const a: number = 'x';\nlet b;\nlet c: number = 'y';\n",
  "b.ts": "export const z: string = 1;\n",
  "sum.js": "export const sum = (a, b) => a - b;\n",
  "sum.test.js": 'test("adds", () => {\n  check(sum(1, 2), 3);\n});\n',
};

const OUTPUT = [
  "a.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.",
  "a.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.",
  "b.ts(1,14): error TS2322: Type 'number' is not assignable to type 'string'.",
  "gone.ts(1,1): error TS6053: File not found.",
];

function open(t: TestContext): RunStage {
  const made = runStage(FILES);
  t.after(() => made.close());
  return made;
}

function listOf({ editor, folder }: RunStage): string[] {
  return (quickfixOf(editor).list?.items ?? []).map(
    ({ path, point, text, kind }) =>
      `${kind} ${path?.slice(folder.length + 1) ?? ""}:${point?.row}:${point?.col} ${text}`,
  );
}

function leftOf({ editor }: RunStage): string[] {
  const failure = failuresOf(editor)?.current;
  if (!failure) return [];
  return relevant(failure)
    .filter(({ dealt }) => !dealt)
    .map(({ finding }) => `${finding.path?.split("/").at(-1)}:${finding.row + 1}`);
}

test("the list, its title, and a message; the same command takes the place of its list", async (t) => {
  const stage = open(t);
  await stage.command("npx tsc", { status: 2, output: OUTPUT });
  assert.deepEqual(listOf(stage), [
    "E a.ts:0:6 Type 'string' is not assignable to type 'number'. [TS2322]",
    "E a.ts:2:4 Type 'string' is not assignable to type 'number'. [TS2322]",
    "E b.ts:0:13 Type 'number' is not assignable to type 'string'. [TS2322]",
    "E :undefined:undefined gone.ts: File not found. [TS6053]",
  ]);
  assert.equal(quickfixOf(stage.editor).list?.title, "npx tsc");
  assert.equal(stage.message(), "4 errors: npx tsc");
  await stage.command("npx tsc", { status: 2, output: OUTPUT.slice(2, 3) });
  assert.equal(stage.message(), "1 error: npx tsc");
  assert.equal(listOf(stage).length, 1);
  assert.equal(quickfixOf(stage.editor).stack.count, 1);
  await stage.command("npx tsc", { status: 0 });
  assert.deepEqual(listOf(stage), []);
  assert.equal(stage.message(), "passed: npx tsc");
  assert.equal(failuresOf(stage.editor)?.current, null);
});

test("what passes, is interrupted or names nothing changes nothing", async (t) => {
  const stage = open(t);
  await stage.command("npx tsc", { status: 2, output: OUTPUT });
  await stage.command("cat a", { status: 0, output: OUTPUT.slice(0, 1) });
  await stage.command("npx tsc --watch", { status: 130, output: OUTPUT.slice(0, 1) });
  await stage.command("false", { status: 1, output: ["no", "12:30: nothing"] });
  await stage.command("rg Type", { status: 0, output: ["a.ts", "1:const a"] });
  assert.equal(listOf(stage).length, 4);
  assert.equal(failuresOf(stage.editor)?.current?.command, "npx tsc");
});

test("marks at the lines of open files, also of those that are opened later", async (t) => {
  const stage = open(t);
  stage.type(":edit a.ts<CR>");
  await stage.command("npx tsc", { status: 2, output: OUTPUT });
  assert.deepEqual(stage.marks("inlays", "failure"), [
    "1: ✗ Type 'string' is not assignable to type 'number'.",
    "3: ✗ Type 'string' is not assignable to type 'number'.",
  ]);
  assert.deepEqual(stage.marks("signs", "failure"), ["1:✗", "3:✗"]);
  stage.type(":edit b.ts<CR>");
  await stage.settle();
  assert.deepEqual(stage.marks("signs", "failure"), ["1:✗"]);
  await stage.command("npx tsc", { status: 0 });
  assert.deepEqual(stage.marks("signs", "failure"), []);
  stage.type(":edit a.ts<CR>");
  assert.deepEqual(stage.marks("inlays", "failure"), []);
});

test("a line that was changed is marked so; undo takes it back; lines above move the others", async (t) => {
  const stage = open(t);
  stage.type(":edit a.ts<CR>");
  await stage.command("npx tsc", { status: 2, output: OUTPUT });
  assert.deepEqual(leftOf(stage), ["a.ts:1", "a.ts:3", "b.ts:1"]);
  stage.type("Onew line<Esc>jA // x<Esc>");
  await stage.settle();
  assert.deepEqual(stage.marks("signs", "failure"), ["2:●", "4:✗"]);
  assert.match(stage.marks("inlays", "failure")[0]!, /^2: ● edited since: Type/);
  assert.deepEqual(leftOf(stage), ["a.ts:3", "b.ts:1"]);
  stage.type("u");
  await stage.settle();
  assert.deepEqual(leftOf(stage), ["a.ts:1", "a.ts:3", "b.ts:1"]);
  stage.type("ggjddGdd");
  await stage.settle();
  assert.deepEqual(leftOf(stage), ["b.ts:1"]);
});

test("when all of it was changed it is to be run again", async (t) => {
  const stage = open(t);
  let told = 0;
  onRerun(stage.editor, () => told++);
  assert.equal(pendingRerun(stage.editor), null);
  stage.type(":edit a.ts<CR>");
  await stage.command("npx tsc", { status: 2, output: OUTPUT.slice(0, 2) });
  assert.ok(told > 0);
  assert.equal(pendingRerun(stage.editor), null);
  stage.type("A;<Esc>");
  await stage.settle();
  assert.equal(pendingRerun(stage.editor), null);
  stage.type("GA;<Esc>");
  await stage.settle();
  const { folder, terminal } = stage;
  const pending = { command: "npx tsc", cwd: folder, terminal, isEdited: true };
  assert.deepEqual(pendingRerun(stage.editor), pending);
  await stage.command("npx tsc", { status: 0 });
  assert.equal(pendingRerun(stage.editor), null);
});

test("a test may be mended elsewhere", async (t) => {
  const stage = open(t);
  const output = [
    "test at sum.test.js:1:1",
    "✖ adds (1ms)",
    "  AssertionError: -1 !== 3",
    `      at TestContext.<anonymous> (file://${stage.folder}/sum.test.js:2:3)`,
  ];
  await stage.command("node --test", { status: 1, output });
  assert.deepEqual(leftOf(stage), ["sum.test.js:2"]);
  stage.type(":edit sum.js<CR>A // +<Esc>");
  await stage.settle();
  assert.deepEqual(leftOf(stage), []);
  assert.equal(pendingRerun(stage.editor)?.command, "node --test");
  assert.equal(pendingRerun(stage.editor)?.isEdited, false);
  assert.deepEqual(failingFiles(stage.editor), [join(stage.folder, "sum.test.js")]);
});

test("the cause of a failed test may stand elsewhere in the file that it names", async (t) => {
  const stage = open(t);
  const frame = (place: string) => `      at f (file://${stage.folder}/${place})`;
  const output = [
    "test at sum.test.js:1:1",
    "✖ adds (1ms)",
    "  TypeError: no",
    frame("sum.js:1:30"),
    frame("sum.test.js:2:3"),
    "test at sum.test.js:2:1",
    "✖ adds more (1ms)",
    "  AssertionError: -1 !== 3",
    frame("sum.test.js:2:3"),
  ];
  await stage.command("node --test", { status: 1, output });
  assert.deepEqual(leftOf(stage), ["sum.js:1", "sum.test.js:2"]);
  stage.type(":edit sum.test.js<CR>O// why<Esc>");
  await stage.settle();
  assert.deepEqual(leftOf(stage), ["sum.js:1", "sum.test.js:2"], "not by an edit of the tests");
  stage.type(":write<CR>:edit sum.js<CR>oexport const other = 1;<Esc>");
  await stage.settle();
  assert.deepEqual(leftOf(stage), []);
  assert.ok(pendingRerun(stage.editor));
});

test("a file of another folder mends no test", async (t) => {
  const stage = open(t);
  const output = ["✖ adds (1ms)", "  Error: no", `  at f (file://${stage.folder}/sum.js:1:1)`];
  await stage.command("node --test", {
    status: 1,
    output: ["test at sum.test.js:1:1", ...output],
  });
  stage.type(":edit /tmp/elsewhere.js<CR>ix<Esc>");
  await stage.settle();
  assert.deepEqual(leftOf(stage), ["sum.js:1"]);
});

test("what a server says in the same line is not said twice", async (t) => {
  const stage = open(t);
  const { editor, folder } = stage;
  stage.type(":edit a.ts<CR>");
  await stage.command("npx tsc", { status: 2, output: OUTPUT.slice(0, 2) });
  const path = join(folder, "a.ts");
  const diagnostic = {
    severity: "error" as const,
    message: "Type 'string' is not assignable to type 'number'.",
    start: { row: 0, col: 6 },
    end: { row: 0, col: 7 },
    tags: [],
    tool: "ts",
    code: "2322",
    related: [],
  };
  diagnosticsOf(editor).set("ts", path, [diagnostic]);
  await stage.settle();
  assert.deepEqual(
    stage.marks("inlays", "failure").map((mark) => mark[0]),
    ["3"],
  );
  // An import above may mend it: the server sees it no more.
  stage.type("Oimport x;<Esc>");
  diagnosticsOf(editor).set("ts", path, []);
  await stage.settle();
  assert.deepEqual(leftOf(stage), ["a.ts:3"]);
  assert.deepEqual(stage.marks("signs", "failure"), ["2:●", "4:✗"]);
});

test("only the ends of a long output are read", async (t) => {
  const stage = open(t);
  const noise = new Array<string>(20_000).fill("building");
  const output = [OUTPUT[0]!, ...noise, OUTPUT[1]!, ...noise, OUTPUT[2]!];
  await stage.command("npx tsc", { status: 2, output });
  assert.deepEqual(leftOf(stage), ["a.ts:1", "b.ts:1"]);
});

test(":Places lists what a command names that passed", async (t) => {
  const stage = open(t);
  await stage.command("rg -n let", { status: 0, output: ["a.ts:2:let b;", "a.ts:3:let c"] });
  assert.deepEqual(listOf(stage), []);
  stage.type(":Places<CR>");
  await stage.until(() => listOf(stage).length > 0, "the list");
  assert.deepEqual(listOf(stage), [" a.ts:1:0 let b;", " a.ts:2:0 let c"]);
  assert.equal(stage.editor.doc.path, join(stage.folder, "a.ts"));
});

test("outputs are read in their order, whatever comes next meanwhile", async (t) => {
  const stage = open(t);
  const all = [
    stage.command("npx tsc", { status: 2, output: OUTPUT }),
    stage.command("ls", { status: 0, output: ["a.ts"] }),
    stage.command("npx tsc", { status: 2, output: OUTPUT.slice(0, 1) }),
    stage.command("npx tsc", { status: 0 }),
    stage.command("npx eslint .", { status: 1, output: ["a.ts:2:5: 'b' is unused [Error/x]"] }),
  ];
  await Promise.all(all);
  assert.deepEqual(listOf(stage), ["E a.ts:1:4 'b' is unused [x]"]);
  assert.equal(failuresOf(stage.editor)?.current?.command, "npx eslint .");
});
