/** Feeds keys to the fiber that runs the editor's modes, after mapping. */
import { Cancelled, UserError } from "../base/errors.ts";
import { type Arrival, type Key, textOfKeys } from "../base/key.ts";
import { KeyQueue, type MapSource } from "../modal/key-queue.ts";
import { registerText } from "../text/register.ts";
import { textOf } from "../text/text.ts";
import type { Editor } from "./editor.ts";
import type { Fiber, KeyRequest } from "./fiber.ts";

/** A pasted text, delivered in place of a key. */
const PASTE_PREFIX = "<Paste:";

/** Keys between two looks for CTRL-C. */
const POLL_INTERVAL = 64;

export class KeyLoop {
  readonly queue = new KeyQueue();
  /** So long keys typed during a wait stay behind it, in milliseconds. */
  patience = 1000;
  private readonly editor: Editor;
  private readonly fiber: Fiber;
  private current: KeyRequest;
  /** Keys read since the last `takeLog`. */
  private log: Key[] = [];
  private taken = 0;
  private pastes: string[] = [];
  /** Whether the last key came from a person; what undo steps go by. */
  typed = true;
  /** Set while queued keys could become a longer mapping: call `timeout` after timeoutlen. */
  waiting = false;
  /** More typed keys are about to be fed: what is only shown can wait for the last one. */
  expectsMore = false;
  /** Of the keys fed last; null: not known. */
  arrival: Arrival | null = null;
  /** The keys fed last came while others still waited, or more than one at a time. */
  private ahead = false;
  private running = false;
  /** What the fiber waits for instead of a key, and whether typed keys end the wait by now. */
  private awaited: { readonly wait: Promise<void>; impatient: boolean } | null = null;

  constructor(editor: Editor, main: (editor: Editor) => Fiber) {
    this.editor = editor;
    this.queue.onTyped = (key) => {
      if (editor.recording !== null) editor.recorded.push(key);
    };
    this.fiber = main(editor);
    const outer = editor.loop;
    editor.loop = this;
    this.current = this.fiber.next().value as KeyRequest;
    editor.loop = outer ?? this;
  }

  /** What the fiber waits for. */
  get request(): KeyRequest {
    return this.current;
  }

  /** Whether the fiber is between two commands. */
  get idle(): boolean {
    return this.current.idle === true;
  }

  /**
   * Lets a fiber that waits for its next command look around again: what its keys mean has changed
   * without one. Nothing where a command is being read or run.
   */
  wake(): void {
    if (this.running || !this.idle || this.awaited !== null || !this.queue.isEmpty) return;
    this.queue.stuff(["<Ignore>"], false);
    this.run();
  }

  /** Whether the key that is worked off was typed ahead of what the screen showed. */
  get inBurst(): boolean {
    return this.ahead || this.arrival?.burst === true;
  }

  /** Keys that a person typed. */
  feed(keys: readonly Key[], arrival: Arrival | null = null): void {
    this.arrival = arrival;
    this.ahead = keys.length > 1 || this.awaited !== null || !this.queue.isEmpty;
    if (this.awaited !== null && keys.includes("<C-c>")) {
      this.queue.clear();
      this.endWait(new Cancelled());
      return;
    }
    this.queue.type(keys);
    if (this.awaited?.impatient) this.giveUp();
    else this.run();
  }

  /** A bracketed paste: one change in insert mode, text in the command line. */
  paste(text: string): void {
    this.pastes.push(text);
    this.queue.type([`${PASTE_PREFIX}${this.pastes.length - 1}>`]);
    if (this.awaited?.impatient) this.giveUp();
    else this.run();
    if (this.queue.isEmpty) this.pastes = [];
  }

  /** The text of a paste key, or null for any other key. */
  pastedText(key: Key): string | null {
    if (!key.startsWith(PASTE_PREFIX)) return null;
    return this.pastes[Number(key.slice(PASTE_PREFIX.length, -1))] ?? null;
  }

  /** Takes what is queued as it is: no longer mapping will come, nor any answer from outside. */
  timeout(): void {
    while (this.awaited !== null) this.giveUp();
    if (this.waiting) this.run(true);
  }

  /** The keys read since the last call. */
  takeLog(): Key[] {
    const log = this.log;
    this.log = [];
    return log;
  }

  /** The keys read so far in this command. */
  peekLog(): readonly Key[] {
    return this.log;
  }

  /** The plain characters that are queued next, when no mapping could want them. */
  takeText(): Key[] {
    if (this.editor.mapsFor("i").length > 0 || this.pastes.length > 0) return [];
    const keys = this.queue.takeText();
    this.log.push(...keys);
    return keys;
  }

  /** Forgets the last key of the log: it was put back. */
  dropLast(): void {
    this.log.pop();
  }

