/**
 * The terminals of an editor, as its features see them: who predicts at the prompt, keeps the history,
 * or reads what failed listens here and knows no window and no process.
 */
import type { Emitter } from "../base/emitter.ts";
import type { Key } from "../base/key.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { Block, PromptState, ShellKind } from "./block.ts";
import type { TerminalModes } from "./emulator/protocol.ts";

/** Text behind the cursor at the prompt that is not there: drawn, never sent. */
export interface PromptGhost {
  readonly text: string;
  /** `PromptState.id` and `before` that it belongs to; at others it is not drawn. */
  readonly prompt: number;
  readonly before: string;
}

export interface Terminal {
  readonly id: number;
  readonly doc: Document;
  readonly shell: ShellKind;
  /** What it was started for: a shell for the user, or one command that ends with it. */
  readonly command: string | null;
  /** False once the program has ended. */
  readonly running: boolean;
  /** The exit status once it has ended. */
  readonly status: number | null;
  readonly title: string;
  /** Where its shell is, absolute; null: not known. */
  readonly cwd: string | null;
  readonly modes: TerminalModes;
  /**
   * Oldest first, those that the scrollback has lost left out. The last one may be running; so may one
   * that others, not sure, are within (`ssh`).
   */
  readonly blocks: readonly Block[];
  /** The prompt that waits for input; null: a program runs, or nobody knows. */
  readonly prompt: PromptState | null;
  /** How many inputs were sent so far. */
  readonly sent: number;
  /** Sends text to the program as if it were typed; it may hold control characters. */
  send(text: string): void;
  /** Text as a paste: bracketed where the program asked for it, else with its control characters gone. */
  paste(text: string): void;
  /** The text of logical lines, `from` to `to` (exclusive), as far as they are kept. */
  read(from: number, to: number): Promise<readonly string[]>;
  /** What is drawn behind the cursor at the prompt. */
  ghost: PromptGhost | null;
  /** Ends the program as closing a terminal would. */
  close(): void;
}

export interface TerminalEvents {
  readonly opened: Terminal;
  /** Its program has ended; the text is still there. */
  readonly exited: Terminal;
  readonly closed: Terminal;
  /** A prompt appeared, changed, or went (`terminal.prompt`). Not for each output of a program. */
  readonly prompt: Terminal;
  readonly "block-start": { readonly terminal: Terminal; readonly block: Block };
  readonly "block-end": { readonly terminal: Terminal; readonly block: Block };
}

export interface RunOptions {
  /** Absolute; default: the editor's folder. */
  readonly cwd?: string;
  /** Default true: where the window goes that shows it does not take the cursor. */
  readonly background?: boolean;
  /** What the window or drawer is called; default: the command. */
  readonly title?: string;
}

/** Keys in a terminal that are not the program's; true: the key was taken. */
export type TerminalKeyHook = (terminal: Terminal, key: Key) => boolean;

export interface Terminals {
  readonly events: Emitter<TerminalEvents>;
  /** Oldest first. */
  readonly all: readonly Terminal[];
  /** Of the current window, or null. */
  readonly current: Terminal | null;
  /** Of a document; null: it is none. */
  of(doc: Document): Terminal | null;
  /** The one that was used last and still runs a shell; null: there is none. */
  readonly latest: Terminal | null;
  /**
   * Runs a command line as the user would at the prompt of the drawer's shell (one is started, or a
   * further one where that is busy) and answers with its block when it has ended. Rejects with
   * UserError where nothing can be started, and Cancelled when the terminal is closed meanwhile.
   */
  run(command: string, options?: RunOptions): Promise<{ terminal: Terminal; block: Block }>;
  /** Each adds variables to the environment of programs that are started from now on. */
  readonly environment: (() => Readonly<Record<string, string>>)[];
  /** Asked in turn for each key in terminal mode, before the program gets it. */
  readonly keyHooks: TerminalKeyHook[];
  /** Why there can be no terminals; null: there can. */
  readonly unavailable: string | null;
}

/** What others put there; it is the same before terminals are loaded and after. */
export type TerminalHooks = Pick<Terminals, "events" | "environment" | "keyHooks">;

const REGISTRIES = new WeakMap<Editor, Terminals>();

/** Those of an editor; throws where nothing has made them. */
export function terminalsOf(editor: Editor): Terminals {
  const terminals = REGISTRIES.get(editor);
  if (terminals === undefined) throw new Error("The editor has no terminals");
  return terminals;
}

export function setTerminals(editor: Editor, terminals: Terminals): void {
  REGISTRIES.set(editor, terminals);
}
