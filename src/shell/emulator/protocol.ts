/**
 * What the editor and the process of the emulators say to each other. One process serves every
 * terminal; each has a number. Rows are 0-based rows of the screen, cells 0-based columns; lines are
 * those of `block.ts`. All values can be cloned.
 */
import type { CellRow, CellStyles } from "../../screen/cell-row.ts";
import type { CursorShape } from "../../screen/layer.ts";
import type { Block, PromptState, ShellKind } from "../block.ts";
import type { TerminalColours } from "./requests.ts";

export interface TerminalStart {
  readonly id: number;
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly rows: number;
  readonly cols: number;
  /** Lines behind the screen that are kept. */
  readonly scrollback: number;
  /** Marks of the shell count only with it; empty: none do. */
  readonly nonce: string;
  readonly shell: ShellKind;
  /** What programs are told when they ask for the colours of their terminal; null: nothing. */
  readonly colours?: TerminalColours | null;
}

export type ToEmulator =
  | ({ readonly type: "start" } & TerminalStart)
  | { readonly type: "input"; readonly id: number; readonly data: string }
  | { readonly type: "resize"; readonly id: number; readonly rows: number; readonly cols: number }
  /** The last frame is on the screen: the next may come. */
  | { readonly type: "shown"; readonly id: number }
  /** Frames are made only while somebody sees them. */
  | { readonly type: "watch"; readonly id: number; readonly on: boolean }
  /** Asks for the lines from `from` to `to` (exclusive); answered by `lines` with the same `ask`. */
  | {
      readonly type: "read";
      readonly id: number;
      readonly ask: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: "clear"; readonly id: number }
  /** To the programs in the foreground: `SIGINT`, `SIGTERM`. */
  | { readonly type: "signal"; readonly id: number; readonly signal: string }
  | { readonly type: "colours"; readonly id: number; readonly colours: TerminalColours | null }
  /** Ends the program as a terminal that is closed would (SIGHUP), and forgets the terminal. */
  | { readonly type: "close"; readonly id: number };

/** What the program has asked of its terminal. */
export interface TerminalModes {
  readonly applicationCursor: boolean;
  readonly applicationKeypad: boolean;
  readonly bracketedPaste: boolean;
  readonly focus: boolean;
  readonly mouse: "none" | "x10" | "vt200" | "drag" | "any";
  readonly sgrMouse: boolean;
  /** Flags of the kitty keyboard protocol; 0: off. */
  readonly kitty: number;
  readonly alternate: boolean;
}

export interface FrameCursor {
  readonly row: number;
  readonly col: number;
  readonly visible: boolean;
  readonly shape: CursorShape;
  readonly blink: boolean;
}

/** What changed on the screen since the last frame. */
export interface TerminalFrame {
  readonly rows: number;
  readonly cols: number;
  /** Row numbers and their new contents. */
  readonly changed: readonly (readonly [row: number, content: CellRow])[];
  /** Styles behind those that were sent before. */
  readonly styles: CellStyles;
  readonly cursor: FrameCursor;
  readonly modes: TerminalModes;
  readonly prompt: PromptState | null;
  /** The first line that the scrollback still has, the line of the screen's first row, and the end. */
  readonly firstLine: number;
  readonly screenLine: number;
  readonly endLine: number;
  /** How many inputs had been written to the program when the screen was read. */
  readonly seen: number;
}

/** A logical line with its colours: `runs` as in a CellRow, but by UTF-16 columns. */
export interface StyledLine {
  readonly text: string;
  readonly runs: Uint32Array;
}

export type FromEmulator =
  | { readonly type: "frame"; readonly id: number; readonly frame: TerminalFrame }
  | {
      readonly type: "lines";
      readonly id: number;
      readonly ask: number;
      readonly from: number;
      readonly lines: readonly StyledLine[];
      /** As in a frame. */
      readonly styles: CellStyles;
    }
  | { readonly type: "title"; readonly id: number; readonly title: string }
  | { readonly type: "bell"; readonly id: number }
  /** The program wants text in the clipboard (OSC 52). */
  | { readonly type: "clipboard"; readonly id: number; readonly text: string }
  /** It wants to tell something (OSC 9, OSC 777). */
  | { readonly type: "notify"; readonly id: number; readonly text: string }
  | { readonly type: "cwd"; readonly id: number; readonly cwd: string }
  /** A block began, was completed, or moved (`resize`, lines lost): its newest value. */
  | { readonly type: "block"; readonly id: number; readonly block: Block }
  | { readonly type: "blocks"; readonly id: number; readonly blocks: readonly Block[] }
  | {
      readonly type: "exit";
      readonly id: number;
      readonly code: number;
      readonly signal: number;
    }
  /** The answer to `close`: its program has ended, or was killed; what it left is killed in time. */
  | { readonly type: "closed"; readonly id: number }
  /** There can be no terminals: why (no binary for this system). */
  | { readonly type: "unavailable"; readonly reason: string }
  /** The process has a bug, and ends: what it was. */
  | { readonly type: "bug"; readonly reason: string }
  /** The program could not be started, or there is a bug: the terminal is of no use any more. */
  | { readonly type: "failed"; readonly id: number; readonly message: string };
