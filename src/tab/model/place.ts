/** Where a change that a model wants belongs in the texts as they are. */
import type { ModelHunk } from "../../models/format.ts";
import type { Scene } from "../../models/scene.ts";
import { commonEnds } from "../../text/common-ends.ts";
import type { DocumentSnapshot, Hunk, PredictionSnapshot } from "../../text/prediction.ts";
import { lineText, rowEnd, rowStart, slice, type Text } from "../../text/text.ts";

export interface Place {
  readonly target: DocumentSnapshot;
  readonly hunk: Hunk;
}

export interface ClosedTexts {
  /** A file of the project that is not open and was read, by its absolute path. */
  closed(path: string): DocumentSnapshot | null;
  /** Reads such files. */
  bring(paths: readonly string[], signal: AbortSignal): Promise<void>;
}

/** Rows from where a model says that its lines stand in which they are looked for. */
const MOST_ROWS = 200;

/** Null: it changes nothing, its lines are not there, or it touches what was masked. */
export async function placeOf(
  hunk: ModelHunk,
  scene: Scene,
  snapshot: PredictionSnapshot,
  files: ClosedTexts,
  signal: AbortSignal,
): Promise<Place | null> {
  const { doc } = snapshot;
  if (hunk.kind === "span") {
    if (touchesMasked(scene, hunk)) return null;
    const start = sceneStart(scene, doc.text);
    if (start === null) return null;
    return placed(doc, { from: start + hunk.from, to: start + hunk.to, insert: hunk.insert });
  }
  const own = hunk.path === scene.path;
  const target = own ? doc : await fileOf(hunk.path, scene, snapshot, files, signal);
  if (!target) return null;
  const found = lineHunk(target.text, hunk);
  if (!found) return null;
  if (own && touchesMasked(scene, found, sceneStart(scene, doc.text) ?? 0)) return null;
  return placed(target, found);
}

/** Where the scene's text starts in the document; null: it is not in it. */
function sceneStart({ firstRow, text: own }: Scene, text: Text): number | null {
  if (firstRow >= text.lines) return null;
  const start = rowStart(text, firstRow);
  return start + own.length <= text.length ? start : null;
}

function touchesMasked({ masked }: Scene, { from, to }: Omit<Hunk, "insert">, start = 0): boolean {
  return masked.some((span) => from - start < span.to && to - start > span.from);
}

/** Without what it leaves as it is at its ends; null: that is all of it. */
function placed(target: DocumentSnapshot, { from, to, insert }: Hunk): Place | null {
  const { text } = target;
  if (from < 0 || to > text.length || from > to) return null;
  const old = slice(text, from, to);
  if (old === insert) return null;
  const { head, tail } = old === "" ? { head: 0, tail: 0 } : commonEnds(old, insert);
  return {
    target,
    hunk: { from: from + head, to: to - tail, insert: insert.slice(head, insert.length - tail) },
  };
}

/** The open document, or the file that is read for it, of a path of the project. */
async function fileOf(
  path: string,
  scene: Scene,
  { doc, others }: PredictionSnapshot,
  { closed, bring }: ClosedTexts,
  signal: AbortSignal,
): Promise<DocumentSnapshot | null> {
  const root = rootOf(doc.path, scene.path);
  const whole = root === null ? null : root + path;
  const open = others.find(
    (other) => other.path !== null && (other.path === whole || other.path === path),
  );
  if (open) return open;
  // Only files of the project, however a model writes their names.
  if (whole === null || path.startsWith("/") || path.split("/").includes("..")) return null;
  const known = closed(whole);
  if (known) return known;
  await bring([whole], signal);
  return signal.aborted ? null : closed(whole);
}

/** The project's folder with a slash behind it. */
function rootOf(path: string | null, own: string): string | null {
  return path?.endsWith(`/${own}`) ? path.slice(0, -own.length) : null;
}

/** Lines at or near a row become others; the nearest place where they stand counts. */
function lineHunk(
  text: Text,
  { row, old, new: next }: Extract<ModelHunk, { readonly kind: "patch" }>,
): Hunk | null {
  if (old.length === 0) {
    if (next.length === 0) return null;
    const added = next.join("\n");
    if (row >= text.lines) return { from: text.length, to: text.length, insert: `\n${added}` };
    const at = rowStart(text, Math.max(0, row));
    return { from: at, to: at, insert: `${added}\n` };
  }
  const found = rowOfLines(text, row, old);
  if (found === null) return null;
  const from = rowStart(text, found);
  const last = found + old.length - 1;
  const to = rowEnd(text, last);
  if (next.length > 0) return { from, to, insert: next.join("\n") };
  // The lines go with a line break.
  if (last + 1 < text.lines) return { from, to: to + 1, insert: "" };
  return { from: Math.max(0, from - 1), to, insert: "" };
}

function rowOfLines(text: Text, row: number, old: readonly string[]): number | null {
  const most = text.lines - old.length;
  for (const same of [isSame, isAlike]) {
    for (let distance = 0; distance <= MOST_ROWS; distance++) {
      for (const at of distance === 0 ? [row] : [row - distance, row + distance]) {
        if (at < 0 || at > most) continue;
        if (old.every((line, i) => same(lineText(text, at + i), line))) return at;
      }
    }
  }
  return null;
}

const isSame = (a: string, b: string) => a === b;
const isAlike = (a: string, b: string) => a.trimEnd() === b.trimEnd();
