/** CTRL-A and CTRL-X on a selection. */
import { increment } from "../../text/transform/increment.ts";
import { type Replacement, replaceAll } from "../edit.ts";
import { blockRows, type Region } from "../region.ts";
import { POLL_ROWS } from "./operator-region.ts";
import { Beep, type OperatorCall } from "./types.ts";

/** CTRL-A and CTRL-X on each row of a selection; `g` makes a sequence of it. */
export function add(sign: 1 | -1, progressive: boolean) {
  return ({ editor, win, doc, region, count }: OperatorCall): void => {
    const step = Math.max(1, count);
    const formats = { nrformats: doc.options.get("nrformats") };
    const edits: Replacement[] = [];
    let amount = step;
    const spans =
      region.kind === "<C-v>"
        ? blockRows(win, region)
            .filter((r) => !r.short)
            .map((r) => ({ row: r.row, from: r.from, to: r.to }))
        : rowSpans(region, doc.text);
    for (const span of spans) {
      if (span.row % POLL_ROWS === 0) editor.services.poll();
      const line = doc.text.line(span.row + 1);
      const edit = increment(line.text, span.from, sign * amount, formats, span);
      if (!edit) continue;
      edits.push({ from: line.from + edit.from, to: line.from + edit.to, insert: edit.insert });
      if (progressive) amount += step;
    }
    editor.setCursor(win, region.start);
    if (edits.length > 0) replaceAll(editor, doc, edits, "input.increment");
    const at = region.kind === "<C-v>" ? blockStart(win, region) : region.from;
    editor.setCursor(win, Math.min(at, doc.text.length));
    if (edits.length === 0) throw new Beep();
  };
}

function blockStart(win: OperatorCall["win"], region: Region): number {
  const first = blockRows(win, region)[0]!;
  return first.lineFrom + first.from;
}

function rowSpans(region: Region, text: OperatorCall["doc"]["text"]) {
  const spans: Array<{ row: number; from: number; to: number }> = [];
  for (let row = region.firstRow; row <= region.lastRow; row++) {
    const line = text.line(row + 1);
    const from = region.kind === "v" ? Math.max(region.from, line.from) - line.from : 0;
    const to = region.kind === "v" ? Math.min(region.to, line.to) - line.from : line.length;
    spans.push({ row, from, to });
  }
  return spans;
}
