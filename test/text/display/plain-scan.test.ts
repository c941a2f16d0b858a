import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asciiUntil,
  kindOf,
  PIECE,
  type PieceKind,
  plainUntil,
} from "../../../src/text/display/plain-scan.ts";

const KINDS: readonly (readonly [character: string, kind: PieceKind])[] = [
  [" ", "plain"],
  ["~", "plain"],
  ["\x00", "ascii"],
  ["\t", "ascii"],
  ["\x1f", "ascii"],
  ["\x7f", "ascii"],
  ["\x80", "other"],
  ["é", "other"],
  ["漢", "other"],
  ["😀", "other"],
  ["\udc80", "other"],
];

for (const [character, kind] of KINDS) {
  test(`${JSON.stringify(character)} makes a piece ${kind}, wherever it stands`, () => {
    for (const length of [0, 1, 2, 3, 4, 5, 63, PIECE - character.length]) {
      for (const at of [0, 1, 2, 3, length >> 1, length]) {
        if (at > length) continue;
        const piece = "x".repeat(at) + character + "x".repeat(length - at);
        assert.equal(kindOf(piece), kind, `${length} ${at}`);
      }
    }
  });
}

test("whole pieces tell how far a line is plain", () => {
  const line = `${"a".repeat(PIECE * 2)}\t${"b".repeat(PIECE)}é${"c".repeat(10)}`;
  assert.equal(plainUntil(line, 0, line.length), PIECE * 2);
  assert.equal(plainUntil(line, 5, 100), 100);
  assert.equal(plainUntil(line, PIECE * 2 + 5, line.length), PIECE * 2 + 5);
  assert.equal(asciiUntil(line, 0, line.length), PIECE * 3);
  assert.equal(asciiUntil(line.slice(0, -12), 7, line.length), PIECE * 3);
  assert.equal(plainUntil("plain", 0, 99), 5);
});
