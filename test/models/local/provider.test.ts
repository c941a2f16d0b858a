/** The door to the process of models: answers, aborts, crashes, idling; with a scripted process. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { localModels, threadsFor } from "../../../src/models/local/provider.ts";
import type { LocalModels, LocalPiece } from "../../../src/models/local/types.ts";
import { ModelError, type ModelProcess } from "../../../src/models/port.ts";

const CHILD = new URL("./scripted-child.ts", import.meta.url);
const MODEL = { name: "tiny", id: "/m/tiny.gguf", context: 2048 };

const made: LocalModels[] = [];
after(() => Promise.all(made.map((models) => models.close())));

function provider(more: Partial<Parameters<typeof localModels>[0]> = {}) {
  const states: ModelProcess[] = [];
  const clock = { now: 0 };
  const models = localModels({
    env: process.env,
    provider: "here",
    code: CHILD,
    module: "/nowhere/index.js",
    changed: (process) => states.push(process),
    now: () => clock.now,
    ...more,
  });
  made.push(models);
  const ask = (text: string, signal: AbortSignal = new AbortController().signal) =>
    models.ask(
      {
        model: MODEL,
        call: {
          prompt: { kind: "text", text },
          maxTokens: 8,
          stop: ["\n"],
          temperature: 0,
          purpose: "complete",
        },
        sent: (body) => bodies.push(body),
      },
      signal,
    );
  const bodies: string[] = [];
  const answer = async (text: string): Promise<string> => {
    let whole = "";
    for await (const piece of ask(text)) if (piece.kind === "text") whole += piece.text;
    return whole;
  };
  return { models, ask, answer, states, clock, bodies };
}

function faultOf(fault: string, why: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof ModelError);
    assert.equal(error.fault, fault);
    assert.match(error.message, why);
    return true;
  };
}

async function until(what: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await what())) {
    assert.ok(performance.now() < end, "in time");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("an answer comes in its pieces, then its end; what is sent is what was told", async () => {
  const { ask, answer, bodies } = provider();
  const pieces: LocalPiece[] = [];
  for await (const piece of ask("say one|two")) pieces.push(piece);
  assert.deepEqual(pieces, [
    { kind: "text", text: "one" },
    { kind: "text", text: "two" },
    {
      kind: "end",
      finish: "stop",
      usage: { promptTokens: 11, cachedTokens: 0, answerTokens: 1 },
    },
  ]);
  assert.equal(await answer("body"), bodies.at(-1));
});

test("calls at the same time have their own answers", async () => {
  const { answer } = provider();
  const texts = Array.from({ length: 10 }, (_, n) => `say ${n}|${n}`);
  assert.deepEqual(
    await Promise.all(texts.map(answer)),
    texts.map((_, n) => `${n}${n}`),
  );
});

test("an aborted call ends at once, and the process is told; so it is of a call that is left", async () => {
  const { ask, answer } = provider();
  const stop = new AbortController();
  let text = "";
  for await (const piece of ask("begin now", stop.signal)) {
    if (piece.kind === "text") text += piece.text;
    stop.abort();
  }
  assert.equal(text, "now");
  for await (const _ of ask("begin then")) break;
  assert.equal(await answer("stopped"), "2");
  const before = new AbortController();
  before.abort();
  for await (const _ of ask("say x", before.signal)) assert.fail("nothing is asked");
});

test("a fault of the process is a fault of the model", async () => {
  const { answer } = provider();
  await assert.rejects(answer("fault"), faultOf("refused", /^here: too long$/));
  assert.equal(await answer("say on"), "on");
});

test("a crash fails what is open, is said once, and the next call starts it again", async () => {
  const { answer, states, models, clock } = provider();
  assert.equal(await answer("say a"), "a");
  const { pid } = await models.health();
  const open = answer("begin b");
  const crash = answer("crash");
  await assert.rejects(open, faultOf("offline", /ended \(killed by SIGKILL\)/));
  await assert.rejects(crash, faultOf("offline", /SIGKILL/));
  assert.deepEqual(states.at(-1), { pid: null, crashes: 1, lastCrash: "killed by SIGKILL" });
  assert.equal(await answer("say c"), "c");
  const health = await models.health();
  assert.notEqual(health.pid, pid);
  assert.equal(health.crashes, 1);
  // One that crashes again and again is left alone for longer and longer.
  // Good answers between two crashes are no reason to load it all the time.
  await assert.rejects(answer("crash"), faultOf("offline", /SIGKILL/));
  await assert.rejects(answer("say d"), faultOf("waiting", /again in 2 s/));
  clock.now += 2001;
  await assert.rejects(answer("crash"), faultOf("offline", /SIGKILL/));
  await assert.rejects(answer("say d"), faultOf("waiting", /again in 4 s/));
  clock.now += 4001;
  assert.equal(await answer("say e"), "e");
  // One that ran for a while crashes for the first time again.
  clock.now += 300_000;
  await assert.rejects(answer("crash"), faultOf("offline", /SIGKILL/));
  assert.equal(await answer("say f"), "f");
});

test("it is known while a model is loaded, and not any more when the process is gone", async () => {
  const { answer, models } = provider();
  assert.equal(models.isLoading, false);
  const open = answer("load");
  await until(async () => models.isLoading);
  await assert.rejects(answer("crash"), faultOf("offline", /SIGKILL/));
  await assert.rejects(open, faultOf("offline", /SIGKILL/));
  assert.equal(models.isLoading, false);
});

test("what native code said last is in the reason", async () => {
  const { answer } = provider();
  await assert.rejects(answer("abort"), faultOf("offline", /GGML_ASSERT\(n > 0\) failed/));
});

test("the process is ended when nobody asks, which is no crash, and started when somebody does", async () => {
  const { answer, models, states } = provider({ idleMs: 1 });
  assert.equal(await answer("say a"), "a");
  await until(async () => !(await models.health()).running);
  assert.equal(await answer("say b"), "b");
  assert.ok(states.some(({ pid }) => pid === null));
  assert.ok(states.every(({ crashes }) => crashes === 0));
});

test("the health report has memory, the model and the share of the cache", async (t) => {
  const { answer, models } = provider();
  assert.equal((await models.health()).running, false);
  // A process that has no time to answer is not waited for long: here it is.
  t.mock.timers.enable({ apis: ["setTimeout"] });
  await answer("say some text|x");
  await answer("say some text|xy");
  const { running, memory, model, threads, promptTokens, cachedTokens } = await models.health();
  assert.deepEqual(
    { running, memory, model, threads },
    {
      running: true,
      memory: 12_345_678,
      model: "/m/tiny.gguf",
      threads: 1,
    },
  );
  assert.equal(promptTokens, 31);
  assert.equal(cachedTokens, 15);
});

test("without the runtime it is said how to get it", async () => {
  const models = localModels({ env: { HOME: "/nowhere" }, provider: "here" });
  const call = {
    prompt: { kind: "text", text: "x" },
    maxTokens: 1,
    stop: [],
    temperature: 0,
    purpose: "complete",
  } as const;
  const ask = async (): Promise<void> => {
    for await (const _ of models.ask({ model: MODEL, call }, new AbortController().signal));
  };
  await assert.rejects(ask(), faultOf("denied", /hunch model add/));
});

test("the process has nobody's keys", async () => {
  const { answer } = provider({ env: { ...process.env, OPENAI_API_KEY: "x", HOME: "/h" } });
  const names = (await answer("env")).split(" ");
  assert.equal(names.includes("OPENAI_API_KEY"), false);
  assert.ok(names.includes("HOME"));
});

test("half of the processors are for models, at least one", () => {
  assert.deepEqual([1, 2, 3, 8].map(threadsFor), [1, 1, 1, 4]);
});
