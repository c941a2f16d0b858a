/**
 * What Tab means: the table of docs/predictions.md, which says a condition and a command in each row,
 * the first row that holds counting, is what the keymap does in every combination of the conditions.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { defaultKeymapData } from "../../../src/app/keys.ts";
import { keymapsOf } from "../../../src/config/keymap-data.ts";
import { compileWhen, type FactName, whenEvaluator } from "../../../src/modal/when.ts";

const PAGE = new URL("../../../docs/predictions.md", import.meta.url);

interface Row {
  readonly when: string;
  readonly command: string;
}

/** The rows of the table whose first head says what holds. */
function rowsOf(page: string): Row[] {
  const table = /^\| what holds .*\n\| ---.*\n((?:\|.*\n)+)/m.exec(page);
  assert.ok(table, "docs/predictions.md has the table");
  return table[1]!
    .trim()
    .split("\n")
    .map((line) => {
      const cells = line.replaceAll("\\|", "\u0000").split("|");
      const code = (cell: string) => /`([^`]+)`/.exec(cell)?.[1]?.replaceAll("\u0000", "|") ?? "";
      return { when: code(cells[1]!), command: code(cells[3]!) };
    });
}

const rows = rowsOf(readFileSync(PAGE, "utf8"));
const keymaps = keymapsOf(defaultKeymapData());

/** What the keymap binds Tab to; in normal mode a key that is no command of it may be a motion. */
function bound(facts: ReadonlySet<string>): string | null {
  const holds = whenEvaluator((name: FactName) => facts.has(name));
  const sections = facts.has("insert") ? ["insert"] : ["normal", "motion"];
  for (const section of sections) {
    const action = keymaps[section]!.lookup(["<Tab>"], holds).mapping?.action;
    if (action?.type === "command") return action.name;
  }
  return null;
}

test("the table has rows for both modes, and ends with one that always holds", () => {
  assert.ok(rows.length >= 8);
  assert.deepEqual(rows.slice(-1), [{ when: "normal", command: "jump.forward" }]);
});

/** What may hold beside the mode; `armed` means that a prediction is shown. */
const FACTS = {
  insert: [
    "menuSelected",
    "menu",
    "completion",
    "armed",
    "early",
    "ghost",
    "jump",
    "repeat",
    "leadingBlank",
    "snippet",
  ],
  normal: ["armed", "early", "tabAccepts", "jump", "repeat", "ghost"],
} as const;

for (const [mode, names] of Object.entries(FACTS)) {
  test(`Tab in ${mode} mode is what the table says, whatever holds`, () => {
    for (let bits = 0; bits < 2 ** names.length; bits++) {
      const facts = new Set<string>([mode, ...names.filter((_, at) => bits & (1 << at))]);
      if (facts.has("armed")) facts.add("prediction");
      // What can't be at the same time.
      if (facts.has("armed") && facts.has("early")) continue;
      if (facts.has("ghost") && facts.has("jump")) continue;
      if (facts.has("menuSelected") && !facts.has("menu")) continue;
      if (facts.has("completion") && facts.has("menu")) continue;
      const row = rows.find(({ when }) => compileWhen(when)((name) => facts.has(name)));
      assert.ok(row, [...facts].join(" "));
      const wanted = row.command === "" ? null : row.command;
      assert.equal(bound(facts), wanted, [...facts].join(" "));
    }
  });
}
