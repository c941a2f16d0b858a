/** How commands ended, beside the rows in which they begin. */
import type { Document } from "../../editor/document.ts";
import type { FaceMark } from "../../editor/terminal-face.ts";
import { Sign } from "../../text/slots.ts";
import type { Block } from "../block.ts";
import { screenRowOfLine } from "./lines.ts";
import type { Picture } from "./picture.ts";

const NAMESPACE = "shell-blocks";
const NONE: ReadonlyMap<number, FaceMark> = new Map();

/** Cells at the left of a window of a width, for a terminal whose commands are marked. */
export function marginOf(marks: boolean, width: number): number {
  return marks && width >= 30 ? 2 : 0;
}

export function markOf(block: Block, ascii: boolean): FaceMark | null {
  if (block.endedAt === null) return { text: ascii ? ">" : "›", group: "tab.hint" };
  if (block.status === null) return null;
  if (block.status === 0) return { text: ascii ? "." : "✓", group: "ui.signcolumn" };
  return { text: ascii ? "x" : "✗", group: "sign.error" };
}

/** The same beside the text, whose first row is a line of the terminal. */
export function publishMarks(
  doc: Document,
  blocks: readonly Block[],
  firstLine: number,
  ascii: boolean,
): void {
  const signs = blocks.flatMap((block) => {
    const row = block.promptLine - firstLine;
    const mark = row < 0 || row >= doc.text.lines ? null : markOf(block, ascii);
    return mark === null
      ? []
      : [new Sign(mark.text, mark.group).range(doc.text.line(row + 1).from)];
  });
  doc.slots.publish("signs", NAMESPACE, signs);
}

/** By rows of the screen. */
export function marksOf(
  blocks: readonly Block[],
  picture: Picture,
  ascii: boolean,
): ReadonlyMap<number, FaceMark> {
  if (blocks.length === 0) return NONE;
  const marks = new Map<number, FaceMark>();
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i]!;
    if (block.outputLine < picture.screenLine && block.promptLine < picture.screenLine) break;
    const row = screenRowOfLine(picture, block.promptLine);
    const mark = row < 0 ? null : markOf(block, ascii);
    if (mark !== null) marks.set(row, mark);
  }
  return marks;
}
