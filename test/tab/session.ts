/** Scripted editing sessions with predictions, without a screen: frames come when asked for. */
import { composeEditor } from "../../src/app/compose.ts";
import { parseKeys } from "../../src/base/key.ts";
import type { Document } from "../../src/editor/document.ts";
import type { Editor } from "../../src/editor/editor.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import { suggestionsOf } from "../../src/editor/suggestion.ts";
import {
  installTabFeatures,
  type TabFeatures,
  type TabParts,
} from "../../src/tab/install-features.ts";
import { hunksOf, type Predictor } from "../../src/text/prediction.ts";
import { pointOf, posOf, slice, textOf } from "../../src/text/text.ts";

export interface Session {
  readonly editor: Editor;
  readonly loop: KeyLoop;
  readonly tab: TabFeatures;
  /** Milliseconds of the arbiter's clock; a second passes with each typed key. */
  now: number;
  /** Types keys one by one, with a frame after each, as a person would. */
  type(keys: string): Promise<void>;
  /** Types keys in one burst: the frame comes after the last one. */
  burst(keys: string): Promise<void>;
  readonly text: string;
  readonly cursor: readonly [number, number];
  /** The text that the shown prediction puts in, with its kind; null when none is shown. */
  readonly shown: readonly [string, string] | null;
  /** Frames asked for outside of keys. */
  readonly redraws: number;
}

export function session(
  text: string,
  cursor: readonly [number, number] = [0, 0],
  predictors: readonly Predictor[] = [],
  parts: TabParts = {},
): Session {
  const queue: Array<() => void> = [];
  let redraws = 0;
  let now = 0;
  const editor = composeEditor(
    { now: () => Date.now(), poll: () => {} },
    {
      afterFrame: (callback) => queue.push(callback),
      redraw: () => redraws++,
      env: {},
      now: () => now,
    },
  );
  const tab = installTabFeatures(editor, { predictors, ...parts });
  editor.addTab(editor.newWindow(editor.addDocument(textOf(text), null)));
  // How likely a change is wanted depends on the language, too.
  editor.doc.options.set("filetype", "typescript");
  const loop = new KeyLoop(editor, editor.mainFiber);
  editor.loop = loop;
  // biome-ignore lint/correctness/useYield: a fiber that needs no keys
  editor.openPlace = function* ({ doc }) {
    if (doc) {
      editor.win.doc = doc;
      editor.setCursor(editor.win, 0);
    }
  };
  editor.setCursor(editor.win, posOf(editor.doc.text, cursor[0], cursor[1]));
  const frame = async () => {
    for (let turns = 0; queue.length > 0 && turns < 100; turns++) {
      for (const callback of queue.splice(0)) callback();
      // Lets the promises that a slice resolved go on.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    tab.frame();
    await Promise.resolve();
    now += 1000;
  };
  return {
    editor,
    loop,
    tab,
    get now() {
      return now;
    },
    set now(value) {
      now = value;
    },
    async type(keys) {
      for (const key of parseKeys(keys)) {
        loop.feed([key]);
        await frame();
      }
    },
    async burst(keys) {
      loop.feed(parseKeys(keys));
      await frame();
    },
    get text() {
      return slice(editor.doc.text, 0, editor.doc.text.length);
    },
    get cursor() {
      const { row, col } = pointOf(editor.doc.text, editor.win.cursor.pos);
      return [row, col] as const;
    },
    get shown() {
      const { shown } = tab.arbiter;
      if (!shown) return null;
      const [hunk] = hunksOf(shown.prediction.changes);
      return [hunk?.insert ?? "", shown.kind] as const;
    },
    get redraws() {
      return redraws;
    },
  };
}

/** Only these predictors are asked. */
export function only(made: Session, ...names: readonly string[]): void {
  const { questions } = made.tab.arbiter;
  for (const name of questions.names) if (!names.includes(name)) questions.off.set(name, "a test");
}

/** Adds a document beside the one that is shown. */
export function addDocument(made: Session, text: string, path: string | null): Document {
  return made.editor.addDocument(textOf(text), path);
}

/**
 * What is drawn, a string a block: `kind@row,col` of the text that it changes, what goes there as
 * `-words`, what comes as `+lines`. A place out of sight is drawn the same way, with the file's name.
 */
export function drawn(editor: Editor): string[] {
  const picture = suggestionsOf(editor).current;
  if (picture === null) return [];
  const { doc, file } = picture;
  const name = doc === editor.doc ? "" : `${file} `;
  const at = (row: number, pos: number) => {
    if (doc === null) return `${row}`;
    const point = pointOf(doc.text, pos);
    return `${point.row},${point.col}`;
  };
  const { place } = picture;
  if (place) return [`${name}place@${at(place.row, place.pos)}`];
  return picture.blocks.map(({ kind, first, pos, deleted, short, lines }) => {
    const gone = doc === null ? "" : deleted.map(({ from, to }) => slice(doc.text, from, to));
    const come = (short ? [short] : lines).map(({ text }) => text).join("|");
    return `${name}${kind}@${at(first, pos)} -${gone} +${come}`;
  });
}
