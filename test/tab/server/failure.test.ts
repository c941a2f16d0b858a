/** Where a failed command leads: its places one after the other, and what servers would do there. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { diagnosticsOf } from "../../../src/language/diagnostics.ts";
import type { Finding } from "../../../src/shell/matchers/finding.ts";
import { Failures, setFailures } from "../../../src/shell/run/failures.ts";
import type { Terminal } from "../../../src/shell/terminals.ts";
import { followFailures } from "../../../src/tab/server/failure.ts";
import { FailureVisits } from "../../../src/tab/server/failure-visits.ts";
import { News } from "../../../src/tab/server/news.ts";
import { closeStages, edit, type Stage, stage, type, typescriptStage } from "./stage.ts";

after(closeStages);

function failures({ editor }: Stage): Failures {
  const made = new Failures(editor, { afterFrame: (callback) => void setImmediate(callback) });
  setFailures(editor, made);
  return made;
}

function at(path: string, row: number, col: number, message: string): Finding {
  const more = { kind: "E", source: "tsc", line: 0, own: true, also: [] } as const;
  return { path, row, col, exact: true, message, ...more };
}

function fail(made: Failures, findings: readonly Finding[]): void {
  const terminal = { id: 1 } as Terminal;
  made.set({ command: "tsc", cwd: "/", status: 1, terminal, block: 1, findings, results: [] });
}

const FILES = {
  "a.txt": "one\ntwo\nthree\n",
  "b.txt": "four\nfive\n",
};

test("the first place that was not dealt with, also of a file that is not open", async () => {
  const here = stage({ files: FILES });
  here.open("a.txt");
  const made = failures(here);
  const path = (name: string): string => join(here.root, name);
  fail(made, [
    at(path("b.txt"), 1, 2, "x is wrong"),
    at(path("a.txt"), 1, 1, "y is wrong"),
    at(path("gone.txt"), 1, 1, "never"),
  ]);
  const first = await here.answers("failure");
  assert.deepEqual(first.map(here.shown), ["b.txt:2:2 (tsc: x is wrong)"]);
  assert.ok(first[0]!.doc < 0 && first[0]!.changes.empty);
  here.open("b.txt");
  await new Promise(setImmediate);
  await edit(here, "five", "A!<Esc>");
  await new Promise(setImmediate);
  const next = await here.answers("failure");
  assert.deepEqual(next.map(here.shown), ["a.txt:2:1 (tsc: y is wrong)"]);
});

test("nothing in the line of the cursor, and nothing while typing", async () => {
  const here = stage({ files: FILES });
  here.open("a.txt");
  fail(failures(here), [at(join(here.root, "a.txt"), 0, 0, "x")]);
  const list = await here.predictors
    .get("failure")!
    .predict({ ...here.snapshot(), mode: "insert" }, new AbortController().signal);
  assert.deepEqual(list, []);
  here.editor.setCursor(here.editor.win, 6);
  const answers = await here.answers("failure");
  assert.deepEqual(answers.map(here.shown), ["a.txt:1:0 (tsc: x)"]);
});

test("quick fixes of the server for the lines that it names", async () => {
  const here = typescriptStage({
    "lib.ts": "export function greet(name: string): string {\n  return name;\n}\n",
    "main.ts": 'export const a = 1;\ngreet("x");\n',
  });
  const doc = here.open("main.ts");
  await here.client(doc, "typescript");
  const store = diagnosticsOf(here.editor);
  await here.until(() => store.of(doc).length > 0, "the error is known");
  fail(failures(here), [at(doc.path!, 1, 0, "Cannot find name 'greet'.")]);
  const answers = await here.answers("failure", (list) =>
    list.some(({ changes }) => !changes.empty),
  );
  const fix = answers.find(({ changes }) => !changes.empty)!;
  assert.match(here.shown(fix), /import \{ greet \} from "\.\/lib\.ts"/);
  assert.ok(answers.some(({ changes }) => changes.empty));
});

test("who comes back from a terminal is asked for what failed there", async () => {
  const here = stage({ files: FILES });
  const doc = here.open("a.txt");
  const made = failures(here);
  const frames: (() => void)[] = [];
  let asked = 0;
  const arbiter = { ask: () => void asked++ };
  followFailures(here.editor, arbiter, new News(), (callback) => void frames.push(callback));
  const draw = (): void => {
    for (const callback of frames.splice(0)) callback();
  };
  here.editor.events.emit("window-enter", here.editor.win);
  draw();
  assert.equal(asked, 0);
  fail(made, [at(doc.path!, 1, 0, "x")]);
  draw();
  assert.equal(asked, 1);
  here.editor.events.emit("window-enter", here.editor.win);
  draw();
  assert.equal(asked, 2);
});

test("where the user went and changed nothing he is not sent again before the next edit", async () => {
  const here = stage({ files: { "a.txt": "one\n2\n3\n4\n5\n6\n", "b.txt": "four\nfive\n" } });
  here.open("a.txt");
  const path = (name: string): string => join(here.root, name);
  const made = failures(here);
  fail(made, [at(path("a.txt"), 4, 0, "x"), at(path("b.txt"), 1, 0, "y")]);
  const shown = async (): Promise<string[]> => (await here.answers("failure")).map(here.shown);
  assert.deepEqual(await shown(), ["a.txt:5:0 (tsc: x)"]);
  await type(here, "5G");
  await type(here, "gg");
  assert.deepEqual(await shown(), ["b.txt:2:0 (tsc: y)"]);
  here.open("b.txt");
  await type(here, "l");
  await type(here, "j");
  await type(here, "k");
  assert.deepEqual(await shown(), ["b.txt:2:0 (tsc: y)"], "walked over");
  await type(here, "x");
  await new Promise(setImmediate);
  assert.deepEqual(await shown(), ["a.txt:5:0 (tsc: x)"]);
});

test("a place in a file that was just opened is one that the user went to", () => {
  const here = stage({ files: FILES });
  const made = failures(here);
  const visits = new FailureVisits(here.editor, () => made);
  here.open("a.txt");
  fail(made, [at(join(here.root, "b.txt"), 1, 2, "x")]);
  const [tracked] = made.current!.findings;
  const doc = here.open("b.txt");
  here.editor.setCursor(here.editor.win, doc.text.line(2).from);
  here.editor.events.emit("command-done", { keys: [] } as never);
  assert.equal(tracked!.at, null, "it is not placed yet");
  assert.equal(visits.has(tracked!), true);
});
