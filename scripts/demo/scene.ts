/** What a film of the editor shows, as data. */
export interface Step {
  readonly keys: string;
  /** How the keys are named below the screen. */
  readonly name: string;
  readonly words: string;
  /** Milliseconds between two letters; absent: all at once. */
  readonly typing?: number;
  /** Milliseconds that one looks at it. */
  readonly look?: number;
}

export interface Scene {
  /** The film is docs/NAME.svg. */
  readonly name: string;
  readonly size: { readonly rows: number; readonly cols: number };
  /** The folder that it plays in; the editor is started on the first. */
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** Milliseconds between two typed letters. */
export const TYPING_MS = 80;
