/**
 * The matches of a project search as a buffer to edit. Each file has a line with its name, and below
 * it a line for each row that matches. `:w` writes the lines that were changed into their files; a line
 * that was deleted here stays as it is there.
 */
import { join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { printable } from "../../base/width.ts";
import { showDocument } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { goToPlace } from "../../editor/place.ts";
import { findVirtual, virtualDocument } from "../../editor/virtual.ts";
import { rowOf, rowStart } from "../../text/text.ts";
import { type GrepMatch, grep } from "./grep.ts";
import { reasonOf } from "./ripgrep.ts";
import { applySearch, counted } from "./search-apply.ts";
import {
  FILE_MARK,
  placeAt,
  publishLook,
  type SearchedFile,
  searchLines,
  setSearch,
} from "./search-lines.ts";
import { GREP_DIALECT } from "./sources-files.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Rows in a buffer of matches. */
const MOST_ROWS = 20_000;
/** UTF-16 units of a row: what is longer was not written by hand. */
const MOST_LENGTH = 10_000;

/** Searches the files below the working folder and shows the matches; CTRL-C calls it off. */
export function* openSearch(editor: Editor, env: Env, pattern: string): Fiber {
  const root = editor.cwd;
  const title = `search: ${pattern}`;
  if (findVirtual(editor, title)?.modified) {
    throw new UserError(`E37: No write since last change in "${title}"`);
  }
  const { files, rows, end } = yield* find(env, root, pattern);
  if (rows === 0) {
    if (end.code > 1) throw new UserError(reasonOf(end));
    throw new UserError(`E480: No match: ${pattern}`);
  }
  const notes = [
    GREP_DIALECT,
    `${counted(rows, "line")} in ${counted(files.size, "file")}`,
    ...(end.enough ? ["there are more"] : []),
    ...(end.left > 0 ? [`${end.left} left out (too long, or not UTF-8)`] : []),
    ":w writes the lines you change",
  ];
  const head = `# ${printable(pattern)} (${notes.join("; ")})`;
  const doc = virtualDocument(editor, {
    title,
    text: [head, ...searchLines({ files })].join("\n"),
    filetype: "search",
    writable: true,
  });
  doc.listed = true;
  setSearch(doc, { files });
  doc.writer = () => applySearch(editor, doc);
  doc.undo.sync();
  doc.undo.saved = doc.undo.current;
  showDocument(editor, editor.win, doc);
  publishLook(doc);
  editor.setCursor(editor.win, rowStart(doc.text, Math.min(2, doc.text.lines - 1)));
}

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
    file = { path, shown, rows: new Map(), matches: new Map() };
    files.set(shown, file);
  }
  const text = match.row === 0 ? match.line.replace(/^\ufeff/, "") : match.line;
  file.rows.set(match.row, text);
  file.matches.set(match.row, match.ranges);
  return true;
}

/** Goes to the file and row of the cursor's line. */
export function* openMatch(editor: Editor): Fiber {
  const { doc, win } = editor;
  const place = placeAt(doc, rowOf(doc.text, win.cursor.pos));
  if (place === null) throw new UserError("No match in this line");
  const { file, row } = place;
  yield* goToPlace(editor, { path: file.path, point: { row, col: 0 } });
}
