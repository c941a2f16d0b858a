/** Opening a row for `o` and `O`. */
import type { Editor } from "../../editor/editor.ts";
import { moveLastChange } from "../../editor/last-change.ts";
import { rowOf } from "../../text/text.ts";
import { indentString } from "../../text/transform/indent.ts";
import { openLine } from "../../text/transform/open-line.ts";
import { replace } from "../edit.ts";
import { formatOptions } from "../options-of.ts";

/** Adds a row with its indent and puts the cursor at its end; true when autoindent is on. */
export function openRow(editor: Editor, below: boolean): boolean {
  const { win, doc } = editor;
  const options = formatOptions(editor, doc);
  let row = rowOf(doc.text, win.cursor.pos);
  const fold = win.folds.closedAt(row);
  if (fold) row = below ? fold.end : fold.start;
  const line = doc.text.line(row + 1);
  const opened = openLine(line.text, options, {
    direction: below ? "below" : "above",
    leaders: options.formatoptions.includes("o"),
  });
  let prefix = below ? editor.smartIndent(doc, row, opened.prefix, line.text) : opened.prefix;
  if (options.autoindent && opened.leader === "") {
    const at = below ? line.to : line.from - 1;
    const cells = at < 0 ? null : (editor.syntaxIndent?.newRow(doc, at, "") ?? null);
    if (cells !== null) prefix = indentString(cells, options);
  }
  if (below) {
    replace(editor, doc, line.to, line.to, `\n${prefix}`, "input.open");
    editor.setCursor(win, line.to + 1 + prefix.length);
  } else {
    replace(editor, doc, line.from, line.from, `${prefix}\n`, "input.open");
    editor.setCursor(win, line.from + prefix.length);
    moveLastChange(doc, { row, col: 0 });
  }
  return options.autoindent;
}
