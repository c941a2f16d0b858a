/**
 * The editor's side of the recovery logs. Every call hands a message on and returns; it is written
 * at once, so that a change has reached the system within milliseconds even when this thread goes on
 * to be busy: here while that is quick (own-thread.ts), else by the journal thread. Nothing here
 * throws on the key path.
 */
import type { Worker } from "node:worker_threads";
import { startWorker } from "../../base/worker-port.ts";
import type { ManyEdits } from "../../text/many-edits.ts";
import type { ChangeSet, Text } from "../../text/text.ts";
import { type FileFormat, stringPieces } from "../files/encoding.ts";
import type { FileIdentity } from "../files/identity.ts";
import type {
  BaseLostMessage,
  JournalMessage,
  JournalWorkerData,
  TroubleMessage,
  Unnumbered,
} from "./message.ts";
import { isLarge, isLocal, OwnThread } from "./own-thread.ts";
import { type OwnerIdentity, thisOwner } from "./owner.ts";
import type { LogHeader } from "./record.ts";

export interface JournalOptions {
  /** See `journalFolder`. */
  readonly folder: string;
  /** Called when changes can't be recorded, with a message for the user; null when they can again. */
  readonly onTrouble: (message: string | null) => void;
  /** Called when a log needs its document's text (`rebase`): the file was replaced before a copy. */
  readonly onBaseLost?: (doc: number) => void;
  /** Another way to start the thread, for tests; there is one from the start then. */
  readonly spawn?: (data: JournalWorkerData) => Worker;
  /** Write from a thread from the start. */
  readonly threaded?: boolean;
  /** How long (ms) a save or an exit waits for the thread; default: 2000. */
  readonly patience?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The state of a document that its log starts from. */
export interface JournalBase {
  /** Absolute, without links (`LoadedFile.realPath`); null for a buffer without a file. */
  readonly path: string | null;
  /** The file whose bytes the text is; null where there is none: then `text` is kept in the log. */
  readonly identity: FileIdentity | null;
  /** SHA-256 of that file, if known. */
  readonly hash: string | null;
  readonly format: FileFormat;
  readonly revision: number;
  /**
   * Kept in the log. Needed without `identity`, and where the file does not read back as this text
   * (`Saved.exact`).
   */
  readonly text?: Text;
  /** The text is not saved anywhere: the log is worth a question even without a change in it. */
  readonly unsaved?: boolean;
}

const DEFAULT_PATIENCE = 2000;
/** Milliseconds until a dead thread is started again. */
const REVIVAL = 1000;

export class Journal {
  private readonly options: JournalOptions;
  private readonly shared = new Int32Array(new SharedArrayBuffer(8));
  private readonly headers = new Map<number, LogHeader>();
  /** What the thread may not have written yet, oldest first: for the next one if it dies. */
  private unwritten: JournalMessage[] = [];
  private ownerIdentity: OwnerIdentity | null = null;
  private worker: Worker | null = null;
  /** Writes in this thread; null before the start, and when a thread has taken over. */
  private own: OwnThread | null = null;
  /** The thread that will take over from `own`, and whether it runs: until then its work is done here. */
  private successor: { readonly worker: Worker; runs: boolean } | null = null;
  private wantsThread: boolean;
  private revival: NodeJS.Timeout | null = null;
  private stopped = false;
  private seq = 0;

  constructor(options: JournalOptions) {
    this.options = options;
    this.wantsThread = options.threaded === true || options.spawn !== undefined;
  }

  /** Makes the logs (a thread takes 3 ms here), for an idle moment before the first change. */
  start(): void {
    if (this.worker !== null || this.own !== null || this.revival !== null || this.stopped) return;
    this.wantsThread ||= this.unwritten.some(isLarge) || !isLocal(this.options.folder);
    if (this.wantsThread) this.adopt(this.launch());
    else this.writeHere();
  }

  /** The log of a document begins; its file is made now if the thread runs, else with it. */
  open(doc: number, base: JournalBase): void {
    const header = this.headerOf(base);
    this.headers.set(doc, header);
    this.send({ type: "open", doc, header, base: piecesOf(base) });
  }

  /** Whether a thread writes the logs. */
  get threaded(): boolean {
    return this.worker !== null;
  }

  /** Whether the document has a log. */
  has(doc: number): boolean {
    return this.headers.has(doc);
  }

  /** Records a change that led to `revision`. Documents that were not opened are passed over. */
  append(doc: number, changes: ChangeSet, revision: number): void {
    if (!this.headers.has(doc)) return;
    const edits: (number | string | string[])[] = [];
    changes.iterChanges((from, to, _fromB, _toB, inserted) => {
      edits.push(from, to, insertOf(inserted));
    }, true);
    this.appendEdits(doc, edits, revision);
  }

  /** As `append`, for edits as they are in the log: `editBatches` makes them. */
  appendEdits(
    doc: number,
    edits: readonly (number | string | readonly string[])[] | ManyEdits,
    revision: number,
  ): void {
    if (!this.headers.has(doc)) return;
    const when = this.now();
    if ("spans" in edits) this.send({ type: "many", doc, revision, when, edits });
    else if (edits.length > 0) this.send({ type: "changes", doc, revision, when, edits });
    else return;
    this.start();
  }

  /**
   * For `SaveRequest.beforeReplace`: waits until the log knows, on disk, that a file with `hash`
   * holds `revision`. False when it could not be noted (the save may go on all the same).
   */
  saving(
    doc: number,
    revision: number,
    next: { readonly hash: string; readonly backup: string | null },
  ): boolean {
    if (!this.headers.has(doc)) return false;
    const { hash, backup } = next;
    this.send({ type: "saving", doc, revision, hash, backup });
    return this.wait(this.patience);
  }

