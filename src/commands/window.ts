/** The commands of CTRL-W: opening, closing, choosing, moving and sizing windows. */
import { UserError } from "../base/errors.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, rawKey } from "../editor/fiber.ts";
import type { Axis } from "../editor/layout-size.ts";
import {
  closeWindow,
  enterWindow,
  equalizeWindows,
  exchangeWindow,
  moveToEdge,
  neighbourOf,
  onlyWindow,
  rotateWindows,
  type SplitOptions,
  setWindowSize,
  splitWindow,
  windowToTab,
} from "../editor/layout-windows.ts";
import type { Window } from "../editor/window.ts";
import { Text } from "../text/text.ts";

function split(context: CommandContext, options: SplitOptions): Window {
  const { editor, win, count } = context;
  return splitWindow(editor, win, count > 0 ? { ...options, size: count } : options);
}

/** Splits and runs what shows something else in the new window; without it the split is undone. */
function* splitAnd(
  context: CommandContext,
  act: Command["run"],
  options: SplitOptions = {},
): Fiber {
  const { editor } = context;
  const back = context.win;
  const win = splitWindow(editor, back, options);
  try {
    const running = act({ ...context, win, doc: win.doc });
    if (running) yield* running;
  } catch (error) {
    closeWindow(editor, win);
    enterWindow(editor, back);
    throw error;
  }
}

function* fileUnderCursor(context: CommandContext, inTab: boolean, line: boolean): Fiber {
  const { editor } = context;
  const name = line ? "file.edit-under-cursor-line" : "file.edit-under-cursor";
  const command = editor.commands.require(name);
  yield* splitAnd(context, (inner) => command.run(inner));
  if (inTab) windowToTab(editor, editor.win);
}

function goTo(editor: Editor, win: Window | null | undefined): void {
  if (win) enterWindow(editor, win);
  else editor.beep();
}

function cycle({ editor, win, count }: CommandContext, delta: 1 | -1): void {
  const windows = editor.tab.windows;
  if (windows.length === 1) {
    editor.beep();
    return;
  }
  if (count > 0) {
    goTo(editor, windows[Math.min(count, windows.length) - 1]);
    return;
  }
  const at = windows.indexOf(win) + delta + windows.length;
  goTo(editor, windows[at % windows.length]);
}

function toward({ editor, win, count }: CommandContext, direction: "h" | "j" | "k" | "l"): void {
  let at = win;
  for (let i = 0; i < (count || 1); i++) at = neighbourOf(editor, at, direction) ?? at;
  if (at !== win) enterWindow(editor, at);
}

/** A count names the window. */
function counted({ editor, win, count }: CommandContext): Window {
  const { windows } = editor.tab;
  return count > 0 ? windows[Math.min(count, windows.length) - 1]! : win;
}

function close(context: CommandContext): void {
  if (!closeWindow(context.editor, counted(context)))
    throw new UserError("E444: Cannot close last window");
}

function only(context: CommandContext): void {
  const { editor } = context;
  if (editor.tab.root.kind === "leaf") editor.showMessage("Already only one window");
  else onlyWindow(editor, counted(context));
}

/** Sets a size; `delta`: relative to what it is; without a count `none`. */
function size(axis: Axis, delta: -1 | 0 | 1): (context: CommandContext) => void {
  return ({ editor, win, count }) => {
    const now = axis === "width" ? win.width : win.height;
    const wanted = delta === 0 ? count || 10000 : now + delta * (count || 1);
    setWindowSize(editor, win, axis, wanted);
  };
}

/** z{height}<CR>: the digits after `z` are the window's height. */
function* typedHeight({ editor, win, keys }: CommandContext): Fiber {
  let digits = keys[keys.length - 1] ?? "";
  for (;;) {
    const key = yield* rawKey(`z${digits}`);
    if (/^\d$/.test(key)) digits += key;
    else if (key === "<BS>" || key === "<Del>") digits = digits.slice(0, -1);
    else {
      if (key === "<CR>" || key === "<NL>") setWindowSize(editor, win, "height", Number(digits));
      else editor.beep();
      return;
    }
  }
}

function command(name: string, doc: string, run: Command["run"]): Command {
  return { name: `window.${name}`, doc, run };
}

