/** What terminals need besides the emulators: how keys are encoded, how a shell is started. */
import type { Key, MouseEvent } from "../../base/key.ts";
import type { ShellKind } from "../block.ts";
import type { TerminalModes } from "../emulator/protocol.ts";

/** Keys and the mouse as bytes for a program; null: it is not told of such a thing. */
export interface KeyEncoder {
  key(key: Key, modes: TerminalModes): string;
  mouse(event: MouseEvent, row: number, col: number, modes: TerminalModes): string | null;
}

/** A program as it is started. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Of the marks of the shell integration; empty: there are none. */
  readonly nonce: string;
  readonly shell: ShellKind;
}

/** Adds the integration to a shell that the user opens. */
export type Integrate = (launch: Launch) => Launch;
