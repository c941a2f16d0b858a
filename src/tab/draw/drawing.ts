/**
 * Makes the picture of what is suggested and keeps it where the view looks for it. Nothing is put
 * into the slots: text that is there stays where it is.
 */
import { isAbsolute, relative } from "node:path";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import {
  type SuggestionBlock,
  type SuggestionPlace,
  suggestionsOf,
} from "../../editor/suggestion.ts";
import type { Prediction, PredictionKind } from "../../text/prediction.ts";
import { rowAt, type Text } from "../../text/text.ts";
import { blocksOf, plainLine } from "./blocks.ts";
import { type ColourLines, LineColours, wholeLines } from "./colours.ts";
import { STAGE_LINES } from "./stage.ts";

/** What is to be shown. */
export interface Drawable {
  readonly prediction: Prediction;
  readonly kind: PredictionKind;
  /** Predictions of the same group, this one first. */
  readonly siblings?: readonly Prediction[];
}

/** A file that is not open, as predictors saw it. */
export interface ClosedFile {
  readonly path: string | null;
  readonly text: Text;
  readonly filetype: string;
}

/**
 * `none`: nothing is suggested; `hint`: it shows only that there is something; `waiting`: it will be
 * drawn after a rest; `full`: it is on the screen with the next frame.
 */
export type DrawingState = "none" | "hint" | "waiting" | "full";

/** A ghost gets its colours when it has stood so long (ms): typing changes it with each key. */
const GHOST_REST_MS = 100;
/** On a slow line nothing is drawn before such a rest (ms). */
const LOWBAND_REST_MS = 150;
/** In a window of so many cells words fit behind most lines. */
const WIDE = 80;
/** Rows that are coloured of one prediction. */
const MOST_COLOURED = 60;

interface Target {
  readonly doc: Document | null;
  readonly text: Text;
  readonly filetype: string;
  readonly name: string;
}

export class Drawing {
  /** Asks for a frame: what is shown changed outside of a key. */
  redraw: () => void = () => {};
  /** Colours code; null: it stays plain. */
  colour: ColourLines | null = null;
  /** A file that is not open, by its negative id. */
  file: (id: number) => ClosedFile | null = () => null;
  /** Calls back after a time (ms); returns what calls it off. */
  later: (ms: number, run: () => void) => () => void = (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  };
  private readonly editor: Editor;
  private readonly colours = new LineColours();
  private drawn: Drawable | null = null;
  private revealed = false;
  private waits = false;
  private cancel: (() => void) | null = null;

  constructor(editor: Editor) {
    this.editor = editor;
    editor.events.on("option", ({ name }) => {
      const ours = name === "tabhint" || name === "tablowband" || name === "lowband";
      if (ours && this.drawn !== null) this.show(this.drawn);
    });
  }

  get state(): DrawingState {
    if (this.drawn === null) return "none";
    if (this.waits) return "waiting";
    return this.isHint ? "hint" : "full";
  }

  /** Lines that a prediction at the cursor may put in; see `stageOf`. */
  get room(): number {
    const { win, doc } = this.editor;
    const row = rowAt(doc.text, win.cursor.pos);
    const above = Math.max(0, Math.min(win.height - 1, row - win.top));
    const below = win.height - 1 - above;
    return Math.max(1, Math.min(STAGE_LINES, Math.max(below, above - 1)));
  }

  /** The preview of a hint is shown. */
  get isRevealed(): boolean {
    return this.revealed;
  }

  /** Shows a prediction in place of any other, or what is left of it. */
  show(shown: Drawable): void {
    const same = this.drawn?.prediction.id === shown.prediction.id;
    if (!same) this.revealed = false;
    this.drawn = shown;
    this.stop();
    this.waits = this.isLowband;
    if (this.waits) {
      suggestionsOf(this.editor).current = null;
      this.after(LOWBAND_REST_MS, () => {
        this.waits = false;
        this.draw();
        this.redraw();
      });
      return;
    }
    this.draw();
  }

  hide(): void {
    if (this.drawn === null) return;
    this.drawn = null;
    this.revealed = false;
    this.waits = false;
    this.stop();
    suggestionsOf(this.editor).current = null;
  }

  /** `tabhint`: shows what is suggested, or again only that something is. */
  reveal(on: boolean): void {
    if (this.drawn === null || this.revealed === on) return;
    this.revealed = on;
    if (!this.waits) this.draw();
  }

