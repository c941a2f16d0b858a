import assert from "node:assert/strict";
import { test } from "node:test";
import { measure } from "../../../src/editor/files/identity.ts";
import { loadFile } from "../../../src/editor/files/load.ts";
import { saveFile } from "../../../src/editor/files/save.ts";
import { LogKeeper } from "../../../src/editor/journal/keeper.ts";
import type { LogHeader } from "../../../src/editor/journal/record.ts";
import { findRecovery, recover } from "../../../src/editor/journal/recovery.ts";
import { type Text, textOf } from "../../../src/text/text.ts";
import { CurrentOff, FakeDisk } from "../files/fake-disk.ts";
import { random } from "../files/random.ts";

const FILE = "/home/file";
const LOGS = "/state/journal";

/** One life of an editor on one file, step by step, until the current is cut. */
function life(seed: number, backupcopy: "auto" | "yes"): void {
  const below = random(seed);
  const disk = new FakeDisk();
  disk.put(FILE, "one\ntwo\n");
  const loaded = loadFile(FILE, {}, disk);
  const texts: Text[] = [loaded.text];
  let { identity } = loaded;
  let safeRevision = 0;
  let saves = 0;
  const waiting: (() => void)[] = [];
  const keeper = new LogKeeper({
    folder: LOGS,
    port: disk,
    onTrouble: (message) => assert.ok(message === null || disk.callsLeft < 0, message ?? ""),
    background: {
      sync: (fd, folder, done) => {
        const savesBefore = saves;
        waiting.push(() => {
          disk.sync(fd);
          if (folder !== null) disk.syncFolder(folder);
          // After a save this is the old log's file, with nothing in it that was not saved.
          if (saves === savesBefore) safeRevision = texts.length - 1;
          done(null);
        });
      },
      copy: (_from, _to, _identity, done) => waiting.push(() => done(null, null)),
    },
  });
  let seq = 0;
  const header = (revision: number, hash: string | null): LogHeader => ({
    path: FILE,
    identity,
    hash,
    format: loaded.format,
    revision,
    session: "s",
    pid: 1,
    host: "h",
    user: "u",
    processStart: null,
    when: 1,
  });
  keeper.handle({ type: "open", seq: ++seq, doc: 1, header: header(0, loaded.hash()), base: [] });

  const act = () => {
    const action = below(10);
    const revision = texts.length - 1;
    const text = texts[revision]!;
    if (action < 6) {
      const from = below(text.length + 1);
      const to = from + below(Math.min(4, text.length - from + 1));
      const insert = ["", "x", "word\n", "é"][below(4)]!;
      texts.push(text.replace(from, to, textOf(insert)));
      const edits = [from, to, insert];
      keeper.handle({
        type: "changes",
        seq: ++seq,
        doc: 1,
        revision: revision + 1,
        when: 2,
        edits,
      });
    } else if (action < 8) keeper.tick();
    else if (action < 9) waiting.shift()?.();
    else {
      const outcome = saveFile(
        {
          path: FILE,
          text,
          format: loaded.format,
          known: identity,
          backupcopy,
          beforeReplace: ({ hash, backup }) =>
            keeper.handle({ type: "saving", seq: ++seq, doc: 1, revision, hash, backup }),
        },
        disk,
      );
      assert.ok(outcome.kind === "saved", outcome.kind);
      identity = outcome.identity;
      safeRevision = revision;
      saves++;
      const rebased = header(revision, outcome.hash);
      keeper.handle({ type: "rebase", seq: ++seq, doc: 1, header: rebased, base: [] });
    }
  };

  // In half of the lives the current goes off in the middle of something, else between two steps.
  if (below(2) === 0) disk.callsLeft = below(60);
  try {
    for (let step = 3 + below(25); step > 0; step--) act();
  } catch (error) {
    if (!(error instanceof CurrentOff)) throw error;
  }

  disk.powerCut(below);
  const [log] = findRecovery(LOGS, FILE, disk);
  const text = log === undefined ? loadFile(FILE, {}, disk).text : recover(log.logPath, disk).text;
  const kept = texts.findLastIndex((candidate) => candidate.eq(text));
  assert.ok(kept >= safeRevision, `seed ${seed}: revision ${kept}, ${safeRevision} was synced`);
  if (backupcopy === "auto") {
    const whole = texts.map((candidate) => measure(candidate, loaded.format).hash);
    assert.ok(whole.includes(loadFile(FILE, {}, disk).hash()!), `seed ${seed}: the file is torn`);
  }
}

test("a power cut loses nothing that was synced, and never tears the file", () => {
  for (let seed = 1; seed <= 400; seed++) life(seed, "auto");
});

test("a power cut during in-place saves loses nothing that was synced", () => {
  for (let seed = 1; seed <= 400; seed++) life(seed, "yes");
});
