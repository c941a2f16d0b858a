/** What is wrong near the cursor, as servers and linters say. */
import { redact } from "../base/secrets.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { diagnosticsOf } from "../language/diagnostics.ts";
import type { SceneDiagnostic } from "../models/scene.ts";
import type { PredictionSnapshot } from "../text/prediction.ts";
import { rowEnd, rowOf, rowStart } from "../text/text.ts";
import type { RowWindow } from "./excerpt/window.ts";
import type { Names } from "./redact/names.ts";
import { allSecrets } from "./redact/secrets.ts";

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
  names: Names,
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
        message: tellable(item.message, names),
        source: tellable(item.tool, names),
        code: tellable(item.code, names),
      }))
  );
}

/** Something a program said, in one line, without secrets and names. */
function tellable(message: string, names: Names): string {
  return told(message.slice(0, 4 * MOST_MESSAGE), names)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MOST_MESSAGE);
}

/** What a program has said, without secrets and names. */
export function told(text: string, names: Names): string {
  const plain = redact(text);
  let result = "";
  let at = 0;
  for (const { from, to } of allSecrets(plain)) {
    result += `${plain.slice(at, from)}[secret]`;
    at = to;
  }
  return names.clean(result + plain.slice(at));
}
