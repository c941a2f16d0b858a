import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProjectCommand } from "../../../src/shell/command.ts";
import { explainCommand, riskLines, riskMark } from "../../../src/shell/writer/explain.ts";
import { type LocalPorts, LocalWriter } from "../../../src/shell/writer/local.ts";
import { pagesIn } from "../../../src/shell/writer/manual.ts";
import { wrapped } from "../../../src/shell/writer/source.ts";
import type { CommandCandidate } from "../../../src/shell/writer/writer.ts";
import type { FoundCommand } from "../../../src/store/request.ts";

const NOW = 1_700_000_000_000;
const DAY = 24 * 3600 * 1000;

const HISTORY: readonly FoundCommand[] = [
  { line: "docker compose up -d db", count: 12, time: NOW - DAY, cwd: "/p", status: 0 },
  { line: "docker compose up -d old", count: 1, time: NOW - 400 * DAY, cwd: "/p", status: 1 },
  { line: "psql -h localhost shop", count: 3, time: NOW - DAY, cwd: "/p", status: 0 },
];
const PROJECT: readonly ProjectCommand[] = [
  {
    command: "npm run e2e",
    kind: "test",
    source: "/p/package.json",
    cwd: "/p",
    detail: "playwright test",
  },
  { command: "make deploy", kind: "other", source: "/p/Makefile", cwd: "/p", detail: "" },
];

function writer(more: Partial<LocalPorts> = {}): LocalWriter {
  return new LocalWriter({
    history: async () => HISTORY,
    project: async () => PROJECT,
    manual: async () => [],
    pause: async () => {},
    ...more,
  });
}

async function best(words: string, from = writer()): Promise<CommandCandidate[]> {
  const found: CommandCandidate[] = [];
  const question = { words, shell: "bash", cwd: "/p", now: NOW } as const;
  for await (const some of from.write(question, new AbortController().signal)) found.push(...some);
  return found.sort((a, b) => b.score - a.score);
}

const WANTED: readonly (readonly [words: string, command: string])[] = [
  ["playwright", "npm run e2e"],
  ["e2e tests", "npm run e2e"],
  ["deploy", "make deploy"],
  ["psql shop", "psql -h localhost shop"],
  ["compose up db", "docker compose up -d db"],
  ["untar a.tgz", "tar xf a.tgz"],
  ["list pods", "kubectl get pods"],
  ["interactive rebase", "git rebase -i HEAD~2"],
];

test("the project, the history, common tasks and specs are searched together", async () => {
  const own = writer();
  for (const [words, command] of WANTED) {
    const found = (await best(words, own)).slice(0, 3).map((each) => each.command);
    assert.ok(found.includes(command), `${words}: ${found.join(" | ")}`);
  }
});

test("with nothing asked, the project's commands come first, then what ran last", async () => {
  const found = (await best("")).map((each) => each.command);
  assert.deepEqual(found, [
    ...PROJECT.map((each) => each.command),
    ...HISTORY.map((each) => each.line),
  ]);
});

test("manual pages are asked with words only", async () => {
  const asked: (readonly string[])[] = [];
  const manual = async (words: readonly string[]) => {
    asked.push(words);
    return [{ name: "frobnicate", description: "frob the nicate" }];
  };
  assert.deepEqual(
    (await best("frob", writer({ manual }))).map((each) => each.command),
    ["frobnicate"],
  );
  await best("", writer({ manual }));
  await best("8080", writer({ manual }));
  assert.deepEqual(asked, [["frob"]]);
});

test("what is called off says nothing more", async () => {
  const stop = new AbortController();
  const question = { words: "git", shell: "bash", cwd: "/p", now: NOW } as const;
  const answers: (readonly CommandCandidate[])[] = [];
  for await (const some of writer().write(question, stop.signal)) {
    answers.push(some);
    stop.abort();
  }
  assert.equal(answers.length, 1);
});

test("pages of programs are taken from what man -k writes", () => {
  const output = `ls (1)               - list directory contents
printf (3)           - formatted output conversion
git-log(1)           - Show commit logs
a, b (8)  - two names
nothing appropriate`;
  assert.deepEqual(
    pagesIn(output).map(({ name }) => name),
    ["ls", "git-log", "a"],
  );
});

test("a command is explained by its options", () => {
  const lines = explainCommand("sudo rm -rf build && git commit -m x");
  assert.match(
    lines.join("\n"),
    /^rm: .*\n {2}-r.*: .*\n {2}-f.*: .*\ngit commit: .*\n {2}-m, --message: /,
  );
  assert.deepEqual(explainCommand("unheard-of -x"), []);
  assert.equal(explainCommand("find . -size 1").length, 1);
});

test("what it may do is said and marked", () => {
  assert.deepEqual(riskMark("rm -r x")?.group, "sign.error");
  assert.deepEqual(riskMark("sudo ls")?.group, "sign.warning");
  assert.deepEqual(riskMark("curl example.org")?.text, "~");
  assert.equal(riskMark("ls"), null);
  assert.match(riskLines("rm -r x")[0]!, /^It deletes .*\.$/);
});

test("lines are broken for a narrow screen", () => {
  assert.deepEqual(wrapped("  -a: one two three", 12), ["  -a: one", "    two", "    three"]);
  assert.deepEqual(wrapped("abcdefgh", 4), ["abcd", "  ef", "  gh"]);
  assert.deepEqual(wrapped("abc", 1), ["a", "  b", "  c"]);
  assert.deepEqual(wrapped("a\nb", 4), ["a", "b"]);
});
