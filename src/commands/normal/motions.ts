/** The motions of normal mode as commands (normal.c). */

import { textOfKey } from "../../base/key.ts";
import { rawKey } from "../../editor/fiber.ts";
import { lineCells } from "../../text/display/columns.ts";
import {
  matchingBracket,
  methodEdge,
  unmatchedBracket,
  unmatchedDirective,
} from "../../text/motion/brackets.ts";
import { commentEdge } from "../../text/motion/comment.ts";
import { findCharacter, repeatFind } from "../../text/motion/find.ts";
import { byteOffset, lastNonBlank, middleCell, percentRow } from "../../text/motion/lines.ts";
import { paragraphBackward, paragraphForward } from "../../text/motion/paragraph.ts";
import { sectionMotion } from "../../text/motion/section.ts";
import { sentenceBackward, sentenceForward, settle } from "../../text/motion/sentence.ts";
import { wordCommand } from "../../text/motion/word-command.ts";
import { wordBackward, wordEndBackward } from "../../text/motion/words.ts";
import { type Point, pointOf, posOf, rowOf } from "../../text/text.ts";
import {
  cellSpan,
  firstNonBlankPos,
  lastCharacter,
  nextCharacter,
  pastEndAllowed,
  posAtCell,
  previousCharacter,
  virtualEdit,
} from "../cursor.ts";
import { findMark, markPos } from "../marks.ts";
import { motionOptions } from "../options-of.ts";
import { Beep, type MotionCall, type MotionCommand, type MotionResult, motion } from "./types.ts";

const exclusive = (pos: number, extra: Partial<MotionResult> = {}): MotionResult => ({
  pos,
  type: "exclusive",
  ...extra,
});
const inclusive = (pos: number, extra: Partial<MotionResult> = {}): MotionResult => ({
  pos,
  type: "inclusive",
  ...extra,
});
const linewise = (pos: number, extra: Partial<MotionResult> = {}): MotionResult => ({
  pos,
  type: "linewise",
  ...extra,
});

/** To a row at the goal column, or to its first non-blank with `startofline`. */
function atRow(call: MotionCall, row: number, extra: Partial<MotionResult> = {}): MotionResult {
  const { editor, win, text } = call;
  const { want } = win.cursor;
  if (editor.options.get("startofline") || want === null) {
    return linewise(firstNonBlankPos(text, row), extra);
  }
  const past = win.visual !== null && pastEndAllowed(editor, win);
  const { pos, coladd } = posAtCell(win, row, want, past);
  const virtual = virtualEdit(editor) && want !== Number.POSITIVE_INFINITY;
  return linewise(pos, { want, ...(virtual ? { coladd } : {}), ...extra });
}

/** `h` and its like; `wraps` is the flag of `whichwrap`. */
function left(wraps: string) {
  return (call: MotionCall): MotionResult | null => {
    const { editor, win, text, pos, count1, operator, visual } = call;
    const mayWrap = editor.options.get("whichwrap").split(",").includes(wraps);
    let at = pos;
    let coladd = win.cursor.coladd;
    let keepEnd = false;
    for (let n = count1; n > 0; n--) {
      if (coladd > 0) {
        coladd--;
        continue;
      }
      const line = text.lineAt(at);
      if (at > line.from) {
        const before = previousCharacter(text, at);
        if (virtualEdit(editor) && text.sliceString(before, before + 1) === "\t") {
          const span = cellSpan(win, before);
          coladd = Math.max(0, span.end - span.start);
        }
        at = before;
        continue;
      }
      if (!mayWrap || line.number === 1) {
        if (n === count1 && operator === null) return null;
        break;
      }
      const previous = text.line(line.number - 1);
      at = visual && pastEndAllowed(editor, win) ? previous.to : lastCharacter(text, previous.to);
      keepEnd = false;
      if ((operator === "delete" || operator === "change") && previous.length > 0) {
        at = previous.to;
        keepEnd = true;
      }
    }
    return exclusive(at, { coladd, ...(keepEnd ? { keepEnd } : {}) });
  };
}

