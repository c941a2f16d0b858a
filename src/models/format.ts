/**
 * Prompt formats: how a scene becomes a prompt that a family of models was trained on, and how its
 * answer becomes changes. Pure: no clock, no network.
 */
import type { Finish, Prompt } from "./prompt.ts";
import type { Scene, SceneSpan } from "./scene.ts";

/** `complete`: text at the cursor; `edit`: changes around it, or elsewhere. */
export type FormatUse = "complete" | "edit";

export interface RenderOptions {
  /** Tokens of the prompt at most. A token is taken to be three UTF-16 units. */
  readonly tokens: number;
  /** Tokens of the answer at most; formats that repeat a region may need more than they get. */
  readonly answerTokens: number;
  /** What the prompt before this one was laid out by: kept where it still fits, so that the beginning stays. */
  readonly layout?: Layout;
  /** The provider takes prefix and suffix and puts the model's tokens in. */
  readonly infill?: boolean;
}

/** Where the parts of a prompt begin and end, in rows of the file; `path` is the scene's. */
export interface Layout {
  readonly path: string;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Rows of the whole file then. */
  readonly rows: number;
  /** Rows of the region that may be rewritten. */
  readonly region?: { readonly firstRow: number; readonly lastRow: number };
  /** Related excerpts that were in it, by path and row, in their order. */
  readonly related: readonly string[];
}

export interface Rendered {
  readonly prompt: Prompt;
  readonly stop: readonly string[];
  readonly maxTokens: number;
  readonly layout: Layout;
  /** The range of `scene.text` that the answer is about; empty: the cursor. */
  readonly region: SceneSpan;
  /** Reads one answer. */
  reader(): AnswerReader;
}

/** Why nothing can be asked: one line for the log. */
export interface Unfit {
  readonly unfit: string;
}

/** A change that a model wants. */
export type ModelHunk =
  | {
      /** `[from, to)` of `scene.text` becomes `insert`. */
      readonly kind: "span";
      readonly from: number;
      readonly to: number;
      readonly insert: string;
    }
  | {
      /** Lines at or near a row of a file, maybe another one, become other lines. */
      readonly kind: "patch";
      readonly path: string;
      readonly row: number;
      readonly old: readonly string[];
      readonly new: readonly string[];
    };

export interface Reading {
  /** What is certain by now, in order of the answer; a later reading repeats it and may add to it. */
  readonly hunks: readonly ModelHunk[];
  /** Where the cursor belongs after all of it, if the answer says so: an offset in the changed `scene.text`. */
  readonly cursor: number | null;
  /** Nothing more is needed: the request may be closed. */
  readonly done: boolean;
  /** The answer is of no use (garbage, leaked tokens): one line for the log. Hunks are empty then. */
  readonly refused: string | null;
}

export interface AnswerReader {
  /** Takes more of the answer. */
  add(text: string): Reading;
  /** The answer has ended. No hunks and not refused: the model says that nothing is to be changed. */
  end(finish: Finish): Reading;
}

export interface Format {
  /** As it is written in the configuration: `qwen`, `zeta2`. */
  readonly name: string;
  readonly use: FormatUse;
  /** Models that it is meant for, by their names in lower case. */
  readonly models: RegExp;
  /** What kind of prompt it makes. */
  readonly prompt: Prompt["kind"];
  render(scene: Scene, options: RenderOptions): Rendered | Unfit;
}

export function isUnfit(rendered: Rendered | Unfit): rendered is Unfit {
  return "unfit" in rendered;
}
