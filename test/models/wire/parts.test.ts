/** The parts of the wire that are plain functions: stop texts, failures, the log, marks, left-out fields. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProviderState } from "../../../src/models/port.ts";
import { stableCut } from "../../../src/models/wire/dialects/stable-cut.ts";
import { faultOf, ProviderFailures, retryAfter } from "../../../src/models/wire/failure.ts";
import { proxyVariables } from "../../../src/models/wire/http-transport.ts";
import { quirkOf, withoutQuirks } from "../../../src/models/wire/quirks.ts";
import { SentLog } from "../../../src/models/wire/sent-log.ts";
import { StopCutter } from "../../../src/models/wire/stop-cutter.ts";

const STOPS = [
  { stops: [], text: "abc", cut: "abc" },
  { stops: ["\n\n"], text: "a\nb\n\nc", cut: "a\nb" },
  { stops: ["<|end|>", "<|"], text: "a<b<|end|>c", cut: "a<b" },
  { stops: ["aab"], text: "aaab", cut: "a" },
  { stops: ["xyz"], text: "axy", cut: "axy" },
  { stops: ["", "b"], text: "abc", cut: "a" },
];

for (const { stops, text, cut } of STOPS) {
  test(`stop texts ${JSON.stringify(stops)} in ${JSON.stringify(text)}`, () => {
    for (let size = 1; size <= text.length; size++) {
      const cutter = new StopCutter(stops);
      let got = "";
      for (let at = 0; at < text.length; at += size) got += cutter.add(text.slice(at, at + size));
      assert.equal(got + cutter.end(), cut, `in pieces of ${size}`);
      assert.equal(cutter.stopped, cut.length < text.length);
    }
  });
}

function failuresAt(start: number) {
  const clock = { now: start };
  const states: ProviderState[] = [];
  const changed = (state: ProviderState): void => void states.push(state);
  const ports = { now: () => clock.now, random: () => 1, changed };
  return { clock, states, failures: new ProviderFailures("box", ports) };
}

test("failures in a row are waited for longer, up to five minutes; a good answer ends that", () => {
  const { clock, states, failures } = failuresAt(0);
  const waits: number[] = [];
  for (let i = 0; i < 11; i++) {
    const error = failures.bad("server", "box: fails (500)", clock.now, null);
    waits.push(error.retryMs);
    assert.equal(failures.refusal()?.fault, "waiting");
    clock.now += error.retryMs;
    assert.equal(failures.refusal(), null);
  }
  assert.deepEqual(waits.slice(0, 4), [1000, 2000, 4000, 8000]);
  assert.deepEqual(waits.slice(-2), [300_000, 300_000]);
  failures.good();
  failures.good();
  assert.deepEqual(
    states.slice(0, 3).map(({ fault, retryAt }) => [fault, retryAt]),
    [
      ["server", 1000],
      ["server", 3000],
      ["server", 7000],
    ],
  );
  assert.deepEqual(
    states.slice(-1).map(({ fault, retryAt }) => [fault, retryAt]),
    [[null, 0]],
  );
  assert.equal(failures.bad("server", "box: fails (500)", clock.now, null).retryMs, 1000);
});

test("requests that were under way together count once", () => {
  const { clock, failures } = failuresAt(1000);
  failures.bad("offline", "x", 900, null);
  clock.now = 1010;
  assert.equal(failures.bad("offline", "x", 950, null).retryMs, 1000);
});

test("what the provider asks for counts; a refused key is refused until further notice", () => {
  const { clock, failures } = failuresAt(0);
  assert.equal(failures.bad("busy", "x", 0, 20_000).retryMs, 20_000);
  clock.now = 19_999;
  assert.equal(failures.refusal()?.retryMs, 1);
  clock.now = 20_000;
  assert.equal(failures.bad("busy", "x", clock.now, 1e12).retryMs, 3_600_000);
  assert.equal(failures.bad("key", "y", clock.now, null).retryMs, Infinity);
  clock.now = 1e15;
  assert.equal(failures.refusal()?.fault, "key");
});

test("a refused key that was asked nevertheless is forgotten for what came of it", () => {
  const { clock, failures } = failuresAt(0);
  failures.bad("key", "k", 0, null);
  // Under way with the one that said so.
  clock.now = 10;
  assert.equal(failures.bad("server", "s", -5, null).retryMs, Infinity);
  assert.equal(failures.refusal()?.fault, "key");
  assert.equal(failures.bad("server", "s", 10, null).retryMs, 2000);
  assert.equal(failures.refusal()?.fault, "waiting");
});

test("a clock that is set back makes nobody wait for it", () => {
  const { clock, failures } = failuresAt(3_600_000);
  failures.bad("server", "s", clock.now, null);
  clock.now = 0;
  assert.equal(failures.refusal(), null);
  assert.ok(failures.bad("server", "s", clock.now, null).retryMs <= 2000);
});

test("a request that is wrong is asked once more before anything is waited for", () => {
  const { clock, failures } = failuresAt(0);
  const waits = [1, 2, 3].map(() => {
    const { retryMs } = failures.bad("refused", "x", clock.now, null);
    clock.now += retryMs + 1;
    return retryMs;
  });
  assert.deepEqual(waits, [0, 1000, 2000]);
});

test("Retry-After is seconds or a date", () => {
  const now = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");
  const cases: [Record<string, string>, number | null][] = [
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT" }, 30_000],
    [{ "retry-after": "Wed, 21 Oct 2026 07:27:30 GMT" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "7" }, 250],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "-3" }, null],
    [{}, null],
  ];
  for (const [headers, ms] of cases) assert.equal(retryAfter(headers, now), ms);
});

test("statuses", () => {
  const faults = [401, 402, 403, 404, 400, 413, 422, 408, 429, 529, 500, 503, 304].map(faultOf);
  assert.deepEqual(faults, [
    ...["key", "key", "key", "refused", "refused", "refused", "refused", "slow", "busy", "busy"],
    ...["server", "server", "garbage"],
  ]);
});

const META = { provider: "box", model: "m", purpose: "complete" } as const;
const post = (url: string, headers: Record<string, string>, body: string) =>
  ({ method: "POST", url, headers, body }) as const;

test("the log shows no key, wherever it is", async () => {
  const log = new SentLog(() => 5);
  const headers = {
    authorization: "Bearer K",
    "x-goog-api-key": "K",
    "x-custom": "a K b",
    "x-auth": "Bearer abcdefghij0123456789",
    accept: "x",
  };
  log.begin(META, post("https://h/x?key=K&a=1", headers, "{}"), "K");
  const entry = log.begin(META, post("https://h/x", {}, "{}"), "sk-1");
  for (const piece of ["no such key: s", "k-1, and not sk-", "1"]) {
    entry.received(Buffer.from(piece));
  }
  const [first, second] = log.list();
  assert.deepEqual(first?.headers, {
    authorization: "…",
    "x-goog-api-key": "…",
    "x-custom": "…",
    "x-auth": "…",
    accept: "x",
  });
  assert.equal(first?.url, "https://h/x?key=…&a=1");
  assert.equal(second?.answer, "no such key: …, and not …");
  assert.equal(first?.time, 5);
});

test("the log keeps fifty requests, and 4 MB", () => {
  const log = new SentLog(() => 0);
  for (let i = 0; i < 60; i++) log.begin(META, post("http://h/", {}, `${i}`), "");
  assert.deepEqual([log.list().length, log.list()[0]?.body], [50, "10"]);
  const large = "x".repeat(1024 * 1024);
  for (let i = 0; i < 6; i++) log.begin(META, post("http://h/", {}, large), "");
  assert.equal(log.list().length, 4);
  const entry = log.begin(META, post("http://h/", {}, ""), "");
  for (let i = 0; i < 100; i++) entry.received(Buffer.from("y".repeat(1000)));
  entry.ended("ok", null);
  entry.ended("again", null);
  const last = log.list().at(-1);
  assert.deepEqual([last?.answer.length, last?.outcome], [64 * 1024, "ok"]);
});

test("a mark stays where it was while the prompt grows behind it", () => {
  const cuts = new Map();
  const lines = (n: number): string => Array.from({ length: n }, (_, i) => `line ${i}\n`).join("");
  assert.equal(stableCut(cuts, "k", `${lines(100)}abc`, 100), 0);
  const cut = stableCut(cuts, "k", `${lines(100)}abcd`, 100);
  assert.equal(cut, lines(100).length);
  assert.equal(stableCut(cuts, "k", `${lines(100)}abcde\nf`, 100), cut);
  assert.equal(stableCut(cuts, "other", `${lines(100)}abc`, 100), 0);
  // What is before it has changed.
  assert.ok(stableCut(cuts, "k", `${lines(50)}x${lines(50)}`, 100) <= lines(50).length);
});

const REFUSALS = [
  {
    says: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
    body: { model: "m", max_tokens: 5 },
    left: { model: "m", max_completion_tokens: 5 },
  },
  {
    says: "body.stream_options: Extra inputs are not permitted",
    body: { stream_options: {}, prompt: "a" },
    left: { prompt: "a" },
  },
  {
    says: "'temperature' does not support 0 with this model",
    body: { temperature: 0, prompt: "a" },
    left: { prompt: "a" },
  },
  {
    says: "'stop': array too long, at most 4",
    body: { stop: ["1", "2", "3", "4", "5"] },
    left: { stop: ["1", "2", "3", "4"] },
  },
  { says: "unknown field stop", body: { stop: ["1"], prompt: "a" }, left: { prompt: "a" } },
  {
    says: "This model does not support assistant message prefill.",
    body: { messages: [{ role: "user" }, { role: "assistant" }] },
    left: { messages: [{ role: "user" }] },
  },
  { says: "the prompt is too long", body: { prompt: "a", stop: ["1"] }, left: null },
  { says: "temperature", body: { prompt: "a" }, left: null },
];

for (const { says, body, left } of REFUSALS) {
  test(`a refusal: ${says}`, () => {
    const quirk = quirkOf(says, body);
    const sent = quirk === null ? null : withoutQuirks(body, new Set([quirk]));
    assert.deepEqual(sent, left);
  });
}

test("proxies are those of the environment, but not for this machine", () => {
  assert.equal(proxyVariables({ NO_PROXY: "*" }), undefined);
  assert.deepEqual(proxyVariables({ HTTPS_PROXY: "http://p:1", NO_PROXY: "a.b" }), {
    https_proxy: "http://p:1",
    no_proxy: "a.b,localhost,.localhost,127.0.0.0-127.255.255.255,::1,[::1]",
  });
  assert.equal(proxyVariables({ http_proxy: "p:3128" })?.http_proxy, "http://p:3128");
});
