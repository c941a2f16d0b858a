/** Undo, help and what else there is. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { digraphs } from "../../text/digraph.ts";
import { slice } from "../../text/text.ts";
import { nextCharacter } from "../cursor.ts";
import { redo, undo, undoBySteps, undoByTime, undoTo } from "../normal/undo.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { setOption } from "./options.ts";

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

/** `:earlier 3`, `:earlier 5m`, `:earlier 1f`. */
function travel(call: ExCall, sign: -1 | 1): void {
  const { editor } = call;
  const match = /^(\d*)([smhdf]?)$/.exec(call.args.trim());
  if (!match) throw new UserError(`E475: Invalid argument: ${call.args}`);
  const count = match[1] === "" ? 1 : Number(match[1]);
  const unit = match[2]!;
  if (unit === "") undoBySteps(editor, sign * count);
  else if (unit === "f") {
    const { undo: tree } = editor.doc;
    if (sign < 0) undoTo(editor, tree.saved && tree.saved !== tree.current ? tree.saved.seq : 0);
    else undoTo(editor, tree.nodes.length - 1);
  } else undoByTime(editor, sign * count * (SECONDS[unit] ?? 1) * 1000);
}

function undoCommand(call: ExCall): void {
  const { editor } = call;
  const { want } = editor.win.cursor;
  if (call.addressCount > 0) undoTo(editor, call.line2);
  else undo(editor, 1);
  // `u` forgets the goal column, `:undo` does not.
  editor.win.cursor = { ...editor.win.cursor, want };
}

/** Runs a command of the editor by name; refuses where this build has none of it. */
function* named(editor: Editor, name: string, args: string): Fiber {
  const command = editor.commands.get(name);
  if (!command) throw new UserError(`E319: ${name} is not available here`);
  const { win, doc } = editor;
  editor.exState.argument = args;
  const fiber = command.run({ editor, win, doc, count: 0, register: "", keys: [] });
  if (fiber) yield* fiber;
}

function colorscheme(call: ExCall): void {
  const { editor } = call;
  const name = call.args.trim();
  if (name === "") {
    editor.showMessage(editor.options.get("theme"));
    return;
  }
  const names = editor.themeNames();
  if (names.length > 0 && !names.includes(name)) {
    throw new UserError(`E185: Cannot find color scheme '${name}'`);
  }
  setOption(editor, "theme", name);
}

/** `:sleep 2`, `:sleep 10m`. The editor goes on drawing and reading keys. */
function* sleep(call: ExCall): Fiber {
  const { editor } = call;
  const match = /^(\d*)\s*(m?)$/.exec(call.args.trim());
  if (!match) throw new UserError(`E475: Invalid argument: ${call.args.trim()}`);
  if (editor.nesting > 0) throw new UserError("hunch cannot sleep within :normal or a macro");
  const amount = match[1] !== "" ? Number(match[1]) : call.addressCount > 0 ? call.line2 : 1;
  const ms = amount * (match[2] === "m" ? 1 : 1000);
  const timer = Promise.withResolvers<void>();
  const handle = setTimeout(timer.resolve, ms);
  try {
    yield* until(timer.promise, "sleep");
  } catch (error) {
    // Typed keys end it; a CTRL-C ends what comes after it, too.
    if (!(error instanceof UserError)) throw error;
  } finally {
    clearTimeout(handle);
  }
}

function ascii(call: ExCall): void {
  const { editor } = call;
  const { win, doc } = editor;
  const { pos } = win.cursor;
  const char = slice(doc.text, pos, nextCharacter(doc.text, pos));
  const parts = Array.from(char, (c) => {
    const code = c.codePointAt(0)!;
    return `<${c}> ${code}, Hex ${code.toString(16).padStart(2, "0")}, Oct ${code.toString(8).padStart(3, "0")}`;
  });
  editor.showMessage(parts.length === 0 ? "NUL" : parts.join(" "));
}

function listDigraphs(call: ExCall): void {
  const items = [...digraphs()].map(([keys, char]) => `${keys} ${char} ${char.codePointAt(0)}`);
  call.editor.showMessage(items.join("\n"));
}

function startInsert(call: ExCall): void {
  const { editor } = call;
  if (editor.live?.()) return;
  editor.loop?.queue.stuff([call.bang ? "A" : "i"], false);
}

const plain = { bar: true } as const;
const nothing = () => {};

