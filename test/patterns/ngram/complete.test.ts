import assert from "node:assert/strict";
import { test } from "node:test";
import { renamed } from "../../../src/patterns/ngram/alignment.ts";
import {
  type Completion,
  CUT,
  type CutRule,
  complete,
  typedLength,
  worthOf,
} from "../../../src/patterns/ngram/complete.ts";
import { Corpus } from "../../../src/patterns/ngram/corpus.ts";
import { Votes } from "../../../src/patterns/ngram/vote.ts";
import {
  learnedWeights,
  plainWeights,
  readWeights,
  writeWeights,
} from "../../../src/patterns/ngram/weights.ts";

/** The completions where `|` stands in a text. */
function at(
  text: string,
  others: readonly string[] = [],
  rule: CutRule = CUT,
  offered: readonly string[] = [],
  most = 8,
): Completion[] {
  const corpus = new Corpus(10);
  for (const [i, other] of others.entries()) corpus.add(10 + i, `b${i}.ts`, other.split("\n"));
  const [head, tail] = text.split("|") as [string, string];
  const before = head.split("\n");
  corpus.add(1, "a.ts", (head + tail).split("\n"));
  const cursor = {
    document: 1,
    row: before.length - 1,
    before: before[before.length - 1]!,
    after: tail.split("\n")[0]!,
  };
  return complete(corpus, new Votes(corpus, learnedWeights()), cursor, rule, offered, most);
}

const TESTS = [
  "it('adds', () => {",
  "  const made = new Adder();",
  "  assert.equal(made.run(), 1);",
  "});",
  "",
  "it('subs', () => {",
  "  const made = new Suber();",
].join("\n");

const CASES: ReadonlyArray<readonly [string, string, RegExp | null, string?]> = [
  ["the rest of a word", "const computeTotal = 1;\ncomp|", /^uteTotal/],
  ["the rest of a word in another file", "let x = conf|", /^igure/, "configure(a)\nconfigure(b)\n"],
  ["what most places say", "a.push(1);\na.push(2);\na.push(3);\n  a.p|", /^ush\(/],
  ["as far as they agree", "log(info, one);\nlog(info, two);\nlog(i|", /^nfo,$/],
  [
    "the other name of a like line",
    "case A:\n  return a;\ncase B:\n  return b;\ncase C:\n  return |",
    /^c/,
  ],
  ["its name in the case of the place", "  x.setFoo(foo);\n  x.setBar(bar);\n  x.setBaz(|", /^baz/],
  [
    "the name of this loop",
    "for (const x of xs) {\n  use(x);\n}\nfor (const y of ys) {\n  use(|",
    /^y/,
  ],
  [
    "a bracket that is open",
    "function a() {\n  return 1;\n}\n\nfunction b() {\n  return 2;\n|",
    /^\}/,
  ],
  ["several lines, closed as the ones above", `${TESTS}\n  |`, /^assert\.equal\(made\.run\(\)/],
  [
    "a bracket behind the cursor is not put in again",
    "call(first, second);\ncall(fir|)",
    /^st[^)]*$/,
  ],
  ["nor a quote", "load('first');\nload('first');\nload('fir|')", /^st$/],
  ["not inside a word", "computeTotal\ncomp|uter", null],
  ["nothing before text of an empty line", "let a = compute;\n|other", null],
  ["nothing known", "one two three\nfour|", null],
];

for (const [name, text, expected, other] of CASES) {
  test(`complete: ${name}`, () => {
    const best = at(text, other === undefined ? [] : [other])[0]?.text ?? null;
    if (expected === null) assert.equal(best, null);
    else assert.match(best ?? "", expected);
  });
}

test("a typed word is not cut short by what its start says", () => {
  const text = "contextOf(a)\ncontextOf(b)\nlet x = contextOf|";
  for (const { text: insert } of at(text)) assert.ok(!/^\w/.test(insert), insert);
});

test("alternatives begin in different ways, the likeliest is first", () => {
  const text = "show(alpha);\nshow(beta);\nshow(gamma);\nshow(alpha);\nshow(|";
  const found = at(text);
  assert.ok(found.length >= 3);
  assert.ok(found.length <= 8);
  const starts = found.map((one) => one.text[0]);
  assert.equal(new Set(starts).size, starts.length);
});

