/** What an import looks like, in many languages. */
import { hunksOf } from "../../text/prediction.ts";
import { slice, type Text } from "../../text/text.ts";
import type { CausedDiagnostic } from "./caused.ts";
import type { Fix } from "./quick-fix.ts";

const IMPORT =
  /^\s*(?:import\b|from\b.*\bimport\b|(?:pub(?:\([^)]*\))?\s+)?use\b|using\b|#\s*include\b|require\b|export\s+.*\bfrom\b|(?:const|let|var)\b.*\brequire\s*\()/;
/** Lines of a list over several rows. */
const NAME = /(?:type\s+)?[\w$*"./@-]+(?:\s+as\s+[\w$]+)?/.source;
const NAMES = new RegExp(`^\\s*${NAME}(?:\\s*,\\s*${NAME})*\\s*,?\\s*$`);
/** A statement over several rows is looked for so far up. */
const MOST_ROWS = 60;
const LONG_LINE = 1000;

/** Whether an offset lies in an import statement. */
export function isImport(text: Text, pos: number): boolean {
  const { number } = text.lineAt(pos);
  for (let row = number; row > Math.max(0, number - MOST_ROWS); row--) {
    const line = text.line(row).text;
    if (line.length > LONG_LINE) return false;
    if (IMPORT.test(line)) return true;
    if (!NAMES.test(line)) return false;
  }
  return false;
}

/** Whether a fix puts the name that is complained about in elsewhere, in rows of their own or a list. */
export function isImportFix(fix: Fix, { at }: CausedDiagnostic): boolean {
  if (at === null || fix.doc !== at.doc) return false;
  const { text } = at.doc;
  const name = slice(text, at.from, Math.min(at.to, at.from + 200));
  if (!/^[\p{L}_$@][\p{L}\p{N}_$.!:]*$/u.test(name)) return false;
  const first = name.match(/[\p{L}\p{N}_$]+/u)![0];
  const row = text.lineAt(at.from).number;
  const hunks = hunksOf(fix.changes);
  const elsewhere = hunks.filter(
    ({ from, insert }) => text.lineAt(from).number !== row || insert.includes("\n"),
  );
  // At the name itself at most something is put before it (`os.` in `os.path`).
  const replaces = ({ from, to }: { from: number; to: number }): boolean => to - from > 2;
  if (elsewhere.length === 0 || hunks.some(replaces)) return false;
  return elsewhere.some(({ from, to, insert }) => lineWith(text, from, to, insert).includes(first));
}

/** What a hunk makes of its line. */
function lineWith(text: Text, from: number, to: number, insert: string): string {
  const line = text.lineAt(from);
  return slice(text, line.from, from) + insert + slice(text, to, Math.max(to, line.to));
}