export const miscCommands: ExCommand[] = [
  {
    ...plain,
    name: "undo",
    min: 1,
    range: "count",
    count: true,
    zero: true,
    doc: "Undoes a change, or goes to a state by its number.",
    run: undoCommand,
  },
  {
    ...plain,
    name: "redo",
    min: 3,
    doc: "Does an undone change again.",
    run: (call) => redo(call.editor, 1),
  },
  {
    ...plain,
    name: "earlier",
    min: 2,
    args: true,
    doc: "Goes back by states, or by time (10s, 5m, 2h, 1d, 1f).",
    run: (call) => travel(call, -1),
  },
  {
    ...plain,
    name: "later",
    min: 3,
    args: true,
    doc: "Goes forward by states, or by time.",
    run: (call) => travel(call, 1),
  },
  {
    ...plain,
    name: "undojoin",
    min: 5,
    doc: "Joins what follows to the last change.",
    run: (call) => {
      if (!call.editor.doc.undo.join()) {
        throw new UserError("E790: undojoin is not allowed after undo");
      }
    },
  },
  {
    ...plain,
    name: "nohlsearch",
    min: 3,
    doc: "Stops marking the matches of the last search.",
    run: (call) => {
      call.editor.search.highlight = false;
    },
  },
  {
    ...plain,
    name: "help",
    min: 1,
    bang: true,
    args: true,
    noComment: true,
    complete: "help",
    doc: "Opens the help.",
    run: (call) => named(call.editor, "help.open", call.args.trim()),
  },
  {
    ...plain,
    name: "Help",
    min: 4,
    args: true,
    complete: "help",
    doc: "Looks for a help topic.",
    run: (call) =>
      named(call.editor, call.args.trim() === "" ? "help.browse" : "help.open", call.args.trim()),
  },
  {
    ...plain,
    name: "Tutor",
    min: 5,
    args: true,
    doc: "Starts the tutorial.",
    run: (call) => named(call.editor, "help.tutor", call.args.trim()),
  },
  {
    ...plain,
    name: "checkhealth",
    min: 3,
    args: true,
    doc: "Shows what works in this terminal.",
    run: (call) => named(call.editor, "health.show", call.args.trim()),
  },
  {
    ...plain,
    name: "redraw",
    min: 4,
    bang: true,
    doc: "Draws the screen (with ! from nothing).",
    run: (call) => {
      if (call.editor.commands.get("screen.repaint") && call.bang)
        return named(call.editor, "screen.repaint", "");
      return undefined;
    },
  },
  {
    ...plain,
    name: "redrawstatus",
    min: 7,
    bang: true,
    doc: "Draws the status lines.",
    run: nothing,
  },
  { ...plain, name: "redrawtabline", min: 7, doc: "Draws the tab line.", run: nothing },
  {
    ...plain,
    name: "startinsert",
    min: 4,
    bang: true,
    doc: "Starts insert mode (with ! at the end of the line).",
    run: startInsert,
  },
  {
    ...plain,
    name: "stopinsert",
    min: 5,
    doc: "Leaves insert mode.",
    run: (call) => {
      const { editor } = call;
      if (editor.live?.()) return named(editor, "terminal.normal-mode", "");
      if (editor.mode === "insert") editor.loop?.queue.stuff(["<Esc>"], false);
      return undefined;
    },
  },
  {
    ...plain,
    name: "ascii",
    min: 2,
    doc: "Shows the number of the character at the cursor.",
    run: ascii,
  },
  {
    ...plain,
    name: "digraphs",
    min: 3,
    bang: true,
    args: true,
    doc: "Lists the digraphs.",
    run: listDigraphs,
  },
  {
    ...plain,
    name: "colorscheme",
    min: 4,
    args: true,
    complete: "theme",
    doc: "Sets the theme.",
    run: colorscheme,
  },
  {
    ...plain,
    name: "syntax",
    min: 2,
    args: true,
    doc: "Accepted: syntax needs no switching on.",
    run: nothing,
  },
  {
    ...plain,
    name: "filetype",
    min: 5,
    args: true,
    doc: "Accepted: file types need no switching on.",
    run: nothing,
  },
  {
    ...plain,
    name: "highlight",
    min: 2,
    bang: true,
    args: true,
    doc: "Accepted: colours come from the theme.",
    run: nothing,
  },
  {
    ...plain,
    name: "scriptencoding",
    min: 5,
    args: true,
    doc: "Accepted: files are UTF-8.",
    run: nothing,
  },
  {
    ...plain,
    name: "sleep",
    min: 2,
    bang: true,
    range: "count",
    count: true,
    args: true,
    doc: "Waits for seconds, or milliseconds (10m); a key or CTRL-C ends it after a second.",
    run: sleep,
  },
  {
    ...plain,
    name: "stop",
    min: 2,
    bang: true,
    doc: "Suspends the editor.",
    run: (call) => named(call.editor, "editor.suspend", ""),
  },
  {
    ...plain,
    name: "suspend",
    min: 3,
    bang: true,
    doc: "Suspends the editor.",
    run: (call) => named(call.editor, "editor.suspend", ""),
  },
  {
    ...plain,
    name: "version",
    min: 2,
    args: true,
    doc: "Shows the version.",
    run: ({ editor }) => editor.showMessage(`hunch ${editor.version}`.trimEnd()),
  },
];
