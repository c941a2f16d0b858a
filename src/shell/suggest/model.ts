/**
 * How likely each token is at a place of the line that is being typed: every place of the history that
 * looks like this one speaks for the token that followed there, the more it looks like it the louder.
 */

import type { Surroundings } from "../command.ts";
import { specNames } from "../specs/specs.ts";
import { entryNamed, pathPlace, takesFolders } from "./files.ts";
import type { Personal } from "./learning.ts";
import { contextBefore, type Entry, type Memory } from "./memory.ts";
import { isFound, optionsOf } from "./options.ts";
import type { Params } from "./params.ts";
import { END, isParting, nameOf, tokensOf } from "./tokens.ts";

export interface Idea {
  readonly command: string;
  /** Log of how likely, beside a command that ran just now. */
  readonly weight: number;
  readonly reason: string;
  /** Ideas of a kind are learned about together. */
  readonly kind: string;
}

/** A line that something speaks for. */
export interface Voice {
  readonly line: string;
  /** It is but the beginning of one. */
  readonly begins: boolean;
  readonly weight: number;
  readonly features: readonly number[] | null;
  readonly kind: string | null;
}

/** What may come at a place. */
export interface Spread {
  /** Weights by token, the heaviest first. */
  readonly tokens: readonly (readonly [string, number])[];
  /** The weight of all tokens that were never seen here. */
  readonly unknown: number;
}

export interface Now {
  readonly around: Surroundings;
  readonly cwd: string | null;
  readonly session: string;
  /** As in Memory. */
  readonly state: string | null;
  readonly last: Entry | null;
  readonly ideas: readonly Idea[];
}

/** Runs further back than this speak only by what is found of them through an index. */
const WINDOW = 2000;
const LOOSE = 60;
const NAMED = 50;
const LEARNED = 1000;
/** What is left of the weight of a file that is not there; how much less a hidden one is meant. */
const MISSING = 0.03;
const HIDDEN = 0.1;

/** For one prompt; answers are kept. */
export class Model {
  readonly #memory: Memory;
  readonly #prior: Memory;
  readonly #folders: Memory;
  readonly #now: Now;
  readonly #p: Params;
  readonly #learned: ReadonlyMap<string, number>;
  readonly #cwd: number;
  readonly #session: number;
  readonly #state: number;
  /** What ran last, by the numbers of the shipped lines. */
  readonly #priorLast: number;
  readonly #spreads = new Map<string, Spread>();
  /** By age, from 1 on; NaN: not asked for yet. */
  readonly #weights = new Float64Array(WINDOW + 1).fill(Number.NaN);

  constructor(memory: Memory, prior: Memory, folders: Memory, now: Now, personal: Personal) {
    this.#memory = memory;
    this.#prior = prior;
    this.#folders = folders;
    this.#now = now;
    this.#p = personal.params;
    this.#learned = personal.ideas;
    this.#cwd = memory.idOf(now.cwd);
    this.#session = memory.idOf(now.session);
    this.#state = memory.idOf(now.state);
    this.#priorLast = now.last === null ? -1 : prior.idOf(now.last.line.head);
  }

  /** What may follow `left`, which ends where a token does. */
  after(left: string): Spread {
    const known = this.#spreads.get(left);
    if (known) return known;
    const spread = this.#spread(left);
    this.#spreads.set(left, spread);
    return spread;
  }

