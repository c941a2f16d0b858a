/**
 * Recovery logs around documents: one begins when a file is opened, grows with each change, starts
 * again with each save. Before a file is shown, what an earlier session left is offered.
 */
import { UserError } from "../base/errors.ts";
import { closeDocument } from "../editor/buffers.ts";
import type { Document } from "../editor/document.ts";
import type { DocumentChange, Editor } from "../editor/editor.ts";
import { type Fiber, rawKey } from "../editor/fiber.ts";
import type { LoadedFile } from "../editor/files/load.ts";
import { secretReason } from "../editor/files/secret.ts";
import { editBatches } from "../editor/journal/edit-batches.ts";
import { Journal, type JournalBase } from "../editor/journal/journal.ts";
import { journalFolder } from "../editor/journal/names.ts";
import {
  discardRecovery,
  findRecovery,
  type Recovered,
  type RecoveryLog,
  recover,
} from "../editor/journal/recovery.ts";
import { diff, hunks } from "../text/diff.ts";
import { ChangeSet, Text } from "../text/text.ts";

const MOST_DIFF_ROWS = 400;
/** Changes of one command that may wait for its frame before the journal hears of them. */
const MOST_WAITING = 64;
/** Milliseconds that a change waits for others, of the 200 that it may take. */
const REST_MS = 5;
/** A change of the whole file is handed over in turns of about so many milliseconds. */
const TURN_MS = 6;
/** UTF-16 units of a text without a file that are not handed over at one go. */
const LARGE_BASE = 1 << 18;

export interface RecoveryOptions {
  /** See `stateFolder`. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Draws a frame soon: a message came without a key. */
  redraw?(): void;
}

type Answer = "recover" | "leave" | "abort";

export class Recovery {
  readonly journal: Journal;
  /** Set when the program's own start is over. */
  started = false;
  private readonly editor: Editor;
  private readonly folder: string;
  private readonly env: RecoveryOptions["env"];
  /** Changes that wait until the frame that shows them is out: handing them over takes 0.1 ms. */
  private waiting: DocumentChange[] = [];
  /** What is left to hand over of the oldest change. */
  private batches: Generator<unknown> | null = null;
  private flushing: NodeJS.Immediate | null = null;
  private timer: NodeJS.Timeout | null = null;
  private resting = false;

  constructor(editor: Editor, options: RecoveryOptions) {
    this.editor = editor;
    this.env = options.env;
    this.folder = journalFolder(options.folder);
    this.journal = new Journal({
      folder: this.folder,
      onBaseLost: (id) => {
        const doc = editor.docs.find((other) => other.id === id);
        if (doc !== undefined) this.orphaned(doc);
      },
      onTrouble: (message) => {
        if (message === null) editor.showMessage("Changes are recorded for recovery again");
        else editor.showMessage(message, "error");
        options.redraw?.();
      },
    });
    editor.events.on("change", (change) => this.changed(change));
    editor.events.on("document-saved", (doc) => {
      this.flush();
      this.journal.rebase(doc.id, this.baseOf(doc));
    });
    editor.events.on("document-reloaded", (doc) => {
      this.flush();
      this.journal.rebase(doc.id, this.baseOf(doc));
    });
    editor.events.on("document-orphaned", (doc) => this.orphaned(doc));
    editor.events.on("document-close", (doc) => {
      this.flush();
      this.journal.close(doc.id);
    });
  }

  /** A fiber for `FileHooks.opened`. */
  *opened(doc: Document, loaded: LoadedFile): Fiber {
    if (!this.isLogged(doc)) return;
    const logs = findRecovery(this.folder, loaded.realPath);
    let recovered: RecoveryLog | null = null;
    for (const log of logs) {
      const { state, pid, host } = log.owner;
      if (state !== "dead" && !log.unsaved) {
        const open = state === "alive" ? "is" : "may be";
        this.editor.showMessage(
          `W325: The file ${open} open in another hunch (process ${pid} on ${host})`,
          "warning",
        );
      } else if (!log.unsaved) this.discard(log);
      else if (recovered === null) {
        const answer = yield* this.ask(doc, log, "this file");
        if (answer === "recover") recovered = log;
        if (answer === "abort") this.abort(doc);
        if (this.editor.quitting !== null) return;
      }
    }
    this.journal.open(doc.id, this.baseOf(doc, recovered === null ? null : loaded.text));
    if (recovered !== null) {
      const change = diff(loaded.text, doc.text);
      this.journal.append(doc.id, change, doc.revision);
      this.replaces(recovered);
    }
  }

