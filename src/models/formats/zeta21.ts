/**
 * Zeta 2.1 (open weights, on Seed-Coder-8B; Zed's format V0318): as Zeta 2, but the region has numbered
 * markers at the boundaries of its blocks, and the model writes only the blocks that change, between the
 * markers that it names. Markers stand right before the text of their block, with no line break of their
 * own: what is between two of them is replaced to the character. The same marker twice is no edit.
 *
 * Source: Zed, crates/zeta_prompt/src/multi_region.rs, `write_editable_with_markers_v0318` and
 * `apply_marker_span_v0318`. The model's card shows markers in lines of their own, as the formats before it had
 * them: a line break behind the first marker that the block does not have is taken as such a line's.
 */
import type { AnswerReader, Format, Reading } from "../format.ts";
import type { Finish } from "../prompt.ts";
import { cleaned } from "./cleaned.ts";
import { isBlank } from "./lines.ts";
import {
  isUnfitParts,
  type RegionParts,
  type RegionShape,
  regionParts,
  renderedRegion,
} from "./region-format.ts";
import { RewriteStream } from "./rewrite-stream.ts";
import { reservedIn } from "./tokens.ts";
import { zetaContext, zetaEdit, zetaExcerpt } from "./zeta2.ts";

const CURSOR = "<|user_cursor|>";
const CONTROL = ["<[fim-suffix]>", "<[fim-prefix]>", "<[fim-middle]>", "<filename>"];
const END_OF_TEXT = "<[end▁of▁sentence]>";
const MARKER = "<|marker_";

const shape: RegionShape = {
  tokens: [...CONTROL, CURSOR, END_OF_TEXT, MARKER],
  above: 24,
  below: 10,
  regionTokens: 350,
  before: 75,
  after: 75,
  edits: 6,
  writeEdit: zetaEdit,
  writeExcerpt: zetaExcerpt,
  most: 4096,
};

const LEAST_ROWS = 6;
const MOST_ROWS = 16;
/** Rows that a boundary may move down to begin with a better line. */
const NUDGE = 5;

/** A line that a block may begin with: not the end of what was before it. */
function beginsWell(line: string): boolean {
  const bare = line.trim();
  return bare !== "" && !/^([}\])]|(break|continue|return|throw|end);*$)/.test(bare);
}

/** The rows that blocks of a region begin at, the first 0; behind the last one its end. */
function blockRows(lines: readonly string[]): number[] {
  // A last line that is empty is only the end of the one before it.
  const count = lines.length > 1 && lines.at(-1) === "" ? lines.length - 1 : lines.length;
  const starts = [0];
  const good = (from: number) => {
    for (let row = from; row < Math.min(count, from + NUDGE); row++) {
      if (beginsWell(lines[row]!)) return row;
    }
    return from;
  };
  for (let row = 0; row < count; row++) {
    const gap = row - starts.at(-1)!;
    const paragraph = row > 0 && !isBlank(lines[row]!) && isBlank(lines[row - 1]!);
    let start: number | null = null;
    if (gap >= LEAST_ROWS && paragraph && count - good(row) >= LEAST_ROWS) start = good(row);
    else if (gap >= MOST_ROWS) start = good(row);
    if (start !== null && start > starts.at(-1)!) {
      starts.push(start);
      row = start;
    }
  }
  return starts;
}

/** The offsets of all markers in a region's text. */
function markerOffsets(text: string): number[] {
  const lines = text.split("\n");
  const starts = blockRows(lines);
  const offsets: number[] = [];
  let at = 0;
  for (const [row, line] of lines.entries()) {
    if (starts.includes(row)) offsets.push(at);
    at += line.length + 1;
  }
  return [...offsets, text.length];
}

function marker(index: number): string {
  return `${MARKER}${index + 1}|>`;
}

function withMarkers({ text, cursor }: RegionParts): string {
  const offsets = markerOffsets(text);
  let out = "";
  let placed = false;
  for (const [index, offset] of offsets.entries()) {
    out += marker(index);
    const next = offsets[index + 1];
    if (next === undefined) break;
    if (!placed && cursor >= offset && cursor <= next) {
      out += text.slice(offset, cursor) + CURSOR + text.slice(cursor, next);
      placed = true;
    } else {
      out += text.slice(offset, next);
    }
  }
  return out;
}

export const zeta21: Format = {
  name: "zeta2.1",
  use: "edit",
  models: /zeta[-_]?2[._-]1(?!\d)/,
  prompt: "text",
  render(scene, options) {
    const parts = regionParts(scene, options, shape);
    if (isUnfitParts(parts)) return parts;
    const after = parts.after.endsWith("\n") ? parts.after : `${parts.after}\n`;
    const text = [
      `<[fim-suffix]>${after}`,
      `<[fim-prefix]>${zetaContext(parts.related, parts.edits)}`,
      `<filename>${scene.path}\n${parts.before}${withMarkers(parts)}\n`,
      "<[fim-middle]>",
    ].join("");
    const prompt = { kind: "text", text } as const;
    const rendered = renderedRegion(parts, options, prompt, [END_OF_TEXT], {
      cursorMarker: CURSOR,
    });
    if ("unfit" in rendered) return rendered;
    return { ...rendered, reader: () => cleaned(scene, () => new BlockReader(parts)) };
  },
};

