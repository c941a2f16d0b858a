/** An episode under replay: its files with some of the edits made, and where the cursor is. */
import { commonEnds } from "../../text/common-ends.ts";
import type { Distraction, Episode, EpisodeEdit } from "./episode.ts";
import { COST } from "./keys.ts";
import type { LastEdit, Span } from "./likeness.ts";
import type { Answer, FileEdit, Spot, Suggestion } from "./question.ts";

/** Edits that one suggestion may make at most. */
const MOST_RUN = 24;
/** Edits that a suggestion may have meant together, and characters around it in which they are looked for. */
const MEANT_RUN = 6;
const MEANT_NEAR = 1500;
/** Characters around a change that what became of it is looked for in. */
const FINAL_NEAR = 200;

export interface StateFile {
  readonly path: string;
  /** Of an episode's own file; a distraction has none. */
  readonly edits: Slot[];
  readonly own: boolean;
  text: string;
  starts: number[];
}

/** An edit of the episode and where it belongs. */
export interface Slot {
  readonly edit: EpisodeEdit;
  readonly file: StateFile;
  readonly index: number;
  /** Offset in the file before any edit. */
  readonly from: number;
  done: boolean;
}

/** A suggestion without what it leaves as it was. */
export interface Change {
  readonly path: string;
  /** Null: no such file or place. */
  readonly file: StateFile | null;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly line: number;
}

export class EpisodeState {
  readonly files = new Map<string, StateFile>();
  /** In the order of the episode. */
  readonly slots: Slot[] = [];
  readonly log: FileEdit[] = [];
  readonly dirty = new Set<string>();
  cursor: { readonly path: string; readonly offset: number } & Spot;

  constructor(episode: Episode, distraction: Distraction | null) {
    for (const { path, before } of episode.files) this.open(path, before, true);
    for (const { path, before } of distraction?.files ?? []) {
      if (!this.files.has(path)) this.open(path, before, false);
    }
    for (const edit of episode.edits) {
      const file = this.files.get(episode.files[edit.file]!.path)!;
      const from = (file.starts[edit.line] ?? file.text.length) + edit.col;
      if (file.text.slice(from, from + edit.removed.length) !== edit.removed) {
        throw new Error(`An edit of ${episode.id} does not fit ${file.path}`);
      }
      const slot: Slot = { edit, file, index: file.edits.length, from, done: false };
      file.edits.push(slot);
      this.slots.push(slot);
    }
    this.cursor = { path: episode.files[0]?.path ?? "", offset: 0, line: 0, col: 0 };
  }

  private open(path: string, text: string, own: boolean): void {
    this.files.set(path, { path, text, starts: lineStarts(text), edits: [], own });
    this.dirty.add(path);
  }

  /** Edits that are still to be made; new files are not asked for. */
  remaining(): Slot[] {
    return this.slots.filter((slot) => !slot.done && slot.edit.type !== "newfile");
  }

  next(): Slot | null {
    return this.slots.find((slot) => !slot.done) ?? null;
  }

  /** Makes new files whose turn it is. */
  settle(): void {
    for (let slot = this.next(); slot?.edit.type === "newfile"; slot = this.next()) {
      this.apply([slot]);
    }
  }

  /** The first `warm` edits are made. */
  start(warm: number): void {
    let made = 0;
    for (const slot of this.slots) {
      if (slot.edit.type !== "newfile" && made++ >= warm) break;
      this.apply([slot]);
    }
  }

  apply(slots: readonly Slot[]): void {
    for (const slot of slots) {
      const { file, edit } = slot;
      const from = this.offset(slot);
      this.log.push({
        file: file.path,
        ...spotAt(file, from),
        removed: edit.removed,
        inserted: edit.inserted,
      });
      const end = from + edit.removed.length;
      file.text = file.text.slice(0, from) + edit.inserted + file.text.slice(end);
      file.starts = lineStarts(file.text);
      slot.done = true;
      const offset = from + edit.inserted.length - (edit.inserted.endsWith("\n") ? 1 : 0);
      this.cursor = { path: file.path, offset, ...spotAt(file, offset) };
      this.dirty.add(file.path);
    }
  }

  /** Where a slot is in its file's text now. */
  private offset(slot: Slot): number {
    let offset = slot.from;
    for (const { done, edit } of slot.file.edits.slice(0, slot.index)) {
      if (done) offset += edit.inserted.length - edit.removed.length;
    }
    return offset;
  }

  span(slot: Slot): [number, number] {
    const from = this.offset(slot);
    return [from, from + (slot.done ? slot.edit.inserted : slot.edit.removed).length];
  }

  /** The first and last line of a slot, now. */
  lines(slot: Slot): [number, number] {
    const [from, to] = this.span(slot);
    const { starts } = slot.file;
    const first = lineAt(starts, from);
    const last = lineAt(starts, to);
    return [first, last > first && starts[last] === to ? last - 1 : last];
  }

  spot(slot: Slot): Spot {
    return spotAt(slot.file, this.offset(slot));
  }

