/**
 * Replays cases.jsonl: places that Neovim 0.7.2 reached from seeded random texts. Cursors are
 * `[row, UTF-16 column]`; in visual mode the cursor may rest on a row's end.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compileIsKeyword } from "../../../src/text/keyword.ts";
import {
  matchingBracket,
  methodEdge,
  unmatchedBracket,
  unmatchedDirective,
} from "../../../src/text/motion/brackets.ts";
import { commentEdge } from "../../../src/text/motion/comment.ts";
import type { MotionOptions } from "../../../src/text/motion/contract.ts";
import { findCharacter } from "../../../src/text/motion/find.ts";
import {
  byteOffset,
  columnAtCell,
  firstNonBlank,
  lastNonBlank,
} from "../../../src/text/motion/lines.ts";
import { paragraphBackward, paragraphForward } from "../../../src/text/motion/paragraph.ts";
import { sectionMotion } from "../../../src/text/motion/section.ts";
import { sentenceBackward, sentenceForward } from "../../../src/text/motion/sentence.ts";
import { clipToCharacter } from "../../../src/text/motion/walker.ts";
import { wordCommand } from "../../../src/text/motion/word-command.ts";
import { wordBackward, wordEndBackward } from "../../../src/text/motion/words.ts";
import { pointOf, posOf, rowOf, type Text, textOf } from "../../../src/text/text.ts";

interface Case {
  readonly text: string;
  readonly cursor: [number, number];
  readonly key: string;
  readonly count: number;
  readonly char?: string;
  readonly visual: boolean;
  readonly expected: [number, number];
}

const isKeyword = compileIsKeyword("@,48-57,_,192-255");
const options: MotionOptions = {
  isKeyword,
  matchPairs: "(:),{:},[:]",
  paragraphs: "IPLPPPQPP TPHPLIPpLpItpplpipbp",
  sections: "SHNHH HUnhsh",
  tabstop: 8,
  cpoptions: "aABceFs_",
};

type Replay = (text: Text, pos: number, given: Case) => number | null;

const word: Replay = (text, pos, { key, count, visual }) => {
  const big = key !== key.toLowerCase();
  const end = key.toLowerCase() === "e";
  const { cpoptions } = options;
  const command = { isKeyword, big, end, operator: "none", visual, cpoptions } as const;
  return wordCommand(text, pos, count, command).pos;
};
const back: Replay = (text, pos, { key, count }) =>
  wordBackward(text, pos, count, { isKeyword, big: key === "B" }).pos;
const endBack: Replay = (text, pos, { key, count }) =>
  wordEndBackward(text, pos, count, { isKeyword, big: key === "gE" }).pos;
const find: Replay = (text, pos, { key, count, char = "" }) =>
  findCharacter(text, pos, count, {
    char,
    forward: key === "f" || key === "t",
    until: key === "t" || key === "T",
  });
const section: Replay = (text, pos, { key, count }) => {
  const kind = { forward: key[0] === "]", end: key[0] !== key[1], operator: false };
  return sectionMotion(text, pos, count, kind, options)?.pos ?? null;
};
const bracket: Replay = (text, pos, { key, count }) =>
  unmatchedBracket(text, pos, count, key[1] as "(" | "{" | ")" | "}", options);
const directive: Replay = (text, pos, { key, count }) =>
  unmatchedDirective(text, pos, count, key[0] === "[" ? -1 : 1);
const comment: Replay = (text, pos, { key, count }) =>
  commentEdge(text, pos, count, key[0] === "[" ? "start" : "end");
const method: Replay = (text, pos, { key, count }) =>
  methodEdge(text, pos, count, key as "[m", options)?.pos ?? null;

const REPLAYS: Readonly<Record<string, Replay>> = {
  w: word,
  W: word,
  e: word,
  E: word,
  b: back,
  B: back,
  ge: endBack,
  gE: endBack,
  f: find,
  F: find,
  t: find,
  T: find,
  "}": (text, pos, { count }) => paragraphForward(text, pos, count, options)?.pos ?? null,
  "{": (text, pos, { count }) => paragraphBackward(text, pos, count, options)?.pos ?? null,
  ")": (text, pos, { count }) => sentenceForward(text, pos, count, options),
  "(": (text, pos, { count }) => sentenceBackward(text, pos, count, options),
  "[[": section,
  "]]": section,
  "[]": section,
  "][": section,
  "%": (text, pos) => matchingBracket(text, pos, options)?.pos ?? null,
  "[(": bracket,
  "[{": bracket,
  "])": bracket,
  "]}": bracket,
  "[*": comment,
  "]/": comment,
  "[#": directive,
  "]#": directive,
  "[m": method,
  "]m": method,
  "[M": method,
  "]M": method,
  g_: (text, pos) => lastNonBlank(text, rowOf(text, pos)),
  "^": (text, pos) => firstNonBlank(text, rowOf(text, pos)),
  go: (text, _pos, { count }) => byteOffset(text, count),
  "|": (text, pos, { count }) => columnAtCell(text, rowOf(text, pos), count - 1, options.tabstop),
};

const cases = readFileSync(new URL("cases.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

for (const key of Object.keys(REPLAYS)) {
  test(`motion ${key}`, () => {
    const mine = cases.filter((given) => given.key === key);
    assert.ok(mine.length > 0, "cases.jsonl has a case of every motion");
    for (const given of mine) {
      const text = textOf(given.text);
      const start = posOf(text, ...given.cursor);
      let pos = REPLAYS[key]!(text, start, given) ?? start;
      if (!given.visual) pos = clipToCharacter(text, pos);
      const { row, col } = pointOf(text, pos);
      assert.deepEqual([row, col], given.expected, JSON.stringify(given));
    }
  });
}