  #spread(left: string): Spread {
    const p = this.#p;
    const weights = new Map<string, number>();
    const say = (token: string, weight: number) =>
      weights.set(token, (weights.get(token) ?? 0) + weight);
    const tokens = tokensOf(left);
    if (tokens.length === 0) this.#first(say);
    else this.#later(left, tokens, say);
    // What a line of the history has in common here, an idea has, too.
    const common = Math.min(tokens.length, p.matchedMost) + 1;
    const deeper = tokens.length === 0 ? 0 : p.matched * common + p.sameLine + p.sameName;
    for (const { command, weight, kind } of this.#now.ideas) {
      if (!command.startsWith(left)) continue;
      const [token = END] = tokensOf(command.slice(left.length));
      if (tokens.length === 0 || startsToken(command, left)) {
        say(token, Math.exp(p.idea + weight + this.#personal(kind) + deeper));
      }
    }
    if (tokens.length > 1) this.#paths(left, tokens, weights);
    const ended = tokens.length > 0 && !isParting(tokens.at(-1)!);
    const kind = tokens.length === 0 ? p.newName : ended ? p.newEnd : p.newWord;
    let all = 0;
    for (const weight of weights.values()) all += weight;
    const unknown = Math.exp(kind) * all ** p.newPower + p.newPerKind * weights.size;
    return { tokens: [...weights].sort((a, b) => b[1] - a[1]), unknown };
  }

  /** Files and folders that are there, and less of those that are not. */
  #paths(left: string, tokens: readonly string[], weights: Map<string, number>): void {
    const p = this.#p;
    const { around } = this.#now;
    const last = tokens.at(-1)!;
    const say = (token: string, weight: number) =>
      weights.set(token, (weights.get(token) ?? 0) + weight);
    if (!isParting(last)) {
      const entry = entryNamed(left, around);
      if (entry === null) return;
      const weight = Math.exp(p.file + p.sameName);
      const whole = !entry.folder ? 1 : takesFolders(left) ? 1 - this.#slashes() : 0;
      if (whole < 1) say("/", weight * (1 - whole));
      if (whole > 0) say(END, weight * whole);
      return;
    }
    if (last !== " " && last !== "/") return;
    const place = pathPlace(left, around);
    if (place === null) return;
    const { entries, folder, foldersOnly, strict } = place;
    if (strict && entries.length > 0) {
      for (const [token, weight] of weights) {
        if (/^[\w+%#]/.test(token) && !entries.some(({ name }) => name.startsWith(token))) {
          weights.set(token, weight * MISSING);
        }
      }
    }
    const fitting = entries.filter((entry) => entry.folder || !foldersOnly);
    const base = Math.exp(p.file + p.sameName + 2 * p.matched - (strict ? 0 : p.fileAnywhere));
    for (const { name } of fitting) {
      if (!/^[\w.+%#-]+$/.test(name) || name.startsWith("-")) continue;
      const path = folder + name;
      const near = [...around.edited, ...around.failing];
      const at = near.findIndex((file) => file === path || file.startsWith(`${path}/`));
      const lately = at < 0 ? 1 : p.edited / (at + 1);
      const hidden = name.startsWith(".") ? HIDDEN : 1;
      say(name, (base * lately * hidden) / fitting.length ** 0.7);
    }
  }

  /** How often this person leaves a "/" at the end of a folder. */
  #slashes(): number {
    let all = 2;
    let ending = 1;
    for (const { line } of this.#memory.named("cd").slice(-20)) {
      if (!/\w\/?$/.test(line.text)) continue;
      all++;
      if (line.text.endsWith("/")) ending++;
    }
    return ending / all;
  }

  #first(say: (token: string, weight: number) => void): void {
    const { entries } = this.#memory;
    for (let at = Math.max(0, entries.length - WINDOW); at < entries.length; at++) {
      const entry = entries[at]!;
      if (entry.forgotten) continue;
      say(entry.line.tokens[0] ?? END, Math.exp(this.#weight(entry)));
    }
    const { programs } = this.#now.around;
    for (const entry of this.#prior.entries) {
      if (isFound(entry.line.name, programs)) say(entry.line.tokens[0]!, this.#priorWeight(entry));
    }
    const weight = Math.exp(this.#p.specName);
    for (const name of specNames()) {
      if (!/[/:]/.test(name) && isFound(name, programs)) say(name, weight);
    }
  }

  #later(
    left: string,
    tokens: readonly string[],
    say: (token: string, weight: number) => void,
  ): void {
    const p = this.#p;
    const name = nameOf(left);
    const context = contextBefore(tokens, tokens.length);
    const slot = tokens.filter((token) => token === " ").length;
    const speak = (entry: Entry, token: number, base: number): void => {
      const its = entry.line.tokens;
      let same = 0;
      while (
        same < p.matchedMost &&
        same < tokens.length &&
        same < token &&
        its[token - 1 - same] === tokens[tokens.length - 1 - same]
      ) {
        same++;
      }
      // The beginning of the line is something to have in common, too.
      const whole = same === tokens.length && same === token;
      let weight = base + p.matched * same + (whole ? p.matched + p.sameLine : 0);
      if (entry.line.name === name) weight += p.sameName;
      else if (slot > 0 && token > 0 && slotOf(its, token) === slot) weight += p.sameSlot;
      say(its[token] ?? END, Math.exp(weight));
    };
    const spoken = new Set<Entry>();
    for (const { entry, token } of this.#memory.places(context)) {
      speak(entry, token, this.#weight(entry));
      spoken.add(entry);
    }
    for (const { entry, token } of this.#prior.places(context)) {
      if (entry.line.name === name) speak(entry, token, Math.log(this.#priorWeight(entry)));
    }
    if (context.length > 1 && context.endsWith("/")) {
      for (const { entry, token } of this.#folders.places(context)) speak(entry, token, p.path);
    }
    if (tokens.at(-1) === " ") {
      this.#loose(name, spoken, speak);
      if (slot > 0)
        for (const token of optionsOf(name, tokens)) {
          say(token, Math.exp(p.option + p.sameName + 2 * p.matched));
        }
    }
  }

  /** Any argument of this session may be one here, those of the same command first. */
  #loose(
    name: string,
    spoken: ReadonlySet<Entry>,
    speak: (entry: Entry, token: number, base: number) => void,
  ): void {
    const p = this.#p;
    const { entries } = this.#memory;
    for (const entry of this.#memory.named(name).slice(-NAMED)) {
      if (spoken.has(entry)) continue;
      const base = this.#weight(entry);
      for (const token of argumentsOf(entry)) speak(entry, token, base);
    }
    for (let at = Math.max(0, entries.length - LOOSE); at < entries.length; at++) {
      const entry = entries[at]!;
      if (entry.line.name === name || spoken.has(entry) || entry.forgotten) continue;
      const base = p.loose - p.looseAge * Math.log(entries.length - at);
      for (const token of argumentsOf(entry)) {
        if (!entry.line.tokens[token]!.startsWith("-")) speak(entry, token, base);
      }
    }
  }

  /** Everything that speaks for a whole line now. */
  *voices(): Generator<Voice> {
    const { entries } = this.#memory;
    for (let at = Math.max(0, entries.length - LEARNED); at < entries.length; at++) {
      const entry = entries[at]!;
      if (entry.forgotten || entry.line === this.#now.last?.line) continue;
      const features = this.#features(entry);
      const line = entry.line.text;
      const weight = Math.exp(this.#weight(entry));
      yield { line, begins: false, weight, features, kind: null };
    }
    for (const entry of this.#prior.entries) {
      const line = entry.line.text;
      const weight = this.#priorWeight(entry);
      yield { line, begins: /["/= ]$/.test(line), weight, features: null, kind: "prior" };
    }
    for (const { command: line, weight: own, kind } of this.#now.ideas) {
      const weight = Math.exp(this.#p.idea + own + this.#personal(kind));
      yield { line, begins: /["/= ]$/.test(line), weight, features: null, kind };
    }
  }

  /** Log of how much a run speaks by when and where it was. */
  #weight(entry: Entry): number {
    const age = this.#memory.entries.length - entry.at;
    const known = age <= WINDOW ? this.#weights[age]! : Number.NaN;
    if (!Number.isNaN(known)) return known;
    const p = this.#p;
    const { last } = this.#now;
    let weight = -p.age * Math.log(age);
    // The same as the product with #features, which this is too often called to make.
    if (last !== null && entry.previousLine >= 0) {
      if (entry.previousLine === last.lineId) weight += p.previousLine;
      if (entry.previousHead === last.headId) weight += p.previousName;
      if (last.previousHead >= 0 && entry.beforeHead === last.previousHead) weight += p.beforeLast;
      if (last.failed !== null && last.failed === entry.previousFailed) weight += p.outcome;
    } else if (last === null && entry.previousLine < 0) weight += p.previousName;
    if (this.#cwd > 0 && entry.cwdId === this.#cwd) weight += p.cwd;
    if (entry.sessionId === this.#session) weight += p.session;
    if (this.#state > 0 && entry.stateId === this.#state) weight += p.state;
    if (entry.failed === true) weight += p.failed;
    if (age <= WINDOW) this.#weights[age] = weight;
    return weight;
  }

  /** In the order of FEATURES. */
  #features(entry: Entry): number[] {
    const { last } = this.#now;
    const both = last !== null && entry.previousLine >= 0;
    const first = last === null && entry.previousLine < 0;
    return [
      Number(both && entry.previousLine === last.lineId),
      Number((both && entry.previousHead === last.headId) || first),
      Number(both && last.previousHead >= 0 && entry.beforeHead === last.previousHead),
      Number(this.#cwd > 0 && entry.cwdId === this.#cwd),
      Number(entry.sessionId === this.#session),
      Number(this.#state > 0 && entry.stateId === this.#state),
      Number(both && last.failed !== null && last.failed === entry.previousFailed),
      Number(entry.failed === true),
      -Math.log(this.#memory.entries.length - entry.at),
    ];
  }

  #personal(kind: string): number {
    return this.#learned.get(kind) ?? 0;
  }

  #priorWeight(entry: Entry): number {
    const p = this.#p;
    const same = entry.previousHead === this.#priorLast;
    return Math.exp(p.prior + (same ? p.priorPrevious : 0) + this.#personal("prior"));
  }
}

/** Whether `left` ends where a token of the command does. */
function startsToken(command: string, left: string): boolean {
  const before = left.at(-1)!;
  const after = command[left.length];
  return after === undefined || isParting(before) || isParting(after);
}

function argumentsOf({ line: { tokens } }: Entry): number[] {
  const found: number[] = [];
  for (let at = 1; at < tokens.length; at++) if (tokens[at - 1] === " ") found.push(at);
  return found;
}

function slotOf(tokens: readonly string[], at: number): number {
  let slot = 0;
  for (let i = 0; i < at; i++) if (tokens[i] === " ") slot++;
  return slot;
}