  /** For a start without files: what an earlier session left in buffers without a name. */
  *unnamed(doc: Document): Fiber {
    if (!this.isLogged(doc)) return;
    const before = doc.text;
    for (const log of findRecovery(this.folder, null)) {
      if (log.owner.state === "alive") continue;
      if (!log.unsaved) {
        if (log.owner.state === "dead") this.discard(log);
        continue;
      }
      const answer = yield* this.ask(doc, log, "a buffer without a name");
      if (answer === "recover") {
        this.journal.open(doc.id, { ...this.baseOf(doc), text: before, identity: null });
        // Without a change in it a log counts as saved.
        this.journal.append(doc.id, diff(before, doc.text), doc.revision);
        this.replaces(log);
        return;
      }
      if (answer === "abort") this.abort(doc);
      if (this.editor.quitting !== null) return;
    }
  }

  /** Throws a log away once what it held is safe in the new one. */
  private replaces(log: RecoveryLog): void {
    if (this.journal.sync() && log.owner.state === "dead") this.discard(log);
  }

  /** A log that can't be removed is no reason not to open the file. */
  private discard(log: RecoveryLog): void {
    try {
      discardRecovery(log.logPath);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.editor.showMessage(error.message, "warning");
    }
  }

  /** The program's start ends; a running one only does without the file. Throws UserError. */
  private abort(doc: Document): void {
    const { editor } = this;
    if (!this.started && !editor.docs.some((other) => other !== doc && other.modified)) {
      editor.quit(1);
      return;
    }
    if (doc !== editor.doc) closeDocument(editor, doc, editor.doc);
    throw new UserError("Not opened: its recovery log is as it was");
  }

  /** The log can no longer count on the file: it takes the whole text. */
  private orphaned(doc: Document): void {
    if (!this.journal.has(doc.id)) return;
    this.flush();
    const base = { ...this.baseOf(doc), text: doc.text, identity: null };
    this.journal.rebase(doc.id, { ...base, unsaved: doc.modified });
  }

  /** The program ends on purpose: what was not saved was thrown away on purpose. */
  async leave(): Promise<void> {
    this.flush();
    for (const doc of this.editor.docs) this.journal.close(doc.id);
    await this.journal.stop();
  }

  /** Where the logs are, for the message of a crash. */
  get place(): string {
    return this.folder;
  }

  private changed(event: DocumentChange): void {
    const { doc } = event;
    if (event.origin === "journal.recover") return;
    if (!this.journal.has(doc.id)) {
      if (!this.isLogged(doc)) return;
      // A buffer without a file: its log begins with the first change.
      const base = { ...this.baseOf(doc), revision: event.revision - 1, identity: null };
      const large = event.before.length > LARGE_BASE;
      this.journal.open(doc.id, { ...base, text: large ? Text.empty : event.before });
      if (large) {
        // All of it as a change, which is handed over bit by bit.
        const change = ChangeSet.of({ from: 0, insert: event.before }, 0);
        this.waiting.push({ ...event, change, before: Text.empty, revision: event.revision - 1 });
      }
      setImmediate(() => this.journal.start());
    }
    this.waiting.push(event);
    if (this.waiting.length >= MOST_WAITING) this.flush();
    else if (!this.resting && this.flushing === null) {
      // Input is worked off and drawn without a pause, so this runs after the frame.
      this.resting = true;
      queueMicrotask(() => this.rest());
    }
  }

