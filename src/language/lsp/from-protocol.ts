/** Diagnostics of the protocol as ours. What is wrong in them is left out. */

import type { Point, Text } from "../../text/text.ts";
import { pointOf } from "../../text/text.ts";
import type { Diagnostic, RelatedPlace, Severity } from "../diagnostics.ts";
import type { Rebase } from "./change-history.ts";
import { fromRange, type PositionEncoding } from "./position.ts";
import { isTable } from "./server-table.ts";
import { pathOfUri } from "./uri.ts";

const SEVERITY: readonly Severity[] = ["error", "error", "warning", "info", "hint"];

/** More of one file are not kept. */
const MOST_ITEMS = 10_000;
const MOST_MESSAGE = 20_000;

/** What is needed to find the places of diagnostics in an open document. */
export interface OpenPlace {
  /** The present text. */
  readonly text: Text;
  /** From the text that the server looked at to the present one. */
  readonly way: Rebase;
}

/**
 * Reads a list of diagnostics. With `open` the points are those of the present text, and what was
 * deleted since is left out; without it they are taken as they are.
 */
export function readDiagnostics(
  list: unknown,
  encoding: PositionEncoding,
  open: OpenPlace | null,
): Diagnostic[] {
  if (!Array.isArray(list)) return [];
  const items: Diagnostic[] = [];
  for (const raw of list.slice(0, MOST_ITEMS)) {
    if (!isTable(raw) || !isTable(raw.range)) continue;
    const place = open === null ? asItIs(raw.range) : placed(raw.range, encoding, open);
    if (place === null) continue;
    const message = messageText(raw.message);
    const href = isTable(raw.codeDescription) ? raw.codeDescription.href : undefined;
    items.push({
      severity: SEVERITY[Number(raw.severity ?? 1)] ?? "error",
      message,
      ...place,
      tags: tagsOf(raw.tags),
      tool: typeof raw.source === "string" ? raw.source : "",
      code: typeof raw.code === "string" || typeof raw.code === "number" ? String(raw.code) : "",
      ...(typeof href === "string" ? { codeHref: href } : {}),
      related: relatedOf(raw.relatedInformation),
      data: raw,
    });
  }
  return items;
}

function placed(
  range: unknown,
  encoding: PositionEncoding,
  { text, way }: OpenPlace,
): { start: Point; end: Point } | null {
  const { from, to } = fromRange(way.text, range as never, encoding);
  const span = way.loose(from, to);
  return span && { start: pointOf(text, span.from), end: pointOf(text, span.to) };
}

/** Of a file that is not open the units can't be converted: nearly always they are the same. */
function asItIs(range: Readonly<Record<string, unknown>>): { start: Point; end: Point } {
  return { start: pointFrom(range.start), end: pointFrom(range.end) };
}

function pointFrom(position: unknown): Point {
  const { line, character } = isTable(position) ? position : {};
  const whole = (n: unknown) => (typeof n === "number" && n > 0 ? Math.floor(n) : 0);
  return { row: whole(line), col: whole(character) };
}

function messageText(message: unknown): string {
  const text = isTable(message) ? message.value : message;
  return typeof text === "string" ? text.slice(0, MOST_MESSAGE) : "";
}

function tagsOf(tags: unknown): Diagnostic["tags"] {
  if (!Array.isArray(tags)) return [];
  const all: ("unnecessary" | "deprecated")[] = [];
  if (tags.includes(1)) all.push("unnecessary");
  if (tags.includes(2)) all.push("deprecated");
  return all;
}

function relatedOf(list: unknown): RelatedPlace[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, 100).flatMap((each) => {
    if (!isTable(each) || !isTable(each.location)) return [];
    const path = pathOfUri(each.location.uri);
    if (path === null) return [];
    const { range } = each.location;
    const point = pointFrom(isTable(range) ? range.start : undefined);
    return [{ path, point, message: messageText(each.message) }];
  });
}