  /** Keys for going to an edit by hand. */
  goingKeys(slot: Slot): number {
    const { cursor } = this;
    if (cursor.path !== slot.file.path) return COST.goToFile;
    const [from, to] = this.span(slot);
    if (cursor.offset >= from && cursor.offset <= to) return 0;
    if (cursor.offset === from - 1 && slot.file.text[cursor.offset] === "\n") return 0;
    return COST.goInFile;
  }

  parse({ file: path, range, newText }: Suggestion): Change {
    const file = this.files.get(path) ?? null;
    const none = { path, file: null, from: 0, to: 0, text: "", line: range.start.line };
    if (!file) return none;
    let from = offsetAt(file, range.start);
    let to = offsetAt(file, range.end);
    if (from < 0 || to < from) return none;
    const old = file.text.slice(from, to);
    const { head, tail } = commonEnds(old, newText);
    from += head;
    to -= tail;
    const text = newText.slice(head, newText.length - tail);
    return { path, file, from, to, text, line: lineAt(file.starts, from) };
  }

  /** The run of remaining edits that a change makes, exactly; null when it makes anything else. */
  match({ file, from, to, text }: Change): readonly Slot[] | null {
    if (!file?.own || (from === to && text === "")) return null;
    const slack = Math.max(to - from, text.length) + 80;
    const open = file.edits
      .filter((slot) => !slot.done && slot.edit.type !== "newfile")
      .map((slot) => ({ slot, span: this.span(slot) }))
      .filter(({ span }) => span[1] >= from - slack && span[0] <= to + slack);
    const growth = text.length - (to - from);
    for (let i = 0; i < open.length; i++) {
      let grown = 0;
      for (let j = i; j < open.length && j < i + MOST_RUN; j++) {
        const { edit } = open[j]!.slot;
        grown += edit.inserted.length - edit.removed.length;
        if (grown !== growth) continue;
        const low = Math.min(from, open[i]!.span[0]);
        const high = Math.max(to, open[j]!.span[1]);
        const wanted = file.text.slice(low, from) + text + file.text.slice(to, high);
        let made = "";
        let at = low;
        for (const { slot, span } of open.slice(i, j + 1)) {
          made += file.text.slice(at, span[0]) + slot.edit.inserted;
          at = span[1];
        }
        if (made + file.text.slice(at, high) === wanted) {
          return open.slice(i, j + 1).map(({ slot }) => slot);
        }
      }
    }
    return null;
  }

  /** What a change may have meant: each run of remaining edits near it. */
  wantedNear({ file, from, to }: Change): readonly (readonly Span[])[] {
    const near = (file?.edits ?? [])
      .filter((slot) => !slot.done && slot.edit.type !== "newfile")
      .map((slot) => {
        const [low, high] = this.span(slot);
        return { from: low, to: high, text: slot.edit.inserted };
      })
      .filter((span) => span.to >= from - MEANT_NEAR && span.from <= to + MEANT_NEAR);
    return near.flatMap((_, i) =>
      near.slice(i, i + MEANT_RUN).map((_last, n) => near.slice(i, i + n + 1)),
    );
  }

  /** The text around a change when all edits of its file are made. */
  finalNear({ file, from, to }: Change): string {
    let text = "";
    let at = Math.max(0, from - FINAL_NEAR);
    const end = Math.min(file?.text.length ?? 0, to + FINAL_NEAR);
    for (const slot of file?.edits ?? []) {
      const [low, high] = this.span(slot);
      if (slot.done || high < at || low > end) continue;
      text += file!.text.slice(at, low) + slot.edit.inserted;
      at = Math.max(at, high);
    }
    return text + (file?.text.slice(at, end) ?? "");
  }

  /** The last edit, if it was made in this file. */
  lastEdit(file: StateFile): LastEdit | null {
    const last = this.log[this.log.length - 1];
    if (last?.file !== file.path) return null;
    const from = (file.starts[last.line] ?? file.text.length) + last.col;
    return { from, to: from + last.inserted.length, removed: last.removed };
  }

  /** Remaining edits at most two lines from a line. */
  near(path: string, line: number): Slot[] {
    return this.remaining().filter((slot) => {
      if (slot.file.path !== path) return false;
      const [first, last] = this.lines(slot);
      return line >= first - COST.tolerance && line <= last + COST.tolerance;
    });
  }

  /** Keys from the place of a jump to an edit. */
  landingKeys(slot: Slot, jump: NonNullable<Answer["jump"]>): number {
    const spot = this.spot(slot);
    if (jump.line === spot.line && jump.col === spot.col) return 0;
    const [first, last] = this.lines(slot);
    return jump.line >= first && jump.line <= last ? COST.settleLine : COST.settleNear;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function spotAt(file: StateFile, offset: number): Spot {
  const line = lineAt(file.starts, offset);
  return { line, col: offset - file.starts[line]! };
}

/** -1 outside of the text. */
function offsetAt(file: StateFile, { line, col }: Spot): number {
  if (line === file.starts.length) return col === 0 ? file.text.length : -1;
  const start = file.starts[line];
  if (start === undefined || col < 0) return -1;
  const next = file.starts[line + 1];
  const offset = start + col;
  return offset <= (next === undefined ? file.text.length : next - 1) ? offset : -1;
}
