/**
 * The stack of layers. The bottom one (the windows) draws into a grid of its own that is kept, so
 * that it may draw only changes; the others are drawn over a copy of it, and only while there are
 * any. An event goes to the top layer first.
 */
import type { InputEvent } from "../base/key.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../screen/layer.ts";

export interface Frame {
  readonly grid: Grid;
  readonly cursor: Cursor | null;
}

export class Compositor {
  private readonly bottom: Layer;
  private readonly layers: Layer[] = [];
  private readonly createGrid: () => Grid;
  private base: Grid;
  private top: Grid | null = null;
  /** The last frame was drawn into `top`: only what has been drawn since differs there. */
  private isTopNew = false;
  /** Rows of `top` that layers drew into. */
  private drawn = new Uint8Array(0);
  /** Rows of `top` that may differ from the last frame. */
  private touched = new Uint8Array(0);

  constructor(bottom: Layer, createGrid: () => Grid) {
    this.bottom = bottom;
    this.createGrid = createGrid;
    this.base = createGrid();
  }

  get size(): Size {
    return { rows: this.base.rows, cols: this.base.cols };
  }

  /** Takes new grids after the terminal's size changed. */
  resize(): void {
    this.base = this.createGrid();
    this.top = null;
    this.isTopNew = false;
  }

  push(layer: Layer): void {
    if (!this.layers.includes(layer)) this.layers.push(layer);
  }

  /** Puts a layer below all others but the windows. */
  pushUnder(layer: Layer): void {
    if (!this.layers.includes(layer)) this.layers.unshift(layer);
  }

  remove(layer: Layer): void {
    const at = this.layers.indexOf(layer);
    if (at >= 0) this.layers.splice(at, 1);
  }

  /** Whether a layer took the event. */
  handle(event: InputEvent): boolean {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      if (this.layers[i]!.handle(event) === "consumed") return true;
    }
    return this.bottom.handle(event) === "consumed";
  }

  /** Draws what changed. The grid belongs to the compositor and is good until the next call. */
  frame(): Frame {
    const screen = this.size;
    this.bottom.render(this.base, this.bottom.size(screen));
    let cursor = this.bottom.cursor(this.bottom.size(screen));
    let top: Grid | null = null;
    for (const layer of this.layers) {
      const area = clip(layer.size(screen), screen);
      if (area.rows <= 0 || area.cols <= 0) continue;
      top ??= this.freshTop();
      layer.render(top, area);
      cursor = layer.cursor(area) ?? cursor;
    }
    if (top !== null) this.noteDrawn(top);
    // Its flags were taken for `top`, which the reader need not have looked at.
    else if (this.isTopNew) this.base.touched.fill(1);
    this.isTopNew = top !== null;
    return { grid: top ?? this.base, cursor };
  }

  /** A copy of the windows for layers to draw over: only rows that differ are copied again. */
  private freshTop(): Grid {
    const { base } = this;
    if (this.top === null || !this.isTopNew) {
      const top = (this.top ??= this.createGrid());
      top.copyFrom(base);
      this.drawn = new Uint8Array(top.rows);
      base.touched.fill(0);
      this.touched = new Uint8Array(top.rows).fill(1);
      top.touched.fill(0);
      return top;
    }
    const { top, drawn, touched } = this;
    for (let row = 0; row < top.rows; row++) {
      // What the reader of the frames has not taken back stays for it.
      touched[row] = top.touched[row]! | drawn[row]! | base.touched[row]!;
      drawn[row] = drawn[row]! | base.touched[row]!;
    }
    top.copyRowsFrom(base, drawn);
    base.touched.fill(0);
    top.touched.fill(0);
    return top;
  }

  /** Notes the rows that layers drew into. */
  private noteDrawn(top: Grid): void {
    const { drawn, touched } = this;
    for (let row = 0; row < top.rows; row++) {
      drawn[row] = top.touched[row]!;
      top.touched[row] = top.touched[row]! | touched[row]!;
    }
  }
}

function clip(area: Rect, screen: Size): Rect {
  const row = Math.max(0, area.row);
  const col = Math.max(0, area.col);
  return {
    row,
    col,
    rows: Math.min(area.rows, screen.rows - row),
    cols: Math.min(area.cols, screen.cols - col),
  };
}
