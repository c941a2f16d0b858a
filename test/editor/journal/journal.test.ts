import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { basename, join } from "node:path";
import { after, beforeEach, test as once } from "node:test";
import { Worker } from "node:worker_threads";
import { loadFile } from "../../../src/editor/files/load.ts";
import { saveFile } from "../../../src/editor/files/save.ts";
import { Journal, type JournalOptions } from "../../../src/editor/journal/journal.ts";
import { basePathOf, journalFolder } from "../../../src/editor/journal/names.ts";
import { discardRecovery, findRecovery, recover } from "../../../src/editor/journal/recovery.ts";
import { ChangeSet, type Text, textOf } from "../../../src/text/text.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-journal-"));
const journals: Journal[] = [];
/** A disk may be busy: only what fails waits that long. */
const PATIENCE_MS = 60_000;
// The threads alone do not keep the process.
const alive = setInterval(() => {}, 1000);
after(async () => {
  clearInterval(alive);
  for (const journal of journals) await journal.stop();
  fs.rmSync(root, { recursive: true, maxRetries: 10 });
});
let folder = root;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(root, "case-")));
});

let threaded = false;

/** A case for the journal that writes where it is called, and for the one with a thread. */
function test(name: string, run: () => void | Promise<void>): void {
  once(name, () => {
    threaded = false;
    return run();
  });
  once(`${name} (thread)`, () => {
    threaded = true;
    return run();
  });
}

const logs = () => journalFolder(join(folder, "state"));

function journalOf(options: Partial<JournalOptions> = {}): Journal {
  const journal = new Journal({
    folder: logs(),
    onTrouble: (message) => assert.fail(String(message)),
    threaded,
    patience: PATIENCE_MS,
    ...options,
  });
  journals.push(journal);
  return journal;
}

/** A document that is typed into through a journal. */
class Typist {
  readonly journal: Journal;
  readonly path: string | null;
  text: Text;
  revision = 0;
  loaded;

  constructor(journal: Journal, content: string, name: string | null = "file") {
    this.journal = journal;
    this.path = name === null ? null : join(folder, name);
    if (this.path !== null) fs.writeFileSync(this.path, content);
    this.loaded = loadFile(this.path ?? join(folder, "none"));
    this.text = this.path === null ? textOf(content) : this.loaded.text;
    const { identity, format } = this.loaded;
    journal.open(1, {
      path: this.path,
      identity,
      hash: null,
      format,
      revision: 0,
      text: this.base,
    });
  }

  private get base(): Text | undefined {
    return this.path === null ? this.text : undefined;
  }

  type(at: number, insert: string, remove = 0): void {
    const change = ChangeSet.of(
      { from: at, to: at + remove, insert: textOf(insert) },
      this.text.length,
    );
    this.text = change.apply(this.text);
    this.journal.append(1, change, ++this.revision);
  }

  save(): void {
    const { format, identity } = this.loaded;
    const outcome = saveFile({
      path: this.path!,
      text: this.text,
      format,
      known: identity,
      beforeReplace: (next) => assert.ok(this.journal.saving(1, this.revision, next)),
    });
    assert.ok(outcome.kind === "saved");
    this.loaded = loadFile(this.path!);
    this.journal.rebase(1, {
      path: this.path,
      identity: outcome.identity,
      hash: outcome.hash,
      format,
      revision: this.revision,
    });
  }

  /** The one log there is, after everything has been written. */
  log() {
    assert.ok(this.journal.sync());
    const found = findRecovery(logs(), this.path);
    assert.equal(found.length, 1);
    return found[0]!;
  }
}

test("what was typed is there again", () => {
  const typist = new Typist(journalOf(), "one\ntwo\n");
  typist.type(3, " and\nmore 日本 👍");
  typist.type(0, "\udcff\0", 1);
  const log = typist.log();
  assert.deepEqual([log.unsaved, log.changes, log.owner.state], [true, 2, "alive"]);
  const recovered = recover(log.logPath);
  assert.equal(recovered.text.toString(), typist.text.toString());
  assert.deepEqual([recovered.revision, recovered.base], [2, "file"]);
});

