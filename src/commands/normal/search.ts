/** Searching: `/ ? n N * # g* g# gd gD gn gN` (search.c, do_search). */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { charClass, PUNCTUATION, WORD } from "../../text/keyword.ts";
import { escapePattern } from "../../text/pattern/delimiter.ts";
import {
  applyOffset,
  NO_OFFSET,
  parseOffset,
  parseSearch,
  type SearchOffset,
  type SearchStep,
  searchStart,
} from "../../text/search/offset.ts";
import { findPattern } from "../../text/search/search.ts";
import { type Point, pointOf, posOf } from "../../text/text.ts";
import { nextCharacter, previousCharacter } from "../cursor.ts";
import {
  commandBudget,
  compileFor,
  matchContext,
  rememberInHistory,
  rememberPattern,
} from "../ex/pattern.ts";
import { type MotionCall, type MotionCommand, type MotionResult, motion } from "./types.ts";

interface SearchRequest {
  readonly source: string;
  readonly forward: boolean;
  readonly offset: SearchOffset;
  readonly count: number;
  readonly from: number;
}

interface SearchAnswer {
  readonly pos: number;
  readonly linewise: boolean;
  readonly inclusive: boolean;
}

/** Finds a pattern with its offset; throws UserError (E486, E384, E385) when it is not there. */
function search(editor: Editor, request: SearchRequest): SearchAnswer {
  const { doc } = editor;
  const { text } = doc;
  const { forward, offset } = request;
  const pattern = compileFor(editor, request.source);
  const wrap = editor.options.get("wrapscan");
  const from = searchStart(text, pointOf(text, request.from), offset);
  const found = findPattern(text, pattern, from, {
    forward,
    wrap,
    context: matchContext(editor),
    budget: commandBudget(editor),
    searchEnd: offset.kind === "end",
    count: request.count,
  });
  if (!found) {
    // Also a search that finds nothing makes the cursor's column the goal.
    const { win } = editor;
    win.cursor = { ...win.cursor, want: null };
    if (wrap) throw new UserError(`E486: Pattern not found: ${request.source}`);
    throw new UserError(
      forward
        ? `E385: Search hit BOTTOM without match for: ${request.source}`
        : `E384: Search hit TOP without match for: ${request.source}`,
    );
  }
  editor.search.runs++;
  if (found.wrapped) {
    editor.showMessage(
      forward ? "search hit BOTTOM, continuing at TOP" : "search hit TOP, continuing at BOTTOM",
      "warning",
    );
  }
  const place = applyOffset(text, found, offset);
  return {
    pos: posOf(text, place.at.row, place.at.col),
    linewise: place.linewise,
    inclusive: place.inclusive,
  };
}

function result(answer: SearchAnswer): MotionResult {
  return {
    pos: answer.pos,
    jump: true,
    bigRegister: true,
    type: answer.linewise ? "linewise" : answer.inclusive ? "inclusive" : "exclusive",
  };
}

/** The last offset, as remembered. */
function lastOffset(editor: Editor): SearchOffset {
  return parseOffset(editor.search.offset).offset;
}

function offsetSource(offset: SearchOffset): string {
  const sign = offset.count >= 0 ? "+" : "";
  if (offset.kind === "line") return `${sign}${offset.count}`;
  const letter = offset.kind === "end" ? "e" : offset.count === 0 ? "" : "s";
  return offset.count === 0 ? letter : `${letter}${sign}${offset.count}`;
}

/** `/` and `?`: reads the pattern, then goes there. */
function typed(forward: boolean) {
  return function* (call: MotionCall): Fiber<MotionResult | null> {
    const { editor, count1 } = call;
    const line = yield* editor.readLine(forward ? "/" : "?");
    if (line === null) return null;
    return result(runSearchLine(editor, line, forward, count1, editor.win.cursor.pos));
  };
}

/** Runs what was typed after `/` or `?`, with `;` chains. */
export function runSearchLine(
  editor: Editor,
  line: string,
  forward: boolean,
  count: number,
  from: number,
): SearchAnswer {
  const command = parseSearch(line, forward ? "/" : "?", editor.options.get("magic"));
  let answer: SearchAnswer | null = null;
  let at = from;
  command.steps.forEach((step, i) => {
    answer = searchStep(
      editor,
      step,
      i === command.steps.length - 1 || i === 0 ? (i === 0 ? count : 1) : 1,
      at,
    );
    at = answer.pos;
  });
  if (!answer) throw new UserError("E35: No previous regular expression");
  return answer;
}

