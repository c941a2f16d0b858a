import assert from "node:assert/strict";
import { test } from "node:test";
import { place } from "../../../src/tab/predictors/place.ts";
import { FEATURES } from "../../../src/tab/predictors/place-features.ts";
import { answersOf, outcomes, type Told } from "./scene.ts";

const FILLER = Array.from({ length: 30 }, (_, i) => `const filler${i} = ${i};`).join("\n");

/** What should be the best place, as `path:row`. */
const CASES: readonly [about: string, told: Told, best: string][] = [
  [
    "where a name stands that was removed",
    {
      files: {
        "src/a.ts": `export function parse(input) {}\n${FILLER}\nparse(text);\n`,
        "src/b.ts": `${FILLER}\n`,
      },
      steps: [["parse(input)", "read(input)"]],
    },
    "src/a.ts:31",
  ],
  [
    "the tests of what was changed",
    {
      files: {
        "src/widget.py": "def resize(width):\n    return width\n",
        "tests/test_widget.py": `${FILLER}\ndef test_resize():\n    assert resize(1) == 1\n`,
        "tests/test_other.py": `${FILLER}\n`,
      },
      steps: [["return width", "return max(width, 0)"]],
    },
    "tests/test_widget.py",
  ],
  [
    "lines that look like what was changed",
    {
      files: {
        "a.go": `log.Printf("one", err)\n${FILLER}\nlog.Printf("two", err)\n`,
      },
      steps: [["log.Printf", "logger.Errorf"]],
    },
    "a.go:31",
  ],
];

test("where the next edit belongs", async () => {
  for (const [about, told, best] of CASES) {
    const answers = await answersOf(place, told);
    const [first] = outcomes(answers, told);
    assert.ok(first?.startsWith(best), `${about}: ${first}`);
    assert.ok(answers.every(({ changes }) => changes.empty));
  }
});

test("the place of a name is its first character", async () => {
  const told: Told = {
    files: { "a.ts": `  x(oldName);\n${FILLER}\n  call(oldName);\n` },
    steps: [["oldName", "newName"]],
  };
  assert.equal(outcomes(await answersOf(place, told), told)[0], "a.ts:31:7");
});

test("what is in sight of the cursor is no place to jump to", async () => {
  const told: Told = { files: { "a.ts": "a(x);\nb(x);\nc(x);\n" }, steps: [["x", "y"]] };
  assert.deepEqual(await answersOf(place, told), []);
});

test("no places without edits, nor while one is being typed", async () => {
  const files = { "a.ts": `foo\n${FILLER}\nfoo\n` };
  assert.deepEqual(await answersOf(place, { files, steps: [] }), []);
  assert.deepEqual(await answersOf(place, { files, steps: [["foo", "b"]], mode: "insert" }), []);
});

test("few places, the best first, none twice", async () => {
  const line = Array.from({ length: 60 }, (_, i) => `use${i}(thing);\n\n\n\n`).join("");
  const told: Told = { files: { "a.ts": `thing;\n${line}` }, steps: [["thing", "item"]] };
  const answers = await answersOf(place, told);
  assert.ok(answers.length > 1 && answers.length <= 20);
  assert.equal(new Set(answers.map(({ cursor }) => cursor)).size, answers.length);
  for (const { probability } of answers) assert.ok(probability > 0 && probability < 1);
  assert.equal(answers[0]?.reason, "you removed `thing`, and it still stands here");
});

test("every feature has its own name", () => {
  assert.equal(new Set(FEATURES).size, FEATURES.length);
});