/** `l` and its like. */
function right(wraps: string) {
  return ({
    editor,
    win,
    text,
    pos,
    count1,
    operator,
    visual,
  }: MotionCall): MotionResult | null => {
    const mayWrap = editor.options.get("whichwrap").split(",").includes(wraps);
    const past = pastEndAllowed(editor, win) && (visual || operator === null);
    let at = pos;
    let coladd = win.cursor.coladd;
    let includes = false;
    for (let n = count1; n > 0; n--) {
      const line = text.lineAt(at);
      if (virtualEdit(editor)) {
        const span = at < line.to ? cellSpan(win, at) : { start: 0, end: 0 };
        const wide =
          at < line.to && text.sliceString(at, at + 1) === "\t" && coladd < span.end - span.start;
        if (at >= line.to || wide) coladd++;
        else {
          at = nextCharacter(text, at);
          coladd = 0;
        }
        continue;
      }
      const next = nextCharacter(text, at);
      const stuck = past ? at >= line.to : next >= line.to;
      if (!stuck) {
        at = next;
        continue;
      }
      if (mayWrap && line.number < text.lines) {
        if (operator !== null && !includes && line.length > 0) includes = true;
        else {
          at = text.line(line.number + 1).from;
          includes = false;
        }
        continue;
      }
      if (operator === null) {
        if (n === count1) return null;
      } else if (line.length > 0) includes = true;
      break;
    }
    return includes ? inclusive(at) : exclusive(at, { coladd });
  };
}

/** `j` and `k`. */
function vertical(direction: 1 | -1) {
  return (call: MotionCall): MotionResult | null => {
    const { editor, win, text, pos, count1 } = call;
    let row = rowOf(text, pos);
    for (let n = count1; n > 0; n--) {
      const fold = win.folds.closedAt(row);
      const edge = fold ? (direction > 0 ? fold.end : fold.start) : row;
      const next = edge + direction;
      if (next < 0 || next >= text.lines) {
        // Up from inside a closed fold at the top, its first row is reached (cursor_up).
        if (next < 0 && row > 0) row = 0;
        else if (n === count1) return null;
        break;
      }
      row = next;
      if (win.folds.folds.length === 0) {
        row = Math.max(0, Math.min(text.lines - 1, row + direction * (n - 1)));
        break;
      }
    }
    const want = win.cursor.want ?? 0;
    const selecting = win.visual !== null || editor.modal.insertNormal !== null;
    const past = selecting && pastEndAllowed(editor, win);
    const place = posAtCell(win, row, want, past);
    return linewise(place.pos, {
      want,
      coladd: virtualEdit(editor) && want !== Infinity ? place.coladd : 0,
    });
  };
}

function firstOfRow(delta: (call: MotionCall) => number) {
  return (call: MotionCall): MotionResult | null => {
    const row = rowOf(call.text, call.pos);
    const step = delta(call);
    if ((step < 0 && row === 0) || (step > 0 && row === call.text.lines - 1)) return null;
    const target = Math.max(0, Math.min(call.text.lines - 1, row + step));
    return linewise(firstNonBlankPos(call.text, target));
  };
}

function word(big: boolean, end: boolean) {
  return (call: MotionCall): MotionResult | null => {
    const { text, pos, count1, operator, visual, doc, editor } = call;
    const kind = operator === null ? "none" : operator === "change" ? "change" : "other";
    const reached = wordCommand(text, pos, count1, {
      isKeyword: doc.isKeyword,
      big,
      end,
      operator: kind,
      visual,
      cpoptions: editor.options.get("cpoptions"),
    });
    return {
      pos: reached.pos,
      type: reached.inclusive ? "inclusive" : "exclusive",
      failed: reached.failed && kind === "none",
    };
  };
}

