/** Which excerpts are told, and in what order: the same ones in the same order while nothing has changed. */
import type { SceneExcerpt } from "../../models/scene.ts";
import { contained, type LineSet, similarity } from "../excerpt/similar.ts";
import type { Chunk } from "./chunks.ts";

/** What is so much like the text at the cursor, or like another excerpt, is left out. */
const LIKE_CURSOR = 0.5;
const LIKE_OTHER = 0.9;
/** Less room than this is not used, UTF-16 units. */
const LEAST_ROOM = 300;
/** What a format writes around an excerpt. */
const FRAME = 20;
const MOST_DOCUMENTS = 20;

export class Selection {
  /** The keys told last about each document to who takes so many tokens, in their order. */
  private readonly told = new Map<string, readonly string[]>();

  /** Excerpts within a room of UTF-16 units, the most important first. */
  choose(
    doc: number,
    tokens: number,
    chunks: readonly Chunk[],
    here: LineSet,
    room: number,
  ): SceneExcerpt[] {
    const name = `${doc}:${tokens}`;
    const before = this.told.get(name) ?? [];
    const ranked = [...chunks].sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
    const chosen: { readonly chunk: Chunk; readonly excerpt: SceneExcerpt }[] = [];
    let left = room;
    for (const chunk of ranked) {
      if (left < LEAST_ROOM) break;
      if (chosen.some((other) => other.chunk.key === chunk.key)) continue;
      if (contained(chunk.lines, here) > LIKE_CURSOR) continue;
      if (chosen.some((other) => similarity(chunk.lines, other.chunk.lines) > LIKE_OTHER)) continue;
      const excerpt = shortened(chunk.excerpt, left - chunk.excerpt.path.length - FRAME);
      if (excerpt === null) continue;
      left -= excerpt.text.length + excerpt.path.length + FRAME;
      chosen.push({ chunk, excerpt });
    }
    const place = (key: string): number => {
      const at = before.indexOf(key);
      return at < 0 ? before.length : at;
    };
    // Those that were there keep their places among what matters as much, and what is new comes behind.
    chosen.sort(
      (a, b) => rankOf(b.chunk) - rankOf(a.chunk) || place(a.chunk.key) - place(b.chunk.key),
    );
    this.told.delete(name);
    this.told.set(
      name,
      chosen.map(({ chunk }) => chunk.key),
    );
    if (this.told.size > MOST_DOCUMENTS) this.told.delete(this.told.keys().next().value!);
    return chosen.map(({ excerpt }) => excerpt);
  }

  forget(doc: number): void {
    for (const name of this.told.keys()) if (name.startsWith(`${doc}:`)) this.told.delete(name);
  }
}

/** Weights of one kind lie within a hundred. */
function rankOf({ weight }: Chunk): number {
  return Math.ceil(weight / 100);
}

/** As many of its lines as there is room for; null: too few. */
function shortened(excerpt: SceneExcerpt, room: number): SceneExcerpt | null {
  if (excerpt.text.length <= room) return excerpt;
  if (room < LEAST_ROOM) return null;
  const end = excerpt.text.lastIndexOf("\n", room);
  return end <= 0 ? null : { ...excerpt, text: excerpt.text.slice(0, end), whole: false };
}
