/**
 * Frames as bytes. The encoder remembers where the terminal's cursor is and how it writes, and
 * takes the shortest way from there. It is the only place, with `modes.ts`, that spells escape
 * sequences for the screen.
 */
import type { FrameOp } from "../screen/diff.ts";
import {
  AMBIGUOUS,
  BLANK,
  CLUSTER,
  CODE_MASK,
  CONTINUATION,
  DISPUTED,
  type Grid,
  glyphText,
  WIDE,
} from "../screen/grid.ts";
import type { Cursor, CursorShape } from "../screen/layer.ts";
import type { StyleId, StyleTable } from "../screen/style.ts";
import type { Capabilities } from "./capabilities.ts";
import { shortestMove } from "./cursor-move.ts";
import { type Look, lookChange, lookOf } from "./sgr.ts";

/** Shorter frames arrive whole in any case. */
const SYNC_FROM = 128;
const HIDE_FROM = 200;
/** Fewer blanks are written, not erased. */
const MIN_ECH = 14;
const SHAPES: Readonly<Record<CursorShape, number>> = { block: 2, underline: 4, bar: 6 };
const LINUX_SHAPES: Readonly<Record<CursorShape, number>> = { block: 8, underline: 2, bar: 3 };

/** With more changes of the style in a frame it is also tried to draw style by style. */
const MANY_CHANGES = 5;
/** With more it is shorter for sure, and the other way is not worth its time. */
const CLEARLY_MANY_CHANGES = 40;
/** So few cells are written twice rather than passed over. */
const FEW_CELLS = 3;

/** Cells `from` .. `to` (exclusive) of a row in one style; `to` is -1 for the rest of the row, erased. */
interface Run {
  readonly row: number;
  readonly from: number;
  to: number;
  readonly style: StyleId;
  /** Printable ASCII that stands between runs of the most frequent style. */
  filler: boolean;
}

/** -1 stands for "not known". */
const UNKNOWN = -1;

export class Encoder {
  readonly #styles: StyleTable;
  #caps: Capabilities;
  #lowband = false;
  #looks: (Look | undefined)[] = [];
  #blanks: (string | undefined)[] = [];
  #changes = new Map<number, string>();
  #out = "";
  #row = UNKNOWN;
  #col = UNKNOWN;
  #style: StyleId = UNKNOWN;
  #shape = "";
  #visible: boolean | null = null;
  /** How often the style has changed in the frame. */
  #changed = 0;

  constructor(caps: Capabilities, styles: StyleTable) {
    this.#caps = caps;
    this.#styles = styles;
  }

  get capabilities(): Capabilities {
    return this.#caps;
  }

  /** Takes newly learned capabilities; cells that were drawn before keep their look. */
  setCapabilities(caps: Capabilities): void {
    this.#caps = caps;
    this.#forgetLooks();
  }

  get lowband(): boolean {
    return this.#lowband;
  }

