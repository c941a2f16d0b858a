/** What answers have around them, whatever the format: thoughts, other line breaks, no end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formats } from "../../../src/models/formats/all.ts";
import { applied, read, rendered, sceneOf } from "./scenes.ts";

const scene = sceneOf("const a = 1;\nconst b = ‸;\nexport { a, b };");
const FILLED = "const a = 1;\nconst b = 2;\nexport { a, b };";

/** The same change as models of each format write it. */
const answers: readonly [format: string, answer: string][] = [
  ["patch", "src/cart.ts:2\n-const b = ;\n+const b = 2;\n"],
  ["rewrite", `\`\`\`\n${FILLED}\n\`\`\`\n`],
  ["instinct", FILLED],
  ["mercury-edit", `\`\`\`\n${FILLED}\n\`\`\``],
  ["chat-fim", "```\n2\n```"],
  ["zeta1", `<|editable_region_start|>\n${FILLED}\n<|editable_region_end|>`],
  ["zeta2", `${FILLED}\n>>>>>>> UPDATED\n`],
  ["zeta2.1", `<|marker_1|>${FILLED}<|marker_2|>`],
  ["sweep", "const b = 2;\nexport { a, b };\n"],
  ["qwen", "2"],
];
const CHATS = answers.slice(0, 5);

function readerOf(name: string, of = scene) {
  return rendered(formats.find((format) => format.name === name) ?? assert.fail(name), of).reader();
}

function check(name: string, answer: string, piece: number): void {
  const reading = read(readerOf(name), answer, "stop", piece);
  assert.equal(reading.refused, null, name);
  assert.equal(applied(scene.text, reading.hunks), FILLED, `${name}, in pieces of ${piece}`);
}

const DRAFT = "Maybe this:\n```\nno\n```\nor src/cart.ts:1\n-const a = 1;\n+no\n";
const thoughts: readonly [string, string][] = [
  ["a thought", `<think>\n${DRAFT}</think>\n\n`],
  ["an empty thought", "\n<think>\n\n</think>\n\n"],
  ["a thought in brackets", `[THINK]${DRAFT}[/THINK]`],
  ["a thought that the template began", "It is two.\n</think>\n\n"],
];
for (const [is, before] of thoughts) {
  test(`${is} is not a part of an answer`, () => {
    for (const [name, answer] of CHATS) {
      for (const piece of [1, 5, 10_000]) check(name, before + answer, piece);
    }
  });
}

test("an answer that is nothing but a thought says nothing about edits", () => {
  for (const [name] of CHATS) {
    for (const finish of ["stop", "length"] as const) {
      const reading = read(readerOf(name), `<think>${DRAFT}`, finish, 3);
      assert.equal(reading.refused, "the answer is a thought only", name);
    }
  }
});

test("a file that has such tags in it may get them", () => {
  const tags = sceneOf("const open = '<think>';\nconst close = ‸;");
  const reading = read(readerOf("chat-fim", tags), "```\n'</think>'\n```");
  assert.equal(applied(tags.text, reading.hunks), `${tags.text.slice(0, -1)}'</think>';`);
});

test("line breaks are those of the file", () => {
  for (const [name, answer] of answers) {
    for (const piece of [1, 7, 1000]) check(name, answer.replaceAll("\n", "\r\n"), piece);
  }
  const mixed = sceneOf("a = 1\r\nb = ‸\r\nc = 3\r");
  const reading = read(readerOf("rewrite", mixed), "```\na = 1\r\nb = 2\r\nc = 3\r\n```");
  assert.equal(applied(mixed.text, reading.hunks), "a = 1\r\nb = 2\r\nc = 3\r");
});

test("an answer without an end is ended", () => {
  for (const [name, answer] of answers) {
    const reader = readerOf(name);
    const first = reader.add(answer);
    if (first.done) continue;
    let reading = first;
    for (let at = 0; !reading.done && at < 300; at++)
      reading = reader.add("  // and more\n".repeat(80));
    assert.ok(reading.done, name);
    assert.ok(reading.hunks.length >= first.hunks.length || reading.refused !== null, name);
  }
});
