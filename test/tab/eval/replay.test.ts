/** The replay: what is counted, what the protocol tells, episodes of a real history. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { test } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { figuresOf } from "../../../src/tab/eval/counts.ts";
import type { Episode } from "../../../src/tab/eval/episode.ts";
import { distractorsFile, episodesIn } from "../../../src/tab/eval/episode-file.ts";
import { gitEpisodes } from "../../../src/tab/eval/git-episodes.ts";
import { answerQuestions } from "../../../src/tab/eval/protocol.ts";
import type { Answer } from "../../../src/tab/eval/question.ts";
import { renamedEpisode } from "../../../src/tab/eval/rename.ts";
import { replayAll } from "../../../src/tab/eval/replay.ts";
import { ReplaySession } from "../../../src/tab/eval/session.ts";
import type { Gate } from "../../../src/tab/ranking/gate.ts";
import { changeOf, type Prediction, type Predictor } from "../../../src/text/prediction.ts";
import { ChangeSet, slice } from "../../../src/text/text.ts";

/** `one` becomes `two` in three lines. */
const BEFORE = "one();\nkeep();\none();\nkeep();\nkeep();\nkeep();\nkeep();\none();\n";

const EPISODE: Episode = {
  id: "made-up",
  repo: "made/up",
  sha: "0",
  parent: "1",
  time: 0,
  subject: "",
  lang: "ts",
  files: [{ path: "a.ts", kind: "source", lang: "ts", before: BEFORE }],
  edits: [0, 2, 7].map((line, hunk) => ({
    file: 0,
    line,
    col: 0,
    removed: "one",
    inserted: "two",
    hunk,
  })),
  pathsAdd: [],
  pathsDel: [],
};

/** Believes what the predictor says. */
const PLAIN_GATE: Gate = {
  chance: ({ probability }: Prediction) => probability,
  worth: () => 1,
  learn: () => {},
  save: () => "",
  load: () => {},
};

/** The next `one` becomes `insert`, or is only a place. */
function nextOne(insert: string | null): Predictor {
  return {
    name: "next-one",
    predict: ({ doc }) => {
      const at = slice(doc.text, 0, doc.text.length).indexOf("one");
      if (at < 0) return [];
      const changes =
        insert === null
          ? ChangeSet.empty(doc.text.length)
          : changeOf([{ from: at, to: at + 3, insert }], doc.text.length);
      const { id, revision } = doc;
      return [{ doc: id, revision, changes, probability: 0.9, cursor: at, reason: "" }];
    },
  };
}

function session(insert: string | null): ReplaySession {
  return new ReplaySession({ predictors: [nextOne(insert)], gate: PLAIN_GATE });
}

async function figures(insert: string | null) {
  const counts = await replayAll([{ episode: EPISODE, distraction: null }], session(insert), {
    passes: ["forced", "replay"],
  });
  return { counts, figures: figuresOf(counts) };
}

test("right suggestions cost one key near and two far, by hand three and the typing", async () => {
  const { counts, figures: got } = await figures("two");
  // By hand: going (3), deleting a word (1), three letters; twice.
  assert.deepEqual([counts.keysBase, counts.keys], [14, 3]);
  assert.deepEqual([got.precision, got.exact1, got.loc1], [100, 100, 100]);
  assert.deepEqual([got.chainMean, got.editsAccepted], [2, 100]);
  // After the second edit the third one is five lines away: near enough not to be far.
  assert.equal(counts.far, 0);
});

test("wrong ones cost a key each, and are not shown again", async () => {
  const { counts, figures: got } = await figures("too");
  assert.deepEqual([counts.shown, counts.right, counts.keys], [2, 0, 16]);
  assert.deepEqual([got.precision, got.exact1, got.saved], [0, 0, -14.29]);
});

test("a place saves the way there", async () => {
  const { counts, figures: got } = await figures(null);
  // One key for going to the exact spot, four for the edit; twice.
  assert.deepEqual([counts.places, counts.placesRight, counts.keys], [2, 2, 10]);
  assert.equal(got.precision, null);
});

const FIRST = {
  id: "x",
  pass: "replay",
  reset: true,
  files: { "a.ts": BEFORE.replace("one", "two") },
  edits: [{ file: "a.ts", line: 0, col: 0, removed: "one", inserted: "two" }],
  cursor: { file: "a.ts", line: 0, col: 3 },
};

/** The answers to questions, or to lines as they are; the input comes in chunks of 7 bytes. */
async function answers(
  ...questions: (object | string)[]
): Promise<(Answer & { error?: string })[]> {
  const lines: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const told = questions.map((q) => (typeof q === "string" ? q : JSON.stringify(q)));
  const bytes = Buffer.from(told.join("\n"));
  const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
    bytes.subarray(7 * i, 7 * i + 7),
  );
  await answerQuestions(session("two"), Readable.from(chunks, { objectMode: false }), output);
  return lines.map((line) => JSON.parse(line));
}

test("the protocol gives one answer a line", async () => {
  const later = {
    ...FIRST,
    reset: false,
    files: { "a.ts": FIRST.files["a.ts"].replace("one", "two") },
    edits: [...FIRST.edits, { ...FIRST.edits[0]!, line: 2 }],
    cursor: { ...FIRST.cursor, line: 2 },
  };
  const [first, second, ...none] = await answers(FIRST, later);
  assert.deepEqual(
    [first, second].map((answer) => answer!.suggestions.map(({ range }) => range.start.line)),
    [[2], [7]],
  );
  assert.equal(first!.suggestions[0]!.newText, "two");
  assert.deepEqual(none, []);
});

