import assert from "node:assert/strict";
import { test } from "node:test";
import {
  argumentsAround,
  argumentsAt,
  isOptional,
  listChange,
  parameterName,
} from "../../../src/patterns/names/argument-list.ts";

/** `|` marks the offset. */
const LISTS: readonly [text: string, ...list: string[]][] = [
  ["f|(a, b)", "f", "a", "b"],
  ["f|()", "f"],
  ["f|(g(a, b), [c, d], { e: 1 })", "f", "g(a, b)", "[c, d]", "{ e: 1 }"],
  ["f|(\", (\", 'it')", "f", '", ("', "'it'"],
  ["f|(\n  a,\n  b,\n)", "f", "a", "b"],
  ["f|<T>(a)", "f", "a"],
  ["f|::<T>(a)", "f", "a"],
  ["fn f|(x: &'a str, y: u8)", "f", "x: &'a str", "y: u8"],
];

test("the list behind a name", () => {
  for (const [marked, ...expected] of LISTS) {
    const at = marked.indexOf("|");
    const found = argumentsAt(marked.replace("|", ""), at);
    assert.deepEqual([found?.name, ...(found?.list.map(({ text }) => text) ?? [])], expected);
  }
  assert.equal(argumentsAt("f = 1", 1), null);
  assert.equal(argumentsAt("f(a", 1), null);
});

test("the list around a place", () => {
  for (const marked of ["f(a, |b)", "f([a], |b)", "f(|a, b)", "f(a,\n  |b)"]) {
    const at = marked.indexOf("|");
    assert.equal(argumentsAround(marked.replace("|", ""), at)?.name, "f", marked);
  }
  for (const marked of ["f(a) |", "f([|a])", "{ |a }"]) {
    const at = marked.indexOf("|");
    assert.equal(argumentsAround(marked.replace("|", ""), at), null, marked);
  }
});

test("one more or one less", () => {
  const list = (text: string) => argumentsAt(`f(${text})`, 1)!.list;
  const change = (before: string, after: string) => {
    const found = listChange(list(before), list(after));
    return found && [found.kind, found.index, found.argument.text];
  };
  assert.deepEqual(change("a, b", "a, c, b"), ["added", 1, "c"]);
  assert.deepEqual(change("", "a"), ["added", 0, "a"]);
  assert.deepEqual(change("a, b, c", "a, b"), ["removed", 2, "c"]);
  assert.equal(change("a, b", "b, a"), null);
  assert.equal(change("a, b", "a, c, d"), null);
});

test("the names of parameters", () => {
  const names: readonly [string, string | null][] = [
    ["a", "a"],
    ["a: T = 1", "a"],
    ["a?: T", "a"],
    ["mut a: T", "a"],
    ["a *T", "a"],
    ["private readonly a: T", "a"],
    ["**kwargs", "kwargs"],
    ["...rest: T[]", "rest"],
    ["{ a, b }: T", null],
  ];
  for (const [parameter, name] of names) assert.equal(parameterName(parameter), name, parameter);
  for (const optional of ["a=None", "a?: T", "*args"]) assert.ok(isOptional(optional), optional);
  assert.ok(!isOptional("a: T"));
});
