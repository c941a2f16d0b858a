/**
 * Whether a Tab may accept: only what its user has seen. A suggestion must have been on the screen for
 * `tabguard` ms when the key arrives, and the key must have come alone: one of a burst (type-ahead, a
 * paste, a program that types) was meant for the text. Right after an accept a Tab that comes too early
 * for the next suggestion is dropped: it is neither an accept nor a tab in the text.
 */
import type { Editor } from "../../editor/editor.ts";
import { isReplaying } from "../../editor/key-loop.ts";
import { guardMs } from "./guard-time.ts";

/** Who presses Tab again so soon goes on with the chain, though nothing came to go on with. */
const CHAIN_MS = 500;

export interface GuardPorts {
  /** The suggestion on the screen; `since` as `Shown.since`. */
  shown(): { readonly since: number } | null;
  /** Milliseconds of the clock of `since` and of the keys' arrivals. */
  now(): number;
}

export class TabGuard {
  private readonly editor: Editor;
  private readonly ports: GuardPorts;
  /** The last command accepted something, at this time; null: it did something else. */
  private chain: number | null = null;
  /** It is the command that runs now. */
  private fresh = false;

  constructor(editor: Editor, ports: GuardPorts) {
    this.editor = editor;
    this.ports = ports;
    editor.events.on("command-done", () => {
      if (editor.nesting > 0) return;
      if (!this.fresh) this.chain = null;
      this.fresh = false;
    });
  }

  /** The suggestion was on the screen for long enough when the key came. */
  get seen(): boolean {
    const shown = this.ports.shown();
    if (shown === null || shown.since < 0 || isReplaying(this.editor)) return false;
    return this.keyTime() - shown.since >= guardMs(this.editor);
  }

  /** The key that is worked off now may accept. */
  get armed(): boolean {
    return !this.inBurst && this.seen;
  }

  /** A Tab now is for the suggestion that follows the one just accepted, and comes too early. */
  get early(): boolean {
    if (this.chain === null || isReplaying(this.editor)) return false;
    if (this.ports.shown() !== null) return !this.seen;
    return this.keyTime() - this.chain < Math.max(CHAIN_MS, guardMs(this.editor));
  }

  /** Called by what accepts, and by a Tab that is dropped. */
  accepted(): void {
    this.chain = this.ports.now();
    this.fresh = true;
  }

  private get inBurst(): boolean {
    return this.editor.loop?.inBurst ?? false;
  }

  /** When the key came; a key of which that is not known comes now. */
  keyTime(): number {
    return this.editor.loop?.arrival?.at ?? this.ports.now();
  }
}
