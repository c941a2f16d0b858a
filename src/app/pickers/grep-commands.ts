/** `:grep` into a quickfix list, `:Grep` into a buffer to edit. */
import { resolve } from "node:path";
import { UserError } from "../../base/errors.ts";
import { goToEnd } from "../../commands/quickfix/go.ts";
import { type ListKind, listsOf } from "../../commands/quickfix/lists.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall, ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { expandNames, globPaths } from "../../editor/paths.ts";
import type { QuickfixItem } from "../../editor/quickfix.ts";
import { grep } from "./grep.ts";
import { reasonOf } from "./ripgrep.ts";
import { openMatch, openSearch } from "./search-buffer.ts";

type Env = Readonly<Record<string, string | undefined>>;

const MOST_ITEMS = 50_000;
/** UTF-16 units of a line that a list keeps. */
const MOST_TEXT = 1000;
/** What would start another program, or print something else than matches. */
const REFUSED = /^--(pre|pre-glob|hostname-bin|search-zip|json|files|type-list)(=|$)|^-[a-zA-Z]*z/;

export function installGrep(editor: Editor, env: Env): void {
  editor.commands.add({
    name: "search.open",
    doc: "Go to the match under the cursor, in a buffer of matches",
    run: (context) => openMatch(context.editor),
  });
  const toList = (name: string, min: number, kind: ListKind): ExCommand => ({
    name,
    min,
    bang: true,
    args: "required",
    noComment: true,
    complete: "file",
    doc: `Searches with ripgrep into the ${kind} list: \`:${name} [-options] pattern [files]\`.`,
    run: (call) => grepToList(call, kind, env),
  });
  editor.exCommands = [
    ...editor.exCommands,
    toList("grep", 2, "quickfix"),
    toList("lgrep", 3, "location"),
    {
      name: "Grep",
      min: 4,
      args: "required",
      noComment: true,
      doc: "Searches the project with ripgrep; `:w` in the buffer of matches writes changed lines",
      run: ({ editor: self, args }) => openSearch(self, env, args),
    },
  ];
}

function* grepToList(call: ExCall, kind: ListKind, env: Env): Fiber {
  const { editor, args, bang } = call;
  const words = ripgrepWords(editor, args);
  const refused = words.find((word) => REFUSED.test(word));
  if (refused !== undefined) throw new UserError(`E474: Invalid argument: ${refused}`);
  const items: QuickfixItem[] = [];
  const root = editor.cwd;
  const run = new AbortController();
  try {
    const end = yield* until(
      grep({
        args: ["--smart-case", ...words],
        cwd: root,
        env,
        signal: run.signal,
        onMatches(matches) {
          for (const { path, row, line, ranges } of matches) {
            const from = ranges[0]?.from ?? 0;
            const to = ranges[0]?.to ?? from;
            items.push({
              path: resolve(root, path),
              point: { row, col: from },
              endPoint: { row, col: to },
              text: line.slice(0, MOST_TEXT),
            });
          }
          return items.length < MOST_ITEMS;
        },
      }),
      "ripgrep",
    );
    if (items.length === 0 && end.code > 1) throw new UserError(reasonOf(end));
  } finally {
    run.abort();
  }
  // Threads answer in any order.
  items.sort((a, b) =>
    a.path! < b.path! ? -1 : a.path! > b.path! ? 1 : a.point!.row - b.point!.row,
  );
  listsOf(editor, kind).set({ title: `:${call.word} ${args}`, items });
  if (items.length === 0) throw new UserError(`E480: No match: ${args}`);
  if (!bang) yield* goToEnd(editor, kind, "first", null);
}

/**
 * What is typed as ripgrep's arguments; which of them are options with a value it knows itself. `%` and
 * wildcards behind the pattern stand for files, as in a shell.
 */
function ripgrepWords(editor: Editor, args: string): string[] {
  const words = shellWords(args);
  const pattern = words.findIndex(({ text }) => !text.startsWith("-"));
  return words.flatMap(({ text, quoted }, i) => {
    if (quoted || i <= pattern || pattern < 0 || text.startsWith("-")) return [text];
    const names = /[%#*?[]/.test(text) ? globPaths(editor, expandNames(editor, text)) : [];
    return names.length > 0 ? names : [text];
  });
}

interface Word {
  readonly text: string;
  /** A part of it stood in quotes. */
  readonly quoted: boolean;
}

/** The words of an argument: blanks divide, quotes and backslashes keep together. */
function shellWords(args: string): Word[] {
  const words: Word[] = [];
  let word: string | null = null;
  let quote = "";
  let quoted = false;
  for (let i = 0; i < args.length; i++) {
    const ch = args[i]!;
    if (quote !== "") {
      if (ch === quote) quote = "";
      else word += ch;
    } else if (ch === "'" || ch === '"') {
      quote = ch;
      quoted = true;
      word ??= "";
    } else if (/\s/.test(ch)) {
      if (word !== null) words.push({ text: word, quoted });
      word = null;
      quoted = false;
    } else {
      // A backslash belongs to the pattern, but for a quoted blank or quote.
      if (ch === "\\" && /[\s'"]/.test(args[i + 1] ?? "")) i++;
      word = (word ?? "") + args[i]!;
    }
  }
  if (word !== null) words.push({ text: word, quoted });
  return words;
}
