/** Takes a name out of an import, for servers that say that it is unused and do nothing about it. */
import type { Hunk } from "../../text/prediction.ts";
import { slice, type Text } from "../../text/text.ts";

/**
 * The removal of what `[from, to)` (UTF-16) names: of its line when it is all that is imported there,
 * else of the name and its comma. Null when the line is none that is understood.
 */
export function withoutImport(text: Text, from: number, to: number): Hunk | null {
  const line = text.lineAt(from);
  if (to > line.to) return null;
  const before = slice(text, line.from, from);
  const after = slice(text, to, line.to);
  if (before.trim() === "" && /^\s*;?\s*$/.test(after)) return wholeLine(text, line);
  const listed = /[{(,]\s*(?:type\s+)?(?:[\w$]+\s+as\s+)?$/.exec(before);
  const follows = /^(?:\s+as\s+[\w$]+)?\s*,\s*/.exec(after);
  const alias = /(?:[\w$]+\s+as\s+)$/.exec(before)?.[0].length ?? 0;
  const others = (before.match(/,/g)?.length ?? 0) + (after.match(/,/g)?.length ?? 0);
  const own = /^\s*(?:import|from|use|using|const|#)/.test(line.text);
  if (others === 0 && own && /^(?:\s+as\s+[\w$]+)?\s*[;}\s)'"]*(?:from\b.*)?$/.test(after)) {
    return wholeLine(text, line);
  }
  if (others === 0) return null;
  if (follows !== null) return { from: from - alias, to: to + follows[0].length, insert: "" };
  const comma = /,\s*(?:type\s+)?(?:[\w$]+\s+as\s+)?$/.exec(before);
  if (comma !== null) {
    const tail = /^\s+as\s+[\w$]+/.exec(after)?.[0].length ?? 0;
    return { from: from - comma[0].length, to: to + tail, insert: "" };
  }
  return listed === null ? null : { from: from - alias, to, insert: "" };
}

function wholeLine(text: Text, line: { readonly from: number; readonly to: number }): Hunk {
  const last = line.to === text.length;
  const from = last ? Math.max(0, line.from - 1) : line.from;
  return { from, to: last ? line.to : line.to + 1, insert: "" };
}
