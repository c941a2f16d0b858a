/** What the main thread tells the journal worker, and the other way round. */
import type { ManyEdits } from "../../text/many-edits.ts";
import type { LogHeader } from "./record.ts";

/** `seq` counts all messages of a session; the worker works them off in order. */
export type JournalMessage = { readonly seq: number; readonly doc: number } & (
  | {
      readonly type: "open";
      readonly header: LogHeader;
      /** The base text in pieces where no file holds it. */
      readonly base: readonly string[];
    }
  /** `edits`: from, to, insert, from, to, insert, ...; a long insert comes in pieces. */
  | {
      readonly type: "changes";
      readonly revision: number;
      readonly when: number;
      readonly edits: readonly (number | string | readonly string[])[];
    }
  | {
      readonly type: "many";
      readonly revision: number;
      readonly when: number;
      readonly edits: ManyEdits;
    }
  | {
      readonly type: "saving";
      readonly revision: number;
      readonly hash: string;
      readonly backup: string | null;
    }
  /** The log starts again from a new base: a saved file, or a text given in pieces. */
  | { readonly type: "rebase"; readonly header: LogHeader; readonly base: readonly string[] }
  | { readonly type: "close" }
  /** Everything so far is to be on the disk itself when this is done. */
  | { readonly type: "sync" }
);

/** A message before it is sent. */
export type Unnumbered = JournalMessage extends infer M
  ? M extends JournalMessage
    ? Omit<M, "seq">
    : never
  : never;

export interface TroubleMessage {
  readonly type: "trouble";
  /** Null when what was wrong is over. */
  readonly message: string | null;
}

/**
 * How the worker is set up. `shared[0]` is the last `seq` up to which all has reached the system,
 * `shared[1]` the last that was tried.
 */
export interface JournalWorkerData {
  readonly folder: string;
  readonly shared: Int32Array;
}

/** The file that a log counts on was replaced before it was copied. */
export interface BaseLostMessage {
  readonly type: "base-lost";
  readonly doc: number;
}
