/** The option `lowband` follows the terminal: on while the line is slow, unless the user set it. */
import type { Editor } from "../editor/editor.ts";
import type { Terminal } from "../term/terminal.ts";

export class SlowLine {
  private readonly editor: Editor;
  private readonly terminal: Pick<Terminal, "lowband">;
  /** Whether the option is on because the line is slow. */
  automatic = false;

  constructor(editor: Editor, terminal: Pick<Terminal, "lowband">) {
    this.editor = editor;
    this.terminal = terminal;
  }

  /** To be called before each frame. */
  frame(): void {
    const { options } = this.editor;
    const { lowband } = this.terminal;
    const on = options.get("lowband");
    if (this.automatic && !on) this.automatic = false;
    if (lowband === on || (on && !this.automatic)) return;
    this.automatic = lowband;
    options.set("lowband", lowband);
  }
}
