/**
 * The matches of a project search as a buffer to edit. Each file has a line with its name, and below
 * it a line for each row that matches. `:w` writes the lines that were changed into their files; a line
 * that was deleted here stays as it is there.
 */
import { join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { printable } from "../../base/width.ts";
import { findDocument, openDocument, showDocument, writeDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { goToPlace } from "../../editor/place.ts";
import { findVirtual, virtualDocument } from "../../editor/virtual.ts";
import { Highlight, Sign } from "../../text/slots.ts";
import { rowOf, rowStart, textOf } from "../../text/text.ts";
import { type GrepMatch, grep } from "./grep.ts";
import { GREP_DIALECT } from "./sources-files.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Rows in a buffer of matches. */
const MOST_ROWS = 20_000;
/** UTF-16 units of a row: what is longer was not written by hand. */
const MOST_LENGTH = 10_000;
const FILE_MARK = "./";
const ROW = /^\s*(\d+):(?: (.*))?$/s;
const SPACE = "search";

interface SearchedFile {
  /** Absolute. */
  readonly path: string;
  /** As its line says. */
  readonly shown: string;
  /** The text of each row (0-based) as it is in the file. */
  readonly rows: Map<number, string>;
}

/**
 * The look of a line's beginning, which also knows what the line is about: a `:%s` may change the names
 * and numbers as well, and they are still meant.
 */
class LineHead extends Highlight {
  readonly file: SearchedFile;
  /** 0-based row; -1: the line names the file. */
  readonly row: number;
  constructor(group: string, file: SearchedFile, row: number) {
    super(group, 90);
    this.file = file;
    this.row = row;
  }
  override eq(other: Highlight): boolean {
    return other instanceof LineHead && other.file === this.file && other.row === this.row;
  }
}

interface SearchBuffer {
  readonly files: ReadonlyMap<string, SearchedFile>;
}

const BUFFERS = new WeakMap<Document, SearchBuffer>();

/** Searches the files below the working folder and shows the matches; CTRL-C calls it off. */
export function* openSearch(editor: Editor, env: Env, pattern: string): Fiber {
  const root = editor.cwd;
  const title = `search: ${pattern}`;
  if (findVirtual(editor, title)?.modified) {
    throw new UserError(`E37: No write since last change in "${title}"`);
  }
  const { files, rows, end } = yield* find(env, root, pattern);
  if (rows === 0) {
    if (end.code > 1) throw new UserError(lastLine(end.complaint));
    throw new UserError(`E480: No match: ${pattern}`);
  }
  const notes = [
    GREP_DIALECT,
    `${count(rows, "line")} in ${count(files.size, "file")}`,
    ...(end.enough ? ["there are more"] : []),
    ...(end.left > 0 ? [`${end.left} left out (too long, or not UTF-8)`] : []),
    ":w writes the lines you change",
  ];
  const lines = [`# ${printable(pattern)} (${notes.join("; ")})`];
  for (const { shown, rows: texts } of files.values()) {
    lines.push(shown);
    for (const [row, text] of [...texts].sort(([a], [b]) => a - b)) {
      lines.push(`${String(row + 1).padStart(6)}: ${text}`);
    }
  }
  const doc = virtualDocument(editor, {
    title,
    text: lines.join("\n"),
    filetype: "search",
    writable: true,
  });
  doc.listed = true;
  BUFFERS.set(doc, { files });
  doc.writer = () => apply(editor, doc);
  doc.undo.sync();
  doc.undo.saved = doc.undo.current;
  showDocument(editor, editor.win, doc);
  look(doc);
  editor.setCursor(editor.win, rowStart(doc.text, Math.min(2, doc.text.lines - 1)));
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function lastLine(complaint: string): string {
  const lines = complaint.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => line.startsWith("error:")) ?? lines.at(-1) ?? "ripgrep has failed";
}

const MATCHES = new WeakMap<SearchedFile, Map<number, GrepMatch["ranges"]>>();

function* find(env: Env, root: string, pattern: string) {
  const files = new Map<string, SearchedFile>();
  let rows = 0;
  let long = 0;
  const run = new AbortController();
  try {
    const end = yield* until(
      grep({
        args: ["--smart-case", "--sort=path", "--regexp", pattern, "."],
        cwd: root,
        env,
        signal: run.signal,
        onMatches(matches) {
          for (const match of matches) {
            if (rows >= MOST_ROWS) return false;
            if (match.line.length > MOST_LENGTH) long++;
            else if (take(files, match, root)) rows++;
          }
          return true;
        },
      }),
      "ripgrep",
    );
    return { files, rows, end: { ...end, left: end.left + long } };
  } finally {
    run.abort();
  }
}

function take(files: Map<string, SearchedFile>, match: GrepMatch, root: string): boolean {
  const path = join(root, match.path);
  const shown = `${FILE_MARK}${printable(match.path)}`;
  let file = files.get(shown);
  // Two names that look alike can't be told apart in the buffer.
  if (file && file.path !== path) return false;
  if (!file) {
    file = { path, shown, rows: new Map() };
    files.set(shown, file);
    MATCHES.set(file, new Map());
  }
  const text = match.row === 0 ? match.line.replace(/^\ufeff/, "") : match.line;
  file.rows.set(match.row, text);
  MATCHES.get(file)!.set(match.row, match.ranges);
  return true;
}

function look(doc: Document): void {
  const { files } = BUFFERS.get(doc)!;
  const ranges: ReturnType<Highlight["range"]>[] = [];
  let file: SearchedFile | undefined;
  for (let at = 0; at < doc.text.lines; at++) {
    const line = doc.text.line(at + 1);
    if (at === 0) ranges.push(new Highlight("comment", 90).range(line.from, line.to));
    else if (line.text.startsWith(FILE_MARK)) {
      file = files.get(line.text)!;
      ranges.push(new LineHead("heading", file, -1).range(line.from, line.to));
    } else if (file !== undefined) {
      const head = line.text.indexOf(":") + 2;
      const row = Number(line.text.slice(0, head - 2)) - 1;
      const look = new LineHead("ui.linenr", file, row);
      ranges.push(look.range(line.from, line.from + head - 1));
      for (const { from, to } of MATCHES.get(file)?.get(row) ?? []) {
        if (to <= from || head + to > line.length) continue;
        const match = new Highlight("ui.search", 100);
        ranges.push(match.range(line.from + head + from, line.from + head + to));
      }
    }
  }
  doc.slots.publish("highlights", SPACE, ranges);
}

interface SearchLine {
  /** The line names a file: the rows below are of it. */
  readonly file: SearchedFile | null;
  readonly row: number;
  readonly text: string;
}

/** What a line of the buffer says; null for one that says nothing. Throws UserError. */
function lineOf(doc: Document, at: number, { files }: SearchBuffer): SearchLine | null {
  const line = doc.text.line(at + 1);
  const { text } = line;
  if (text.trim() === "" || (at === 0 && text.startsWith("#"))) return null;
  let known: LineHead | null = null;
  doc.slots.between("highlights", line.from, line.from, (from, _to, value) => {
    if (value instanceof LineHead && from === line.from) known = value;
  });
  const head = known as LineHead | null;
  if (head?.row === -1 || (head === null && text.startsWith(FILE_MARK))) {
    const file = head?.file ?? files.get(text);
    if (!file) throw new UserError(`Line ${at + 1}: no such file in this search`);
    return { file, row: -1, text };
  }
  const parts = ROW.exec(text);
  if (!parts) {
    throw new UserError(`Line ${at + 1}: a match has to stay one line behind its number`);
  }
  return { file: head?.file ?? null, row: head?.row ?? Number(parts[1]) - 1, text: parts[2] ?? "" };
}

interface Wanted {
  readonly file: SearchedFile;
  /** By row of the file: the text to be, and the row in the buffer. */
  readonly rows: Map<number, { readonly text: string; readonly at: number }>;
}

/** What the buffer asks for. Throws UserError where a line says nothing that can be done. */
function wantedOf(doc: Document, buffer: SearchBuffer): Wanted[] {
  const wanted = new Map<SearchedFile, Wanted>();
  let current: SearchedFile | null = null;
  for (let at = 0; at < doc.text.lines; at++) {
    const line = lineOf(doc, at, buffer);
    if (line === null) continue;
    const { row, text } = line;
    if (row < 0) {
      current = line.file;
      continue;
    }
    const file = line.file ?? current;
    const before = file?.rows.get(row);
    if (file === null || before === undefined) {
      throw new UserError(`Line ${at + 1}: row ${row + 1} is no match of this search`);
    }
    let entry = wanted.get(file);
    if (!entry) {
      entry = { file, rows: new Map() };
      wanted.set(file, entry);
    }
    const other = entry.rows.get(row);
    if (other && other.text !== text) {
      throw new UserError(`Line ${at + 1}: row ${row + 1} is here twice, with different texts`);
    }
    entry.rows.set(row, { text, at });
  }
  for (const { file: each, rows } of wanted.values()) {
    for (const [row, { text }] of rows) if (each.rows.get(row) === text) rows.delete(row);
  }
  return [...wanted.values()].filter(({ rows }) => rows.size > 0);
}

/** `:w`: changes the files. What can't be done stays in the buffer, marked, and is said. */
function* apply(editor: Editor, doc: Document): Fiber {
  const buffer = BUFFERS.get(doc);
  if (!buffer) throw new Error("A search buffer without its search");
  const wanted = wantedOf(doc, buffer);
  const refused: { at: number; why: string }[] = [];
  let changed = 0;
  let written = 0;
  const unsaved: string[] = [];
  editor.exState.silent++;
  try {
    for (const each of wanted) {
      editor.services.poll();
      try {
        const rows = yield* applyTo(editor, each, refused);
        if (rows === 0) continue;
        changed += rows;
        const target = findDocument(editor, each.file.path)!;
        if (target.modified) unsaved.push(each.file.shown);
        else written++;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        for (const { at } of each.rows.values()) refused.push({ at, why: error.message });
      }
    }
  } finally {
    editor.exState.silent--;
  }
  const sign = (at: number) => new Sign("!", "sign.warning").range(rowStart(doc.text, at));
  doc.slots.publish(
    "signs",
    SPACE,
    refused.map(({ at }) => sign(at)),
  );
  const parts = [`${count(changed, "line")} changed in ${count(written, "file")}`];
  if (unsaved.length > 0) {
    parts.push(`changed, not written (had changes before): ${unsaved.slice(0, 3).join(", ")}`);
  }
  if (refused.length > 0) {
    const shown = refused.slice(0, 3).map(({ at, why }) => `${placeOf(doc, at)} (${why})`);
    const more = refused.length > 3 ? ` and ${refused.length - 3} more` : "";
    throw new UserError(`${parts.join("; ")}; refused: ${shown.join(", ")}${more}`);
  }
  doc.undo.sync();
  doc.undo.saved = doc.undo.current;
  editor.showMessage(parts.join("; "));
}

/** Changes one file as one step of its undo tree; gives how many rows were changed. */
function* applyTo(
  editor: Editor,
  { file, rows }: Wanted,
  refused: { at: number; why: string }[],
): Fiber<number> {
  const doc = yield* openDocument(editor, file.path);
  if (!doc.options.get("modifiable")) throw new UserError("it can't be changed");
  if (doc.options.get("readonly")) throw new UserError("it is read-only");
  const before = doc.modified;
  const changes: { from: number; to: number; insert: ReturnType<typeof textOf> }[] = [];
  const done: number[] = [];
  for (const [row, { text, at }] of [...rows].sort(([a], [b]) => a - b)) {
    const line = row < doc.text.lines ? doc.text.line(row + 1) : null;
    const old = file.rows.get(row)!;
    const isSame = line !== null && (line.text === old || line.text === `${old}\r`);
    if (!isSame) {
      refused.push({ at, why: "the file has changed since" });
      continue;
    }
    changes.push({ from: line.from, to: line.from + old.length, insert: textOf(text) });
    done.push(row);
  }
  if (changes.length === 0) return 0;
  doc.undo.sync();
  editor.dispatch(doc, { changes, origin: "search.replace" });
  doc.undo.sync();
  for (const row of done) file.rows.set(row, rows.get(row)!.text);
  if (!before) yield* writeDocument(editor, doc);
  return changes.length;
}

/** The file and the row (0-based) that a line of the buffer is about. */
function placeAt(doc: Document, at: number): { file: SearchedFile; row: number } | null {
  const buffer = BUFFERS.get(doc);
  if (!buffer) throw new UserError("This is no buffer of matches");
  const line = lineOf(doc, at, buffer);
  if (line === null) return null;
  if (line.file !== null) return { file: line.file, row: Math.max(0, line.row) };
  for (let above = at - 1; above > 0; above--) {
    const head = lineOf(doc, above, buffer);
    if (head?.file && head.row < 0) return { file: head.file, row: line.row };
  }
  return null;
}

/** `./src/a.ts:12` of a line of the buffer. */
function placeOf(doc: Document, at: number): string {
  const place = placeAt(doc, at);
  return place === null ? "?" : `${place.file.shown}:${place.row + 1}`;
}

/** Goes to the file and row of the cursor's line. */
export function* openMatch(editor: Editor): Fiber {
  const { doc, win } = editor;
  const place = placeAt(doc, rowOf(doc.text, win.cursor.pos));
  if (place === null) throw new UserError("No match in this line");
  const { file, row } = place;
  yield* goToPlace(editor, { path: file.path, point: { row, col: 0 } });
}
