/**
 * The predictions that hold now: carried along with the text, dropped when it contradicts them, brought
 * back by undo and Backspace.
 */
import type { DocumentChange } from "../../editor/editor.ts";
import { hunksOf, interpolate, KeptStates, type Prediction } from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";
import type { Ranked } from "../ranking/rank.ts";

/** Kept of one answer; the others come again when they are asked for. */
const MOST = 200;
/** So many are carried in the turn of a key: what is shown, and what could be shown next. */
const NEAR = 12;
/** What is known to be wrong makes its rivals likelier, but not sure. */
const MOST_REFUTED = 0.9;
const MOST_CHANCE = 0.95;

interface KeptList {
  readonly list: readonly Ranked[];
  /** The id of the one that was looked at. */
  readonly shown: number | null;
  readonly revision: number;
}

/** What a change did to the one that is looked at. */
export interface Carried {
  /** It does not hold any more. */
  readonly dropped: boolean;
  /** It is as it was: the change was elsewhere. */
  readonly untouched: boolean;
}

export class Held {
  /** The likeliest first. */
  list: readonly Ranked[] = [];
  /** Ids of those that belong to the cursor and go when it goes. */
  private readonly anchored = new Set<number>();
  private readonly kept = new KeptStates<KeptList>();

  get(id: number): Ranked | null {
    return this.list.find(({ prediction }) => prediction.id === id) ?? null;
  }

  set(list: readonly Ranked[]): void {
    this.list = list.slice(0, MOST);
  }

  clear(): void {
    this.list = [];
  }

  anchor(id: number): void {
    this.anchored.add(id);
  }

  isAnchored(id: number): boolean {
    return this.anchored.has(id);
  }

  keepIf(holds: (prediction: Prediction) => boolean): void {
    if (this.list.every(({ prediction }) => holds(prediction))) return;
    this.list = this.list.filter(({ prediction }) => holds(prediction));
  }

  /** Takes back what was held for this text; the id of the one that was looked at. */
  restore(doc: number, text: Text, revision: number): { readonly shown: number | null } | null {
    const restored = this.kept.take(doc, text);
    if (!restored) return null;
    this.list = restored.list.flatMap((ranked) => {
      const { prediction } = ranked;
      if (prediction.doc !== doc) return [ranked];
      if (prediction.revision !== restored.revision) return [];
      return [{ ...ranked, prediction: { ...prediction, revision } }];
    });
    return restored;
  }

  /** Remembers what is held for the text before a change; `shown` is looked at. */
  keep({ doc, before, revision }: DocumentChange, shown: number | null): void {
    this.kept.keep(doc.id, before, { list: this.list, shown, revision: revision - 1 });
  }

  /**
   * Carries what could be shown next along; the others wait for `catchUp`. `shown` is the one that is
   * looked at.
   */
  carry({ doc, change, before, revision }: DocumentChange, shown: Prediction | null): Carried {
    const first = shown && this.get(shown.id);
    let refuted = 0;
    let near = 0;
    // How many there are of the same is shown, too.
    const group = shown?.group;
    const carried: Ranked[] = [];
    const shortened = new Set<number>();
    for (const ranked of this.list) {
      const { prediction } = ranked;
      const anchored = this.anchored.has(prediction.id);
      if (
        prediction.doc !== doc.id ||
        prediction.revision !== revision - 1 ||
        (++near > NEAR && !anchored && (group === undefined || prediction.group !== group))
      ) {
        carried.push(ranked);
        continue;
      }
      const left = interpolate(prediction, change, before);
      if (left) {
        carried.push({ ...ranked, prediction: left });
        if (anchored) shortened.add(left.id);
      } else if (anchored) refuted += ranked.chance;
    }
    this.list = refuted === 0 ? carried : likelier(carried, shortened, refuted);
    const left = shown && this.get(shown.id);
    const untouched =
      left !== null && first !== null && extent(left.prediction) === extent(first.prediction);
    return { dropped: first !== null && left === null, untouched };
  }

  /** Carries those along that were left behind. */
  catchUp(current: (prediction: Prediction) => Prediction | null): void {
    if (this.list.length > NEAR) this.map(current);
  }

  /** Each becomes another one, or goes. */
  map(become: (prediction: Prediction) => Prediction | null): void {
    this.list = this.list.flatMap((ranked) => {
      const prediction = become(ranked.prediction);
      if (prediction === ranked.prediction) return [ranked];
      return prediction ? [{ ...ranked, prediction }] : [];
    });
  }

  forget(doc: number): void {
    this.kept.forget(doc);
    this.keepIf((prediction) => prediction.doc !== doc);
  }
}

/** What agrees with what was typed is likelier when others did not. */
function likelier(
  list: readonly Ranked[],
  agreeing: ReadonlySet<number>,
  refuted: number,
): readonly Ranked[] {
  const share = 1 - Math.min(MOST_REFUTED, refuted);
  return list
    .map((ranked) =>
      agreeing.has(ranked.prediction.id)
        ? { ...ranked, chance: Math.min(MOST_CHANCE, ranked.chance / share) }
        : ranked,
    )
    .sort((a, b) => b.chance - a.chance);
}

/** Characters that a prediction takes away and puts in: typing it makes them fewer. */
function extent({ changes }: Prediction): number {
  const hunks = hunksOf(changes);
  return hunks.reduce((sum, { from, to, insert }) => sum + (to - from) + insert.length, 0);
}
