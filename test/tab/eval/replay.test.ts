/** The replay: what is counted, what the protocol tells, episodes of a real history. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { test } from "node:test";
import { figuresOf } from "../../../src/tab/eval/counts.ts";
import type { Episode } from "../../../src/tab/eval/episode.ts";
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

test("the protocol gives one answer a line", async () => {
  const files = { "a.ts": BEFORE.replace("one", "two") };
  const edits = [{ file: "a.ts", line: 0, col: 0, removed: "one", inserted: "two" }];
  const cursor = { file: "a.ts", line: 0, col: 3 };
  const first = { id: "x", pass: "replay", reset: true, files, edits, cursor };
  const later = {
    ...first,
    reset: false,
    files: { "a.ts": files["a.ts"].replace("one", "two") },
    edits: [...edits, { ...edits[0]!, line: 2 }],
    cursor: { ...cursor, line: 2 },
  };
  const lines: Answer[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Answer);
      done();
    },
  });
  const input = Readable.from([`${JSON.stringify(first)}\n${JSON.stringify(later)}\n`]);
  await answerQuestions(session("two"), input, output);
  assert.deepEqual(
    lines.map(({ suggestions }) => suggestions.map(({ range }) => range.start.line)),
    [[2], [7]],
  );
  assert.equal(lines[0]!.suggestions[0]!.newText, "two");
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
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
  const commit = (name: string, text: string, subject: string) => {
    writeFileSync(join(folder, name), text);
    git("add", name);
    git("-c", "commit.gpgSign=false", "commit", "-q", "-m", subject);
  };
  git("init", "-q");
  commit("other.ts", "export const keepers = one;\n", "begin");
  commit("a.ts", BEFORE, "more");
  commit("a.ts", BEFORE.replaceAll("one", "two"), "one is two");
  commit("a.ts", BEFORE.replaceAll("one", "six"), "bump one to six");
  const search = { most: 9, distractors: true, env: process.env };
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
