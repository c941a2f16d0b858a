/** Diff mode: `:diffthis` and its family, `]c [c do dp`. */
import { UserError } from "../base/errors.ts";
import { openDocument, showDocument } from "../editor/buffers.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import { type DiffMode, diffModeOf, type Pauses } from "../editor/diff-mode.ts";
import type { Editor } from "../editor/editor.ts";
import type { ExCommand } from "../editor/ex-command.ts";
import { factsOf } from "../editor/facts.ts";
import type { Fiber } from "../editor/fiber.ts";
import { splitWindow } from "../editor/layout-windows.ts";
import { absolutePath, expandNames } from "../editor/paths.ts";
import { noteJump } from "../editor/place.ts";
import type { Block } from "../text/diff/align.ts";
import { replaceRows } from "../text/diff.ts";
import { posOf, rowOf } from "../text/text.ts";

export function installDiff(editor: Editor, pause: Pauses | null = null): DiffMode {
  const mode = diffModeOf(editor);
  mode.pause = pause;
  factsOf(editor).provide("diffmode", () => editor.win.options.get("diff"));
  editor.commands.add(...diffCommands(mode));
  editor.exCommands = [...editor.exCommands, ...diffExCommands(editor, mode)];
  return mode;
}

function diffCommands(mode: DiffMode): Command[] {
  return [
    { name: "diff.next", doc: "To the next difference", run: (c) => go(mode, c, 1) },
    { name: "diff.previous", doc: "To the difference before", run: (c) => go(mode, c, -1) },
    {
      name: "diff.obtain",
      doc: "Take the difference at the cursor from the other window",
      run: ({ editor }) => transfer(mode, editor, "obtain"),
    },
    {
      name: "diff.put",
      doc: "Put the difference at the cursor into the other window",
      run: ({ editor }) => transfer(mode, editor, "put"),
    },
  ];
}

function diffExCommands(editor: Editor, mode: DiffMode): ExCommand[] {
  return [
    {
      name: "diffthis",
      min: 5,
      bar: true,
      doc: "Show the differences of this window and others that show theirs",
      run: ({ editor: { win } }) => mode.add(win),
    },
    {
      name: "diffoff",
      min: 5,
      bar: true,
      bang: true,
      doc: "Show no differences in this window, with ! in all of the tab page",
      run: ({ bang }) => {
        for (const win of bang ? mode.windows : [editor.win]) mode.remove(win);
      },
    },
    {
      name: "diffsplit",
      min: 6,
      args: "required",
      complete: "file",
      doc: "Open a file in a split and show the differences",
      run: function* ({ args, modifiers }): Fiber {
        const path = absolutePath(editor, expandNames(editor, args.trim()));
        const doc = yield* openDocument(editor, path);
        const { win } = editor;
        const other = splitWindow(editor, win, { vertical: modifiers.vertical === true });
        showDocument(editor, other, doc);
        mode.add(win);
        mode.add(other);
      },
    },
    {
      name: "diffupdate",
      min: 3,
      bar: true,
      bang: true,
      doc: "Compare anew; differences follow every change by themselves",
      run: () => mode.frame(),
    },
    {
      name: "diffget",
      min: 5,
      bar: true,
      modify: true,
      doc: "Take the difference at the cursor from the other window (do)",
      run: ({ editor: self }) => transfer(mode, self, "obtain"),
    },
    {
      name: "diffput",
      min: 5,
      bar: true,
      doc: "Put the difference at the cursor into the other window (dp)",
      run: ({ editor: self }) => transfer(mode, self, "put"),
    },
  ];
}

/** Rows at which a block is met: its own, or the one above its blanks. */
function shown(block: Block, which: number): { readonly first: number; readonly last: number } {
  const { from, to } = block.spans[which]!;
  const first = from === to ? Math.max(0, from - 1) : from;
  return { first, last: Math.max(first, to - 1) };
}

function go(mode: DiffMode, { editor, win, doc, count }: CommandContext, direction: 1 | -1): void {
  const found = mode.blocksFor(win);
  if (found === null) throw new UserError("E99: Current buffer is not in diff mode");
  const { compared, which } = found;
  const rows = compared.blocks.map((block) => shown(block, which).first);
  if (direction < 0) rows.reverse();
  let row = rowOf(doc.text, win.cursor.pos);
  let moved = false;
  for (let i = 0; i < Math.max(1, count); i++) {
    const next = rows.find((other) => (other - row) * direction > 0);
    if (next === undefined) break;
    row = next;
    moved = true;
  }
  if (!moved) throw new UserError("No more differences");
  noteJump(editor);
  editor.setCursor(win, posOf(doc.text, row, 0));
}

function transfer(mode: DiffMode, editor: Editor, way: "obtain" | "put"): void {
  const { win } = editor;
  const found = mode.blocksFor(win);
  if (found === null) throw new UserError("E99: Current buffer is not in diff mode");
  const { compared, which } = found;
  if (compared.windows.length !== 2) {
    throw new UserError("E101: More than two buffers in diff mode, don't know which one to use");
  }
  const other = 1 - which;
  const row = rowOf(win.doc.text, win.cursor.pos);
  const block =
    compared.blocks.find((b) => row >= shown(b, which).first && row <= shown(b, which).last) ??
    compared.blocks.find((b) => b.spans[which]!.from === row);
  if (!block) throw new UserError("No difference at the cursor");
  const [from, to] = way === "obtain" ? [other, which] : [which, other];
  const source = compared.texts[from]!;
  const target = compared.windows[to]!.doc;
  const { from: first, to: end } = block.spans[from]!;
  const lines: string[] = [];
  for (let i = first; i < end; i++) lines.push(source.line(i + 1).text);
  const { from: a, to: b } = block.spans[to]!;
  editor.dispatch(target, { changes: replaceRows(target.text, a, b, lines), origin: "diff" });
}
