/**
 * How often the user does what could be done: counts by kind, in this project and everywhere. What is
 * done by hand counts as what is taken; what is put away, or passed by, counts against it.
 */
import type { Store } from "../../store/store.ts";
import type { Habit } from "./action.ts";

/** What most people do, before anything is known. */
const PRIOR: Readonly<Record<Habit, number>> = {
  rerun: 0.7,
  install: 0.65,
  "test.edited": 0.55,
  "test.fixed": 0.5,
  "test.again": 0.4,
  save: 0.3,
  "open.test": 0.3,
  "open.source": 0.3,
  close: 0.4,
};

/** How many answers the prior is worth, and what is known everywhere is in a project. */
const WEIGHT = 6;
/** Older answers fade: of so many each new one leaves the newest. */
const MOST = 30;
const MOST_PROJECTS = 40;

type Counts = [yes: number, no: number];
type Table = Partial<Record<Habit, Counts>>;

interface Saved {
  readonly version: 1;
  readonly all: Table;
  /** The project used last comes last. */
  readonly projects: readonly (readonly [string, Table])[];
}

const SPACE = "tab";
const NAME = "actions";

export interface HabitPorts {
  /** Null: nothing is kept beyond the session. */
  readonly store: Pick<Store, "ask"> | null;
  /** Milliseconds since the epoch. */
  now(): number;
}

export class Habits {
  private readonly ports: HabitPorts;
  private all: Table = {};
  private projects = new Map<string, Table>();
  private loading: Promise<void> | null = null;
  private saving: Promise<unknown> = Promise.resolve();
  private dirty = false;

  constructor(ports: HabitPorts) {
    this.ports = ports;
  }

  /** How likely the user does it now, 0 to 1; `project`: its root, or empty. */
  chance(habit: Habit, project: string): number {
    const everywhere = posterior(PRIOR[habit], this.all[habit]);
    return posterior(everywhere, this.projects.get(project)?.[habit]);
  }

  /** `weight` 1 is one plain answer. */
  note(habit: Habit, project: string, done: boolean, weight: number): void {
    count(this.all, habit, done, weight);
    if (project !== "") {
      const own = this.projects.get(project) ?? {};
      count(own, habit, done, weight);
      this.projects.delete(project);
      this.projects.set(project, own);
      const [oldest] = this.projects.keys();
      if (this.projects.size > MOST_PROJECTS) this.projects.delete(oldest!);
    }
    this.dirty = true;
  }

  /** Takes over what was learned before, once. */
  load(): Promise<void> {
    this.loading ??= this.loadNow();
    return this.loading;
  }

  private async loadNow(): Promise<void> {
    const value = await this.ports.store?.ask("getValue", { space: SPACE, name: NAME });
    const saved = parse(value ?? null);
    if (saved === null || this.dirty) return;
    this.all = saved.all;
    this.projects = new Map(saved.projects);
  }

  /** Writes what was not written yet. */
  flush(): Promise<unknown> {
    const { store } = this.ports;
    if (store === null || !this.dirty) return this.saving;
    this.dirty = false;
    const saved: Saved = { version: 1, all: this.all, projects: [...this.projects] };
    return this.put(JSON.stringify(saved));
  }

  /** As if the user had never answered. */
  async forget(): Promise<void> {
    this.all = {};
    this.projects.clear();
    this.dirty = false;
    await this.put(null);
  }

  private put(value: string | null): Promise<unknown> {
    const { store } = this.ports;
    if (store === null) return this.saving;
    const request = { space: SPACE, name: NAME, value, when: this.ports.now() };
    this.saving = this.saving.then(() => store.ask("putValue", request));
    return this.saving;
  }
}

function posterior(prior: number, counts: Counts | undefined): number {
  const [yes, no] = counts ?? [0, 0];
  return (prior * WEIGHT + yes) / (WEIGHT + yes + no);
}

function count(table: Table, habit: Habit, done: boolean, weight: number): void {
  const [yes, no] = table[habit] ?? [0, 0];
  const keep = yes + no + weight > MOST ? (MOST - weight) / (yes + no) : 1;
  table[habit] = [yes * keep + (done ? weight : 0), no * keep + (done ? 0 : weight)];
}

function parse(value: string | null): Saved | null {
  if (value === null) return null;
  try {
    const saved = JSON.parse(value) as Partial<Saved> | null;
    if (saved?.version !== 1 || !Array.isArray(saved.projects)) return null;
    const tables = [saved.all, ...saved.projects.map(([, table]) => table)];
    return tables.every(isTable) ? (saved as Saved) : null;
  } catch {
    // What somebody else wrote there teaches nothing.
    return null;
  }
}

function isTable(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every(
    (counts) => Array.isArray(counts) && counts.length === 2 && counts.every(Number.isFinite),
  );
}
