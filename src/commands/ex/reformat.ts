/** Commands that rewrite lines: `:sort`, `:retab`, `:left`, `:center`, `:right`. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { nextCommand, patternEnd } from "../../modal/ex/skip.ts";
import { Text, textOf } from "../../text/text.ts";
import { cellAt, indentWidth, setIndent } from "../../text/transform/indent.ts";
import { retabLine } from "../../text/transform/retab.ts";
import { type SortOptions, sortLines } from "../../text/transform/sort.ts";
import { moveToRow } from "../cursor.ts";
import { indentChange, type Replacement, replaceAll } from "../edit.ts";
import { indentOptions } from "../options-of.ts";
import { type ExCall, type ExCommand, reportMore } from "./call.ts";
import { placingMarks, toFirstNonBlank } from "./cursor.ts";
import { commandBudget, compileFor, matchContext, rememberedPattern } from "./pattern.ts";

interface SortArguments extends SortOptions {
  pattern: string | null;
  next: string | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function sortArguments(call: ExCall): SortArguments {
  const { args } = call;
  const options: Mutable<SortArguments> = { reverse: call.bang, pattern: null, next: null };
  let formats = 0;
  for (let i = 0; i < args.length; i++) {
    const ch = args[i]!;
    if (ch === " " || ch === "\t") continue;
    const next = nextCommand(args, i);
    if (ch === '"') break;
    if (next !== null) {
      options.next = args.slice(next);
      break;
    }
    if (ch === "i") options.ignoreCase = true;
    else if (ch === "u") options.unique = true;
    else if (ch === "r") options.onMatch = true;
    else if (ch === "l") continue;
    else if (/[nfxob]/.test(ch)) {
      if (options.numeric !== ch) formats++;
      options.numeric = ch as "n";
    } else if (!/[A-Za-z]/.test(ch) && options.pattern === null) {
      const end = patternEnd(args, i + 1, ch);
      if (args[end] !== ch) {
        throw new UserError("E682: Invalid search pattern or delimiter");
      }
      options.pattern = args.slice(i + 1, end);
      if (options.pattern === "") options.pattern = rememberedPattern(call.editor, "last");
      i = end;
    } else throw new UserError(`E475: Invalid argument: ${args.slice(i)}`);
  }
  if (formats > 1) throw new UserError("E474: Invalid argument");
  return options;
}

function sort(call: ExCall): void {
  const { editor, line1, line2 } = call;
  const options = sortArguments(call);
  call.next = options.next;
  if (line2 <= line1) return;
  const { doc } = editor;
  const lines = [...doc.text.iterLines(line1, line2 + 1)];
  const { poll } = editor.services;
  const sorted = sortLines(lines, { ...options, poll }, matcherOf(editor, options.pattern));
  const from = doc.text.line(line1).from;
  const to = doc.text.line(line2).to;
  if (sorted.length !== lines.length || sorted.some((line, i) => line !== lines[i])) {
    const last = line1 - 1 + sorted.length;
    placingMarks(
      editor,
      doc,
      () =>
        editor.dispatch(doc, {
          changes: { from, to, insert: Text.of(sorted) },
          origin: "ex.sort",
        }),
      (point) => (point.row >= line1 - 1 && point.row < last ? point : null),
    );
  }
  toFirstNonBlank(editor, line1 - 1);
  reportMore(editor, sorted.length - lines.length);
}

function matcherOf(editor: Editor, source: string | null) {
  if (source === null) return undefined;
  const pattern = compileFor(editor, source, editor.options.get("ignorecase"));
  const context = matchContext(editor);
  const budget = commandBudget(editor);
  return (line: string) => {
    const match = pattern.matchLineText(textOf(line), 0, line, 0, context, budget);
    return match
      ? { from: match.from.col, to: match.to.row > 0 ? line.length : match.to.col }
      : null;
  };
}

function retab(call: ExCall): void {
  const { editor, line1, line2 } = call;
  const { doc, win } = editor;
  const old = indentOptions(editor, doc);
  const match = /^(\d[\d,]*)?\s*(.*)$/.exec(call.args)!;
  if (match[2] !== "") throw new UserError(`E488: Trailing characters: ${match[2]}`);
  const stops = match[1]?.split(",").map(Number) ?? [];
  const tabstop = stops[0] || old.tabstop;
  const now = {
    ...old,
    tabstop,
    vartabstop: stops.length > 1 ? stops : stops.length === 1 ? [] : old.vartabstop,
  };
  const edits: Replacement[] = [];
  let from = doc.text.line(line1).from;
  let rows = 0;
  for (const line of doc.text.iterLines(line1, line2 + 1)) {
    if (rows++ % 512 === 0) editor.services.poll();
    const changed = retabLine(line, old, now, call.bang);
    if (changed !== line) edits.push({ from, to: from + line.length, insert: changed });
    from += line.length + 1;
  }
  const row = doc.text.lineAt(win.cursor.pos).number - 1;
  const { want } = win.cursor;
  if (edits.length > 0) replaceAll(editor, doc, edits, "ex.retab");
  if (stops.length > 0) {
    doc.options.set("tabstop", tabstop);
    doc.options.set("vartabstop", stops.length > 1 ? stops.join(",") : "");
  }
  win.cursor = { ...win.cursor, want };
  moveToRow(editor, win, row);
}

function align(call: ExCall, how: "left" | "center" | "right"): void {
  const { editor, line1, line2 } = call;
  const { doc } = editor;
  const options = indentOptions(editor, doc);
  let width = Number.parseInt(call.args, 10) || 0;
  const indent = how === "left" ? Math.max(0, width) : 0;
  if (how !== "left") {
    if (width <= 0) width = doc.options.get("textwidth");
    if (width === 0 && doc.options.get("wrapmargin") > 0) {
      width = editor.win.width - doc.options.get("wrapmargin");
    }
    if (width <= 0) width = 80;
  }
  const lengthOf = (line: string) => {
    const end = line.replace(/[ \t]+$/, "").length;
    return cellAt(line, end, options);
  };
  const aligned = (line: string): string => {
    if (how === "left") return setIndent(line, indent, options);
    const length = lengthOf(line) - indentWidth(line, options);
    if (length <= 0) return line;
    if (how === "center") {
      return setIndent(line, Math.max(0, Math.trunc((width - length) / 2)), options);
    }
    let cells = width - length;
    if (line.trimEnd().trimStart().includes("\t")) {
      while (cells > 0) {
        if (lengthOf(setIndent(line, cells, options)) <= width) {
          do cells++;
          while (lengthOf(setIndent(line, cells, options)) <= width);
          cells--;
          break;
        }
        cells--;
      }
    }
    return setIndent(line, Math.max(0, cells), options);
  };
  const edits: Replacement[] = [];
  let from = doc.text.line(line1).from;
  let rows = 0;
  for (const line of doc.text.iterLines(line1, line2 + 1)) {
    if (rows++ % 512 === 0) editor.services.poll();
    const changed = aligned(line);
    if (changed !== line) edits.push(indentChange(line, changed, from));
    from += line.length + 1;
  }
  const row = doc.text.lineAt(editor.win.cursor.pos).number - 1;
  if (edits.length > 0) replaceAll(editor, doc, edits, "ex.align");
  toFirstNonBlank(editor, row);
}

const lines = { range: "lines", folds: true, bar: true, args: true, modify: true } as const;

export const reformatCommands: ExCommand[] = [
  {
    ...lines,
    name: "sort",
    min: 3,
    whole: true,
    bang: true,
    bar: false,
    noComment: true,
    doc: "Sorts lines.",
    run: sort,
  },
  {
    ...lines,
    name: "retab",
    min: 3,
    whole: true,
    bang: true,
    doc: "Rewrites white space for new tab stops.",
    run: retab,
  },
  {
    ...lines,
    name: "left",
    min: 2,
    doc: "Aligns lines to the left.",
    run: (call) => align(call, "left"),
  },
  { ...lines, name: "center", min: 2, doc: "Centres lines.", run: (call) => align(call, "center") },
  {
    ...lines,
    name: "right",
    min: 2,
    doc: "Aligns lines to the right.",
    run: (call) => align(call, "right"),
  },
];
