/**
 * The floating text at the cursor: a hover, a signature. A feature shows it here; who draws it (the
 * view) asks for `current` with each frame. One is open at a time.
 */
import type { Editor } from "./editor.ts";

/** UTF-16 offsets in a line, and the highlight group they are drawn in. */
export interface FloatSpan {
  readonly from: number;
  readonly to: number;
  readonly group: string;
}

export interface FloatLine {
  /** May hold any character but a line break: it is made printable when drawn. */
  readonly text: string;
  /** Ascending, not overlapping. */
  readonly spans: readonly FloatSpan[];
  /** A line across the box in place of a text. */
  readonly rule?: boolean;
  /** The later rows of the line are indented. */
  readonly code?: boolean;
}

export interface FloatRequest {
  /** What it is, for who wants to know whether theirs is open: `hover`, `signature`. */
  readonly kind: string;
  readonly lines: readonly FloatLine[];
  /** Cells that its left edge lies before the cursor. */
  readonly back?: number;
  /** Where it goes when there is room. */
  readonly side: "above" | "below";
  /** `key`: it goes with the next command; `told`: it stays until `close`. */
  readonly until: "key" | "told";
}

/** What is open, and how far it is scrolled. */
export interface OpenFloat {
  request: FloatRequest;
  /** The first row that is shown; the view keeps it within what there is. */
  top: number;
  /** Rows that were shown in the last frame, and rows there are. */
  shown: number;
  total: number;
}

export class Floats {
  current: OpenFloat | null = null;
  /** The command that opened or scrolled it does not close it. */
  private fresh = false;

  constructor(editor: Editor) {
    editor.events.on("command-done", () => {
      if (this.current === null || this.current.request.until !== "key") return;
      if (this.fresh) this.fresh = false;
      else this.current = null;
    });
    editor.events.on("mode", ({ to }) => {
      // A question of the command line, insert mode: what was read is done with.
      if (this.current?.request.until === "key" && to !== "normal") this.current = null;
    });
  }

  /** Opens a float in the place of any other. */
  show(request: FloatRequest): OpenFloat {
    this.fresh = true;
    this.current = { request, top: 0, shown: 0, total: 0 };
    return this.current;
  }

  /** Gives an open float other lines; nothing happens when it was closed meanwhile. */
  update(float: OpenFloat, lines: readonly FloatLine[]): void {
    if (this.current === float) float.request = { ...float.request, lines };
  }

  isOpen(kind: string): boolean {
    return this.current?.request.kind === kind;
  }

  /** Closes the float, or only one of a kind. */
  close(kind?: string): void {
    if (kind === undefined || this.isOpen(kind)) this.current = null;
  }

  /** Shows the next page, behind the last one the first. False: there is only one. */
  nextPage(): boolean {
    const { current } = this;
    if (current === null || current.total <= current.shown) return false;
    this.fresh = true;
    const last = current.total - current.shown;
    current.top = current.top >= last ? 0 : Math.min(last, current.top + current.shown);
    return true;
  }

  /** Scrolls by rows. */
  scroll(rows: number): void {
    const { current } = this;
    if (current === null) return;
    this.fresh = true;
    current.top = Math.max(0, Math.min(current.top + rows, current.total - current.shown));
  }
}

const REGISTRIES = new WeakMap<Editor, Floats>();

/** The float of an editor; made by the first call. */
export function floatsOf(editor: Editor): Floats {
  let floats = REGISTRIES.get(editor);
  if (!floats) {
    floats = new Floats(editor);
    REGISTRIES.set(editor, floats);
  }
  return floats;
}
