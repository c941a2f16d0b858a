/** What `hunch models add` is told, and what it is given. */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Console } from "./console.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The options of the command line; absent: not given. */
export interface AddOptions {
  readonly kind?: string;
  readonly url?: string;
  readonly provider?: string;
  readonly keyEnv?: string;
  readonly keyCommand?: string;
  readonly keyFile?: string;
  /** Its first line is the key; it is kept in a file. */
  readonly keyStdin?: boolean;
  readonly model?: string;
  readonly name?: string;
  readonly format?: string;
  readonly context?: string;
  readonly allow?: readonly string[];
  readonly role?: readonly string[];
  readonly test?: boolean;
}

export interface AddPorts {
  readonly console: Console;
  readonly env: Env;
  /** The configuration folder. */
  readonly folder: string;
  /** Ends what others are asked for: the user wants nothing added any more. */
  readonly signal: AbortSignal;
  /** What standard input has, for `--key-stdin`. */
  input(): Promise<string>;
  /** A file with a model that runs here. */
  local(source: string): Promise<number>;
  /** Tries models by name; the exit status. */
  test(names: readonly string[]): Promise<number>;
}

/** The same, with a place for keys that goes with what is not finished. */
export interface KeptPorts extends AddPorts {
  /** Keeps a key in a file; answers its path. */
  keep(name: string, key: string): string;
  /** It is written. */
  done(): void;
}

export function checkStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled();
}

export function checkName(name: string): void {
  if (!/^[\w.@+-]{1,60}$/.test(name)) {
    throw new UserError(`${name}: a name has letters, digits, and - _ . @ + only`);
  }
}

/** A name that nothing has yet. */
export function unused(name: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map((each) => each.name));
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`;
    if (!names.has(candidate)) return candidate;
  }
}
