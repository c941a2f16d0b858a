/** A terminal whose shell is a script: keys are sent, and the test says what the screen shows when. */
import type { PromptState } from "../../../src/shell/block.ts";
import type { CommandSuggestion } from "../../../src/shell/command.ts";
import type { TerminalModes } from "../../../src/shell/emulator/protocol.ts";
import { GhostLine, type GhostTerminal } from "../../../src/shell/prompt/ghost-line.ts";
import type { PromptGhost } from "../../../src/shell/terminals.ts";

const MODES: TerminalModes = {
  applicationCursor: false,
  applicationKeypad: false,
  bracketedPaste: true,
  focus: false,
  mouse: "none",
  sgrMouse: false,
  kitty: 0,
  alternate: false,
};

export class ScriptedTerminal implements GhostTerminal {
  prompt: PromptState | null = null;
  sent = 0;
  ghost: PromptGhost | null = null;
  running = true;
  modes = MODES;
  cwd: string | null = "/p";
  readonly inputs: string[] = [];
  private prompts = 0;
  private usual: Partial<PromptState> = {};

  send(text: string): void {
    this.sent++;
    this.inputs.push(text);
  }

  newPrompt(state: Partial<PromptState> = {}): void {
    this.prompts++;
    const { sure, ownGhost, shell } = state;
    this.usual = {
      ...(sure === undefined ? {} : { sure }),
      ...(ownGhost === undefined ? {} : { ownGhost }),
      ...(shell === undefined ? {} : { shell }),
    };
    this.show("", state);
  }

  show(before: string, state: Partial<PromptState> = {}): void {
    this.prompt = {
      id: this.prompts,
      shell: "bash",
      before,
      after: "",
      cwd: "/p",
      ownGhost: false,
      sure: true,
      seen: this.sent,
      ...this.usual,
      ...state,
    };
  }
}

/** What the tests act on: a terminal with its ghost, suggestions from a list, a clock. */
export class Stage {
  readonly terminal = new ScriptedTerminal();
  readonly line: GhostLine;
  readonly asked: string[] = [];
  time = 0;
  on = true;
  private due = false;
  private checkAt = Number.POSITIVE_INFINITY;

  constructor(commands: readonly string[]) {
    this.line = new GhostLine(this.terminal, {
      ask: (prefix) => {
        this.asked.push(prefix);
        return commands
          .filter((command) => command.startsWith(prefix) && command !== prefix)
          .map((command): CommandSuggestion => ({ command, chance: 1, wordChance: 1, reason: "" }));
      },
      later: () => {
        this.due = true;
      },
      checkAfter: (ms) => {
        this.checkAt = this.time + ms;
      },
      enabled: () => this.on,
      now: () => this.time,
    });
  }

  /** The screen is read: a frame with this input before the cursor. */
  frame(before: string, state: Partial<PromptState> = {}): this {
    this.terminal.show(before, state);
    this.line.changed();
    return this;
  }

  newPrompt(state: Partial<PromptState> = {}): this {
    this.terminal.newPrompt(state);
    this.line.changed();
    return this;
  }

  noPrompt(): this {
    this.terminal.prompt = null;
    this.line.changed();
    return this;
  }

  /** A turn behind the frame. */
  rest(): this {
    if (this.due) {
      this.due = false;
      this.line.answer();
    }
    return this;
  }

  /** Keys that go to the program; the screen shows nothing of them yet. */
  keys(...keys: string[]): this {
    for (const key of keys) {
      this.line.key(key);
      this.terminal.send(key);
    }
    return this;
  }

  paste(text: string): this {
    this.terminal.send(text);
    return this;
  }

  /** A character, its echo, and a turn behind it. */
  type(text: string): this {
    for (const char of text) {
      const before = this.terminal.prompt?.before ?? "";
      this.keys(char)
        .frame(before + char)
        .rest();
    }
    return this;
  }

  wait(ms: number): this {
    this.time += ms;
    if (this.time >= this.checkAt) {
      this.checkAt = Number.POSITIVE_INFINITY;
      this.line.check();
    }
    return this;
  }

  /** What is drawn: the input and, in brackets, the ghost where it belongs to it. */
  get picture(): string {
    const { prompt, ghost } = this.terminal;
    if (prompt === null) return "-";
    const fits = ghost !== null && ghost.prompt === prompt.id && ghost.before === prompt.before;
    return `${prompt.before}${fits ? `[${ghost.text}]` : ""}${prompt.after}`;
  }
}
