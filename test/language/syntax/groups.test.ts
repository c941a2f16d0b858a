/** Every group that a query or a rule gives has a look in every theme that comes with hunch. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseTheme } from "../../../src/config/theme.ts";
import { GRAMMARS, groupOf } from "../../../src/language/syntax/grammars.ts";
import { querySource } from "../../../src/language/syntax/query-source.ts";

const THEMES = new URL("../../../themes/", import.meta.url);
const RULES = new URL("../../../src/language/syntax/line-rules.ts", import.meta.url);

function groups(): Set<string> {
  const found = new Set<string>();
  for (const language of Object.keys(GRAMMARS)) {
    const source = querySource(language, "highlights").replace(/"(?:[^"\\]|\\.)*"|;.*/g, "");
    for (const [, capture] of source.matchAll(/@([\w.-]+)/g)) {
      const group = groupOf(capture!);
      if (group !== null && group !== "") found.add(group);
    }
  }
  for (const [, name] of readFileSync(RULES, "utf8").matchAll(/\(\?<([a-z_]+)\d*>/g)) {
    if (name !== "rest") found.add(name!.replaceAll("_", "."));
  }
  for (const [, name] of readFileSync(RULES, "utf8").matchAll(/group: "([\w.]+)"/g)) {
    found.add(name!);
  }
  return found;
}

test("no group falls through to plain text", () => {
  const all = groups();
  assert.ok(all.size > 60, `${all.size} groups`);
  for (const file of readdirSync(THEMES)) {
    const theme = parseTheme(readFileSync(new URL(file, THEMES), "utf8"), file);
    const plain = [...all].filter((group) => {
      for (let name = group; ; name = name.slice(0, name.lastIndexOf("."))) {
        if (theme.groups[name] !== undefined) return false;
        if (!name.includes(".")) return true;
      }
    });
    assert.deepEqual(plain, [], file);
  }
});
