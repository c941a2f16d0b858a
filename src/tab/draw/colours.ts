/**
 * The colours of lines that are not in any document yet. A line is known by its text as a whole, so
 * that a suggestion which gets shorter with each typed letter keeps its colours.
 */
import type { FloatSpan } from "../../editor/float.ts";
import type { SuggestionBlock, SuggestionLine } from "../../editor/suggestion.ts";
import type { Text } from "../../text/text.ts";

/** The colours of lines of code of a file type. */
export type ColourLines = (
  filetype: string,
  lines: readonly string[],
) => Promise<readonly (readonly FloatSpan[])[]>;

const MOST_LINES = 500;
const MOST_LENGTH = 400;

export class LineColours {
  private readonly known = new Map<string, readonly FloatSpan[]>();
  private asked = new Set<string>();

  /** Whether all lines have been asked about. */
  has(filetype: string, lines: readonly string[]): boolean {
    return lines.every((line) => line === "" || this.asked.has(keyOf(filetype, line)));
  }

  get(filetype: string, line: string): readonly FloatSpan[] {
    return this.known.get(keyOf(filetype, line)) ?? [];
  }

  /** Calls back when colours have come that were not there before. */
  async ask(
    filetype: string,
    lines: readonly string[],
    colour: ColourLines,
    came: () => void,
  ): Promise<void> {
    if (this.asked.size > MOST_LINES) {
      this.asked = new Set();
      this.known.clear();
    }
    for (const line of lines) this.asked.add(keyOf(filetype, line));
    const short = lines.map((line) => (line.length > MOST_LENGTH ? "" : line));
    const found = await colour(filetype, short);
    let any = false;
    lines.forEach((line, i) => {
      const spans = found[i];
      if (!spans || spans.length === 0) return;
      this.known.set(keyOf(filetype, line), spans);
      any = true;
    });
    if (any) came();
  }

  /** The block with the colours that are known. */
  block(filetype: string, block: SuggestionBlock, text: Text): SuggestionBlock {
    const rows = wholeLines(block, text);
    const lines = block.lines.map((line, i): SuggestionLine => {
      const { line: whole, start } = rows[i]!;
      const spans = this.get(filetype, whole);
      return spans.length === 0 ? line : { ...line, colours: cut(spans, start, line.text.length) };
    });
    const { whole } = block;
    if (whole === null) return { ...block, lines };
    return { ...block, lines, whole: { ...whole, colours: this.get(filetype, whole.text) } };
  }
}

function keyOf(filetype: string, line: string): string {
  return `${filetype}\n${line}`;
}

/** The lines of a block as they will stand in the file, and where the block's part starts in them. */
export function wholeLines(
  block: SuggestionBlock,
  text: Text,
): { readonly line: string; readonly start: number }[] {
  if (block.kind !== "insert" || block.above) {
    return block.lines.map(({ text: line }) => ({ line, start: 0 }));
  }
  const at = text.lineAt(Math.min(block.pos, text.length));
  const col = Math.min(block.pos, text.length) - at.from;
  return block.lines.map(({ text: line }, i) => {
    const before = i === 0 ? at.text.slice(0, col) : "";
    const after = i === block.lines.length - 1 ? at.text.slice(col) : "";
    return { line: before + line + after, start: before.length };
  });
}

function cut(spans: readonly FloatSpan[], start: number, length: number): FloatSpan[] {
  const out: FloatSpan[] = [];
  for (const { from, to, group } of spans) {
    const a = Math.max(0, from - start);
    const b = Math.min(length, to - start);
    if (b > a) out.push({ from: a, to: b, group });
  }
  return out;
}
