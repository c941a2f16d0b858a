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
    let grid = this.base;
    for (const layer of this.layers) {
      const area = clip(layer.size(screen), screen);
      if (area.rows <= 0 || area.cols <= 0) continue;
      if (grid === this.base) {
        grid = this.top ??= this.createGrid();
        grid.copyFrom(this.base);
      }
      layer.render(grid, area);
      cursor = layer.cursor(area) ?? cursor;
    }
    return { grid, cursor };
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