test("logs are for their owner's eyes only", () => {
  const typist = new Typist(journalOf(), "x\n");
  typist.type(0, "secret");
  const { logPath } = typist.log();
  assert.equal(fs.statSync(logPath).mode & 0o777, 0o600);
  assert.equal(fs.statSync(logs()).mode & 0o777, 0o700);
});

test("a buffer without a file brings its text along", () => {
  const typist = new Typist(journalOf(), "from standard input\nétat", null);
  typist.type(0, "> ");
  const recovered = recover(typist.log().logPath);
  assert.equal(recovered.text.toString(), "> from standard input\nétat");
  assert.equal(recovered.base, "log");
});

test("a save starts the log again", () => {
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  typist.save();
  const clean = typist.log();
  assert.deepEqual([clean.unsaved, clean.changes], [false, 0]);
  assert.equal(recover(clean.logPath).text.toString(), "aone");
  typist.type(0, "b");
  assert.equal(typist.log().changes, 1);
  assert.equal(recover(clean.logPath).text.toString(), "baone");
});

test("a log that was not started again after a save goes on from the saved file", () => {
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  typist.journal.saving(1, 1, { hash: "not this one", backup: null });
  typist.type(0, "b");
  const outcome = saveFile({
    path: typist.path!,
    text: typist.text,
    format: typist.loaded.format,
    known: typist.loaded.identity,
    beforeReplace: (next) => typist.journal.saving(1, typist.revision, next),
  });
  assert.equal(outcome.kind, "saved");
  const { revision, changes } = recover(typist.log().logPath);
  assert.deepEqual([revision, changes], [2, 0]);
  typist.type(0, "c");
  const log = typist.log();
  assert.equal(log.changes, 1);
  assert.equal(recover(log.logPath).text.toString(), "cbaone");
});

test("a log under a new name follows its document", () => {
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  const { logPath } = typist.log();
  const path = join(folder, "other");
  fs.writeFileSync(path, "aone\n");
  const { identity, format } = loadFile(path);
  typist.journal.rebase(1, { path, identity, hash: null, format, revision: 1 });
  typist.journal.sync();
  assert.ok(!fs.existsSync(logPath));
  assert.equal(findRecovery(logs(), path).length, 1);
});

test("a closed document leaves nothing", () => {
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  typist.log();
  typist.journal.close(1);
  typist.journal.sync();
  assert.deepEqual(fs.readdirSync(logs()), []);
});

// The larger one is the sync thread's to copy.
for (const size of [4, 3_000_000]) {
  test(`a base of ${size} bytes that others replace is read from the copy`, async () => {
    const typist = new Typist(journalOf(), "one\n".repeat(size / 4));
    typist.type(0, "a");
    const { logPath } = typist.log();
    while (!fs.existsSync(basePathOf(logPath))) await new Promise(setImmediate);
    fs.writeFileSync(typist.path!, "somebody else's\n");
    const recovered = recover(logPath);
    assert.equal(recovered.base, "copy");
    assert.ok(recovered.text.eq(typist.text));
    discardRecovery(logPath);
    assert.deepEqual(fs.readdirSync(logs()), []);
  });
}

test("without its base a log says so", () => {
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  const { logPath } = typist.log();
  fs.rmSync(basePathOf(logPath), { force: true });
  fs.writeFileSync(typist.path!, "somebody else's\n");
  assert.throws(() => recover(logPath), /E309/);
});

test("a text given as a new base stands in the log", () => {
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  const { path, text, revision } = typist;
  const { format } = typist.loaded;
  typist.journal.rebase(1, { path, identity: null, hash: null, format, revision, text });
  fs.writeFileSync(path!, "somebody else's\n");
  typist.type(0, "b");
  assert.equal(recover(typist.log().logPath).text.toString(), "baone");
});

