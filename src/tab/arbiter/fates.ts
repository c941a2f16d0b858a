/**
 * What became of the predictions that were shown: each is told once to whoever learns from it, and is
 * listed for `:Tab log`.
 */
import type { Prediction, PredictionKind } from "../../text/prediction.ts";
import type { Features, Outcome } from "../ranking/features.ts";
import type { Ranked } from "../ranking/rank.ts";

export type FateName =
  | "accepted"
  | "accepted in part"
  | "typed"
  | "dismissed"
  | "typed over"
  | "passed by"
  | "undone"
  | "excellent";

/** What is learned from: how it ended, as numbers only. */
export interface Lesson {
  readonly source: string;
  readonly kind: "edit" | "place";
  readonly fate: FateName;
  /** 1: taken; 0: not wanted. */
  readonly accepted: number;
  /** 1 is one plain answer. */
  readonly weight: number;
  readonly features: Features;
}

/** One that was shown, for the user. */
export interface ShownEntry {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly source: string;
  /** Of a model: its name. */
  readonly model: string | null;
  readonly kind: PredictionKind;
  readonly chance: number;
  readonly reason: string;
  /** Milliseconds from the question to the answer that was shown; 0: it was there already. */
  readonly ms: number;
  /** Null: nothing happened to it but that it went. */
  fate: FateName | null;
}

interface Open {
  readonly ranked: Ranked;
  readonly entry: ShownEntry;
  /** When its frame was written; -1: not yet. */
  since: number;
  /** The share that was taken in parts. */
  taken: number;
}

const MOST_LISTED = 100;
const MOST_RECENT = 24;
/** So long (ms) it must have been on the screen for the user to have passed it by. */
const LOOKED_MS = 1000;
/** So long it must have been there to have been read before it was typed over. */
const READ_MS = 200;

const WEIGHTS = {
  typed: 0.5,
  typedOver: 0.5,
  typedOverUnread: 0.15,
  passedBy: 0.3,
  undone: 2,
  excellent: 5,
} as const;

/** Its frame is written; all of it was taken; a part of it was, or will be in this turn. */
export type Happening = "seen" | "accepted" | "part";

export class Fates {
  /** Told of what happens, in the key's own turn: they only take notes. */
  readonly watchers = new Set<(what: Happening, prediction: Prediction) => void>();
  /** What was shown, oldest first. */
  readonly list: ShownEntry[] = [];
  /** For the gate's features, newest last. */
  recent: readonly Outcome[] = [];
  /** Told of each end, too. */
  readonly heard: ((fate: FateName, prediction: Prediction) => void)[] = [];
  private readonly learn: (lesson: Lesson) => void;
  private open: Open | null = null;
  private last: Ranked | null = null;
  private away: Ranked | null = null;

  constructor(learn: (lesson: Lesson) => void) {
    this.learn = learn;
  }

  /** It is shown from now on; what was shown before is gone. */
  show(ranked: Ranked, kind: PredictionKind, time: number, ms: number): void {
    const { prediction, chance } = ranked;
    if (this.open?.ranked.prediction.id === prediction.id) return;
    this.gone();
    const { id, source, reason, model = null } = prediction;
    const last = this.list[this.list.length - 1];
    if (last?.id === id && last.fate === null) {
      // It was only hidden for a moment.
      this.open = { ranked, entry: last, since: -1, taken: 0 };
      return;
    }
    const entry: ShownEntry = { id, time, source, model, kind, chance, reason, ms, fate: null };
    this.list.push(entry);
    if (this.list.length > MOST_LISTED) this.list.shift();
    this.open = { ranked, entry, since: -1, taken: 0 };
  }

  seen(now: number): void {
    if (!this.open || this.open.since >= 0) return;
    this.open.since = now;
    this.tell("seen", this.open.ranked);
  }

  private tell(what: Happening, { prediction }: Ranked): void {
    for (const watcher of this.watchers) watcher(what, prediction);
  }

  /** Nothing is shown any more. */
  gone(): void {
    const { open } = this;
    this.open = null;
    if (open && open.taken > 0 && open.entry.fate === null) {
      this.end(open, "accepted in part", open.taken, 1);
    }
  }

