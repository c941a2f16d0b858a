/**
 * Replays cases.jsonl: what Neovim 0.7.2 yanked (without `anchor`) or selected with a text object on
 * seeded random texts. Places are `[row, UTF-16 column]`; `expected: null` is a beep.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compileIsKeyword } from "../../../src/text/keyword.ts";
import type {
  ObjectOptions,
  ObjectSelection,
  VisualMode,
} from "../../../src/text/object/contract.ts";
import { textObjects } from "../../../src/text/object/objects.ts";
import { spanOf } from "../../../src/text/object/spans.ts";
import { pointOf, posOf, slice, type Text, textOf } from "../../../src/text/text.ts";

type Place = [number, number];

interface Case {
  readonly text: string;
  readonly cursor: Place;
  readonly anchor?: Place;
  readonly mode?: VisualMode;
  readonly key: string;
  readonly around: boolean;
  readonly count: number;
  readonly expected:
    | { readonly text: string; readonly linewise: boolean }
    | { readonly anchor: Place; readonly head: Place; readonly mode: string }
    | null;
}

const options: ObjectOptions = {
  isKeyword: compileIsKeyword("@,48-57,_,192-255"),
  matchPairs: "(:),{:},[:]",
  quoteEscape: "\\",
  paragraphs: "IPLPPPQPP TPHPLIPpLpItpplpipbp",
  sections: "SHNHH HUnhsh",
  cpoptions: "aABceFs_",
  tabstop: 8,
  shiftwidth: 2,
};

const place = (text: Text, pos: number): Place => {
  const { row, col } = pointOf(text, pos);
  return [row, col];
};

/** What a yank takes, with the rules of `:help exclusive`. */
function yanked(text: Text, selection: ObjectSelection) {
  const span = spanOf(text, selection);
  if (span.linewise) return { text: `${slice(text, span.from, span.to)}\n`, linewise: true };
  const first = text.lineAt(span.from);
  const last = text.lineAt(span.to);
  const movesUp =
    !selection.inclusive && !selection.exact && span.to === last.from && last.number > first.number;
  if (!movesUp) return { text: slice(text, span.from, span.to), linewise: false };
  const to = text.line(last.number - 1).to;
  if (/^[ \t]*$/.test(first.text.slice(0, span.from - first.from))) {
    return { text: `${slice(text, first.from, to)}\n`, linewise: true };
  }
  return { text: slice(text, span.from, to), linewise: false };
}

function replay(given: Case): unknown {
  const text = textOf(given.text);
  const pos = posOf(text, ...given.cursor);
  const { around, count } = given;
  const object = textObjects.get(given.key)!;
  if (!given.anchor) {
    const selection = object({ text, pos, count, around, options });
    if (!selection || selection.failed) return null;
    const result = yanked(text, selection);
    return result.text === "" ? null : result;
  }
  const mode = given.mode!;
  const anchor = posOf(text, ...given.anchor);
  const visual = { anchor, mode };
  const selection = object({ text, pos, count, around, options, visual });
  if (!selection) return { anchor: given.anchor, head: given.cursor, mode };
  return {
    anchor: place(text, selection.start),
    head: place(text, selection.end),
    mode: selection.mode,
  };
}

const cases = readFileSync(new URL("cases.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

for (const key of new Set(cases.map((given) => given.key))) {
  test(`text objects i${key} and a${key}`, () => {
    for (const given of cases.filter((other) => other.key === key)) {
      assert.deepEqual(replay(given), given.expected, JSON.stringify(given));
    }
  });
}

const INDENTED = "a:\n  b:\n    c\n\n    d\n  e\nf";

const INDENT_CASES: readonly [string, Place, boolean, number, string][] = [
  ["ii takes blank rows between", [2, 4], false, 1, "    c\n\n    d"],
  ["ai takes the row above", [2, 4], true, 1, "  b:\n    c\n\n    d"],
  ["a count goes outwards", [4, 4], false, 2, "  b:\n    c\n\n    d\n  e"],
  ["a blank row belongs to its deeper neighbour", [3, 0], false, 1, "    c\n\n    d"],
  ["at the outermost level it is everything", [6, 0], false, 1, INDENTED],
];

for (const [name, cursor, around, count, expected] of INDENT_CASES) {
  test(`indent object: ${name}`, () => {
    const text = textOf(INDENTED);
    const pos = posOf(text, ...cursor);
    const selection = textObjects.get("i")!({ text, pos, count, around, options });
    assert.ok(selection);
    const { from, to, linewise } = spanOf(text, selection);
    assert.equal(linewise, true);
    assert.equal(slice(text, from, to), expected);
  });
}

test("indent object: repeating it in visual mode grows the selection", () => {
  const text = textOf(INDENTED);
  const at = (row: number) => posOf(text, row, 0);
  const visual = { anchor: at(2), mode: "V" } as const;
  const context = { text, pos: at(4), count: 1, around: false, options, visual };
  const selection = textObjects.get("i")!(context);
  assert.deepEqual([selection?.start, selection?.end], [at(1), at(5)]);
});