  private get isHint(): boolean {
    return this.editor.options.get("tabhint") && !this.revealed;
  }

  private get isLowband(): boolean {
    const { options } = this.editor;
    const wanted = options.get("tablowband");
    return wanted === "on" || (wanted === "auto" && options.get("lowband"));
  }

  private after(ms: number, run: () => void): void {
    this.cancel = this.later(ms, () => {
      this.cancel = null;
      run();
    });
  }

  private stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  /** Makes the picture. */
  private draw(): void {
    const suggestions = suggestionsOf(this.editor);
    suggestions.current = null;
    const { drawn } = this;
    if (drawn === null) return;
    const { prediction } = drawn;
    const target = this.target(prediction.doc);
    if (target === null || prediction.changes.length !== target.text.length) return;
    const level = this.isHint ? "hint" : this.isLowband ? "line" : "full";
    const { doc, win, mode } = this.editor;
    const cursor = target.doc === doc && mode === "insert" ? win.cursor.pos : -1;
    let blocks: readonly SuggestionBlock[] = blocksOf(prediction.changes, target.text, cursor);
    if (level === "full" && this.colour !== null && blocks.length > 0) {
      this.wantColours(drawn, blocks, target);
      blocks = blocks.map((block) => this.colours.block(target.filetype, block, target.text));
    }
    const place = prediction.changes.empty ? placeOf(prediction, target.text) : null;
    if (place === null && blocks.length === 0) return;
    suggestions.current = {
      doc: target.doc,
      revision: prediction.revision,
      file: target.name,
      blocks,
      place,
      count: countOf(drawn),
      level,
    };
  }

  private target(id: number): Target | null {
    const { editor } = this;
    const doc = editor.docs.find((each) => each.id === id);
    if (doc) {
      const filetype = doc.options.get("filetype");
      const name = doc.path === null ? `[buffer ${doc.id}]` : this.nameOf(doc.path);
      return { doc, text: doc.text, filetype, name };
    }
    const file = this.file(id);
    if (file === null) return null;
    const { path, text, filetype } = file;
    return { doc: null, text, filetype, name: path === null ? "" : this.nameOf(path) };
  }

  /** As short as the working directory allows. */
  private nameOf(path: string): string {
    const near = relative(this.editor.cwd, path);
    return near === "" || near.startsWith("..") || isAbsolute(near) ? path : near;
  }

  private wantColours(drawn: Drawable, blocks: readonly SuggestionBlock[], target: Target): void {
    const { filetype, text } = target;
    const { colour } = this;
    if (filetype === "" || colour === null) return;
    // Single words are shown without the lines that they stand in.
    const isWords = blocks.every(({ short }) => short !== null);
    if (isWords && drawn.kind === "edit" && this.editor.win.width >= WIDE) return;
    const lines = blocks
      .flatMap((block) => wholeLines(block, text).map(({ line }) => line))
      .slice(0, MOST_COLOURED);
    if (this.colours.has(filetype, lines)) return;
    const ask = () => {
      const came = () => {
        if (this.drawn === null || this.waits) return;
        this.draw();
        this.redraw();
      };
      this.colours.ask(filetype, lines, colour, came).catch((error: unknown) => {
        this.editor.reportBug("colours of a suggestion", error);
      });
    };
    if (drawn.kind === "ghost") this.after(GHOST_REST_MS, ask);
    else ask();
  }
}

function placeOf(prediction: Prediction, text: Text): SuggestionPlace {
  const pos = Math.min(prediction.cursor, text.length);
  const line = text.lineAt(pos);
  return { row: line.number - 1, pos, line: plainLine(line.text) };
}

function countOf({ prediction, siblings }: Drawable): string {
  const count = siblings?.length ?? 0;
  if (count < 2) return "";
  const at = siblings!.findIndex(({ id }) => id === prediction.id);
  return `${at < 0 ? 1 : at + 1} of ${count}`;
}

const DRAWINGS = new WeakMap<Editor, Drawing>();

/** The drawing of an editor; made by the first call. */
export function drawingOf(editor: Editor): Drawing {
  let drawing = DRAWINGS.get(editor);
  if (!drawing) {
    drawing = new Drawing(editor);
    DRAWINGS.set(editor, drawing);
  }
  return drawing;
}