function wordBack(big: boolean, end: boolean) {
  return ({ editor, win, text, pos, count1, doc, operator }: MotionCall): MotionResult | null => {
    const options = { isKeyword: doc.isKeyword, big };
    const back = end ? wordEndBackward : wordBackward;
    const reached = back(text, pos, count1, options);
    if (reached.failed && reached.pos === pos) return null;
    if (reached.failed && operator !== null) {
      // `ge` has moved the cursor when it finds no more words, though the operator is off.
      if (end) editor.setCursor(win, reached.pos);
      throw new Beep();
    }
    const result = end ? inclusive(reached.pos) : exclusive(reached.pos);
    return reached.failed ? { ...result, failed: true } : result;
  };
}

function find(forward: boolean, till: boolean) {
  return function* ({ editor, text, pos, count1 }: MotionCall) {
    let key = yield* rawKey();
    if (key === "<C-k>") {
      const a = textOfKey(yield* rawKey()) ?? "";
      const b = textOfKey(yield* rawKey()) ?? "";
      key = editor.digraph(a, b);
    } else if (key === "<C-v>") key = yield* rawKey();
    const char = textOfKey(key);
    if (char === null) throw new Beep();
    // A repeat by `.` leaves what `;` repeats alone.
    if (!editor.modal.redoing) editor.search.find = { char, forward, till };
    const found = findCharacter(text, pos, count1, { char, forward, until: till }, true);
    if (found === null) return null;
    return forward ? inclusive(found) : exclusive(found);
  };
}

function findAgain(opposite: boolean) {
  return ({ editor, text, pos, count1 }: MotionCall): MotionResult | null => {
    const last = editor.search.find;
    if (!last) return null;
    const search = { char: last.char, forward: last.forward, until: last.till };
    const found = repeatFind(text, pos, count1, search, opposite, editor.options.get("cpoptions"));
    if (!found) return null;
    return found.inclusive ? inclusive(found.pos) : exclusive(found.pos);
  };
}

function mark(exact: boolean, jump: boolean) {
  return function* (call: MotionCall) {
    const { editor, text, doc, operator } = call;
    const name = textOfKey(yield* rawKey());
    if (name === null) throw new Beep();
    const place = findMark(editor, name);
    if (place.doc !== doc) {
      if (operator !== null) throw new Beep();
      yield* editor.openPlace(place);
      const pos = markPos(editor.doc, place.point);
      editor.setCursor(
        editor.win,
        exact ? pos : firstNonBlankPos(editor.doc.text, rowOf(editor.doc.text, pos)),
      );
      return linewise(0, { elsewhere: true });
    }
    const pos = markPos(doc, place.point);
    const clipped =
      operator === null && !call.visual ? Math.min(pos, lastCharacter(text, pos)) : pos;
    if (exact) return exclusive(clipped, { jump, bigRegister: true });
    return linewise(firstNonBlankPos(text, rowOf(text, pos)), { jump });
  };
}

/** `['` `]'` and the like: the next row (or place) with a lower-case mark. */
function nearMark(forward: boolean, exact: boolean) {
  return ({ text, doc, pos, count1 }: MotionCall): MotionResult => {
    let at = pointOf(text, pos);
    if (!exact) at = { row: at.row, col: forward ? Number.POSITIVE_INFINITY : 0 };
    const after = (a: Point, b: Point) => a.row > b.row || (a.row === b.row && a.col > b.col);
    for (let n = count1; n > 0; n--) {
      let best: Point | null = null;
      for (const [name, mark] of doc.marks) {
        if (!/[a-z]/.test(name)) continue;
        if (forward ? !after(mark, at) : !after(at, mark)) continue;
        if (!best || (forward ? after(best, mark) : after(mark, best))) best = mark;
      }
      if (!best) break;
      at = best;
      if (!exact) at = { row: at.row, col: forward ? Number.POSITIVE_INFINITY : 0 };
    }
    if (exact) return exclusive(posOf(text, at.row, at.col), { jump: true, bigRegister: true });
    return linewise(firstNonBlankPos(text, at.row), { jump: true });
  };
}

