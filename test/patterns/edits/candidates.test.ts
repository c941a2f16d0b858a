import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, candidatesOf, episode, type Step } from "./episode.ts";

interface Case {
  readonly name: string;
  readonly search: string;
  readonly files: readonly string[];
  readonly steps: readonly Step[];
  /** Lines that the first candidates lead to, in their order; null: there is none. */
  readonly lines: readonly (string | null)[];
  /** The file of the candidates; absent: the first. */
  readonly file?: number;
  /** Somewhere among the candidates, not in front. */
  readonly anywhere?: boolean;
}

const CASES: readonly Case[] = [
  {
    name: "a word is changed as a whole, after the place first",
    search: "repeat",
    files: ["old()\nlet old\nolder, bold\nold()\n"],
    steps: [{ old: "old", next: "young", nth: 1 }],
    lines: ["young()"],
  },
  {
    name: "a changed part of a word stands for the word",
    search: "repeat",
    files: ["userId = 1\nuserId\nmyId\nuserIdx\n"],
    steps: [{ old: "Id", next: "Name" }],
    lines: ["userName", null],
  },
  {
    name: "what was done already is left out",
    search: "repeat",
    files: ["x = 1\nthis.x = 2\nx = 3\n"],
    steps: [{ old: "x", next: "this.x" }],
    lines: ["this.x = 3", null],
  },
  {
    name: "a mark needs its neighbours",
    search: "repeat",
    files: ["f(a, b)\nf(a, b)\ng(c, d)\n"],
    steps: [{ old: ",", next: ";" }],
    lines: ["f(a; b)", null],
  },
  {
    name: "blanks are replaced only where they are",
    search: "repeat",
    files: ["a\nf(a  b)\nx + f(a  b)\nf(a bc)\nf(a"],
    steps: [{ old: "  ", next: "-" }],
    lines: ["x + f(a-b)", null],
  },
  {
    name: "text put in before a word",
    search: "repeat",
    files: ["load(a)\nload(b)\nawait load(c)\npreload(d)\n"],
    steps: [{ old: "|load(a)", next: "await " }],
    lines: ["await load(b)", null],
  },
  {
    name: "two examples leave open what they disagree about",
    search: "repeat",
    files: ["let a = f(1)\nlet b = g[0]\nlet c = x\nlet d = y;\n"],
    steps: [
      { old: "f(1)|", next: ";" },
      { old: "g[0]|", next: ";" },
    ],
    lines: ["let c = x;"],
  },
  {
    name: "a deleted word",
    search: "repeat",
    files: ["very big house\na big house\n"],
    steps: [{ old: "big ", next: "" }],
    lines: ["a house", null],
  },
  {
    name: "an earlier edit, too, not only the last",
    search: "repeat",
    files: ["assert.equal(a, b);\nlet tmp = 1;\nassert.equal(c, d);\n"],
    steps: [
      { old: "equal", next: "strictEqual" },
      { old: "tmp", next: "temporary" },
    ],
    lines: ["assert.strictEqual(c, d);"],
  },
  {
    name: "a name within a larger edit is a rule of its own",
    search: "repeat",
    files: ["send(userId, token)\nlog(userId)\n"],
    steps: [{ old: "send(userId, token)", next: "post(accountId, token)" }],
    lines: ["log(accountId)"],
  },
  {
    name: "in another file",
    search: "repeat",
    files: ["total = 1\n", "import { total } from 'a'\n"],
    steps: [{ old: "total", next: "sum" }],
    lines: ["import { sum } from 'a'"],
    file: 1,
  },
  {
    name: "all places of one line together",
    search: "repeat",
    files: ["var a = old\nuse(old, b, old)\n"],
    steps: [{ old: "old", next: "young" }],
    lines: ["use(young, b, young)"],
    anywhere: true,
  },
  {
    name: "an item put in before the next or behind the last one is the same edit",
    search: "repeat",
    files: ['run("-r", x)\nrun("docs", y)\n'],
    steps: [{ old: '("|-r"', next: '--new", "' }],
    lines: ['run("--new", "docs", y)'],
  },
  {
    name: "a line of like shape keeps its own names",
    search: "parallel",
    files: ["const a = read(first);\nconst b = read(second);\nconst c = other(third);\n"],
    steps: [{ old: "read(first)", next: "parse(first, true)" }],
    lines: ["const b = parse(second, true);"],
  },
  {
    name: "what is put in is called as the line's own names are",
    search: "parallel",
    files: ["setUser(user);\nsetPost(post);\nsetTag(tag);\n"],
    steps: [{ old: "setUser(user|)", next: ", userOptions" }],
    lines: ["setPost(post, postOptions);"],
  },
  {
    name: "edits made together on one line go on together",
    search: "parallel",
    files: ["app.del = app.delete;\napp.opt = app.option;\n"],
    steps: [
      { old: "= |app.delete", next: "deprecate(" },
      { old: "app.delete|;", next: ", 'gone')" },
    ],
    lines: ["app.opt = deprecate(app.option, 'gone');"],
    anywhere: true,
  },
  {
    name: "a number behind the old name stays behind the new one",
    search: "parallel",
    files: ["expect(listener).toBe(1)\nexpect(listener2).toBe(1)\n"],
    steps: [{ old: "listener", next: "spy" }],
    lines: ["expect(spy2).toBe(1)"],
  },
  {
    name: "a line put in beside a like line, indented as that one is",
    search: "parallel",
    files: ["a:\n  select: build(query),\n  end\nb:\n    select: build(mutation),\n    end\n"],
    steps: [{ old: "|  select: build(query)", next: "  name: endpoint,\n" }],
    lines: ["    name: endpoint,"],
  },
  {
    name: "a like line is deleted",
    search: "parallel",
    files: ["debug(one);\nuse(one);\ndebug(two);\nuse(two);\n"],
    steps: [{ old: "debug(one);\n", next: "" }],
    lines: ["use(one);\nuse(two);\n"],
  },
  {
    name: "what a new line holds moves in",
    search: "reindent",
    files: ["def f():\n    a()\n    b()\n\nf()\n"],
    steps: [{ old: "|    a()", next: "    with lock:\n" }],
    lines: ["    with lock:\n        a()\n        b()\n\nf()"],
    anywhere: true,
  },
  {
    name: "what a deleted line held moves out, with its closing line",
    search: "reindent",
    files: ["f {\n  if (x) {\n    a();\n    b();\n  }\n  c();\n}\n"],
    steps: [{ old: "  if (x) {\n", next: "" }],
    lines: ["f {\n  a();\n  b();\n  c();\n}"],
    anywhere: true,
  },
  {
    name: "an opened block is closed behind what moves",
    search: "reindent",
    files: ["f {\n  a();\n}\nf {\n  b();\n}\n"],
    steps: [{ old: "|  a()", next: "  if (x) {\n" }],
    lines: ["f {\n  if (x) {\n    a();\n  }\n}"],
    anywhere: true,
  },
  {
    name: "what was put in beside a name goes beside it elsewhere",
    search: "sibling",
    files: ["  maxDepth: number;\n", "  this.maxDepth = 1;\n  end();\n"],
    steps: [{ old: "  maxDepth: number;\n|", next: "  minDepth: number;\n" }],
    lines: ["  this.maxDepth = 1;\n  this.minDepth = 1;"],
    file: 1,
  },
  {
    name: "into a list on one line, too",
    search: "sibling",
    files: ["  maxDepth: number;\n", "use(maxDepth, other);\n"],
    steps: [{ old: "  maxDepth: number;\n|", next: "  minDepth: number;\n" }],
    lines: ["use(maxDepth, minDepth, other);"],
    file: 1,
    anywhere: true,
  },
  {
    name: "what was opened is closed behind the expression",
    search: "balance",
    files: ["x = app.get('a, b');\ny = (1);\n"],
    steps: [{ old: "= |app", next: "wrap(" }],
    lines: ["x = wrap(app.get('a, b'));"],
    anywhere: true,
  },
  {
    name: "what is not opened any more goes",
    search: "balance",
    files: ["x = wrap(app.get(a));\ny = (1);\n"],
    steps: [{ old: "wrap(", next: "" }],
    lines: ["x = app.get(a);", null],
  },
  {
    name: "nothing is closed that was closed already",
    search: "balance",
    files: ["x = app;\n"],
    steps: [
      { old: "app|", next: ")" },
      { old: "|app", next: "(" },
    ],
    lines: [null],
  },
];