function searchStep(editor: Editor, step: SearchStep, count: number, from: number): SearchAnswer {
  const forward = step.direction === "/";
  let source = step.pattern;
  const state = editor.search;
  if (source === "") {
    source = lastPattern(editor);
  }
  const offset = step.offset ?? (step.pattern === "" ? lastOffset(editor) : NO_OFFSET);
  state.ignoreSmartcase = false;
  rememberPattern(editor, source, "search");
  state.forward = forward;
  state.offset = offsetSource(offset);
  state.highlight = editor.options.get("hlsearch");
  return search(editor, { source, forward, offset, count, from });
}

/** The pattern used last by a search or `:s`; throws UserError (E35) when there is none. */
function lastPattern(editor: Editor): string {
  const { lastUsed, pattern, substitutePattern } = editor.search;
  const source = lastUsed === "substitute" ? (substitutePattern ?? pattern) : pattern;
  if (source === null) throw new UserError("E35: No previous regular expression");
  return source;
}

/** `n` and `N`. */
function again(same: boolean) {
  return ({ editor, count1, pos }: MotionCall): MotionResult | null => {
    const state = editor.search;
    const source = lastPattern(editor);
    state.highlight = editor.options.get("hlsearch");
    const forward = same ? state.forward : !state.forward;
    const offset = lastOffset(editor);
    const request = { source, forward, offset, count: count1, from: pos };
    const answer = search(editor, request);
    // An offset can lead back to the same place: then the next match is wanted.
    if (answer.pos === pos && offset.kind !== "start")
      return result(search(editor, { ...request, count: count1 + 1 }));
    return result(answer);
  };
}

/** `*`, `#`, `g*`, `g#`: the word at or after the cursor. */
function wordUnder(forward: boolean, whole: boolean) {
  return (call: MotionCall): MotionResult | null => {
    const { editor, count1 } = call;
    const word = wordAt(editor);
    if (!word) throw new UserError("E348: No string under cursor");
    const escaped = escapePattern(word.text, { delimiter: forward ? "/" : "?" });
    const source = whole && word.keyword ? `\\<${escaped}\\>` : escaped;
    const state = editor.search;
    rememberPattern(editor, source, "search");
    rememberInHistory(editor, source);
    state.forward = forward;
    state.offset = "";
    state.ignoreSmartcase = true;
    state.highlight = editor.options.get("hlsearch");
    return result(
      search(editor, { source, forward, offset: NO_OFFSET, count: count1, from: word.from }),
    );
  };
}

export interface WordUnderCursor {
  readonly text: string;
  /** Offset of its start. */
  readonly from: number;
  /** Made of keyword characters. */
  readonly keyword: boolean;
}

/** The keyword under or after the cursor on its line, else the run of other characters. */
export function wordAt(editor: Editor): WordUnderCursor | null {
  const { doc, win } = editor;
  const line = doc.text.lineAt(win.cursor.pos);
  const col = win.cursor.pos - line.from;
  const classAt = (at: number) => charClass(line.text.codePointAt(at) ?? 32, doc.isKeyword);
  const run = (start: number, inside: (at: number) => boolean): [number, number] => {
    let from = start;
    let to = start;
    while (from > 0 && inside(previousCharacter(doc.text, line.from + from) - line.from)) {
      from = previousCharacter(doc.text, line.from + from) - line.from;
    }
    while (to < line.length && inside(to)) to = nextCharacter(doc.text, line.from + to) - line.from;
    return [from, to];
  };
  for (const keyword of [true, false]) {
    const wanted = (at: number) => (keyword ? classAt(at) >= WORD : classAt(at) === PUNCTUATION);
    let at = col;
    while (at < line.length && !wanted(at))
      at = nextCharacter(doc.text, line.from + at) - line.from;
    if (at >= line.length) continue;
    // Kana and ideographs next to each other are words of their own.
    const kind = classAt(at);
    const [from, to] = run(at, (other) => classAt(other) === kind);
    return { text: line.text.slice(from, to), from: line.from + from, keyword };
  }
  return null;
}

