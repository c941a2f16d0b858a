/** Edits as nobody would make them: several at a time, in characters of all widths, undone again. */
import type { Document } from "../../../src/editor/document.ts";
import type { Editor } from "../../../src/editor/editor.ts";
import { posOf, textOf } from "../../../src/text/text.ts";

export type Random = () => number;

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const PIECES = [
  "a",
  "foo",
  " ",
  "\n",
  "\n\n",
  "é",
  "ß",
  "漢字",
  "😀",
  "👩‍💻",
  "𝒳𝒴",
  "\t",
  "e\u0301",
  "x\ny",
];

export function below(random: Random, n: number): number {
  return Math.floor(random() * n);
}

export function randomPiece(random: Random, pieces: readonly string[] = PIECES): string {
  let piece = "";
  for (let i = below(random, 4); i >= 0; i--) piece += pieces[below(random, pieces.length)]!;
  return piece;
}

export function randomText(random: Random): string {
  let text = "";
  for (let i = 0; i < 40; i++) text += `${randomPiece(random)}\n`;
  return text;
}

/** An offset between two characters. */
function randomPlace(random: Random, doc: Document): number {
  const pos = below(random, doc.text.length + 1);
  const { number, from, text } = doc.text.lineAt(pos);
  const col = pos - from;
  const low = text.charCodeAt(col);
  const split = col > 0 && low >= 0xdc00 && low < 0xe000;
  return posOf(doc.text, number - 1, split ? col - 1 : col);
}

/** One change with up to five places in it, or an undo or redo. */
export function randomEdit(
  random: Random,
  editor: Editor,
  doc: Document,
  pieces?: readonly string[],
): void {
  const dice = random();
  if (dice < 0.1) return editor.loop!.feed(["u"]);
  if (dice < 0.15) return editor.loop!.feed(["<C-r>"]);
  const count = dice < 0.6 ? 1 : 1 + below(random, 5);
  const places = Array.from({ length: count * 2 }, () => randomPlace(random, doc));
  places.sort((a, b) => a - b);
  const changes = [];
  for (let i = 0; i < places.length; i += 2) {
    const from = places[i]!;
    // Deletions are short, so that the text does not vanish.
    const far = Math.min(places[i + 1]!, from + below(random, 12));
    const to = random() < 0.5 ? from : between(doc, from, far);
    const insert = random() < 0.3 && to > from ? "" : randomPiece(random, pieces);
    changes.push({ from, to, insert: textOf(insert) });
  }
  editor.dispatch(doc, { changes, origin: "test" });
  doc.undo.sync();
}

function between(doc: Document, from: number, to: number): number {
  const code = doc.text.sliceString(to, to + 1).charCodeAt(0);
  return code >= 0xdc00 && code < 0xe000 ? Math.max(from, to - 1) : to;
}
