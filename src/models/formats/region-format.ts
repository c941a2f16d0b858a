/** What formats that rewrite a region have in common: the region, the parts before it, the budget. */
import type { Layout, Rendered, RenderOptions, Unfit } from "../format.ts";
import type { Prompt } from "../prompt.ts";
import type { Scene, SceneEdit, SceneExcerpt } from "../scene.ts";
import { cleaned } from "./cleaned.ts";
import { touchesMasked } from "./hunks.ts";
import { endOf } from "./lines.ts";
import { excerptKey, fitEdits, fitExcerpts, joined, UNITS } from "./parts.ts";
import { type RegionAnswer, RegionReader } from "./region-reader.ts";
import { reservedIn, unfit } from "./tokens.ts";
import { type Span, showsOpen, type View, viewOf } from "./view.ts";
import { chooseRegion, chooseWindow, layoutOf, textOf } from "./window.ts";

export interface RegionShape {
  /** The format's markers and control tokens. */
  readonly tokens: readonly string[];
  /** Rows that may be rewritten, above and below the cursor, and tokens of them at most. */
  readonly above: number;
  readonly below: number;
  readonly regionTokens: number;
  /** Tokens of the lines before and behind the region at most; shares of the prompt below 1. */
  readonly before: number;
  readonly after: number;
  readonly edits: number;
  readonly writeEdit: (edit: SceneEdit) => string;
  readonly writeExcerpt: (excerpt: SceneExcerpt) => string;
  /** The open edit goes last, wherever edits are: the prompt has them behind the file. */
  readonly openLast?: boolean;
  /** The prompt has the newest edit first. */
  readonly newestFirst?: boolean;
  /** Whether the whole prompt has a limit of its own, in tokens. */
  readonly most?: number;
}

/** The parts of a prompt, chosen and written. */
export interface RegionParts {
  readonly view: View;
  readonly window: Span;
  readonly region: Span;
  /** Rows before the region, with their last "\n". */
  readonly before: string;
  /** The region without its last "\n", and where the cursor is in it. */
  readonly text: string;
  readonly cursor: number;
  /** Rows behind it, with the "\n" before them; "" where there are none. */
  readonly after: string;
  readonly edits: string;
  readonly related: string;
  readonly layout: Layout;
}

/** Answers are longer than what they repeat by this factor, and so many tokens, at most. */
const ANSWER_GROWTH = 1.25;
const ANSWER_ROOM = 48;

export function regionParts(
  scene: Scene,
  options: RenderOptions,
  shape: RegionShape,
): RegionParts | Unfit {
  const view = viewOf(scene);
  const { layout } = options;
  const tokens = Math.min(options.tokens, shape.most ?? Number.POSITIVE_INFINITY) * 0.9;
  const room = (options.answerTokens - ANSWER_ROOM) / ANSWER_GROWTH;
  const most = Math.min(shape.regionTokens, Math.max(room, 40)) * UNITS;
  const region = chooseRegion(view, { most, above: shape.above, below: shape.below }, layout);
  const text = textOf(view, region);
  if (text.length > most * 2) return { unfit: "the line is too long to be rewritten" };
  const share = (part: number) => (part < 1 ? tokens * part : part) * UNITS;
  const window = chooseWindow(view, region, share(shape.before), share(shape.after), layout);
  const before = view.text.slice(view.starts[window.first]!, view.starts[region.first]!);
  const after = view.text.slice(endOf(view, region.last), endOf(view, window.last));
  const token = reservedIn(shape.tokens, before, text, after, scene.path, scene.project);
  if (token !== null) return unfit(token);
  let left = tokens * UNITS - before.length - text.length - after.length;
  if (left < 0) return { unfit: "the region alone is more than the prompt may be" };
  const shown = shape.openLast || !showsOpen(view, window) ? scene.edits : view.closed;
  const fitting = fitEdits(shown, left, shape.edits, shape.tokens, shape.writeEdit);
  const edits = shape.newestFirst ? fitting.toReversed() : fitting;
  left -= joined(edits).length;
  const related = fitExcerpts(view, left, shape.tokens, layout, shape.writeExcerpt);
  return {
    view,
    window,
    region,
    before,
    text,
    cursor: scene.cursor - view.starts[region.first]!,
    after,
    edits: joined(edits),
    related: joined(related),
    layout: layoutOf(
      view,
      window,
      region,
      related.map(({ of }) => excerptKey(of)),
    ),
  };
}

/** The region with a marker at the cursor. */
export function withCursor({ text, cursor }: RegionParts, marker: string): string {
  return text.slice(0, cursor) + marker + text.slice(cursor);
}

/** Tokens for an answer that repeats the region. */
export function answerTokens(parts: RegionParts, options: RenderOptions): number {
  const needed = Math.ceil((parts.text.length / UNITS) * 1.6) + 128;
  return Math.min(options.answerTokens, needed);
}

type RegionReading = Omit<RegionAnswer, "scene" | "rows" | "region">;

/** Everything behind the prompt: who reads the answer, and as what. */
export function renderedRegion(
  parts: RegionParts,
  options: RenderOptions,
  prompt: Prompt,
  stop: readonly string[],
  reading: RegionReading,
): Rendered | Unfit {
  const { view, region, layout } = parts;
  const { scene } = view;
  if (touchesMasked(scene, { from: scene.cursor, to: scene.cursor })) {
    return { unfit: "the cursor is in a secret" };
  }
  return {
    prompt,
    stop,
    maxTokens: answerTokens(parts, options),
    layout,
    region: { from: view.starts[region.first]!, to: endOf(view, region.last) },
    reader: () =>
      cleaned(
        scene,
        () => new RegionReader({ scene, rows: view, region, ...reading }),
        prompt.kind === "chat",
      ),
  };
}

export function isUnfitParts(parts: RegionParts | Unfit): parts is Unfit {
  return "unfit" in parts;
}