const TAG = /<\|marker_(\d+)\|>/g;
const TAG_LINE = /<\|marker_\d+\|>\n?/g;

interface Tag {
  readonly at: number;
  readonly end: number;
  /** From 0. */
  readonly index: number;
}

/** Reads the text between two markers; those between them are dropped. */
class BlockReader implements AnswerReader {
  private readonly parts: RegionParts;
  private readonly offsets: readonly number[];
  private raw = "";
  private taken = 0;
  private stream: RewriteStream | null = null;
  private refused: string | null = null;
  private over = false;

  constructor(parts: RegionParts) {
    this.parts = parts;
    this.offsets = markerOffsets(parts.text);
  }

  add(text: string): Reading {
    if (!this.over) {
      this.raw += text;
      const end = this.raw.indexOf(END_OF_TEXT);
      if (end >= 0) {
        this.raw = this.raw.slice(0, end);
        this.look();
        this.close();
      } else {
        this.look();
      }
    }
    return this.reading();
  }

  end(_finish: Finish): Reading {
    this.close();
    return this.reading();
  }

  private get tags(): Tag[] {
    return [...this.raw.matchAll(TAG)].map((match) => ({
      at: match.index,
      end: match.index + match[0].length,
      index: Number(match[1]) - 1,
    }));
  }

  /** Takes the lines that are complete. Which block they replace is known, but not yet where it ends. */
  private look(): void {
    const first = this.tags[0];
    if (!first || this.refused !== null) {
      if (!first && this.raw.length > 200) this.refused = "the answer has no marker";
      return;
    }
    const leaked = reservedIn(CONTROL, this.raw);
    if (leaked !== null) this.refused = `the answer has ${leaked} in it`;
    const offset = this.offsets[first.index];
    if (offset === undefined) this.refused = `the answer has ${marker(first.index)} in it`;
    if (this.refused !== null) return;
    if (this.stream === null) {
      const { view, region } = this.parts;
      this.stream = new RewriteStream({
        scene: view.scene,
        rows: view,
        region: { first: region.first + this.rowOf(first.index), last: region.last },
        cursorMarker: CURSOR,
      });
    }
    // A line break behind what may be the last marker belongs to no block.
    const last = this.tags.at(-1)!;
    const done = last !== first && isBlank(this.raw.slice(last.end));
    const body = this.body(first, done ? last.at : undefined);
    const lines = body.split("\n").slice(0, -1);
    for (; this.taken < lines.length; this.taken++) this.stream.line(lines[this.taken]!);
    this.refused = this.stream.refused;
  }

  /** The markers stand in lines of their own: the block does not begin with a line break, but the answer does. */
  private isLined({ end, index }: Tag): boolean {
    return this.raw[end] === "\n" && this.parts.text[this.offsets[index]!] !== "\n";
  }

  /** The text behind the first marker, without the others. */
  private body(first: Tag, to: number | undefined): string {
    const body = this.raw.slice(first.end, to);
    return this.isLined(first) ? body.slice(1).replace(TAG_LINE, "") : body.replace(TAG, "");
  }

  /** The row of the region that a marker stands at. */
  private rowOf(index: number): number {
    return this.parts.text.slice(0, this.offsets[index]).split("\n").length - 1;
  }

  private close(): void {
    if (this.over) return;
    this.over = true;
    const { tags, stream } = this;
    const { region } = this.parts;
    const first = tags[0];
    const last = tags.at(-1);
    if (this.refused !== null || !first || !last || !stream) return;
    if (tags.length < 2) {
      stream.end("length");
      return;
    }
    if (last.index === first.index) return;
    if (last.index < first.index || last.index >= this.offsets.length) {
      this.refused = `the answer ends with ${marker(last.index)}`;
      return;
    }
    const ends = last.index === this.offsets.length - 1;
    const row = ends ? region.last : region.first + this.rowOf(last.index) - 1;
    if (!stream.narrow(row)) {
      this.refused = `the answer ends with ${marker(last.index)}, before a change that was certain`;
      return;
    }
    const body = this.body(first, last.at);
    const inner = ends && !(this.isLined(first) && !this.parts.text.endsWith("\n"));
    const lines = (inner ? body : body.replace(/\n$/, "")).split("\n");
    if (body !== "")
      for (; this.taken < lines.length; this.taken++) stream.line(lines[this.taken]!);
    stream.end("stop");
    this.refused = stream.refused;
  }

  private reading(): Reading {
    const { stream, refused, over } = this;
    if (refused !== null) return { hunks: [], cursor: null, done: true, refused };
    const hunks = stream ? [...stream.hunks] : [];
    return { hunks, cursor: stream && over ? stream.cursor : null, done: over, refused: null };
  }
}
