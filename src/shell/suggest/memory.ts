/** What ran, in the order in which it ran, and where each run of tokens occurs in it. */
import { headOf } from "./options.ts";
import { isParting, nameOf, tokensOf } from "./tokens.ts";

/** A different command line. */
export interface Line {
  readonly text: string;
  readonly name: string;
  /** The name with its subcommand. */
  readonly head: string;
  readonly tokens: readonly string[];
  /** For each place between tokens: what it is found by, see `contextBefore`. */
  readonly contexts: readonly string[];
}

/** A command that ran. */
export interface Entry {
  readonly at: number;
  readonly line: Line;
  readonly previous: Entry | null;
  readonly cwd: string | null;
  readonly session: string;
  readonly status: number | null;
  /** What git and the edited files looked like before it ran, in short; null: not known. */
  readonly state: string | null;
  forgotten: boolean;
}

/** Before token `token` of the line of `entry`. */
export interface Place {
  readonly entry: Entry;
  readonly token: number;
}

/** So many of the newest places are kept for each context. */
const PLACES = 256;
const TOKENS = 64;

export class Memory {
  readonly entries: Entry[] = [];
  readonly #lines = new Map<string, Line>();
  readonly #places = new Map<string, Place[]>();
  readonly #named = new Map<string, Entry[]>();
  readonly #entriesOf = new Map<string, Entry[]>();

  add(
    command: string,
    cwd: string | null,
    session: string,
    status: number | null,
    state: string | null = null,
  ): void {
    const last = this.entries.at(-1);
    const previous = last?.session === session ? last : null;
    const line = this.#line(command);
    const at = this.entries.length;
    const entry: Entry = { at, line, previous, cwd, session, status, state, forgotten: false };
    this.entries.push(entry);
    push(this.#named, line.name, entry);
    push(this.#entriesOf, command, entry);
    for (let token = 1; token <= line.tokens.length; token++) {
      push(this.#places, line.contexts[token]!, { entry, token });
    }
  }

  forget(command: string): void {
    const gone = (entry: Entry) => entry.line.text === command;
    for (const entry of this.entries) if (gone(entry)) entry.forgotten = true;
    this.#lines.delete(command);
    this.#entriesOf.delete(command);
    for (const [name, list] of this.#named) {
      if (list.some(gone))
        this.#named.set(
          name,
          list.filter((entry) => !gone(entry)),
        );
    }
    for (const [key, list] of this.#places) {
      if (list.some(({ entry }) => gone(entry))) {
        this.#places.set(
          key,
          list.filter(({ entry }) => !gone(entry)),
        );
      }
    }
  }

  /** The newest last. */
  places(context: string): readonly Place[] {
    return this.#places.get(context) ?? [];
  }

  /** Runs of commands of this name, the newest last. */
  named(name: string): readonly Entry[] {
    return this.#named.get(name) ?? [];
  }

  /** The names of all commands that ran. */
  names(): Iterable<string> {
    return this.#named.keys();
  }

  /** Runs of this very line, the newest last. */
  entriesOf(command: string): readonly Entry[] {
    return this.#entriesOf.get(command) ?? [];
  }

  knows(command: string): boolean {
    return this.#lines.has(command);
  }

  /** Different lines, the oldest first. */
  lines(): Iterable<Line> {
    return this.#lines.values();
  }

  #line(text: string): Line {
    const known = this.#lines.get(text);
    if (known) return known;
    const tokens = tokensOf(text).slice(0, TOKENS);
    const contexts = tokens.map((_, at) => contextBefore(tokens, at));
    contexts.push(contextBefore(tokens, tokens.length));
    const line = { text, name: nameOf(text), head: headOf(text), tokens, contexts };
    this.#lines.set(text, line);
    return line;
  }
}

/** The last word before a place and what parts it from there. */
export function contextBefore(tokens: readonly string[], at: number): string {
  let from = at;
  while (from > 0 && isParting(tokens[from - 1]!)) from--;
  return tokens.slice(Math.max(0, from - 1), at).join("");
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else {
    list.push(value);
    if (list.length > 2 * PLACES) list.splice(0, PLACES);
  }
}
