/**
 * What is learned from this user's answers, on this machine only: the gate's corrections and the last
 * outcomes, in the database. Nothing of a text is in them, only numbers by name.
 */
import type { Store } from "../store/store.ts";
import type { Lesson } from "./arbiter/fates.ts";
import type { Learner } from "./arbiter/shown.ts";
import type { Outcome } from "./ranking/features.ts";
import { type Gate, userGate } from "./ranking/gate.ts";

export interface LearningPorts {
  /** Null: nothing is kept beyond the session. */
  readonly store: Pick<Store, "ask"> | null;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back after so many milliseconds; keeps no process alive. */
  later(ms: number, callback: () => void): void;
  /** The last outcomes of earlier sessions, newest last. */
  remembered?(recent: readonly Outcome[]): void;
}

const SPACE = "tab";
const NAME = "gate";
/** So long (ms) an outcome may wait for others to be written with. */
const SAVE_MS = 1000;
/** Outcomes that a lost or foreign gate is made from again. */
const MOST_REPLAYED = 1000;
const RECENT = 24;

interface SavedGate {
  /** The number of the last outcome that is in it. */
  readonly upTo: number;
  readonly gate: string;
}

export class Learning implements Learner {
  readonly gate: Gate = userGate();
  private readonly fresh: string;
  private readonly ports: LearningPorts;
  private unsaved: { readonly lesson: Lesson; readonly at: number }[] = [];
  private upTo = 0;
  private loading: Promise<void> | null = null;
  private loaded = false;
  private scheduled = false;
  private saving: Promise<void> = Promise.resolve();
  /** Outcomes learned from in this session. */
  lessons = 0;

  constructor(ports: LearningPorts) {
    this.ports = ports;
    this.fresh = this.gate.save();
  }

  learn(lesson: Lesson): void {
    this.lessons++;
    this.gate.learn(lesson.features, lesson.accepted, lesson.weight);
    if (this.ports.store === null) return;
    this.unsaved.push({ lesson, at: this.ports.now() });
    if (this.scheduled) return;
    this.scheduled = true;
    this.ports.later(SAVE_MS, () => {
      this.scheduled = false;
      void this.flush();
    });
  }

  /** Takes over what was learned before, once; the first question waits for nothing. */
  load(): Promise<void> {
    this.loading ??= this.loadNow();
    return this.loading;
  }

  private async loadNow(): Promise<void> {
    const { store } = this.ports;
    if (store === null) return;
    const saved = parseSaved(await store.ask("getValue", { space: SPACE, name: NAME }));
    // What was learned while this was loading comes last, again.
    this.gate.load(this.fresh);
    const known = saved !== null && takes(this.gate, saved.gate, this.fresh);
    const after = known ? saved.upTo : 0;
    const limit = MOST_REPLAYED;
    const outcomes = (await store.ask("listOutcomes", { after: 0, limit })) ?? [];
    const recent: Outcome[] = [];
    for (const { id, source, kind, accepted, weight, features } of outcomes) {
      this.upTo = Math.max(this.upTo, id);
      recent.push({ source, kind: kind === "place" ? "place" : "edit", accepted });
      if (id > after) this.gate.learn(parseFeatures(features), accepted, weight);
    }
    for (const { lesson } of this.unsaved) {
      this.gate.learn(lesson.features, lesson.accepted, lesson.weight);
    }
    this.loaded = true;
    this.ports.remembered?.(recent.slice(-RECENT));
  }

  /** Writes what was not written yet. */
  flush(): Promise<void> {
    this.saving = this.saving.then(() => this.save());
    return this.saving;
  }

  private async save(): Promise<void> {
    const { store } = this.ports;
    if (store === null || this.unsaved.length === 0) return;
    if (!this.loaded) await this.load();
    const batch = this.unsaved;
    this.unsaved = [];
    const gate = this.gate.save();
    const last = await store.ask(
      "addOutcomes",
      batch.map(({ lesson: { features, ...rest }, at }) => ({
        ...rest,
        features: JSON.stringify(rounded(features)),
        at,
      })),
    );
    // The database can't be used: what was learned holds for the session.
    if (last === null) return;
    this.upTo = Math.max(this.upTo, last);
    const value: SavedGate = { upTo: this.upTo, gate };
    const when = this.ports.now();
    await store.ask("putValue", { space: SPACE, name: NAME, value: JSON.stringify(value), when });
  }

  /** As if this user had never answered. */
  async forget(): Promise<void> {
    const { store } = this.ports;
    this.unsaved = [];
    this.lessons = 0;
    this.gate.load(this.fresh);
    if (store === null) return;
    await this.saving;
    await store.ask("forgetOutcomes", null);
    const when = this.ports.now();
    await store.ask("putValue", { space: SPACE, name: NAME, value: null, when });
  }
}

/** False for what this version of the gate does not understand; the gate is a fresh one then. */
function takes(gate: Gate, saved: string, fresh: string): boolean {
  try {
    gate.load(saved);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    gate.load(fresh);
    return false;
  }
}

function parseSaved(value: string | null): SavedGate | null {
  if (value === null) return null;
  const parsed = parse(value) as Partial<SavedGate> | null;
  return typeof parsed?.gate === "string" && typeof parsed.upTo === "number"
    ? { gate: parsed.gate, upTo: parsed.upTo }
    : null;
}

function parseFeatures(text: string): Record<string, number> {
  const parsed = parse(text);
  if (typeof parsed !== "object" || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What somebody else wrote there teaches nothing.
    return null;
  }
}

function rounded(features: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(features).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
  );
}
