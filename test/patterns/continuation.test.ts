import assert from "node:assert/strict";
import { test } from "node:test";
import { continuationsAt, firstWord } from "../../src/patterns/continuation.ts";
import { cutText, type PlacedChunk, readChunk } from "../../src/patterns/text-chunk.ts";

const isWord = (code: number) => /[\p{L}\p{N}_]/u.test(String.fromCodePoint(code));

function placed(text: string, rank = 0): PlacedChunk[] {
  let from = 0;
  return cutText(text).map((piece) => {
    const chunk = { chunk: readChunk(piece, isWord), from, rank };
    from += piece.length;
    return chunk;
  });
}

/** The best continuation where `|` stands in the last line of a text. */
function best(text: string, others: readonly string[] = []): string | null {
  const at = text.indexOf("|");
  const whole = text.replace("|", "");
  const lineFrom = whole.lastIndexOf("\n", at - 1) + 1;
  const end = whole.indexOf("\n", at);
  const place = {
    before: whole.slice(lineFrom, at),
    after: whole.slice(at, end < 0 ? whole.length : end),
    lineFrom,
  };
  const chunks = [...placed(whole), ...others.flatMap((other, i) => placed(other, i + 1))];
  return continuationsAt(place, chunks, isWord)[0]?.text ?? null;
}

const CASES: ReadonlyArray<readonly [string, string, string | null]> = [
  ["the rest of a word", "const computeTotal = 1;\ncomp|", "uteTotal"],
  ["a short start of a word says nothing", "computeTotal(x)\n\nlet y = co|", null],
  ["the rest of a line", "if (ready) return null;\n  x();\nif (ready) ret|", "urn null;"],
  ["what most places say", "a.push(1);\na.push(2);\na.push(3);\n  a.p|", "ush("],
  ["as far as they agree", "log(info, one);\nlog(info, two);\nlog(i|", "nfo,"],
  ["closing marks that are there are left out", "call(first, second);\ncall(fir|)", "st, second"],
  ["not inside a word", "computeTotal\ncomp|uter", null],
  ["not before other text", "let a = compute;\nlet a = |other", null],
  ["nothing new", "one two three\nfour|", null],
  ["not from its own line", "x\nx.call(y) x.|", null],
];

for (const [name, text, expected] of CASES) {
  test(`continuation: ${name}`, () => assert.equal(best(text), expected));
}

test("other documents are asked, the nearest first", () => {
  assert.equal(best("let x = con|", ["contextOf(a)\ncontextOf(b)\n"]), "textOf");
  assert.equal(best("configure(a)\nlet x = con|", ["contextOf(a)\n"]), "figure");
});

test("pieces are whole lines, together they are the text, an edit changes few of them", () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `line ${(i * 7919) % 1009} of text`);
  const before = cutText(lines.join("\n"));
  assert.equal(before.join(""), lines.join("\n"));
  assert.ok(before.length > 5);
  for (const piece of before.slice(0, -1)) assert.ok(piece.endsWith("\n") && piece.length < 9000);
  lines.splice(1500, 0, "something new");
  const after = new Set(cutText(lines.join("\n")));
  const changed = before.filter((piece) => !after.has(piece));
  assert.ok(changed.length <= 2, `${changed.length} pieces changed`);
});

test("the first word of a ghost", () => {
  const cases = [
    ["foo bar", "foo"],
    [" = load(x)", " ="],
    ["(name)", "("],
    ["\n  end", "\n  end"],
  ];
  for (const [text, word] of cases) assert.equal(firstWord(text!, isWord), word);
});