  accepted(ranked: Ranked): void {
    this.tell("accepted", ranked);
    this.last = ranked;
    const open = this.of(ranked);
    this.open = null;
    this.end(open, "accepted", 1, 1);
  }

  /** `share`: 0 to 1 of what was left of it. */
  acceptedPart(ranked: Ranked, share: number): void {
    this.tell("part", ranked);
    this.last = ranked;
    const { open } = this;
    if (open?.ranked.prediction.id !== ranked.prediction.id) return;
    open.taken += (1 - open.taken) * share;
  }

  /** The user went to a place; only what is done next says whether it was the right one. */
  went(ranked: Ranked): void {
    this.gone();
    this.away = ranked;
  }

  /** Where the place is that the user went to and has not edited anywhere since; null: nowhere. */
  get awaited(): Prediction | null {
    return this.away?.prediction ?? null;
  }

  /** The first edit after going to a place is there, or elsewhere. */
  editedAt(there: boolean): void {
    const { away } = this;
    this.away = null;
    if (away) this.end(this.of(away), there ? "accepted" : "passed by", there ? 1 : 0, 1);
  }

  /** The user typed all of it. */
  fulfilled(): void {
    this.close("typed", 1, WEIGHTS.typed);
  }

  dismissed(): void {
    this.close("dismissed", 0, 1);
  }

  typedOver(now: number): void {
    const { open } = this;
    if (!open) return;
    const read = open.since >= 0 && now - open.since >= READ_MS;
    if (open.taken > 0) this.gone();
    else this.close("typed over", 0, read ? WEIGHTS.typedOver : WEIGHTS.typedOverUnread);
  }

  /** The user saw it and went on elsewhere. */
  passedBy(now: number): void {
    const { open } = this;
    if (!open || open.entry.fate !== null || open.taken > 0) return;
    if (open.since < 0 || now - open.since < LOOKED_MS) return;
    this.end(open, "passed by", 0, WEIGHTS.passedBy);
  }

  /** An accept that is undone was not wanted. */
  undone(ranked: Ranked): void {
    this.end(this.of(ranked), "undone", 0, WEIGHTS.undone);
    if (this.last?.prediction.id === ranked.prediction.id) this.last = null;
  }

  /** The last accept was excellent; false when there was none, or it has been said. */
  excellent(): boolean {
    const { last } = this;
    if (!last) return false;
    this.last = null;
    this.end(this.of(last), "excellent", 1, WEIGHTS.excellent);
    return true;
  }

  /** What became of predictions in earlier sessions, newest last. */
  remember(recent: readonly Outcome[]): void {
    this.recent = [...recent, ...this.recent].slice(-MOST_RECENT);
  }

  forget(): void {
    this.list.length = 0;
    this.recent = [];
    this.last = null;
  }

  private close(fate: FateName, accepted: number, weight: number): void {
    const { open } = this;
    this.open = null;
    // Who passed it by may come back to it.
    const first = open?.entry.fate === null || open?.entry.fate === "passed by";
    if (open && first) this.end(open, fate, accepted, weight);
  }

  private of(ranked: Ranked): Pick<Open, "ranked" | "entry"> {
    const { id } = ranked.prediction;
    if (this.open?.ranked.prediction.id === id) return this.open;
    const known = this.list.find((entry) => entry.id === id);
    const { source, reason, model = null } = ranked.prediction;
    const { chance } = ranked;
    // One of many that were taken at once was never shown by itself.
    const entry: ShownEntry = known ?? {
      id,
      time: 0,
      source,
      model,
      kind: "edit",
      chance,
      reason,
      ms: 0,
      fate: null,
    };
    return { ranked, entry };
  }

  private end(
    { ranked, entry }: Pick<Open, "ranked" | "entry">,
    fate: FateName,
    accepted: number,
    weight: number,
  ): void {
    entry.fate = fate;
    const { source, changes, group } = ranked.prediction;
    const kind = changes.empty ? "place" : "edit";
    const outcome = { source, kind, accepted, ...(group === undefined ? {} : { group }) } as const;
    this.recent = [...this.recent.slice(1 - MOST_RECENT), outcome];
    this.learn({ source, kind, fate, accepted, weight, features: ranked.features });
    for (const hear of this.heard) hear(fate, ranked.prediction);
  }
}
