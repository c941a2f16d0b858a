/** The fiber of insert and replace mode: reads keys until Esc. */
import { Cancelled } from "../../base/errors.ts";
import { type Key, literalOfKey, textOfKey } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { openFoldsAtCursor } from "../../editor/folding.ts";
import { registerText } from "../../text/register.ts";
import { pointOf, rowOf, slice, textOf } from "../../text/text.ts";
import { indentWidth } from "../../text/transform/indent.ts";
import { indentEdit } from "../../text/transform/insert-keys.ts";
import { nextCharacter, previousCharacter } from "../cursor.ts";
import { indentOptions } from "../options-of.ts";
import { putText } from "../put.ts";
import { takeAbbreviation } from "./abbreviation.ts";
import { boundKey } from "./bound-key.ts";
import { runCommandKey } from "./command-key.ts";
import { completionKeys } from "./completion.ts";
import { insertMotion } from "./insert-motion.ts";
import { type InsertKind, InsertSession } from "./insert-session.ts";
import { insertionOf } from "./insertion.ts";
import { takePlaceholder } from "./placeholder.ts";
import { appendRedo } from "./redo.ts";
import { Beep } from "./types.ts";

export interface InsertOptions {
  /** How often the text is put in. */
  readonly count: number;
  readonly kind?: InsertKind;
  /** `o` and `O`: each repetition goes on a new line. */
  readonly opened?: boolean;
  /** The indent of the row came from autoindent. */
  readonly autoIndented?: boolean;
  /** An insertion in another window goes on here, as after a cursor key. */
  readonly moved?: boolean;
}

/** Runs insert mode from the cursor on; the cursor ends as after Esc. */
export function* insertMode(editor: Editor, options: InsertOptions): Fiber {
  const kind = options.kind ?? "insert";
  const session = new InsertSession(editor, kind, options.autoIndented ?? false);
  editor.setMode(kind);
  editor.modal.insertNormal = null;
  editor.modal.insertions++;
  const outer = editor.modal.insertion;
  editor.modal.insertion = insertionOf(session);
  if (options.moved) session.breakInsertion();
  let interrupted = false;
  let elsewhere: Key | null = null;
  try {
    for (;;) {
      editor.pending = "";
      const key: Key = yield { mode: "i" };
      if (isElsewhere(session)) {
        // The mouse did it: what is typed goes where the cursor is.
        elsewhere = key;
        break;
      }
      if (key === "<Esc>" || key === "<C-c>") {
        interrupted = key === "<C-c>";
        break;
      }
      const done = yield* handle(session, key);
      editor.events.emit("command-done", { keys: editor.loop?.takeLog() ?? [key] });
      if (done === "normal") {
        session.ended = true;
        return;
      }
      // A command went elsewhere: to another window, or out of the command-line window.
      if (isElsewhere(session)) return;
    }
    if (elsewhere !== null) editor.loop!.queue.stuff([elsewhere], false);
    else if (!interrupted) {
      abbreviate(session, null);
      if (!session.moved) {
        editor.modal.insertion?.beforeEnd?.();
        appendRedo(editor, "<Esc>");
        repeatInsertion(session, options);
      }
    } else if (!session.moved) appendRedo(editor, "<Esc>");
  } finally {
    editor.modal.insertion = outer;
    editor.closeCompletion();
    if (!session.ended) finishInsertion(session);
  }
  // In a live terminal the key is the program's.
  if (elsewhere !== null && !editor.live?.())
    yield* insertMode(editor, { count: 1, kind, moved: true });
}

/** Whether another window, or another text in it, is the current one now. */
function isElsewhere({ editor, win, doc }: InsertSession): boolean {
  return editor.win !== win || editor.doc !== doc;
}

/** Puts in what an abbreviation before the cursor stands for, as if it were typed. */
function abbreviate(session: InsertSession, typed: string | null): void {
  const keys = takeAbbreviation(session, typed);
  if (keys) replayKeys(session, keys);
}

/** Types the recorded keys again for a count. */
function repeatInsertion(session: InsertSession, options: InsertOptions): void {
  const { keys } = session;
  session.recording = false;
  if (session.broken) return;
  for (let n = 1; n < options.count; n++) {
    if (n % 64 === 0) session.editor.services.poll();
    if (options.opened) session.newLine();
    replayKeys(session, keys);
  }
}

/** Feeds keys to the session as if they were typed, without mappings. */
function replayKeys(session: InsertSession, keys: readonly Key[]): void {
  const { editor } = session;
  let at = 0;
  const outer = editor.replaying;
  editor.replaying = true;
  try {
    while (at < keys.length) {
      const fiber = handle(session, keys[at++]!);
      let step = fiber.next();
      while (!step.done) {
        if (at >= keys.length) return;
        step = fiber.next(keys[at++]!);
      }
    }
  } finally {
    editor.replaying = outer;
  }
}

