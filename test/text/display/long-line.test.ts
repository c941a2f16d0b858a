/** Long lines keep what they know through edits: the answers must be those of a fresh count. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8Length } from "../../../src/text/display/byte-columns.ts";
import { overlapOf } from "../../../src/text/display/overlap.ts";
import { type FlowOptions, Track, trackOf } from "../../../src/text/display/track.ts";

const PIECES = ["abc def ", "\t", "漢字", "é", "é", "👩‍👩‍👧", "\x01", "x".repeat(900), "\udc80"];

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

function randomLine(random: (below: number) => number, pieces: number, rich: boolean): string {
  let line = "";
  for (let i = 0; i < pieces; i++) {
    line += rich && random(12) === 0 ? PIECES[random(PIECES.length)] : "abcdefghij".repeat(20);
  }
  return line;
}

const FLOWS: FlowOptions[] = [
  { tabstop: 8, wrapAt: 0, linebreak: false, prefix: 0 },
  { tabstop: 8, wrapAt: 79, linebreak: false, prefix: 0 },
  { tabstop: 4, wrapAt: 40, linebreak: true, prefix: 2 },
];

for (const rich of [false, true]) {
  test(`cells and bytes of an edited long line (${rich ? "mixed" : "plain"})`, () => {
    const random = generator(rich ? 7 : 3);
    let line = randomLine(random, 400, rich);
    for (let edit = 0; edit < 60; edit++) {
      const at = random(line.length);
      const removed = random(4) === 0 ? random(3000) : random(3);
      const insert = random(3) === 0 ? PIECES[random(PIECES.length)]! : "q".repeat(random(3));
      line = line.slice(0, at) + insert + line.slice(at + removed);
      const places = [0, at, random(line.length), line.length];
      for (const [index, flow] of FLOWS.entries()) {
        const kept = trackOf(line, flow, `test ${rich} ${index}`, []);
        const fresh = new Track(line, flow, []);
        for (const col of places) {
          const seen = [kept, fresh].map((track) => {
            track.seekCol(col);
            while (track.step()) if (track.to > col) break;
            return [track.col, track.cell, track.end];
          });
          assert.deepEqual(seen[0], seen[1], `edit ${edit}, column ${col}, flow ${index}`);
        }
        assert.equal(kept.totalCells(), fresh.totalCells());
      }
      for (const col of places) {
        const bytes = Buffer.byteLength(
          line
            .slice(0, col)
            .replace(/[\udc80-\udcff]/g, (unit, i: number) =>
              /[\ud800-\udbff]/.test(line[i - 1] ?? "") ? unit : "x",
            ),
        );
        const cut = /[\ud800-\udbff]/.test(line[col - 1] ?? "");
        if (!cut) assert.equal(utf8Length(line, col), bytes, `edit ${edit}, column ${col}`);
      }
    }
  });
}

test("the overlap of two versions never covers the change", () => {
  const line = "ab".repeat(5000);
  const longer = `${line.slice(0, 4000)}ab${line.slice(4000)}`;
  const { prefix, suffix } = overlapOf(line, longer);
  assert.ok(prefix + suffix <= line.length);
  assert.equal(line.slice(0, prefix), longer.slice(0, prefix));
  assert.equal(line.slice(line.length - suffix), longer.slice(longer.length - suffix));
});
