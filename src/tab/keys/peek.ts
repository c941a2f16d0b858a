/** The definition that a prediction hangs on, in a float over the text. */
import { basename } from "node:path";
import { UserError } from "../../base/errors.ts";
import { findDocument } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import { loadFile } from "../../editor/files/load.ts";
import { type FloatLine, floatsOf } from "../../editor/float.ts";
import type { Prediction } from "../../text/prediction.ts";
import type { Text } from "../../text/text.ts";

const ROWS_ABOVE = 2;
const ROWS_BELOW = 9;
export const PEEK = "tab.peek";

/** Opens the float, or closes it when it is open. Throws UserError when there is nothing to show. */
export function peek(editor: Editor, prediction: Prediction): void {
  const floats = floatsOf(editor);
  if (floats.isOpen(PEEK)) {
    floats.close(PEEK);
    return;
  }
  const place = prediction.peek;
  if (!place) throw new UserError("The prediction hangs on nothing that could be shown");
  const open = findDocument(editor, place.path);
  const text = open?.loaded ? open.text : loadFile(place.path, {}).text;
  const { win } = editor;
  if (open === win.doc && place.row >= win.top && place.row < win.top + win.height) {
    editor.showMessage(`It is on the screen: line ${place.row + 1}`);
    return;
  }
  floats.show({
    kind: PEEK,
    lines: [
      heading(`${basename(place.path)}:${place.row + 1}`),
      { text: "", spans: [], rule: true },
      ...excerpt(text, place.row),
    ],
    side: "below",
    until: "key",
  });
}

function heading(text: string): FloatLine {
  return { text, spans: [{ from: 0, to: text.length, group: "heading" }] };
}

/** The rows around one, without the indent that they share. */
function excerpt(text: Text, row: number): FloatLine[] {
  const first = Math.max(0, Math.min(row, text.lines - 1) - ROWS_ABOVE);
  const last = Math.min(text.lines - 1, row + ROWS_BELOW);
  const lines: string[] = [];
  for (let at = first; at <= last; at++) lines.push(text.line(at + 1).text);
  const filled = lines.filter((line) => line.trim() !== "");
  const shared = Math.min(...filled.map((line) => line.search(/\S/)), Number.MAX_SAFE_INTEGER);
  return lines.map((line, at) => {
    const shown = filled.length > 0 ? line.slice(shared) : line;
    const group = first + at === row ? "ui.cursorline" : null;
    return { text: shown, spans: group ? [{ from: 0, to: shown.length, group }] : [], code: true };
  });
}