/** Leaves insert mode: autoindent without text goes, the cursor steps onto the last character. */
function finishInsertion(session: InsertSession): void {
  const { editor, win, doc } = session;
  editor.modal.lastInsert = session.typed;
  editor.modal.lastInsertKeys = [...session.keys];
  if (editor.win !== win || win.doc !== doc) {
    editor.setMode("normal");
    return;
  }
  session.dropAutoIndent(session.pos);
  const { to } = session.line;
  // After an autoindent the cursor stays on the only character that follows (stop_insert).
  const stays =
    session.autoIndented && to - session.pos === 1 && doc.text.sliceString(to - 1, to) < "\x80";
  const end = pointOf(doc.text, session.pos);
  doc.marks.set("^", end);
  doc.marks.set("]", { row: end.row, col: end.col });
  if (editor.modal.insertNormal === null) {
    const { coladd } = win.cursor;
    if (coladd > 0) editor.setCursor(win, session.pos, null, coladd - 1);
    else editor.setCursor(win, stays ? session.pos : previousCharacter(doc.text, session.pos));
  }
  editor.setMode("normal");
}

/** One key. `normal` means that insert mode was left another way. */
function* handle(session: InsertSession, key: Key): Fiber<"normal" | undefined> {
  const { editor } = session;
  session.begin(key);
  if (yield* boundKey(session, key)) return undefined;
  if (editor.modal.placeholder !== null && takePlaceholder(session, key)) return undefined;
  if (insertMotion(session, key)) return undefined;
  if (yield* completionKeys(session, key)) return undefined;
  const typed = textOfKey(key);
  if (typed !== null && key !== "<Tab>") {
    session.resume(null);
    session.note(key);
    abbreviate(session, typed);
    // What is already typed ahead goes in with it, as one change.
    const ahead = session.takesAhead ? (editor.loop?.takeText() ?? []) : [];
    for (const next of ahead) {
      session.begin(next);
      session.note(next);
    }
    const all = typed + ahead.map((next) => textOfKey(next) ?? "").join("");
    session.typed += all;
    session.typeText(all);
    // What is typed is seen.
    openFoldsAtCursor(session.win);
    typedIndent(session, typed, all);
    return undefined;
  }
  if (key === "<C-o>" || key === "<C-\\>") return yield* oneNormalCommand(session, key);
  session.resume(null);
  const paste = editor.loop?.pastedText(key);
  if (paste != null) {
    pasteText(session, paste);
    return undefined;
  }
  if (yield* runCommandKey(editor, key)) return undefined;
  session.note(key);
  return yield* editKey(session, key);
}

