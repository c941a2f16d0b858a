/** Says when a command that ran long has ended where nobody looked. */
import type { Editor } from "../../editor/editor.ts";
import type { Block } from "../block.ts";
import type { Terminal, Terminals } from "../terminals.ts";
import { commandText, durationText } from "./words.ts";

/** `redraw` is called where something was said. */
export function notifyOfLong(editor: Editor, terminals: Terminals, redraw: () => void): void {
  // A terminal that does not tell of its focus counts as being looked at.
  let focused = true;
  editor.events.on("focus", ({ gained }) => {
    focused = gained;
  });
  terminals.events.on("block-end", ({ terminal, block }) => {
    const least = editor.options.get("shellnotify");
    if (!block.sure || block.endedAt === null || least <= 0) return;
    const took = block.endedAt - block.startedAt;
    if (took < least || (focused && isSeen(editor, terminal))) return;
    editor.showMessage(said(block, took, editor.columns), failed(block) ? "warning" : "info");
    editor.beep();
    redraw();
  });
}

function isSeen(editor: Editor, terminal: Terminal): boolean {
  return editor.tab.windows.some((win) => win.doc === terminal.doc);
}

function failed({ status }: Block): boolean {
  return status !== null && status !== 0;
}

function said(block: Block, took: number, columns: number): string {
  const how = failed(block) ? `failed (${block.status})` : "has ended";
  const rest = `: ${how} after ${durationText(took)}`;
  const command = commandText(block);
  const most = Math.max(8, Math.min(60, columns - rest.length - 12));
  const short = command.length > most ? `${command.slice(0, most - 1)}…` : command;
  return short + rest;
}
