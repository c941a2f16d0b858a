/**
 * Random texts, random edits, answers as a perfect model would write them in each form, cut anywhere: the
 * hunks of the end make exactly the text that was meant, and what was given on the way stays.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Format, ModelHunk, Reading, Rendered } from "../../../src/models/format.ts";
import { formats } from "../../../src/models/formats/all.ts";
import type { Scene } from "../../../src/models/scene.ts";
import { applied, rendered, sceneOf } from "./scenes.ts";

const SEED = Number(process.env.SEED ?? 20261122);
const RUNS = 150;

/** Mulberry32. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

type Random = (below: number) => number;
const WORDS = [
  "price",
  "total",
  "cart",
  "naïve",
  "x",
  "user",
  "\u{1f6d2}",
  "tax",
  "getItem",
  "日本",
];
const CLOSERS = ["}", "});", "  }", "end"];

function line(random: Random): string {
  if (random(8) === 0) return CLOSERS[random(CLOSERS.length)]!;
  const words = Array.from({ length: 1 + random(5) }, () => WORDS[random(WORDS.length)]!);
  return `${"  ".repeat(random(3))}${words.join(random(2) === 0 ? " " : ".")}(${random(1000)});`;
}

function fresh(random: Random): string {
  return `${"  ".repeat(random(3))}fresh${random(100000)} ${WORDS[random(WORDS.length)]};`;
}

function file(random: Random, rows: number): string[] {
  return Array.from({ length: rows }, () => (random(10) === 0 ? "" : line(random)));
}

/** Other lines, from a row on: words changed, lines put in and taken out, never blank ones. */
function edited(random: Random, lines: readonly string[], from: number): string[] {
  const out = [...lines];
  for (let count = 1 + random(3); count > 0; count--) {
    const row = from + random(Math.max(1, out.length - from));
    const old = out[row] ?? "";
    const kind = random(4);
    if (kind === 0 || old.trim() === "") out.splice(row, 0, fresh(random));
    else if (kind === 1) out.splice(row, 1, fresh(random), fresh(random));
    else if (kind === 2) out[row] = `${old}${random(9)}${WORDS[random(WORDS.length)]}`;
    else if (row < out.length - 1 && out.length > from + 3) out.splice(row, 1);
  }
  return out;
}

function sceneAt(random: Random, lines: readonly string[], row: number): Scene {
  const text = [...lines];
  const at = random(text[row]!.length + 1);
  // Not between the halves of a character.
  const col = /[\ud800-\udbff]$/.test(text[row]!.slice(0, at)) ? at - 1 : at;
  text[row] = `${text[row]!.slice(0, col)}‸${text[row]!.slice(col)}`;
  return sceneOf(text.join("\n"));
}

function feed(random: Random, answer: Rendered, text: string): Reading {
  const reader = answer.reader();
  let before: readonly ModelHunk[] = [];
  const check = (reading: Reading) => {
    assert.equal(reading.refused, null);
    for (const [index, hunk] of before.entries()) {
      const now = reading.hunks[index];
      const grows = index === before.length - 1 && hunk.kind === "span" && now?.kind === "span";
      if (grows && now.from === hunk.from && now.to === hunk.to) {
        assert.ok(now.insert.startsWith(hunk.insert), "a hunk changed");
      } else {
        assert.deepEqual(now, hunk, "a hunk changed");
      }
    }
    before = reading.hunks;
    return reading;
  };
  for (let at = 0; at < text.length; ) {
    const next = at + 1 + random(random(3) === 0 ? 60 : 7);
    check(reader.add(text.slice(at, next)));
    at = next;
  }
  return check(reader.end("stop"));
}

/** Writes a region's new text as the format's model does. */
const regionWriters: Readonly<Record<string, (region: string, random: Random) => string>> = {
  zeta2: (region, random) => `${region}\n${random(2) === 0 ? ">>>>>>> UPDATED\n" : ""}`,
  zeta1: (region, random) =>
    random(2) === 0 ? `<|editable_region_start|>\n${region}\n<|editable_region_end|>\n` : region,
  "mercury-edit": (region, random) =>
    [region, `\`\`\`\n${region}\n\`\`\``, `<|code_to_edit|>\n${region}\n<|/code_to_edit|>`][
      random(3)
    ]!,
  instinct: (region) => region,
  rewrite: (region, random) =>
    `${random(2) === 0 ? "Here they are:\n\n" : ""}\`\`\`typescript\n${region}\n\`\`\`\n`,
};

/** Formats whose answers say where the cursor belongs. */
const CURSORS: Readonly<Record<string, string>> = {
  zeta2: "<|user_cursor|>",
  rewrite: "<|cursor|>",
};

function named(name: string): Format {
  return formats.find((format) => format.name === name)!;
}

