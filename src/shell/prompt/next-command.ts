/**
 * What may be run next, for prompts and command lines: gathers what ran (the history of before, then
 * each block that ends) for the suggester, and asks it with what is known around the prompt.
 */
import { hasSecret } from "../../base/secrets.ts";
import type { CommandRun, CommandSuggestion, Surroundings } from "../command.ts";
import { simpleCommands } from "../risk/commands.ts";
import type { Habits } from "../suggest/learning.ts";
import type { HabitualSuggester } from "../suggest/suggester.ts";
import type { HabitKeeper } from "./kept-habits.ts";
import { isOfferable, LONGEST } from "./offer.ts";

/** Command lines that ran before this editor was started, and those that others add. */
export interface RunHistory {
  /** The newest runs, oldest first, at most so many. */
  load(limit: number): Promise<readonly CommandRun[]>;
}

export interface NextCommandPorts {
  /** Made when it is first needed, with what was learned of the person before. */
  createSuggester(habits: Habits | null): HabitualSuggester;
  around(cwd: string | null): Surroundings;
  /** Null: nothing is remembered. */
  readonly history: RunHistory | null;
  /** Null: nothing is kept. */
  readonly habits: HabitKeeper | null;
  /** Calls back behind the frame. */
  later(callback: () => void): void;
  /** Milliseconds since the epoch, and of a clock that measures. */
  now(): number;
  clock(): number;
  /** More is known than before. */
  changed(): void;
  failed(error: unknown): void;
}

/** Runs that are read from the history. */
const MOST_RUNS = 20_000;
/** Runs of a shell that are kept as its session. */
const MOST_OF_SESSION = 200;
/** After so many commands what they taught is kept. */
const KEPT_AFTER = 10;
/** So long a turn of learning may take. Milliseconds. */
const SLICE = 3;

export class NextCommand {
  private readonly ports: NextCommandPorts;
  private suggester: HabitualSuggester | null = null;
  private started = false;
  /** Commands that were learned since the habits were kept. */
  private unsaved = 0;
  /** Runs that are not learned yet, oldest first. */
  private pending: CommandRun[] = [];
  private learning = false;
  /** The history is being read: what runs now comes behind it. */
  private loading = false;
  private readonly sessions = new Map<string, readonly CommandRun[]>();

  constructor(ports: NextCommandPorts) {
    this.ports = ports;
  }

  /** A command has ended in a shell. */
  ran(run: CommandRun): void {
    const { command, session } = run;
    // what is typed behind a blank is not to be remembered
    if (command.trim() === "" || command.startsWith(" ") || hasSecret(command)) return;
    const before = this.sessions.get(session) ?? [];
    this.sessions.set(session, [...before.slice(1 - MOST_OF_SESSION), run]);
    this.pending.push(run);
    this.unsaved++;
    if (this.unsaved >= KEPT_AFTER) this.keepHabits();
    if (this.suggester !== null && !this.loading) this.learnLater();
  }

  /** Forgets a command line. */
  forget(command: string): void {
    this.suggester?.forget(command);
    this.pending = this.pending.filter((run) => run.command !== command);
    for (const [session, runs] of this.sessions) {
      const kept = runs.filter((run) => run.command !== command);
      if (kept.length < runs.length) this.sessions.set(session, kept);
    }
    this.ports.changed();
  }

  endSession(session: string): void {
    this.sessions.delete(session);
    this.keepHabits();
  }

  /** The last command of a session; null: there is none. */
  lastOf(session: string): CommandRun | null {
    return this.sessions.get(session)?.at(-1) ?? null;
  }

  /** Lines that begin with `prefix` and may be offered, the likeliest first. */
  suggest(prefix: string, session: string, cwd: string | null): readonly CommandSuggestion[] {
    this.start();
    const { suggester } = this;
    if (suggester === null || prefix.length >= LONGEST) return [];
    // the last command of a shell matters most for the next one
    if (!this.loading && this.pending.length <= FEW) this.learnNow(Number.POSITIVE_INFINITY);
    const moment = {
      session: this.sessions.get(session) ?? NO_RUNS,
      around: this.ports.around(cwd),
      now: this.ports.now(),
    };
    const offered = (head: string): readonly CommandSuggestion[] =>
      suggester
        .suggest({ ...moment, prefix: prefix.slice(head.length) })
        .map((each) => (head === "" ? each : { ...each, command: head + each.command }))
        .filter((each) => isOfferable(each, prefix));
    // The words of a second command are no arguments of the first one.
    const head = headOf(prefix);
    const last = head === "" ? [] : offered(head);
    return last.length > 0 ? last : offered("");
  }

  private start(): void {
    if (this.started) return;
    this.started = true;
    this.loading = true;
    const { habits, createSuggester } = this.ports;
    if (habits === null) this.suggester = createSuggester(null);
    void this.load();
  }

  private async load(): Promise<void> {
    const since = this.pending[0]?.time ?? this.ports.now();
    const { habits, history, createSuggester, failed } = this.ports;
    this.suggester ??= createSuggester((await habits?.load().catch(failed)) ?? null);
    try {
      const runs = (await history?.load(MOST_RUNS)) ?? [];
      this.pending.unshift(...runs.filter(({ time }) => time < since));
    } catch (error) {
      failed(error);
    }
    this.loading = false;
    if (this.pending.length > 0) this.learnLater();
    else this.ports.changed();
  }

  private keepHabits(): void {
    if (this.suggester === null || this.unsaved === 0) return;
    this.unsaved = 0;
    this.ports.habits?.save(this.suggester.habits());
  }

  private learnLater(): void {
    if (this.learning || this.pending.length === 0) return;
    this.learning = true;
    this.ports.later(() => {
      this.learning = false;
      this.learnNow(this.ports.clock() + SLICE);
      if (this.pending.length > 0) this.learnLater();
      else this.ports.changed();
    });
  }

  private learnNow(until: number): void {
    const { suggester } = this;
    if (suggester === null) return;
    let at = 0;
    for (const run of this.pending) {
      suggester.learn(run);
      at++;
      if (at % 16 === 0 && this.ports.clock() >= until) break;
    }
    this.pending = this.pending.slice(at);
  }
}

/** What stands before the last command of a line: `cd a && `; empty: there is but one. */
function headOf(line: string): string {
  const last = simpleCommands(line).at(-1);
  if (last === undefined || !["&&", "||", ";"].includes(last.joined)) return "";
  return last.words.length === 0 ? "" : line.slice(0, last.from);
}

/** So few runs are learned at once. */
const FEW = 20;

const NO_RUNS: readonly CommandRun[] = [];
