/** Cursor keys in insert mode: they end the repeatable part of the insertion. */
import type { Key } from "../../base/key.ts";
import { wordBackward, wordForward } from "../../text/motion/words.ts";
import { rowOf } from "../../text/text.ts";
import { cursorCell, moveToRow, nextCharacter, previousCharacter } from "../cursor.ts";
import type { InsertSession } from "./insert-session.ts";

type Move = (session: InsertSession) => boolean;

const left: Move = (s) => {
  const { from, number } = s.line;
  if (s.win.cursor.coladd > 0) {
    s.editor.setCursor(s.win, s.pos, null, s.win.cursor.coladd - 1);
    return true;
  }
  if (s.pos > from) s.moveTo(previousCharacter(s.doc.text, s.pos));
  else if (wraps(s, "[") && number > 1) s.moveTo(from - 1);
  else return false;
  return true;
};

const right: Move = (s) => {
  const { to, number } = s.line;
  if (s.pos >= to && s.allowsVirtual) {
    s.editor.setCursor(s.win, s.pos, null, s.win.cursor.coladd + 1);
    return true;
  }
  if (s.pos < to) s.moveTo(nextCharacter(s.doc.text, s.pos));
  else if (wraps(s, "]") && number < s.doc.text.lines) s.moveTo(to + 1);
  else return false;
  return true;
};

function wraps(s: InsertSession, flag: string): boolean {
  return s.editor.options.get("whichwrap").split(",").includes(flag);
}

const rows =
  (delta: (s: InsertSession) => number): Move =>
  (s) => {
    const last = s.doc.text.lines - 1;
    const row = rowOf(s.doc.text, s.pos);
    const target = Math.max(0, Math.min(last, row + delta(s)));
    if (target === row) return false;
    if (s.win.cursor.want === null) {
      s.win.cursor = { ...s.win.cursor, want: cursorCell(s.editor, s.win) };
    }
    moveToRow(s.editor, s.win, target);
    return true;
  };

const to =
  (place: (s: InsertSession) => number, want: number | null = null): Move =>
  (s) => {
    s.moveTo(place(s), want);
    return true;
  };

const wordLeft: Move = (s) => {
  const reached = wordBackward(s.doc.text, s.pos, 1, { isKeyword: s.doc.isKeyword, big: false });
  s.moveTo(reached.pos);
  return true;
};

const wordRight: Move = (s) => {
  const reached = wordForward(s.doc.text, s.pos, 1, {
    isKeyword: s.doc.isKeyword,
    big: false,
    stopAtLineEnd: false,
  });
  s.moveTo(reached.pos);
  return true;
};

const MOVES: Readonly<Record<Key, Move>> = {
  "<Left>": left,
  "<Right>": right,
  "<Up>": rows(() => -1),
  "<Down>": rows(() => 1),
  "<Home>": to((s) => s.line.from),
  "<End>": to((s) => s.line.to, Number.POSITIVE_INFINITY),
  "<C-Home>": to(() => 0),
  "<C-End>": to((s) => s.doc.text.length),
  "<S-Left>": wordLeft,
  "<C-Left>": wordLeft,
  "<S-Right>": wordRight,
  "<C-Right>": wordRight,
  "<PageUp>": rows((s) => -Math.max(1, s.win.height - 2)),
  "<PageDown>": rows((s) => Math.max(1, s.win.height - 2)),
  "<S-Up>": rows((s) => -Math.max(1, s.win.height - 2)),
  "<S-Down>": rows((s) => Math.max(1, s.win.height - 2)),
};

/** Handles a cursor key; false for every other key. */
export function insertMotion(session: InsertSession, key: Key): boolean {
  const move = MOVES[key];
  if (!move) return false;
  if (session.editor.completion) {
    if (key === "<Up>" || key === "<Down>") return false;
    session.editor.closeCompletion();
  }
  const keep = session.keepUndo && (key === "<Left>" || key === "<Right>");
  session.keepUndo = false;
  const left = session.pos;
  const row = rowOf(session.doc.text, left);
  if (!move(session)) {
    session.editor.beep();
    return true;
  }
  if (rowOf(session.doc.text, session.pos) !== row) session.dropAutoIndent(left);
  if (!keep) session.breakInsertion();
  return true;
}
