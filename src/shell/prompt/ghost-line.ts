/**
 * The suggestion behind the cursor of one terminal's prompt. Keys come at once and their echo later, so
 * it keeps what the input will be when all that was typed is echoed (`expected`), and believes the
 * screen only where it says the same: then it is a prompt that echoes, and no search, no question, no
 * password. The picture belongs to what the screen shows, and so does not move until the echo comes.
 */
import { type Key, textOfKey } from "../../base/key.ts";
import type { PromptState } from "../block.ts";
import type { CommandSuggestion } from "../command.ts";
import type { Terminal } from "../terminals.ts";
import { nextWord } from "./offer.ts";

export type GhostTerminal = Pick<
  Terminal,
  "prompt" | "sent" | "send" | "ghost" | "running" | "modes" | "cwd"
>;

export interface GhostPorts {
  /** Lines that begin with `prefix` and may be offered, the likeliest first. */
  ask(prefix: string, prompt: PromptState): readonly CommandSuggestion[];
  /** Calls `GhostLine.answer` soon, behind the frame. */
  later(): void;
  /** Calls `GhostLine.check` after so many milliseconds. */
  checkAfter(ms: number): void;
  /** Whether suggestions are switched on. */
  enabled(): boolean;
  /** Milliseconds. */
  now(): number;
}

/** So long the echo of what was typed may take, at least. Milliseconds. */
const ECHO_TIME = 300;
/** What comes later is no echo. Milliseconds. */
const SLOWEST = 1000;
/** After so long a screen that shows something else than what was typed is right. Milliseconds. */
const REPLY_TIME = 30;

export class GhostLine {
  private readonly terminal: GhostTerminal;
  private readonly ports: GhostPorts;
  /** `PromptState.id`; null: there is no prompt. */
  private prompt: number | null = null;
  /** The input up to the cursor once everything typed is echoed; null: not known. */
  private expected: string | null = null;
  /** What the screen showed last, and since when what was typed is on its way. Milliseconds. */
  private shown = "";
  private since = 0;
  /** When text was typed last, and how long echoes take here. Milliseconds. */
  private typedAt = Number.NEGATIVE_INFINITY;
  private echo = 0;
  private checking = false;
  private offers: readonly CommandSuggestion[] = [];
  private chosen = 0;
  private dismissed = false;
  /** What was asked for already, so that the same is not asked again. */
  private asked: string | null = null;

  constructor(terminal: GhostTerminal, ports: GhostPorts) {
    this.terminal = terminal;
    this.ports = ports;
  }

  /** What accepting would type now; empty: nothing is suggested. */
  get rest(): string {
    const offer = this.offers[this.chosen];
    if (offer === undefined || this.expected === null || this.terminal.ghost === null) return "";
    if (this.isLost()) return "";
    return offer.command.slice(this.expected.length);
  }

  /** The line that is suggested; null: none. */
  get offer(): CommandSuggestion | null {
    return this.rest === "" ? null : (this.offers[this.chosen] ?? null);
  }

  /** The prompt has appeared, changed or gone. */
  changed(): void {
    const prompt = this.usable();
    if (prompt === null) {
      this.clear();
      this.prompt = this.terminal.prompt?.id ?? null;
      // A cursor that comes back to the end of the line is no reason to suggest something.
      this.expected = null;
      return;
    }
    if (prompt.id !== this.prompt) {
      this.clear();
      this.prompt = prompt.id;
      this.dismissed = false;
      const isFresh = prompt.before === "" && prompt.seen >= this.terminal.sent;
      this.expected = isFresh ? "" : null;
    }
    if (prompt.before !== this.shown) {
      this.shown = prompt.before;
      this.since = this.ports.now();
      const took = this.since - this.typedAt;
      if (took <= SLOWEST) this.echo = Math.max(took, this.echo * 0.8);
    }
    if (this.isLost()) this.clear();
    this.show(prompt);
    if (this.isSettled(prompt) && this.terminal.ghost === null) this.askLater(prompt);
  }

  /** A key is about to be sent to the program. */
  key(key: Key): void {
    const prompt = this.terminal.prompt;
    const text = textOfKey(key);
    if (prompt === null || text === null || isControl(text)) {
      this.since = this.ports.now();
      // What comes behind the emptied line may come with it, before any echo.
      const empties = key === "<C-u>" && prompt?.id === this.prompt && prompt.after === "";
      this.expected = empties ? "" : null;
      this.clear();
      return;
    }
    const base = this.line(prompt);
    this.typed(base === null ? null : base + text);
  }

  /** Types what is suggested, all of it or the next word; false: nothing is. */
  accept(part: "all" | "word"): boolean {
    const { rest, expected } = this;
    if (rest === "" || expected === null) return false;
    const text = part === "all" ? rest : nextWord(rest);
    this.terminal.send(text);
    this.typed(expected + text);
    return true;
  }

