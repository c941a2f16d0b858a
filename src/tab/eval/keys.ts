/** What the typist of the replay pays: keys for edits by hand, for going there, for suggestions. */
import { commonEnds } from "../../text/common-ends.ts";
import type { EpisodeEdit } from "./episode.ts";

export const COST = {
  goInFile: 3,
  goToFile: 6,
  acceptNear: 1,
  acceptFar: 2,
  wrong: 1,
  reindent: 3,
  /** Lines from the cursor within which a suggestion is accepted without going there. */
  nearLines: 3,
  /** Lines beside an edit at which a location still counts. */
  tolerance: 2,
  /** Lines from the cursor within which an edit is not far. */
  farLines: 5,
  settleLine: 1,
  settleNear: 2,
} as const;

/** An edit that inserts more characters than this is not small. */
const MOST_SMALL = 40;
const TOKEN = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*|\s+|[^\s]/gu;

type Replacement = Pick<EpisodeEdit, "removed" | "inserted">;

/** What of an edit is not the same at both ends; `head` is how much is at its start. */
function core(edit: Replacement): { removed: string; inserted: string; head: number } {
  const { removed, inserted } = edit;
  const { head, tail } = commonEnds(removed, inserted);
  return {
    removed: removed.slice(head, removed.length - tail),
    inserted: inserted.slice(head, inserted.length - tail),
    head,
  };
}

/** Keys for making an edit by hand, once the cursor is there. */
export function typingKeys(
  edit: Pick<EpisodeEdit, "removed" | "inserted" | "col" | "type">,
): number {
  if (edit.type === "reindent") return COST.reindent;
  const { removed, inserted, head } = core(edit);
  const lines = inserted.split("\n");
  const atLineStart = head === 0 ? edit.col === 0 : edit.removed[head - 1] === "\n";
  let keys = lines.length - 1;
  // The editor indents by itself.
  for (const [i, line] of lines.entries()) {
    keys += i > 0 || atLineStart ? line.replace(/^[ \t]+/, "").length : line.length;
  }
  return keys + deletingKeys(removed);
}

function deletingKeys(removed: string): number {
  if (removed === "") return 0;
  const breaks = removed.split("\n").length - 1;
  if (breaks > 0) return breaks + (removed.endsWith("\n") ? 0 : 1);
  const words = (removed.match(TOKEN) ?? []).filter((token) => token.trim() !== "").length;
  return Math.max(1, Math.min(removed.length, words));
}

export function isSmall(edit: Replacement): boolean {
  return core(edit).inserted.length <= MOST_SMALL;
}
