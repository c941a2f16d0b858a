import assert from "node:assert/strict";
import { test } from "node:test";
import { completeOptions } from "../../../src/app/eval-complete.ts";
import { UserError } from "../../../src/base/errors.ts";
import type { Corpus } from "../../../src/patterns/ngram/corpus.ts";
import { learnedWeights } from "../../../src/patterns/ngram/weights.ts";
import {
  type Completer,
  measure,
  ngramCompleter,
  precision,
  saved,
  typeWith,
} from "../../../src/tab/eval/complete.ts";
import { printReport, reportOn } from "../../../src/tab/eval/complete-report.ts";
import { type Typist, typeEpisode } from "../../../src/tab/eval/complete-typing.ts";
import type { Episode, EpisodeEdit } from "../../../src/tab/eval/episode.ts";
import { longestMatch } from "../../../src/tab/eval/longest-match.ts";

type PlainEdit = Pick<EpisodeEdit, "line" | "col" | "removed" | "inserted"> & Partial<EpisodeEdit>;

function episode(before: string, edits: readonly PlainEdit[]): Episode {
  return {
    id: "x",
    repo: "x/y",
    sha: "",
    parent: "",
    time: 0,
    subject: "",
    lang: "ts",
    files: [{ path: "a.ts", kind: "source", lang: "ts", before }],
    edits: edits.map((edit) => ({ file: 0, hunk: 0, ...edit })),
    pathsAdd: [],
    pathsDel: [],
  };
}

/** The lines that a corpus knows of the edited file. */
function linesOf(corpus: Corpus): string[] {
  const { rows } = corpus.documents.get(1)!;
  return rows.map((line) => (line < 0 ? "" : corpus.lineText(line)));
}

const EPISODES: ReadonlyArray<readonly [string, string, readonly PlainEdit[], string]> = [
  ["a line", "a\nb", [{ line: 1, col: 0, removed: "", inserted: "  x\n" }], "a\n  x\nb"],
  ["lines at the end", "a\n", [{ line: 1, col: 0, removed: "", inserted: "b\nc\n" }], "a\nb\nc\n"],
  [
    "two places of a line",
    "one two three",
    [
      { line: 0, col: 4, removed: "two", inserted: "2" },
      { line: 0, col: 8, removed: "three", inserted: "3\n4" },
    ],
    "one 2 3\n4",
  ],
  [
    "lines for lines, then a word below",
    "a\nb\nc d",
    [
      { line: 0, col: 0, removed: "a\nb\n", inserted: "x\ny\nz\n" },
      { line: 2, col: 2, removed: "d", inserted: "e" },
    ],
    "x\ny\nz\nc e",
  ],
  [
    "an indent is moved, not typed",
    "a\nb",
    [
      { line: 0, col: 0, removed: "", inserted: "  ", type: "reindent" },
      { line: 1, col: 1, removed: "", inserted: "c" },
    ],
    "  a\nbc",
  ],
  [
    "a new file",
    "",
    [{ line: 0, col: 0, removed: "", inserted: "a\n b\n", type: "newfile" }],
    "a\n b\n",
  ],
];

for (const [name, before, edits, after] of EPISODES) {
  test(`typed from left to right: ${name}`, () => {
    let corpus: Corpus | null = null;
    for (const typist of typeEpisode(episode(before, edits), [])) {
      corpus = typist.corpus;
      while (typist.remaining !== "") typist.type(1);
    }
    assert.deepEqual(linesOf(corpus!), after.split("\n"));
  });
}

/** Shows these texts, each once, where the line before the cursor is its key. */
function scripted(ghosts: Readonly<Record<string, string>>): Completer {
  return (typist: Typist) => ghosts[typist.before.trimStart()] ?? null;
}

const TYPED: ReadonlyArray<
  readonly [string, string, Record<string, string>, boolean, Record<string, number>]
> = [
  ["nothing is shown", "abc", {}, false, { characters: 3, ghosts: 0 }],
  [
    "all of a ghost is right",
    "foo(bar)",
    { fo: "o(bar)" },
    false,
    { characters: 8, ghosts: 1, shown: 6, accepts: 1, accepted: 6, wrong: 0 },
  ],
  [
    "a ghost is typed along until it differs",
    "foo(bar)",
    { f: "oo(baz)", foo: "(bar)" },
    false,
    { ghosts: 1, shown: 7, accepts: 0, accepted: 0, wrong: 1 },
  ],
  [
    "what is right of it is taken word by word",
    "foo(bar)",
    { f: "oo(baz)" },
    true,
    { ghosts: 1, shown: 7, accepts: 1, accepted: 2, wrong: 1 },
  ],
  [
    "more than what was put in is wrong",
    "foo",
    { f: "oo(" },
    false,
    { ghosts: 1, shown: 3, accepts: 0, wrong: 1 },
  ],
  [
    "indents come by themselves",
    "  a {\n    b",
    { "a {": "\n    b" },
    false,
    { characters: 5, accepts: 1, accepted: 2, shown: 2 },
  ],
];

for (const [name, inserted, ghosts, words, expected] of TYPED) {
  test(`counted: ${name}`, () => {
    const edits = [{ line: 0, col: 0, removed: "", inserted }];
    const [typist] = typeEpisode(episode("", edits), []);
    const tally = typeWith(typist!, scripted(ghosts), words);
    for (const [key, value] of Object.entries(expected)) {
      assert.equal(tally[key as keyof typeof tally], value, key);
    }
  });
}

test("saved are the accepted characters, less a key for each accept and each wrong ghost", () => {
  const tally = { characters: 100, accepted: 50, accepts: 6, ghosts: 9, wrong: 3, shown: 80 };
  assert.equal(saved(tally), 0.41);
  assert.equal(precision(tally), 0.625);
});

test("the plain completer goes on as the longest like text does", () => {
  const before = "const alpha = load(one);\nconst beta = load(two);\n";
  const edits = [{ line: 2, col: 0, removed: "", inserted: "const beta = load(three);" }];
  const [typist] = typeEpisode(episode(before, edits), []);
  typist!.type("const beta = lo".length);
  assert.equal(longestMatch(6)(typist!), "ad(two);");
});

test("a report says what was saved, in all and by language", () => {
  const line = (name: string) => `  const ${name} = await this.store.load("${name}");\n`;
  const before = ["alpha", "beta", "gamma"].map(line).join("");
  const edits = [{ line: 3, col: 0, removed: "", inserted: line("delta") + line("omega") }];
  const cases = [{ episode: episode(before, edits), others: [] }];
  const report = reportOn(cases, learnedWeights());
  assert.ok(report.whole.saved > 0.3);
  assert.ok(report.hits.at["1"]! > 0.5 && report.hits.at["8"]! >= report.hits.at["1"]!);
  assert.deepEqual(report.languages.ts, report.whole);
  assert.match(printReport(report), /hunch, whole ghosts +\d+\.\d %/);
  const alone = measure(cases, ngramCompleter({ weights: learnedWeights() }));
  assert.deepEqual(alone.all.accepted, report.whole.accepted);
});

test("the arguments of hunch eval complete", () => {
  assert.deepEqual(completeOptions(["/r", "--commits", "5", "--json"]), {
    folder: "/r",
    commits: 5,
    episodes: null,
    every: 1,
    json: true,
  });
  assert.equal(completeOptions(["--episodes=x.jsonl", "--every=3"]).every, 3);
  for (const wrong of [["--commits"], ["--commits", "0"], ["--nope"], ["--json=1"], ["a", "b"]]) {
    assert.throws(() => completeOptions(wrong), UserError);
  }
});
