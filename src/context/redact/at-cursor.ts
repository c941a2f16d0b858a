/** What is being typed: a secret, of which nothing may be told, or only a name that could become one. */
import type { Span } from "../../text/text.ts";
import { isChance } from "./forms.ts";
import type { Masks } from "./mask.ts";
import { allSecrets, endsInSecret } from "./secrets.ts";

/** Whether the cursor is in or at a secret, also one that is only begun. `word`: no secret. */
export function isSecretAt(
  masks: Masks,
  text: string,
  cursor: number,
  word: Span | null,
  settings: boolean,
): boolean {
  const above = text.lastIndexOf("\n", cursor - 1);
  const from = above <= 0 ? 0 : text.lastIndexOf("\n", above - 1) + 1;
  const end = text.indexOf("\n", cursor);
  const lines = text.slice(from, end < 0 ? text.length : end);
  const at = cursor - from;
  const own = word && { from: word.from - from, to: word.to - from };
  const touches = (part: string): boolean =>
    masks
      .secrets(part, settings)
      .some((span) => span.from <= at && span.to >= at && !isIn(span, own));
  const line = lines.slice(lines.lastIndexOf("\n", at - 1) + 1, at);
  if (settings && endsInSecret(line)) return true;
  // Before it is long enough to be known for one.
  if (isChance(/[A-Za-z0-9+/_-]*$/.exec(line)![0])) return true;
  // What is behind the cursor may close the quotes of what is being typed.
  return touches(lines) || touches(lines.slice(0, at));
}

export function isIn(span: Span, word: Span | null): boolean {
  return word !== null && span.from >= word.from && span.to <= word.to;
}

/** The name of a program that is being typed behind `password = `, before it can be known for one. */
export function wordAt(text: string, cursor: number, settings: boolean): Span | null {
  if (settings) return null;
  const line = text.lastIndexOf("\n", cursor - 1) + 1;
  const before = /[=:]\s+([A-Za-z_$][A-Za-z_$.]*)$/.exec(text.slice(line, cursor));
  if (before === null) return null;
  const after = /^[A-Za-z_$.]*/.exec(text.slice(cursor, cursor + 100))![0];
  // What is one by its own form is one here, too.
  if (allSecrets(before[1]! + after, false).length > 0) return null;
  return { from: cursor - before[1]!.length, to: cursor + after.length };
}
