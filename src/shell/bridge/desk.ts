/**
 * Asks the shells, one question at a time, and keeps what they said: a word that goes on from one that
 * was asked for needs no new question. Nothing is started in a folder that is not trusted.
 */
import type { CommandSuggestion } from "../command.ts";
import { simpleCommands } from "../risk/commands.ts";
import { shellTokens } from "../risk/words.ts";
import type { Bridge, Completion } from "./bridge.ts";
import { isQuiet } from "./quiet.ts";
import type { Asked } from "./shells.ts";

export interface BridgePorts {
  /** Whether programs may be started in a folder. */
  trusts(cwd: string): boolean;
  /** Asks a shell; null: it gave no answer. */
  ask(asked: Asked, cwd: string, signal: AbortSignal): Promise<readonly Completion[] | null>;
  /** Calls back after so many milliseconds. */
  after(ms: number, callback: () => void): { cancel(): void };
  /** Milliseconds. */
  now(): number;
  /** Something was said that was not known before. */
  changed(): void;
}

/** So long after the last key a shell is asked. */
const PAUSE_MS = 120;
/** So long an answer holds: files and branches come and go. */
const HOLDS_MS = 30_000;
const MOST_ANSWERS = 200;
const MOST_OFFERS = 5;
/** Of more than this nobody knows which is meant, unless so many letters are typed. */
const FEW = 4;
const ENOUGH_TYPED = 3;
const LONGEST_LINE = 2000;

interface Answer {
  readonly last: string;
  readonly found: readonly Completion[];
  readonly at: number;
}

export class CompletionDesk implements Bridge {
  private readonly ports: BridgePorts;
  /** By folder and the words before the last one; the last asked last. */
  private readonly answers = new Map<string, Answer>();
  private waiting: { cancel(): void } | null = null;
  private run: AbortController | null = null;
  private asked = "";
  private closed = false;

  constructor(ports: BridgePorts) {
    this.ports = ports;
  }

  offers(prefix: string, cwd: string | null): readonly CommandSuggestion[] {
    this.stop();
    const asked = cwd === null ? null : askedOf(prefix);
    if (asked === null || cwd === null) return [];
    const known = this.known(asked, cwd);
    if (known !== null) return suggestions(prefix, lastOf(asked), known);
    const id = `${cwd}\0${prefix}`;
    // What a shell has no answer to is not asked again at once.
    if (id === this.asked || this.closed) return [];
    this.waiting = this.ports.after(PAUSE_MS, () => {
      this.asked = id;
      const run = new AbortController();
      this.run = run;
      void this.completionsOf(prefix, cwd, run.signal).then((found) => {
        if (this.run === run) this.run = null;
        if (found.length > 0 && !run.signal.aborted) this.ports.changed();
      });
    });
    return [];
  }

  async completionsOf(
    prefix: string,
    cwd: string,
    signal: AbortSignal,
  ): Promise<readonly Completion[]> {
    const asked = askedOf(prefix);
    if (asked === null || !this.ports.trusts(cwd)) return [];
    const known = this.known(asked, cwd);
    if (known !== null) return known;
    const found = await this.ports.ask(asked, cwd, signal);
    if (found === null || signal.aborted) return [];
    const key = keyOf(asked, cwd);
    this.answers.delete(key);
    this.answers.set(key, { last: lastOf(asked), found, at: this.ports.now() });
    for (const [first] of this.answers) {
      if (this.answers.size <= MOST_ANSWERS) break;
      this.answers.delete(first);
    }
    return found;
  }

  close(): void {
    this.closed = true;
    this.stop();
  }

  private stop(): void {
    this.waiting?.cancel();
    this.waiting = null;
    this.run?.abort();
    this.run = null;
  }

  private known(asked: Asked, cwd: string): readonly Completion[] | null {
    const answer = this.answers.get(keyOf(asked, cwd));
    if (answer === undefined || this.ports.now() - answer.at > HOLDS_MS) return null;
    const last = lastOf(asked);
    // Behind a "/" or "=" a shell would say something else.
    if (!last.startsWith(answer.last) || /[/=:,]/.test(last.slice(answer.last.length))) return null;
    return answer.found.filter(({ text }) => text.startsWith(last));
  }
}

/** The last command of a line, where its last word can be completed; null: it is not to be asked for. */
export function askedOf(prefix: string): Asked | null {
  if (prefix.length > LONGEST_LINE || /\p{Cc}/u.test(prefix)) return null;
  const command = simpleCommands(prefix).at(-1);
  if (command === undefined || command.words.length === 0) return null;
  const tokens = shellTokens(prefix);
  const end = tokens.at(-1);
  if (end === undefined || end.type !== "word") return null;
  const words = command.words.map((word) => word.raw);
  const isOpen = end.to === prefix.length;
  if (!isOpen && !/\s$/.test(prefix)) return null;
  if (!isOpen) words.push("");
  // The name of a program is not a shell's business here, and quotes are nobody's.
  if (words.length < 2 || /["'\\$`]/.test(words.at(-1)!) || /["'\\$`~]/.test(words[0]!))
    return null;
  return isQuiet(words) ? { line: prefix.slice(command.from), words } : null;
}

function lastOf({ words }: Asked): string {
  return words.at(-1)!;
}

function keyOf({ words }: Asked, cwd: string): string {
  return [cwd, ...words.slice(0, -1)].join("\0");
}

/** Only where it is clear enough what is meant. */
function suggestions(
  prefix: string,
  last: string,
  found: readonly Completion[],
): readonly CommandSuggestion[] {
  const longer = found.filter(({ text }) => text.length > last.length);
  if (last === "" && longer.length > 1) return [];
  if (longer.length > FEW && last.length < ENOUGH_TYPED) return [];
  const start = prefix.slice(0, prefix.length - last.length);
  return longer.slice(0, MOST_OFFERS).map(({ text, description }) => ({
    command: start + text,
    chance: 0.3 / longer.length,
    wordChance: 1 / longer.length,
    reason: description === "" ? "the shell's completion" : description,
  }));
}
