/** The coming steps: what would be shown after each accept, without making any. */
import { basename } from "node:path";
import {
  hunksOf,
  interpolate,
  type Prediction,
  type PredictionSnapshot,
} from "../text/prediction.ts";
import { rowOf, type Text } from "../text/text.ts";
import { chooseNext, type Here } from "./arbiter/choice.ts";
import { snapshotAfter } from "./arbiter/snapshot-after.ts";
import type { Likely } from "./next/action.ts";
import { titleOf } from "./next/words.ts";
import { renameOf, wholeWords } from "./ranking/continuing.ts";
import { tightHunks } from "./ranking/features.ts";
import type { Ranked } from "./ranking/rank.ts";
import type { Thresholds } from "./ranking/thresholds.ts";

export interface ComingStep {
  readonly what: "edit" | "place" | "save" | "command" | "open" | "close";
  /** Where, for the user: `name:line`; for a save the names of the files; else what is done. */
  readonly where: string;
  /** What is there and what will be, in one line. */
  readonly text: string;
  readonly chance: number;
  readonly reason: string;
}

export interface ComingPorts {
  /** What the predictors say about a state of the texts. */
  ranked(snapshot: PredictionSnapshot): Promise<readonly Ranked[]>;
  /** What holds now and can't be asked for again about other texts: what servers said. */
  readonly live: readonly Ranked[];
  /** What may be done that is no change, the likeliest first. */
  readonly actions: readonly Likely[];
  /** Milliseconds since the epoch. */
  now(): number;
  readonly thresholds: Thresholds;
}

const MOST_TEXT = 60;

/** `first` is what is shown now; the chain ends with a save where something was changed, and with actions. */
export async function comingSteps(
  snapshot: PredictionSnapshot,
  first: Ranked | null,
  most: number,
  ports: ComingPorts,
): Promise<readonly ComingStep[]> {
  const steps: ComingStep[] = [];
  const changed = new Set<string>();
  const made = new Set<string>();
  let now: PredictionSnapshot | null = snapshot;
  let live = ports.live;
  let next = first ?? chooseNext(await ports.ranked(snapshot), ports.thresholds, hereOf(snapshot));
  while (next && steps.length < most) {
    const { prediction, chance } = next;
    const doc: PredictionSnapshot["doc"] | undefined = [now.doc, ...now.others].find(
      ({ id }) => id === prediction.doc,
    );
    if (!doc) break;
    const name = doc.path === null ? `[buffer ${doc.id}]` : basename(doc.path);
    const at = hunksOf(prediction.changes)[0]?.from ?? prediction.cursor;
    const what = prediction.changes.empty ? "place" : "edit";
    const step: ComingStep = {
      what,
      where: `${name}:${rowOf(doc.text, at) + 1}`,
      text: what === "place" ? lineAt(doc.text, at) : described(next, doc.text),
      chance,
      reason: prediction.reason,
    };
    // One place that leads to another and back is no way on.
    const key = `${step.what} ${step.where} ${step.text}`;
    if (made.has(key)) break;
    made.add(key);
    steps.push(step);
    if (what === "edit") changed.add(name);
    const after: PredictionSnapshot | null = snapshotAfter(now, prediction, ports.now());
    if (!after) break;
    now = after;
    live = live.flatMap((one) => carried(one, prediction, doc.text));
    next = chooseNext(
      [...(await ports.ranked(after)), ...live].sort(byChance),
      ports.thresholds,
      hereOf(after),
      what === "place",
    );
  }
  if (changed.size > 0 && steps.length < most) {
    const where = [...changed].join(", ");
    steps.push({ what: "save", where, text: "", chance: 1, reason: "nothing more is predicted" });
  }
  for (const { action, chance } of ports.actions) {
    const { kind, reason } = action;
    if (steps.length >= most) break;
    if (kind === "save" && changed.size > 0) continue;
    steps.push({ what: kind, where: titleOf(action), text: "", chance, reason });
  }
  return steps;
}

/** One that holds, after another one was made. */
function carried(one: Ranked, made: Prediction, text: Text): Ranked[] {
  if (one.prediction.id === made.id) return [];
  if (one.prediction.doc !== made.doc || made.changes.empty) return [one];
  const prediction = interpolate(one.prediction, made.changes, text);
  return prediction ? [{ ...one, prediction }] : [];
}

function byChance(a: Ranked, b: Ranked): number {
  return b.chance - a.chance;
}

function hereOf({ doc, others, edits }: PredictionSnapshot): Here {
  const texts = new Map([doc, ...others].map(({ id, text }) => [id, text]));
  return {
    doc: doc.id,
    text: doc.text,
    pos: doc.pos,
    rename: renameOf(edits),
    textOf: (id) => texts.get(id) ?? null,
  };
}

function described(ranked: Ranked, text: Text): string {
  const hunks = tightHunks(ranked.prediction, text);
  const [hunk] = hunks;
  if (!hunk) return "";
  // Whole words say more than the characters that differ.
  const { from, to } = hunk;
  const words = to > from ? wholeWords(text, hunk) : { old: "", next: hunk.insert };
  const old = short(words.old);
  const insert = short(words.next);
  const more = hunks.length > 1 ? ` (+${hunks.length - 1})` : "";
  if (old === "") return `put in ${insert}${more}`;
  return insert === "" ? `delete ${old}${more}` : `${old} → ${insert}${more}`;
}

function lineAt(text: Text, pos: number): string {
  return short(text.lineAt(Math.min(pos, text.length)).text.trim());
}

function short(text: string): string {
  const line = text.replaceAll("\n", "⏎");
  const characters = [...line];
  return characters.length > MOST_TEXT ? `${characters.slice(0, MOST_TEXT - 1).join("")}…` : line;
}
