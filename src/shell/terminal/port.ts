/** How programs are started in terminals. */
import type { ShellKind } from "../block.ts";

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
