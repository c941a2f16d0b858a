/** How an edit was made, by the origin of its changes and by what ran. */
import type { EditKind } from "../text/prediction.ts";
import type { Circumstances } from "./history.ts";

export const ACCEPT_ORIGIN = "tab.accept";

/** Origins by their start; the first that fits counts. */
const KINDS: readonly (readonly [string, EditKind])[] = [
  [ACCEPT_ORIGIN, "accepted"],
  ["undo", "undo"],
  ["redo", "undo"],
  ["disk.", "disk"],
  ["journal.", "disk"],
];

const BY_HAND: readonly (readonly [string, EditKind])[] = [
  ["input.type", "typed"],
  ["input.open", "typed"],
  ["input.paste", "put"],
  ["input.put", "put"],
  ["ex.put", "ex"],
  ["input.complete", "typed"],
  ["input.snippet", "typed"],
  ["input.", "operator"],
  ["virtual.", "operator"],
  ["ex.", "ex"],
  ["search.replace", "ex"],
];

/** What a tool did without being told what: nothing to go on from. */
const MUTE: ReadonlySet<string> = new Set(["lsp.format", "lsp.save", "save.trim", "fold.marker"]);

export function kindOf(origin: string, how: Circumstances): EditKind {
  const fixed = lookUp(KINDS, origin);
  if (fixed) return fixed;
  if (how.macro > 0) return "macro";
  if (how.redoing) return "repeat";
  if (how.nested) return "ex";
  return lookUp(BY_HAND, origin) ?? "tool";
}

/** Whether what the user means can be learned from it. */
export function teaches(origin: string): boolean {
  const kind = lookUp(KINDS, origin);
  return kind !== "undo" && kind !== "disk" && !MUTE.has(origin);
}

function lookUp(table: readonly (readonly [string, EditKind])[], origin: string): EditKind | null {
  return table.find(([start]) => origin.startsWith(start))?.[1] ?? null;
}
