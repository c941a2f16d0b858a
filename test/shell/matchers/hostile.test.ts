/** Output that wants to take for ever, or to be believed: bounded by steps, entries and characters. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFailure } from "../../../src/shell/matchers/parse.ts";
import { OutputReader } from "../../../src/shell/matchers/reader.ts";
import { MOST_FINDINGS } from "../../../src/shell/matchers/settle.ts";
import { matcherTable, readMatchers } from "../../../src/shell/matchers/table.ts";
import { match, template } from "../../../src/shell/matchers/template.ts";

const TABLE = matcherTable();

function stepsOf(lines: readonly string[], command = ""): number {
  const reader = new OutputReader(TABLE, { command, cwd: "/p" });
  for (const line of lines) reader.read(line);
  reader.finish();
  return reader.steps;
}

const MEGABYTES = 10_000_000;

const LINES: Readonly<Record<string, string>> = {
  "ten megabytes of one letter": "a".repeat(MEGABYTES),
  "ten megabytes of blanks": " ".repeat(MEGABYTES),
  "ten megabytes of blanks, then a place": `${" ".repeat(MEGABYTES)}a.c:1:2: error: x`,
  "colons and digits": "a.c:1:".repeat(5000),
  "paths and brackets": "(a.ts(1,2): ".repeat(5000),
  "at at at": `    ${"at ".repeat(3000)}`,
  "frames in frames": `    at ${"x (a.js:1:2".repeat(500)}`,
  "blank after blank": "a ".repeat(5000),
  quotes: `File ${'"'.repeat(5000)}, line 1`,
  underlines: `${"_".repeat(3000)} x ${"_".repeat(3000)}`,
  "marks of tests": `${"✓ ".repeat(2000)}(1 ms)`,
  brackets: "[ERROR] ".repeat(1000),
  controls: "\u0000\u0001\u001b[31m".repeat(1000),
  "lone surrogates": "\ud800:1:2: error: \udc00",
};

for (const [name, line] of Object.entries(LINES)) {
  test(`a bounded number of steps for ${name}`, () => {
    const one = stepsOf([line]);
    assert.ok(one < 150_000, `${one} steps`);
    // Ten times the lines take ten times the steps, not more.
    const ten = stepsOf(new Array<string>(10).fill(line));
    assert.ok(ten <= one * 12 + 10_000, `${one} and ${ten} steps`);
  });
}

test("a length that is no matter: steps stay the same for longer lines", () => {
  const steps = (length: number): number => stepsOf(["a.c:1:".repeat(length)]);
  assert.equal(steps(1000), steps(100_000));
});

test("very many lines end at the limit of steps", () => {
  const lines = new Array<string>(20_000).fill("a (b.c:1:2) d.e:3: f");
  assert.ok(stepsOf(lines) <= 40_000_000 + 2000);
});

test("a thousand findings at most", () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `a.c:${i + 1}:1: error: e${i}`);
  const found = parseFailure(lines, { command: "gcc a.c", cwd: "/p", exists: () => true });
  assert.equal(found.length, MOST_FINDINGS);
});

test("files are looked for only so often", () => {
  let asked = 0;
  const lines = Array.from({ length: 4000 }, (_, i) => `f${i}.c:1:1: error: e`);
  parseFailure(lines, {
    command: "gcc",
    cwd: "/p",
    exists() {
      asked++;
      return false;
    },
  });
  assert.ok(asked <= 12_000, `${asked}`);
});

test("what is not there is text, and only where the program's own form says so", () => {
  const none = { cwd: "/p", exists: () => false };
  const [own, ...more] = parseFailure(["a.ts(1,2): error TS1: x"], { command: "tsc", ...none });
  assert.deepEqual(more, []);
  assert.deepEqual([own?.path, own?.message], [null, "a.ts: x"]);
  assert.deepEqual(parseFailure(["a.b:1: x", "some.host:80: no"], { command: "x", ...none }), []);
});

test("names can't leave the folders that they are relative to by tricks of a URL", () => {
  const asked: string[] = [];
  const lines = ["    at f (file:///a/%2e%2e/%2fb/%zz.js:1:2)", "    at g (a/../../../x.js:1:2)"];
  parseFailure(["TypeError: x", ...lines], {
    command: "node",
    cwd: "/p/q",
    exists(path) {
      asked.push(path);
      return false;
    },
  });
  assert.ok(
    asked.every((path) => path.startsWith("/") && !path.includes("/../")),
    asked.join(),
  );
});

test("make's folders have an end", () => {
  const enter = "make[1]: Entering directory '/p/sub'";
  const lines = [
    ...new Array<string>(5000).fill(enter),
    ...new Array<string>(9000).fill("make[1]: Leaving directory '/p/sub'"),
    "a.c:1:1: error: x",
  ];
  const exists = (path: string): boolean => path === "/p/a.c";
  const [found] = parseFailure(lines, { command: "make", cwd: "/p", exists });
  assert.equal(found?.path, "/p/a.c");
});

test("a table that can't be read says which rule is wrong", () => {
  const words = `[words.kinds]\nE = "error"\n[words.status]\npass = "ok"\n[words.folders]\njvm = "."\nlibrary = "x"\n`;
  const read = (rule: string) => () => readMatchers(`[x]\nwords = ""\nrules = [${rule}]\n${words}`);
  assert.throws(read("{ att = 'a' }"), /rule of x/);
  assert.throws(read("{ at = '{path' }"), /without its end/);
  assert.throws(read("{ at = 'a', closed = true }"), /closed/);
  assert.throws(read("{ at = '{a', status = 'pass' }"), /without its end|status/);
});

test("templates", () => {
  const budget = { steps: 100_000 };
  const rows: readonly (readonly [string, string, Record<string, string> | null])[] = [
    [
      "{path}:{row}: {message}",
      "a/b.c:12: it failed",
      { path: "a/b.c", row: "12", message: "it failed" },
    ],
    ["{path}:{row}[:{col}]: {message}", "a:1: m", { path: "a", row: "1", message: "m" }],
    [
      "{path}:{row}[:{col}]: {message}",
      "a:1:2: m",
      { path: "a", row: "1", col: "2", message: "m" },
    ],
    ["{}x", "   x", {}],
    [" x", "x", null],
    [" x", "\t x", {}],
    ["{-+} {name}", "--- a b", { name: "a b" }],
    ["{s:ok|not ok} {n}", "not ok 3", { s: "not ok", n: "3" }],
    ["\\[{kind}\\] {message}", "[error] m", { kind: "error", message: "m" }],
    ["{type}: {message}", "TypeError: m", { type: "TypeError", message: "m" }],
    ["{type}: {message}", "Type: m", null],
    ["{path}", "file:///a/b.js", { path: "file:///a/b.js" }],
    ["{path}:{row}", "a:b:1", null],
    ["{file}", "Makefile", null],
    ["{row}", "12345678", null],
  ];
  for (const [source, line, wanted] of rows) {
    const found = match(template(source, ["error"]), line, budget);
    assert.deepEqual(found && Object.fromEntries(found), wanted, `${source} at ${line}`);
  }
});
