/** What can stand at the cursor of a `:` line. */
import type { Editor } from "../../editor/editor.ts";
import { OPTIONS, type OptionName, optionName } from "../../editor/options.ts";
import { parseRange } from "../../modal/ex/address.ts";
import { MODIFIER_NAMES, parseModifiers } from "../../modal/ex/modifiers.ts";
import { commandWord } from "../../modal/ex/parse.ts";
import { skipBlanks } from "../../modal/ex/skip.ts";
import type { CompletionKind } from "../ex/call.ts";
import { EVENT_NAMES } from "../ex/event-names.ts";
import { exCommands, findCommand } from "../ex/table.ts";

export interface Completions {
  /** Where the completed word starts. */
  readonly start: number;
  /** What may replace it, sorted. */
  readonly items: readonly string[];
}

const NONE: Completions = { start: 0, items: [] };

/** Completes the word before `cursor`; answers nothing where it knows nothing. */
export function completions(editor: Editor, text: string, cursor: number): Completions {
  const typed = text.slice(0, cursor);
  let at = 0;
  // The last command of the line counts.
  for (let i = 0; i < typed.length; i++) if (typed[i] === "|" && typed[i - 1] !== "\\") at = i + 1;
  try {
    at = parseModifiers(typed, at).end;
    at = parseRange(typed, at).end;
  } catch {
    // A half-typed range: nothing to complete yet.
    return NONE;
  }
  at = skipBlanks(typed, at);
  const word = commandWord(typed, at);
  const after = at + word.length;
  if (after >= typed.length && /^[a-zA-Z]*$/.test(typed.slice(at))) {
    return { start: at, items: commandNames(editor, typed.slice(at)) };
  }
  const bang = typed[after] === "!" ? 1 : 0;
  const start = skipBlanks(typed, after + bang);
  const command = findCommand(editor, word);
  if (!command) return NONE;
  const user = editor.exState.userCommands.get(command.name);
  const kind = user ? (user.complete as CompletionKind) : command.complete;
  if (typeof kind === "function") {
    const at = Math.max(start, typed.search(/\S*$/));
    return { start: at, items: matching(kind(editor), typed.slice(at)) };
  }
  return argumentsOf(editor, kind ?? "none", typed, start);
}

function commandNames(editor: Editor, prefix: string): string[] {
  while (editor.loadRest());
  const names = [
    ...exCommands(editor)
      .map((command) => command.name)
      .filter((name) => /^[a-zA-Z]/.test(name)),
    ...editor.exState.userCommands.keys(),
    ...MODIFIER_NAMES,
  ];
  return matching(names, prefix);
}

function matching(names: Iterable<string>, prefix: string): string[] {
  return [...new Set(names)].filter((name) => name.startsWith(prefix)).sort();
}

function argumentsOf(
  editor: Editor,
  kind: CompletionKind,
  typed: string,
  start: number,
): Completions {
  const lastWord = Math.max(start, typed.search(/\S*$/));
  const word = typed.slice(lastWord);
  const from = (names: Iterable<string>): Completions => ({
    start: lastWord,
    items: matching(names, word),
  });
  switch (kind) {
    case "option":
      return optionWords(editor, word, lastWord);
    case "buffer": {
      const names = editor.docs
        .filter((doc) => doc.listed && doc.path)
        .map((doc) => shortPath(editor, doc.path!));
      const prefix = typed.slice(start);
      return { start, items: [...new Set(names)].filter((name) => name.includes(prefix)).sort() };
    }
    case "file":
    case "dir": {
      const prefix = typed.slice(start).replace(/^(?:\+\S+\s+|\+\+\S+\s+)/, "");
      const at = typed.length - prefix.length;
      return { start: at, items: editor.completePath(prefix, kind === "dir") };
    }
    case "shell":
      return { start: lastWord, items: editor.completePath(word, false) };
    case "command":
    case "usercommand":
      return lastWord === start
        ? from([...exCommands(editor).map((c) => c.name), ...editor.exState.userCommands.keys()])
        : NONE;
    case "event":
      return from(EVENT_NAMES);
    case "augroup":
      return from(editor.exState.groups);
    case "mark":
      return from(
        [...editor.doc.marks.keys(), ...editor.globalMarks.keys()].filter((name) =>
          /^[a-zA-Z0-9]$/.test(name),
        ),
      );
    case "register":
      return from(editor.registers.names());
    case "help":
      return from(editor.helpTags());
    case "theme":
    case "highlight":
      return from(editor.themeNames());
    case "map": {
      const keys = [...editor.maps.n.entries(), ...editor.maps.i.entries()].map((m) =>
        m.keys.join(""),
      );
      return from(keys);
    }
    default:
      return NONE;
  }
}

function shortPath(editor: Editor, path: string): string {
  return path.startsWith(`${editor.cwd}/`) ? path.slice(editor.cwd.length + 1) : path;
}

function optionWords(editor: Editor, word: string, start: number): Completions {
  const value = /^([a-z]+)([-+^]?=|:)(.*)$/.exec(word);
  if (value) {
    const name = optionName(value[1]!);
    if (!name) return NONE;
    const at = start + value[1]!.length + value[2]!.length;
    const definition = OPTIONS[name] as { values?: readonly string[] };
    if (definition.values) return { start: at, items: matching(definition.values, value[3]!) };
    const now = String(editor.options.get(name));
    return value[3] === "" ? { start: at, items: [now] } : NONE;
  }
  const prefix = /^(?:no|inv)/.exec(word)?.[0] ?? "";
  const names = Object.keys(OPTIONS) as OptionName[];
  const direct = matching(names, word);
  if (direct.length > 0 || prefix === "") return { start, items: direct };
  const toggles = names.filter((name) => typeof OPTIONS[name].default === "boolean");
  return { start: start + prefix.length, items: matching(toggles, word.slice(prefix.length)) };
}
