/** A screen on which predictions are drawn, for tests that look at cells. */
import { readFileSync } from "node:fs";
import { parseTheme } from "../../src/config/theme.ts";
import type { OptionName } from "../../src/editor/options.ts";
import { CONTINUATION, type Grid } from "../../src/screen/grid.ts";
import { type Drawable, drawingOf } from "../../src/tab/draw/drawing.ts";
import { changeOf, type Hunk, type Prediction } from "../../src/text/prediction.ts";
import { slice } from "../../src/text/text.ts";
import { SuggestionLayer } from "../../src/view/suggestion/layer.ts";
import { type Stage, stage } from "./stage.ts";

export interface Setting {
  readonly rows?: number;
  readonly cols?: number;
  readonly theme?: string;
  /** No colours. */
  readonly plain?: boolean;
  readonly options?: Partial<Record<OptionName, boolean | number | string>>;
  /** The text with `|` where the cursor is; insert mode with `^` in its place. */
  readonly text: string;
}

export interface SuggestionStage extends Stage {
  /** Shows what `edits` make: each is an old text and the new one in its place. */
  suggest(edits: readonly (readonly [string, string])[], more?: Partial<Drawable>): Prediction;
  show(hunks: readonly Hunk[], more?: Partial<Drawable> & { doc?: number }): Prediction;
  /** A place without text. */
  place(pos: number): Prediction;
  hide(): void;
  /** The cells of a frame, as text and style. */
  cells(): string[][];
  lines(): string[];
  readonly layer: SuggestionLayer;
}

export function suggestionStage(setting: Setting): SuggestionStage {
  const at = setting.text.search(/[|^]/);
  const text = setting.text.slice(0, at) + setting.text.slice(at + 1);
  const made = stage(text, { rows: setting.rows ?? 12, cols: setting.cols ?? 80 });
  const { editor, screen, styles } = made;
  if (setting.theme) {
    const file = new URL(`../../themes/${setting.theme}.toml`, import.meta.url);
    screen.setTheme(parseTheme(readFileSync(file, "utf8"), setting.theme));
  }
  for (const [name, value] of Object.entries(setting.options ?? {})) {
    for (const store of [editor.options, editor.win.options, editor.doc.options]) {
      store.set(name as OptionName, value);
    }
  }
  const layer = new SuggestionLayer(editor, {
    palette: () => screen.colours,
    cursor: () => screen.view.cursor(),
    painter: () => screen.view.painter(editor.win),
    isPlain: () => setting.plain ?? false,
  });
  screen.compositor.pushUnder(layer);
  if (setting.text[at] === "^") editor.setMode("insert");
  editor.setCursor(editor.win, at);
  const drawing = drawingOf(editor);
  let id = 0;
  const show: SuggestionStage["show"] = (hunks, { doc = editor.doc.id, ...more } = {}) => {
    const target = editor.docs.find((each) => each.id === doc)?.text ?? drawing.file(doc)!.text;
    const changes = changeOf(hunks, target.length);
    const revision = editor.docs.find((each) => each.id === doc)?.revision ?? 0;
    const last = hunks[hunks.length - 1];
    const prediction: Prediction = {
      id: ++id,
      doc,
      revision,
      changes,
      source: "test",
      probability: 1,
      cursor: last ? changes.mapPos(last.to, 1) : 0,
      reason: "test",
    };
    drawing.show({ prediction, kind: "edit", ...more });
    return prediction;
  };
  return {
    ...made,
    layer,
    draw: made.draw,
    show,
    suggest(edits, more) {
      const own = slice(editor.doc.text, 0, editor.doc.text.length);
      let from = 0;
      const hunks = edits.map(([old, insert]) => {
        const found = own.indexOf(old, from);
        if (found < 0) throw new Error(`No ${old} in the text`);
        from = found + old.length;
        return narrow({ from: found, to: from, insert }, old);
      });
      return show(hunks, more);
    },
    place(pos) {
      const prediction = { ...show([]), cursor: pos };
      drawing.show({ prediction, kind: "jump" });
      return prediction;
    },
    hide: () => drawing.hide(),
    cells() {
      const grid = made.draw();
      return Array.from({ length: grid.rows }, (_, row) =>
        Array.from({ length: grid.cols }, (__, col) => cellText(grid, row, col)),
      );
    },
    lines: () => made.draw().toString().split("\n"),
  };

  function cellText(grid: Grid, row: number, col: number): string {
    const glyph = grid.glyphs[row * grid.cols + col]!;
    const text = glyph === CONTINUATION ? "" : grid.textAt(row, col);
    return `${text}\u0000${JSON.stringify(styles.get(grid.styleAt(row, col)))}`;
  }
}

/** Without what both have at their ends. */
function narrow(hunk: Hunk, old: string): Hunk {
  let start = 0;
  const { insert } = hunk;
  const most = Math.min(old.length, insert.length);
  while (start < most && old[start] === insert[start]) start++;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === insert.at(-1 - end)) end++;
  return {
    from: hunk.from + start,
    to: hunk.to - end,
    insert: insert.slice(start, insert.length - end),
  };
}
