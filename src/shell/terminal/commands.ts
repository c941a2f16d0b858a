/** The commands of terminals, by keys and by name. */
import { UserError } from "../../base/errors.ts";
import { closeDocument, showDocument } from "../../editor/buffers.ts";
import type { Command, CommandContext } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall, ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { openTab, splitWindow, tabIndex } from "../../editor/layout-windows.ts";
import { expandNames } from "../../editor/paths.ts";
import type { Window } from "../../editor/window.ts";
import { registerString } from "../../text/register.ts";
import type { Registry } from "./registry.ts";
import type { ShellTerminal } from "./terminal.ts";

export function terminalCommands(editor: Editor, registry: Registry): Command[] {
  const here = (): ShellTerminal => {
    const terminal = registry.current;
    if (terminal === null) throw new UserError("Not a terminal");
    return terminal;
  };
  const { windows, drawer } = registry;

  function* oneCommand(): Fiber {
    const { win } = editor;
    const { doc } = win;
    yield* windows.goNormal(win);
    try {
      do {
        yield* editor.oneCommand();
      } while (editor.win.visual !== null && editor.quitting === null);
    } finally {
      if (editor.win === win && win.doc === doc) windows.goLive(win);
    }
  }

  function putRegister(terminal: ShellTerminal, name: string, count: number): void {
    const value = editor.registers.get(name);
    if (value === null) throw new UserError(`E353: Nothing in register ${name || '"'}`);
    terminal.paste(registerString(value).repeat(Math.max(1, count)));
  }

  return [
    {
      name: "terminal.normal-mode",
      doc: "Look at the text of the terminal in normal mode",
      run: ({ win }) => windows.goNormal(win),
    },
    {
      name: "terminal.one-command",
      doc: "One command of normal mode, then the terminal is live again",
      run: () => oneCommand(),
    },
    {
      name: "terminal.live",
      doc: "Keys go to the program of the terminal again",
      run: ({ win }) => {
        if (!here().running) throw new UserError("The program of this terminal has ended");
        windows.goLive(win);
      },
    },
    {
      name: "terminal.send-prefix",
      doc: "Send CTRL-\\ to the program",
      run: () => here().send("\x1c"),
    },
    {
      name: "terminal.paste-register",
      doc: "Paste a register to the program of the terminal",
      *run(): Fiber {
        const terminal = here();
        const name = yield* rawKey();
        if (name !== "<Esc>" && name !== "<C-c>") putRegister(terminal, name, 1);
      },
    },
    {
      name: "terminal.put",
      doc: "Paste a register to the program of the terminal",
      run: ({ register, count }: CommandContext) => putRegister(here(), register, count),
    },
    {
      name: "terminal.drawer",
      doc: "Show or hide the terminal at the bottom",
      run: () => drawer.toggle(),
    },
    {
      name: "terminal.clipboard-once",
      doc: "Let a program put its text into the clipboard, this once",
      run: () => registry.clipboard.answer("once"),
    },
    {
      name: "terminal.clipboard-always",
      doc: "Let the program of a terminal use the clipboard as it likes",
      run: () => registry.clipboard.answer("always"),
    },
    {
      name: "terminal.clipboard-never",
      doc: "Never let the program of a terminal use the clipboard",
      run: () => registry.clipboard.answer("never"),
    },
  ];
}

/** The window that `:terminal` opens in: the current one, or a new one where the line says so. */
function windowFor({ editor, modifiers, addressCount, line2 }: ExCall): Window {
  if (modifiers.tab !== null) {
    const { tab } = modifiers;
    const at = tab === "current" ? tabIndex(editor) + 1 : tab === "last" ? editor.tabs.length : tab;
    return openTab(editor, editor.doc, Math.min(at, editor.tabs.length));
  }
  if (modifiers.split === "" && !modifiers.vertical) return editor.win;
  const edge = modifiers.split === "topleft" || modifiers.split === "botright";
  const before = modifiers.split === "topleft" || modifiers.split === "leftabove";
  return splitWindow(editor, editor.win, {
    vertical: modifiers.vertical,
    ...(addressCount > 0 ? { size: line2 } : {}),
    ...(modifiers.split === "" ? {} : { before }),
    edge,
  });
}

export function terminalExCommands(registry: Registry): ExCommand[] {
  return [
    {
      name: "terminal",
      min: 2,
      args: true,
      bang: true,
      range: "count",
      count: true,
      complete: "shell",
      doc: "A shell, or a command, in a window.",
      run(call) {
        const { editor } = call;
        const names = /(?<!\S)[%#](?::[pht~.re])*(?!\S)/g;
        const args = call.args.trim().replace(names, (word) => expandNames(editor, word));
        registry.require();
        const win = windowFor(call);
        const old = win.doc;
        const terminal = registry.open({
          command: args === "" ? null : args,
          rows: win.height,
          cols: win.width,
        });
        showDocument(editor, win, terminal.doc);
        const empty = old.path === null && old.kind === "file" && old.text.length === 0;
        const free = !old.modified && !editor.windows.some((other) => other.doc === old);
        if (empty && free) closeDocument(editor, old, terminal.doc);
      },
    },
    {
      name: "Drawer",
      min: 3,
      bar: true,
      doc: "Shows or hides the terminal at the bottom.",
      run: () => registry.drawer.toggle(),
    },
  ];
}
