/**
 * The parts of a prompt beside the text at the cursor: edits and other files, filled by priority and in
 * an order that lets prompts keep their beginnings. What has a reserved token in it is left out.
 */
import type { Layout } from "../format.ts";
import type { SceneEdit, SceneExcerpt } from "../scene.ts";
import { reservedIn } from "./tokens.ts";
import type { View } from "./view.ts";

/** UTF-16 units that a token is taken to be. */
export const UNITS = 3;

export interface Part<T> {
  readonly of: T;
  readonly text: string;
}

/** The newest edits that fit, oldest first, each as `write` writes it. */
export function fitEdits(
  edits: readonly SceneEdit[],
  most: number,
  count: number,
  reserved: readonly string[],
  write: (edit: SceneEdit) => string,
): readonly Part<SceneEdit>[] {
  const parts: Part<SceneEdit>[] = [];
  let left = most;
  for (let at = edits.length - 1; at >= 0 && parts.length < count; at--) {
    const edit = edits[at]!;
    if (reservedIn(reserved, edit.path, edit.diff, edit.original, edit.updated)) continue;
    const text = write(edit);
    if (text === "") continue;
    if (text.length > left) break;
    left -= text.length;
    parts.push({ of: edit, text });
  }
  return parts.reverse();
}

/** A fresh list leaves room for what is typed next. */
const FRESH = 0.85;

export function excerptKey({ path, firstRow }: SceneExcerpt): string {
  return `${path}:${firstRow}`;
}

/**
 * The excerpts that fit. Those of the prompt before keep their order and place, new ones go behind them.
 * A fresh list has the most important last, nearest to the cursor's text. When one of the three most
 * important does not fit behind what is kept, the list is made anew.
 */
export function fitExcerpts(
  view: View,
  most: number,
  reserved: readonly string[],
  layout: Layout | undefined,
  write: (excerpt: SceneExcerpt) => string,
): readonly Part<SceneExcerpt>[] {
  const usable: Part<SceneExcerpt>[] = [];
  const seen = new Set<string>();
  for (const excerpt of view.scene.related) {
    const key = excerptKey(excerpt);
    if (seen.has(key) || reservedIn(reserved, excerpt.path, excerpt.text)) continue;
    seen.add(key);
    usable.push({ of: excerpt, text: write(excerpt) });
  }
  const known = layout?.related ?? [];
  const kept = known
    .map((key) => usable.find((part) => excerptKey(part.of) === key))
    .filter((part) => part !== undefined);
  const list = kept.length > 0 ? fill(kept, usable, most) : null;
  return list ?? (fill([], usable, most * FRESH) ?? []).reverse();
}

/** `kept` and what fits behind it; null when it leaves no room for itself or for what matters most. */
function fill(
  kept: readonly Part<SceneExcerpt>[],
  usable: readonly Part<SceneExcerpt>[],
  most: number,
): Part<SceneExcerpt>[] | null {
  let left = most;
  for (const part of kept) left -= part.text.length;
  if (left < 0) return null;
  const parts = [...kept];
  for (const [rank, part] of usable.entries()) {
    if (kept.includes(part)) continue;
    if (part.text.length <= left) {
      left -= part.text.length;
      parts.push(part);
    } else if (kept.length > 0 && rank < 3 && part.text.length <= most * FRESH) {
      return null;
    }
  }
  return parts;
}

export function joined(parts: readonly { readonly text: string }[]): string {
  return parts.map((part) => part.text).join("");
}
