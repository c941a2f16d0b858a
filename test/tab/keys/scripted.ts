/** Sessions in which the suggestions are what the test says. */
import {
  changeOf,
  hunksOf,
  type Prediction,
  type PredictionAnswer,
  type Predictor,
} from "../../../src/text/prediction.ts";
import { slice, type Text } from "../../../src/text/text.ts";
import { type Session, session } from "../session.ts";

/**
 * A replacement by what stands there: `old` (its nth place) becomes `insert`, or that is put in behind
 * `after`; neither: at the cursor.
 */
export interface Wish {
  readonly after?: string;
  readonly old?: string;
  readonly nth?: number;
  readonly insert: string;
  readonly more?: Partial<PredictionAnswer>;
}

/** Suggests the wishes that fit, as long as `on` holds. */
export class Scripted implements Predictor {
  readonly name: string;
  wishes: readonly (Wish | readonly Wish[])[] = [];
  constructor(name = "scripted") {
    this.name = name;
  }

  predict({ doc }: Parameters<Predictor["predict"]>[0]): PredictionAnswer[] {
    return this.wishes.flatMap((wish) => {
      const list = Array.isArray(wish) ? (wish as readonly Wish[]) : [wish as Wish];
      const hunks = list.map((each) => hunkOf(doc.text, doc.pos, each));
      if (hunks.includes(null)) return [];
      const changes = changeOf(hunks as never, doc.text.length);
      const [first] = hunksOf(changes);
      if (!first) return [];
      const last = hunksOf(changes).at(-1)!;
      const cursor = changes.mapPos(last.to, 1);
      const { id, revision } = doc;
      const more = list[0]!.more ?? {};
      return [
        { doc: id, revision, changes, cursor, probability: 0.95, reason: "said so", ...more },
      ];
    });
  }
}

function hunkOf(text: Text, pos: number, { old, after, nth = 1, insert }: Wish) {
  const all = slice(text, 0, text.length);
  if (old === undefined) {
    const at = after === undefined ? pos : all.indexOf(after) + after.length;
    return { from: at, to: at, insert };
  }
  let from = -1;
  for (let n = 0; n < nth; n++) {
    from = all.indexOf(old, from + 1);
    if (from < 0) return null;
  }
  return { from, to: from + old.length, insert };
}

export interface ScriptedSession extends Session {
  /** Suggests from now on. */
  suggest(...wishes: readonly (Wish | readonly Wish[])[]): Promise<void>;
}

export function scripted(
  text: string,
  cursor: readonly [number, number] = [0, 0],
  name?: string,
): ScriptedSession {
  const predictor = new Scripted(name);
  const made = session(text, cursor, [predictor]);
  made.editor.options.set("tabshow", "0");
  return Object.assign(made, {
    async suggest(...wishes: readonly (Wish | readonly Wish[])[]) {
      predictor.wishes = wishes;
      made.tab.arbiter.ask("ask");
      // A key that does nothing brings the frame.
      await made.burst("");
      predictor.wishes = [];
    },
  });
}

export function idsOf(predictions: readonly Prediction[]): number[] {
  return predictions.map(({ id }) => id);
}
