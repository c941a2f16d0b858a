/**
 * Programs that want text in the clipboard (OSC 52). The question stands in the message line and is
 * answered behind CTRL-\: keys that are typed to a program never answer it.
 */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { registerText } from "../../text/register.ts";
import { textOf } from "../../text/text.ts";
import type { ShellTerminal } from "./terminal.ts";

const MOST = 1_000_000;

export class ClipboardQuestion {
  private readonly editor: Editor;
  private readonly answers = new WeakMap<ShellTerminal, "always" | "never">();
  private waiting: { readonly terminal: ShellTerminal; readonly text: string } | null = null;

  constructor(editor: Editor) {
    this.editor = editor;
  }

  ask(terminal: ShellTerminal, text: string): void {
    const answer = this.answers.get(terminal);
    if (answer === "never" || text.length > MOST) return;
    if (answer === "always") {
      this.put(text);
      return;
    }
    this.waiting = { terminal, text };
    const lines = text.split("\n").length;
    const size = lines > 1 ? `${lines} lines` : `${text.length} characters`;
    this.editor.showMessage(
      `Copy ${size}? CTRL-\\ y, Y always, n never: ${terminal.label}`,
      "warning",
    );
  }

  /** It is closed: nobody answers for it any more. */
  forget(terminal: ShellTerminal): void {
    if (this.waiting?.terminal === terminal) this.waiting = null;
  }

  /** Throws UserError where nothing was asked. */
  answer(answer: "once" | "always" | "never"): void {
    const { waiting } = this;
    if (waiting === null) throw new UserError("No program wants the clipboard");
    this.waiting = null;
    if (answer !== "once") this.answers.set(waiting.terminal, answer);
    if (answer !== "never") this.put(waiting.text);
    this.editor.showMessage(answer === "never" ? "Not copied" : "Copied");
  }

  private put(text: string): void {
    const value = registerText(textOf(text.replace(/\r\n?/g, "\n")), "v");
    this.editor.registers.set("+", value, false);
  }
}
