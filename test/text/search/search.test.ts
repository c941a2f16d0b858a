import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Budget,
  compilePattern,
  escapePattern,
  skipPattern,
  wordPattern,
} from "../../../src/text/pattern/pattern.ts";
import { applyOffset, parseSearch, searchStart } from "../../../src/text/search/offset.ts";
import { countMatches, findPattern, matchesInRow } from "../../../src/text/search/search.ts";
import { parseReplacement } from "../../../src/text/search/substitute.ts";
import { lineText, type Point, pointOf, posOf, textOf } from "../../../src/text/text.ts";
import { seeded } from "../pattern/cases.ts";
import { OFFSET_CASES, OFFSET_TEXT } from "./offset-cases.ts";
import { SUBSTITUTE_CASES } from "./substitute-cases.ts";

const budget = () => new Budget({ steps: 1e6 });

/** The cursor after a typed search. */
function typed(keys: string, from: readonly [number, number]): [number, number] {
  const text = textOf(OFFSET_TEXT.join("\n"));
  let cursor: Point = { row: from[0], col: from[1] };
  for (const step of parseSearch(keys.slice(1), keys[0] as "/" | "?").steps) {
    const pattern = compilePattern(step.pattern);
    const offset = step.offset ?? { kind: "start", count: 0 };
    const found = findPattern(text, pattern, searchStart(text, cursor, offset), {
      forward: step.direction === "/",
      wrap: true,
      context: {},
      budget: budget(),
      searchEnd: offset.kind === "end",
    });
    if (!found) break;
    cursor = applyOffset(text, found, offset).at;
  }
  const last = Math.max(0, lineText(text, cursor.row).length - 1);
  return [cursor.row, Math.min(cursor.col, last)];
}

test("searches with offsets put the cursor where Neovim does", () => {
  const ours = OFFSET_CASES.map(([keys, from]) => [keys, from, typed(keys, from)]);
  assert.deepEqual(ours, OFFSET_CASES);
});

test("replacements make what Neovim's :s makes", () => {
  let last = "LAST";
  const ours = SUBSTITUTE_CASES.map(([string, source, replacement, magic]) => {
    const text = textOf(string);
    const match = compilePattern(source, { magic }).matchLine(text, 0, 0, {}, budget())!;
    const parsed = parseReplacement(replacement, { magic, last });
    assert.equal(parsed.kind, "template");
    if (parsed.kind !== "template") return [];
    last = parsed.source;
    const from = posOf(text, match.from.row, match.from.col);
    const to = posOf(text, match.to.row, match.to.col);
    const whole = string.slice(0, from) + parsed.expand(match.groups) + string.slice(to);
    return [string, source, replacement, magic, whole.split("\n")];
  });
  assert.deepEqual(ours, SUBSTITUTE_CASES);
});

test("a replacement that starts with \\= is left to the caller", () => {
  assert.deepEqual(parseReplacement("\\=1+&"), { kind: "expression", source: "1+&" });
});

test("a search command is split at its delimiters", () => {
  const cases: [string, "/" | "?", unknown][] = [
    ["a[/]b/e+2", "/", [["/", "a[/]b", "end", 2]]],
    ["a\\/b/-", "/", [["/", "a\\/b", "line", -1]]],
    [
      "a\\?b?s3;/c",
      "?",
      [
        ["?", "a?b", "start", 3],
        ["/", "c", "start", 0],
      ],
    ],
    ["\\V[/]", "/", [["/", "\\V[", "start", 0]]],
    ["", "/", [["/", "", undefined, undefined]]],
    ["/e", "/", [["/", "", "end", 0]]],
  ];
  for (const [source, direction, expected] of cases) {
    const { steps } = parseSearch(source, direction);
    const ours = steps.map((s) => [s.direction, s.pattern, s.offset?.kind, s.offset?.count]);
    assert.deepEqual(ours, expected, source);
  }
  assert.throws(() => parseSearch("a/;b", "/"), /E386: Expected '\?' or '\/' after ';'/);
  assert.equal(skipPattern("[/]/", 0, "/"), 3);
});