function section(forward: boolean, end: boolean) {
  return (call: MotionCall): MotionResult | null => {
    const { text, pos, count1, operator, editor, doc } = call;
    const found = sectionMotion(
      text,
      pos,
      count1,
      { forward, end, operator: operator !== null },
      motionOptions(editor, doc),
    );
    if (!found) return null;
    return { pos: found.pos, type: found.inclusive ? "inclusive" : "exclusive", jump: true };
  };
}

function bracket(char: "(" | "{" | ")" | "}") {
  return ({ text, pos, count1, editor, doc }: MotionCall): MotionResult | null => {
    const found = unmatchedBracket(text, pos, count1, char, motionOptions(editor, doc));
    return found === null ? null : exclusive(found, { jump: true });
  };
}

function method(key: "[m" | "]m" | "[M" | "]M") {
  return ({ text, pos, count1, editor, doc }: MotionCall): MotionResult | null => {
    const found = methodEdge(text, pos, count1, key, motionOptions(editor, doc));
    return found === null ? null : exclusive(found.pos, { jump: true, failed: found.failed });
  };
}

function percent(call: MotionCall): MotionResult | null {
  const { text, pos, count, editor, doc } = call;
  if (count > 0) {
    const row = percentRow(text, count);
    return row === null ? null : atRow(call, row, { jump: true });
  }
  const found =
    matchingBracket(text, pos, motionOptions(editor, doc)) ?? editor.matchWord(text, pos, doc);
  if (!found) return null;
  return found.linewise
    ? linewise(found.pos, { jump: true, bigRegister: true })
    : inclusive(found.pos, { jump: true, bigRegister: true });
}

function lineEnd({ editor, win, text, pos, count1, visual }: MotionCall): MotionResult | null {
  let row = rowOf(text, pos) + count1 - 1;
  if (row >= text.lines) {
    // The goal column is the line's end from now on, though nothing moves.
    if (rowOf(text, pos) === text.lines - 1)
      return inclusive(pos, { want: Number.POSITIVE_INFINITY, failed: true });
    row = text.lines - 1;
  }
  const line = text.line(row + 1);
  const past = visual && pastEndAllowed(editor, win);
  return inclusive(past ? line.to : lastCharacter(text, line.to), {
    want: Number.POSITIVE_INFINITY,
  });
}

function sentence(forward: boolean) {
  return ({ text, pos, count1, editor, doc, visual }: MotionCall): MotionResult | null => {
    const move = forward ? sentenceForward : sentenceBackward;
    const found = move(text, pos, count1, motionOptions(editor, doc));
    if (found === null) return null;
    const target = visual
      ? { pos: found, inclusive: false }
      : settle(text, { pos: found, inclusive: false });
    return {
      pos: target.pos,
      type: target.inclusive ? "inclusive" : "exclusive",
      jump: true,
      bigRegister: true,
    };
  };
}

function paragraph(forward: boolean) {
  return ({ text, pos, count1, editor, doc }: MotionCall): MotionResult | null => {
    const move = forward ? paragraphForward : paragraphBackward;
    const found = move(text, pos, count1, motionOptions(editor, doc));
    if (!found) return null;
    return {
      pos: found.pos,
      type: found.inclusive ? "inclusive" : "exclusive",
      jump: true,
      bigRegister: true,
    };
  };
}

/** `:` after an operator: from here to where the command leaves the cursor. */
function* byCommandLine({ editor, win }: MotionCall) {
  yield* editor.commandLine("");
  return exclusive(win.cursor.pos);
}

function toRow(fallback: (call: MotionCall) => number) {
  return (call: MotionCall): MotionResult => {
    const row = call.count > 0 ? Math.min(call.count, call.text.lines) - 1 : fallback(call);
    return atRow(call, row, { jump: true });
  };
}

