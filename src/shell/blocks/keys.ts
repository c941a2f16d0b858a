/** Motions, text objects and commands on what ran in a terminal. */
import { UserError } from "../../base/errors.ts";
import { askYes } from "../../editor/buffers.ts";
import type { Command, CommandContext } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { noteJump } from "../../editor/place.ts";
import type { Window } from "../../editor/window.ts";
import type { ObjectSelection } from "../../text/object/contract.ts";
import { registerText } from "../../text/register.ts";
import { rowOf, rowStart, Text } from "../../text/text.ts";
import { riskOf } from "../risk/risk.ts";
import type { Terminal } from "../terminals.ts";
import type { BlockWindows } from "./port.ts";
import { type BlockRows, blockAtRow, blockRows } from "./rows.ts";
import { commandText } from "./words.ts";

/** As the grammar of normal mode calls motions and objects. */
interface MotionCommand extends Command {
  motion(call: {
    readonly doc: Document;
    readonly pos: number;
    readonly count1: number;
  }): { readonly pos: number; readonly type: "exclusive"; readonly jump: true } | null;
}
interface ObjectCommand extends Command {
  readonly object: string;
  readonly around: boolean;
  select(call: { readonly win: Window; readonly doc: Document }): ObjectSelection | null;
}

export function blockCommands(editor: Editor, windows: BlockWindows): Command[] {
  const { terminals } = windows;

  function rowsOf(doc: Document): BlockRows[] {
    const terminal = terminals.of(doc);
    const first = terminal === null ? null : windows.firstLine(terminal);
    return terminal === null || first === null
      ? []
      : blockRows(terminal.blocks, first, doc.text.lines);
  }

  function here(): Terminal {
    const terminal = terminals.of(editor.doc);
    if (terminal === null) throw new UserError("Not a terminal");
    return terminal;
  }

  /** The window shows the text; answers with the command at its cursor. */
  function* blockHere(): Fiber<BlockRows> {
    const terminal = here();
    const { win } = editor;
    yield* windows.goNormal(win);
    const block = blockAtRow(rowsOf(terminal.doc), rowOf(terminal.doc.text, win.cursor.pos));
    if (block === null) throw new UserError("No command is known here");
    return block;
  }

  /** The row of the prompt so many before or after a row. */
  function target(doc: Document, row: number, count: number, back: boolean): number | null {
    const prompts = [...new Set(rowsOf(doc).map(({ prompt }) => prompt))];
    if (prompts.length === 0) return null;
    if (back) return prompts.filter((prompt) => prompt < row).at(-count) ?? null;
    const last = doc.text.lines - 1;
    // Behind them all is the prompt that waits.
    const all = [...prompts.filter((prompt) => prompt < last), last];
    return all.filter((prompt) => prompt > row)[count - 1] ?? null;
  }

  function motion(name: string, doc: string, back: boolean): MotionCommand {
    return {
      name,
      doc,
      motion({ doc, pos, count1 }) {
        const row = target(doc, rowOf(doc.text, pos), count1, back);
        return row === null
          ? null
          : { pos: rowStart(doc.text, row), type: "exclusive", jump: true };
      },
      run: () => {
        throw new UserError(`${name} is a motion: use its key`);
      },
    };
  }

  function object(name: string, doc: string, around: boolean): ObjectCommand {
    return {
      name,
      doc,
      object: "o",
      around,
      select({ win, doc }) {
        const found = blockAtRow(rowsOf(doc), rowOf(doc.text, win.cursor.pos));
        if (found === null) return null;
        const from = around ? found.prompt : found.output;
        if (found.end <= from) return null;
        const { text } = doc;
        return {
          start: rowStart(text, from),
          end: rowStart(text, found.end - 1),
          inclusive: false,
          linewise: true,
          mode: "V",
          failed: false,
        };
      },
      run: () => {
        throw new UserError(`${name} is a text object: use its key`);
      },
    };
  }

  function* jump({ win, count }: CommandContext, back: boolean): Fiber {
    const { doc } = here();
    yield* windows.goNormal(win);
    const row = target(doc, rowOf(doc.text, win.cursor.pos), Math.max(1, count), back);
    if (row === null) throw new UserError(back ? "No command before" : "No command after");
    noteJump(editor);
    editor.setCursor(win, rowStart(doc.text, row));
  }

  function* selectOutput({ win }: CommandContext): Fiber {
    const { output, end } = yield* blockHere();
    if (end <= output) throw new UserError("The command has written nothing");
    const { text } = win.doc;
    win.visual = { kind: "V", anchor: rowStart(text, output), anchorAdd: 0 };
    editor.setCursor(win, rowStart(text, end - 1));
  }

  function yank(register: string, lines: readonly string[]): void {
    const name = register === "" ? unnamed(editor) : register;
    editor.registers.yank(name, registerText(Text.of([...lines]), "V"));
    editor.events.emit("yank", editor.doc);
  }

  function* yankOutput({ register, win }: CommandContext): Fiber {
    const { output, end } = yield* blockHere();
    const lines: string[] = [];
    for (let row = output; row < end; row++) lines.push(win.doc.text.line(row + 1).text);
    if (lines.length === 0) throw new UserError("The command has written nothing");
    yank(register, lines);
    editor.showMessage(lines.length === 1 ? "1 line yanked" : `${lines.length} lines yanked`);
  }

  function* yankCommand({ register }: CommandContext): Fiber {
    const { block } = yield* blockHere();
    if (block.command === "") throw new UserError("The command is not known");
    const name = register === "" ? unnamed(editor) : register;
    editor.registers.yank(name, registerText(Text.of(block.command.split("\n")), "v"));
    editor.events.emit("yank", editor.doc);
    editor.showMessage(`Yanked: ${commandText(block)}`);
  }

  function* rerun({ win }: CommandContext): Fiber {
    const terminal = here();
    const { block } = yield* blockHere();
    if (!terminal.running) throw new UserError("The program of this terminal has ended");
    if (block.command.trim() === "") throw new UserError("The command is not known");
    const { prompt } = terminal;
    if (prompt === null) throw new UserError("The shell is busy");
    if (prompt.before.trim() !== "" || prompt.after.trim() !== "") {
      throw new UserError("Something is typed at the prompt");
    }
    const risk = riskOf(block.command);
    if (risk.deletes || risk.overwrites || !block.sure) {
      const why = block.sure ? `It ${risk.reasons.join(", ")}. ` : "";
      if (!(yield* askYes(`${why}Run again: ${commandText(block)} (y/n)?`))) return;
      if (terminal.prompt === null) throw new UserError("The shell is busy");
    }
    terminal.paste(block.command);
    terminal.send("\r");
    windows.goLive(win);
  }

  return [
    motion("block.previous", "To the prompt before", true),
    motion("block.next", "To the prompt after", false),
    object("block.inner-output", "Output of a command in a terminal", false),
    object("block.around-output", "A command in a terminal with its output", true),
    {
      name: "block.jump-previous",
      doc: "To the command before in the terminal, in normal mode",
      run: (context) => jump(context, true),
    },
    {
      name: "block.jump-next",
      doc: "To the command after in the terminal, in normal mode",
      run: (context) => jump(context, false),
    },
    {
      name: "block.select-output",
      doc: "Select the output of a command in the terminal",
      run: selectOutput,
    },
    {
      name: "block.yank-output",
      doc: "Yank the output of a command in the terminal",
      run: yankOutput,
    },
    {
      name: "block.yank-command",
      doc: "Yank a command that ran in the terminal",
      run: yankCommand,
    },
    {
      name: "block.rerun",
      doc: "Run a command of the terminal again",
      run: rerun,
    },
  ];
}

/** The register that the unnamed one stands for ('clipboard'). */
function unnamed(editor: Editor): string {
  const flags = editor.options.get("clipboard").split(",");
  if (flags.includes("unnamedplus")) return "+";
  return flags.includes("unnamed") ? "*" : "";
}
