/**
 * Grids to the terminal: compares each frame with what the terminal shows, encodes the difference
 * and sends it. While a frame is on its way only the newest grid is kept; it is compared when the
 * line drains, so that a slow terminal sees fewer frames, never old ones.
 */
import { type DiffOptions, diffGrids, paintGrid } from "../screen/diff.ts";
import { Grid } from "../screen/grid.ts";
import type { Cursor } from "../screen/layer.ts";
import type { Encoder } from "./output.ts";
import type { TtyPort } from "./tty-port.ts";

export class ScreenPort {
  readonly #port: TtyPort;
  readonly #encoder: Encoder;
  /** What the terminal shows once everything sent has arrived; null when that is not known. */
  #shown: Grid | null = null;
  #wanted: Grid | null = null;
  /** The grid that was compared last: of it, only rows drawn into since may differ from `#shown`. */
  #compared: Grid | null = null;
  #cursor: Cursor | null = null;
  /** Bytes beside the frames (title, questions, clipboard), the newest of each kind. */
  readonly #controls = new Map<string, string>();
  #forcedLowband = false;
  #options: DiffOptions | null = null;
  #lastFrameBytes = 0;

  constructor(port: TtyPort, encoder: Encoder) {
    this.#port = port;
    this.#encoder = encoder;
    port.onDrain(() => this.#drained());
  }

  /** Bytes of the last frame that was sent. */
  get lastFrameBytes(): number {
    return this.#lastFrameBytes;
  }

  /** The option 'lowband'; the port turns it on by itself on a slow line. */
  setLowband(on: boolean): void {
    this.#forcedLowband = on;
  }

  /**
   * Shows a frame with the cursor at a place, or hidden. Returns whether it went out now; if not,
   * a copy is kept and follows when the line drains, unless a newer one comes. The caller may draw
   * into the grid again at once.
   */
  present(grid: Grid, cursor: Cursor | null): boolean {
    if (!this.#port.busy) {
      this.#wanted = null;
      this.#send(grid, cursor);
      return true;
    }
    const kept = this.#wanted;
    if (kept === null || !sameShape(kept, grid)) this.#wanted = copyOf(grid);
    else kept.copyFrom(grid);
    this.#cursor = cursor;
    return false;
  }

  /** Makes the next frame draw every cell. */
  invalidate(): void {
    this.#shown = null;
    this.#encoder.reset();
  }

  /**
   * Sends bytes that draw nothing, before the next frame at the latest. Of one `kind` only the
   * newest waits.
   */
  control(kind: string, bytes: string): void {
    this.#controls.set(kind, bytes);
    if (!this.#port.busy) this.#sendControls();
  }

  #drained(): void {
    this.#sendControls();
    if (this.#port.busy || this.#wanted === null) return;
    const grid = this.#wanted;
    this.#wanted = null;
    this.#send(grid, this.#cursor);
  }

  #sendControls(): void {
    if (this.#controls.size === 0) return;
    const bytes = [...this.#controls.values()].join("");
    this.#controls.clear();
    this.#port.send(Buffer.from(bytes, "utf8"));
  }

  #send(grid: Grid, cursor: Cursor | null): void {
    const encoder = this.#encoder;
    encoder.setLowband(this.#forcedLowband || this.#port.lowband);
    const caps = encoder.capabilities;
    this.#options ??= diffOptions(encoder);
    if (
      this.#options.trustAmbiguous !== caps.trustAmbiguous ||
      this.#options.scroll !== caps.scrollRegions
    )
      this.#options = diffOptions(encoder);
    const options = this.#options;
    const shown = this.#shown;
    const fresh = shown === null || !sameShape(shown, grid);
    const touched = this.#compared === grid ? grid.touched : null;
    const ops = fresh ? paintGrid(grid, options) : diffGrids(shown, grid, options, touched);
    const frame = encoder.encode(ops, grid, cursor, fresh);
    if (fresh) this.#shown = copyOf(grid);
    else if (ops.length > 0) {
      if (touched === null) shown.copyFrom(grid);
      else shown.copyRowsFrom(grid, touched);
    }
    this.#compared = grid;
    grid.touched.fill(0);
    if (frame === "") return;
    const bytes = Buffer.from(frame, "utf8");
    this.#lastFrameBytes = bytes.length;
    this.#port.send(bytes);
  }
}

function diffOptions(encoder: Encoder): DiffOptions {
  const { scrollRegions, trustAmbiguous } = encoder.capabilities;
  return { scroll: scrollRegions, erasable: (style) => encoder.erasable(style), trustAmbiguous };
}

function sameShape(a: Grid, b: Grid): boolean {
  return a.rows === b.rows && a.cols === b.cols && a.pool === b.pool;
}

function copyOf(grid: Grid): Grid {
  const copy = new Grid(grid.rows, grid.cols, grid.pool, grid.ambiwidth);
  copy.copyFrom(grid);
  return copy;
}
