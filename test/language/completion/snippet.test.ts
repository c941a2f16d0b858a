// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of snippets
/** Snippets: bodies, keys, and what comes of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { expandSnippet } from "../../../src/language/snippet/expansion.ts";
import { transformed } from "../../../src/language/snippet/transform.ts";
import { readSnippets } from "../../../src/language/snippet/user-snippets.ts";
import { randomSource } from "../../../src/tab/eval/random.ts";
import { desk } from "./desk.ts";

const VARIABLES: Readonly<Record<string, string>> = { TM_FILENAME: "my-file.ts", EMPTY: "" };

function expand(body: string, indent = "", unit = "\t") {
  const variable = (name: string): string | undefined => VARIABLES[name];
  return expandSnippet(body, { variable, indent, unit });
}

/** The text with its stops as `[1:text]`; those that only repeat as `<1:text>`. */
function drawn(body: string, indent?: string, unit?: string): string {
  const { text, places } = expand(body, indent, unit);
  const marks: { at: number; mark: string; rank: number }[] = [];
  for (const [i, { from, to, index, leads }] of places.entries()) {
    marks.push({
      at: from,
      mark: `${leads ? "[" : "<"}${index}:`,
      rank: from === to ? i + 1 : i + 1,
    });
    marks.push({ at: to, mark: leads ? "]" : ">", rank: from === to ? i + 1.5 : -i });
  }
  marks.sort((a, b) => a.at - b.at || a.rank - b.rank);
  let out = "";
  let at = 0;
  for (const mark of marks) {
    out += text.slice(at, mark.at) + mark.mark;
    at = mark.at;
  }
  return out + text.slice(at);
}

const BODIES: readonly (readonly [body: string, drawn: string])[] = [
  ["plain", "plain[0:]"],
  ["a $1 b ${2} c", "a [1:] b [2:] c[0:]"],
  ["${1:name}($2)$0;", "[1:name]([2:])[0:];"],
  ["${1:a ${2:b} c}", "[1:a [2:b] c][0:]"],
  ["$1 ${1:later} $1", "<1:later> [1:later] <1:later>[0:]"],
  ["${1|one,two\\,x,three|}", "[1:one][0:]"],
  ["\\$1 \\} \\\\ \\n", "$1 } \\ \\n[0:]"],
  ["$TM_FILENAME ${EMPTY:none} ${WHAT}", "my-file.ts none [1:WHAT][0:]"],
  ["${WHAT:x $1}", "x [1:][0:]"],
  ["${TM_FILENAME/(.*)\\.ts$/${1:/upcase}/}", "MY-FILE[0:]"],
  ["${TM_FILENAME/(.*)\\..*/${1:/pascalcase}/}", "MyFile[0:]"],
  ["${1:foo} ${1/(.)(.*)/${1:/upcase}$2/}", "[1:foo] <1:Foo>[0:]"],
  ["${1:open", "${1:open[0:]"],
  ["${1|no end", "${1|no end[0:]"],
  ["$ ${} ${-} $", "$ ${} ${-} $[0:]"],
  ["${TM_FILENAME/(/x/}", "my-file.ts[0:]"],
  ["${1:${1:self}}", "[1:]<1:>[0:]"],
];
for (const [body, wanted] of BODIES) {
  test(`the body ${body}`, () => assert.equal(drawn(body), wanted));
}

test("rows take the indent of the row that they are put into", () => {
  assert.equal(drawn("if ($1) {\n\t$0\n}", "    ", "  "), "if ([1:]) {\n      [0:]\n    }");
  assert.equal(drawn("\tx\ty", "", "  "), "  x\ty[0:]");
});

test("an expression that does not end changes nothing", () => {
  const transform = { pattern: "(a+)+$", flags: "", format: [] };
  const text = `${"a".repeat(60)}b`;
  assert.equal(transformed(text, transform), text);
});

test("groups that matched and did not", () => {
  const all = [
    ["${1:+yes}", "yes", ""],
    ["${1:?yes:no}", "yes", "no"],
    ["${1:-no}", "x", "no"],
    ["${1:no}", "x", "no"],
  ] as const;
  for (const [format, matched, not] of all) {
    assert.equal(expandWith(format, "xy"), matched, format);
    assert.equal(expandWith(format, "y"), not, format);
  }
});

function expandWith(format: string, value: string): string {
  const variable = (): string => value;
  return expandSnippet(`\${V/(x)?y/${format}/}`, { variable, indent: "", unit: "\t" }).text;
}

test("random bodies are read", () => {
  const pieces = [
    "$",
    "{",
    "}",
    "1",
    "2",
    ":",
    "|",
    ",",
    "/",
    "\\",
    "a",
    "TM_FILENAME",
    "\n",
    "\t",
  ];
  const random = randomSource(7);
  const next = (most: number): number => Math.floor(random() * most);
  for (let run = 0; run < 3000; run++) {
    const length = next(24);
    const body = Array.from({ length }, () => pieces[next(pieces.length)]).join("");
    const { text, places } = expand(body);
    for (const { from, to } of places) {
      assert.ok(0 <= from && from <= to && to <= text.length, JSON.stringify(body));
    }
  }
});