/** `gn` and `gN`: the match at the cursor or the next one, as a selection. */
function selectMatch(forward: boolean) {
  return (call: MotionCall): MotionResult | null => {
    const { editor, win, text, pos, visual, operator } = call;
    const source = lastPattern(editor);
    const pattern = compileFor(editor, source);
    const find = (from: Point, ahead: boolean, wrap: boolean) =>
      findPattern(text, pattern, from, {
        forward: ahead,
        wrap,
        searchEnd: !ahead,
        context: matchContext(editor),
        budget: commandBudget(editor),
      });
    const anchor = win.visual?.anchor ?? pos;
    const backwards = forward && visual && pos < anchor;
    let at = pos;
    if (visual) at = forward ? Math.min(text.length, pos + 1) : Math.max(0, pos - 1);
    let from: Point = pointOf(text, at);
    // Searching the other way first makes a match that holds the cursor count.
    if (!backwards) {
      const first = find(from, !forward, false);
      const edge = forward ? { row: -1, col: 0 } : { row: text.lines, col: 0 };
      from = first ? first.at : edge;
    }
    const found = find(from, forward, editor.options.get("wrapscan"));
    if (!found) throw new UserError(`E486: Pattern not found: ${source}`);
    const start = posOf(text, found.match.from.row, found.match.from.col);
    const end = posOf(text, found.match.to.row, found.match.to.col);
    const last = end > start ? previousOrStart(text, end) : start;
    let head = forward ? last : start;
    if (forward && visual) head = anchor < end && !backwards ? last : start;
    const other = visual ? anchor : forward ? start : last;
    if (operator === null && !visual) {
      win.visual = { kind: "v", anchor: other, anchorAdd: 0 };
      editor.setMode("visual");
    }
    return { pos: head, from: other, type: "inclusive" };
  };
}

function previousOrStart(text: MotionCall["text"], pos: number): number {
  const line = text.lineAt(pos);
  return pos === line.from && pos > 0 ? pos - 1 : previousCharacter(text, pos);
}

/** `gd` and `gD`: the first place of the word in the function or the file. */
function definition(global: boolean) {
  return ({ editor, text, pos }: MotionCall): MotionResult | null => {
    const word = wordAt(editor);
    if (!word) throw new UserError("E349: No identifier under cursor");
    const source = `\\V\\<${word.text.replace(/\\/g, "\\\\")}\\>`;
    const pattern = compileFor(editor, source);
    let start = 0;
    if (!global) {
      for (let row = pointOf(text, pos).row; row > 0; row--) {
        if (text.line(row + 1).text === "") {
          start = text.line(row + 1).from;
          break;
        }
      }
    }
    const found = findPattern(text, pattern, pointOf(text, start), {
      forward: true,
      wrap: false,
      acceptAtCursor: true,
      context: matchContext(editor),
      budget: commandBudget(editor),
    });
    // Only a place on an earlier line is a definition.
    if (!found || found.at.row >= pointOf(text, pos).row) return null;
    rememberPattern(editor, `\\<${word.text}\\>`, "search");
    editor.search.forward = true;
    return { pos: posOf(text, found.at.row, found.at.col), type: "exclusive", jump: true };
  };
}

export const searchMotions: MotionCommand[] = [
  motion("search.forward", "Search forward for a pattern", typed(true)),
  motion("search.backward", "Search backward for a pattern", typed(false)),
  motion("search.next", "To the next match", again(true)),
  motion("search.previous", "To the previous match", again(false)),
  motion("search.word-forward", "Search forward for the word", wordUnder(true, true)),
  motion("search.word-backward", "Search backward for the word", wordUnder(false, true)),
  motion(
    "search.part-forward",
    "Search forward for the word, also inside others",
    wordUnder(true, false),
  ),
  motion(
    "search.part-backward",
    "Search backward for the word, also inside others",
    wordUnder(false, false),
  ),
  motion("search.select-next", "Select the next match", selectMatch(true)),
  motion("search.select-previous", "Select the previous match", selectMatch(false)),
  motion(
    "search.local-definition",
    "To the first use of the word in this block",
    definition(false),
  ),
  motion("search.global-definition", "To the first use of the word in the file", definition(true)),
];
