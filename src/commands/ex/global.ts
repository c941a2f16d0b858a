/** `:g`, `:v` and `:normal`. */
import { Cancelled, UserError } from "../../base/errors.ts";
import { keysOfText } from "../../base/key.ts";
import type { Document } from "../../editor/document.ts";
import type { Edit, Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { runKeys } from "../../editor/key-loop.ts";
import { patternEnd } from "../../modal/ex/skip.ts";
import { registerText } from "../../text/register.ts";
import { visitRows } from "../../text/search/rows.ts";
import { lineText, rowOf, rowStart, Text } from "../../text/text.ts";
import { targetRegister } from "../edit.ts";
import { type ExCall, type ExCommand, reportMore } from "./call.ts";
import { noteJump, placingMarks, toFirstNonBlank, toRowStart } from "./cursor.ts";
import { EditCollector } from "./edit-collector.ts";
import {
  commandBudget,
  compileFor,
  matchContext,
  type PatternPlace,
  rememberedPattern,
  rememberInHistory,
  rememberPattern,
} from "./pattern.ts";
import { cursorLine } from "./range.ts";
import { reportSubstitutions, substituteMarked } from "./substitute.ts";

/** From so many rows on, their changes are kept and told as few. */
const MANY_ROWS = 256;

/** Rows that wait for their command, carried along while the text changes above, at and below them. */
class MarkedRows {
  private readonly rows: number[];
  private next = 0;
  /** Added to every row from `next` on. */
  private shift = 0;

  constructor(rows: number[]) {
    this.rows = rows;
  }

  get count(): number {
    return this.rows.length - this.next;
  }

  take(): number | null {
    return this.next < this.rows.length ? this.rows[this.next++]! + this.shift : null;
  }

  /** A change that replaces rows; the rows whose text is gone are forgotten. */
  carry({ change, before, after }: Edit): void {
    if (this.next >= this.rows.length) return;
    const first = this.rows[this.next]! + this.shift;
    const last = this.rows[this.rows.length - 1]! + this.shift;
    const firstStart = rowStart(before, Math.min(first, before.lines - 1));
    let reaches = false;
    change.iterChangedRanges((fromA, toA, fromB, toB) => {
      if (rowOf(before, fromA) > last || toA < firstStart) return;
      // A line put below an empty one starts where that one does.
      if (fromA === toA && fromA === firstStart && breaksAt(after, fromB, toB)) reaches = true;
      // Whole rows that go away right above leave the first one as it is.
      if (toA > firstStart || fromA !== before.lineAt(fromA).from) reaches = true;
    });
    if (!reaches) {
      let shift = 0;
      change.iterChangedRanges((fromA, toA, fromB, toB) => {
        if (rowOf(before, fromA) > last) return;
        shift +=
          rowOf(after, toB) - rowOf(after, fromB) - (rowOf(before, toA) - rowOf(before, fromA));
      });
      this.shift += shift;
      return;
    }
    const kept: number[] = [];
    for (let i = this.next; i < this.rows.length; i++) {
      const row = this.rows[i]! + this.shift;
      if (row >= before.lines) continue;
      const line = before.line(row + 1);
      let gone = false;
      change.iterChangedRanges((fromA, toA, fromB, toB) => {
        if (fromA <= line.from && toA > line.to) gone = true;
        // Whole rows that go away right above an empty one leave it.
        else if (toA === line.from && fromA === before.lineAt(fromA).from) return;
        else if (fromA < line.from && toA === line.to && toB === fromB) gone = true;
      });
      let start = change.mapPos(line.from, 1);
      change.iterChangedRanges((fromA, toA, fromB, toB) => {
        if (fromA === toA && fromA === line.from && breaksAt(after, fromB, toB)) start = fromB;
      });
      if (!gone && after.lineAt(start).from === start) kept.push(rowOf(after, start));
    }
    this.rows.splice(0, this.rows.length, ...kept);
    this.next = 0;
    this.shift = 0;
  }
}

function breaksAt(after: Text, from: number, to: number): boolean {
  return to > from && after.sliceString(from, from + 1) === "\n";
}

interface GlobalArguments {
  readonly pattern: string;
  readonly which: PatternPlace;
  readonly command: string;
}

function globalArguments(args: string): GlobalArguments {
  const first = args[0];
  if (first === undefined) throw new UserError("E148: Regular expression missing from :global");
  if (first === "\\") {
    const which = args[1] ?? "";
    if (!/^[/?&]$/.test(which)) throw new UserError("E10: \\ should be followed by /, ? or &");
    return { pattern: "", which: which === "&" ? "substitute" : "search", command: args.slice(2) };
  }
  if (/[A-Za-z]/.test(first)) {
    throw new UserError("E146: Regular expressions can't be delimited by letters");
  }
  const end = patternEnd(args, 1, first);
  let pattern = args.slice(1, end);
  if (first !== "/") pattern = pattern.replaceAll(`\\${first}`, first);
  return { pattern, which: "last", command: args.slice(end + 1) };
}

function* global(call: ExCall, invert: boolean): Fiber {
  const { editor, line1, line2 } = call;
  const state = editor.exState;
  const { doc } = editor;
  if (state.globalBusy && (line1 !== 1 || line2 !== doc.text.lines)) {
    throw new UserError("E147: Cannot do :global recursive with a range");
  }
  const { pattern, which, command } = globalArguments(call.args);
  const source = pattern === "" ? rememberedPattern(editor, which) : pattern;
  const compiled = compileFor(editor, source);
  rememberPattern(editor, source, "both");
  rememberInHistory(editor, pattern);
  const budget = commandBudget(editor);
  const context = matchContext(editor);
  if (state.globalBusy) {
    const row = cursorLine(editor) - 1;
    const found = compiled.matchLine(doc.text, row, 0, context, budget) !== null;
    if (found !== invert) yield* runOn(call, row, command);
    return;
  }
  const rows: number[] = [];
  visitRows(doc.text, line1 - 1, line2 - 1, (row, line) => {
    if ((compiled.matchLineText(doc.text, row, line, 0, context, budget) !== null) !== invert) {
      rows.push(row);
    }
    return false;
  });
  if (rows.length === 0) {
    editor.showMessage(
      invert
        ? `E538: Pattern found in every line: ${source}`
        : `E486: Pattern not found: ${source}`,
      "error",
    );
    return;
  }
  noteJump(editor);
  const lines = doc.text.lines;
  state.globalBusy = true;
  state.globalNeedsBeginLine = false;
  state.substitutions = state.substitutedLines = 0;
  try {
    const register = /^\s*(?::\s*)?d(?:e(?:l(?:e(?:te?)?)?)?)?\s*([a-z_*+]?)\s*$/.exec(
      command,
    )?.[1];
    if (register !== undefined && rows.length > 100) deleteMarked(editor, rows, register);
    else if (rows.length < MANY_ROWS || !(yield* substituteMarked(call, rows, command))) {
      yield* runOnMarked(call, doc, new MarkedRows(rows), command);
    }
  } finally {
    state.globalBusy = false;
  }
  if (state.globalNeedsBeginLine) toFirstNonBlank(editor, cursorLine(editor) - 1);
  if (editor.doc !== doc || editor.quitting !== null) return;
  if (!reportSubstitutions(editor, false, call.typed)) reportMore(editor, doc.text.lines - lines);
}

function* runOnMarked(call: ExCall, doc: Document, marked: MarkedRows, command: string): Fiber {
  const { editor } = call;
  const end = marked.count >= MANY_ROWS ? editor.beginBulk(doc) : null;
  const stop = editor.events.on("edit", (edit) => {
    if (edit.doc === doc) marked.carry(edit);
  });
  try {
    const { want } = editor.win.cursor;
    for (let row = marked.take(); row !== null; row = marked.take()) {
      editor.services.poll();
      if (editor.doc !== doc || editor.quitting !== null) break;
      // The goal column is the one from before, not the first column that a row is entered at.
      editor.win.cursor = { ...editor.win.cursor, want };
      yield* runOn(call, row, command);
    }
  } finally {
    stop();
    end?.();
  }
}

function* runOn(call: ExCall, row: number, command: string): Fiber {
  const { editor } = call;
  toRowStart(editor, row);
  try {
    yield* call.execute(command.trim() === "" ? "print" : command);
  } catch (error) {
    // One line's failure does not keep the others from their turn.
    if (!(error instanceof UserError)) throw error;
    if (error.message !== "") editor.showMessage(error.message, "error");
  }
}

/** `:g/x/d` in one change: the registers end up as if the lines had been deleted one by one. */
function deleteMarked(editor: Editor, rows: readonly number[], register: string): void {
  const { doc } = editor;
  const { text } = doc;
  const collector = new EditCollector(text);
  const gone = new Set(rows);
  for (let i = 0; i < rows.length; ) {
    let j = i;
    while (j + 1 < rows.length && rows[j + 1] === rows[j]! + 1) j++;
    const first = text.line(rows[i]! + 1);
    const last = text.line(rows[j]! + 1);
    const atEnd = rows[j]! + 1 >= text.lines;
    const from = atEnd ? Math.max(0, first.from - 1) : first.from;
    collector.add(from, atEnd ? last.to : last.to + 1, "", rows[i]!, -(j - i + 1));
    if (i % 1000 === 0) editor.services.poll();
    i = j + 1;
  }
  const target = targetRegister(editor, register);
  const kept = register === "" ? rows.slice(-9) : rows.slice(-9);
  for (const row of kept) {
    const value = registerText(Text.of([lineText(text, row)]), "V");
    if (target !== "_") editor.registers.delete(target, value, true);
  }
  const lastRow = rows[rows.length - 1]!;
  toRowStart(editor, rows[0]!);
  const changes = collector.changes();
  placingMarks(
    editor,
    doc,
    () => editor.dispatch(doc, { changes, edits: collector.edits(), origin: "ex.delete" }),
    (point) => (collector.isMerged && !gone.has(point.row) ? collector.place(point) : null),
  );
  toFirstNonBlank(editor, Math.min(lastRow - rows.length + 1, doc.text.lines - 1));
}

function normal(call: ExCall): void {
  const { editor } = call;
  const isMany = call.addressCount > 0 && call.line2 - call.line1 >= MANY_ROWS;
  const end = isMany ? editor.beginBulk(editor.doc) : null;
  try {
    normalOnRows(call);
  } finally {
    end?.();
  }
}

function normalOnRows(call: ExCall): void {
  const { editor, args, bang } = call;
  const keys = keysOfText(args);
  let line = call.line1;
  const mode = editor.mode;
  do {
    editor.services.poll();
    if (call.addressCount > 0) toRowStart(editor, line - 1);
    editor.setMode("normal");
    try {
      runKeys(editor, keys, { remap: !bang });
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      if (!(error instanceof UserError)) throw error;
      editor.showMessage(error.message, "error");
    }
    line++;
  } while (call.addressCount > 0 && line <= call.line2 && editor.quitting === null);
  if (mode !== "normal") editor.setMode(mode);
}

const shape = { range: "lines", args: "required" } as const;

export const globalCommands: ExCommand[] = [
  {
    ...shape,
    name: "global",
    min: 1,
    args: true,
    whole: true,
    bang: true,
    folds: true,
    noComment: true,
    doc: "Runs a command on the lines that match a pattern.",
    run: (call) => global(call, call.bang),
  },
  {
    ...shape,
    name: "vglobal",
    min: 1,
    args: true,
    whole: true,
    folds: true,
    noComment: true,
    doc: "Runs a command on the lines that do not match a pattern.",
    run: (call) => global(call, true),
  },
  {
    ...shape,
    name: "normal",
    min: 4,
    bang: true,
    noComment: true,
    keepCtrlV: true,
    doc: "Runs normal-mode keys (with ! without mappings) on each line.",
    run: normal,
  },
];
