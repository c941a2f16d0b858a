/**
 * What Copilot's language server says beyond the protocol of language servers, as checked values. From
 * the README of `@github/copilot-language-server` (1.539) and its answers.
 */
import type { Range } from "../../language/lsp/position.ts";

type Position = Range["start"];

export interface ServerCommand {
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** An item of `textDocument/inlineCompletion`: the range becomes the text. */
export interface InlineItem {
  readonly insertText: string;
  readonly range: Range;
  readonly command: ServerCommand | null;
  /** As it came: it goes back with what became of it. */
  readonly raw: object;
}

/** An edit of `textDocument/copilotInlineEdit`. */
export interface InlineEdit {
  readonly text: string;
  readonly range: Range;
  readonly uri: string;
  /** Null: it does not say. */
  readonly version: number | null;
  readonly command: ServerCommand | null;
  readonly raw: object;
}

export interface ServerStatus {
  /** `Error`: not signed in or not allowed; `Warning`: trouble that may pass; `Inactive`: not for this file. */
  readonly kind: "Normal" | "Error" | "Warning" | "Inactive";
  readonly message: string;
  readonly busy: boolean;
}

export interface SignIn {
  /** Null: nothing is to be entered, as `status` says. */
  readonly userCode: string | null;
  readonly verificationUri: string;
  readonly command: ServerCommand | null;
  readonly status: string;
}

/** Where device codes are entered when the server does not say. */
const DEVICE_URL = "https://github.com/login/device";
/** A longer text is no suggestion, UTF-16 units. */
const MOST_TEXT = 200_000;
const MOST_ITEMS = 20;

/** Null: it is no answer. Items that are none are left out. */
export function readItems(value: unknown): readonly InlineItem[] | null {
  if (value === null) return [];
  const list = Array.isArray(value) ? value : isTable(value) ? value.items : null;
  if (!Array.isArray(list)) return null;
  return list.slice(0, MOST_ITEMS).flatMap((raw: unknown) => {
    if (!isTable(raw)) return [];
    const text = isTable(raw.insertText) ? raw.insertText.value : raw.insertText;
    if (!isText(text) || !isRange(raw.range)) return [];
    return [{ insertText: text, range: raw.range, command: commandOf(raw.command), raw }];
  });
}

export function readEdits(value: unknown): readonly InlineEdit[] | null {
  if (value === null) return [];
  if (!isTable(value) || !Array.isArray(value.edits)) return null;
  return value.edits.slice(0, MOST_ITEMS).flatMap((raw: unknown) => {
    if (!isTable(raw) || !isText(raw.text) || !isRange(raw.range)) return [];
    const { textDocument } = raw;
    if (!isTable(textDocument) || typeof textDocument.uri !== "string") return [];
    const { uri, version } = textDocument;
    return [
      {
        text: raw.text,
        range: raw.range,
        uri,
        version: typeof version === "number" ? version : null,
        command: commandOf(raw.command),
        raw,
      },
    ];
  });
}

const KINDS: readonly string[] = ["Normal", "Error", "Warning", "Inactive"];

export function readStatus(value: unknown): ServerStatus | null {
  if (!isTable(value) || !KINDS.includes(String(value.kind))) return null;
  const { message, busy } = value;
  return {
    kind: value.kind as ServerStatus["kind"],
    message: typeof message === "string" ? message : "",
    busy: busy === true,
  };
}

export function readSignIn(value: unknown): SignIn | null {
  if (!isTable(value)) return null;
  const { userCode, verificationUri, status } = value;
  const address = typeof verificationUri === "string" ? verificationUri : DEVICE_URL;
  return {
    userCode: typeof userCode === "string" ? userCode : null,
    verificationUri: address.startsWith("https://") ? address : DEVICE_URL,
    command: commandOf(value.command),
    status: typeof status === "string" ? status : "",
  };
}

/** Of `checkStatus` and what ends a sign-in: `OK`, `NotSignedIn`, … and whose account it is. */
export function readAccount(value: unknown): { readonly status: string; readonly user: string } {
  const table = isTable(value) ? value : {};
  return {
    status: typeof table.status === "string" ? table.status : "",
    user: typeof table.user === "string" ? table.user : "",
  };
}

export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MOST_TEXT;
}

function isRange(value: unknown): value is Range {
  return isTable(value) && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): value is Position {
  return isTable(value) && isCount(value.line) && isCount(value.character);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function commandOf(value: unknown): ServerCommand | null {
  if (!isTable(value) || typeof value.command !== "string") return null;
  const { command } = value;
  return Array.isArray(value.arguments) ? { command, arguments: value.arguments } : { command };
}
