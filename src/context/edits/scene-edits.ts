/**
 * The edit history as models read it: diffs of what belongs together, newest last. Each is made once,
 * when it is done; only what is being typed is made anew.
 */
import type { SceneEdit } from "../../models/scene.ts";
import {
  editBeingTyped,
  isLarge,
  type PredictionSnapshot,
  type RecordedEdit,
  wholeEdits,
} from "../../text/prediction.ts";
import { type ChangeSet, rowEnd, rowStart, type Text } from "../../text/text.ts";
import type { Masks } from "../redact/mask.ts";
import { isManifest, isSettings } from "../redact/settings.ts";
import type { Turn } from "../turn.ts";
import { CONTEXT, changedRows, grouped, type RowHunk, unifiedHunk } from "./unified.ts";

/** Edits of one file that follow each other within so many rows are one. */
const NEAR_ROWS = 8;
/** ... unless it gets longer than this, rows. */
const MOST_SPAN = 40;
const MOST_EDITS = 16;
/** A diff with more UTF-16 units, or more places, is left out. */
const MOST_DIFF = 3000;
const MOST_PLACES = 8;
/** Rows that a change takes away and puts in, at most. */
const MOST_ROWS = 60;
/** Places that are farther apart, rows: `original` and `updated` are of the last one. */
const MOST_HULL = 30;
/** When the room is used up, the oldest go until so much of it is. */
const KEEP = 0.7;

/** Edits that are one, as one change. */
interface Group {
  readonly edits: readonly RecordedEdit[];
  readonly before: Text;
  readonly after: Text;
  readonly path: string | null;
  readonly open: boolean;
}

type Body = Omit<SceneEdit, "path" | "open">;

export class SceneEdits {
  private readonly masks: Masks;
  /** By the text after an edit, which no other edit leads to. */
  private readonly bodies = new WeakMap<
    Text,
    { readonly before: Text; readonly body: Body | null }
  >();
  private readonly rows = new WeakMap<ChangeSet, readonly RowHunk[]>();
  /** The oldest edit that was told in each room, so that the beginning stays while there is room. */
  private readonly oldest = new Map<number, Text>();

  constructor(masks: Masks) {
    this.masks = masks;
  }

  /**
   * The edits that may be told, oldest first, in a room of UTF-16 units. `nameOf` gives the name of an
   * edit's file as models see it; null: nothing of it may be told.
   */
  async list(
    snapshot: PredictionSnapshot,
    room: number,
    nameOf: (edit: RecordedEdit) => string | null,
    turn: Turn,
  ): Promise<SceneEdit[]> {
    const told: { readonly edit: SceneEdit; readonly after: Text }[] = [];
    for (const group of this.groups(snapshot)) {
      const path = nameOf(group.edits.at(-1)!);
      if (path === null) continue;
      const body = this.bodyOf(group);
      await turn.pause();
      if (body !== null)
        told.push({ edit: { path, ...body, open: group.open }, after: group.after });
    }
    const kept = withoutReversals(told);
    return this.fitting(kept, room).map(({ edit }) => edit);
  }

  private groups(snapshot: PredictionSnapshot): Group[] {
    const typed = editBeingTyped(snapshot);
    const done = typed === null ? snapshot.edits : snapshot.edits.slice(0, -typed.count);
    const groups: Group[] = [];
    for (const edit of wholeEdits(done)) {
      const last = groups.at(-1);
      if (last !== undefined && this.joins(last, edit)) {
        groups[groups.length - 1] = {
          ...last,
          edits: [...last.edits, edit],
          after: edit.after,
        };
      } else groups.push(groupOf(edit, false));
    }
    if (typed !== null) groups.push(groupOf(typed.edit, true));
    return groups;
  }

  private joins(group: Group, edit: RecordedEdit): boolean {
    const last = group.edits.at(-1)!;
    if (last.doc !== edit.doc || last.after !== edit.before) return false;
    if (last.accepted !== edit.accepted || isLarge(last.changes) || isLarge(edit.changes)) {
      return false;
    }
    const rows = this.rowsOf(edit);
    const near = this.rowsOf(last);
    if (rows.length === 0 || near.length === 0) return true;
    const first = rows[0]!.fromA;
    const end = rows.at(-1)!.toA;
    if (first - near.at(-1)!.toB > NEAR_ROWS || near[0]!.fromB - end > NEAR_ROWS) return false;
    // Each of them counts once, so that a group is the same whatever follows.
    let span = end - first;
    for (const each of group.edits) {
      const own = this.rowsOf(each);
      if (own.length > 0) span += own.at(-1)!.toB - own[0]!.fromB;
    }
    return span <= MOST_SPAN;
  }