  /** Resumes the fiber when what it waits for has ended. */
  private startWait(wait: Promise<void>): void {
    if (this.editor.nesting > 0) {
      this.fail(new UserError(`${this.current.waitsFor} cannot be waited for here`));
      return;
    }
    const awaited = { wait, impatient: false };
    this.awaited = awaited;
    const patience = setTimeout(() => {
      if (this.awaited !== awaited) return;
      awaited.impatient = true;
      if (!this.queue.isEmpty) this.giveUp();
    }, this.patience);
    void wait.then(() => {
      clearTimeout(patience);
      if (this.awaited === awaited) this.endWait(null);
    });
  }

  private giveUp(): void {
    this.endWait(new UserError(`${this.current.waitsFor} has not answered yet`));
  }

  /** Ends the wait, with an error or without, and runs the keys that came meanwhile. */
  private endWait(error: Error | null): void {
    const { editor } = this;
    this.awaited = null;
    const outer = editor.loop;
    editor.loop = this;
    this.running = true;
    try {
      if (error === null) this.advance(this.fiber.next("<Ignore>"));
      else this.fail(error);
    } finally {
      this.running = false;
      if (outer) editor.loop = outer;
    }
    this.run();
    editor.events.emit("resumed", {});
  }

  private fail(error: Error): void {
    this.advance(this.fiber.throw(error));
  }

  private advance(step: IteratorResult<KeyRequest, void>): boolean {
    if (step.done) return false;
    this.current = step.value;
    if (step.value.wait !== undefined) this.startWait(step.value.wait);
    return true;
  }

  /** Reads until the queue is empty or a mapping could go on. */
  run(force = false): void {
    if (this.running || this.awaited !== null) return;
    const { editor } = this;
    const outer = editor.loop;
    editor.loop = this;
    this.running = true;
    this.waiting = false;
    try {
      for (;;) {
        const taken = this.take(force);
        force = false;
        if (taken === null) break;
        this.log.push(taken);
        if (!this.advance(this.fiber.next(taken))) break;
        if (editor.quitting !== null || this.awaited !== null) break;
      }
    } finally {
      this.running = false;
      if (outer) editor.loop = outer;
    }
  }

  private take(force: boolean): Key | null {
    try {
      if (this.queue.isStuffed && ++this.taken % POLL_INTERVAL === 0) this.editor.services.poll();
      const plain = this.current.counting === true && this.queue.peekKey() === "0";
      const taken = this.queue.take(plain ? null : this.source(), force);
      if (taken === "wait") {
        this.waiting = true;
        return null;
      }
      if (taken) this.typed = taken.typed;
      return taken?.key ?? null;
    } catch (error) {
      this.queue.clear();
      if (error instanceof UserError) this.editor.showMessage(error.message, "error");
      else if (!(error instanceof Cancelled)) throw error;
      return error instanceof Cancelled ? "<C-c>" : null;
    }
  }

  private source(): MapSource | null {
    const mode = this.current.mode;
    if (mode === null) return null;
    const maps = this.editor.mapsFor(mode);
    const holds = (when: string) => this.editor.holds(when);
    const normal = this.current.idle && mode === "n" ? this.editor.defaultKeys.normal : undefined;
    if (maps.length === 0 && !normal) return null;
    return { maps, holds, keeps: (key) => normal?.lookup([key], holds).mapping != null };
  }
}

export interface RunOptions {
  readonly remap: boolean;
}

/**
 * Runs keys to their end in a loop of their own, as `:normal` does; a command that is not complete
 * is cancelled. False when an error stopped them.
 */
export function runKeys(editor: Editor, keys: readonly Key[], options: RunOptions): boolean {
  if (editor.nesting > 100) throw new UserError("E169: Command too recursive");
  editor.nesting++;
  const errors = editor.failures;
  try {
    const loop = new KeyLoop(editor, editor.mainFiber);
    loop.queue.stuff(keys, options.remap);
    loop.typed = false;
    loop.run(true);
    for (let i = 0; i < 20 && !loop.idle && editor.quitting === null; i++) {
      loop.queue.stuff(["<C-c>"], false);
      loop.run(true);
    }
  } finally {
    editor.nesting--;
  }
  return editor.failures === errors;
}

/** Stores recorded keys in a register, as `q` does at its end. */
export function storeMacro(editor: Editor, register: string, keys: readonly Key[]): void {
  editor.registers.set(register, registerText(textOf(textOfKeys(keys)), "v"), false);
}

/** Keys come from a macro, a mapping, `.` or a count. */
export function isReplaying(editor: Editor): boolean {
  if (editor.nesting > 0 || editor.replaying || editor.modal.redoing) return true;
  return editor.loop?.queue.isStuffed ?? false;
}
