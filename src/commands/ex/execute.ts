/** Running Ex lines (do_cmdline and do_one_cmd in ex_docmd.c). */
import { UserError } from "../../base/errors.ts";
import { askYes } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { Modifiers } from "../../modal/ex/modifiers.ts";
import { type ParsedCommand, parseCommand } from "../../modal/ex/parse.ts";
import { registerText } from "../../text/register.ts";
import { rowOf, textOf } from "../../text/text.ts";
import { clipCursor, goalCell } from "../cursor.ts";
import { beginLine } from "../edit.ts";
import type { ExCall, ExCommand, ExecuteOptions } from "./call.ts";
import { printLines } from "./print.ts";
import { evaluateRange, type LineRange } from "./range.ts";
import { findCommand } from "./table.ts";

export type { ExecuteOptions } from "./call.ts";

const MAX_DEPTH = 200;

/**
 * Runs one Ex line, with all its commands. Throws UserError for the first refusal; what follows a
 * failing command on a typed line is not run.
 */
export function* executeEx(editor: Editor, line: string, options: ExecuteOptions = {}): Fiber {
  const state = editor.exState;
  if (state.depth >= MAX_DEPTH) throw new UserError("E169: Command too recursive");
  state.depth++;
  const typed = options.typed ?? false;
  try {
    if (typed && line.trim() !== "" && !/^[\s:]*(?:@:|@@|\*:)/.test(line)) {
      editor.registers.set(":", registerText(textOf(line), "v"), false);
    }
    let at: number | null = 0;
    let failure: unknown = null;
    while (at !== null) {
      editor.services.poll();
      const parsed: ParsedCommand<ExCommand> = parseCommand(line, at, (word) =>
        findCommand(editor, word),
      );
      const call: { next: string | null } = { next: null };
      try {
        yield* withModifiers(editor, parsed, () => runOne(editor, parsed, typed, call));
      } catch (error) {
        // A line that a command runs goes on after an error, as in Vim.
        if (typed || !(error instanceof UserError) || (parsed.next === null && call.next === null))
          throw error;
        failure = error;
      }
      if (call.next !== null) {
        line = call.next;
        at = 0;
      } else at = parsed.next;
      if (editor.quitting !== null) return;
    }
    if (failure !== null) throw failure;
  } finally {
    state.depth--;
  }
  clipCursor(editor, editor.win);
}

function* withModifiers(editor: Editor, parsed: ParsedCommand<ExCommand>, run: () => Fiber): Fiber {
  const m: Modifiers = parsed.modifiers;
  const state = editor.exState;
  const silent = state.silent;
  const confirm = state.confirm;
  if (m.silent > 0) state.silent = Math.max(silent, m.silent);
  if (m.unsilent) state.silent = 0;
  if (m.confirm) state.confirm = true;
  if (m.keepjumps || m.keepmarks) state.keepJumps += m.keepjumps ? 1 : 0;
  if (m.keeppatterns) state.keepPatterns++;
  if (m.noautocmd) state.autocommandsOff++;
  try {
    yield* run();
  } catch (error) {
    if (m.silent !== 2 || !(error instanceof UserError)) throw error;
    // `:silent!` hides the error and goes on.
  } finally {
    state.silent = silent;
    state.confirm = confirm;
    if (m.keepjumps) state.keepJumps--;
    if (m.keeppatterns) state.keepPatterns--;
    if (m.noautocmd) state.autocommandsOff--;
  }
}

/** Commands that only edit the text: to them it is all the same who has been told of it. */
const PLAIN = new Set([
  "substitute",
  "normal",
  "move",
  "copy",
  "t",
  "join",
  "delete",
  "put",
  ">",
  "<",
]);

