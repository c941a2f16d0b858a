/**
 * The styles that lie over the text of one line: ranges of UTF-16 columns, applied in the order in
 * which they were added. Kept in flat arrays and used again for every line, as this is the inner
 * loop of drawing.
 */
import type { StyleId, StyleTable } from "../screen/style.ts";

export class LineMarks {
  count = 0;
  private from = new Int32Array(64);
  private to = new Int32Array(64);
  private style = new Int32Array(64);
  private buffer = new Int32Array(512);
  private bufferStart = 0;
  private bufferEnd = 0;
  private base: StyleId = 0;

  clear(): void {
    this.count = 0;
  }

  add(from: number, to: number, style: StyleId): void {
    if (from >= to || style === 0) return;
    if (this.count === this.from.length) this.grow();
    const i = this.count++;
    this.from[i] = from;
    this.to[i] = to;
    this.style[i] = style;
  }

  /** A number that tells different marks apart, for the row cache. */
  hash(): number {
    let hash = this.count;
    for (let i = 0; i < this.count; i++) {
      hash = (Math.imul(hash, 31) + this.from[i]!) | 0;
      hash = (Math.imul(hash, 31) + this.to[i]!) | 0;
      hash = (Math.imul(hash, 31) + this.style[i]!) | 0;
    }
    return hash;
  }

  /** Works out the styles of the columns `from` .. `to` over a base style. */
  resolve(base: StyleId, from: number, to: number, table: StyleTable): void {
    const length = Math.max(0, to - from);
    if (this.buffer.length < length) this.buffer = new Int32Array(length * 2);
    const { buffer } = this;
    buffer.fill(base, 0, length);
    this.bufferStart = from;
    this.bufferEnd = from + length;
    this.base = base;
    for (let i = 0; i < this.count; i++) {
      const start = Math.max(this.from[i]!, from) - from;
      const end = Math.min(this.to[i]!, to) - from;
      const top = this.style[i]!;
      let under = -1;
      let over = 0;
      for (let c = start; c < end; c++) {
        const old = buffer[c]!;
        if (old !== under) {
          under = old;
          over = table.over(old, top);
        }
        buffer[c] = over;
      }
    }
  }

  /** The style of a column after `resolve`; columns outside of what was asked for are slower. */
  at(col: number, table: StyleTable): StyleId {
    if (col >= this.bufferStart && col < this.bufferEnd)
      return this.buffer[col - this.bufferStart]!;
    let style = this.base;
    for (let i = 0; i < this.count; i++) {
      if (this.from[i]! <= col && col < this.to[i]!) style = table.over(style, this.style[i]!);
    }
    return style;
  }

  private grow(): void {
    const wider = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const array = new Int32Array(old.length * 2);
      array.set(old);
      return array;
    };
    this.from = wider(this.from);
    this.to = wider(this.to);
    this.style = wider(this.style);
  }
}
