/** What is wrong near the cursor, as servers and linters say. */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { diagnosticsOf } from "../language/diagnostics.ts";
import type { SceneDiagnostic } from "../models/scene.ts";
import type { PredictionSnapshot } from "../text/prediction.ts";
import { rowEnd, rowOf, rowStart } from "../text/text.ts";
import type { RowWindow } from "./excerpt/window.ts";
import type { Masks } from "./redact/mask.ts";

/** Rows from the cursor. */
const NEAR = 20;
const MOST = 8;
const MOST_MESSAGE = 300;

/** The nearest first; none for a text that is not there yet. */
export function nearDiagnostics(
  editor: Editor,
  live: Document | null,
  { doc, mode }: PredictionSnapshot,
  window: RowWindow,
  masks: Masks,
): SceneDiagnostic[] {
  if (live === null || live.text !== doc.text) return [];
  const { text } = doc;
  const cursor = rowOf(text, doc.pos);
  const first = Math.max(window.first, cursor - NEAR);
  const last = Math.min(window.last, cursor + NEAR);
  const found = diagnosticsOf(editor).between(live, rowStart(text, first), rowEnd(text, last));
  return (
    found
      .map(({ from, item }) => ({ row: rowOf(text, from), item }))
      .filter(({ row }) => row >= first && row <= last)
      // What is being typed is wrong until it is done.
      .filter(({ row }) => mode === "normal" || row !== cursor)
      .sort((a, b) => Math.abs(a.row - cursor) - Math.abs(b.row - cursor) || a.row - b.row)
      .slice(0, MOST)
      .map(({ row, item }) => ({
        row,
        severity: item.severity === "info" ? "information" : item.severity,
        message: tellable(item.message, masks),
        source: tellable(item.tool, masks),
        code: tellable(item.code, masks),
      }))
  );
}

/** Something a program said, in one line, without secrets and names. */
function tellable(message: string, masks: Masks): string {
  return masks
    .told(message.slice(0, 4 * MOST_MESSAGE))
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MOST_MESSAGE);
}
