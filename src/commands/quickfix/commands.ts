/** The commands of the quickfix list (`:c…`) and, named alike, of the location lists (`:l…`). */
import { UserError } from "../../base/errors.ts";
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall, ExCommand } from "../../editor/ex-command.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { goToEnd, goToItem, step, stepFile } from "./go.ts";
import { fileOf, isValid, type ListKind, lineParts, listsOf, requireList } from "./lists.ts";
import { vimgrep } from "./vimgrep.ts";
import { closeListWindow, openItem, openListWindow, showListWindow } from "./window.ts";

/** Puts the lists' commands into an editor. */
export function installQuickfix(editor: Editor): void {
  editor.commands.add(
    ...namedCommands("quickfix"),
    ...namedCommands("location"),
    {
      name: "quickfix.open",
      doc: "Go to the item of the list under the cursor",
      run: (context) => openItem(context.editor, false),
    },
    {
      name: "quickfix.open-split",
      doc: "Go to the item of the list under the cursor, in a new window",
      run: (context) => openItem(context.editor, true),
    },
  );
  editor.exCommands = [
    ...editor.exCommands,
    ...listCommands("quickfix", "c"),
    ...listCommands("location", "l"),
    ...vimgrepCommands(),
  ];
}

function namedCommands(kind: ListKind): Command[] {
  const command = (
    name: string,
    doc: string,
    act: (editor: Editor, count: number) => Fiber,
  ): Command => ({
    name: `${kind}.${name}`,
    doc: `${doc} of the ${kind} list`,
    run: ({ editor, count }) => act(editor, count),
  });
  const number = (count: number) => (count === 0 ? null : count);
  return [
    command("next", "Go to the next item", (editor, count) => step(editor, kind, count || 1)),
    command("previous", "Go to the previous item", (editor, count) =>
      step(editor, kind, -(count || 1)),
    ),
    command("first", "Go to the first item", (editor, count) =>
      goToEnd(editor, kind, "first", number(count)),
    ),
    command("last", "Go to the last item", (editor, count) =>
      goToEnd(editor, kind, "last", number(count)),
    ),
    command("next-file", "Go to the next file", (editor, count) =>
      stepFile(editor, kind, count || 1),
    ),
    command("previous-file", "Go to the previous file", (editor, count) =>
      stepFile(editor, kind, -(count || 1)),
    ),
  ];
}

function numberOf(call: ExCall): number | null {
  return call.count ?? (call.addressCount > 0 ? call.line2 : null);
}

/** `p` is `c` or `l`; the shortest abbreviations are Vim's. */
function listCommands(kind: ListKind, p: "c" | "l"): ExCommand[] {
  const quick = kind === "quickfix";
  const of = `the ${kind} list`;
  const least = (forC: number, forL: number) => (quick ? forC : forL);
  const counted = { bang: true, bar: true, range: "count", count: true } as const;
  const plain = { bar: true } as const;
  const moves = (
    name: string,
    min: number,
    doc: string,
    act: (editor: Editor, number: number | null) => Fiber,
  ): ExCommand => ({
    ...counted,
    name,
    min,
    doc,
    run: (call) => act(call.editor, numberOf(call)),
  });
  const next = (editor: Editor, number: number | null) => step(editor, kind, number ?? 1);
  const previous = (editor: Editor, number: number | null) => step(editor, kind, -(number ?? 1));
  const first = (editor: Editor, number: number | null) => goToEnd(editor, kind, "first", number);
  const previousFile = (editor: Editor, number: number | null) =>
    stepFile(editor, kind, -(number ?? 1));
  const each = (name: string, min: number, doc: string, files: boolean): ExCommand => ({
    name,
    min,
    bang: true,
    args: "required",
    range: "count",
    complete: "command",
    doc,
    run: (call) => doEach(call, kind, files),
  });
  return [
    {
      ...counted,
      name: `${p}open`,
      min: least(4, 4),
      doc: `Opens the window of ${of}.`,
      run: (call) => openListWindow(call.editor, kind, numberOf(call)),
    },
    {
      ...plain,
      name: `${p}close`,
      min: least(3, 3),
      doc: `Closes the window of ${of}.`,
      run: (call) => closeListWindow(call.editor, kind),
    },
    {
      ...counted,
      name: `${p}window`,
      min: least(2, 2),
      doc: `Opens the window of ${of} when it leads somewhere, else closes it.`,
      run: (call) => showListWindow(call.editor, kind, numberOf(call)),
    },
    moves(`${p}next`, least(2, 3), `Goes to the next item of ${of}.`, next),
    moves(`${p}previous`, least(2, 2), `Goes to the previous item of ${of}.`, previous),
    moves(`${p}Next`, 2, `Goes to the previous item of ${of}.`, previous),
    moves(`${p}first`, least(4, 4), `Goes to the first item of ${of}.`, first),
    moves(`${p}rewind`, least(2, 2), `Goes to the first item of ${of}.`, first),
    moves(`${p}last`, least(3, 3), `Goes to the last item of ${of}.`, (editor, number) =>
      goToEnd(editor, kind, "last", number),
    ),
    moves(`${p}nfile`, 3, `Goes to the next file of ${of}.`, (editor, number) =>
      stepFile(editor, kind, number ?? 1),
    ),
    moves(`${p}pfile`, 3, `Goes to the previous file of ${of}.`, previousFile),
    moves(`${p}Nfile`, 3, `Goes to the previous file of ${of}.`, previousFile),
    moves(quick ? "cc" : "ll", 2, `Goes to an item of ${of} by its number.`, (editor, number) =>
      goToItem(editor, kind, number === null ? requireList(editor, kind).index : number - 1),
    ),
    each(`${p}do`, 3, `Runs a command at each item of ${of}.`, false),
    each(`${p}fdo`, 3, `Runs a command once in each file of ${of}.`, true),
    {
      ...counted,
      name: `${p}older`,
      min: least(3, 3),
      doc: `Goes back to an older ${kind} list.`,
      run: (call) => travel(call, kind, -(numberOf(call) ?? 1)),
    },
    {
      ...counted,
      name: `${p}newer`,
      min: least(4, 4),
      doc: `Goes on to a newer ${kind} list.`,
      run: (call) => travel(call, kind, numberOf(call) ?? 1),
    },
    {
      ...plain,
      name: `${p}list`,
      min: least(2, 3),
      doc: `Shows the items of ${of}.`,
      run: (call) => showItems(call.editor, kind),
    },
    {
      ...plain,
      name: `${p}history`,
      min: least(3, 3),
      doc: `Shows the ${kind} lists.`,
      run: (call) => showStack(call.editor, kind),
    },
  ];
}