export const windowCommands: readonly Command[] = [
  command("split", "Split the window in two, one above the other (CTRL-W s)", (c) => {
    split(c, {});
  }),
  command("split-vertical", "Split the window in two, side by side (CTRL-W v)", (c) => {
    split(c, { vertical: true });
  }),
  command("new", "Open a window on a new buffer (CTRL-W n)", (c) => {
    split(c, { doc: c.editor.addDocument(Text.empty, null) });
  }),
  command("split-alternate", "Split the window and edit the alternate file (CTRL-W ^)", (c) =>
    splitAnd(c, ({ editor, count }) => editor.ex(count > 0 ? `buffer ${count}` : "buffer #")),
  ),
  command("split-file", "Split the window and edit the file named at the cursor (CTRL-W f)", (c) =>
    fileUnderCursor(c, false, false),
  ),
  command(
    "split-file-line",
    "Split the window and go to the file and line named at the cursor (CTRL-W F)",
    (c) => fileUnderCursor(c, false, true),
  ),
  command("tab-file", "Edit the file named at the cursor in a new tab page (CTRL-W gf)", (c) =>
    fileUnderCursor(c, true, false),
  ),
  command(
    "tab-file-line",
    "Go to the file and line named at the cursor in a new tab page (CTRL-W gF)",
    (c) => fileUnderCursor(c, true, true),
  ),
  command("quit", "Quit the window (CTRL-W q)", ({ editor }) => editor.ex("quit")),
  command("close", "Close the window (CTRL-W c)", close),
  command("only", "Close all other windows (CTRL-W o)", only),
  command("left", "Go to the window on the left (CTRL-W h)", (c) => toward(c, "h")),
  command("down", "Go to the window below (CTRL-W j)", (c) => toward(c, "j")),
  command("up", "Go to the window above (CTRL-W k)", (c) => toward(c, "k")),
  command("right", "Go to the window on the right (CTRL-W l)", (c) => toward(c, "l")),
  command("next", "Go to the next window, or the [count]th (CTRL-W w)", (c) => cycle(c, 1)),
  command("before", "Go to the window before, or the [count]th (CTRL-W W)", (c) => cycle(c, -1)),
  command("first", "Go to the first window (CTRL-W t)", ({ editor }) =>
    goTo(editor, editor.tab.windows[0]),
  ),
  command("last", "Go to the last window (CTRL-W b)", ({ editor }) =>
    goTo(editor, editor.tab.windows.at(-1)),
  ),
  command("previous", "Go to the window that was left last (CTRL-W p)", ({ editor }) =>
    goTo(editor, editor.tab.previous),
  ),
  command("rotate", "Rotate the windows down or right (CTRL-W r)", ({ editor, win, count }) =>
    rotateWindows(editor, win, true, count || 1),
  ),
  command("rotate-back", "Rotate the windows up or left (CTRL-W R)", ({ editor, win, count }) =>
    rotateWindows(editor, win, false, count || 1),
  ),
  command("exchange", "Exchange the window with the next one (CTRL-W x)", (c) =>
    exchangeWindow(c.editor, c.win, c.count),
  ),
  command("move-left", "Move the window to the far left (CTRL-W H)", ({ editor, win }) =>
    moveToEdge(editor, win, "H"),
  ),
  command("move-down", "Move the window to the bottom (CTRL-W J)", ({ editor, win }) =>
    moveToEdge(editor, win, "J"),
  ),
  command("move-up", "Move the window to the top (CTRL-W K)", ({ editor, win }) =>
    moveToEdge(editor, win, "K"),
  ),
  command("move-right", "Move the window to the far right (CTRL-W L)", ({ editor, win }) =>
    moveToEdge(editor, win, "L"),
  ),
  command("to-tab", "Move the window to a new tab page (CTRL-W T)", ({ editor, win }) => {
    if (!windowToTab(editor, win)) editor.showMessage("Already only one window");
  }),
  command("equalize", "Make all windows the same size (CTRL-W =)", ({ editor }) =>
    equalizeWindows(editor),
  ),
  command("taller", "Make the window higher (CTRL-W +)", size("height", 1)),
  command("shorter", "Make the window lower (CTRL-W -)", size("height", -1)),
  command(
    "set-height",
    "Set the height, or make it as high as it can be (CTRL-W _)",
    size("height", 0),
  ),
  command("wider", "Make the window wider (CTRL-W >)", size("width", 1)),
  command("narrower", "Make the window narrower (CTRL-W <)", size("width", -1)),
  command(
    "set-width",
    "Set the width, or make it as wide as it can be (CTRL-W |)",
    size("width", 0),
  ),
  command("typed-height", "Set the height to the number typed after z", typedHeight),
];

/** The keys after CTRL-W and the commands they name; the CTRL forms too. */
export const windowKeys: Readonly<Record<string, string>> = {
  s: "window.split",
  S: "window.split",
  "<C-s>": "window.split",
  v: "window.split-vertical",
  "<C-v>": "window.split-vertical",
  n: "window.new",
  "<C-n>": "window.new",
  "^": "window.split-alternate",
  "<C-^>": "window.split-alternate",
  f: "window.split-file",
  "<C-f>": "window.split-file",
  F: "window.split-file-line",
  gf: "window.tab-file",
  gF: "window.tab-file-line",
  q: "window.quit",
  "<C-q>": "window.quit",
  c: "window.close",
  o: "window.only",
  "<C-o>": "window.only",
  h: "window.left",
  "<C-h>": "window.left",
  "<BS>": "window.left",
  "<Left>": "window.left",
  j: "window.down",
  "<C-j>": "window.down",
  "<NL>": "window.down",
  "<Down>": "window.down",
  k: "window.up",
  "<C-k>": "window.up",
  "<Up>": "window.up",
  l: "window.right",
  "<C-l>": "window.right",
  "<Right>": "window.right",
  w: "window.next",
  "<C-w>": "window.next",
  W: "window.before",
  t: "window.first",
  "<C-t>": "window.first",
  b: "window.last",
  "<C-b>": "window.last",
  p: "window.previous",
  "<C-p>": "window.previous",
  r: "window.rotate",
  "<C-r>": "window.rotate",
  R: "window.rotate-back",
  x: "window.exchange",
  "<C-x>": "window.exchange",
  H: "window.move-left",
  J: "window.move-down",
  K: "window.move-up",
  L: "window.move-right",
  T: "window.to-tab",
  "=": "window.equalize",
  "+": "window.taller",
  "-": "window.shorter",
  _: "window.set-height",
  "<C-_>": "window.set-height",
  ">": "window.wider",
  "<lt>": "window.narrower",
  "|": "window.set-width",
  gt: "tabpage.next",
  gT: "tabpage.previous",
  "g<Tab>": "tab.last-used",
};
