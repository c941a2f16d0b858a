/** Completion in insert mode: words of the open documents, whole lines, file names. */
import type { Key } from "../../base/key.ts";
import type { Completion } from "../../editor/completion.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { slice, type Text } from "../../text/text.ts";
import { replace } from "../edit.ts";
import { boundKey } from "./bound-key.ts";
import { expandPath } from "./complete-path.ts";
import type { InsertSession } from "./insert-session.ts";

/** Characters scanned on either side of the cursor, so that a huge file does not hold the key. */
const SCAN = 400_000;
const MAX_ITEMS = 1000;

/** Keys that choose another item while the menu is shown. */
const STEPS: Readonly<Record<Key, 1 | -1>> = {
  "<C-n>": 1,
  "<Down>": 1,
  "<C-p>": -1,
  "<Up>": -1,
};

/** Handles the keys of completion; false when the key is not one of them. */
export function* completionKeys(session: InsertSession, key: Key): Fiber<boolean> {
  const { editor } = session;
  if (editor.completion) {
    const step = STEPS[key];
    if (step !== undefined) select(session, step);
    else if (key === "<C-e>") abandon(session);
    else if (key !== "<C-x>") editor.closeCompletion();
    if (step !== undefined || key === "<C-e>" || key === "<C-y>") return true;
  }
  if (key === "<C-n>" || key === "<C-p>") {
    session.resume(null);
    start(session, keywords(session), key === "<C-n>" ? 1 : -1, session.wordBefore());
    return true;
  }
  if (key !== "<C-x>") return false;
  editor.pending = "^X";
  const what = yield* session.read();
  if (session.recording) session.keys.pop();
  session.resume(null);
  const back = what === "<C-p>";
  if (what === "<C-n>" || back)
    start(session, keywords(session), back ? -1 : 1, session.wordBefore());
  else if (what === "<C-l>")
    start(session, lines(session), -1, session.line.text.slice(0, session.col).trimStart());
  else if (what === "<C-f>") {
    const typed = /[^\s"'`(){}[\]<>,;=|]*$/.exec(session.line.text.slice(0, session.col))![0];
    start(session, expandPath(editor, typed), 1, typed);
  } else if (what === "<C-e>") editor.scrollLines(1);
  else if (what === "<C-y>") editor.scrollLines(-1);
  else if (yield* boundKey(session, what, ["<C-x>"])) return true;
  else editor.loop!.queue.untake({ key: what, typed: editor.loop!.typed });
  return true;
}

function start(
  session: InsertSession,
  items: readonly string[],
  step: 1 | -1,
  typed: string,
): void {
  const { editor } = session;
  if (items.length === 0) {
    editor.showMessage("E486: Pattern not found", "error");
    return;
  }
  const completion: Completion = {
    from: session.pos - typed.length,
    typed,
    items: items.map((text) => ({ text })),
    selected: -1,
  };
  editor.completion = completion;
  session.completedText = null;
  const flags = editor.options.get("completeopt").split(",");
  if (!flags.includes("noselect")) select(session, step);
}

/** Puts the next or previous item in place; beyond either end stands what was typed. */
function select(session: InsertSession, step: 1 | -1): void {
  const { editor, doc } = session;
  const { completion } = editor;
  if (!completion) return;
  const count = completion.items.length;
  let next = completion.selected + step;
  if (completion.selected === -1) next = step > 0 ? 0 : count - 1;
  if (next < 0 || next >= count) next = -1;
  completion.selected = next;
  const text = next < 0 ? completion.typed : completion.items[next]!.text;
  replace(editor, doc, completion.from, session.pos, text, "input.complete");
  session.moveTo(completion.from + text.length);
  session.autoIndented = false;
  session.completed(text, completion.typed);
}

function abandon(session: InsertSession): void {
  const { editor, doc } = session;
  const { completion } = editor;
  if (!completion) return;
  replace(editor, doc, completion.from, session.pos, completion.typed, "input.complete");
  session.moveTo(completion.from + completion.typed.length);
  session.completed(completion.typed, completion.typed);
  editor.closeCompletion();
}

/** Keywords that start with what is typed: after the cursor, before it, then other documents. */
function keywords(session: InsertSession): string[] {
  const { editor, doc } = session;
  const typed = session.wordBefore();
  const start = session.pos - typed.length;
  const found = new Set<string>();
  const ignore = editor.options.get("ignorecase");
  const wanted = ignore ? typed.toLowerCase() : typed;
  const add = (text: Text, from: number, to: number) => {
    for (const word of words(slice(text, from, to), doc.isKeyword)) {
      if (word === typed || word.length <= 1) continue;
      if ((ignore ? word.toLowerCase() : word).startsWith(wanted) && found.size < MAX_ITEMS)
        found.add(word);
    }
  };
  add(doc.text, session.pos, Math.min(doc.text.length, session.pos + SCAN));
  add(doc.text, Math.max(0, start - SCAN), start);
  for (const other of editor.docs)
    if (other !== doc) add(other.text, 0, Math.min(other.text.length, SCAN));
  return [...found];
}

function* words(text: string, isKeyword: (codePoint: number) => boolean): Generator<string> {
  let from = -1;
  for (let i = 0; i <= text.length; ) {
    const code = i < text.length ? text.codePointAt(i)! : 32;
    if (i < text.length && isKeyword(code)) {
      if (from < 0) from = i;
    } else if (from >= 0) {
      yield text.slice(from, i);
      from = -1;
    }
    i += code > 0xffff ? 2 : 1;
  }
}

function lines(session: InsertSession): string[] {
  const { doc } = session;
  const typed = session.line.text.slice(0, session.col).trimStart();
  const found = new Set<string>();
  const text = slice(
    doc.text,
    Math.max(0, session.pos - SCAN),
    Math.min(doc.text.length, session.pos + SCAN),
  );
  for (const line of text.split("\n")) {
    const trimmed = line.trimStart();
    if (trimmed.startsWith(typed) && trimmed !== typed && found.size < MAX_ITEMS)
      found.add(trimmed);
  }
  return [...found];
}
