/** Which documents Copilot's server may have: what must not leave this machine is never opened in it. */
import { hasSecret } from "../../base/secrets.ts";
import type { Document } from "../../editor/document.ts";
import type { PastChange } from "../../language/lsp/change-history.ts";
import { rowEnd, rowOf, rowStart, slice, type Text } from "../../text/text.ts";
import { type Environment, isPrivate } from "../gate.ts";

export interface AdmissionPorts {
  readonly env: Environment;
  /** Absolute folders; null: all. */
  readonly allow: readonly string[] | null;
  /** Why nothing of a file (absolute) may be sent; null: it may. */
  whyNot(path: string, allow: readonly string[] | null): Promise<string | null>;
}

/** A longer text is not given to the server, UTF-16 units. */
const MOST_TEXT = 1_000_000;
/** UTF-16 units that are looked through at once, and those that the next slice begins with again. */
const SLICE = 8192;
const OVERLAP = 1024;
/** Rows around a change in which a key would show itself. */
const AROUND = 1;

/** Why a document is not for the server; null: it is. */
export async function refusalOf(doc: Document, ports: AdmissionPorts): Promise<string | null> {
  const { path } = doc;
  if (path === null || doc.kind !== "file") return "it is no file";
  if (isPrivate(doc, ports.env)) return "it is a file of passwords or keys";
  const why = await ports.whyNot(path, ports.allow);
  if (why !== null) return why;
  if (doc.text.length > MOST_TEXT) return "it is too long";
  return (await holdsSecret(doc.text)) ? SECRET : null;
}

/** Whether a text holds something that looks like a key; looked through in slices of a millisecond. */
async function holdsSecret(text: Text): Promise<boolean> {
  for (let at = 0; at < text.length; at += SLICE) {
    if (at > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    if (hasSecret(slice(text, at, Math.min(text.length, at + SLICE + OVERLAP)))) return true;
  }
  return false;
}

export const SECRET = "it holds what looks like a key or a password";

/** Whether changes have brought in something that looks like a key. `text`: what they led to. */
export function bringsSecret(past: readonly PastChange[] | null, text: Text): boolean {
  if (past === null) return hasSecret(slice(text, 0, text.length));
  return past.some(({ change }, at) => {
    const after = past[at + 1]?.before ?? text;
    let found = false;
    change.iterChangedRanges((_fromA, _toA, from, to) => {
      found ||= from < to && hasSecret(around(after, from, to));
    });
    return found;
  });
}

function around(text: Text, from: number, to: number): string {
  const first = Math.max(0, rowOf(text, from) - AROUND);
  const last = Math.min(text.lines - 1, rowOf(text, to) + AROUND);
  return slice(text, rowStart(text, first), rowEnd(text, last));
}
