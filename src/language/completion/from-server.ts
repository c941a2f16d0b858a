/** Completion lists of the protocol as items. What is wrong in them is left out. */
import type { Position, Range } from "vscode-languageserver-protocol";
import type { Text } from "../../text/text.ts";
import type { LanguageClient } from "../lsp/client.ts";
import { fromRange, type PositionEncoding } from "../lsp/position.ts";
import { isTable } from "../lsp/server-table.ts";
import type { CompletionItem } from "./item.ts";

/** By their numbers, from 1. */
const KINDS = (
  "text method function constructor field variable class interface module property unit value " +
  "enum keyword snippet color file reference folder enum-member constant struct event operator type"
).split(" ");
const kindOf = (kind: unknown): string => (typeof kind === "number" ? KINDS[kind - 1] : "") ?? "";

/** More items of one answer are not kept. */
const MOST_ITEMS = 20_000;
const MOST_LABEL = 500;

export interface AnsweredPlace {
  readonly client: LanguageClient;
  /** The text and the revision that the server has answered for. */
  readonly text: Text;
  readonly revision: number;
  readonly encoding: PositionEncoding;
  /** Where it was asked, and where the word there starts: UTF-16 offsets of that text. */
  readonly pos: number;
  readonly start: number;
  /** What follows the cursor is replaced where the server offers it. */
  readonly replaces: boolean;
}

export interface ServerList {
  readonly items: readonly CompletionItem[];
  readonly incomplete: boolean;
}

const NOTHING: Table = {};
const NONE: readonly unknown[] = [];

type Table = Readonly<Record<string, unknown>>;

export function readList(answer: unknown, place: AnsweredPlace): ServerList {
  const list = Array.isArray(answer) ? answer : isTable(answer) ? answer.items : null;
  if (!Array.isArray(list)) return { items: [], incomplete: false };
  const defaults = isTable(answer) && isTable(answer.itemDefaults) ? answer.itemDefaults : {};
  const incomplete = isTable(answer) && answer.isIncomplete === true;
  const items: CompletionItem[] = [];
  for (const raw of list.slice(0, MOST_ITEMS)) {
    const item = isTable(raw) ? readItem(raw, defaults, place) : null;
    if (item !== null) items.push(item);
  }
  return { items, incomplete: incomplete || list.length > MOST_ITEMS };
}

function readItem(raw: Table, defaults: Table, place: AnsweredPlace): CompletionItem | null {
  const { label } = raw;
  if (typeof label !== "string" || label === "") return null;
  const edit = editOf(raw, defaults, label, place);
  if (edit === null) return null;
  const mode = raw.insertTextMode ?? defaults.insertTextMode;
  const format = raw.insertTextFormat ?? defaults.insertTextFormat;
  const details = isTable(raw.labelDetails) ? raw.labelDetails : NOTHING;
  const tags = Array.isArray(raw.tags) ? raw.tags : NONE;
  const whole = "data" in defaults ? { data: defaults.data, ...raw } : raw;
  const shown = oneLine(label);
  return {
    source: "lsp",
    label: shown,
    labelDetail: oneLine(string(details.detail)) + described(string(details.description)),
    kind: kindOf(raw.kind),
    insert: edit.text.includes("\r") ? edit.text.replaceAll("\r\n", "\n") : edit.text,
    snippet: format === 2 && edit.text.includes("$"),
    indents: mode !== 1,
    filter: string(raw.filterText) || label,
    sort: string(raw.sortText) || label,
    preselect: raw.preselect === true,
    deprecated: raw.deprecated === true || tags.includes(1),
    offset: edit.from - place.start,
    tail: edit.to - place.pos,
    detail: string(raw.detail),
    documentation: "",
    server: {
      client: place.client,
      raw: whole,
      revision: place.revision,
      resolving: null,
      resolved: null,
    },
  };
}

/** The text and its range in the answered text; null when the range can't be meant. */
function editOf(
  raw: Table,
  defaults: Table,
  label: string,
  place: AnsweredPlace,
): { text: string; from: number; to: number } | null {
  const given = raw.textEdit;
  const own = isTable(given) && typeof given.newText === "string" ? given : null;
  const insertText = string(raw.insertText) || label;
  const text = own === null ? string(raw.textEditText) || insertText : string(own.newText);
  const range = own ?? (defaults.editRange as Table | undefined);
  const word = { text: own === null ? insertText : text, from: place.start, to: place.pos };
  if (!isTable(range)) return word;
  const wanted = place.replaces ? (range.replace ?? range.insert) : (range.insert ?? range.replace);
  // A default range is a range itself.
  const chosen = wanted ?? range.range ?? (isTable(range.start) ? range : undefined);
  if (!isRange(chosen)) return word;
  const { from, to } = fromRange(place.text, chosen, place.encoding);
  const line = place.text.lineAt(place.pos);
  if (from < line.from || from > place.pos || to < place.pos || to > line.to) return null;
  // In broken code TypeScript's default is an empty range in the middle of the word.
  if (own === null && from === place.pos && to === place.pos) return { ...word, text };
  return { text, from, to };
}

function isRange(value: unknown): value is Range {
  return isTable(value) && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): value is Position {
  return isTable(value) && typeof value.line === "number" && typeof value.character === "number";
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function oneLine(text: string): string {
  if (text.length <= MOST_LABEL && !text.includes("\n") && !text.includes("\r")) return text;
  return text.slice(0, MOST_LABEL).replace(/\s*[\r\n]\s*/g, " ");
}

function described(description: string): string {
  return description === "" ? "" : ` ${oneLine(description)}`;
}
