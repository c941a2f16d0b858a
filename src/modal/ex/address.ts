/** Addresses of Ex lines: `.` `5` `'a` `/pat/` `\/` with offsets, and the separators between them. */
import { UserError } from "../../base/errors.ts";
import { patternEnd, skipBlanks } from "./skip.ts";

export type AddressBase =
  | { readonly kind: "none" | "current" | "last" | "all" | "visual" }
  /** 1-based; 0 is allowed. */
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "mark"; readonly name: string }
  /** `offset`: the line offset right after the pattern; it does not lead out of the text. */
  | {
      readonly kind: "search";
      readonly pattern: string;
      readonly forward: boolean;
      readonly offset: string;
    }
  /** `\/`, `\?`, `\&`: the last search pattern, forward or back, or that of the last `:s`. */
  | { readonly kind: "again"; readonly which: "/" | "?" | "&" };

export interface AddressStep {
  readonly base: AddressBase;
  /** Rows to add, in order; empty when none were given. */
  readonly offsets: readonly number[];
}

/** Several steps when patterns follow each other: each search starts where the step before ended. */
export type Address = readonly AddressStep[];

export interface RangeItem {
  readonly address: Address;
  /** What stands after it; `;` moves the cursor there first. */
  readonly separator: "," | ";" | null;
}

/** Reads a range. Gives its items (none when there is no range) and where the command starts. */
export function parseRange(line: string, from: number): { items: RangeItem[]; end: number } {
  const items: RangeItem[] = [];
  let at = from;
  for (;;) {
    at = skipBlanks(line, at);
    const { address, end } = parseAddress(line, at);
    at = skipBlanks(line, end);
    const ch = line[at];
    const separator = ch === "," || ch === ";" ? ch : null;
    if (items.length === 0 && !separator && isEmptyAddress(address)) return { items, end: at };
    items.push({ address, separator });
    if (!separator) return { items, end: at };
    at++;
  }
}

export function isEmptyAddress(address: Address): boolean {
  const first = address[0]!;
  return address.length === 1 && first.base.kind === "none" && first.offsets.length === 0;
}

/** Reads one address, as the argument of `:move` is too. Throws UserError (E10). */
export function parseAddress(line: string, from: number): { address: Address; end: number } {
  const steps: AddressStep[] = [];
  let at = from;
  do {
    at = skipBlanks(line, at);
    const { base, end } = parseBase(line, at);
    at = end;
    const offsets: number[] = [];
    if (base.kind !== "all" && base.kind !== "visual") {
      for (;;) {
        const start = skipBlanks(line, at);
        const match = /^([+-]?)(\d*)/.exec(line.slice(start, start + 20))!;
        if (match[0] === "") break;
        const amount = match[2] === "" ? 1 : clip(Number(match[2]));
        offsets.push(match[1] === "-" ? -amount : amount);
        at = start + match[0].length;
      }
    }
    steps.push({ base, offsets });
  } while (line[at] === "/" || line[at] === "?");
  return { address: steps, end: at };
}

function parseBase(line: string, at: number): { base: AddressBase; end: number } {
  const ch = line[at];
  switch (ch) {
    case ".":
      return { base: { kind: "current" }, end: at + 1 };
    case "$":
      return { base: { kind: "last" }, end: at + 1 };
    case "%":
      return { base: { kind: "all" }, end: at + 1 };
    case "*":
      return { base: { kind: "visual" }, end: at + 1 };
    case "'":
      if (at + 1 >= line.length) return { base: { kind: "none" }, end: at };
      return { base: { kind: "mark", name: line[at + 1]! }, end: at + 2 };
    case "/":
    case "?": {
      const end = patternEnd(line, at + 1, ch);
      const pattern = line.slice(at + 1, end);
      const after = Math.min(end + 1, line.length);
      const offset = /^(?:[+-]\d*|\d+)?/.exec(line.slice(after, after + 20))![0];
      return {
        base: { kind: "search", pattern, forward: ch === "/", offset },
        end: after + offset.length,
      };
    }
    case "\\": {
      const which = line[at + 1];
      if (which !== "/" && which !== "?" && which !== "&") {
        throw new UserError("E10: \\ should be followed by /, ? or &");
      }
      return { base: { kind: "again", which }, end: at + 2 };
    }
    default: {
      const digits = /^\d+/.exec(line.slice(at, at + 30))?.[0];
      if (digits === undefined) return { base: { kind: "none" }, end: at };
      return { base: { kind: "line", line: clip(Number(digits)) }, end: at + digits.length };
    }
  }
}

function clip(line: number): number {
  return Math.min(line, 0x7fffffff);
}