  /** Hands over what waits. */
  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.resting = false;
    if (this.flushing !== null) clearImmediate(this.flushing);
    this.flushing = null;
    while (this.handOver());
  }

  /** Hands over what waits for some milliseconds, and the rest after the keys that came. */
  private flushSome(): void {
    this.flushing = null;
    const end = performance.now() + TURN_MS;
    while (this.handOver()) {
      if (performance.now() < end) continue;
      this.flushing = setImmediate(() => this.flushSome());
      return;
    }
  }

  /** Hands over soon: a thread that wakes with each key takes a core from the key's own frame. */
  private rest(): void {
    // All was handed over meanwhile.
    if (!this.resting) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.resting = false;
      this.flushing ??= setImmediate(() => this.flushSome());
    }, REST_MS);
  }

  /** Hands over a batch; false when nothing is left. */
  private handOver(): boolean {
    if (this.batches === null) {
      const next = this.waiting.shift();
      if (next === undefined) return false;
      this.batches = this.batchesOf(next);
    }
    if (this.batches.next().done) this.batches = null;
    return true;
  }

  private *batchesOf(event: DocumentChange): Generator<unknown> {
    const { doc, change, before, revision, edits: known } = event;
    for (const edits of editBatches(change, before, known)) {
      this.journal.appendEdits(doc.id, edits, revision);
      yield;
    }
  }

  /** Waits until all is on the disk: for a signal or a crash. */
  sync(): void {
    this.flush();
    this.journal.sync();
  }

  /** Whether anything of a document may be kept on disk beside the file itself. */
  isLogged(doc: Document): boolean {
    if (doc.kind !== "file" || !doc.options.get("journal")) return false;
    const path = doc.file.realPath ?? doc.path;
    return path === null || secretReason(path, this.env) === null;
  }

  private baseOf(doc: Document, text: Text | null = null): JournalBase {
    const { file } = doc;
    const base = {
      path: file.realPath ?? doc.path,
      identity: file.identity,
      hash: null,
      format: file.format,
      revision: doc.revision,
    };
    if (text !== null && file.identity === null) return { ...base, text };
    return file.identity === null || !file.exact ? { ...base, text: doc.text } : base;
  }

  /** Asks what to do with a log; `recover` when its text is now the document's. */
  private *ask(doc: Document, log: RecoveryLog, subject: string): Fiber<Answer> {
    const { editor } = this;
    const { owner } = log;
    const alive = owner.state === "alive";
    const who = `process ${owner.pid} on ${owner.host}${alive ? ", still running" : ""}`;
    const what = `${log.changes} unsaved change${log.changes === 1 ? "" : "s"}`;
    const when = dateText(log.when);
    const question =
      `A recovery log has ${what} of ${subject}, the last of ${when} (${who}).\n` +
      "(r)ecover  (d)iff  d(i)scard  read-(o)nly  (a)bort: ";
    for (;;) {
      const key = yield* rawKey(question);
      switch (key.toLowerCase()) {
        case "r": {
          const found = this.read(log);
          if (found === null) break;
          const { text } = found;
          const change = diff(doc.text, text);
          if (!change.empty) {
            editor.dispatch(doc, { changes: change, origin: "journal.recover" });
            doc.undo.sync();
          }
          editor.showMessage(`Recovered ${what}: look at them, then write the file`);
          return "recover";
        }
        case "d": {
          const found = this.read(log);
          if (found !== null) editor.showMessage(differences(doc.text, found.text));
          break;
        }
        case "i":
          if (!alive) this.discard(log);
          return "leave";
        case "o":
          doc.options.set("readonly", true);
          return "leave";
        case "a":
        case "<esc>":
        case "<c-c>":
          return "abort";
      }
    }
  }

  /** Null, with a message, where nothing holds the text that the log's changes were made to. */
  private read(log: RecoveryLog): Recovered | null {
    try {
      return recover(log.logPath);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.editor.showMessage(error.message, "error");
      return null;
    }
  }
}

/** The differing rows of two texts, as `diff` would print them without context. */
function differences(before: Text, after: Text): string {
  const rows: string[] = [];
  for (const { fromA, toA, fromB, toB } of hunks(before, after)) {
    rows.push(`@@ line ${fromA + 1} @@`);
    for (let row = fromA; row < toA && rows.length < MOST_DIFF_ROWS; row++) {
      rows.push(`- ${before.line(row + 1).text}`);
    }
    for (let row = fromB; row < toB && rows.length < MOST_DIFF_ROWS; row++) {
      rows.push(`+ ${after.line(row + 1).text}`);
    }
    if (rows.length >= MOST_DIFF_ROWS) {
      rows.push("(and more)");
      break;
    }
  }
  return rows.length === 0 ? "No differences\n" : rows.join("\n");
}

/** A time in milliseconds since the epoch as `2026-11-22 10:03:43`, here. */
function dateText(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}
