/** The function keys of unusual terminals, as their terminfo entry spells them. */
import type { Key } from "../base/key.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Terminfo } from "./terminfo.ts";

const NAMED: Readonly<Record<string, Key>> = {
  kcuu1: "<Up>",
  kcud1: "<Down>",
  kcuf1: "<Right>",
  kcub1: "<Left>",
  khome: "<Home>",
  kend: "<End>",
  kpp: "<PageUp>",
  knp: "<PageDown>",
  kich1: "<Insert>",
  kdch1: "<Del>",
  kcbt: "<S-Tab>",
};

/**
 * Sequences and their keys; empty for the terminals that the decoder knows anyway (those that can
 * be asked in full, and the Linux console).
 */
export function keyStrings(caps: Capabilities, terminfo: Terminfo | null): Map<string, Key> {
  const keys = new Map<string, Key>();
  if (terminfo === null || caps.queries === "full" || caps.cursorShape === "linux") return keys;
  const add = (name: string, key: Key): void => {
    const sequence = terminfo.string(name);
    if (sequence?.startsWith("\x1b") && sequence.length > 1) keys.set(sequence, key);
  };
  for (const [name, key] of Object.entries(NAMED)) add(name, key);
  for (let i = 1; i <= 12; i++) add(`kf${i}`, `<F${i}>`);
  return keys;
}
