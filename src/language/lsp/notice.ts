/** Messages that come unasked: one row, so that no prompt interrupts what somebody types. */
import { cutToWidth, printable } from "../../base/width.ts";
import type { Editor, Message } from "../../editor/editor.ts";

/** Cells that are left to the pending command, as in Vim. */
const RESERVED = 12;

export function notice(editor: Editor, text: string, kind: Message["kind"] = "warning"): void {
  const line = printable(text.trim().split("\n", 1)[0]!);
  editor.showMessage(cutToWidth(line, Math.max(20, editor.columns - RESERVED)), kind);
}