/** `}`, `{` and `#` may change the indent with smartindent; what closes a block, with syntax. */
function typedIndent(session: InsertSession, typed: string, all: string): void {
  const { editor, doc } = session;
  if (editor.syntaxIndent && session.kind === "insert") {
    const { line, col } = session;
    const cells = editor.syntaxIndent.typed(doc, line.number - 1, col, all);
    if (cells !== null) {
      const options = indentOptions(editor, doc);
      if (cells !== indentWidth(line.text, options)) {
        session.applyLineEdit(indentEdit(line.text, col, cells, options));
      }
    }
  }
  if (!doc.options.get("smartindent") || !/[{}#]/.test(typed)) return;
  const row = rowOf(doc.text, session.pos);
  editor.smartDedent(doc, row, session.col, typed, (edit) => session.applyLineEdit(edit));
}

function pasteText(session: InsertSession, pasted: string): void {
  const { editor, win } = session;
  const text = pasted.replace(/\r\n?/g, "\n");
  if (session.kind === "insert") {
    putText(editor, win, registerText(textOf(text), "v"), {
      after: false,
      count: 1,
      cursorAfter: true,
      origin: "input.paste",
    });
  } else session.typeText(text);
  session.autoIndented = false;
  session.typed += text;
  for (const char of text) session.note(char === "\n" ? "<CR>" : char === "<" ? "<lt>" : char);
}

function* editKey(session: InsertSession, key: Key): Fiber<undefined> {
  const { editor } = session;
  switch (key) {
    case "<CR>":
    case "<NL>":
    case "<S-CR>":
      abbreviate(session, "\n");
      session.typed += "\n";
      session.newLine();
      return;
    case "<Tab>":
      abbreviate(session, "\t");
      session.typed += "\t";
      session.tab();
      return;
    case "<BS>":
    case "<C-h>":
    case "<S-BS>":
      session.typed = session.typed.slice(0, -1);
      if (!session.backspace("character")) fail(session);
      return;
    case "<C-w>":
    case "<C-u>":
      // Neovim's default mappings start a new undo step first.
      session.doc.undo.sync();
      session.typed =
        key === "<C-u>"
          ? session.typed.slice(0, session.typed.lastIndexOf("\n") + 1)
          : session.typed.replace(/(?:[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]+)?\s*$/u, "");
      if (!session.backspace(key === "<C-w>" ? "word" : "line")) fail(session);
      return;
    case "<Del>":
      if (!session.deleteForward()) fail(session);
      return;
    case "<C-t>":
      session.shift("right");
      return;
    case "<C-d>": {
      const previous = session.previousKey;
      if ((previous === "0" || previous === "^") && session.col > 0) session.clearIndent();
      else session.shift("left");
      return;
    }
    case "<C-e>":
    case "<C-y>": {
      const char = session.neighbour(key === "<C-e>" ? 1 : -1);
      session.noteText(1, char ?? "");
      if (char === null) fail(session);
      else {
        session.typed += char;
        session.typeText(char);
      }
      return;
    }
    case "<C-r>": {
      const before = session.keys.length;
      const from = session.pos;
      // The small delete register is read again by `.`; the text of the others is kept.
      yield* session.insertRegister("typed");
      if (session.pos >= from && session.keys.at(-1) !== "-")
        session.noteText(
          session.keys.length - before + 1,
          slice(session.doc.text, from, session.pos),
        );
      return;
    }
    case "<C-v>":
    case "<C-q>": {
      const literal = yield* session.literalKey();
      if (literal !== null) {
        session.typed += literal;
        session.insertLiteral(literal);
      }
      return;
    }
    case "<C-k>": {
      const first = yield* session.read();
      if (first === "<Esc>" || first === "<C-c>") return;
      const a = textOfKey(first);
      const b = a === null ? null : textOfKey(yield* session.read());
      const char = a === null || b === null ? (literalOfKey(first) ?? "") : editor.digraph(a, b);
      session.typed += char;
      session.typeText(char);
      return;
    }
    case "<C-a>":
      replayLast(session);
      return;
    case "<C-@>":
      replayLast(session);
      editor.loop!.queue.stuff(["<Esc>"], false);
      return;
    case "<C-]>":
      abbreviate(session, "");
      return;
    case "<C-g>":
      yield* controlG(session);
      return;
    case "<Insert>":
      session.kind = session.kind === "insert" ? "replace" : "insert";
      editor.setMode(session.kind);
      return;
    default: {
      const literal = literalOfKey(key);
      if (literal !== null) session.typeText(literal);
    }
  }
}

/** In insert mode a key that can do nothing beeps; a macro goes on. */
function fail(session: InsertSession): void {
  session.editor.beep();
}

/** CTRL-A: the text of the last insertion. */
function replayLast(session: InsertSession): void {
  const { lastInsertKeys } = session.editor.modal;
  session.typed += session.editor.modal.lastInsert;
  // The keys are noted one by one as they are replayed: the key itself is not a part of `.`.
  session.noteText(1, "");
  replayKeys(session, lastInsertKeys);
}

function* controlG(session: InsertSession): Fiber {
  const key = yield* session.read();
  const { editor, win, doc } = session;
  if (yield* boundKey(session, key, ["<C-g>"])) return;
  if (key === "u") {
    doc.undo.sync();
    session.start = pointOf(doc.text, session.pos);
  } else if (key === "U") session.keepUndo = true;
  else if (/^(j|<C-j>|<NL>|<Down>|k|<C-k>|<Up>)$/.test(key)) {
    const down = /^(j|<C-j>|<NL>|<Down>)$/.test(key);
    const row = rowOf(doc.text, session.pos) + (down ? 1 : -1);
    if (row < 0 || row >= doc.text.lines) throw new Beep();
    session.breakInsertion();
    const start = session.start.col;
    editor.setCursorPoint(win, { row, col: start });
  }
}

/** CTRL-O: one command of normal mode; CTRL-\ CTRL-N and CTRL-\ CTRL-O. */
function* oneNormalCommand(session: InsertSession, key: Key): Fiber<"normal" | undefined> {
  const { editor, win } = session;
  let stay = false;
  if (key === "<C-\\>") {
    const next: Key = yield { mode: null };
    if (next === "<C-n>" || next === "<C-g>") {
      editor.loop!.queue.stuff(["<Esc>"], false);
      return undefined;
    }
    if (next !== "<C-o>") return undefined;
    stay = true;
  }
  abbreviate(session, null);
  session.breakInsertion();
  const { kind } = session;
  editor.modal.insertNormal = kind;
  const { insertions } = editor.modal;
  const row = rowOf(session.doc.text, session.pos);
  const atEnd = session.pos === session.line.to;
  editor.setMode("normal");
  if (atEnd && !stay) editor.setCursor(win, previousCharacter(session.doc.text, session.pos));
  try {
    yield* editor.oneCommand();
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    editor.recover(error);
  } finally {
    editor.modal.insertNormal = null;
  }
  if (editor.win.visual) {
    // A selection was started: insert mode goes on when it ends.
    editor.modal.insertNormal = kind;
    while (editor.win.visual) {
      try {
        yield* editor.oneCommand();
      } catch (error) {
        editor.recover(error);
      }
    }
    editor.modal.insertNormal = null;
  }
  if (editor.win !== win || editor.doc !== session.doc) return "normal";
  // The command was an insertion of its own: its Esc ended this one too.
  if (editor.modal.insertions !== insertions) return "normal";
  editor.setMode(kind);
  const { text } = session.doc;
  const line = text.lineAt(session.pos);
  const next = nextCharacter(text, session.pos);
  const wantsEnd = win.cursor.want === Number.POSITIVE_INFINITY;
  if (((atEnd && row === line.number - 1) || wantsEnd) && next === line.to) session.moveTo(next);
  session.moved = true;
  return undefined;
}
