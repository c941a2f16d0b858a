/** When everything that a failed command named was changed, it is the next thing to run. */
import type { Editor } from "../../editor/editor.ts";
import type { Terminal } from "../terminals.ts";
import { failuresOf, relevant } from "./failures.ts";

export interface PendingRerun {
  readonly command: string;
  /** Absolute; null: not known. */
  readonly cwd: string | null;
  /** Where it ran; its program may have ended meanwhile. */
  readonly terminal: Terminal;
  /** Each place was changed; else some may be mended by a change elsewhere. */
  readonly isEdited: boolean;
}

/** Null: nothing failed, it has passed since, or a place is left that nobody has looked at. */
export function pendingRerun(editor: Editor): PendingRerun | null {
  const failures = failuresOf(editor);
  const failure = failures?.current ?? null;
  if (failures === null || failure === null || !failures.isTouched) return null;
  const places = relevant(failure);
  if (!places.every(({ dealt }) => dealt)) return null;
  const { command, cwd, terminal } = failure;
  const isEdited = places.every(({ edited }) => edited);
  return command === "" ? null : { command, cwd, terminal, isEdited };
}

/**
 * Calls back, behind a frame, when `pendingRerun` may answer otherwise than before; gives the way to
 * stop. Nothing is called in an editor that follows no terminals.
 */
export function onRerun(editor: Editor, listener: () => void): () => void {
  return failuresOf(editor)?.onChange(listener) ?? (() => {});
}

/** The files (absolute) that the last failed command names, the likeliest first. */
export function failingFiles(editor: Editor): readonly string[] {
  const failure = failuresOf(editor)?.current ?? null;
  if (failure === null) return [];
  const own = relevant(failure).flatMap(({ finding }) => [
    ...(finding.path === null ? [] : [finding.path]),
    ...finding.also.map(({ path }) => path),
  ]);
  return [...new Set(own)];
}
