/**
 * A real model with the real runtime. It is no part of hunch: where it is not installed (`hunch model
 * add`, or `HUNCH_TEST_LLAMA` with the path of its `dist/index.js`) nothing is tested.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { localModels } from "../../../src/models/local/provider.ts";
import { runtimeModule } from "../../../src/models/local/runtime.ts";
import { type ModelCall, ModelError } from "../../../src/models/port.ts";
import type { Finish, Prompt, Usage } from "../../../src/models/prompt.ts";
import { tinyGguf } from "./tiny-gguf.ts";

const module = process.env.HUNCH_TEST_LLAMA ?? runtimeModule(process.env);
const options = module === null ? { skip: "node-llama-cpp is not installed" } : {};

const folder = mkdtempSync(join(tmpdir(), "hunch-real-"));
const file = join(folder, "tiny.gguf");
writeFileSync(file, tinyGguf());
const models = localModels({ env: process.env, provider: "here", module: module ?? "" });
after(async () => {
  await models.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly text: string;
  readonly pieces: number;
  readonly finish: Finish;
  readonly usage: Usage;
}

async function ask(prompt: Prompt, more: Partial<ModelCall> = {}): Promise<Answer> {
  const call = { prompt, maxTokens: 12, stop: [], temperature: 0, purpose: "complete", ...more };
  let text = "";
  let pieces = 0;
  const signal = new AbortController().signal;
  const model = { name: "tiny", id: file, context: 4096 };
  for await (const piece of models.ask({ model, call: call as ModelCall }, signal)) {
    if (piece.kind === "end") return { text, pieces, finish: piece.finish, usage: piece.usage };
    text += piece.text;
    pieces++;
  }
  return assert.fail("no end came");
}

const CODE = "const value = compute(a, b);\n".repeat(40);

test("a model loads, answers in pieces, and says the same again", options, async () => {
  const first = await ask({ kind: "text", text: `${CODE}let x` });
  assert.match(first.text, /^[a-z]{12}$/);
  assert.ok(first.pieces > 6);
  assert.equal(first.finish, "length");
  assert.equal(first.usage.cachedTokens, 0);
  const again = await ask({ kind: "text", text: `${CODE}let x` });
  assert.equal(again.text, first.text);
});

test("the next keystroke computes only what is new, also between two texts", options, async () => {
  const share = ({ usage }: Answer): number => usage.cachedTokens! / usage.promptTokens;
  assert.ok(share(await ask({ kind: "text", text: `${CODE}let xy` })) > 0.9);
  const infill = (prefix: string): Prompt => ({
    kind: "infill",
    prefix: CODE + prefix,
    suffix: ";\n}\n",
    files: [],
  });
  await ask(infill("le"));
  const next = await ask(infill("let"));
  assert.ok(share(next) > 0.9, `${share(next)}`);
  // What is warmed is there.
  await ask(infill("let w"), { purpose: "warm" });
  const { usage } = await ask(infill("let w"));
  assert.equal(usage.cachedTokens, usage.promptTokens - 1);
});

test("the cache does not change the answer", options, async () => {
  await ask({ kind: "text", text: `${CODE}another` });
  const warm = await ask({ kind: "text", text: `${CODE}an` });
  await ask({ kind: "text", text: "x" });
  const cold = await ask({ kind: "text", text: `${CODE}an` });
  assert.equal(cold.usage.cachedTokens, 0);
  assert.equal(warm.text, cold.text);
});

test("stop texts end an answer; a chat is answered", options, async () => {
  const whole = await ask({ kind: "text", text: "ab" });
  const stop = whole.text.slice(3, 5);
  const cut = await ask({ kind: "text", text: "ab" }, { stop: [stop] });
  assert.equal(cut.text, whole.text.slice(0, whole.text.indexOf(stop)));
  assert.equal(cut.finish, "stop");
  const messages = [{ role: "user", content: "hello" }] as const;
  assert.match((await ask({ kind: "chat", system: "", messages })).text, /^[a-z]+$/);
});

test(
  "what does not fit is refused; an aborted answer ends, and the next one comes",
  options,
  async () => {
    const long = ask({ kind: "text", text: CODE.repeat(9) });
    await assert.rejects(long, (error) => error instanceof ModelError && error.fault === "refused");
    const stop = new AbortController();
    const call = {
      prompt: { kind: "text", text: "endless" },
      maxTokens: 4000,
      stop: [],
      temperature: 0,
      purpose: "complete",
    } as const;
    const model = { name: "tiny", id: file, context: 4096 };
    for await (const piece of models.ask({ model, call }, stop.signal)) {
      assert.equal(piece.kind, "text");
      stop.abort();
    }
    assert.match((await ask({ kind: "text", text: "on" })).text, /^[a-z]/);
  },
);

test("it lets others go first, and is started again when it is killed", options, async () => {
  const { pid, memory, model, threads } = await models.health();
  assert.ok(pid !== null && memory !== null && memory > 1e6);
  assert.equal(model, file);
  assert.ok(threads !== null && threads >= 1);
  assert.ok(getPriority(pid) > getPriority(process.pid));
  process.kill(pid, "SIGKILL");
  const lost = ask({ kind: "text", text: "x" });
  await assert.rejects(lost, (error) => error instanceof ModelError && error.fault === "offline");
  assert.match((await ask({ kind: "text", text: "on" })).text, /^[a-z]/);
  assert.notEqual((await models.health()).pid, pid);
});
