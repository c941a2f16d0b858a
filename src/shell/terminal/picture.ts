/** The screen of a terminal, put together from frames. */
import type { FaceCursor, FaceMark, FacePicture } from "../../editor/terminal-face.ts";
import type { CellRow, CellStyles } from "../../screen/cell-row.ts";
import type { TerminalFrame } from "../emulator/protocol.ts";

const BLANK: CellRow = { text: "", clusters: null, runs: new Uint32Array(0), wrapped: false };
const NO_MARKS: ReadonlyMap<number, FaceMark> = new Map();

export class Picture implements FacePicture {
  rows: CellRow[] = [];
  cols: number;
  readonly styles: CellStyles;
  cursor: FaceCursor = { row: 0, col: 0, visible: true, shape: "block", blink: false };
  ghost: readonly string[] = [];
  note = "";
  marks: ReadonlyMap<number, FaceMark> = NO_MARKS;
  /** The line of the first row, the first that is kept, and the one behind the last. */
  screenLine = 0;
  firstLine = 0;
  endLine = 0;
  /** There has been a frame. */
  known = false;

  /** `styles` grows while frames come. */
  constructor(rows: number, cols: number, styles: CellStyles) {
    this.cols = cols;
    this.styles = styles;
    this.rows = new Array(rows).fill(BLANK);
  }

  take(frame: TerminalFrame): void {
    this.known = true;
    this.cols = frame.cols;
    if (this.rows.length !== frame.rows) {
      const rows = this.rows.slice(0, frame.rows);
      while (rows.length < frame.rows) rows.push(BLANK);
      this.rows = rows;
    }
    for (const [row, content] of frame.changed) {
      if (row >= 0 && row < this.rows.length) this.rows[row] = content;
    }
    this.cursor = frame.cursor;
    this.screenLine = frame.screenLine;
    this.firstLine = frame.firstLine;
    this.endLine = frame.endLine;
  }
}