function lastNonBlankOfRow({ text, pos, count1 }: MotionCall): MotionResult | null {
  const last = text.lines - 1;
  const row = rowOf(text, pos);
  if (count1 > 1 && row === last) return null;
  return inclusive(lastNonBlank(text, Math.min(last, row + count1 - 1)));
}

function middle(screen: boolean) {
  return ({ editor, win, text, pos, count }: MotionCall): MotionResult => {
    const row = rowOf(text, pos);
    const cells = screen
      ? win.width
      : lineCells(text.line(row + 1).text, win.doc.options.get("tabstop"));
    const cell = screen ? Math.floor(cells / 2) : middleCell(cells, count || 50);
    return exclusive(posAtCell(win, row, cell, pastEndAllowed(editor, win)).pos);
  };
}

function column({ editor, win, text, pos, count1 }: MotionCall): MotionResult {
  const place = posAtCell(
    win,
    rowOf(text, pos),
    count1 - 1,
    pastEndAllowed(editor, win) && win.visual !== null,
  );
  return exclusive(place.pos, { want: count1 - 1, coladd: virtualEdit(editor) ? place.coladd : 0 });
}

const rowStartPos = ({ text, pos }: MotionCall) => exclusive(text.lineAt(pos).from);
const firstNonBlankOfRow = ({ text, pos }: MotionCall) =>
  exclusive(firstNonBlankPos(text, rowOf(text, pos)));

/** `<C-Home>` and `<C-End>`. */
const fileEdge =
  (end: boolean) =>
  (call: MotionCall): MotionResult => {
    const { text, count } = call;
    const row = count > 0 ? Math.min(count, text.lines) - 1 : end ? text.lines - 1 : 0;
    if (!end) return { ...atRow(call, row, { jump: true }) };
    const line = text.line(row + 1);
    return inclusive(lastCharacter(text, line.to), { jump: true, want: Number.POSITIVE_INFINITY });
  };

