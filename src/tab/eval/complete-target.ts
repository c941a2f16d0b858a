/** What a typist puts in next, in the words of the completer. */
import { readLine } from "../../patterns/ngram/code-token.ts";
import type { Situation } from "../../patterns/ngram/situation.ts";
import type { Typist } from "./complete-typing.ts";

/**
 * The text of the next token, as the choices of `situation` are written: with the blanks before it
 * and what of it stands there; "": the line ends. Null when the insertion ends within it.
 */
export function nextToken(typist: Typist, situation: Situation): string | null {
  const { before, after, remaining } = typist;
  const lineEnd = remaining.indexOf("\n");
  const rest = lineEnd < 0 ? remaining : remaining.slice(0, lineEnd);
  const line = before + rest + (lineEnd < 0 ? after : "");
  const read = readLine(line);
  const { partial, count } = situation;
  const from = count === 0 ? read.indent.length : before.length - partial.length;
  const at = read.ends.findIndex((end) => end > from);
  if (at < 0) return partial === "" ? "" : null;
  const end = read.ends[at]!;
  if (end > before.length + rest.length) return null;
  if (count > 0 && at !== count) return null;
  return line.slice(from, end);
}

/** The line breaks, the indent and the first token of the next line; null when there is none. */
export function nextLineStart(typist: Typist): string | null {
  const found = /^(?:[ \t]*\n)+[ \t]*(?=\S)/.exec(typist.remaining);
  if (!found) return null;
  const line = typist.remaining.slice(found[0].length).split("\n", 1)[0]!;
  const breaks = found[0].split("\n");
  const start = "\n".repeat(Math.min(3, breaks.length - 1)) + breaks[breaks.length - 1]!;
  return start + readLine(line).texts[0]!;
}
