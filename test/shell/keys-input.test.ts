import assert from "node:assert/strict";
import { test } from "node:test";
import type { MouseEvent } from "../../src/base/key.ts";
import { encodeFocus, encodeMouse, encodePaste } from "../../src/shell/keys/input.ts";

const PRESS: MouseEvent = {
  type: "mouse",
  action: "press",
  button: "left",
  row: 2,
  col: 4,
  shift: false,
  ctrl: false,
  alt: false,
};

const MOUSE: readonly (readonly [
  event: Partial<MouseEvent>,
  mouse: "none" | "x10" | "vt200" | "drag" | "any",
  sgr: boolean,
  bytes: string | null,
])[] = [
  [{}, "none", true, null],
  [{}, "x10", false, "\x1b[M %#"],
  [{ ctrl: true }, "x10", false, "\x1b[M %#"],
  [{ action: "release" }, "x10", false, null],
  [{ action: "wheel-up", button: "none" }, "x10", false, null],
  [{}, "vt200", true, "\x1b[<0;5;3M"],
  [{ button: "right" }, "vt200", true, "\x1b[<2;5;3M"],
  [{ action: "release" }, "vt200", true, "\x1b[<0;5;3m"],
  [{ action: "release" }, "vt200", false, "\x1b[M#%#"],
  [{ shift: true, alt: true, ctrl: true }, "vt200", true, "\x1b[<28;5;3M"],
  [{ action: "drag" }, "vt200", true, null],
  [{ action: "drag" }, "drag", true, "\x1b[<32;5;3M"],
  [{ action: "drag", button: "none" }, "drag", true, null],
  [{ action: "drag", button: "none" }, "any", true, "\x1b[<35;5;3M"],
  [{ action: "wheel-up", button: "none" }, "vt200", true, "\x1b[<64;5;3M"],
  [{ action: "wheel-down", button: "none" }, "vt200", false, "\x1b[Ma%#"],
  [{ col: 120 }, "vt200", false, null],
  [{ col: 120 }, "vt200", true, "\x1b[<0;121;3M"],
  [{ row: -1 }, "vt200", true, null],
];

test("mouse actions are encoded as far as a program asked for them", () => {
  for (const [event, mouse, sgrMouse, bytes] of MOUSE) {
    const encoded = encodeMouse({ ...PRESS, ...event }, { mouse, sgrMouse });
    assert.equal(encoded, bytes, JSON.stringify([event, mouse, sgrMouse]));
  }
});

const PASTES: readonly (readonly [text: string, written: string])[] = [
  ["one\ntwo\r\nthree\r", "one\rtwo\rthree\r"],
  ["a\tb", "a\tb"],
  ["evil\x1b[201~\nrm -rf /\n", "evil[201~\rrm -rf /\r"],
  ["\x9b201~c1", "201~c1"],
  ["\x03\x04\x1a\x7f\0x", "x"],
  ["世界 👍", "世界 👍"],
];

test("a paste is text: nothing in it is a key or ends it", () => {
  for (const [text, written] of PASTES) {
    assert.equal(encodePaste(text, { bracketedPaste: false }), written);
    assert.equal(encodePaste(text, { bracketedPaste: true }), `\x1b[200~${written}\x1b[201~`);
  }
});

test("the focus is told to those that asked", () => {
  assert.equal(encodeFocus(true, { focus: true }), "\x1b[I");
  assert.equal(encodeFocus(false, { focus: true }), "\x1b[O");
  assert.equal(encodeFocus(true, { focus: false }), null);
});
