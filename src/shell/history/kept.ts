/** Which command lines are remembered at all. */
import { hasSecret } from "../../base/secrets.ts";

/** UTF-16 units; what is longer was pasted, and nobody wants to be offered it. */
const MOST_LENGTH = 4000;

/**
 * False for lines that begin with a blank (as shells do with HISTCONTROL=ignorespace), hold a secret,
 * are too long, or hold what could not be typed again: control characters, bytes that were no text.
 */
export function isKept(command: string): boolean {
  if (command.length > MOST_LENGTH || command.trim() === "") return false;
  if (/^\s/.test(command) || /[^\P{Cc}\n\t]|\ufffd/u.test(command)) return false;
  return !hasSecret(command);
}
