/** One complete control sequence (what stands after `ESC [`, final byte included) as an event. */
import type { InputEvent } from "../base/key.ts";
import {
  ALT,
  CTRL,
  keyOf,
  keyOfCode,
  LETTER_KEYS,
  RXVT_ARROWS,
  SHIFT,
  TILDE_KEYS,
} from "./key-codes.ts";
import { mouseEvent } from "./mouse.ts";
import type { TerminalReply } from "./replies.ts";

type CsiEvent = InputEvent | { readonly type: "reply"; readonly reply: TerminalReply };

const RELEASE = 3;

/**
 * The event, or null for one that means nothing here (a key release, motion without a button).
 * `alt`: an ESC stood before the sequence. `expectsPosition`: `CSI 1;5R` answers a question.
 */
export function parseCsi(
  sequence: string,
  alt: boolean,
  expectsPosition: boolean,
): CsiEvent | null {
  const final = sequence[sequence.length - 1]!;
  const prefix = /^[<=>?]/.exec(sequence)?.[0] ?? "";
  const middle = sequence.slice(prefix.length, -1);
  const intermediate = /[ -/]+$/.exec(middle)?.[0] ?? "";
  const params = middle
    .slice(0, middle.length - intermediate.length)
    .split(";")
    .map((part) => part.split(":").map((number) => (number === "" ? 0 : Number(number))));
  const first = params[0]?.[0] ?? 0;
  const numbers = (): number[] => params.map((part) => part[0] ?? 0);

  if (prefix === "<" && (final === "M" || final === "m")) {
    const [code = 0, col = 0, row = 0] = numbers();
    return mouseEvent(code, col - 1, row - 1, final === "m");
  }
  if (prefix !== "" || (intermediate !== "" && sequence !== `${first}$`)) {
    return { type: "reply", reply: privateReply(sequence, prefix, intermediate, final, numbers()) };
  }
  const modifiers = Math.max(0, (params[1]?.[0] ?? 1) - 1) | (alt ? ALT : 0);
  const event = params[1]?.[1] ?? 1;
  const named = (name: string, bits = modifiers): CsiEvent | null =>
    event === RELEASE ? null : { type: "key", key: keyOf(name, bits) };

  switch (final) {
    case "~":
      return tilde(first, params, modifiers, named);
    case "u":
      return kittyKey(params, modifiers, event);
    case "Z":
      return named("Tab", modifiers | SHIFT);
    case "I":
    case "O":
      if (middle === "") return { type: "focus", gained: final === "I" };
      break;
    case "R": {
      const [row = 1, col = 1] = numbers();
      const report = params.length === 2 && (expectsPosition || row !== 1 || col < 2 || col > 16);
      if (!report) return named("F3");
      return { type: "reply", reply: { kind: "cursor-position", row: row - 1, col: col - 1 } };
    }
    case "n":
      return { type: "reply", reply: { kind: "status", params: numbers() } };
    case "t":
      return { type: "reply", reply: { kind: "window", params: numbers() } };
    case "c":
      return { type: "reply", reply: { kind: "primary-attributes", params: numbers() } };
    case "^":
    case "$":
    case "@": {
      // rxvt: the final byte is the modifier.
      const name = TILDE_KEYS[first];
      const bits = final === "^" ? CTRL : final === "$" ? SHIFT : CTRL | SHIFT;
      if (name !== undefined) return named(name, modifiers | bits);
      break;
    }
  }
  if (LETTER_KEYS[final] !== undefined) return named(LETTER_KEYS[final]);
  if (RXVT_ARROWS[final] !== undefined && middle === "") {
    return named(RXVT_ARROWS[final], modifiers | SHIFT);
  }
  return { type: "reply", reply: { kind: "unknown", text: `CSI ${sequence}` } };
}

function tilde(
  first: number,
  params: readonly (readonly number[])[],
  modifiers: number,
  named: (name: string) => CsiEvent | null,
): CsiEvent | null {
  if (first === 27 && params.length >= 3) {
    const key = keyOfCode(params[2]?.[0] ?? 0, modifiers);
    return key === null ? null : { type: "key", key };
  }
  const name = TILDE_KEYS[first];
  return name === undefined ? null : named(name);
}

/** `CSI code:shifted:base ; modifiers:event ; text u`. */
function kittyKey(
  params: readonly (readonly number[])[],
  modifiers: number,
  event: number,
): CsiEvent | null {
  if (event === RELEASE) return null;
  const [code = 0, shifted = 0, base = 0] = params[0] ?? [];
  const text = params[2]?.filter((point) => point >= 32 && point <= 0x10ffff) ?? [];
  if (text.length === 1 && (modifiers & ~(SHIFT | 64 | 128)) === 0) {
    const key = keyOfCode(text[0]!, 0);
    return key === null ? null : { type: "key", key };
  }
  const key = keyOfCode(code, modifiers, shifted, base);
  return key === null ? null : { type: "key", key };
}

function privateReply(
  sequence: string,
  prefix: string,
  intermediate: string,
  final: string,
  params: readonly number[],
): TerminalReply {
  if (prefix === "?" && intermediate === "$" && final === "y") {
    return { kind: "mode", mode: params[0] ?? 0, state: params[1] ?? 0 };
  }
  if (prefix === "?" && intermediate === "") {
    if (final === "c") return { kind: "primary-attributes", params };
    if (final === "u") return { kind: "kitty-flags", flags: params[0] ?? 0 };
    if (final === "n") return { kind: "status", params };
    if (final === "R") {
      return { kind: "cursor-position", row: (params[0] ?? 1) - 1, col: (params[1] ?? 1) - 1 };
    }
  }
  if (prefix === ">" && final === "c") return { kind: "secondary-attributes", params };
  return { kind: "unknown", text: `CSI ${sequence}` };
}
