/** How a server is told of a text and its changes. */
import type { TextDocumentContentChangeEvent } from "vscode-languageserver-protocol";
import type { ChangeSet, Text } from "../../text/text.ts";
import type { PastChange } from "./change-history.ts";
import { type PositionEncoding, toRange } from "./position.ts";

/** More changes than these are told as the whole text, where that is short. */
const MOST_CHANGES = 400;
const SHORT_TEXT = 2_000_000;

/**
 * A text as servers see it: with the file's last line break, with well-formed characters, and without
 * a lone carriage return, which would be a line break to them but is a character to us.
 */
export function sentText(text: Text, finalBreak: boolean): string {
  const whole = sentPart(text.sliceString(0, text.length, "\n"));
  return finalBreak ? `${whole}\n` : whole;
}

/** A piece of text as it is sent; as long as before in every encoding. */
function sentPart(part: string): string {
  return (part.includes("\r") ? part.replaceAll("\r", " ") : part).toWellFormed();
}

/**
 * One change as a list to be applied in order: from its last place to its first, so that no place is
 * moved by those before it in the list.
 */
export function contentChanges(
  before: Text,
  change: ChangeSet,
  encoding: PositionEncoding,
): TextDocumentContentChangeEvent[] {
  const changes: TextDocumentContentChangeEvent[] = [];
  change.iterChanges((from, to, _fromB, _toB, inserted) => {
    changes.push({
      range: toRange(before, from, to, encoding),
      text: sentPart(inserted.sliceString(0, inserted.length, "\n")),
    });
  });
  return changes.reverse();
}

/** What is sent for the changes since the last time; null for `past`: they are not known. */
export function syncChanges(
  past: readonly PastChange[] | null,
  text: Text,
  finalBreak: boolean,
  encoding: PositionEncoding,
): TextDocumentContentChangeEvent[] {
  const whole = () => [{ text: sentText(text, finalBreak) }];
  if (past === null) return whole();
  const changes: TextDocumentContentChangeEvent[] = [];
  for (const { before, change } of past) {
    changes.push(...contentChanges(before, change, encoding));
    if (changes.length > MOST_CHANGES && text.length < SHORT_TEXT) return whole();
  }
  return changes;
}
