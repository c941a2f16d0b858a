/** Which suggestions may stand behind a cursor, and their parts. */
import { hasSecret } from "../../base/secrets.ts";
import type { CommandSuggestion } from "../command.ts";
import { riskOf } from "../risk/risk.ts";

/**
 * On an empty line nobody has asked for anything: only what is likely is shown, or what has just happened
 * asks for. Of what is above, one half and more is what is run (docs/eval-shell.md).
 */
const LEAST_ON_EMPTY = 0.3;
const LEAST_TIMELY = 0.15;
/** UTF-16 units. */
export const LONGEST = 400;
/** What deletes, wherever it stands: another program may be told to run it, or a quoted line does. */
const DELETES_ANYWHERE =
  /(?:^|[\s"'`;&|({/\\])(?:rm|rmdir|rimraf|unlink|shred|dd|truncate|dropdb|mkfs[\w.]*)(?=[\s"'`;&|)}]|$)/;

/** Whether a line may be offered behind `prefix`, which it has to begin with. */
export function isOfferable(
  { command, chance, timely = false }: CommandSuggestion,
  prefix: string,
): boolean {
  if (command.length <= prefix.length || command.length > LONGEST) return false;
  if (!command.startsWith(prefix) || isTypedApart(command)) return false;
  if (prefix.trim() === "" && chance < (timely ? LEAST_TIMELY : LEAST_ON_EMPTY)) return false;
  return !hasSecret(command) && !DELETES_ANYWHERE.test(command) && !riskOf(command).deletes;
}

/** It has characters that do not become text when they are typed: line breaks, tabs, escapes. */
function isTypedApart(command: string): boolean {
  return /\p{Cc}|\p{Cf}|[\u2028\u2029\ud800-\udfff]/u.test(command);
}

/**
 * The next word of what would be accepted, with the blanks before it, as fish takes words: up to the
 * next blank or behind the next "/".
 */
export function nextWord(rest: string): string {
  return /^\s*[^\s/]*(?:\/+|(?=\s)|$)/.exec(rest)?.[0] || rest;
}