  private rowsOf(edit: RecordedEdit): readonly RowHunk[] {
    let rows = this.rows.get(edit.changes);
    if (rows === undefined) {
      rows = changedRows(edit.before, edit.after, edit.changes);
      this.rows.set(edit.changes, rows);
    }
    return rows;
  }

  private bodyOf(group: Group): Body | null {
    const known = this.bodies.get(group.after);
    if (known !== undefined && known.before === group.before) return known.body;
    const body = this.make(group);
    this.bodies.set(group.after, { before: group.before, body });
    return body;
  }

  private make({ edits, before, after, path }: Group): Body | null {
    if (isManifest(path, before) || isManifest(path, after)) return null;
    if (edits.some((edit) => edit.kind === "disk" || isLarge(edit.changes))) return null;
    const changes = edits
      .slice(1)
      .reduce((all, edit) => all.compose(edit.changes), edits[0]!.changes);
    const groups = grouped(changedRows(before, after, changes));
    if (groups.length === 0 || groups.length > MOST_PLACES) return null;
    const size = groups.flat().reduce((sum, h) => sum + (h.toA - h.fromA) + (h.toB - h.fromB), 0);
    if (size > 2 * MOST_ROWS || groups.some((group) => isWide(before, after, group))) return null;
    const a = { rows: before.lines, lines: this.linesOf(before, isSettings(path)) };
    const b = { rows: after.lines, lines: this.linesOf(after, isSettings(path)) };
    const diff = groups.map((group) => unifiedHunk(group, a, b)).join("\n");
    if (diff.length > MOST_DIFF) return null;
    const all = groups.flat();
    const near = all.at(-1)!.toA - all[0]!.fromA > MOST_HULL ? groups.at(-1)! : all;
    const first = near[0]!;
    const last = near.at(-1)!;
    const above = Math.min(CONTEXT, first.fromA, first.fromB);
    const below = Math.min(CONTEXT, before.lines - last.toA, after.lines - last.toB);
    return {
      diff,
      row: first.fromA - above,
      original: a.lines(first.fromA - above, last.toA + below).join("\n"),
      updated: b.lines(first.fromB - above, last.toB + below).join("\n"),
      accepted: edits.every((edit) => edit.accepted),
    };
  }

  /** What gives the masked lines of a text; the same range is looked at once. */
  private linesOf(text: Text, settings: boolean) {
    const known = new Map<string, readonly string[]>();
    return (from: number, to: number): readonly string[] => {
      if (to <= from) return [];
      const key = `${from}:${to}`;
      let lines = known.get(key);
      if (lines === undefined)
        known.set(key, (lines = this.masks.rows(text, from, to - 1, settings)));
      return lines;
    };
  }

  /** The newest ones that there is room for. The oldest go by some at a time. */
  private fitting<T extends { readonly edit: SceneEdit; readonly after: Text }>(
    edits: readonly T[],
    room: number,
  ): T[] {
    const from = edits.findIndex(({ after }) => after === this.oldest.get(room));
    let kept = edits.slice(Math.max(0, from));
    const size = (list: readonly T[]): number =>
      list.reduce((sum, { edit }) => sum + edit.diff.length + edit.path.length + 20, 0);
    if (size(kept) > room || kept.length > MOST_EDITS) {
      while (kept.length > 1 && (size(kept) > room * KEEP || kept.length > MOST_EDITS * KEEP)) {
        kept = kept.slice(1);
      }
      if (size(kept) > room) kept = [];
    }
    // What is being typed is another one with the next key.
    if (kept.length > 1) this.oldest.set(room, kept[0]!.after);
    else this.oldest.delete(room);
    return kept;
  }
}

/** Whether the rows of a change are so long that nobody has written them. */
function isWide(before: Text, after: Text, group: readonly RowHunk[]): boolean {
  const first = group[0]!;
  const last = group.at(-1)!;
  const width = (text: Text, from: number, to: number): number =>
    rowEnd(text, Math.min(text.lines, to + CONTEXT) - 1) -
    rowStart(text, Math.max(0, from - CONTEXT));
  const most = 4 * MOST_DIFF;
  return width(before, first.fromA, last.toA) > most || width(after, first.fromB, last.toB) > most;
}

function groupOf(edit: RecordedEdit, open: boolean): Group {
  return { edits: [edit], before: edit.before, after: edit.after, path: edit.path, open };
}

/** Without what led nowhere, and pairs of which one took the other back. */
function withoutReversals<T extends { readonly edit: SceneEdit }>(list: readonly T[]): T[] {
  const kept: T[] = [];
  for (const each of list) {
    const { edit } = each;
    const at = kept.findLastIndex(
      ({ edit: old }) =>
        old.path === edit.path &&
        old.original === edit.updated &&
        old.updated === edit.original &&
        !edit.open,
    );
    if (at >= 0) kept.splice(at, 1);
    else kept.push(each);
  }
  return kept;
}