const { files: _files, ...WITHOUT_FILES } = FIRST;
const EDIT = FIRST.edits[0]!;
const UNANSWERED: ReadonlyArray<readonly [string, object | string]> = [
  ["no JSON", "{"],
  ["null", "null"],
  ["a list", "[]"],
  ["nothing", "{}"],
  ["no files", WITHOUT_FILES],
  ["a file without a text", { ...FIRST, files: { "a.ts": null } }],
  ["no list of edits", { ...FIRST, edits: {} }],
  ["an edit of nothing", { ...FIRST, edits: [null] }],
  ["an edit without a text", { ...FIRST, edits: [{ ...EDIT, inserted: 1 }] }],
  ["an edit before the text", { ...FIRST, edits: [{ ...EDIT, line: -1 }] }],
  ["an edit behind the text", { ...FIRST, edits: [{ ...EDIT, line: 99 }] }],
  ["an edit of another text", { ...FIRST, edits: [{ ...EDIT, inserted: "six" }] }],
  ["an edit in a file that is not open", { ...FIRST, edits: [{ ...EDIT, file: "b.ts" }] }],
  ["no cursor", { ...FIRST, cursor: null }],
  ["a cursor before the text", { ...FIRST, cursor: { ...FIRST.cursor, col: -1 } }],
  ["a cursor between lines", { ...FIRST, cursor: { ...FIRST.cursor, line: 0.5 } }],
  ["a cursor in a file that is not open", { ...FIRST, cursor: { ...FIRST.cursor, file: "b.ts" } }],
];

for (const [name, question] of UNANSWERED) {
  test(`the protocol goes on after ${name}`, async () => {
    const [wrong, right, ...none] = await answers(question, FIRST);
    assert.deepEqual(wrong!.suggestions, []);
    assert.equal(typeof wrong!.error, "string");
    assert.deepEqual([right!.suggestions.length, right!.error], [1, undefined]);
    assert.deepEqual(none, []);
  });
}

test("an edit that does not fit is passed over, the text is what the question says", async () => {
  const later = { ...FIRST, reset: false, files: {}, edits: [EDIT, EDIT] };
  const last = { ...later, files: { "a.ts": "one();\n" }, edits: [EDIT, EDIT, EDIT] };
  const [, wrong, also, right] = await answers(FIRST, later, last, { ...last, files: {} });
  assert.match(wrong!.error ?? "", /stands no "one"/);
  assert.match(also!.error ?? "", /stands no "one"/);
  assert.equal(right!.suggestions[0]!.range.start.line, 0);
});

test("other line breaks, astral and lone characters are text as any other", async () => {
  const text = "\ud83d\ude00 \ud800\u2028\u0085\u2029\r\none();\r\n";
  const cursor = { file: "a.ts", line: 0, col: 1 };
  const [answer] = await answers({ ...FIRST, files: { "a.ts": text }, edits: [], cursor });
  assert.equal(answer!.error, undefined);
  assert.deepEqual(answer!.suggestions[0]!.range.start, { line: 1, col: 0 });
});

test("renamed episodes have other words in the same places", async () => {
  const { episode } = renamedEpisode({ episode: EPISODE, distraction: null });
  assert.doesNotMatch(episode.files[0]!.before, /one|keep/);
  assert.equal(episode.edits.length, 3);
  assert.equal(new Set(episode.edits.map(({ inserted }) => inserted)).size, 1);
  const predictors = [nextOne("two")];
  const counts = await replayAll(
    [{ episode, distraction: null }],
    new ReplaySession({ predictors, gate: PLAIN_GATE }),
    { passes: ["forced", "replay"] },
  );
  assert.equal(counts.shown, 0);
});

test("small commits of a repository become episodes", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-eval-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
  const commit = (name: string, text: string, subject: string) => {
    writeFileSync(join(folder, name), text);
    git("add", name);
    git("-c", "commit.gpgSign=false", "commit", "-q", "-m", subject);
  };
  const search = { most: 9, distractors: true, env: process.env };
  git("init", "-q");
  assert.deepEqual([...gitEpisodes(folder, search)], []);
  commit("other.ts", "export const keepers = one;\n", "begin");
  commit("a.ts", BEFORE, "more");
  commit("a.ts", BEFORE.replaceAll("one", "two"), "one is two");
  commit("a.ts", BEFORE.replaceAll("one", "six"), "bump one to six");
  const found = [...gitEpisodes(folder, search)];
  assert.deepEqual(
    found.map(({ episode }) => episode.subject),
    ["one is two"],
  );
  assert.deepEqual(
    found[0]!.episode.edits.map(({ line, col, removed, inserted }) => [
      line,
      col,
      removed,
      inserted,
    ]),
    [0, 2, 7].map((line) => [line, 0, "one", "two"]),
  );
  assert.equal(found[0]!.episode.files[0]!.before, BEFORE);
});

test("episodes of a file come with the distractors beside it", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-eval-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  const distraction = { id: EPISODE.id, files: [{ path: "b.ts", before: "" }] };
  const beside = { "x.jsonl": "x.distractors.jsonl", x: "x.distractors.jsonl" };
  for (const [name, other] of Object.entries(beside)) {
    const path = join(folder, name);
    assert.equal(distractorsFile(path), join(folder, other));
    writeFileSync(path, `${JSON.stringify(EPISODE)}\n`);
    writeFileSync(distractorsFile(path), `${JSON.stringify(distraction)}\n`);
    assert.deepEqual([...episodesIn(path, true)], [{ episode: EPISODE, distraction }]);
    assert.deepEqual([...episodesIn(path, false)], [{ episode: EPISODE, distraction: null }]);
  }
  assert.equal(distractorsFile("x.jsonl.gz"), "x.distractors.jsonl.gz");
  for (const text of ["{", "{}"]) {
    writeFileSync(join(folder, "wrong"), text);
    assert.throws(() => [...episodesIn(join(folder, "wrong"), true)], UserError, text);
  }
});
