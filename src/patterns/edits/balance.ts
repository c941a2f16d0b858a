/**
 * The other half of a pair: a bracket that an edit opened wants to be closed behind what it holds, and
 * one that lost its opening half wants to go.
 */
import { type Hunk, hunksOf, type RecordedEdit } from "../../text/prediction.ts";
import { slice } from "../../text/text.ts";
import { logScale, sigmoid } from "../logistic.ts";
import type { Candidate } from "./candidate.ts";
import type { LineChange } from "./line-change.ts";
import type { Scene, SceneDoc } from "./scene.ts";

/** Characters looked at behind an edit. */
const REACH = 1500;
const PAIRS = ["()", "[]", "{}"] as const;

interface Stop {
  readonly at: number;
  readonly name: "comma" | "end" | "closer" | "line" | "group" | "operator";
}

export function* balanceCandidates(scene: Scene): Generator<void, Candidate[]> {
  const found: Candidate[] = [];
  const { here } = scene;
  if (scene.typing) return found;
  const last = scene.changes.filter((change) => change.at === scene.last);
  const together = scene.composed.filter((change) => change.at === scene.last);
  for (const change of [...together, ...last]) {
    if (change.doc !== here.snapshot.id || change.edit.after.length !== here.index.text.length) {
      continue;
    }
    for (const pair of PAIRS) found.push(...halves(change, pair, here, scene));
    yield;
  }
  return found;
}

function halves(change: LineChange, pair: string, doc: SceneDoc, scene: Scene): Candidate[] {
  const open = pair[0]!;
  const close = pair[1]!;
  const growth = depth(change.next, open, close) - depth(change.old, open, close);
  const made = change.made[change.made.length - 1];
  if (growth === 0 || Math.abs(growth) > 2 || !made) return [];
  // What all edits of the text did: the other half may have come or gone before.
  let owed = 0;
  for (const edit of scene.edits) if (edit.doc === change.doc) owed += owedBy(edit, open, close);
  if (Math.sign(owed) !== Math.sign(growth)) return [];
  const { text } = doc.index;
  const from = made.to;
  const ahead = slice(text, from, Math.min(text.length, from + REACH));
  const traits: Record<string, number> = {
    opened: growth > 0 ? 1 : 0,
    owed: owed === growth ? 1 : 0,
    owedMore: Math.abs(owed) > Math.abs(growth) ? 1 : 0,
    twice: Math.abs(growth) > 1 ? 1 : 0,
    round: open === "(" ? 1 : 0,
    square: open === "[" ? 1 : 0,
    curly: open === "{" ? 1 : 0,
    edits: logScale(change.edits - 1, 6),
    whole: change.whole ? 1 : 0,
    rows: logScale(change.rows, 8),
    replaced: change.old.trim() === "" ? 0 : 1,
    atEnd: /^\s*(\n|$)/.test(ahead) ? 1 : 0,
  };
  const candidates: Candidate[] = [];
  const offer = (hunk: Hunk, more: Record<string, number>, reason: string) => {
    const between = ahead.slice(0, hunk.from - from);
    const all = {
      ...traits,
      ...more,
      sameRow: between.includes("\n") ? 0 : 1,
      distance: logScale(between.length, 400),
    };
    const score = guess(all);
    candidates.push({ doc: doc.snapshot.id, hunks: [hunk], traits: all, score, reason });
  };
  if (growth > 0) {
    const insert = close.repeat(growth);
    stopsIn(ahead).forEach(({ at, name }, order) => {
      const more = { [name]: 1, order: order / 4, first: order === 0 ? 1 : 0 };
      offer(
        { from: from + at, to: from + at, insert },
        more,
        `closes the "${open}" that you put in`,
      );
    });
  } else {
    const at = closerIn(ahead, open, close);
    if (at < 0) return candidates;
    const reason = `you took away the "${open}" of this "${close}"`;
    const lineFrom = ahead.lastIndexOf("\n", at - 1);
    const lineTo = ahead.indexOf("\n", at);
    const line = lineFrom >= 0 && lineTo > 0 ? ahead.slice(lineFrom + 1, lineTo) : "";
    const alone = /^\s*[)\]}][;,]?\s*$/.test(line);
    if (alone) {
      const whole = { from: from + lineFrom + 1, to: from + lineTo + 1, insert: "" };
      offer(whole, { lineGone: 1 }, reason);
    } else offer({ from: from + at, to: from + at + 1, insert: "" }, { only: 1 }, reason);
  }
  return candidates;
}

