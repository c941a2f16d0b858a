/**
 * `%` on words that belong together, such as `if`, `else` and `endif`, and on tags: a small part of
 * what Vim's matchit does. The words of a file type are data (match-word-table.ts).
 */
import type { IsKeyword } from "../keyword.ts";
import { lineText, rowStart, type Text } from "../text.ts";
import { endTagAfter, openTagBefore, tagAt } from "./tag-scan.ts";

/** Words that open, divide and close one kind of block. */
export interface MatchGroup {
  readonly open: readonly string[];
  readonly middle: readonly string[];
  readonly close: readonly string[];
  /** Openers that count only as the first word of a row, or after `=` (Ruby's `x if y`). */
  readonly firstOnly?: readonly string[];
  /** An opener that belongs to an opener before it on its row (`while x do`). */
  readonly joins?: string;
}

/** What the words of a file type are. */
export interface MatchWords {
  readonly groups: readonly MatchGroup[];
  /** Starts a comment that runs to the row's end; "" for none. */
  readonly comment: string;
  /** Names of tags match, too. */
  readonly tags: boolean;
}

interface Token {
  readonly pos: number;
  readonly end: number;
  readonly role: "open" | "middle" | "close";
  readonly group: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\p{L}_][\p{L}\p{N}_]*|[^\s]/gu;

/** The words of the groups on a row; strings and comments are passed over. */
function tokensOf(text: Text, row: number, words: MatchWords): Token[] {
  const line = lineText(text, row);
  const from = rowStart(text, row);
  const tokens: Token[] = [];
  let previous = "";
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(line); match; match = TOKEN.exec(line)) {
    const word = match[0];
    if (words.comment !== "" && line.startsWith(words.comment, match.index)) break;
    const role = roleOf(word, previous, tokens, words);
    if (role) {
      const pos = from + match.index;
      tokens.push({ pos, end: pos + word.length, ...role });
    }
    previous = word;
  }
  return tokens;
}

function roleOf(
  word: string,
  previous: string,
  before: readonly Token[],
  words: MatchWords,
): Pick<Token, "role" | "group"> | null {
  if (previous === "." || previous === ":") return null;
  for (const [group, { open, middle, close, firstOnly, joins }] of words.groups.entries()) {
    if (open.includes(word)) {
      const startsExpression = previous === "" || previous === "=" || previous === "(";
      if (firstOnly?.includes(word) && !startsExpression) return null;
      const last = before.at(-1);
      if (word === joins && last?.group === group && last.role === "open") return null;
      return { role: "open", group };
    }
    if (middle.includes(word)) return { role: "middle", group };
    if (close.includes(word)) return { role: "close", group };
  }
  return null;
}

/** The other end of the tag whose name the cursor is on. */
function matchingTag(text: Text, pos: number, isKeyword: IsKeyword): number | null {
  const line = text.lineAt(pos);
  const open = line.text.lastIndexOf("<", pos - line.from);
  if (open < 0) return null;
  const tag = tagAt(text, line, open);
  if (tag === null) return null;
  const nameStart = line.from + open + (tag.kind === "end" ? 2 : 1);
  if (pos > nameStart + tag.name.length) return null;
  if (tag.kind === "start") {
    const end = endTagAfter(text, line.from + open, tag.name, isKeyword);
    return end === null ? null : end + 1;
  }
  let start = openTagBefore(text, line.from + open);
  while (start !== null) {
    const row = text.lineAt(start);
    const candidate = tagAt(text, row, start - row.from);
    if (candidate?.name.toLowerCase() === tag.name.trimEnd().toLowerCase()) return start + 1;
    start = openTagBefore(text, start);
  }
  return null;
}

/**
 * Where `%` goes from a word at the cursor or the first one after it on the row: from an opener or a
 * divider to the next divider or closer of its block, from a closer to the opener. Null: no word of
 * the table is there, or its block is not complete; ordinary brackets are the caller's.
 */
export function matchingWord(
  text: Text,
  pos: number,
  words: MatchWords,
  isKeyword: IsKeyword,
): number | null {
  if (words.tags) {
    const tag = matchingTag(text, pos, isKeyword);
    if (tag !== null) return tag;
  }
  const row = text.lineAt(pos).number - 1;
  const here = tokensOf(text, row, words);
  const index = here.findIndex((token) => token.end > pos);
  const start = here[index];
  if (!start) return null;
  const backward = start.role === "close";
  let depth = 0;
  let tokens = here;
  let at = index;
  let tokenRow = row;
  for (;;) {
    at += backward ? -1 : 1;
    while (at < 0 || at >= tokens.length) {
      tokenRow += backward ? -1 : 1;
      if (tokenRow < 0 || tokenRow >= text.lines) return null;
      tokens = tokensOf(text, tokenRow, words);
      at = backward ? tokens.length - 1 : 0;
    }
    const token = tokens[at]!;
    if (token.group !== start.group) continue;
    if (token.role === (backward ? "close" : "open")) {
      depth++;
    } else if (token.role === "middle") {
      if (depth === 0 && !backward) return token.pos;
    } else if (depth === 0) {
      return token.pos;
    } else {
      depth--;
    }
  }
}
