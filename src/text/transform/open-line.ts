import { commentLeader, parseComments } from "./comments.ts";
import { indentEnd, indentString, indentWidth } from "./indent.ts";
import type { FormatOptions } from "./options.ts";

/** What a new line starts with: `o`, `O`, `<CR>` and the breaks of the formatter. */

export interface OpenLineRequest {
  readonly direction: "below" | "above";
  /** The column at which the line is broken; absent for `o` and `O`. */
  readonly split?: number;
  /** Whether a comment leader is repeated (o or r in 'formatoptions', or formatting). */
  readonly leaders: boolean;
  /** Pads a repeated leader to this many cells (lists in comments). */
  readonly padTo?: number;
  /** The indent of the line where the comment starts that this line ends, for `* /`. */
  readonly commentStartIndent?: () => number | null;
}

export interface OpenedLine {
  /** Cells of indent before the leader. */
  readonly indent: number;
  /** The repeated comment leader, "" when there is none. */
  readonly leader: string;
  /** Both as text. */
  readonly prefix: string;
}

const isWhite = (ch: string | undefined) => ch === " " || ch === "\t";

export function openLine(line: string, opts: FormatOptions, request: OpenLineRequest): OpenedLine {
  const above = line.slice(0, request.split ?? line.length);
  let indent = opts.autoindent ? indentWidth(above, opts) : 0;
  let leader = "";
  if (request.leaders) {
    const repeated = repeatedLeader(above, line, opts, request);
    if (repeated === "end") {
      if (opts.autoindent) indent = request.commentStartIndent?.() ?? indent;
    } else if (repeated) {
      leader = repeated.leader;
      if (repeated.replaced && opts.autoindent) indent = indentWidth(leader, opts);
      if (repeated.offset !== 0) {
        let offset = repeated.offset;
        if (indent + offset < 0) offset = -indent;
        indent += offset;
        while (offset > 0 && leader.endsWith(" ") && !leader.trimStart().includes("\t")) {
          leader = leader.slice(0, -1);
          offset--;
        }
      }
      if (repeated.extraSpace && !(repeated.replaced && isWhite(leader.at(-1)))) leader += " ";
      if (indent > 0) leader = leader.slice(indentEnd(leader));
    }
  }
  if (leader !== "" && request.padTo !== undefined) {
    leader += " ".repeat(Math.max(0, request.padTo - (indent + leader.length)));
  }
  return { indent, leader, prefix: indentString(indent, opts) + leader };
}

interface Repeated {
  readonly leader: string;
  readonly replaced: boolean;
  readonly offset: number;
  readonly extraSpace: boolean;
}

/** The leader to repeat, null for none, "end" when the line ends a comment with its third part. */
function repeatedLeader(
  above: string,
  line: string,
  opts: FormatOptions,
  request: OpenLineRequest,
): Repeated | "end" | null {
  const below = request.direction === "below";
  const found = commentLeader(above, opts.comments, { backward: !below });
  if (!found) return null;
  const parts = parseComments(opts.comments);
  const { flags } = parts[found.part]!;
  const own = above.slice(0, found.length);
  let replacement: string | null = null;
  let extraSpace = false;
  if (/[sm]/.test(flags)) {
    const isStart = flags.includes("s");
    if (isStart && !below) return null;
    const middle = parts[isStart ? found.part + 1 : found.part];
    const end = parts[isStart ? found.part + 2 : found.part + 1];
    if (!middle || !end) return null;
    if (below && end.text !== "" && above.includes(end.text, found.length)) {
      return end.text === "*/" ? "end" : null;
    }
    if (isStart) replacement = middle.text;
    const atEnd =
      request.split === undefined ? line.length === found.length : request.split === found.length;
    extraSpace = !isWhite(above[found.length - 1]) && (atEnd || middle.flags.includes("b"));
  } else if (flags.includes("e")) {
    if (below) return parts[found.part]!.text === "*/" ? "end" : null;
    replacement = parts[found.part - 1]?.text ?? "";
    extraSpace = true;
  } else if (flags.includes("f")) {
    if (!below) return null;
    replacement = "";
  }
  if (replacement === null) return { leader: own, replaced: false, offset: 0, extraSpace };
  const offset = Number(/-?\d+/.exec(flags)?.[0] ?? 0);
  const leader = replaceLeader(own, replacement, flags.includes("r"));
  return { leader, replaced: true, offset, extraSpace };
}

/** Puts `text` in the place of the leader's own; the rest of it turns to spaces. */
function replaceLeader(own: string, text: string, right: boolean): string {
  const from = indentEnd(own);
  if (right) {
    const end = own.trimEnd().length;
    const keep = own.slice(0, Math.max(0, end - text.length));
    return keep.replace(/[^ \t]/g, " ") + text + own.slice(end);
  }
  const rest = own.slice(Math.min(own.length, from + text.length));
  return own.slice(0, from) + text + rest.replace(/[^ \t](?=\t)/g, "").replace(/[^ \t]/g, " ");
}
