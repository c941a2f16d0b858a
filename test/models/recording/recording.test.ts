/** Recorded answers: asked once, then never again; offline the same answers with the same times. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ModelPort } from "../../../src/models/port.ts";
import {
  recordedTransport,
  type Served,
} from "../../../src/models/recording/recorded-transport.ts";
import { Recording, readRecording } from "../../../src/models/recording/recording.ts";
import { directModels } from "../../../src/models/wire/direct.ts";
import {
  ANSWER,
  callFor,
  configFor,
  KEY,
  outcomeOf,
  PIECES,
  WAYS,
  type Way,
} from "../proof/ways.ts";
import { startProvider } from "../server/provider.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "hunch-recording-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

interface Use {
  readonly port: ModelPort;
  readonly served: readonly Served[];
}

function use(t: TestContext, way: Way, url: string, recording: Recording, offline = false): Use {
  const served: Served[] = [];
  const port = directModels(configFor(way, url), {
    env: { PROOF_KEY: KEY },
    transport: (network) =>
      recordedTransport({
        recording,
        network: offline ? null : network,
        served: (one) => served.push(one),
      }),
  });
  t.after(() => port.close());
  return { port, served };
}

test("every kind is recorded once and replayed offline, with its usage and times", async (t) => {
  const recordings = folder(t);
  for (const [i, way] of WAYS.entries()) {
    // Some kinds speak alike: to them it would be the same question.
    const file = join(recordings, `${i}.jsonl`);
    const provider = await startProvider(way.kind, () => ({ pieces: PIECES, pieceMs: 1 }));
    t.after(() => provider.close());
    const online = use(t, way, provider.url, readRecording(file, { grows: true }));
    const first = await outcomeOf(online.port, callFor(way));
    assert.equal(first.text, ANSWER, way.name);
    assert.equal((await outcomeOf(online.port, callFor(way))).text, ANSWER);
    assert.equal(provider.received.length, 1, "asked twice");
    await provider.close();
    // Another address, and nobody there.
    const offline = use(t, way, "http://127.0.0.1:1", readRecording(file, { grows: false }), true);
    const again = await outcomeOf(offline.port, callFor(way));
    assert.equal(again.text, ANSWER, way.name);
    assert.deepEqual(again.result?.usage, first.result?.usage);
    assert.equal(again.result?.finish, first.result?.finish);
    const [asked, known] = online.served;
    assert.deepEqual([asked?.known, known?.known, offline.served[0]?.known], [false, true, true]);
    assert.equal(offline.served[0]?.totalMs, asked?.totalMs);
    assert.equal(offline.served[0]?.firstMs, asked?.firstMs);
    const other = await outcomeOf(offline.port, callFor(way, { maxTokens: 63 }));
    assert.match(other.error?.message ?? "", /not in the recording/);
    assert.equal(readFileSync(file, "utf8").includes(KEY), false);
    assert.equal(statSync(file).mode & 0o077, 0);
  }
});

test("an answer that was left is replayed as far as it came; failures are not kept", async (t) => {
  const [way] = WAYS as readonly [Way];
  const recording = new Recording(null);
  const never = new Promise<void>(() => {});
  const provider = await startProvider(way.kind, (_request, n) =>
    n === 0
      ? { pieces: PIECES, fault: { kind: "status", status: 500 } }
      : n === 1
        ? { pieces: PIECES, fault: { kind: "cut", after: 700 } }
        : { pieces: PIECES, restWait: never },
  );
  t.after(() => provider.close());
  const ask = () => use(t, way, provider.url, recording).port;
  assert.equal((await outcomeOf(ask(), callFor(way))).error?.fault, "server");
  assert.equal((await outcomeOf(ask(), callFor(way))).error?.fault, "offline");
  assert.equal(recording.size, 0);
  for await (const piece of ask().call(callFor(way), new AbortController().signal)) {
    assert.equal(piece, PIECES[0]);
    break;
  }
  await provider.received[2]!.closed;
  const again = await outcomeOf(ask(), callFor(way));
  assert.equal(again.text, PIECES[0]);
  assert.match(again.error?.message ?? "", /the recording ends here/);
  assert.equal(provider.received.length, 3);
});

test("a file that is no recording says where", (t) => {
  const file = join(folder(t), "answers.jsonl");
  assert.throws(() => readRecording(file, { grows: false }), /answers\.jsonl: /);
  const good = { hash: "a", status: 200, type: "", chunks: [[1, "x"]], ms: 2, end: "end" };
  for (const bad of ["{", "[]", '{"hash":1}', JSON.stringify({ ...good, chunks: [["1", 2]] })]) {
    writeFileSync(file, `${JSON.stringify(good)}\n${bad}\n`);
    assert.throws(() => readRecording(file, { grows: false }), /answers\.jsonl:2: .*no recorded/);
  }
  writeFileSync(file, `${JSON.stringify(good)}\n`);
  assert.equal(readRecording(file, { grows: false }).size, 1);
});
