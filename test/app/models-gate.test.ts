/** Nothing leaves for a new host before its user was told; nothing at all while 'model' is off. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { GatedPort } from "../../src/app/models/gated-port.ts";
import { Notices, noticeText, Told } from "../../src/app/models/notice.ts";
import { parseModels } from "../../src/models/config/file.ts";
import type { ModelsConfig, ProviderConfig } from "../../src/models/model.ts";
import type { CallResult, ModelCall, ModelPort, ModelStream } from "../../src/models/port.ts";

const home = mkdtempSync(join(tmpdir(), "hunch-gate-"));
after(() => rmSync(home, { recursive: true, force: true }));

const config: ModelsConfig = parseModels(
  `[provider.far]
kind = "mistral"
[provider.near]
kind = "ollama"
[provider.pilot]
kind = "copilot"
[model.a]
provider = "far"
id = "a"
[model.b]
provider = "near"
id = "b"
[roles]
complete = "a"
edit = "b"
`,
  "models.toml",
  {},
).config;
const [far, near, pilot] = config.providers as [ProviderConfig, ProviderConfig, ProviderConfig];

/** A screen that is drawn when the test says so. */
class Stage {
  quiet = 1000;
  typing = false;
  readonly shown: string[] = [];
  redraws = 0;
  timers: (() => void)[] = [];
  readonly notices: Notices;

  constructor(told: Told) {
    this.notices = new Notices({
      told,
      quietMs: () => this.quiet,
      isTyping: () => this.typing,
      show: (text) => void this.shown.push(text),
      redraw: () => void this.redraws++,
      after: (_ms, callback) => void this.timers.push(callback),
    });
  }

  /** Lets the timers that were started run. */
  tick(): void {
    for (const timer of this.timers.splice(0)) timer();
  }
}

class FakePort implements ModelPort {
  readonly calls: { readonly call: ModelCall; readonly signal: AbortSignal }[] = [];
  call(call: ModelCall, signal: AbortSignal): ModelStream {
    this.calls.push({ call, signal });
    const result: CallResult = { finish: "stop", usage: null, firstMs: 1, totalMs: 1 };
    return {
      result: Promise.resolve(result),
      async *[Symbol.asyncIterator]() {
        yield "answer";
      },
    };
  }
  sent = async () => [];
  onState = () => () => {};
  close = async () => {};
}

function callOf(model: string, purpose: ModelCall["purpose"] = "complete"): ModelCall {
  const prompt = { kind: "text" as const, text: "" };
  return { model, prompt, maxTokens: 1, stop: [], temperature: 0, purpose, firstMs: 1, totalMs: 1 };
}

async function textOf(stream: ModelStream): Promise<string> {
  let all = "";
  for await (const text of stream) all += text;
  return all;
}

test("the first request waits until the notice was drawn; later ones, and later editors, do not", async () => {
  const stage = new Stage(new Told(home));
  const port = new FakePort();
  const gate = new GatedPort(port, config, {
    isOn: () => true,
    told: (provider) => stage.notices.before(provider),
  });
  const signal = new AbortController().signal;
  const answer = textOf(gate.call(callOf("a"), signal));
  stage.quiet = 0;
  stage.tick();
  assert.deepEqual(stage.shown, [], "somebody types");
  stage.quiet = 1000;
  stage.tick();
  assert.deepEqual(stage.shown, [noticeText([far])]);
  assert.equal(stage.redraws, 1);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(port.calls.length, 0, "no frame was drawn");
  stage.notices.frame();
  stage.tick();
  assert.equal(await answer, "answer");
  assert.equal(await textOf(gate.call(callOf("a"), signal)), "answer");
  assert.equal(stage.shown.length, 1);
  assert.equal(readFileSync(join(home, "models-told"), "utf8"), "codestral.mistral.ai far\n");
  assert.equal(new Stage(new Told(home)).notices.before(far), null);
});

test("providers that are waited for at the same time share a notice; here there is none", () => {
  const stage = new Stage(new Told(null));
  assert.equal(stage.notices.before(near), null);
  assert.notEqual(stage.notices.before(far), null);
  assert.notEqual(stage.notices.before(pilot), null);
  assert.equal(stage.notices.before(far), stage.notices.before(far));
  stage.typing = true;
  stage.tick();
  assert.equal(stage.shown.length, 1);
  assert.match(stage.shown[0]!, /^codestral\.mistral\.ai, GitHub get the code/);
  assert.doesNotMatch(stage.shown[0]!, /\n/, "a box over what is typed would take a key");
});

test("off: nothing passes but a test; what is under way is called off", async () => {
  const port = new FakePort();
  let on = true;
  const gate = new GatedPort(port, config, { isOn: () => on, told: () => null });
  const signal = new AbortController().signal;
  gate.call(callOf("b"), signal);
  on = false;
  gate.stop();
  assert.equal(port.calls[0]!.signal.aborted, true);
  const refused = gate.call(callOf("b"), signal);
  await assert.rejects(textOf(refused), { name: "ModelError", fault: "denied" });
  await assert.rejects(refused.result, { fault: "denied" });
  assert.equal(port.calls.length, 1);
  assert.equal(await textOf(gate.call(callOf("b", "test"), signal)), "answer");
  on = true;
  assert.equal(await textOf(gate.call(callOf("b"), signal)), "answer");
});

test("switched off while the notice was waited for: nothing leaves", async () => {
  const stage = new Stage(new Told(null));
  const port = new FakePort();
  let on = true;
  const told = (provider: ProviderConfig) => stage.notices.before(provider);
  const gate = new GatedPort(port, config, { isOn: () => on, told });
  const stream = gate.call(callOf("a"), new AbortController().signal);
  stage.tick();
  on = false;
  stage.notices.frame();
  stage.tick();
  await assert.rejects(textOf(stream), { fault: "denied" });
  assert.equal(port.calls.length, 0);
});
