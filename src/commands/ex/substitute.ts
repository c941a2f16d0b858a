/** `:s`, `:&`, `:~` (do_sub in ex_cmds.c). Rows are 0-based here. */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { SubstituteFlags } from "../../editor/ex-state.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { afterCharacter } from "../../text/pattern/char-class.ts";
import type { Pattern, PatternMatch } from "../../text/pattern/pattern.ts";
import { visitRows } from "../../text/search/rows.ts";
import {
  lineText,
  type Point,
  posOf,
  rowEnd,
  rowOf,
  rowStart,
  type Text,
  textOf,
} from "../../text/text.ts";
import { moveToRow } from "../cursor.ts";
import { joinRows, setChangeMarks } from "../edit.ts";
import { askMatch } from "./ask.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { noteJump, placingMarks, toFirstNonBlank, toRowStart } from "./cursor.ts";
import { EditCollector } from "./edit-collector.ts";
import { evaluate } from "./expression.ts";
import {
  commandBudget,
  compileFor,
  matchContext,
  rememberedPattern,
  rememberInHistory,
  rememberPattern,
} from "./pattern.ts";
import { printLines } from "./print.ts";
import { compileReplacement, fillTilde, type Replacer } from "./replacement.ts";
import { parseSubstitute } from "./substitute-arguments.ts";

interface Job {
  readonly editor: Editor;
  readonly pattern: Pattern;
  readonly replace: Replacer;
  readonly flags: SubstituteFlags;
  readonly source: string;
  /** Both included. */
  readonly first: number;
  readonly last: number;
  /** Only these rows of them, ascending; null: all. */
  readonly rows: readonly number[] | null;
}

interface Outcome {
  substitutions: number;
  lines: number;
  /** A match was found, whether replaced or not. */
  matched: boolean;
  /** The row of the last match in the new text; -1 when there was none. */
  row: number;
  /** Where the last change within a row begins, in the new text. */
  place: Point;
  /** Rows after the last one worked on, in the new text. */
  end: number;
  interrupted: boolean;
}

/**
 * `:g/x/s/y/z/` in one change; false, and nothing is done, where the rows could mind each other.
 * `rows` are 0-based and ascending.
 */
