/** `:grep` into a quickfix list, `:Grep` into a buffer to edit. */
import { resolve } from "node:path";
import { UserError } from "../../base/errors.ts";
import { goToEnd } from "../../commands/quickfix/go.ts";
import { type ListKind, listsOf } from "../../commands/quickfix/lists.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall, ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import type { QuickfixItem } from "../../editor/quickfix.ts";
import { grep } from "./grep.ts";
import { openMatch, openSearch } from "./search-buffer.ts";

type Env = Readonly<Record<string, string | undefined>>;

const MOST_ITEMS = 50_000;
/** UTF-16 units of a line that a list keeps. */
const MOST_TEXT = 1000;
/** What would start another program or read a file of arguments. */
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
  const words = shellWords(args);
  const refused = words.find((word) => REFUSED.test(word));
  if (refused !== undefined) throw new UserError(`E474: Invalid argument: ${refused}`);
  const options = words.filter((word) => word.startsWith("-") && word !== "--");
  const [pattern, ...files] = words.filter((word) => !word.startsWith("-"));
  if (pattern === undefined) throw new UserError("E471: Argument required");
  const items: QuickfixItem[] = [];
  const root = editor.cwd;
  const run = new AbortController();
  try {
    const where = files.length > 0 ? files : ["."];
    const end = yield* until(
      grep({
        args: ["--smart-case", ...options, "--regexp", pattern, "--", ...where],
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
    if (items.length === 0 && end.code > 1) throw new UserError(end.complaint);
  } finally {
    run.abort();
  }
  // Threads answer in any order.
  items.sort((a, b) =>
    a.path! < b.path! ? -1 : a.path! > b.path! ? 1 : a.point!.row - b.point!.row,
  );
  listsOf(editor, kind).set({ title: `:${call.word} ${args}`, items });
  if (items.length === 0) throw new UserError(`E480: No match: ${pattern}`);
  if (!bang) yield* goToEnd(editor, kind, "first", null);
}

/** The words of an argument: blanks divide, quotes and backslashes keep together. */
function shellWords(args: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let i = 0; i < args.length; i++) {
    const ch = args[i]!;
    if (quote !== "") {
      if (ch === quote) quote = "";
      else word += ch;
    } else if (ch === "'" || ch === '"') {
      quote = ch;
      word ??= "";
    } else if (/\s/.test(ch)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      // A backslash belongs to the pattern, but for a quoted blank or quote.
      if (ch === "\\" && /[\s'"]/.test(args[i + 1] ?? "")) i++;
      word = (word ?? "") + args[i]!;
    }
  }
  if (word !== null) words.push(word);
  return words;
}