function runs(name: string, once: (random: Random) => void): void {
  test(`${name}: perfect answers (seed ${SEED})`, () => {
    for (let run = 0; run < RUNS; run++) {
      const seed = SEED + run;
      try {
        once(randomOf(seed));
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
}

for (const [name, write] of Object.entries(regionWriters)) {
  runs(name, (random) => {
    const lines = file(random, 3 + random(70));
    const scene = sceneAt(random, lines, random(lines.length));
    const answer = rendered(named(name), scene);
    const { from, to } = answer.region;
    const region = scene.text.slice(from, to);
    const old = region.split("\n");
    // A rewrite that begins far inside of the region is refused on purpose.
    const next = edited(random, old, Math.min(old.length - 1, 2)).join("\n");
    const marker = CURSORS[name];
    const at = marker ? [...next].slice(0, random(next.length)).join("").length : 0;
    const marked = next.slice(0, at) + (marker ?? "") + next.slice(at);
    const reading = feed(random, answer, write(marked, random));
    const meant = scene.text.slice(0, from) + next + scene.text.slice(to);
    assert.equal(applied(scene.text, reading.hunks), meant);
    if (marker) assert.equal(reading.cursor, from + at);
  });
}

runs("sweep", (random) => {
  const lines = file(random, 3 + random(70));
  const scene = sceneAt(random, lines, random(lines.length));
  const answer = rendered(named("sweep"), scene);
  const { from, to } = answer.region;
  const old = scene.text.slice(from, to).split("\n");
  const row = scene.text.slice(from, scene.cursor).split("\n").length - 1;
  const next = edited(random, old, Math.min(old.length - 1, row + 2));
  const prompt = answer.prompt.kind === "text" ? answer.prompt.text : "";
  assert.ok(prompt.endsWith(["", ...next.slice(0, row), ""].join("\n")));
  const end = ["\n", "\n<|file_sep|>", "\n<|endoftext|>"][random(3)]!;
  const reading = feed(random, answer, next.slice(row).join("\n") + end);
  const meant = scene.text.slice(0, from) + next.join("\n") + scene.text.slice(to);
  assert.equal(applied(scene.text, reading.hunks), meant);
});

runs("zeta2.1", (random) => {
  const lines = file(random, 3 + random(70));
  const scene = sceneAt(random, lines, random(lines.length));
  const answer = rendered(named("zeta2.1"), scene);
  const prompt = answer.prompt.kind === "text" ? answer.prompt.text : "";
  // The blocks are read off the prompt, as the model does.
  const marked = prompt.replace("<|user_cursor|>", "").split(/<\|marker_\d+\|>/);
  const blocks = marked.slice(1, -1);
  assert.equal(blocks.join(""), scene.text.slice(answer.region.from, answer.region.to));
  const first = random(blocks.length);
  const last = first + random(blocks.length - first);
  const next = blocks.map((block, index) => {
    if (index < first || index > last) return block;
    const ends = block.endsWith("\n");
    const old = (ends ? block.slice(0, -1) : block).split("\n");
    return edited(random, old, Math.min(old.length - 1, 2)).join("\n") + (ends ? "\n" : "");
  });
  let text = `<|marker_${first + 1}|>`;
  for (let index = first; index <= last; index++) {
    text += next[index];
    if (index === last || random(2) === 0) text += `<|marker_${index + 2}|>`;
  }
  const end = ["", "\n", "<[end▁of▁sentence]>"][random(3)]!;
  const reading = feed(random, answer, text + end);
  const { from, to } = answer.region;
  const meant = scene.text.slice(0, from) + next.join("") + scene.text.slice(to);
  assert.equal(applied(scene.text, reading.hunks), meant);
});

runs("patch", (random) => {
  const lines = file(random, 3 + random(70));
  const scene = sceneAt(random, lines, random(lines.length));
  const rows = [...new Set([random(lines.length), random(lines.length), random(lines.length)])]
    .filter((row) => lines[row]!.trim() !== "")
    // Patches of rows that touch are one patch.
    .filter((row, _, all) => !all.some((other) => other < row && row - other < 3));
  const next: (readonly string[])[] = lines.map((old) => [old]);
  const patches = rows.map((row) => {
    const old = lines[row]!;
    const kind = random(4);
    if (kind === 0) next[row] = [fresh(random)];
    else if (kind === 1) next[row] = [old, fresh(random)];
    else if (kind === 2) next[row] = [`${old} ${random(9)}`, fresh(random)];
    else next[row] = [];
    const added = next[row].map((added) => `+${added}\n`).join("");
    return `${scene.path}:${row + 1}\n-${old}\n${added}`;
  });
  const text = patches.join(random(2) === 0 ? "\n" : "");
  const reading = feed(random, rendered(named("patch"), scene), text === "" ? "<NO_EDIT>" : text);
  assert.equal(applied(scene.text, reading.hunks), next.flat().join("\n"));
});

for (const name of ["qwen", "codestral", "infill", "chat-fim"]) {
  runs(name, (random) => {
    const lines = file(random, 3 + random(70));
    const row = random(lines.length);
    const indent = /^ */.exec(lines[row]!)![0];
    const whole = random(2) === 0;
    if (!whole) lines[row] = `${indent}begun(`;
    const begin = lines[row]!;
    const scene = sceneOf(
      [...lines.slice(0, row), `${begin}‸`, ...lines.slice(row + 1)].join("\n"),
    );
    const more = Array.from(
      { length: random(4) },
      (_, index) => `${indent}own${random(9999)}_${index};`,
    );
    const insert = [`fresh${random(100000)};`, ...more].join("\n");
    const text = name === "chat-fim" ? `\`\`\`\n${insert}\n\`\`\`\n` : insert;
    const reading = feed(random, rendered(named(name), scene), text);
    const { cursor } = scene;
    const meant = scene.text.slice(0, cursor) + insert + scene.text.slice(cursor);
    assert.equal(applied(scene.text, reading.hunks), meant);
  });
}
