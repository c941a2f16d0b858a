/** One terminal: what its process told of it, and what it is told. */
import type { Key, MouseEvent } from "../../base/key.ts";
import { printable } from "../../base/width.ts";
import type { Document } from "../../editor/document.ts";
import type { TerminalFace } from "../../editor/terminal-face.ts";
import type { Window } from "../../editor/window.ts";
import type { Size } from "../../screen/layer.ts";
import { type Block, type PromptState, type ShellKind, samePrompt } from "../block.ts";
import type { EmulatorTerminal } from "../emulator/client.ts";
import type { TerminalFrame, TerminalModes } from "../emulator/protocol.ts";
import { encodePaste } from "../keys/input.ts";
import type { PromptGhost, Terminal } from "../terminals.ts";
import { ghostRows } from "./ghost-rows.ts";
import { marginOf, marksOf } from "./margin.ts";
import { Picture } from "./picture.ts";

const NO_MODES: TerminalModes = {
  applicationCursor: false,
  applicationKeypad: false,
  bracketedPaste: false,
  focus: false,
  mouse: "none",
  sgrMouse: false,
  kitty: 0,
  alternate: false,
};

const NO_GHOST: readonly string[] = [];

/** What a terminal asks of those who have it. */
export interface TerminalOwner {
  redraw(): void;
  /** A key that was typed to it while it is live. */
  key(terminal: ShellTerminal, key: Key): void;
  mouse(terminal: ShellTerminal, win: Window, event: MouseEvent, row: number, col: number): boolean;
  isLive(terminal: ShellTerminal, win: Window): boolean;
  drawn(terminal: ShellTerminal, win: Window, rows: number, cols: number, top: number): void;
  close(terminal: ShellTerminal): void;
  /** Its name has changed, or what is said of it. */
  renamed(): void;
  readonly ascii: boolean;
}

export interface TerminalFacts {
  readonly doc: Document;
  readonly shell: ShellKind;
  readonly command: string | null;
  /** Shown until the program says a title. */
  readonly name: string;
  /** The folder it was started in, absolute. */
  readonly cwd: string;
  /** Its marks count: commands can be told from each other. */
  readonly marks: boolean;
}

export class ShellTerminal implements Terminal, TerminalFace {
  readonly id: number;
  readonly doc: Document;
  readonly shell: ShellKind;
  readonly command: string | null;
  readonly picture: Picture;
  readonly hasMarks: boolean;
  running = true;
  status: number | null = null;
  title = "";
  cwd: string | null;
  modes: TerminalModes = NO_MODES;
  blocks: readonly Block[] = [];
  prompt: PromptState | null = null;
  /** A bell rang while nobody saw the terminal. */
  belled = false;
  /** The note of its end is on the screen: a key means that it was read. */
  endShown = false;
  closed = false;
  /** Its other end. */
  readonly link: EmulatorTerminal;
  private readonly owner: TerminalOwner;
  private readonly name: string;
  private promptGhost: PromptGhost | null = null;
  private waiting = "";

  constructor(facts: TerminalFacts, owner: TerminalOwner, link: EmulatorTerminal, size: Size) {
    this.id = link.id;
    this.link = link;
    this.doc = facts.doc;
    this.shell = facts.shell;
    this.command = facts.command;
    this.cwd = facts.cwd;
    this.name = facts.name;
    this.hasMarks = facts.marks;
    this.owner = owner;
    this.picture = new Picture(size.rows, size.cols, link.styles);
  }

  /** With what is about to be sent: no screen can show that yet. */
  get sent(): number {
    return this.link.sent + (this.waiting === "" ? 0 : 1);
  }

  get label(): string {
    const end = this.running ? "" : ` [${this.status ?? "ended"}]`;
    return `${this.belled ? "! " : ""}${this.title === "" ? this.name : this.title}${end}`;
  }

  get busy(): string | null {
    if (!this.running) return null;
    if (this.command !== null) return this.command;
    // Commands within `ssh` are blocks, too, and so is what holds them all.
    const runs = this.blocks.find(({ endedAt }) => endedAt === null);
    if (runs !== undefined) return runs.command || this.name;
    return this.modes.alternate ? this.name : null;
  }