const OWED = new WeakMap<RecordedEdit, Map<string, number>>();

function owedBy(edit: RecordedEdit, open: string, close: string): number {
  let known = OWED.get(edit);
  if (!known) {
    known = new Map();
    OWED.set(edit, known);
  }
  let owed = known.get(open);
  if (owed === undefined) {
    owed = 0;
    for (const { from, to, insert } of hunksOf(edit.changes)) {
      owed += depth(insert, open, close) - depth(slice(edit.before, from, to), open, close);
    }
    known.set(open, owed);
  }
  return owed;
}

function depth(text: string, open: string, close: string): number {
  let count = 0;
  for (const char of text) {
    if (char === open) count++;
    else if (char === close) count--;
  }
  return count;
}

/** Where what stands ahead may end: the first few places outside of its own brackets. */
function stopsIn(ahead: string): Stop[] {
  const stops: Stop[] = [];
  const add = (at: number, name: Stop["name"]) => {
    // Behind the text, not behind the blanks.
    let end = at;
    while (end > 0 && (ahead[end - 1] === " " || ahead[end - 1] === "\t")) end--;
    if (!stops.some((stop) => stop.at === end)) stops.push({ at: end, name });
  };
  let level = 0;
  let quote = "";
  for (let at = 0; at < ahead.length && stops.length < 4; at++) {
    const char = ahead[at]!;
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote || (char === "\n" && quote !== "`")) quote = "";
      continue;
    }
    if (char === '"' || char === "'" || char === "`") {
      quote = char;
      continue;
    }
    if ("([{".includes(char)) {
      if (level === 0 && char === "{" && /^\{\s*(\n|$)/.test(ahead.slice(at))) add(at, "end");
      level++;
    } else if (")]}".includes(char)) {
      if (level === 0) {
        add(at, "closer");
        break;
      }
      if (--level === 0 && char !== "}") add(at + 1, "group");
    } else if (level > 0) continue;
    else if (char === ",") add(at, "comma");
    else if (char === ";" || (char === ":" && /^:\s*(\n|$)/.test(ahead.slice(at)))) add(at, "end");
    else if (char === "\n") {
      add(at, "line");
      if (stops.length > 1) break;
    } else if (/^ (=|\|\||&&|\?|as|->|=>|==|===|!==|!=|:) /.test(ahead.slice(at, at + 6))) {
      add(at, "operator");
    }
  }
  return stops;
}

/** The first closing half that has no opening half ahead; -1 when there is none. */
function closerIn(ahead: string, open: string, close: string): number {
  let level = 0;
  for (let at = 0; at < ahead.length; at++) {
    if (ahead[at] === open) level++;
    else if (ahead[at] === close && level-- === 0) return at;
  }
  return -1;
}

function guess(t: Record<string, number>): number {
  let sum = -1.9;
  sum += 0.5 * (t.sameRow ?? 0) + 0.5 * (t.only ?? 0) + 0.3 * (t.lineGone ?? 0);
  sum += 0.6 * t.owed! - 0.4 * t.owedMore!;
  sum +=
    0.6 * (t.first ?? 0) - 0.8 * (t.order ?? 0) - 0.6 * t.twice! - 1.2 * t.atEnd! - 0.5 * t.whole!;
  sum -= 0.8 * t.distance!;
  return sigmoid(sum);
}
