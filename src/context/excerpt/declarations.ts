/** What lines declare, by their indent and first words: for files that have no syntax tree. */
import { lineText, type Text } from "../../text/text.ts";
import type { RowWindow } from "./window.ts";

const DECLARATION =
  /^(?:export |default |declare |abstract |public |private |protected |internal |static |final |override |async |unsafe |pub(?:\([\w: ]+\))? |const (?=fn )|extern (?:"C" )?|inline |virtual |open |sealed |data |partial )*(?:class|interface|type|enum|struct|union|trait|impl|function\*?|func|fn|def|fun|module|namespace|object|record|protocol|extension|package|macro_rules!|mod|const|let|var|val|sub|procedure|typedef|#define)\b/;
/** A member of a class, or a function of C and its kin: `name(…) {`, `int name(…)`. */
const MEMBER =
  /^(?!(?:if|for|while|switch|return|catch|else|do|case|throw|await|yield|new|super|assert)\b)(?:[\w<>[\],.*&:? ]+ )?\*?[\w$~]+\s*(?:<[^()]*>)?\([^;]*[{:]\s*$/;
const COMMENT = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif|else)|--|;;|@|"""|'''|%)/;
const CLOSING = /^\s*(?:[)\]}>]|end\b|else\b|elif\b|except\b|finally\b|catch\b|rescue\b|ensure\b)/;

/** Rows of a comment or of attributes above a declaration, at most. */
const MOST_DOC = 10;

/** The rows of what is declared at a row, its comment included; at most `most` rows. */
export function declarationAt(text: Text, row: number, most: number): RowWindow {
  const start = Math.min(Math.max(0, row), text.lines - 1);
  let first = start;
  while (first > 0 && start - first < MOST_DOC && COMMENT.test(lineText(text, first - 1))) first--;
  const depth = indentOf(lineText(text, start));
  let last = start;
  for (let at = start + 1; at < text.lines && at - first < most; at++) {
    const line = lineText(text, at);
    if (line.trim() === "") continue;
    const indent = indentOf(line);
    if (indent < depth) break;
    if (indent === depth && !CLOSING.test(line) && !line.trimStart().startsWith("{")) break;
    last = at;
  }
  return { first, last };
}

const MOST_OUTLINE = 60;
const OUTLINE_DEPTH = 4;
const MOST_LINE = 160;

/** Rows that are looked at. */
const MOST_ROWS = 5000;

/** The end of a range of lines, as CodeMirror counts them. */
function lastLooked(text: Text): number {
  return Math.min(text.lines, MOST_ROWS) + 1;
}

/** The rows that declare something at the outermost levels. */
export function outlineRows(text: Text): number[] {
  const rows: number[] = [];
  let row = -1;
  for (const line of text.iterLines(1, lastLooked(text))) {
    row++;
    if (rows.length === MOST_OUTLINE) break;
    const indent = indentOf(line);
    if (indent > OUTLINE_DEPTH || line.length > MOST_LINE) continue;
    const rest = line.slice(indent);
    if (indent === 0 ? DECLARATION.test(rest) || MEMBER.test(rest) : isMember(rest)) rows.push(row);
  }
  return rows;
}

function isMember(line: string): boolean {
  return (
    MEMBER.test(line) ||
    /^(?:pub |public |async |static )*(?:def|fn|fun|func|function)\b/.test(line)
  );
}

/** The row that declares a name at an outer level; -1: none does. */
export function rowOfDeclaration(text: Text, name: string): number {
  const escaped = name.replace(/\$/g, "\\$");
  const own = new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`);
  let row = -1;
  for (const line of text.iterLines(1, lastLooked(text))) {
    row++;
    if (line.length > 1000 || !line.includes(name)) continue;
    const rest = line.trimStart();
    if (line.length - rest.length > OUTLINE_DEPTH) continue;
    const head = /^[^=({]*/.exec(rest)![0];
    if (DECLARATION.test(rest) && own.test(head)) return row;
  }
  return -1;
}

const MOST_ABOVE = 600;

/** The rows above a row that it is in, by their indent, the outermost first. */
export function headersAbove(text: Text, row: number): number[] {
  const rows: number[] = [];
  let depth = indentOf(lineText(text, row)) || (lineText(text, row).trim() === "" ? 1000 : 0);
  for (let at = row - 1; at >= 0 && depth > 0 && row - at < MOST_ABOVE && rows.length < 8; at--) {
    const line = lineText(text, at);
    if (line.trim() === "" || CLOSING.test(line)) continue;
    const indent = indentOf(line);
    if (indent >= depth) continue;
    depth = indent;
    rows.push(at);
  }
  return rows.reverse();
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