  get ghost(): PromptGhost | null {
    return this.promptGhost;
  }

  set ghost(ghost: PromptGhost | null) {
    this.promptGhost = ghost;
    if (this.placeGhost()) this.owner.redraw();
  }

  /** Works out which ghost is drawn; true when it is another one. */
  private placeGhost(): boolean {
    const { picture, prompt, promptGhost } = this;
    const fits =
      promptGhost !== null &&
      prompt !== null &&
      prompt.id === promptGhost.prompt &&
      prompt.before === promptGhost.before &&
      prompt.after === "";
    const { rows, cols, cursor } = picture;
    const cut = this.owner.ascii ? ">" : "…";
    const ghost = fits ? ghostRows(printable(promptGhost.text), rows, cols, cursor, cut) : NO_GHOST;
    if (
      ghost.length === picture.ghost.length &&
      ghost.every((row, i) => row === picture.ghost[i])
    ) {
      return false;
    }
    picture.ghost = ghost;
    return true;
  }

  /** Takes a frame; true when the prompt is another one. */
  take(frame: TerminalFrame): boolean {
    this.picture.take(frame);
    this.modes = frame.modes;
    // The last one of a program may come behind its end.
    if (!this.running) {
      this.picture.cursor = { ...frame.cursor, visible: false };
      return false;
    }
    const other = !samePrompt(this.prompt, frame.prompt);
    this.prompt = frame.prompt;
    this.placeGhost();
    this.placeMarks();
    return other;
  }

  placeMarks(): void {
    const { picture } = this;
    const none = this.modes.alternate || !this.hasMarks;
    picture.marks = marksOf(none ? [] : this.blocks, picture, this.owner.ascii);
  }

  /** Takes values of blocks; answers what began and what ended. */
  takeBlocks(
    blocks: readonly Block[],
    all: boolean,
  ): { readonly begun: Block[]; readonly ended: Block[] } {
    const old = new Map(this.blocks.map((block) => [block.id, block]));
    const begun: Block[] = [];
    const ended: Block[] = [];
    for (const block of blocks) {
      const before = old.get(block.id);
      if (before === undefined) begun.push(block);
      if (block.endedAt !== null && (before === undefined || before.endedAt === null))
        ended.push(block);
    }
    if (all) this.blocks = blocks;
    else {
      const merged = old;
      for (const block of blocks) merged.set(block.id, block);
      // Without a line it is gone from the screen, or from what is kept.
      this.blocks = [...merged.values()]
        .filter(({ endLine }) => endLine >= 0)
        .sort((a, b) => a.id - b.id);
    }
    this.placeMarks();
    return { begun, ended };
  }

  /** The program has ended. */
  end(status: number | null, note: string): void {
    this.running = false;
    this.status = status;
    this.prompt = null;
    this.placeGhost();
    this.picture.note = note;
    this.picture.cursor = { ...this.picture.cursor, visible: false };
  }

  send(text: string): void {
    if (text === "" || !this.running) return;
    // Keys of one burst are one message.
    if (this.waiting === "") queueMicrotask(() => this.flush());
    this.waiting += text;
  }

  flush(): void {
    const data = this.waiting;
    if (data === "" || this.closed) return;
    this.waiting = "";
    this.link.input(data);
  }

  paste(text: string): void {
    this.send(encodePaste(text, this.modes));
  }

  async read(from: number, to: number): Promise<readonly string[]> {
    const { lines } = await this.link.read(from, to);
    return lines.map((line) => line.text);
  }

  close(): void {
    this.owner.close(this);
  }

  // What the view and the modes ask

  isLive(win: Window): boolean {
    return this.owner.isLive(this, win);
  }

  margin(win: Window): number {
    return marginOf(this.hasMarks, win.width);
  }

  drawn(win: Window, rows: number, cols: number, top: number): void {
    this.owner.drawn(this, win, rows, cols, top);
  }

  key(key: Key): void {
    this.owner.key(this, key);
  }

  mouse(win: Window, event: MouseEvent, row: number, col: number): boolean {
    return this.owner.mouse(this, win, event, row, col);
  }
}
