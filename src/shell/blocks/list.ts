/** The commands that ran, to choose from. */
import type { Editor } from "../../editor/editor.ts";
import type { ExCommand } from "../../editor/ex-command.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { shownPath } from "../../editor/paths.ts";
import { type PickItem, type PickSource, pickersOf } from "../../editor/picker.ts";
import { goToPlace, type OpenHow } from "../../editor/place.ts";
import type { Block } from "../block.ts";
import type { Terminal } from "../terminals.ts";
import type { BlockWindows } from "./port.ts";
import { commandText, durationText, statusText } from "./words.ts";

const PREVIEW_LINES = 500;

interface Entry {
  readonly terminal: Terminal;
  readonly block: Block;
}

export function blockSource(editor: Editor, windows: BlockWindows): PickSource {
  const { terminals } = windows;

  function* accept(item: PickItem, how: OpenHow): Fiber {
    const { terminal, block } = item.data as Entry;
    yield* goToPlace(editor, { doc: terminal.doc, point: { row: 0, col: 0 } }, how);
    yield* windows.goNormal(editor.win);
    const first = windows.firstLine(terminal) ?? 0;
    const { text } = terminal.doc;
    const row = Math.max(0, Math.min(block.promptLine - first, text.lines - 1));
    editor.setCursor(editor.win, text.line(row + 1).from);
  }

  return {
    name: "blocks",
    title: "Commands in terminals",
    doc: "Commands that ran in the terminals, the last one first; the chosen one is shown",
    start(_query, sink) {
      const all = terminals.all.flatMap((terminal) =>
        terminal.blocks.map((block): Entry => ({ terminal, block })),
      );
      all.sort((a, b) => b.block.startedAt - a.block.startedAt || b.block.id - a.block.id);
      sink.push(all.map((entry) => itemOf(editor, entry)));
      sink.done(all.length === 0 ? "No command has run in a terminal" : undefined, "note");
    },
    async preview({ data }) {
      const { terminal, block } = data as Entry;
      const end = Math.min(block.endLine, block.outputLine + PREVIEW_LINES);
      const lines = end > block.outputLine ? await terminal.read(block.outputLine, end) : [];
      return { title: commandText(block), lines, row: -1, filetype: "" };
    },
    accept,
  };
}

function itemOf(editor: Editor, entry: Entry): PickItem {
  const { block } = entry;
  const about = [
    statusText(block),
    block.endedAt === null ? "" : durationText(block.endedAt - block.startedAt),
    block.cwd === null ? "" : shownPath(editor, block.cwd),
  ];
  const mark =
    block.endedAt === null
      ? { text: "›", group: "tab.hint" }
      : block.status === 0
        ? { text: "✓", group: "ui.signcolumn" }
        : { text: block.status === null ? "·" : "✗", group: "sign.error" };
  return {
    text: commandText(block),
    detail: about.filter((part) => part !== "").join(", "),
    mark,
    data: entry,
  };
}

export function blockExCommands(editor: Editor, source: PickSource): ExCommand[] {
  return [
    {
      name: "Blocks",
      min: 3,
      args: true,
      doc: "Choose from the commands that ran in the terminals.",
      run: ({ args }) => pickersOf(editor).open({ source, query: args.trim() }),
    },
  ];
}
