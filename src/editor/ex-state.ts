/** What Ex commands remember between lines. */
import type { Document } from "./document.ts";

/** The flags of `:s` that `&` takes over. */
export interface SubstituteFlags {
  all: boolean;
  ask: boolean;
  count: boolean;
  error: boolean;
  print: boolean;
  list: boolean;
  number: boolean;
  /** `i` true, `I` false, null: as the options say. */
  ignorecase: boolean | null;
}

export interface UserCommand {
  readonly name: string;
  /** `0`, `1`, `*`, `?` or `+`. */
  readonly nargs: string;
  /** "": no range; `.`: default this line; `%`: default all lines; a number: a count. */
  readonly range: string;
  readonly bang: boolean;
  readonly bar: boolean;
  readonly register: boolean;
  readonly complete: string;
  readonly replacement: string;
  /** Null: for every buffer. */
  readonly doc: Document | null;
}

export interface Abbreviation {
  readonly from: string;
  /** In Vim notation. */
  readonly to: string;
  readonly insert: boolean;
  readonly cmdline: boolean;
  readonly remap: boolean;
  readonly doc: Document | null;
}

export interface AutoCommand {
  readonly group: string;
  readonly event: string;
  readonly pattern: string;
  readonly once: boolean;
  readonly command: string;
}

/** The command line that is being typed, for the view. */
export interface CommandLineState {
  readonly kind: string;
  readonly text: string;
  /** UTF-16 offset of the cursor in `text`. */
  readonly cursor: number;
  /** A question or the words before `text`. */
  readonly prompt: string;
  /** A character drawn at the cursor while more keys of CTRL-V or CTRL-K come; empty for none. */
  readonly pending: string;
  /** The completion menu; null when none is shown. */
  readonly menu: {
    readonly items: readonly string[];
    /** -1: what was typed. */
    readonly selected: number;
    /** Where the completed word starts in `text`. */
    readonly start: number;
  } | null;
  /** What may be meant: drawn behind the text when the cursor is there; or empty. */
  readonly ghost?: string;
  /** Puts text in at the cursor, as if it were typed. */
  insert?(text: string): void;
}

export class ExState {
  /** How deep lines run lines. */
  depth = 0;
  /** `:g` is running its command on its lines. */
  globalBusy = false;
  /** A command of `:g` wants the cursor on the first non-blank at the end. */
  globalNeedsBeginLine = false;
  /** Counts of the last `:s`, summed over a `:g`. */
  substitutions = 0;
  substitutedLines = 0;
  readonly flags: SubstituteFlags = {
    all: false,
    ask: false,
    count: false,
    error: true,
    print: false,
    list: false,
    number: false,
    ignorecase: null,
  };
  /** The replacement of the last `:s` with `~` filled in: what `~` stands for. */
  previousReplacement: string | null = null;
  lastShellCommand = "";
  readonly userCommands = new Map<string, UserCommand>();
  abbreviations: Abbreviation[] = [];
  autocommands: AutoCommand[] = [];
  readonly groups = new Set<string>();
  /** The group of `:augroup` for the lines that follow. */
  group = "";
  /** Events do not run autocommands (`:noautocmd`). */
  autocommandsOff = 0;
  private leaderText = "\\";
  /** Called when the leader is another one. */
  leaderChanged: () => void = () => {};
  localleader = "\\";
  /** Messages are not shown (`:silent`). */
  silent = 0;
  /** A jump is not noted (`:keepjumps`). */
  keepJumps = 0;
  keepPatterns = 0;
  /** Questions instead of refusals (`:confirm`). */
  confirm = false;
  alternateFile: Document | null = null;
  /** What was typed after a command that runs an editor command (`:help TOPIC`). */
  argument = "";

  /** The text of the keys that `<Leader>` stands for. */
  get mapleader(): string {
    return this.leaderText;
  }

  set mapleader(text: string) {
    if (text === this.leaderText) return;
    this.leaderText = text;
    this.leaderChanged();
  }
}