test("literal text is escaped so that it matches itself", () => {
  const isKeyword = (code: number) => code > 0x60;
  assert.equal(escapePattern("a.*[~^$\\/b"), "a\\.\\*\\[\\~\\^\\$\\\\\\/b");
  assert.equal(wordPattern("word", { isKeyword }), "\\<word\\>");
  assert.equal(wordPattern("->", { isKeyword }), "->");
  const text = textOf("x a.*[~^$\\/b?c");
  for (const delimiter of ["/", "?"] as const) {
    const escaped = escapePattern("a.*[~^$\\/b?c", { delimiter });
    const pattern = compilePattern(parseSearch(escaped, delimiter).steps[0]!.pattern);
    assert.equal(pattern.matchLine(text, 0, 0, {}, budget())?.from.col, 2, delimiter);
  }
});

test("the last substitute string stands for ~", () => {
  const text = textOf("one two");
  const pattern = compilePattern("~o", { lastSubstitute: "tw" });
  assert.equal(pattern.matchLine(text, 0, 0, {}, budget())?.from.col, 4);
});

test("matches are counted up to a limit", () => {
  const text = textOf("a a\nb a\n\na");
  const pattern = compilePattern("a");
  const count = (row: number, col: number, max: number) =>
    countMatches(text, pattern, { row, col }, { max, budget: budget() });
  assert.deepEqual(count(1, 2, 99), { current: 3, total: 4, incomplete: false });
  assert.deepEqual(count(0, 1, 99), { current: 1, total: 4, incomplete: false });
  assert.deepEqual(count(0, 0, 2), { current: 1, total: 3, incomplete: "max" });
  const few = new Budget({ steps: 2 });
  assert.equal(
    countMatches(text, pattern, { row: 0, col: 0 }, { max: 9, budget: few }).incomplete,
    "budget",
  );
});

test("all matches of a row come one after another", () => {
  const row = (source: string, line: string) =>
    matchesInRow(textOf(line), compilePattern(source), 0, line, {}, budget()).map((match) => [
      match.from.col,
      match.to.col,
    ]);
  assert.deepEqual(row("a", "aba"), [
    [0, 1],
    [2, 3],
  ]);
  assert.deepEqual(row("x*", "axb"), [
    [0, 0],
    [1, 2],
    [2, 2],
    [3, 3],
  ]);
  assert.deepEqual(row("a\\zsb", "abab"), [
    [1, 2],
    [3, 4],
  ]);
});

test("forward and backward searches agree with a scan of all matches", () => {
  const random = seeded(11);
  for (let run = 0; run < 300; run++) {
    const size = 1 + Math.floor(random() * 60);
    const string = Array.from({ length: size }, () => "aab\n"[Math.floor(random() * 4)]).join("");
    const text = textOf(string);
    const source = ["a", "ab", "b\\na", "^a", "aa"][Math.floor(random() * 5)]!;
    const pattern = compilePattern(source);
    const starts: number[] = [];
    for (let row = 0; row < text.lines; row++) {
      for (const match of matchesInRow(text, pattern, row, lineText(text, row), {}, budget())) {
        starts.push(posOf(text, match.from.row, match.from.col));
      }
    }
    const cursor = Math.floor(random() * (text.length + 1));
    const from = pointOf(text, cursor);
    const ask = (forward: boolean) => {
      const found = findPattern(text, pattern, from, {
        forward,
        wrap: true,
        context: {},
        budget: budget(),
      });
      return found ? posOf(text, found.at.row, found.at.col) : undefined;
    };
    const message = JSON.stringify([run, source, string, cursor]);
    assert.equal(ask(true), starts.find((start) => start > cursor) ?? starts[0], message);
    assert.equal(ask(false), starts.findLast((start) => start < cursor) ?? starts.at(-1), message);
  }
});
