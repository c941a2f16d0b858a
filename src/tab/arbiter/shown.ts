/** What the arbiter shows, and what it needs of the editor around it. */
import type { Document } from "../../editor/document.ts";
import type {
  DocumentSnapshot,
  Prediction,
  PredictionKind,
  RecordedEdit,
} from "../../text/prediction.ts";
import type { Environment } from "../gate.ts";
import type { Gate } from "../ranking/gate.ts";
import type { Lesson } from "./fates.ts";

export interface Shown {
  readonly prediction: Prediction;
  readonly kind: PredictionKind;
  /** The probability that the user takes it, 0 to 1. */
  readonly chance: number;
  /** When the frame that shows it was written: milliseconds of `ArbiterPorts.now`; -1: not yet. */
  readonly since: number;
  /** The predictions of its group that hold now, this one first. */
  readonly siblings: readonly Prediction[];
  /** What stood there before it grew, each time, oldest first. */
  readonly seen: readonly Seen[];
}

/** So many times it has grown are known. */
const MOST_SEEN = 16;

/** The beginning of a suggestion that has grown. */
export interface Seen {
  readonly prediction: Prediction;
  /** When the frame with more of it was written; -1: not yet. */
  readonly until: number;
}

/** One that is shown; who belongs to its group is only looked for when somebody asks. */
export class ShownOne implements Shown {
  readonly prediction: Prediction;
  readonly kind: PredictionKind;
  readonly chance: number;
  readonly since: number;
  readonly seen: readonly Seen[];
  private readonly group: (prediction: Prediction) => readonly Prediction[];
  private found: readonly Prediction[] | null = null;

  constructor(
    shown: Omit<Shown, "siblings" | "seen">,
    group: ShownOne["group"],
    seen: readonly Seen[],
  ) {
    this.prediction = shown.prediction;
    this.kind = shown.kind;
    this.chance = shown.chance;
    this.since = shown.since;
    this.group = group;
    this.seen = seen;
  }

  get siblings(): readonly Prediction[] {
    this.found ??= this.group(this.prediction);
    return this.found;
  }

  at(since: number, seen: readonly Seen[] = []): ShownOne {
    const { prediction, kind, chance } = this;
    return new ShownOne({ prediction, kind, chance, since }, this.group, seen);
  }

  /** The frame that shows it is written. */
  written(now: number): ShownOne {
    const since = this.since < 0 ? now : this.since;
    const until = (one: Seen) => (one.until < 0 ? { ...one, until: now } : one);
    return this.at(since, this.seen.map(until));
  }

  /** It is what was shown, with more behind it. */
  grown(before: ShownOne): ShownOne {
    const { since, seen, prediction } = before;
    if (since < 0) return this.at(since);
    return this.at(since, [...seen.slice(1 - MOST_SEEN), { prediction, until: -1 }]);
  }

  /** What the user has seen of it: all but what came less than `guard` ms before `now`. */
  seenPart(now: number, guard: number): Prediction {
    const { seen, prediction } = this;
    const { revision } = prediction;
    const fresh = seen.find(({ until }) => until < 0 || now - until < guard);
    return fresh?.prediction.revision === revision ? fresh.prediction : prediction;
  }
}

export interface ArbiterPorts {
  /** Calls back once, a little behind the frame of the keys that are being worked off. */
  afterFrame(callback: () => void): void;
  /** Calls back in a later turn, when the keys that came meanwhile are worked off. */
  nextTurn(callback: () => void): void;
  /** Calls back after so many milliseconds. */
  later(ms: number, callback: () => void): void;
  /** Asks for a frame: what is shown changed outside of a key. */
  redraw(): void;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Milliseconds since the last key. */
  quietMs(): number;
  readonly env: Environment;
  readonly learner: Learner;
  readonly files: ClosedFiles;
  /** More or fewer changes wait than before: the status line says how many. */
  waitingChanged(): void;
  /** Whether git (or so) ignores a file: nothing is predicted in it. */
  isIgnored(doc: Document): boolean;
}

/** The gate of this user and what teaches it. */
export interface Learner {
  readonly gate: Gate;
  learn(lesson: Lesson): void;
  /** Takes over what was learned before, once. */
  load(): void;
}

/** Files of the project that are not open. Their ids are negative. */
export interface ClosedFiles {
  /** Those that matter now. */
  snapshots(): readonly DocumentSnapshot[];
  get(id: number): DocumentSnapshot | null;
  /** Looks, in the background, for those that the last edit matters to. */
  look(edits: readonly RecordedEdit[]): void;
}

export const NO_FILES: ClosedFiles = { snapshots: () => [], get: () => null, look() {} };
