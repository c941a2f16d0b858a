/**
 * A case: a text, a cursor and keys, and what Neovim makes of them. Rows and columns count from 0,
 * columns in UTF-16 units. A file of cases holds one JSON object per line.
 */
import { readFileSync } from "node:fs";

export interface CaseInput {
  readonly category: string;
  readonly text: string;
  readonly cursor: readonly [number, number];
  /** Vim's notation; a literal `<` is `<lt>`. */
  readonly keys: string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

export interface Outcome {
  readonly text: string;
  readonly cursor: readonly [number, number];
  readonly mode: string;
  readonly register: string;
  readonly registerType: string;
  /** The other end of the selection, in visual modes. */
  readonly anchor?: readonly [number, number];
}

export interface Case extends CaseInput {
  readonly id: string;
  readonly expected: Outcome;
}

const FIELDS = ["text", "cursor", "mode", "register"] as const;
/** Compared only where both sides have them. */
const OPTIONAL_FIELDS = ["registerType", "anchor"] as const;

/** The fields in which an answer differs from what Neovim did. */
export function differences(expected: Outcome, actual: Partial<Outcome>): string[] {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const wrong: string[] = FIELDS.filter((field) => !same(expected[field], actual[field]));
  for (const field of OPTIONAL_FIELDS) {
    const [a, b] = [expected[field], actual[field]];
    if (a !== undefined && b !== undefined && !same(a, b)) wrong.push(field);
  }
  return wrong;
}

/** The cases of a file; an empty line is skipped. */
export function readCases(file: string): Case[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case);
}
