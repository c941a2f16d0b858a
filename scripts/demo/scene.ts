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

/** What a scene needs beside its files. */
export interface Props {
  /** More files of its folder, which is the home folder, too. */
  readonly files: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

export interface Scene {
  /** The film is docs/NAME.svg. */
  readonly name: string;
  readonly size: { readonly rows: number; readonly cols: number };
  /** The folder that it plays in; the editor is started on the first. */
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** Called before the editor starts, which then reads its configuration. */
  props?(): Promise<Props>;
}

/** Milliseconds between two typed letters. */
export const TYPING_MS = 80;
