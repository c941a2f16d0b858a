/** What Ex commands report. */
import type { Editor } from "../../editor/editor.ts";

export type {
  CompletionKind,
  ExCall,
  ExCommand,
  ExecuteOptions,
} from "../../editor/ex-command.ts";

/** `true` when everything is quiet: no report of changed lines. */
export function isQuiet(editor: Editor): boolean {
  return editor.exState.globalBusy || editor.exState.silent > 0;
}

/** Vim's msgmore(): tells of lines that came or went. */
export function reportMore(editor: Editor, difference: number): void {
  if (isQuiet(editor)) return;
  const count = Math.abs(difference);
  if (count <= editor.options.get("report")) return;
  if (difference > 0) editor.showMessage(`${count} more line${count === 1 ? "" : "s"}`);
  else editor.showMessage(count === 1 ? "1 line less" : `${count} fewer lines`);
}