function* runOne(
  editor: Editor,
  parsed: ParsedCommand<ExCommand>,
  typed: boolean,
  result: { next: string | null },
): Fiber {
  const { win } = editor;
  if (win.cursor.want === null) win.cursor = { ...win.cursor, want: goalCell(editor, win) };
  const command = parsed.shape;
  if (!command) {
    if (parsed.word !== "") {
      evaluateRange(editor, parsed.range);
      throw new UserError(`E492: Not an editor command: ${parsed.args}`);
    }
    goToRange(editor, parsed);
    return;
  }
  const range = yield* rangeOf(editor, parsed, command, typed);
  if (!range) return;
  if (command.modify && !editor.doc.options.get("modifiable")) {
    throw new UserError("E21: Cannot make changes, 'modifiable' is off");
  }
  if (!PLAIN.has(command.name)) editor.settleBulk();
  const call: ExCall = {
    editor,
    command,
    word: parsed.word,
    line1: range.line1,
    line2: range.line2,
    addressCount: range.count,
    bang: parsed.bang,
    register: parsed.register,
    count: parsed.count,
    flags: parsed.flags,
    args: parsed.args,
    repeat: parsed.repeat,
    modifiers: parsed.modifiers,
    typed,
    next: null,
    execute: (line) => executeEx(editor, line),
  };
  const fiber = command.run(call);
  if (fiber) yield* fiber;
  result.next = call.next;
  if (call.flags !== "" && !/^(?:print|Print|number|#|list)$/.test(command.name)) {
    const row = rowOf(editor.doc.text, editor.win.cursor.pos);
    printLines(editor, row, row, call.flags);
  }
}

function goToRange(editor: Editor, parsed: ParsedCommand<ExCommand>): void {
  const { win, doc } = editor;
  const range = evaluateRange(editor, parsed.range);
  if (parsed.print) {
    printLines(editor, Math.max(0, range.line1 - 1), Math.min(range.line2, doc.text.lines) - 1, "");
  }
  if (range.count === 0 && !parsed.print) return;
  if (range.line2 < 0) throw new UserError("E16: Invalid range");
  beginLine(editor, win, Math.max(1, Math.min(range.line2, doc.text.lines)) - 1);
}

function* rangeOf(
  editor: Editor,
  parsed: ParsedCommand<ExCommand>,
  command: ExCommand,
  typed: boolean,
): Fiber<LineRange | null> {
  const { doc, win } = editor;
  if (command.range === "count" && parsed.range.length > 0) {
    return withCount(countRange(editor, parsed), parsed.count, command, Number.MAX_SAFE_INTEGER);
  }
  let range = evaluateRange(editor, parsed.range);
  if (range.count === 0 && command.whole) {
    range = { line1: 1, line2: doc.text.lines, count: 0 };
  }
  if (parsed.range.length > 0 && range.count > 0) {
    if (!command.range) throw new UserError("E481: No range allowed");
    if (range.line1 > range.line2) {
      if (!typed) throw new UserError("E493: Backwards range given");
      // Under :silent they are swapped without asking.
      if (
        editor.exState.silent === 0 &&
        !(yield* askYes("Backwards range given, OK to swap (y/n)?"))
      )
        return null;
      range = { ...range, line1: range.line2, line2: range.line1 };
    }
    if (range.line1 < 0 || range.line2 > doc.text.lines) throw new UserError("E16: Invalid range");
  }
  if (!command.zero) {
    range.line1 = Math.max(1, range.line1);
    range.line2 = Math.max(1, range.line2);
  }
  const foldsCount = command.range === "lines" && (command.folds || range.count >= 2);
  if (foldsCount && !editor.exState.globalBusy && win.options.get("foldenable")) {
    const first = range.line1 > 0 ? win.folds.closedAt(range.line1 - 1) : null;
    const last = range.line2 > 0 ? win.folds.closedAt(range.line2 - 1) : null;
    if (first) range.line1 = first.start + 1;
    if (last) range.line2 = last.end + 1;
  }
  return withCount(range, parsed.count, command, doc.text.lines);
}

/** A range that counts windows, tabs or buffers: offsets start from 0. */
function countRange(editor: Editor, parsed: ParsedCommand<ExCommand>): LineRange {
  let line1 = 0;
  let line2 = 0;
  for (const { address } of parsed.range) {
    line1 = line2;
    let value = 0;
    for (const { base, offsets } of address) {
      if (base.kind === "line") value = base.line;
      else if (base.kind === "last") value = Number.MAX_SAFE_INTEGER;
      else if (base.kind === "all") {
        line1 = 1;
        value = editor.doc.text.lines;
      }
      value += offsets.reduce((sum, n) => sum + n, 0);
    }
    line2 = value;
  }
  if (parsed.range.length === 1 && parsed.range[0]!.address[0]!.base.kind !== "all") line1 = line2;
  return { line1, line2, count: parsed.range.length };
}

function withCount(
  range: LineRange,
  count: number | null,
  command: ExCommand,
  lines: number,
): LineRange {
  if (count === null) return range;
  if (count <= 0 && !command.zero) throw new UserError("E939: Positive count required");
  if (command.range === "count") return { line1: count, line2: count, count: range.count + 1 };
  const line1 = range.line2;
  return { line1, line2: Math.min(line1 + count - 1, lines), count: range.count + 1 };
}
