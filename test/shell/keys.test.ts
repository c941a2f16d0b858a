import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeKey } from "../../src/shell/keys/keys.ts";

const PLAIN = { applicationCursor: false, kitty: 0 };

/** `\e` for ESC. */
const LEGACY: readonly (readonly [key: string, bytes: string | null])[] = [
  ["a", "a"],
  ["é", "é"],
  ["👍", "👍"],
  ["<lt>", "<"],
  [" ", " "],
  ["<CR>", "\r"],
  ["<S-CR>", "\r"],
  ["<M-CR>", "\x1b\r"],
  ["<NL>", "\n"],
  ["<Tab>", "\t"],
  ["<S-Tab>", "\x1b[Z"],
  ["<BS>", "\x7f"],
  ["<C-BS>", "\b"],
  ["<M-BS>", "\x1b\x7f"],
  ["<Esc>", "\x1b"],
  ["<M-Esc>", "\x1b\x1b"],
  ["<C-a>", "\x01"],
  ["<C-z>", "\x1a"],
  ["<C-S-a>", "\x01"],
  ["<C-i>", "\t"],
  ["<C-m>", "\r"],
  ["<C-h>", "\b"],
  ["<C-[>", "\x1b"],
  ["<C-\\>", "\x1c"],
  ["<C-]>", "\x1d"],
  ["<C-^>", "\x1e"],
  ["<C-_>", "\x1f"],
  ["<C-/>", "\x1f"],
  ["<C-@>", "\0"],
  ["<C-Space>", "\0"],
  ["<C-1>", "1"],
  ["<C-;>", ";"],
  ["<M-x>", "\x1bx"],
  ["<M-X>", "\x1bX"],
  ["<M-lt>", "\x1b<"],
  ["<M-C-x>", "\x1b\x18"],
  ["<D-x>", null],
  ["<Up>", "\x1b[A"],
  ["<S-Left>", "\x1b[1;2D"],
  ["<M-C-S-Right>", "\x1b[1;8C"],
  ["<Home>", "\x1b[H"],
  ["<C-End>", "\x1b[1;5F"],
  ["<Insert>", "\x1b[2~"],
  ["<Del>", "\x1b[3~"],
  ["<S-PageUp>", "\x1b[5;2~"],
  ["<F1>", "\x1bOP"],
  ["<C-F1>", "\x1b[1;5P"],
  ["<F5>", "\x1b[15~"],
  ["<F12>", "\x1b[24~"],
  ["<S-F12>", "\x1b[24;2~"],
  ["<F13>", "\x1b[1;2P"],
  ["<F24>", "\x1b[24;2~"],
  ["<LeftMouse>", null],
  ["<ScrollWheelUp>", null],
  ["<Plug>", null],
  ["<F36>", null],
];

test("keys are encoded as xterm does", () => {
  for (const [key, bytes] of LEGACY) assert.equal(encodeKey(key, PLAIN), bytes, key);
});

test("cursor keys follow the application's mode", () => {
  const modes = { applicationCursor: true, kitty: 0 };
  assert.equal(encodeKey("<Up>", modes), "\x1bOA");
  assert.equal(encodeKey("<End>", modes), "\x1bOF");
  assert.equal(encodeKey("<S-Up>", modes), "\x1b[1;2A");
  assert.equal(encodeKey("<Del>", modes), "\x1b[3~");
});

const KITTY: readonly (readonly [flags: number, key: string, bytes: string])[] = [
  [1, "a", "a"],
  [1, "A", "A"],
  [1, "<Esc>", "\x1b[27u"],
  [1, "<CR>", "\r"],
  [1, "<S-CR>", "\x1b[13;2u"],
  [1, "<Tab>", "\t"],
  [1, "<S-Tab>", "\x1b[9;2u"],
  [1, "<C-Tab>", "\x1b[9;5u"],
  [1, "<BS>", "\x7f"],
  [1, "<C-i>", "\x1b[105;5u"],
  [1, "<NL>", "\x1b[106;5u"],
  [1, "<C-S-a>", "\x1b[97;6u"],
  [1, "<M-x>", "\x1b[120;3u"],
  [1, "<M-X>", "\x1b[120;4u"],
  [1, "<D-x>", "\x1b[120;9u"],
  [1, "<C-Space>", "\x1b[32;5u"],
  [1, "<C-1>", "\x1b[49;5u"],
  [1, "<Up>", "\x1b[A"],
  [1, "<S-Up>", "\x1b[1;2A"],
  [1, "<F1>", "\x1b[P"],
  [1, "<F3>", "\x1b[13~"],
  [1, "<F13>", "\x1b[57376u"],
  [4, "<C-a>", "\x01"],
  [5, "<M-X>", "\x1b[120:88;4u"],
  [8, "a", "\x1b[97u"],
  [8, "A", "\x1b[97;2u"],
  [8, "<CR>", "\x1b[13u"],
  [8, " ", "\x1b[32u"],
  [12, "A", "\x1b[97:65;2u"],
  [24, "a", "\x1b[97;;97u"],
  [24, "A", "\x1b[97;2;65u"],
  [24, "<C-a>", "\x1b[97;5u"],
  [29, "é", "\x1b[233;;233u"],
];

test("keys follow the kitty protocol where a program asked for it", () => {
  for (const [flags, key, bytes] of KITTY) {
    const encoded = encodeKey(key, { applicationCursor: true, kitty: flags });
    assert.equal(encoded, bytes, `${flags} ${key}`);
  }
});
