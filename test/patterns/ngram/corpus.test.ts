import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOfToken, readLine, TokenKind } from "../../../src/patterns/ngram/code-token.ts";
import { CHAINS, Corpus } from "../../../src/patterns/ngram/corpus.ts";

const LINES: ReadonlyArray<readonly [string, readonly string[]]> = [
  ["  if (a===b) return;", ["if", "(", "a", "===", "b", ")", "return", ";"]],
  ["x => y.map(z)", ["x", "=>", "y", ".", "map", "(", "z", ")"]],
  ["let größe = 'a b'", ["let", "größe", "=", "'", "a", "b", "'"]],
  ["a::b->c != d....e", ["a", "::", "b", "->", "c", "!=", "d", "...", ".", "e"]],
  ["\tfoo  :=  1", ["foo", ":=", "1"]],
  ["💡 ok", ["💡", "ok"]],
];

for (const [line, tokens] of LINES) {
  test(`tokens of ${JSON.stringify(line)}`, () => {
    const read = readLine(line);
    assert.deepEqual(read.texts, tokens);
    let joined = read.indent;
    for (const [i, text] of read.texts.entries()) joined += read.gaps[i]! + text;
    assert.equal(joined, line);
    assert.equal(read.ends[read.ends.length - 1], line.length);
  });
}

test("kinds of tokens", () => {
  const kinds = ["name", "12", "return", "=>", "(", "}", '"', ";"].map(kindOfToken);
  assert.deepEqual(kinds, Object.values(TokenKind));
});

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = [
  "",
  "",
  "  ",
  "if (",
  "name",
  " = ",
  "name2",
  ");",
  "{",
  "}",
  "  return",
  " 1",
  ".",
];

function randomLine(next: (below: number) => number): string {
  return Array.from({ length: next(5) }, () => PIECES[next(PIECES.length)]).join("");
}

/** What was learned is what the texts say: each line, each place in the chains, and no other. */
function check(corpus: Corpus, texts: ReadonlyMap<number, readonly string[]>): void {
  let places = 0;
  for (const [id, lines] of texts) {
    const { rows } = corpus.documents.get(id)!;
    assert.equal(rows.length, lines.length);
    let last = -1;
    let blanks = 0;
    for (const [row, text] of lines.entries()) {
      const line = rows[row]!;
      if (text.trim() === "") {
        assert.equal(line, -1);
        blanks++;
        continue;
      }
      assert.equal(corpus.lineText(line), text.trimEnd());
      assert.equal(corpus.row[line], row);
      assert.equal(corpus.document[line], id);
      assert.equal(corpus.previous[line], last);
      assert.equal(corpus.blanks[line], blanks);
      if (last >= 0) assert.equal(corpus.next[last], line);
      corpus.eachPlace(line, (chain, key, place) => {
        places++;
        let at = corpus.head(chain, key);
        while (at > 0 && at !== place) at = corpus.chains[chain]![at]!;
        assert.equal(at, place, `place ${place} of ${JSON.stringify(text)} in chain ${chain}`);
      });
      last = line;
      blanks = 0;
    }
    if (last >= 0) assert.equal(corpus.next[last], -1);
  }
  assert.equal(corpus.places, places);
}

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(`learning and unlearning are exact (seed ${seed})`, () => {
    const next = random(seed);
    const corpus = new Corpus(8);
    const texts = new Map<number, string[]>();
    for (let turn = 0; turn < 150; turn++) {
      const id = next(3);
      const lines = texts.get(id);
      const what = next(20);
      if (!lines || what === 0) {
        const made = Array.from({ length: 1 + next(12) }, () => randomLine(next));
        texts.set(id, made);
        corpus.add(id, `a/${id}.ts`, made);
      } else if (what === 1) {
        texts.delete(id);
        corpus.remove(id);
      } else if (what === 2) corpus.touch(id);
      else if (what === 3) corpus.rebuild();
      else {
        const row = next(lines.length + 1);
        const removed = next(Math.min(4, lines.length - row + 1));
        const made = Array.from({ length: next(4) }, () => randomLine(next));
        lines.splice(row, removed, ...made);
        corpus.edit(id, row, removed, made);
      }
      if (turn % 10 === 0) check(corpus, texts);
    }
    check(corpus, texts);
    const rebuilt = new Corpus(8);
    for (const [id, lines] of texts) rebuilt.add(id, `a/${id}.ts`, lines);
    assert.equal(corpus.places, rebuilt.places);
    assert.equal(corpus.count, rebuilt.count);
    assert.equal(corpus.places % CHAINS, 0);
  });
}

test("what was taken out leaves no words behind when everything is read again", () => {
  const corpus = new Corpus(8);
  corpus.add(1, "a.ts", ["alpha beta", "gamma"]);
  corpus.edit(1, 0, 1, ["delta"]);
  corpus.rebuild();
  assert.equal(corpus.vocabulary.tokenId("alpha"), 0);
  assert.ok(corpus.vocabulary.tokenId("delta") > 0 && corpus.vocabulary.tokenId("gamma") > 0);
});
