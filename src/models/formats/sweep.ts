/**
 * Sweep's next edit (open weights, 0.5B to 7B, on Qwen2.5-Coder): the file, other files, the last changes as
 * original and updated text, then a window of 21 rows as it was before the last edit, as it is, and as it
 * will be: the last of them the model goes on with from the cursor's line.
 *
 * The file is shown as it was before the edit that is being typed, as the card has it: all but the last two
 * windows stays the same from key to key.
 *
 * Sources: the cards of sweep-next-edit-1.5B and -v2-7B; Zed's sweep_prompt.rs for three changes of at most 40
 * lines and the reserved tokens; cursortab's sweep.go for the prefill and its rule after an insertion above.
 * The cards name a change `path.diff`, ports of the 7B's `inference.py` also `path:start:end`; the original
 * window is that of before the edit in Zed and the cards, the present one in cursortab.
 */
import type { Format, RenderOptions } from "../format.ts";
import type { Scene, SceneEdit } from "../scene.ts";
import { beforeOf, spanText } from "./before.ts";
import { cleaned } from "./cleaned.ts";
import { touchesMasked } from "./hunks.ts";
import { endOf, rowAt, withNewline } from "./lines.ts";
import { excerptKey, fitEdits, fitExcerpts, joined, UNITS } from "./parts.ts";
import { RegionReader } from "./region-reader.ts";
import { reservedIn, unfit } from "./tokens.ts";
import { isWithin, type Span, type View, viewOf } from "./view.ts";
import { chooseWindow, layoutOf, textOf } from "./window.ts";

const CURSOR = "<|cursor|>";
const FILE = "<|file_sep|>";
const TOKENS = [
  FILE,
  CURSOR,
  "<|endoftext|>",
  "<|repo_name|>",
  "<|fim_prefix|>",
  "<|fim_suffix|>",
  "<|fim_middle|>",
  "<|fim_pad|>",
  "</s>",
];
const STOP = [FILE, "<|endoftext|>", "</s>"];
/** Rows of the window, and how near its ends the cursor may come before it moves. */
const ROWS = 21;
const INSIDE = 4;
const EDITS = 3;
/** Lines of an edit that are shown at most. */
const EDIT_LINES = 40;

function chooseRows(view: View, options: RenderOptions): Span {
  const end = view.lines.length - 1;
  const { layout } = options;
  const span = (first: number) => ({ first, last: Math.min(end, first + ROWS - 1) });
  const kept =
    layout?.path === view.scene.path && layout.region
      ? span(layout.region.firstRow - view.scene.firstRow)
      : null;
  if (kept && kept.first >= 0) {
    const above = kept.first === 0 || view.row - kept.first >= INSIDE;
    const below = kept.last === end || kept.last - view.row >= INSIDE;
    if (above && below && view.row >= kept.first && view.row <= kept.last) return kept;
  }
  return span(Math.max(0, view.row - (ROWS - 1) / 2));
}

/** How many rows of the window the prompt already has as they will be. */
function prefilled(view: View, region: Span, editedAbove: boolean): number {
  const rows = view.row - region.first;
  if (!editedAbove || rows === 0) return rows;
  let first = region.first + 1;
  while (first < view.row && view.lines[first] === "") first++;
  return first - region.first;
}

function editText({ path, original, updated }: SceneEdit): string {
  if (original === updated) return "";
  const [old, now] = [limited(original), limited(updated)];
  return `${FILE}${path}.diff\noriginal:\n${old}\nupdated:\n${withNewline(now)}`;
}

/** A long text without its middle, as Zed writes it. */
function limited(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= EDIT_LINES) return text;
  const head = lines.slice(0, EDIT_LINES / 2);
  return [...head, "...", ...lines.slice(1 - EDIT_LINES / 2)].join("\n");
}

export const sweep: Format = {
  name: "sweep",
  use: "edit",
  models: /sweep|next-edit/,
  prompt: "text",
  render(scene: Scene, options) {
    const view = viewOf(scene);
    if (touchesMasked(scene, { from: scene.cursor, to: scene.cursor })) {
      return { unfit: "the cursor is in a secret" };
    }
    const region = chooseRows(view, options);
    const before = beforeOf(view, true);
    const most = options.tokens * UNITS * 0.9;
    const now = textOf(view, region);
    const room = (options.answerTokens - 48) * UNITS;
    if (now.length > Math.max(room * 2, 600) || now.length * 3 > most) {
      return { unfit: "the lines around the cursor are too long to be rewritten" };
    }
    const part = (most - 3 * now.length) * 0.35;
    const window = chooseWindow(view, region, part, part, options.layout);
    const file = spanText(before, before.span(window));
    const { first } = before.span(region);
    const original = spanText(before, {
      first,
      last: Math.min(before.lines.length - 1, first + region.last - region.first),
    });
    const token = reservedIn(TOKENS, file, original, now, scene.path);
    if (token !== null) return unfit(token);
    let left = most - file.length - original.length - 2 * now.length;
    // The windows tell of the last edit themselves, if all of it is in them.
    const told = before.place && isWithin(view, before.place, region) ? before.edit : null;
    const others = scene.edits.filter((edit) => edit !== told);
    const edits = fitEdits(others, left, EDITS, TOKENS, editText);
    left -= joined(edits).length;
    const related = fitExcerpts(
      view,
      left,
      TOKENS,
      options.layout,
      ({ path, text }) => `${FILE}${path}\n${withNewline(text)}`,
    );
    const { firstRow } = scene;
    const name = `${scene.path}:${firstRow + region.first + 1}:${firstRow + region.last + 1}`;
    const edited = view.typed ?? null;
    const above = edited !== null && rowAt(view, edited.to) < view.row;
    const filled = prefilled(view, region, above);
    const prefill = view.text.slice(
      view.starts[region.first]!,
      view.starts[region.first + filled]!,
    );
    const cursor = scene.cursor - view.starts[region.first]!;
    const text = [
      `${FILE}${scene.path}\n${withNewline(file)}`,
      joined(related),
      joined(edits),
      `${FILE}original/${name}\n${original}\n`,
      `${FILE}current/${name}\n${now.slice(0, cursor)}${CURSOR}${now.slice(cursor)}\n`,
      `${FILE}updated/${name}\n${prefill}`,
    ].join("");
    const needed = Math.ceil(((now.length - prefill.length) / UNITS) * 1.6) + 128;
    return {
      prompt: { kind: "text", text },
      stop: STOP,
      maxTokens: Math.min(options.answerTokens, needed),
      layout: layoutOf(
        view,
        window,
        region,
        related.map(({ of }) => excerptKey(of)),
      ),
      region: { from: view.starts[region.first]!, to: endOf(view, region.last) },
      reader: () =>
        cleaned(
          scene,
          () =>
            new RegionReader({
              scene,
              rows: view,
              region,
              start: region.first + filled,
              cursorMarker: null,
              strips: [CURSOR],
              broken: true,
              cuts: STOP,
              leaks: TOKENS.filter((reserved) => !STOP.includes(reserved) && reserved !== CURSOR),
            }),
        ),
    };
  },
};
