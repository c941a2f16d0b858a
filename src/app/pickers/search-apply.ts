/** `:w` in a buffer of matches: the lines that were changed are written into their files. */
import { UserError } from "../../base/errors.ts";
import { findDocument, openDocument, writeDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { Sign } from "../../text/slots.ts";
import { rowStart, textOf } from "../../text/text.ts";
import { placeOf, SPACE, type Wanted, wantedOf } from "./search-lines.ts";

interface Refusal {
  /** The row in the buffer. */
  readonly at: number;
  readonly why: string;
}

/** `:w`: changes the files. What can't be done stays in the buffer, marked, and is said. */
export function* applySearch(editor: Editor, doc: Document): Fiber {
  const wanted = wantedOf(doc);
  const refused: Refusal[] = [];
  let changed = 0;
  let written = 0;
  const unsaved: string[] = [];
  editor.exState.silent++;
  try {
    for (const each of wanted) {
      editor.services.poll();
      try {
        const rows = yield* applyTo(editor, each, refused);
        if (rows === 0) continue;
        changed += rows;
        const target = findDocument(editor, each.file.path)!;
        if (target.modified) unsaved.push(each.file.shown);
        else written++;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        for (const { at } of each.rows.values()) refused.push({ at, why: error.message });
      }
    }
  } finally {
    editor.exState.silent--;
  }
  const sign = (at: number) => new Sign("!", "sign.warning").range(rowStart(doc.text, at));
  doc.slots.publish(
    "signs",
    SPACE,
    refused.map(({ at }) => sign(at)),
  );
  const parts = [`${counted(changed, "line")} changed in ${counted(written, "file")}`];
  if (unsaved.length > 0) {
    parts.push(`changed, not written (had changes before): ${unsaved.slice(0, 3).join(", ")}`);
  }
  if (refused.length > 0) {
    const shown = refused.slice(0, 3).map(({ at, why }) => `${placeOf(doc, at)} (${why})`);
    const more = refused.length > 3 ? ` and ${refused.length - 3} more` : "";
    throw new UserError(`${parts.join("; ")}; refused: ${shown.join(", ")}${more}`);
  }
  doc.undo.sync();
  doc.undo.saved = doc.undo.current;
  editor.showMessage(parts.join("; "));
}

/** Changes one file as one step of its undo tree; gives how many rows were changed. */
function* applyTo(editor: Editor, { file, rows }: Wanted, refused: Refusal[]): Fiber<number> {
  const doc = yield* openDocument(editor, file.path);
  if (!doc.options.get("modifiable")) throw new UserError("it can't be changed");
  if (doc.options.get("readonly")) throw new UserError("it is read-only");
  const before = doc.modified;
  const changes: { from: number; to: number; insert: ReturnType<typeof textOf> }[] = [];
  const done: number[] = [];
  for (const [row, { text, at }] of [...rows].sort(([a], [b]) => a - b)) {
    const line = row < doc.text.lines ? doc.text.line(row + 1) : null;
    const old = file.rows.get(row)!;
    const isSame = line !== null && (line.text === old || line.text === `${old}\r`);
    if (!isSame) {
      refused.push({ at, why: "the file has changed since" });
      continue;
    }
    changes.push({ from: line.from, to: line.from + old.length, insert: textOf(text) });
    done.push(row);
  }
  if (changes.length === 0) return 0;
  doc.undo.sync();
  editor.dispatch(doc, { changes, origin: "search.replace" });
  doc.undo.sync();
  for (const row of done) file.rows.set(row, rows.get(row)!.text);
  if (!before) yield* writeDocument(editor, doc);
  return changes.length;
}

/** `1 line`, `2 lines`. */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