/** At each item, or at the first item of each file. */
function* doEach(call: ExCall, kind: ListKind, files: boolean): Fiber {
  const { editor, args } = call;
  const list = requireList(editor, kind);
  const ranged = call.addressCount > 0;
  const from = ranged ? Math.max(0, (call.addressCount > 1 ? call.line1 : call.line2) - 1) : 0;
  const to = ranged ? call.line2 : list.items.length;
  const done = new Set<unknown>();
  for (let at = from; at < Math.min(to, list.items.length); at++) {
    const item = list.items[at]!;
    if (!isValid(item) || (files && done.has(fileOf(item)))) continue;
    done.add(fileOf(item));
    yield* goToItem(editor, kind, at);
    yield* call.execute(args);
    if (editor.quitting !== null) return;
    if (listsOf(editor, kind).list !== list) {
      throw new UserError("E925: Current quickfix list was changed");
    }
    editor.services.poll();
  }
}

function travel(call: ExCall, kind: ListKind, steps: number): void {
  const lists = listsOf(call.editor, kind);
  for (let left = Math.abs(steps); left > 0; left--) {
    if (lists.go(Math.sign(steps))) continue;
    if (left < Math.abs(steps)) break;
    throw new UserError(
      steps < 0 ? "E380: At bottom of quickfix stack" : "E381: At top of quickfix stack",
    );
  }
  const { count, at } = lists.stack;
  const { title, items } = lists.list!;
  const lines = `${items.length} error${items.length === 1 ? "" : "s"}`;
  call.editor.showMessage(`error list ${at + 1} of ${count}; ${lines}     ${title}`);
}

const MOST_SHOWN = 1000;

function showItems(editor: Editor, kind: ListKind): void {
  const { items, index } = requireList(editor, kind);
  const lines = items.slice(0, MOST_SHOWN).map((item, at) => {
    const { place, text } = lineParts(editor, item);
    return `${at === index ? ">" : " "}${String(at + 1).padStart(2)} ${place} ${text}`;
  });
  editor.showMessage(lines.join("\n"));
}

function showStack(editor: Editor, kind: ListKind): void {
  const lists = listsOf(editor, kind);
  const { count, at } = lists.stack;
  if (count === 0) {
    editor.showMessage("No entries");
    return;
  }
  const lines = lists.titles().map(({ title, count: items }, i) => {
    const mark = i === at ? "> " : "  ";
    return `${mark}error list ${i + 1} of ${count}; ${items} errors     ${title}`;
  });
  editor.showMessage(lines.join("\n"));
}

function vimgrepCommands(): ExCommand[] {
  const command = (name: string, min: number, kind: ListKind): ExCommand => ({
    name,
    min,
    bang: true,
    args: "required",
    noComment: true,
    complete: "file",
    doc: `Searches files for a pattern into the ${kind} list: \`/pattern/[gj] files\`.`,
    run: (call) => vimgrep(call, kind),
  });
  return [command("vimgrep", 3, "quickfix"), command("lvimgrep", 2, "location")];
}