export const motions: MotionCommand[] = [
  motion("motion.left", "One character to the left", left("h")),
  motion("motion.left-wrapping", "One character back, over line ends", left("b")),
  motion("motion.arrow-left", "One character to the left", left("<")),
  motion("motion.right", "One character to the right", right("l")),
  motion("motion.right-wrapping", "One character on, over line ends", right("s")),
  motion("motion.arrow-right", "One character to the right", right(">")),
  motion("motion.down", "One line down", vertical(1)),
  motion("motion.up", "One line up", vertical(-1)),
  motion(
    "motion.next-line",
    "To the first non-blank of the next line",
    firstOfRow((c) => c.count1),
  ),
  motion(
    "motion.previous-line",
    "To the first non-blank of the previous line",
    firstOfRow((c) => -c.count1),
  ),
  motion(
    "motion.this-line",
    "To the first non-blank, count lines down less one",
    firstOfRow((c) => c.count1 - 1),
  ),
  motion("motion.line-start", "To the start of the line", rowStartPos),
  motion("motion.first-non-blank", "To the first non-blank of the line", firstNonBlankOfRow),
  motion("motion.line-end", "To the end of the line", lineEnd),
  motion("motion.last-non-blank", "To the last non-blank of the line", lastNonBlankOfRow),
  motion("motion.column", "To the screen column given by the count", column),
  motion("motion.text-middle", "To the middle of the line's text", middle(false)),
  motion("motion.word-forward", "To the next word", word(false, false)),
  motion("motion.big-word-forward", "To the next WORD", word(true, false)),
  motion("motion.word-end", "To the end of the word", word(false, true)),
  motion("motion.big-word-end", "To the end of the WORD", word(true, true)),
  motion("motion.word-backward", "To the start of the word", wordBack(false, false)),
  motion("motion.big-word-backward", "To the start of the WORD", wordBack(true, false)),
  motion("motion.word-end-backward", "To the end of the previous word", wordBack(false, true)),
  motion("motion.big-word-end-backward", "To the end of the previous WORD", wordBack(true, true)),
  motion("motion.find", "To a character on the line", find(true, false)),
  motion("motion.find-back", "To a character to the left", find(false, false)),
  motion("motion.till", "Before a character on the line", find(true, true)),
  motion("motion.till-back", "After a character to the left", find(false, true)),
  motion("motion.find-again", "Repeat f, t, F or T", findAgain(false)),
  motion("motion.find-opposite", "Repeat f, t, F or T the other way", findAgain(true)),
  motion(
    "motion.last-row",
    "To a line, by default the last",
    toRow((c) => c.text.lines - 1),
  ),
  motion(
    "motion.first-row",
    "To a line, by default the first",
    toRow(() => 0),
  ),
  motion("motion.file-start", "To the start of the file", fileEdge(false)),
  motion("motion.file-end", "To the end of the file", fileEdge(true)),
  motion("motion.byte", "To the byte given by the count", ({ text, count1 }) =>
    exclusive(byteOffset(text, count1), { jump: true }),
  ),
  motion("motion.match", "To the matching bracket, or to a percentage of the file", percent),
  motion("motion.sentence-forward", "A sentence forward", sentence(true)),
  motion("motion.sentence-backward", "A sentence backward", sentence(false)),
  motion("motion.paragraph-forward", "A paragraph forward", paragraph(true)),
  motion("motion.paragraph-backward", "A paragraph backward", paragraph(false)),
  motion("motion.section-forward", "A section forward", section(true, false)),
  motion("motion.section-backward", "A section backward", section(false, false)),
  motion("motion.section-end-forward", "To the next end of a section", section(true, true)),
  motion("motion.section-end-backward", "To the previous end of a section", section(false, true)),
  motion("motion.open-parenthesis", "To the ( around the cursor", bracket("(")),
  motion("motion.close-parenthesis", "To the ) around the cursor", bracket(")")),
  motion("motion.open-brace", "To the { around the cursor", bracket("{")),
  motion("motion.close-brace", "To the } around the cursor", bracket("}")),
  motion("motion.method-start-backward", "To the start of the method", method("[m")),
  motion("motion.method-start-forward", "To the start of the next method", method("]m")),
  motion("motion.method-end-backward", "To the end of the previous method", method("[M")),
  motion("motion.method-end-forward", "To the end of the method", method("]M")),
  motion("motion.comment-start", "To the start of the comment", ({ text, pos, count1 }) => {
    const found = commentEdge(text, pos, count1, "start");
    return found === null ? null : exclusive(found, { jump: true });
  }),
  motion("motion.comment-end", "To the end of the comment", ({ text, pos, count1 }) => {
    const found = commentEdge(text, pos, count1, "end");
    return found === null ? null : exclusive(found, { jump: true });
  }),
  motion("motion.directive-backward", "To the previous unmatched #if", ({ text, pos, count1 }) => {
    const found = unmatchedDirective(text, pos, count1, -1);
    return found === null ? null : linewise(found, { jump: true });
  }),
  motion(
    "motion.directive-forward",
    "To the next unmatched #else or #endif",
    ({ text, pos, count1 }) => {
      const found = unmatchedDirective(text, pos, count1, 1);
      return found === null ? null : linewise(found, { jump: true });
    },
  ),
  motion("motion.next-mark", "To the next lower-case mark", nearMark(true, true)),
  motion("motion.previous-mark", "To the previous lower-case mark", nearMark(false, true)),
  motion("motion.next-mark-line", "To the next line with a lower-case mark", nearMark(true, false)),
  motion(
    "motion.previous-mark-line",
    "To the previous line with a lower-case mark",
    nearMark(false, false),
  ),
  motion("motion.command-line", "To where a command line leads, or what it selects", byCommandLine),
  motion("motion.mark", "To a mark", mark(true, true)),
  motion("motion.mark-line", "To the line of a mark", mark(false, true)),
  motion("motion.mark-quiet", "To a mark, not changing the jump list", mark(true, false)),
  motion(
    "motion.mark-line-quiet",
    "To the line of a mark, not changing the jump list",
    mark(false, false),
  ),
];
