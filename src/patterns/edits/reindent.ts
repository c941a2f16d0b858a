/**
 * Lines that must move sideways: what a line put in above now holds, what a line deleted above held no
 * more, the rest of what has begun to move; and the closing line that comes or goes with it.
 */
import type { Hunk } from "../../text/prediction.ts";
import { logScale, sigmoid } from "../logistic.ts";
import { indentOf } from "./block.ts";
import { type Candidate, quoted } from "./candidate.ts";
import type { LineChange } from "./line-change.ts";
import type { Scene, SceneDoc } from "./scene.ts";
import { rowAt, type TextIndex } from "./text-index.ts";

const MOST_LINES = 60;
/** Edits of the history among which the cause is looked for. */
const LOOK_BACK = 4;

/** Something that moves the lines from `row` on. */
interface Cause {
  readonly kind: "opened" | "closed" | "going";
  /** The first row that has not moved yet. */
  readonly row: number;
  /** Blanks that a line gets (`add`) or loses. */
  readonly unit: string;
  readonly add: boolean;
  /** The indent of the line that holds, or held, what moves; null: not known. */
  readonly outer: string | null;
  /** Marks that close what was opened. */
  readonly closers: string;
  readonly change: LineChange;
  readonly reason: string;
}

export function* reindentCandidates(scene: Scene): Generator<void, Candidate[]> {
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  for (const cause of causesOf(scene)) {
    for (const candidate of candidatesFor(cause, scene)) {
      const key = JSON.stringify(candidate.hunks);
      if (seen.has(key)) continue;
      seen.add(key);
      candidates.push(candidate);
    }
    yield;
  }
  return candidates;
}

function causesOf(scene: Scene): Cause[] {
  const causes: Cause[] = [];
  const doc = scene.here;
  const recent = scene.changes.filter(
    (change) => change.at > scene.last - LOOK_BACK && change.doc === doc.snapshot.id,
  );
  if (doc.traces.length === 0) return causes;
  const frontier = frontierOf(scene, doc);
  for (const change of recent.reverse()) {
    const cause = causeOf(change, doc, frontier, scene);
    if (cause) causes.push(cause);
  }
  return causes;
}

/** The row below the last edit. */
function frontierOf(scene: Scene, doc: SceneDoc): number {
  let row = -1;
  for (const trace of doc.traces) {
    if (trace.at !== scene.last) continue;
    const last = trace.to > trace.from ? trace.to - 1 : trace.to;
    const end = rowAt(doc.index, last);
    const lineDeleted = trace.from === trace.to && doc.index.starts[end] === trace.to;
    row = Math.max(row, lineDeleted ? end : end + 1);
  }
  return row;
}

function causeOf(change: LineChange, doc: SceneDoc, frontier: number, scene: Scene): Cause | null {
  const { old, next } = change;
  const latest = change.at === scene.last;
  const going = shiftOf(old, next);
  if (going) {
    if (frontier < 0) return null;
    const { unit, add } = going;
    const text = add ? "in" : "out";
    const reason = `the lines above moved ${text}`;
    return { kind: "going", row: frontier, unit, add, outer: null, closers: "", change, reason };
  }
  const depth = closersOf(next);
  const before = closersOf(old);
  const index = doc.index;
  const row = latest ? frontier : -1;
  if (row < 0) return null;
  const following = nextFilled(index, row);
  if (following < 0) return null;
  const indent = indentOf(index.lines[following]!.text);
  if (next.trim() !== "" && (depth.length > before.length || endsOpen(next))) {
    // The line that holds what follows is the last one of the new text.
    const holder = lastFilled(next);
    const outer = indentOf(holder);
    if (!endsOpen(holder) || indent.length > outer.length) return null;
    const unit = unitOf(index, following, outer);
    const closers = depth.slice(0, Math.max(0, depth.length - before.length));
    const reason = `you put in ${quoted(holder)} above`;
    return { kind: "opened", row, unit, add: true, outer, closers, change, reason };
  }
  if (old.trim() !== "" && (before.length > depth.length || endsOpen(old))) {
    const holder = lastFilled(old);
    const outer = indentOf(change.whole ? holder : old);
    if (!endsOpen(holder) || indent.length <= outer.length) return null;
    const unit = indent.slice(outer.length);
    const reason = `you deleted ${quoted(holder)} above`;
    return { kind: "closed", row, unit, add: false, outer, closers: "", change, reason };
  }
  return null;
}

