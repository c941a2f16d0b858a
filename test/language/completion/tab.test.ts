/** What Tab and the keys of the menu mean, by what holds: docs/completion.md. For Tab alone: test/tab/keys/order.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultKeymapData } from "../../../src/app/keys.ts";
import { keymapsOf } from "../../../src/config/keymap-data.ts";
import { type FactName, whenEvaluator } from "../../../src/modal/when.ts";

const CASES: readonly (readonly [key: string, facts: string, command: string | null])[] = [
  ["<Tab>", "menu menuSelected prediction ghost snippet", "completion.accept"],
  ["<Tab>", "menu menuSelected leadingBlank", "completion.accept"],
  ["<Tab>", "menu prediction armed ghost snippet", "tab.accept"],
  ["<Tab>", "prediction armed jump snippet", "tab.accept"],
  ["<Tab>", "menu snippet", "snippet.next"],
  ["<Tab>", "snippet leadingBlank prediction armed ghost", "snippet.next"],
  ["<Tab>", "leadingBlank prediction armed ghost", null],
  ["<Tab>", "completion prediction armed ghost", null],
  ["<Tab>", "menu", null],
  ["<Tab>", "", null],
  ["<S-Tab>", "snippet", "snippet.previous"],
  ["<S-Tab>", "menu", null],
  ["<C-n>", "menu", "completion.next"],
  ["<C-n>", "", null],
  ["<C-n>", "completion", null],
  ["<C-y>", "menu", "completion.accept"],
  ["<C-y>", "completion", null],
  ["<C-e>", "menu prediction", "completion.close"],
  ["<C-@>", "completes", null],
  ["<C-@>", "completes server", "completion.open"],
  ["<CR>", "menu menuSelected prediction ghost snippet", null],
  ["<Esc>", "menu menuSelected prediction ghost snippet", null],
];

for (const [key, facts, command] of CASES) {
  test(`${key} where ${facts || "nothing"} holds: ${command ?? "Vim's"}`, () => {
    const names = new Set(["insert", ...facts.split(" ")]);
    const holds = whenEvaluator((name: FactName) => names.has(name));
    const { mapping } = keymapsOf(defaultKeymapData()).insert!.lookup([key], holds);
    const action = mapping?.action;
    assert.equal(action?.type === "command" ? action.name : null, command);
  });
}