for (const { name, search, files, steps, lines, file = 0, anywhere } of CASES) {
  test(`${search}: ${name}`, () => {
    const made = episode(files, steps);
    const results = candidatesOf(search, made.snapshot)
      .filter((candidate) => candidate.doc === file + 1)
      .map((candidate) => applied(candidate, made.texts));
    const unique = [...new Set(results)];
    lines.forEach((line, i) => {
      if (line === null) {
        assert.deepEqual(unique.slice(i), []);
        return;
      }
      const found = anywhere ? unique : unique.slice(i, i + 1);
      const hit = found.some((text) => text.includes(line) && !files[file]!.includes(line));
      assert.ok(hit, `${JSON.stringify(line)} is not in ${JSON.stringify(found)}`);
    });
  });
}

test("nothing is repeated of blanks, of nothing, of texts that are too long", () => {
  for (const [old, next] of [
    ["a b", "a  b"],
    ["long", "long ".repeat(200)],
  ] as const) {
    const made = episode(["a b\nlong\na b\nlong\n"], [{ old, next }]);
    assert.deepEqual(candidatesOf("repeat", made.snapshot), []);
  }
});

test("surrogate pairs are never split", () => {
  const made = episode(["say 😀 and 😀\nwith 😀\n"], [{ old: "😀", next: "😁" }]);
  const found = candidatesOf("repeat", made.snapshot);
  assert.ok(found.length > 0);
  for (const candidate of found)
    assert.ok(!/�|[\ud800-\udbff](?![\udc00-\udfff])/.test(applied(candidate, made.texts)));
});

test("a reason names the change and how often it was made", () => {
  const text = "equal(a)\nequal(b)\nequal(c)\n";
  const step = { old: "equal", next: "strictEqual" };
  const once = candidatesOf("repeat", episode([text], [step]).snapshot);
  assert.equal(once[0]?.reason, 'you changed "equal" to "strictEqual" once');
  const steps = [step, { old: "\nequal", next: "\nstrictEqual" }];
  const twice = candidatesOf("repeat", episode([text], steps).snapshot);
  assert.equal(twice[0]?.reason, 'you changed "equal" to "strictEqual" twice');
});

test("places of one change are a group", () => {
  const made = episode(["one\none\none\n"], [{ old: "one", next: "two" }]);
  const groups = new Set(candidatesOf("repeat", made.snapshot).map(({ group }) => group));
  assert.equal(groups.size, 1);
  assert.ok([...groups][0]);
});
