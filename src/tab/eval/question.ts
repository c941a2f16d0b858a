/**
 * The questions and answers of the replay protocol: JSON objects, one a line. Lines and columns count
 * from 0, columns in UTF-16 units; texts are whole files.
 */
import { UserError } from "../../base/errors.ts";

export interface Spot {
  readonly line: number;
  readonly col: number;
}

export interface FileEdit extends Spot {
  readonly file: string;
  readonly removed: string;
  readonly inserted: string;
}

export interface Question {
  readonly id?: string;
  readonly pass?: string;
  /** A new episode begins: nothing of the last one is known. */
  readonly reset?: boolean;
  readonly lang?: string;
  readonly paths?: readonly string[];
  /** The files whose text changed since the last question. */
  readonly files: Readonly<Record<string, string>>;
  /** All edits of the episode; each one's place is in the text as it stood when it was made. */
  readonly edits: readonly FileEdit[];
  readonly cursor: Spot & { readonly file: string };
}

export interface Suggestion {
  readonly file: string;
  readonly range: { readonly start: Spot; readonly end: Spot };
  readonly newText: string;
}

export interface Answer {
  /** The best first, three at most. */
  readonly suggestions: readonly Suggestion[];
  /** A place without a text. */
  readonly jump?: { readonly file: string; readonly line: number; readonly col: number };
}

/** Throws SyntaxError for what is no JSON, UserError for what is no question. */
export function readQuestion(line: string): Question {
  const question = JSON.parse(line) as Question;
  if (!isObject(question)) throw new UserError("A question is an object");
  const { files, edits, cursor } = question;
  if (!isObject(files) || !Object.values(files).every(isString)) {
    throw new UserError("files: texts by path are needed");
  }
  if (!Array.isArray(edits) || !edits.every(isEdit)) {
    throw new UserError("edits: a list of file, line, col, removed and inserted is needed");
  }
  if (!isPlace(cursor)) throw new UserError("cursor: a file, line and col from 0 on are needed");
  return question;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isPlace(value: unknown): boolean {
  if (!isObject(value) || !isString(value.file)) return false;
  return [value.line, value.col].every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

function isEdit(value: unknown): boolean {
  return isPlace(value) && isObject(value) && isString(value.removed) && isString(value.inserted);
}