test("the lines that speak for it are told", () => {
  const [best] = at("first(one, two);\n\nsecond();\nfirst(on|");
  assert.deepEqual(best?.from, { document: 1, row: 0 });
});

test("a new name goes on with a part of known ones", () => {
  const text = "const teamMembers = listMembers();\nconst x = getMem|";
  const eager = { ...CUT, least: 0.1 };
  assert.ok(at(text, [], eager).some((one) => one.text === "bers"));
  const loud = "const MAX_SESSIONS = 1;\nconst OTHER_SESS|";
  assert.ok(at(loud, [], eager).some((one) => one.text === "IONS"));
});

test("names of a language server are candidates", () => {
  assert.deepEqual(at("let x = thing.re|"), []);
  const offered = ["replaceAll", "repeat"];
  const texts = at("let x = thing.re|", [], CUT, offered).map(({ text }) => text);
  assert.ok(texts.includes("placeAll") && texts.includes("peat"));
});

/** Whether a text closes nothing that it did not open, but what was open before it. */
function closesOnly(open: string, text: string, after: string): boolean {
  const stack = [...open];
  const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
  for (const char of text + after) {
    if ("([{".includes(char)) stack.push(char);
    else if (pairs[char] !== undefined && stack.pop() !== pairs[char]) return false;
  }
  return true;
}

test("what is put in keeps the brackets that follow the cursor in balance", () => {
  const lines = "f(a, g(b));\nf(a, g(c));\nf([a, b], g(d));\nx = [f(a), g(b)];\n";
  for (const line of lines.trim().split("\n")) {
    for (let cut = 1; cut < line.length; cut++) {
      const head = line.slice(0, cut);
      const open: string[] = [];
      for (const char of head) {
        if ("([{".includes(char)) open.push(char);
        else if (")]}".includes(char)) open.pop();
      }
      const after = [...open]
        .reverse()
        .map((char) => ({ "(": ")", "[": "]", "{": "}" })[char])
        .join("");
      if (after === "") continue;
      for (const { text } of at(`${lines}${lines}${head}|${after}`)) {
        assert.ok(closesOnly(open.join(""), text, after), `${head}|${after}: ${text}`);
      }
    }
  }
});

test("indents of lines are no keys", () => {
  assert.equal(typedLength("a\n    b\n\n\tc"), 6);
  assert.equal(typedLength("  a"), 3);
});

test("the cut saves most keys: a sure word before an unsure line", () => {
  const rule = { ...CUT, caution: 1, precision: 0.6 };
  assert.ok(worthOf(0.9, 8, rule) > worthOf(0.4, 16, rule));
  assert.ok(worthOf(0.8, 16, rule) > worthOf(0.9, 8, rule));
  assert.ok(worthOf(0.9, 1, rule) < 0);
  const text = "const first = load(name, size);\nuse(first);\nconst first|";
  const bold = at(text, [], { caution: 0, precision: 0, least: 0.05 }, [], 1)[0]!;
  const careful = at(text, [], { caution: 4, precision: 0.9, least: 0.05 }, [], 1)[0]!;
  assert.ok(bold.text.startsWith(careful.text), `${bold.text} / ${careful.text}`);
  assert.ok(bold.text.length > careful.text.length);
  assert.ok(bold.probability < careful.probability);
});

const NAMES: ReadonlyArray<readonly [string, string, string, string | null]> = [
  ["setFoo", "Foo", "Bar", "setBar"],
  ["foo", "setFoo", "setBar", "bar"],
  ["FOO", "Foo", "Bar", "BAR"],
  ["foo_count", "foo", "bar", "bar_count"],
  ["other", "Foo", "Bar", null],
  ["getUserName", "getUser", "getTeam", "getTeamName"],
];

for (const [text, from, to, made] of NAMES) {
  test(`${text} where ${from} is ${to}`, () =>
    assert.equal(renamed(text, from, to)?.text ?? null, made));
}

test("weights are kept as text", () => {
  const weights = plainWeights();
  weights[3] = -1.235;
  const read = readWeights(writeWeights(weights));
  for (const [i, weight] of weights.entries()) assert.ok(Math.abs(read[i]! - weight) < 0.01);
  assert.notDeepEqual(learnedWeights(), weights);
});
