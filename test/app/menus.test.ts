import assert from "node:assert/strict";
import { test } from "node:test";
import { menuOf } from "../../src/app/menus.ts";
import type { Screen } from "../../src/app/screen.ts";
import { editing } from "../commands/ex/editing.ts";

const SCREEN = { view: { cursor: () => ({ row: 3, col: 10 }) } } as unknown as Screen;

/** 'completeopt', keys over "wor1 wor2 x1" and what follows: the text, and the menu's selected item. */
const CASES: ReadonlyArray<readonly [option: string, keys: string, row: string, menu: unknown]> = [
  ["menu,preview", "owo<C-n>", "wor1", [2, 0, 5]],
  ["menu,preview", "ox<C-n>", "x1", null],
  ["menuone", "ox<C-n>", "x1", [1, 0, 7]],
  ["menuone,noselect", "owo<C-n>", "wo", [2, -1, 7]],
  ["menuone,noselect", "owo<C-n><C-n>", "wor1", [2, 0, 5]],
  ["", "owo<C-n>", "wor1", null],
  ["menuone", "o\u6f22<C-n>", "\u6f22\u5b57", [1, 0, 5]],
];
for (const [option, keys, row, menu] of CASES) {
  test(`completeopt=${option}: ${keys}`, () => {
    const run = editing("wor1 wor2 x1 \u6f22\u5b57");
    run.editor.options.set("completeopt", option);
    run.type(keys);
    const found = menuOf(run.editor, SCREEN);
    assert.equal(run.text.split("\n")[1], row);
    assert.deepEqual(found && [found.items.length, found.selected, found.anchor.col], menu);
  });
}
