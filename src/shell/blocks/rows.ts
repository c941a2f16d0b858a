/** Which rows of a terminal's text belong to which command. */
import type { Block } from "../block.ts";

/** 0-based rows of the text; a range ends before `end`. What the scrollback has lost is cut off. */
export interface BlockRows {
  readonly block: Block;
  readonly prompt: number;
  readonly output: number;
  readonly end: number;
}

/**
 * Those of which something is left, by their prompts. `first` is the line that the first row is, `count`
 * the rows of the text. What runs goes on to the end.
 */
export function blockRows(blocks: readonly Block[], first: number, count: number): BlockRows[] {
  const rows: BlockRows[] = [];
  for (const block of blocks) {
    const endLine = block.endedAt === null ? Number.POSITIVE_INFINITY : block.endLine;
    const end = Math.min(endLine - first, count);
    if (end <= 0 || block.promptLine - first >= count || block.endLine < 0) continue;
    const prompt = Math.max(0, block.promptLine - first);
    rows.push({ block, prompt, output: Math.max(0, block.outputLine - first), end });
  }
  return rows.sort((a, b) => a.prompt - b.prompt || a.block.id - b.block.id);
}

/** The innermost around a row; else the last one above it: the command before the prompt that waits. */
export function blockAtRow(rows: readonly BlockRows[], row: number): BlockRows | null {
  return (
    rows.findLast(({ prompt, end }) => prompt <= row && row < end) ??
    rows.findLast(({ prompt }) => prompt <= row) ??
    null
  );
}
