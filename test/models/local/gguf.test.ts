/** What GGUF files say about themselves, whole, cut and spoiled. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { readGguf } from "../../../src/models/local/gguf.ts";
import { type TinyOptions, tinyGguf } from "./tiny-gguf.ts";

const folder = mkdtempSync(join(tmpdir(), "hunch-gguf-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function read(bytes: Uint8Array) {
  const path = join(folder, "model.gguf");
  writeFileSync(path, bytes);
  return readGguf(path);
}

test("a model says what it is", async () => {
  const bytes = tinyGguf();
  assert.deepEqual(await read(bytes), {
    version: 3,
    architecture: "llama",
    name: "Tiny",
    context: 4096,
    tensors: 21,
    bytes: bytes.length,
    tokenizer: "gpt2",
    tokens: 261,
    infill: { prefix: "<|fim_prefix|>", suffix: "<|fim_suffix|>", middle: "<|fim_middle|>" },
  });
  assert.equal((await read(tinyGguf({ version: 2 }))).version, 2);
});

test("the tokens for text between two others are known by text or number, or not there", async () => {
  const infill = async (options: TinyOptions) => (await read(tinyGguf(options))).infill;
  assert.deepEqual(await infill({ byNumber: true }), {
    prefix: "<before>",
    suffix: "<after>",
    middle: "<between>",
  });
  assert.equal(await infill({ noInfill: true }), null);
});

const WRONG: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
  ["a page", () => Buffer.from("<!doctype html><title>Not here</title>"), /is no GGUF file/],
  ["nothing", () => Buffer.alloc(0), /is no GGUF file/],
  ["an old version", () => tinyGguf({ version: 1 }), /version 1 is not known/],
  ["no kind", () => tinyGguf({ architecture: null }), /what kind of model/],
  ["cut in its metadata", () => tinyGguf().subarray(0, 900), /cut off/],
  ["cut in its data", () => tinyGguf().subarray(0, -100), /cut off: \d+ bytes belong to it/],
  [
    "absurd counts",
    () => {
      const bytes = tinyGguf();
      bytes.writeBigUInt64LE(2n ** 60n, 16);
      return bytes;
    },
    /1152921504606846976 entries/,
  ],
];

for (const [name, bytes, why] of WRONG) {
  test(`refused: ${name}`, () =>
    assert.rejects(read(bytes()), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, why);
      return true;
    }));
}

test("spoiled bytes are refused or read, and nothing else happens", async () => {
  const whole = tinyGguf();
  let state = 7;
  const random = (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % most;
  };
  for (let round = 0; round < 200; round++) {
    const bytes = Buffer.from(whole);
    for (let n = 0; n < 4; n++) bytes[random(9000)] = random(256);
    await read(bytes).catch((error) => assert.ok(error instanceof UserError, String(error)));
  }
});
