/** The parts that need no server, as tables. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { placeOfUse } from "../../../src/tab/server/declaration.ts";
import { isImport } from "../../../src/tab/server/import-statement.ts";
import { renamedTokens } from "../../../src/tab/server/token-change.ts";
import { withoutImport } from "../../../src/tab/server/unused-import.ts";
import { changeOf, type RecordedEdit } from "../../../src/text/prediction.ts";
import { textOf } from "../../../src/text/text.ts";
import { closeStages, edit, stage } from "./stage.ts";

after(closeStages);

/** The line with the removal of what is between `‹` and `›`. */
function removed(marked: string): string | null {
  const from = marked.indexOf("‹");
  const to = marked.indexOf("›") - 1;
  const text = textOf(marked.replace(/[‹›]/g, ""));
  const hunk = withoutImport(text, from, to);
  return hunk && changeOf([hunk], text.length).apply(text).toString();
}

test("names are taken out of imports", () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ["import ‹os›\nx", "x"],
    ["x\nimport ‹os›", "x"],
    ["import ‹os›, sys\nx", "import sys\nx"],
    ["import sys, ‹os›\nx", "import sys\nx"],
    ["from a import ‹b›\nx", "x"],
    ["from a import ‹b› as c, d\nx", "from a import d\nx"],
    ["from a import b as ‹c›, d\nx", "from a import d\nx"],
    ["from a import d, b as ‹c›\nx", "from a import d\nx"],
    ['import { ‹a› } from "x";\ny', "y"],
    ['import { ‹a›, b } from "x";\ny', 'import { b } from "x";\ny'],
    ['import { a, type ‹b› } from "x";\ny', 'import { a } from "x";\ny'],
    ['‹import { a } from "x";›\ny', "y"],
    ["use a::‹B›;\nx", "x"],
    ["use a::{B, ‹C›};\nx", "use a::{B};\nx"],
    ["f(‹a›)\nx", null],
  ];
  for (const [marked, wanted] of cases) assert.equal(removed(marked), wanted, marked);
});

test("what is an import", () => {
  const yes = [
    "import os",
    "from a import b",
    'import { a } from "b";',
    "import {\n  a,\n  b‸,\n} from 'c';",
    "from a import (\n  b,\n  c‸,\n)",
    'import (\n\t"fmt"\n\t"os"‸\n)',
    "use std::io;",
    "pub(crate) use a::b;",
    "#include <a.h>",
    'const a = require("a");',
  ];
  const no = ["x = 1", "f(\n  a,‸\n)", "important()", "user = 1", "const a = f();"];
  const at = (marked: string): boolean => {
    const pos = Math.max(0, marked.indexOf("‸"));
    return isImport(textOf(marked.replace("‸", "")), pos);
  };
  for (const each of yes) assert.equal(at(each), true, each);
  for (const each of no) assert.equal(at(each), false, each);
});

test("where the edit of a call belongs", () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ["f(a, b)", 0, "f(|a, b)"],
    ["f(a, b)", 1, "f(a, |b)"],
    ["f(a, b)", 2, "f(a, b|)"],
    ["f()", 0, "f(|)"],
    ["f()", 1, "f(|)"],
    ["f(g(1, 2), [3, 4], ')')", 2, "f(g(1, 2), [3, 4], |')')"],
    ["f<T>(a)", 1, "f<T>(a|)"],
    ["f;", 0, "f|;"],
    ["f(a)", -1, "f|(a)"],
    ["f(a", 3, "f(|a"],
  ];
  for (const [line, parameter, wanted] of cases) {
    const pos = placeOfUse(textOf(line), { from: 0, to: 1 }, parameter);
    assert.equal(`${line.slice(0, pos)}|${line.slice(pos)}`, wanted);
  }
});

test("names that an edit has turned into others", () => {
  const isWord = (code: number): boolean => /\w/.test(String.fromCharCode(code));
  const cases: readonly (readonly [string, string, readonly [number, number, string], string])[] = [
    ["let a = userId;", "let a = accountId;", [8, 14, "accountId"], "userId→accountId"],
    ["let a = userId;", "let a = userName;", [12, 14, "Name"], "userId→userName"],
    ["let a = userId;", "let a = theuserId;", [8, 8, "the"], "userId→theuserId"],
    ["let a = userId;", "let a = userId();", [14, 14, "()"], ""],
    ["let a = userId;", "let a = 1;", [8, 14, "1"], ""],
    ["let a b", "let ab", [5, 6, ""], ""],
  ];
  for (const [before, after, [from, to, insert], wanted] of cases) {
    const text = textOf(before);
    const changes = changeOf([{ from, to, insert }], text.length);
    assert.equal(changes.apply(text).toString(), after);
    const last = { from, to: from + insert.length };
    const made = { before: text, after: textOf(after), changes, last } as RecordedEdit;
    const found = renamedTokens(made, isWord).map(({ old, name }) => `${old}→${name}`);
    assert.equal(found.join(), wanted, after);
  }
});

const PYTHON = `total = 0


def add(total, n):
    # total of all
    return total + n, "total"


class Sum:
    total = 1

    def get(self):
        return self.total


print(total)
`;

test("scopes: the function that binds a name, else the file; members are no variables", async () => {
  const here = stage({ files: { "a.py": PYTHON }, trusted: false });
  const renamed = async (at: string, keys: string): Promise<string[]> => {
    here.open("a.py");
    await edit(here, at, keys);
    const answers = await here.last("server-rename");
    const shown = answers.map(here.shown);
    here.keys("u");
    return shown;
  };
  assert.deepEqual(await renamed("total, n", "cwsum<Esc>"), ["a.py:6:11 total→sum"]);
  assert.deepEqual(await renamed("total = 0", "cwsum<Esc>"), [
    "a.py:10:4 total→sum",
    "a.py:16:6 total→sum",
  ]);
  assert.deepEqual(await renamed("total\n\n\nprint", "cwsum<Esc>"), []);
});