/** Typed over `|`: the snippet's prefix is `s`; CTRL-Y puts it in. */
const KEYS: readonly (readonly [body: string, keys: string, text: string])[] = [
  ["f($1, $2)$0", "a<Tab>b<Tab>;", "f(a, b);|"],
  ["f(${1:one}, ${2:two})", "<Tab>x", "f(one, x|)"],
  ["f(${1:one})", "x", "f(x|)"],
  ["f(${1:one})", "<BS>x", "f(x|)"],
  ["f(${1:one})", "<Left>x", "f(onx|e)"],
  ["<$1></$1>", "div<Tab>!", "<div></div>!|"],
  ["${1:name}: ${1:name}", "ab<BS>c", "ac|: ac"],
  ["$1 $1 $1", "a<Tab><S-Tab>", "a a a|"],
  ["${1:a} ${2:b}", "<Tab><S-Tab>x", "x| b"],
  ["${1:a ${2:b} c}", "<Tab>x<Tab>.", "a x c.|"],
  ["${1:foo} ${1/(.*)/${1:/upcase}/}", "bar", "bar| BAR"],
  ["$1($2)", "a<Esc>ib", "b|a()"],
  ["if {\n\t$0\n}", "x", "if {\n\tx|\n}"],
  ["${1|aa,bb,cc|}.", "<C-n><C-n><C-y>x", "bbx|."],
  ["${1|aa,bb|}.", "x", "x|."],
];
for (const [body, keys, wanted] of KEYS) {
  test(`${JSON.stringify(body)} and ${keys}`, async () => {
    const made = await desk({
      files: { "a.txt": "" },
      open: "a.txt",
      snippets: { "text.json": { one: { prefix: "sss", body } } },
    });
    made.type("is");
    await made.shows("sss");
    made.type(`<C-y>${keys}`);
    assert.equal(made.text(), wanted);
    assert.deepEqual(made.here.editor.bugs, []);
  });
}

test("one undo takes the snippet and what was typed; . repeats the text that came of it", async () => {
  const made = await desk({
    files: { "a.txt": "" },
    open: "a.txt",
    snippets: { "all.json": { one: { prefix: "each", body: ["for $1 {", "\t$1 $0", "}"] } } },
  });
  made.set("|");
  made.type("iea");
  await made.shows("each");
  made.type("<C-y>x<Tab>y<Esc>");
  assert.equal(made.text(), "for x {\n\tx |y\n}");
  assert.equal(made.here.editor.modal.lastInsert, "for x {\n\tx y\n}");
  made.type("u");
  assert.equal(made.text(), "|");
  made.type("<C-r>gg0.");
  assert.equal(made.doc.text.toString(), "for x {\n\tx y\n}for x {\n\tx y\n}");
});

test("a macro gets the text, and replays it without a menu", async () => {
  const made = await desk({
    files: { "a.txt": "" },
    open: "a.txt",
    snippets: { "all.json": { one: { prefix: "each", body: "for ${1:x} in" } } },
  });
  made.type("qqie");
  await made.shows("each");
  made.type("<C-n><C-y>;<Esc>q");
  assert.equal(made.text(), "for x in|;");
  made.type("o<Esc>@q");
  assert.equal(made.doc.text.toString(), "for x in;\nfor x in;");
});

test("a snippet in a snippet", async () => {
  const made = await desk({
    files: { "a.txt": "" },
    open: "a.txt",
    snippets: { "all.json": { one: { prefix: "call", body: "f(${1:a}, ${2:b})" } } },
  });
  made.type("ic");
  await made.shows("call");
  made.type("<C-y>c");
  await made.shows("call");
  made.type("<C-y>1<Tab>2<Tab><Tab>3<Tab>;");
  assert.equal(made.text(), "f(f(1, 2), 3);|");
});

test("snippet files: VS Code's forms", () => {
  const table = {
    a: { prefix: ["x", "y"], body: ["1", "2"], scope: "typescript,shellscript" },
    b: { body: "z" },
    c: { prefix: "n" },
    d: 3,
  };
  const found = readSnippets(table, "/s/my.code-snippets");
  assert.deepEqual(
    found.map(({ prefix, body, scope }) => [prefix, body, scope.join()]),
    [
      ["x", "1\n2", "typescript,sh"],
      ["y", "1\n2", "typescript,sh"],
      ["b", "z", ""],
    ],
  );
  assert.deepEqual(readSnippets({ b: { body: "z" } }, "/s/go.json")[0]!.scope, ["go"]);
  assert.throws(() => readSnippets([], "/s/go.json"));
});
