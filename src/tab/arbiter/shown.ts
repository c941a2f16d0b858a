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
}

/** One that is shown; who belongs to its group is only looked for when somebody asks. */
export class ShownOne implements Shown {
  readonly prediction: Prediction;
  readonly kind: PredictionKind;
  readonly chance: number;
  readonly since: number;
  private readonly group: (prediction: Prediction) => readonly Prediction[];
  private found: readonly Prediction[] | null = null;

  constructor(shown: Omit<Shown, "siblings">, group: ShownOne["group"]) {
    this.prediction = shown.prediction;
    this.kind = shown.kind;
    this.chance = shown.chance;
    this.since = shown.since;
    this.group = group;
  }

  get siblings(): readonly Prediction[] {
    this.found ??= this.group(this.prediction);
    return this.found;
  }

  at(since: number): ShownOne {
    return new ShownOne({ ...this.plain, since }, this.group);
  }

  private get plain(): Omit<Shown, "siblings"> {
    const { prediction, kind, chance, since } = this;
    return { prediction, kind, chance, since };
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
