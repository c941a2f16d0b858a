/** `:vimgrep`: searches files with our own patterns. */
import { UserError } from "../../base/errors.ts";
import { findDocument } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall } from "../../editor/ex-command.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { loadFile } from "../../editor/files/load.ts";
import { absolutePath, expandNames, globPaths, isFolder } from "../../editor/paths.ts";
import type { QuickfixItem } from "../../editor/quickfix.ts";
import { type PatternMatch, skipPattern } from "../../text/pattern/pattern.ts";
import { matchesInRow, visitMatchingRows } from "../../text/search/search.ts";
import type { Text } from "../../text/text.ts";
import {
  commandBudget,
  compileFor,
  matchContext,
  rememberedPattern,
  rememberPattern,
} from "../ex/pattern.ts";
import { goToEnd } from "./go.ts";
import { type ListKind, listsOf } from "./lists.ts";

const MOST_ITEMS = 100_000;
/** UTF-16 units of a line that are kept. */
const MOST_TEXT = 1000;

interface Arguments {
  readonly pattern: string;
  /** `g`: every match of a line; `j`: no jump. */
  readonly flags: string;
  readonly files: string;
}

function parse(editor: Editor, args: string): Arguments {
  const delimiter = args[0]!;
  if (/[\p{L}\p{N}_]/u.test(delimiter)) {
    const [, pattern = "", files = ""] = /^(\S+)\s*(.*)$/s.exec(args)!;
    return { pattern, flags: "", files };
  }
  const end = skipPattern(args, 1, delimiter);
  if (end >= args.length) throw new UserError("E682: Invalid search pattern or delimiter");
  const [, flags = "", files = ""] = /^([gjf]*)\s*(.*)$/s.exec(args.slice(end + 1))!;
  const pattern = args.slice(1, end);
  return { pattern: pattern === "" ? rememberedPattern(editor, "search") : pattern, flags, files };
}

export function* vimgrep(call: ExCall, kind: ListKind): Fiber {
  const { editor } = call;
  const { pattern: source, flags, files } = parse(editor, call.args);
  if (files === "") throw new UserError("E683: File name missing or invalid pattern");
  const paths = files
    .split(/(?<!\\)\s+/)
    .filter(Boolean)
    .flatMap((word) => globPaths(editor, expandNames(editor, word)))
    .map((name) => absolutePath(editor, name))
    .filter((path) => !isFolder(path));
  if (paths.length === 0) throw new UserError(`E480: No match: ${source}`);
  rememberPattern(editor, source, "search");
  const items: QuickfixItem[] = [];
  for (const path of new Set(paths)) {
    editor.services.poll();
    const text = textOfFile(editor, path);
    if (text !== null) search(editor, text, source, path, flags.includes("g"), items);
    if (items.length >= MOST_ITEMS) break;
  }
  const title = `:${call.word} ${call.args}`;
  listsOf(editor, kind).set({ title, items });
  if (items.length === 0) throw new UserError(`E480: No match: ${source}`);
  if (!flags.includes("j")) yield* goToEnd(editor, kind, "first", null);
}

/** What the editor has of the file, else the file; null where it can't be read. */
function textOfFile(editor: Editor, path: string): Text | null {
  const doc = findDocument(editor, path);
  if (doc?.loaded) return doc.text;
  try {
    return loadFile(path).text;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    editor.showMessage(error.message, "warning");
    return null;
  }
}

function search(
  editor: Editor,
  text: Text,
  source: string,
  path: string,
  all: boolean,
  items: QuickfixItem[],
): void {
  const pattern = compileFor(editor, source);
  const context = matchContext(editor);
  const budget = commandBudget(editor);
  const visit = (row: number, line: string, first: PatternMatch): void => {
    if (items.length >= MOST_ITEMS) return;
    const matches = all ? matchesInRow(text, pattern, row, line, context, budget) : [first];
    for (const { from, to } of matches) {
      items.push({ path, point: from, endPoint: to, text: line.slice(0, MOST_TEXT) });
    }
  };
  visitMatchingRows(text, pattern, { from: 0, to: text.lines - 1 }, visit, { context, budget });
}