  /** Shows the suggestion after this one, or before it; false: there is no other. */
  cycle(step: 1 | -1): boolean {
    if (this.rest === "" || this.expected === null) return false;
    const { expected, offers } = this;
    const count = offers.length;
    for (let turn = 1; turn < count; turn++) {
      const at = (this.chosen + step * turn + count * turn) % count;
      const { command } = offers[at]!;
      if (!command.startsWith(expected) || command.length === expected.length) continue;
      this.chosen = at;
      const prompt = this.usable();
      if (prompt !== null) this.show(prompt);
      return true;
    }
    return false;
  }

  /** No more suggestions at this prompt. */
  dismiss(): void {
    this.dismissed = true;
    this.clear();
  }

  /** Something that suggestions depend on has changed; what is shown stays. */
  reconsider(): void {
    this.asked = null;
    const prompt = this.usable();
    if (prompt === null) this.clear();
    else if (this.terminal.ghost === null && this.isSettled(prompt)) this.askLater(prompt);
  }

  /** Takes away what belongs to a text that has not appeared. True: it did. */
  check(): boolean {
    this.checking = false;
    const had = this.terminal.ghost !== null;
    if (had && this.isLost()) this.clear();
    return had && this.terminal.ghost === null;
  }

  /** Asks for suggestions: called behind the frame after `later`. True: there is something to draw. */
  answer(): boolean {
    const prompt = this.usable();
    if (prompt === null || this.terminal.ghost !== null || !this.isSettled(prompt)) return false;
    this.asked = prompt.before;
    this.offers = this.ports.ask(prompt.before, prompt);
    this.chosen = 0;
    this.show(prompt);
    return this.terminal.ghost !== null;
  }

  /** The input that a key is added to; null: not known. */
  private line(prompt: PromptState): string | null {
    if (prompt.id !== this.prompt || prompt.after !== "") return null;
    const { before } = prompt;
    const { expected } = this;
    const shown = prompt.seen >= this.terminal.sent;
    if (expected === null) return shown ? before : null;
    if (expected === before) return expected;
    const patience = expected.startsWith(before) ? this.patience : REPLY_TIME;
    if (this.ports.now() - this.since <= patience) return expected;
    return shown ? before : null;
  }

  /** The input will be this; null: nobody knows. */
  private typed(line: string | null): void {
    this.typedAt = this.ports.now();
    if (this.expected === null || this.expected === this.terminal.prompt?.before) {
      this.since = this.ports.now();
    }
    this.expected = line;
    this.asked = null;
    if (line === null || !this.agrees(line)) this.clear();
    else if (!this.checking) {
      this.checking = true;
      this.ports.checkAfter(this.patience + 1);
    }
  }

  /** Whether what is suggested goes on from a line. */
  private agrees(line: string): boolean {
    if (this.terminal.ghost === null) return false;
    const isNext = ({ command }: CommandSuggestion): boolean => command.startsWith(line);
    const offer = this.offers[this.chosen];
    if (offer !== undefined && isNext(offer)) return true;
    // another of the suggestions may be what is meant
    const other = this.offers.findIndex(isNext);
    if (other < 0) return false;
    this.chosen = other;
    const prompt = this.usable();
    if (prompt !== null) this.show(prompt);
    return true;
  }

  /** What was typed does not appear: it is no text here. */
  private isLost(): boolean {
    const { expected } = this;
    const before = this.terminal.prompt?.before;
    return (
      expected !== null && before !== expected && this.ports.now() - this.since > this.patience
    );
  }

  /** So long it is waited for what was typed. Milliseconds. */
  private get patience(): number {
    return Math.max(ECHO_TIME, 2 * this.echo);
  }

  /** The prompt, where suggestions may stand at it. */
  private usable(): PromptState | null {
    const { prompt, running, modes } = this.terminal;
    if (prompt === null || !running || modes.alternate || !this.ports.enabled()) return null;
    if (!prompt.sure || prompt.ownGhost || prompt.shell === "fish") return null;
    return prompt.after === "" && !prompt.before.includes("\n") ? prompt : null;
  }

  /** What was typed is on the screen, all of it, and nothing else. */
  private isSettled(prompt: PromptState): boolean {
    return this.expected !== null && prompt.id === this.prompt && prompt.before === this.expected;
  }

  /** Puts the ghost where the screen's cursor is now, as long as both agree. */
  private show(prompt: PromptState): void {
    const { expected, terminal } = this;
    const command = this.offers[this.chosen]?.command;
    const fits =
      command !== undefined &&
      expected !== null &&
      !this.dismissed &&
      expected.startsWith(prompt.before) &&
      command.startsWith(expected) &&
      command.length > prompt.before.length;
    if (!fits) {
      if (terminal.ghost !== null) this.clear();
      return;
    }
    terminal.ghost = {
      text: command.slice(prompt.before.length),
      prompt: prompt.id,
      before: prompt.before,
    };
  }

  private askLater(prompt: PromptState): void {
    if (this.dismissed || this.asked === prompt.before) return;
    this.ports.later();
  }

  private clear(): void {
    this.offers = [];
    this.chosen = 0;
    this.asked = null;
    if (this.terminal.ghost !== null) this.terminal.ghost = null;
  }
}

function isControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
