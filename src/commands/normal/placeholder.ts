/** A placeholder of a snippet goes when something is typed over it. */
import { type Key, textOfKey } from "../../base/key.ts";
import { replace } from "../edit.ts";
import type { InsertSession } from "./insert-session.ts";

/** Keys that only take the placeholder away. */
const DELETES: readonly Key[] = ["<BS>", "<C-h>", "<S-BS>", "<Del>", "<C-w>"];
/** Keys that put in text, besides those that are text. */
const TYPES: readonly Key[] = ["<CR>", "<NL>", "<C-r>", "<C-v>", "<C-q>", "<C-k>", "<C-x>"];

/** Handles the first key at a placeholder; true when nothing more is to be done. */
export function takePlaceholder(session: InsertSession, key: Key): boolean {
  const { editor, doc } = session;
  const span = editor.modal.placeholder!;
  editor.modal.placeholder = null;
  if (span.doc !== doc || session.pos < span.from || session.pos > span.to) return false;
  const deletes = DELETES.includes(key);
  const types = (textOfKey(key) !== null && key !== "<Tab>") || TYPES.includes(key);
  const pastes = editor.loop?.pastedText(key) != null;
  if (!deletes && !types && !pastes) return false;
  replace(editor, doc, span.from, span.to, "", "input.delete");
  session.moveTo(span.from);
  return deletes;
}