test("a torn end is not read", () => {
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  const { logPath } = typist.log();
  const whole = fs.readFileSync(logPath);
  typist.type(0, "a longer change that is cut");
  typist.log();
  const longer = fs.readFileSync(logPath);
  for (let size = whole.length; size < longer.length; size++) {
    const zeros = Buffer.alloc(longer.length - size);
    for (const tail of [Buffer.alloc(0), zeros]) {
      fs.writeFileSync(logPath, Buffer.concat([longer.subarray(0, size), tail]));
      assert.equal(recover(logPath).text.toString(), "aone", `cut at ${size}`);
    }
  }
});

test("files that are no logs are passed over", () => {
  const typist = new Typist(journalOf(), "one\n");
  const { logPath } = typist.log();
  fs.writeFileSync(logPath.replace(".log", "-1.log"), "rubbish");
  fs.writeFileSync(logPath.replace(".log", "-2.log"), "");
  assert.equal(findRecovery(logs(), typist.path).length, 1);
  assert.deepEqual(findRecovery(join(folder, "nowhere"), typist.path), []);
});

test("many changes of a big text are one record", () => {
  const typist = new Typist(journalOf(), "line\n".repeat(200_000));
  const changes = Array.from({ length: 1000 }, (_, i) => ({
    from: i * 1000,
    to: i * 1000 + 500,
    insert: textOf(`replaced ${i}\n`.repeat(40)),
  }));
  const change = ChangeSet.of(changes, typist.text.length);
  typist.text = change.apply(typist.text);
  typist.journal.append(1, change, ++typist.revision);
  assert.ok(recover(typist.log().logPath).text.eq(typist.text));
});

test("a folder that can't be used is told once, and nothing is lost when it can", async () => {
  fs.writeFileSync(join(folder, "state"), "in the way");
  const told: (string | null)[] = [];
  let tell = () => {};
  const journal = journalOf({
    onTrouble(message) {
      told.push(message);
      tell();
    },
  });
  const next = () =>
    new Promise<void>((resolve) => {
      tell = resolve;
    });
  const typist = new Typist(journal, "one\n");
  const troubled = next();
  typist.type(0, "a");
  assert.equal(journal.sync(), false);
  await troubled;
  assert.match(told[0]!, /^Changes are not recorded for recovery: /);
  const well = next();
  fs.rmSync(join(folder, "state"));
  typist.type(0, "b");
  await well;
  assert.deepEqual(told.slice(1), [null]);
  assert.equal(recover(typist.log().logPath).text.toString(), "baone");
});

once("a thread that dies is started again and takes its log up", async () => {
  const workers: Worker[] = [];
  let revived = () => {};
  const told: (string | null)[] = [];
  const journal = journalOf({
    onTrouble(message) {
      told.push(message);
      if (message === null) revived();
    },
    spawn(workerData) {
      const url = new URL("../../../src/editor/journal/worker.ts", import.meta.url);
      const worker = new Worker(url, { workerData });
      worker.unref();
      workers.push(worker);
      return worker;
    },
  });
  const typist = new Typist(journal, "one\n");
  typist.type(0, "a");
  typist.log();
  const again = new Promise<void>((resolve) => {
    revived = resolve;
  });
  await workers[0]!.terminate();
  typist.type(0, "b");
  await again;
  typist.type(0, "c");
  const log = typist.log();
  assert.equal(log.changes, 3);
  assert.equal(recover(log.logPath).text.toString(), "cbaone");
  assert.match(told[0]!, /not recorded/);
});

once("a thread takes the log over when much is to be written", async () => {
  threaded = false;
  const typist = new Typist(journalOf(), "one\n");
  typist.type(0, "a");
  typist.log();
  let changes = 1;
  for (const journal = typist.journal; !journal.threaded; changes++) {
    typist.type(1, "many words ".repeat(10_000));
    await new Promise(setImmediate);
  }
  typist.type(0, "b");
  const log = typist.log();
  assert.equal(log.changes, changes + 1);
  assert.ok(recover(log.logPath).text.eq(typist.text));
  typist.save();
  typist.type(0, "c");
  assert.ok(recover(typist.log().logPath).text.eq(typist.text));
  assert.deepEqual(
    fs.readdirSync(logs()).filter((name) => name.endsWith(".log")),
    [basename(log.logPath)],
  );
});