  /** Without decoration (underline kinds, italics, links) and with short colour codes. */
  setLowband(on: boolean): void {
    if (on === this.#lowband) return;
    this.#lowband = on;
    this.#forgetLooks();
  }

  /** Forgets what the terminal is thought to be in: after a suspend, a shell command, CTRL-L. */
  reset(): void {
    this.#row = UNKNOWN;
    this.#col = UNKNOWN;
    this.#style = UNKNOWN;
    this.#shape = "";
    this.#visible = null;
  }

  /** Whether blanks of a style can be made by erasing. */
  erasable(style: StyleId): boolean {
    if (this.#caps.strings !== null) return style === 0 && this.#caps.strings.eraseLine !== null;
    const look = this.#look(style);
    const decorated =
      look.reverse || look.strikethrough || look.underline !== "" || look.link !== "";
    return !decorated && (look.bg === "" || this.#caps.bce);
  }

  /**
   * The bytes (as a string to be sent as UTF-8) of one frame: carries out `ops` with the cells of
   * `grid`, after clearing the screen if `clear`, and leaves the cursor at `cursor`, or hidden.
   */
  encode(ops: readonly FrameOp[], grid: Grid, cursor: Cursor | null, clear = false): string {
    this.#out = "";
    if (clear) this.#clear();
    for (const op of ops) {
      if (op.type === "scroll") this.#scroll(op.top, op.bottom, op.lines, op.fill, grid.rows);
    }
    this.#draw(ops, grid);
    const drawn = this.#out;
    this.#out = "";
    if (cursor !== null) {
      this.#setShape(cursor);
      this.#moveTo(cursor.row, cursor.col);
    }
    const placed = this.#out;
    this.#out = "";
    const long = drawn.length > HIDE_FROM && !this.#caps.synchronizedUpdate;
    const hide = this.#caps.hideCursor && (cursor === null || long) && this.#visible !== false;
    const before = hide ? "\x1b[?25l" : "";
    if (hide) this.#visible = false;
    let after = "";
    if (cursor !== null && this.#visible !== true) {
      if (this.#caps.hideCursor) after = "\x1b[?25h";
      this.#visible = true;
    }
    const frame = before + drawn + placed + after;
    return this.#caps.synchronizedUpdate && frame.length > SYNC_FROM
      ? `\x1b[?2026h${frame}\x1b[?2026l`
      : frame;
  }

  #forgetLooks(): void {
    this.#looks = [];
    this.#blanks = [];
    this.#changes.clear();
    this.#style = UNKNOWN;
  }

  #clear(): void {
    const strings = this.#caps.strings;
    if (strings !== null) this.#out += (strings.plain ?? "") + strings.clear;
    else this.#out += "\x1b[m\x1b[H\x1b[2J";
    this.#row = 0;
    this.#col = 0;
    this.#style = 0;
  }

  /**
   * Writes and erases in the order of the screen, or style by style where that is shorter: in a text of
   * many colours, going to a place takes fewer bytes than naming a colour.
   */
  #draw(ops: readonly FrameOp[], grid: Grid): void {
    const before = this.#out;
    const [row, col, style] = [this.#row, this.#col, this.#style];
    this.#changed = 0;
    for (const op of ops) {
      if (this.#changed > CLEARLY_MANY_CHANGES) break;
      if (op.type === "write") this.#write(grid, op.row, op.from, op.to);
      else if (op.type === "erase") this.#erase(grid, op.row, op.from);
    }
    const clear = this.#changed > CLEARLY_MANY_CHANGES;
    if (this.#changed < MANY_CHANGES) return;
    const byPlace = this.#out;
    const after = [this.#row, this.#col, this.#style] as const;
    this.#out = before;
    this.#row = row;
    this.#col = col;
    this.#style = style;
    this.#drawByStyle(ops, grid);
    if (clear || this.#out.length < byPlace.length) return;
    this.#out = byPlace;
    [this.#row, this.#col, this.#style] = after;
  }

  #drawByStyle(ops: readonly FrameOp[], grid: Grid): void {
    const { runs, styles } = this.#runsOf(ops, grid);
    for (const style of styles) {
      for (let i = 0; i < runs.length; i++) {
        const run = runs[i]!;
        if (run.style !== style) {
          // A few letters that follow in their own style soon: writing them is as short as a move.
          const few = style === styles[0] && run.filler && run.to - run.from <= FEW_CELLS;
          if (few && this.#row === run.row && this.#col === run.from && this.#style === style) {
            this.#out += String.fromCharCode(...this.#cells(grid, run));
            this.#col = run.to;
          }
        } else if (run.to < 0) this.#erase(grid, run.row, run.from);
        else this.#write(grid, run.row, run.from, run.to);
      }
    }
  }

  #cells(grid: Grid, { row, from, to }: Run): Int32Array {
    const base = row * grid.cols;
    return grid.glyphs.subarray(base + from, base + to);
  }

  /** What is to be drawn, cut where the style changes; the styles, the most frequent one first. */
  #runsOf(ops: readonly FrameOp[], grid: Grid): { runs: Run[]; styles: StyleId[] } {
    const { cols, glyphs, styles } = grid;
    const runs: Run[] = [];
    const counts = new Map<StyleId, number>();
    /** The styles that stand for how blanks look. */
    const blanks = new Map<string, StyleId>();
    const add = (run: Run) => {
      runs.push(run);
      counts.set(run.style, (counts.get(run.style) ?? 0) + 1);
    };
    for (const op of ops) {
      if (op.type === "scroll") continue;
      const base = op.row * cols;
      let last: Run | null = null;
      const to = op.type === "write" ? op.to : op.from + 1;
      for (let at = op.from; at < to; ) {
        const style = styles[base + at]!;
        let end = at + 1;
        let blank = glyphs[base + at] === BLANK;
        let ascii = glyphs[base + at]! < 127;
        for (; end < to; end++) {
          const glyph = glyphs[base + end]!;
          if (styles[base + end] !== style && glyph !== CONTINUATION) break;
          if (glyph !== BLANK) blank = false;
          if (glyph >= 127 || glyph < BLANK) ascii = false;
        }
        const look = this.#blankLook(style);
        if (op.type === "erase") {
          const known = blanks.get(look) ?? style;
          add({ row: op.row, from: op.from, to: -1, style: known, filler: false });
        } else if (blank && last !== null && this.#blankLook(last.style) === look) {
          // Blanks look the same in the colour of what stands before them.
          last.to = end;
        } else {
          const known = blank ? (blanks.get(look) ?? style) : style;
          if (!blank) blanks.set(look, style);
          last = { row: op.row, from: at, to: end, style: known, filler: ascii };
          add(last);
        }
        at = end;
      }
    }
    const order = [...counts].sort((a, b) => b[1] - a[1]).map(([style]) => style);
    // The runs before the last one of the base style in a row are bridges, others lead nowhere.
    let next: Run | null = null;
    for (let i = runs.length - 1; i >= 0; i--) {
      const run = runs[i]!;
      if (run.style === order[0]) next = run;
      else if (next === null || next.row !== run.row) run.filler = false;
    }
    return { runs, styles: order };
  }

  #write(grid: Grid, row: number, from: number, to: number): void {
    const { cols, glyphs, styles, pool } = grid;
    const caps = this.#caps;
    const unsure = caps.trustAmbiguous ? DISPUTED : DISPUTED | AMBIGUOUS;
    const base = row * cols;
    const end = caps.lastCell || row < grid.rows - 1 ? to : Math.min(to, cols - 1);
    for (let col = from; col < end; ) {
      const glyph = glyphs[base + col]!;
      if (glyph === CONTINUATION) {
        col++;
        continue;
      }
      const style = styles[base + col]!;
      const blanks = glyph === BLANK ? this.#blankRun(grid, base, col, end) : 0;
      if (blanks >= MIN_ECH && caps.ech && this.erasable(style)) {
        this.#moveTo(row, col);
        this.#setStyle(style, true);
        this.#out += `\x1b[${blanks}X`;
        col += blanks;
        continue;
      }
      if (this.#row !== row || this.#col !== col) this.#moveTo(row, col);
      let after = col + ((glyph & WIDE) !== 0 ? 2 : 1);
      // A run of ASCII in one style at once: the first frames run in V8's interpreter.
      if (glyph < 127) after = this.#asciiRun(grid, base, col, end);
      if (style !== this.#style) this.#setStyle(style, blanks >= after - col);
      if (glyph < 127) {
        this.#out += String.fromCharCode(...glyphs.subarray(base + col, base + after));
      } else if ((glyph & CLUSTER) === 0) {
        this.#out += String.fromCodePoint(glyph & CODE_MASK);
      } else this.#out += glyphText(glyph, pool);
      // At the right edge the cursor waits for a wrap, and after a disputed cluster nobody knows.
      if (after >= cols) {
        this.#col = UNKNOWN;
        this.#row = UNKNOWN;
      } else this.#col = (glyph & unsure) !== 0 ? UNKNOWN : after;
      col = after;
    }
  }

  /** The end of the ASCII cells of one style from `col` on, before a stretch worth erasing. */
  #asciiRun(grid: Grid, base: number, col: number, to: number): number {
    const { glyphs, styles } = grid;
    const style = styles[base + col];
    let blanks = 0;
    let end = col + 1;
    for (; end < to; end++) {
      const glyph = glyphs[base + end]!;
      if (glyph >= 127 || glyph < BLANK || styles[base + end] !== style) break;
      blanks = glyph === BLANK ? blanks + 1 : 0;
      if (blanks === MIN_ECH && this.#caps.ech) return end + 1 - blanks;
    }
    return end;
  }

  /** How many cells from `col` on are blanks of one style. */
  #blankRun(grid: Grid, base: number, col: number, to: number): number {
    const { glyphs, styles } = grid;
    const style = styles[base + col];
    let end = col + 1;
    while (end < to && glyphs[base + end] === BLANK && styles[base + end] === style) end++;
    return end - col;
  }

  #erase(grid: Grid, row: number, from: number): void {
    this.#moveTo(row, from);
    this.#setStyle(grid.styles[row * grid.cols + from]!, true);
    this.#out += this.#caps.strings?.eraseLine ?? "\x1b[K";
  }

  #scroll(top: number, bottom: number, lines: number, fill: StyleId, rows: number): void {
    const count = Math.abs(lines);
    const whole = top === 0 && bottom === rows - 1;
    this.#setStyle(fill, true);
    if (!whole) this.#out += `\x1b[${top + 1};${bottom + 1}r`;
    const many = count === 1 ? "" : count;
    if (this.#caps.scrollCommands && (lines > 0 || fill === 0)) {
      this.#out += `\x1b[${many}${lines > 0 ? "S" : "T"}`;
    } else if (this.#caps.scrollCommands) {
      // Some terminals fill what T brings plainly, but what L brings as any blanks.
      if (whole) this.#out += "\x1b[H";
      else if (top > 0) this.#out += `\x1b[${top + 1}H`;
      this.#out += `\x1b[${many}L`;
    } else if (lines > 0) {
      this.#out += `\x1b[${bottom + 1};1H${"\n".repeat(count)}`;
    } else {
      this.#out += `\x1b[${top + 1};1H${"\x1bM".repeat(count)}`;
    }
    if (!whole) this.#out += "\x1b[r";
    if (!whole || !this.#caps.scrollCommands || lines < 0) {
      this.#row = UNKNOWN;
      this.#col = UNKNOWN;
    }
  }

  /** With `blank`, only what can be seen of a blank cell has to be right. */
  #setStyle(style: StyleId, blank = false): void {
    if (style === this.#style) return;
    if (this.#style !== UNKNOWN) {
      if (blank && this.#blankLook(style) === this.#blankLook(this.#style)) return;
    }
    const key = (this.#style + 1) * 65_536 + style;
    let change = this.#changes.get(key);
    if (change === undefined) {
      change = this.#change(this.#style, style);
      if (this.#changes.size > 50_000) this.#changes.clear();
      this.#changes.set(key, change);
    }
    this.#changed++;
    this.#out += change;
    this.#style = style;
  }

  #change(from: StyleId, to: StyleId): string {
    const look = this.#look(to);
    const strings = this.#caps.strings;
    if (strings === null) {
      return lookChange(from === UNKNOWN ? null : this.#look(from), look, this.#caps);
    }
    let change = strings.plain ?? "";
    if (look.bold) change += strings.bold ?? "";
    if (look.reverse) change += strings.reverse ?? "";
    if (look.underline !== "") change += strings.underline ?? "";
    return change;
  }

  #look(style: StyleId): Look {
    const known = this.#looks[style];
    if (known !== undefined) return known;
    const look = lookOf(this.#styles.get(style), this.#caps, this.#lowband);
    this.#looks[style] = look;
    return look;
  }

  #blankLook(style: StyleId): string {
    const known = this.#blanks[style];
    if (known !== undefined) return known;
    const look = this.#look(style);
    const ink = look.underline !== "" || look.strikethrough || look.reverse;
    const key = [look.bg, look.underline, look.strikethrough, look.reverse, look.link];
    const blank = (ink ? [...key, look.fg, look.underlineColour, look.bold, look.dim] : key).join(
      "|",
    );
    this.#blanks[style] = blank;
    return blank;
  }

  #setShape(cursor: Cursor): void {
    const { cursorShape } = this.#caps;
    if (cursorShape === "none") return;
    const shape =
      cursorShape === "linux"
        ? `\x1b[?${LINUX_SHAPES[cursor.shape]}c`
        : `\x1b[${SHAPES[cursor.shape] - (cursor.blink ? 1 : 0)} q`;
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#out += shape;
  }

  #moveTo(row: number, col: number): void {
    if (row === this.#row && col === this.#col) return;
    const strings = this.#caps.strings;
    this.#out += strings === null ? this.#move(row, col) : strings.move(row, col);
    this.#row = row;
    this.#col = col;
  }

  #move(row: number, col: number): string {
    return shortestMove(this.#row, this.#col, row, col, this.#caps.columnAddress);
  }
}
