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
}

/**
 * A command that ran. What it is compared by is in numbers, equal ones for equal things and 0 for what
 * is not known: thousands of them are looked at behind every prompt.
 */
export interface Entry {
  readonly at: number;
  readonly line: Line;
  readonly lineId: number;
  readonly headId: number;
  /** Of the command before it in the same session; -1: it was the first. */
  readonly previousLine: number;
  readonly previousHead: number;
  /** Of the one before that. */
  readonly beforeHead: number;
  readonly cwdId: number;
  readonly sessionId: number;
  /** What git and the edited files looked like before it ran. */
  readonly stateId: number;
  readonly failed: Outcome;
  readonly previousFailed: Outcome;
  forgotten: boolean;
}

/** Whether a command failed; null: not known. */
export type Outcome = boolean | null;

/** Before token `token` of the line of `entry`. */
export interface Place {
  readonly entry: Entry;
  readonly token: number;
}

/** So many of the newest places are kept for each context. */
const PLACES = 64;
const TOKENS = 64;

export class Memory {
  readonly entries: Entry[] = [];
  readonly #ids = new Map<string, number>();
  #lastId = 0;
  readonly #lines = new Map<string, Line>();
  /** An entry's number and a token's in one: there are hundreds of thousands. */
  readonly #places = new Map<string, number[]>();
  readonly #named = new Map<string, Entry[]>();
  readonly #entriesOf = new Map<string, Entry[]>();

  add(
    command: string,
    cwd: string | null,
    session: string,
    status: number | null,
    state: string | null = null,
  ): void {
    const sessionId = this.#newId(session);
    const last = this.entries.at(-1);
    const previous = last?.sessionId === sessionId ? last : null;
    const line = this.#line(command);
    const entry: Entry = {
      at: this.entries.length,
      line,
      lineId: this.#newId(command),
      headId: this.#newId(line.head),
      previousLine: previous?.lineId ?? -1,
      previousHead: previous?.headId ?? -1,
      beforeHead: previous?.previousHead ?? -1,
      cwdId: this.#newId(cwd),
      sessionId,
      stateId: this.#newId(state),
      failed: status === null ? null : status !== 0,
      previousFailed: previous?.failed ?? null,
      forgotten: false,
    };
    this.entries.push(entry);
    push(this.#named, line.name, entry);
    push(this.#entriesOf, command, entry);
    for (let token = 1; token <= line.tokens.length; token++) {
      push(this.#places, contextBefore(line.tokens, token), entry.at * (TOKENS + 1) + token);
    }
  }

  /** The number of a text that was seen; 0: it was not, or is null. */
  idOf(text: string | null): number {
    return text === null ? 0 : (this.#ids.get(text) ?? 0);
  }

  #newId(text: string | null): number {
    const known = this.idOf(text);
    if (known > 0 || text === null) return known;
    this.#ids.set(text, ++this.#lastId);
    return this.#lastId;
  }

  forget(command: string): void {
    const gone = (entry: Entry) => entry.line.text === command;
    for (const entry of this.entries) if (gone(entry)) entry.forgotten = true;
    this.#lines.delete(command);
    this.#ids.delete(command);
    this.#entriesOf.delete(command);
    for (const [name, list] of this.#named) {
      if (list.some(gone))
        this.#named.set(
          name,
          list.filter((entry) => !gone(entry)),
        );
    }
    for (const [key, list] of this.#places) {
      if (list.some((place) => gone(this.#entryAt(place)))) {
        this.#places.set(
          key,
          list.filter((place) => !gone(this.#entryAt(place))),
        );
      }
    }
  }

  /** The newest last. */
  places(context: string): Place[] {
    const found = this.#places.get(context) ?? [];
    return found.map((place) => ({ entry: this.#entryAt(place), token: place % (TOKENS + 1) }));
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

  #entryAt(place: number): Entry {
    return this.entries[Math.floor(place / (TOKENS + 1))]!;
  }

  #line(text: string): Line {
    const known = this.#lines.get(text);
    if (known) return known;
    const tokens = tokensOf(text).slice(0, TOKENS);
    const line = { text, name: nameOf(text), head: headOf(text), tokens };
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