export function* substituteMarked(
  call: ExCall,
  rows: readonly number[],
  command: string,
): Fiber<boolean> {
  const { editor } = call;
  const args = /^\s*s([^\w\s\\"|#&~<>].*)$/s.exec(command)?.[1];
  if (args === undefined) return false;
  const { exState, options } = editor;
  const parsed = parseSubstitute("substitute", args, exState.flags, options.get("gdefault"));
  const { pattern, replacement, rest } = parsed;
  if (pattern === null || replacement === null || !/^[geiI]*$/.test(rest)) return false;
  // `~` grows with each row; an expression may ask where the cursor is; `\n` joins rows.
  if (/~|^\\=/.test(replacement) || /\\%|\\n|\\_/.test(pattern)) return false;
  const source = pattern === "" ? rememberedPattern(editor, parsed.which) : pattern;
  if (compileFor(editor, source, parsed.flags.ignorecase).multiline) return false;
  const [first, last] = [rows[0]!, rows[rows.length - 1]!];
  const range = { ...call, args, line1: first + 1, line2: last + 1 };
  const { doc } = editor;
  const before = doc.text.lines;
  yield* substitute(range, "substitute", rows);
  // The cursor is in the last row that was looked at, changed or not.
  toRowStart(editor, last + doc.text.lines - before);
  return true;
}

function* substitute(
  call: ExCall,
  name: "substitute" | "&" | "~",
  rows: readonly number[] | null = null,
): Fiber {
  const { editor } = call;
  const { search, exState, doc } = editor;
  const parsed = parseSubstitute(name, call.args, exState.flags, editor.options.get("gdefault"));
  call.next = parsed.next;
  let { replacement } = parsed;
  const toEnd = parsed.pattern === null && editor.win.cursor.want === Infinity;
  if (replacement === null) {
    if (!search.substitute) throw new UserError("E35: No previous regular expression");
    replacement = search.substitute.replacement;
  } else {
    search.substitute = { pattern: parsed.pattern ?? "", replacement, flags: parsed.rest };
  }
  let { line1, line2 } = call;
  if (parsed.pattern !== null && isJoining(parsed.pattern, replacement, parsed.rest)) {
    substituteBreaks(call);
    rememberPattern(editor, parsed.pattern, "substitute");
    rememberInHistory(editor, parsed.pattern);
    search.substitute = { pattern: parsed.pattern, replacement, flags: parsed.rest };
    return;
  }
  const { flags } = parsed;
  Object.assign(exState.flags, flags);
  if (parsed.count !== null) {
    if (parsed.count <= 0) throw new UserError("E939: Positive count required");
    line1 = line2;
    line2 = Math.min(line2 + parsed.count - 1, doc.text.lines);
  }
  if (!flags.count && !doc.options.get("modifiable")) {
    throw new UserError("E21: Cannot make changes, 'modifiable' is off");
  }
  const source = parsed.pattern ? parsed.pattern : rememberedPattern(editor, parsed.which);
  if (parsed.pattern) rememberInHistory(editor, parsed.pattern);
  const pattern = compileFor(editor, source, flags.ignorecase);
  // A pattern that stands in its place already does not become the last one used.
  const slot = parsed.which === "last" ? search.lastUsed : parsed.which;
  if (parsed.pattern || slot !== "substitute") rememberPattern(editor, source, "substitute");
  if (search.substitute)
    search.substitute = { ...search.substitute, pattern: source, flags: parsed.rest };
  const magic = editor.options.get("magic");
  let filled = replacement;
  if (!replacement.startsWith("\\=")) {
    filled = fillTilde(replacement, exState.previousReplacement, magic);
    exState.previousReplacement = filled;
  }
  const replace = compileReplacement(filled, magic, (expression, groups) =>
    String(evaluate(editor, expression, groups)),
  );
  if (!exState.globalBusy) exState.substitutions = exState.substitutedLines = 0;
  const job: Job = {
    editor,
    pattern,
    replace,
    flags,
    source,
    first: line1 - 1,
    last: line2 - 1,
    rows,
  };
  const outcome = flags.ask ? yield* substituteAsking(job) : substituteAll(job);
  finish(call, job, outcome, toEnd);
}

function finish(call: ExCall, job: Job, outcome: Outcome, toEnd: boolean): void {
  const { editor, flags } = job;
  const { exState, doc, win } = editor;
  exState.substitutions += outcome.substitutions;
  exState.substitutedLines += outcome.lines;
  if (outcome.substitutions > 0) {
    if (!flags.count) {
      const end = Math.max(0, Math.min(outcome.end, doc.text.lines - 1));
      setChangeMarks(doc, { row: call.line1 - 1, col: 0 }, { row: end, col: 0 });
    }
    if (!exState.globalBusy) {
      if (!flags.ask) {
        const row = flags.count ? rowOf(doc.text, win.cursor.pos) : outcome.row;
        if (toEnd) {
          win.cursor = { ...win.cursor, want: Infinity };
          moveToRow(editor, win, row);
        } else toFirstNonBlank(editor, row);
      }
      reportSubstitutions(editor, flags.count, call.typed, outcome.interrupted);
    } else {
      exState.globalNeedsBeginLine = true;
      if (!flags.count) toRowStart(editor, outcome.row);
      if (job.rows !== null) {
        const { place } = outcome;
        setChangeMarks(doc, { row: place.row, col: 0 }, { row: outcome.row, col: 0 });
        doc.marks.set(".", place);
      }
    }
    if (flags.print) {
      const row = rowOf(doc.text, win.cursor.pos);
      printLines(editor, row, row, `${flags.number ? "#" : ""}${flags.list ? "l" : ""}`);
    }
  } else if (outcome.interrupted) throw new Cancelled();
  else if (!exState.globalBusy && !outcome.matched && flags.error) {
    throw new UserError(`E486: Pattern not found: ${job.source}`);
  }
}

/** Vim's do_sub_msg(): tells how much was replaced. False when it is not worth telling. */
export function reportSubstitutions(
  editor: Editor,
  countOnly: boolean,
  typed: boolean,
  interrupted = false,
): boolean {
  const { substitutions: n, substitutedLines: lines, silent } = editor.exState;
  const report = editor.options.get("report");
  const worth = n > report && (typed || n > 1 || report < 1);
  if (!worth && !(countOnly && n > 0)) return false;
  if (silent > 0) return false;
  const what = countOnly
    ? n === 1
      ? "match"
      : "matches"
    : n === 1
      ? "substitution"
      : "substitutions";
  editor.showMessage(
    `${interrupted ? "(Interrupted) " : ""}${n} ${what} on ${lines} line${lines === 1 ? "" : "s"}`,
  );
  return true;
}

/** `:s/\n//` joins lines: much faster than one by one (sub_joining_lines). */
function isJoining(pattern: string, replacement: string, rest: string): boolean {
  return pattern === "\\n" && replacement === "" && /^(?:|[glp#])$/.test(rest);
}

function substituteBreaks(call: ExCall): void {
  const { editor, line1, line2 } = call;
  const { text } = editor.doc;
  toRowStart(editor, line1 - 1);
  const count = line2 - line1 + 1 + (line2 < text.lines ? 1 : 0);
  if (count <= 1) return;
  joinRows(editor, editor.win, line1 - 1, count, false);
  const state = editor.exState;
  if (!state.globalBusy) state.substitutions = state.substitutedLines = 0;
  state.substitutions += count - 1;
  state.substitutedLines++;
  if (!state.globalBusy) reportSubstitutions(editor, false, call.typed);
}

/** Patterns whose matches depend on nothing before them: they can be matched in the old text. */
const FREE = /^(?:[^\\^~[*$]|\$|\*|\\[nstwdSWDlLuUaAhHkKiIfFpPoOxX.*+?=()|]|\\_[sdwla.])*$/;

function substituteAll(job: Job): Outcome {
  const { pattern, editor } = job;
  const { text } = editor.doc;
  const collector = new EditCollector(text);
  let outcome: Outcome;
  if (!pattern.multiline) outcome = inRows(job, text, collector);
  else outcome = acrossRows(job, collector, !FREE.test(job.source.replace(/^\\[vmMV]/, "")));
  if (collector.size > 0) {
    const { doc } = editor;
    const changes = collector.changes();
    const merged = collector.isMerged;
    const run = () => {
      toRowStart(editor, Math.min(job.first, text.lines - 1));
      editor.dispatch(doc, { changes, edits: collector.edits(), origin: "ex.substitute" });
    };
    const cursor = editor.win.cursor;
    editor.undoCursor = null;
    if (merged) placingMarks(editor, doc, run, (point) => collector.place(point));
    else run();
    if (outcome.row < 0) editor.win.cursor = cursor;
  }
  return outcome;
}

/** Each row for itself: what nearly all patterns are. */
function inRows(job: Job, text: Text, collector: EditCollector): Outcome {
  const { editor, pattern, replace, flags, rows } = job;
  const budget = commandBudget(editor);
  const context = matchContext(editor);
  const outcome = emptyOutcome();
  let next = 0;
  let shift = 0;
  let jumped = false;
  // Rows are counted along: looking each up by its number costs as much as matching it.
  let start = rowStart(text, job.first);
  const visit = (row: number, line: string): boolean => {
    const lineStart = start;
    start += line.length + 1;
    if (rows !== null) {
      if (rows[next] !== row) return false;
      next++;
    }
    let match = pattern.matchLineText(text, row, line, 0, context, budget);
    if (match === null) return false;
    if (!jumped) noteJump(editor);
    jumped = true;
    outcome.matched = true;
    let previous = -1;
    let col = 0;
    let from = -1;
    let copied = 0;
    let insert = "";
    let did = false;
    const rowShift = shift;
    for (;;) {
      const { from: a, to: b } = match;
      let skip = false;
      if (b.col === col && b.col === previous) {
        if (col >= line.length) skip = true;
        else col = afterCharacter(line, col);
      } else {
        col = previous = b.col;
        did = true;
        outcome.substitutions++;
        if (!flags.count) {
          const replaced = replace(match.groups);
          if (from < 0) from = copied = a.col;
          insert += line.slice(copied, a.col) + replaced;
          copied = b.col;
          for (let i = replaced.indexOf("\n"); i >= 0; i = replaced.indexOf("\n", i + 1)) shift++;
        }
      }
      if (skip || !flags.all || col >= line.length) break;
      match = pattern.matchLineText(text, row, line, col, context, budget);
      if (match === null) break;
    }
    if (did) outcome.lines++;
    outcome.row = row + shift;
    if (from >= 0) {
      outcome.place = { row: row + rowShift, col: from };
      collector.add(lineStart + from, lineStart + copied, insert, row, shift - rowShift);
    }
    return false;
  };
  try {
    visitRows(text, job.first, Math.min(job.last, text.lines - 1), visit);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    outcome.interrupted = true;
  }
  outcome.end = job.last + shift;
  return outcome;
}

function emptyOutcome(): Outcome {
  const place = { row: 0, col: 0 };
  return { place, substitutions: 0, lines: 0, matched: false, row: -1, end: 0, interrupted: false };
}

interface Pending {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * Patterns that reach over line ends, as Vim goes about it: replaced rows are put back into the text
 * before the next match is looked for (`mutate`; without it the old text is matched throughout).
 */
function acrossRows(job: Job, collector: EditCollector, mutate: boolean): Outcome {
  const walk = new Walk(
    job,
    job.editor.doc.text,
    (edits, work, delta) => {
      let next = work;
      let shifted = delta;
      for (const edit of edits) {
        const original = mutate ? edit.from - shifted : edit.from;
        const removed = rowOf(work, edit.to) - rowOf(work, edit.from);
        const added = edit.insert.split("\n").length - 1;
        const row = rowOf(job.editor.doc.text, original);
        collector.add(original, original + edit.to - edit.from, edit.insert, row, added - removed);
      }
      if (mutate) {
        for (const edit of [...edits].reverse()) {
          next = next.replace(edit.from, edit.to, textOf(edit.insert));
          shifted += edit.insert.length - (edit.to - edit.from);
        }
      }
      return { work: next, delta: shifted };
    },
    mutate,
  );
  const steps = walk.run();
  try {
    for (let step = steps.next(); !step.done; step = steps.next());
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    walk.outcome.interrupted = true;
  }
  return walk.outcome;
}

type Apply = (
  edits: readonly Pending[],
  work: Text,
  delta: number,
) => { work: Text; delta: number };

/** What the user says to a match of `:s///c`. */
export type Answer = "yes" | "no" | "all" | "last" | "quit";

class Walk {
  readonly outcome = emptyOutcome();
  private readonly job: Job;
  private readonly apply: Apply;
  private readonly mutate: boolean;
  private work: Text;
  private delta = 0;
  private rowDelta = 0;
  private end: number;
  ask = false;
  /** Looks at the text again: a question may have let it change. */
  current: (() => Text) | null = null;

  constructor(job: Job, text: Text, apply: Apply, mutate: boolean) {
    this.job = job;
    this.work = text;
    this.apply = apply;
    this.mutate = mutate;
    this.end = job.last;
  }

  *run(): Generator<PatternMatch, void, Answer> {
    const { editor, pattern, replace, flags } = this.job;
    const { outcome } = this;
    const budget = commandBudget(editor);
    const context = matchContext(editor);
    const find = (row: number, col: number) =>
      pattern.matchLine(this.work, row, col, context, budget);
    let all = flags.all;
    let quit = false;
    for (let row = this.job.first; row <= this.end && row < this.work.lines && !quit; row++) {
      let match = find(row, 0);
      if (match === null) continue;
      if (!outcome.matched) noteJump(editor);
      outcome.matched = true;
      let at = rowStart(this.work, row);
      let previous = -1;
      let pending: Pending[] = [];
      let did = false;
      let moved = 0;
      const flush = () => {
        if (pending.length === 0) return;
        const rows = this.work.lines;
        const before = this.work.length;
        const tail = before - at;
        const inserted = pending.reduce((n, e) => n + e.insert.split("\n").length - 1, 0);
        const removed = pending.reduce(
          (n, e) => n + rowOf(this.work, e.to) - rowOf(this.work, e.from),
          0,
        );
        ({ work: this.work, delta: this.delta } = this.apply(pending, this.work, this.delta));
        pending = [];
        if (this.mutate) {
          at = this.work.length - tail;
          previous = at;
          this.end += this.work.lines - rows;
        } else this.rowDelta += inserted - removed;
        row = rowOf(this.work, at);
      };
      for (;;) {
        moved = match.from.row - row;
        row = match.from.row;
        const beyond = match.to.row >= this.work.lines;
        const from = posOf(this.work, match.from.row, match.from.col);
        const to = posOf(this.work, match.to.row, match.to.col);
        let crosses = match.to.row > match.from.row;
        let skip = false;
        let again = false;
        outcome.row = row + this.rowDelta;
        if (!crosses && to === at && at === previous) {
          if (at >= rowEnd(this.work, row)) skip = true;
          else
            at =
              rowStart(this.work, row) +
              afterCharacter(lineText(this.work, row), at - rowStart(this.work, row));
        } else {
          at = previous = to;
          let answer: Answer = "yes";
          if (!flags.count && this.ask) {
            answer = yield match;
            if (answer === "all") this.ask = false;
            if (answer === "last") this.end = row;
          }
          if (answer === "quit") {
            quit = true;
            skip = true;
          } else if (flags.count || answer === "no") {
            if (flags.count) {
              outcome.substitutions++;
              did = true;
            }
            if (crosses) {
              at = rowEnd(this.work, row);
              crosses = false;
              skip = true;
            }
          } else {
            pending.push({ from, to, insert: replace(match.groups) });
            did = true;
            outcome.substitutions++;
            if (beyond) skip = true;
            if (crosses) {
              if (match.to.row <= this.end) again = true;
              else all = false;
            }
            if (answer === "last") {
              quit = true;
              skip = true;
            }
          }
        }
        const isLast: boolean =
          skip ||
          row > this.end ||
          !(all || again) ||
          (at >= rowEnd(this.work, rowOf(this.work, at)) && !crosses && !pattern.multiline);
        if (isLast || crosses || this.ask) {
          const replaced = pending.length > 0;
          flush();
          if (replaced) outcome.row = row + this.rowDelta;
          if (isLast) {
            if (!replaced) row -= moved;
            break;
          }
          match = find(row, at - rowStart(this.work, row));
        } else {
          match = find(row, at - rowStart(this.work, row));
          if (match === null || match.from.row > row) {
            const ahead: number = match === null ? 0 : match.from.row - row;
            const span: number = match === null ? 0 : match.to.row - match.from.row;
            const replaced = pending.length > 0;
            flush();
            if (replaced) outcome.row = row + this.rowDelta;
            if (match !== null) {
              match = {
                ...match,
                from: { row: row + ahead, col: match.from.col },
                to: { row: row + ahead + span, col: match.to.col },
              };
            }
          }
        }
        if (match === null) break;
      }
      if (did) outcome.lines++;
    }
    outcome.end = this.end + this.rowDelta;
  }
}

/** `:s///c`: every accepted match is replaced at once, so that it is seen. */
function* substituteAsking(job: Job): Fiber<Outcome> {
  const { editor } = job;
  const { doc } = editor;
  // Matches within rows are looked for in the text as it was: what was put in is not searched.
  const mutate = job.pattern.multiline;
  const original = doc.text;
  let shift = 0;
  const walk = new Walk(
    job,
    original,
    (edits) => {
      const changes = edits.map((e) => ({
        from: e.from + shift,
        to: e.to + shift,
        insert: textOf(e.insert),
      }));
      editor.dispatch(doc, { changes, origin: "ex.substitute" });
      if (mutate) return { work: doc.text, delta: 0 };
      for (const e of edits) shift += e.insert.length - (e.to - e.from);
      return { work: original, delta: 0 };
    },
    mutate,
  );
  walk.ask = true;
  const steps = walk.run();
  let stopped = false;
  let asked = -1;
  try {
    let step = steps.next("yes");
    while (!step.done) {
      const match = step.value;
      const searched = mutate ? doc.text : original;
      const from = posOf(searched, match.from.row, match.from.col) + shift;
      const to = posOf(searched, match.to.row, match.to.col) + shift;
      editor.setCursor(editor.win, from);
      const answer = yield* askMatch(editor, job.source, from, to, job.replace(match.groups));
      // A typed answer ends the undo step, as typed commands do; a row is replaced in one.
      if (editor.loop?.typed && match.from.row !== asked) doc.undo.sync();
      asked = match.from.row;
      step = steps.next(answer);
      stopped = answer === "quit";
    }
  } finally {
    editor.search.preview = null;
  }
  const { outcome } = walk;
  // Where the user stopped is where the user looks.
  if (!stopped && outcome.row >= 0 && !editor.exState.globalBusy && outcome.substitutions > 0) {
    toRowStart(editor, outcome.row);
  }
  return outcome;
}

const shape = { range: "lines", folds: true, args: true } as const;

export const substituteCommands: ExCommand[] = [
  {
    ...shape,
    name: "substitute",
    min: 1,
    noComment: true,
    doc: "Replaces what a pattern matches.",
    run: (call) => substitute(call, "substitute"),
  },
  {
    ...shape,
    name: "&",
    min: 1,
    modify: true,
    doc: "Repeats the last :substitute.",
    run: (call) => substitute(call, "&"),
  },
  {
    ...shape,
    name: "~",
    min: 1,
    modify: true,
    doc: "Repeats the last :substitute with the last search pattern.",
    run: (call) => substitute(call, "~"),
  },
];