  /**
   * The log starts again: after a save (the new identity and hash), a reload, or, with `text` and
   * no identity, when the file on disk is no longer what the buffer came from.
   */
  rebase(doc: number, base: JournalBase): void {
    if (!this.headers.has(doc)) return;
    const header = this.headerOf(base);
    this.headers.set(doc, header);
    this.send({ type: "rebase", doc, header, base: piecesOf(base) });
  }

  /** The document is closed cleanly or its changes are thrown away: the log goes. */
  close(doc: number): void {
    if (this.headers.delete(doc)) this.send({ type: "close", doc });
  }

  /** Waits until all that was recorded is on the disk; false after `patience` ms. For SIGHUP. */
  sync(patience = this.patience): boolean {
    if (this.worker === null && this.own === null && this.unwritten.length === 0) return true;
    this.send({ type: "sync", doc: -1 });
    return this.wait(patience);
  }

  /** Writes what is left and ends the thread; logs of open documents stay. */
  async stop(): Promise<void> {
    this.sync();
    this.stopped = true;
    if (this.revival !== null) clearTimeout(this.revival);
    this.own?.end();
    this.own = null;
    await this.successor?.worker.terminate();
    await this.worker?.terminate();
    this.worker = null;
  }

  private get patience(): number {
    return this.options.patience ?? DEFAULT_PATIENCE;
  }

  private headerOf(base: JournalBase): LogHeader {
    this.ownerIdentity ??= thisOwner();
    const { path, identity, hash, format, revision } = base;
    const unsaved = base.unsaved ? { unsaved: true } : {};
    const when = this.now();
    return { path, identity, hash, format, revision, when, ...unsaved, ...this.ownerIdentity };
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private send(message: Unnumbered): void {
    if (this.stopped) return;
    if (this.own?.overloaded(message)) this.passOver(this.own);
    if (this.own !== null) {
      this.own.handle({ ...message, seq: ++this.seq });
      return;
    }
    const written = Atomics.load(this.shared, 0);
    if (this.unwritten.length > 0 && this.unwritten[0]!.seq <= written) {
      this.unwritten = this.unwritten.filter(({ seq }) => seq > written);
    }
    const numbered: JournalMessage = { ...message, seq: ++this.seq };
    this.unwritten.push(numbered);
    this.worker?.postMessage(numbered);
  }

  private wait(patience: number): boolean {
    this.start();
    if (this.own !== null) return this.own.writtenSeq >= this.seq;
    if (this.worker === null) return false;
    const until = Date.now() + patience;
    for (;;) {
      const tried = Atomics.load(this.shared, 1);
      if (tried >= this.seq) return Atomics.load(this.shared, 0) >= this.seq;
      const left = until - Date.now();
      if (left <= 0 || Atomics.wait(this.shared, 1, tried, left) === "timed-out") return false;
    }
  }

  private writeHere(): void {
    this.own = new OwnThread({
      folder: this.options.folder,
      onTrouble: this.options.onTrouble,
      onBaseLost: (doc) => this.options.onBaseLost?.(doc),
    });
    const waiting = this.unwritten;
    this.unwritten = [];
    for (const message of waiting) this.own.handle(message);
  }

  private passOver(own: OwnThread): void {
    if (this.successor === null) {
      const successor = { worker: this.launch(), runs: false };
      successor.worker.once("online", () => {
        successor.runs = true;
      });
      this.successor = successor;
      return;
    }
    if (!this.successor.runs || !own.settled) return;
    own.end();
    this.own = null;
    this.wantsThread = true;
    this.adopt(this.successor.worker);
    this.successor = null;
  }

  private launch(): Worker {
    const data: JournalWorkerData = {
      folder: this.options.folder,
      shared: this.shared,
    };
    const worker =
      this.options.spawn?.(data) ??
      startWorker("journal", new URL("./worker.ts", import.meta.url), data);
    worker.on("message", (message: TroubleMessage | BaseLostMessage) => {
      if (message.type === "base-lost") this.options.onBaseLost?.(message.doc);
      else this.options.onTrouble(message.message);
    });
    worker.on("error", (error: Error) => this.died(worker, error.message));
    worker.on("exit", () => this.died(worker, "the thread ended"));
    return worker;
  }

  /** Gives a thread the logs and what is not written yet. */
  private adopt(worker: Worker): void {
    this.worker = worker;
    const first = this.unwritten[0]?.seq ?? this.seq + 1;
    const opened = new Set<number>();
    for (const message of this.unwritten) if (message.type === "open") opened.add(message.doc);
    for (const [doc, header] of this.headers) {
      // Logs that an earlier thread made: it is taken up again by the session in the header.
      if (!opened.has(doc)) {
        worker.postMessage({ type: "open", seq: first - 1, doc, header, base: [] });
      }
    }
    for (const message of this.unwritten) worker.postMessage(message);
  }

  private died(worker: Worker, reason: string): void {
    // Without a successor the work goes on being done here; the next large message starts another.
    if (this.successor?.worker === worker) this.successor = null;
    if (this.worker !== worker || this.stopped) return;
    this.worker = null;
    this.options.onTrouble(`Changes are not recorded for recovery: ${reason}`);
    this.revival = setTimeout(() => {
      this.revival = null;
      this.start();
      this.options.onTrouble(null);
    }, REVIVAL);
    this.revival.unref();
  }
}

function piecesOf(base: JournalBase): string[] {
  return base.text === undefined ? [] : [...stringPieces(base.text, "\n")];
}

/** Long texts stay in pieces: putting them together is the thread's work. */
function insertOf(text: Text): string | string[] {
  return text.length < 65_536 ? text.sliceString(0) : [...stringPieces(text, "\n")];
}