/** By how much all lines moved, when that is all that an edit did. */
function shiftOf(old: string, next: string): { unit: string; add: boolean } | null {
  const a = old.split("\n");
  const b = next.split("\n");
  if (a.length !== b.length) return null;
  let found: { unit: string; add: boolean } | null = null;
  for (let i = 0; i < a.length; i++) {
    if (a[i]!.trim() !== b[i]!.trim()) return null;
    if (a[i]!.trim() === "") continue;
    const from = indentOf(a[i]!);
    const to = indentOf(b[i]!);
    const add = to.length > from.length;
    const unit = add ? to.slice(from.length) : from.slice(to.length);
    if (unit === "" || (found && (found.unit !== unit || found.add !== add))) return null;
    found = { unit, add };
  }
  return found;
}

const PAIRS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** What would close the brackets that a text leaves open, in order. */
function closersOf(text: string): string {
  let open = "";
  for (const char of text) {
    if (char in PAIRS) open = PAIRS[char] + open;
    else if (open.startsWith(char) && open !== "") open = open.slice(1);
  }
  return open;
}

function endsOpen(text: string): boolean {
  // A comment or prose ends with a colon, too.
  if (/^\s*(\/\/|#|\*|\/\*|--|>|- )/.test(text)) return false;
  return /[({[:]\s*$|=>\s*$|\bthen\s*$|\bdo\s*$|\|\s*$/.test(text.trimEnd());
}

function lastFilled(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines[lines.length - 1] ?? "";
}

function nextFilled(index: TextIndex, row: number): number {
  for (let at = row; at < index.lines.length && at < row + 4; at++) {
    if (index.lines[at]!.text.trim() !== "") return at;
  }
  return -1;
}

/** One step of indent, as the text around has it. */
function unitOf(index: TextIndex, row: number, outer: string): string {
  if (outer.includes("\t")) return "\t";
  let least = 0;
  for (let at = Math.max(0, row - 200); at < Math.min(index.lines.length, row + 200); at++) {
    const { text } = index.lines[at]!;
    if (text.startsWith("\t")) return "\t";
    const width = indentOf(text).length;
    if (width >= 2 && text.trim() !== "" && !/^\s*\*/.test(text)) {
      if (least === 0 || width < least) least = width;
    }
  }
  return " ".repeat(least === 0 ? 2 : Math.min(8, least));
}

interface Extent {
  readonly rows: number;
  readonly name: string;
}

/** How far the lines that move may reach: the statement, the paragraph, the block, one line. */
function extentsOf(index: TextIndex, row: number, least: number): Extent[] {
  const lines = index.lines;
  const filled = (at: number) => at < lines.length && lines[at]!.text.trim() !== "";
  const width = (at: number) => indentOf(lines[at]!.text).length;
  const first = width(row);
  let block = 0;
  let paragraph = 0;
  let statement = 0;
  for (let at = row; at < lines.length && at - row < MOST_LINES; at++) {
    if (!filled(at)) {
      if (paragraph === 0) paragraph = at - row;
      continue;
    }
    if (width(at) < least) break;
    block = at - row + 1;
    if (at > row && statement === 0 && width(at) <= first) {
      // A closing line is a part of the statement.
      const closes = /^\s*[)\]}]/.test(lines[at]!.text);
      statement = closes ? at - row + 1 : at - row;
    }
  }
  if (paragraph === 0) paragraph = block;
  if (statement === 0) statement = block;
  const extents: Extent[] = [
    { rows: block, name: "block" },
    { rows: Math.min(paragraph, block), name: "paragraph" },
    { rows: Math.min(statement, block), name: "statement" },
    { rows: Math.min(1, block), name: "line" },
    { rows: Math.min(2, block), name: "two" },
  ];
  return extents.filter(({ rows }) => rows > 0);
}

function candidatesFor(cause: Cause, scene: Scene): Candidate[] {
  const doc = scene.here;
  const { index } = doc;
  const found: Candidate[] = [];
  const { row, unit, add, outer } = cause;
  if (row >= index.lines.length) return found;
  const sizes = new Map<number, string[]>();
  const start = index.lines[row]!.text.trim() === "" ? nextFilled(index, row) : row;
  if (start < 0) return found;
  const indent = indentOf(index.lines[start]!.text);
  let least = indent.length;
  if (outer !== null) least = add ? outer.length : outer.length + 1;
  if (least <= indent.length) {
    for (const { rows, name } of extentsOf(index, start, least)) {
      const names = sizes.get(rows);
      if (names) names.push(name);
      else sizes.set(rows, [name]);
    }
  }
  const latest = cause.change.at === scene.last ? 1 : 0;
  const common = {
    [cause.kind]: 1,
    add: add ? 1 : 0,
    latest,
    brackets: cause.closers !== "" ? 1 : 0,
    colon: /:\s*$/.test(cause.change.next || cause.change.old) ? 1 : 0,
  };
  for (const [rows, names] of sizes) {
    const hunk = shifted(index, start, rows, unit, add);
    const last = start + rows;
    if (!hunk) continue;
    const traits: Record<string, number> = { ...common, rows: logScale(rows, 30) };
    for (const name of names) traits[name] = 1;
    for (const other of ["block", "paragraph", "statement", "line", "two"]) traits[other] ??= 0;
    traits.to = atEnd(index, last, indent.length) ? 1 : 0;
    offer(found, doc, [hunk], traits, cause);
    if (cause.kind === "opened" && cause.closers !== "" && last < index.lines.length) {
      const at = index.starts[last]!;
      for (const end of endingsOf(cause)) {
        const closing = { from: at, to: at, insert: `${outer ?? ""}${end}\n` };
        offer(found, doc, [hunk, closing], { ...traits, withClosing: 1 }, cause);
      }
    }
    if (cause.kind === "closed") {
      const closing = closingLine(index, last, outer);
      if (closing) offer(found, doc, [hunk, closing], { ...traits, withClosing: 1 }, cause);
    }
  }
  const closing = cause.kind === "opened" ? null : closingLine(index, row, null);
  if (closing && !add) offer(found, doc, [closing], { ...common, onlyClosing: 1 }, cause);
  return found;
}

function endingsOf(cause: Cause): string[] {
  const { closers } = cause;
  const semicolons = /;\s*$/m.test(cause.change.edit.after.sliceString(0, 4000, "\n"));
  return closers.includes(")") && semicolons ? [`${closers};`, closers] : [closers];
}

function atEnd(index: TextIndex, row: number, width: number): boolean {
  const line = index.lines[row];
  return !line || (line.text.trim() !== "" && indentOf(line.text).length < width);
}

/** The rows moved sideways, as one hunk; null when one of them cannot move. */
function shifted(
  index: TextIndex,
  row: number,
  rows: number,
  unit: string,
  add: boolean,
): Hunk | null {
  const made: string[] = [];
  for (let at = row; at < row + rows; at++) {
    const { text } = index.lines[at]!;
    if (text.trim() === "") made.push(text);
    else if (add) made.push(indentOf(text) + unit + text.trimStart());
    else {
      const indent = indentOf(text);
      if (!indent.endsWith(unit)) return null;
      made.push(indent.slice(0, indent.length - unit.length) + text.trimStart());
    }
  }
  const end = index.starts[row + rows - 1]! + index.lines[row + rows - 1]!.text.length;
  return { from: index.starts[row]!, to: end, insert: made.join("\n") };
}

/** A line of closing marks alone at a row, to be deleted. */
function closingLine(index: TextIndex, row: number, outer: string | null): Hunk | null {
  const line = index.lines[row];
  if (!line || row + 1 >= index.lines.length) return null;
  if (!/^\s*([)\]}]+[;,]?|end)\s*$/.test(line.text)) return null;
  if (outer !== null && indentOf(line.text) !== outer) return null;
  return { from: index.starts[row]!, to: index.starts[row + 1]!, insert: "" };
}

function offer(
  found: Candidate[],
  doc: SceneDoc,
  hunks: readonly Hunk[],
  traits: Record<string, number>,
  cause: Cause,
): void {
  found.push({
    doc: doc.snapshot.id,
    hunks,
    traits,
    score: guess(traits),
    reason: cause.reason,
  });
}

function guess(t: Record<string, number>): number {
  let sum = -1;
  sum += 0.8 * (t.block ?? 0) + 0.3 * (t.statement ?? 0) + 0.2 * (t.paragraph ?? 0);
  sum += 0.8 * t.latest! + 0.4 * (t.withClosing ?? 0) - 0.5 * (t.going ?? 0) + 0.3 * (t.to ?? 0);
  sum -= 0.5 * (t.rows ?? 0);
  return sigmoid(sum);
}
