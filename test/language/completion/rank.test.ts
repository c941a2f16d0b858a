/** Which items fit, in which order, and where words and paths come from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CompletionItem, plainItem } from "../../../src/language/completion/item.ts";
import { pathBefore } from "../../../src/language/completion/paths.ts";
import { compare, merged, Query, rank } from "../../../src/language/completion/rank.ts";
import { wordsOf } from "../../../src/language/completion/words.ts";
import { randomSource } from "../../../src/tab/eval/random.ts";

function ranked(items: readonly CompletionItem[], typed: string): string[] {
  const query = new Query(typed);
  return rank(items, () => query).map(({ item }) => item.label);
}

const lsp = (label: string, more: Partial<CompletionItem> = {}) => plainItem("lsp", label, more);

const ORDERS: readonly (readonly [typed: string, given: readonly CompletionItem[], string])[] = [
  ["con", [lsp("icon"), lsp("console"), lsp("const")], "console const"],
  ["gN", [lsp("getnumber"), lsp("getName"), lsp("GN")], "GN getName getnumber"],
  ["nm", [lsp("node_modules"), lsp("column")], "node_modules"],
  ["", [lsp("b", { sort: "1" }), lsp("a", { sort: "2" })], "b a"],
  ["", [lsp("b"), lsp("a"), lsp("z", { preselect: true })], "z a b"],
  ["a", [lsp("aa", { deprecated: true }), lsp("aab")], "aab aa"],
  ["a", [plainItem("buffer", "aa"), lsp("aaa")], "aaa aa"],
  ["a", [lsp("aa", { sort: "2" }), lsp("aaa", { sort: "1" })], "aaa aa"],
  ["ed", [lsp("edit", { sort: "16" }), lsp("Editor", { sort: "11" })], "Editor edit"],
  ["x", [lsp("é"), lsp("y")], ""],
];
for (const [typed, items, wanted] of ORDERS) {
  test(`typed ${typed}: ${wanted}`, () => {
    assert.equal(ranked(items, typed).join(" "), wanted);
    assert.equal(ranked([...items].reverse(), typed).join(" "), wanted);
  });
}

test("the order is total, whatever order items come in; more letters only leave items out", () => {
  const random = randomSource(3);
  const next = (most: number): number => Math.floor(random() * most);
  for (let run = 0; run < 200; run++) {
    const items = Array.from({ length: 30 }, (_, i) => {
      const label = Array.from({ length: 1 + next(6) }, () => "abAB_1"[next(6)]).join("");
      const source = (["lsp", "buffer", "path", "snippet"] as const)[next(4)]!;
      return plainItem(source, label, { sort: String(next(3)), detail: String(i) });
    });
    const query = new Query("ab".slice(0, next(3)));
    const first = rank(items, () => query);
    const again = rank(
      [...items].sort(() => next(3) - 1),
      () => query,
    );
    assert.deepEqual(again, first);
    for (let i = 1; i < first.length; i++) assert.ok(compare(first[i - 1]!, first[i]!) < 0);
    const longer = new Query(`${query.text}b`);
    const kept = new Set(first.map(({ item }) => item));
    for (const { item } of rank(items, () => longer)) assert.ok(kept.has(item));
  }
});

test("what a server knows counts, what others have of the same text does not", () => {
  const all = merged([
    [plainItem("buffer", "name"), plainItem("buffer", "other")],
    [lsp("name", { detail: "a" }), lsp("name", { detail: "b" }), lsp("name", { detail: "b" })],
    [plainItem("snippet", "name", { insert: "name($1)", snippet: true })],
  ]);
  assert.deepEqual(
    all.map(({ source, label, detail }) => `${source} ${label} ${detail}`.trim()),
    ["lsp name a", "lsp name b", "snippet name", "buffer other"],
  );
});

test("words are keywords of three letters and more, not numbers", () => {
  const isKeyword = (code: number) => /[\w$é]/.test(String.fromCodePoint(code));
  assert.deepEqual(wordsOf("foo.bar(x1y, 123abc) $el été ab foo", isKeyword), [
    "foo",
    "bar",
    "x1y",
    "$el",
    "été",
  ]);
});

const PATHS: readonly (readonly [line: string, folder: string | null, name?: string])[] = [
  ["./", "./", ""],
  ["see ../src/ma", "../src/", "ma"],
  ["~/.con", "~/", ".con"],
  ['import "./a/b', "./a/", "b"],
  ['"src/x', "src/", "x"],
  ['"/et', "/", "et"],
  ["cat /etc/pa", "/etc/", "pa"],
  ["a / b", null],
  ["a /b", null],
  ["// comment", null],
  ["//", null],
  ["https://x/y", null],
  ["</div", null],
  ["a.b", null],
];
for (const [line, folder, name] of PATHS) {
  test(`the path before the cursor: ${line}`, () => {
    assert.deepEqual(pathBefore(line), folder === null ? null : { folder, name });
  });
}
