/**
 * Random scenes one after the other with the layout of the one before, answered with garbage cut anywhere:
 * nothing throws, what is given stays, changes lie in the text, apart from each other and from secrets.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layout, ModelHunk } from "../../../src/models/format.ts";
import { formats } from "../../../src/models/formats/all.ts";
import type { Finish } from "../../../src/models/prompt.ts";
import type { Scene } from "../../../src/models/scene.ts";
import { applied, editOf, excerptOf, promptText } from "./scenes.ts";

const SEED = Number(process.env.SEED ?? 20261122);
const RUNS = 120;

function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(((state >>> 8) / 16777216) * below);
  };
}

type Random = (below: number) => number;
const PIECES = [
  "\n",
  "\n",
  "  ",
  "}",
  ")",
  "foo(",
  "const x = 1;",
  "```",
  "\u{1f600}",
  "src/cart.ts:3\n-",
  "+",
  "<NO_EDIT>",
  "NO_EDITS",
  "None",
  "=======",
  "<|marker_1|>",
  "<|marker_2|>",
  "<|user_cursor|>",
  "<|editable_region_start|>",
  ">>>>>>> UPDATED",
  "<|endoftext|>",
];

function textOf(random: Random, pieces: number): string {
  return Array.from({ length: pieces }, () => PIECES[random(9)]!).join("");
}

function sceneOf(random: Random): Scene {
  const text = random(8) === 0 ? "" : textOf(random, random(300));
  const lines = text.split("\n");
  const row = random(lines.length);
  const open = editOf({
    path: random(4) === 0 ? "src/other.ts" : "src/cart.ts",
    row,
    original: random(2) === 0 ? "" : textOf(random, 2),
    updated: lines.slice(row, row + 1 + random(2)).join("\n"),
    open: random(3) > 0,
  });
  const from = random(text.length + 1);
  const firstRow = random(2) === 0 ? 0 : random(500);
  let cursor = random(text.length + 1);
  if (/[\ud800-\udbff]$/.test(text.slice(0, cursor))) cursor--;
  return {
    project: "shop",
    path: random(10) === 0 ? "src/tax.ts" : "src/cart.ts",
    language: "typescript",
    text,
    firstRow,
    rows: firstRow + lines.length + random(100),
    cursor,
    mode: random(2) === 0 ? "insert" : "normal",
    masked: random(3) === 0 ? [{ from, to: Math.min(text.length, from + 5) }] : [],
    edits: [editOf(), ...(random(2) === 0 ? [open] : [])],
    related: Array.from({ length: random(5) }, (_, index) =>
      excerptOf({ path: `f${random(4)}.ts`, text: textOf(random, 20), firstRow: index }),
    ),
    diagnostics: [],
    terminal: null,
  };
}

/** The text itself with a part of it changed, or only garbage. */
function answerOf(random: Random, region: string): string {
  const units = [...region];
  const part = random(units.length + 1);
  if (random(3) === 0)
    return Array.from({ length: random(40) }, () => PIECES[random(PIECES.length)]!).join("");
  const rest = units.slice(part + random(9));
  return [...units.slice(0, part), PIECES[random(PIECES.length)], ...rest].join("");
}

for (const format of formats) {
  test(`${format.name}: garbage (seed ${SEED})`, () => {
    let layout: Layout | undefined;
    for (let run = 0; run < RUNS; run++) {
      const random = randomOf(SEED + run);
      const scene = sceneOf(random);
      const tokens = 300 + random(3000);
      const answer = format.render(scene, {
        tokens,
        answerTokens: 60 + random(600),
        ...(layout && { layout }),
      });
      if ("unfit" in answer) continue;
      ({ layout } = answer);
      promptText(answer);
      assert.ok(answer.maxTokens > 0);
      const { from, to } = answer.region;
      assert.ok(from >= 0 && from <= to && to <= scene.text.length);
      const reader = answer.reader();
      const text = answerOf(random, scene.text.slice(from, to));
      let before: readonly ModelHunk[] = [];
      for (let at = 0; at < text.length; ) {
        const next = at + 1 + random(9);
        const reading = reader.add(text.slice(at, next));
        if (reading.refused === null) {
          for (const [index, hunk] of before.slice(0, -1).entries()) {
            assert.deepEqual(reading.hunks[index], hunk, `seed ${SEED + run}`);
          }
          assert.ok(reading.hunks.length >= before.length, `seed ${SEED + run}`);
        }
        before = reading.hunks;
        at = next;
      }
      const finish: Finish = random(2) === 0 ? "stop" : "length";
      const reading = reader.end(finish);
      assert.ok(reading.refused === null || reading.hunks.length === 0);
      const spans = reading.hunks.filter((hunk) => hunk.kind === "span");
      const result = applied(scene.text, spans);
      assert.ok(
        reading.cursor === null || (reading.cursor >= 0 && reading.cursor <= result.length),
        `seed ${SEED + run}: cursor`,
      );
      for (const hunk of spans) {
        for (const masked of scene.masked) {
          assert.ok(hunk.to < masked.from || hunk.from > masked.to, `seed ${SEED + run}: a secret`);
        }
        const parted = (value: string, at: number) =>
          /[\ud800-\udbff]$/.test(value.slice(0, at)) && /^[\udc00-\udfff]/.test(value.slice(at));
        assert.ok(
          !parted(scene.text, hunk.from) && !parted(scene.text, hunk.to),
          `seed ${SEED + run}: half a character`,
        );
        assert.ok(
          !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(hunk.insert),
          `seed ${SEED + run}: half a character`,
        );
      }
    }
  });
}
