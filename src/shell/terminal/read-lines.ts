/** Reads many lines of a terminal: pieces are asked for at once, so that both processes are at work. */
import type { EmulatorTerminal, LinesRead } from "../emulator/client.ts";
import type { StyledLine } from "../emulator/protocol.ts";

const PIECE = 1000;

/**
 * The lines from `from` to `to` (exclusive); about `end` is where they were last known to end. Rejects
 * with Cancelled.
 */
export async function readLines(
  link: EmulatorTerminal,
  from: number,
  end: number,
  to = Number.MAX_SAFE_INTEGER,
): Promise<LinesRead> {
  const asked: Promise<LinesRead>[] = [];
  let at = from;
  for (; at + PIECE < end; at += PIECE) asked.push(link.read(at, at + PIECE));
  asked.push(link.read(at, to));
  const pieces = await Promise.all(asked);
  let next = -1;
  const lines: StyledLine[] = [];
  let start = from;
  for (const piece of pieces) {
    if (piece.lines.length === 0) continue;
    // Lines that were lost between two pieces: what came before them is lost, too.
    if (next !== piece.from) {
      lines.length = 0;
      start = piece.from;
    }
    for (const line of piece.lines) lines.push(line);
    next = piece.from + piece.lines.length;
  }
  return { from: start, lines };
}
