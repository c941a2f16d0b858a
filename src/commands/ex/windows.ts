/** Windows and tab pages. */
import { UserError } from "../../base/errors.ts";
import { newDocument, showDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import {
  closeTab,
  enterTab,
  enterWindow,
  moveTab,
  onlyWindow,
  openTab,
  setWindowSize,
  splitWindow,
  tabIndex,
} from "../../editor/layout-windows.ts";
import { shownPath } from "../../editor/paths.ts";
import type { Window } from "../../editor/window.ts";
import { bufferOf } from "./buffers.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { editIn } from "./edit.ts";
import { fileArguments, leaveDocument } from "./file-arguments.ts";
import { closeAny } from "./leave.ts";

/** Splits as the modifiers (`vertical`, `topleft`, `tab`…) and the count say. */
function openWindow(call: ExCall, vertical: boolean, doc: Document | null = null): Window {
  const { editor, modifiers } = call;
  const shown = doc ?? editor.doc;
  if (modifiers.tab !== null) {
    const at =
      modifiers.tab === "current"
        ? tabIndex(editor) + 1
        : modifiers.tab === "last"
          ? editor.tabs.length
          : Math.min(modifiers.tab, editor.tabs.length);
    return openTab(editor, shown, at);
  }
  const edge = modifiers.split === "topleft" || modifiers.split === "botright";
  const before = modifiers.split === "topleft" || modifiers.split === "leftabove";
  return splitWindow(editor, editor.win, {
    vertical: vertical || modifiers.vertical,
    ...(call.addressCount > 0 ? { size: call.line2 } : {}),
    ...(modifiers.split === "" ? {} : { before }),
    edge,
    doc: shown,
  });
}

/** Opens a window and something in it; when that fails the window goes away again. */
function* inNewWindow(call: ExCall, vertical: boolean, act: (win: Window) => Fiber): Fiber {
  const { editor } = call;
  const win = openWindow(call, vertical);
  try {
    yield* act(win);
  } catch (error) {
    if (editor.windows.length > 1) closeAny(editor, win);
    throw error;
  }
}

function split(vertical: boolean, readonly = false) {
  return function* (call: ExCall): Fiber {
    const args = fileArguments(call.editor, call.args);
    yield* inNewWindow(call, vertical, function* (win) {
      if (args.name !== "") yield* editIn(call, win, args, readonly);
      else if (readonly) win.doc.options.set("readonly", true);
      if (args.name === "" && args.command !== null) yield* call.execute(args.command);
    });
  };
}

function newWindow(vertical: boolean) {
  return function* (call: ExCall): Fiber {
    const args = fileArguments(call.editor, call.args);
    yield* inNewWindow(call, vertical, function* (win) {
      if (args.name !== "") yield* editIn(call, win, args);
      else showDocument(call.editor, win, newDocument(call.editor));
    });
  };
}

function* splitBuffer(call: ExCall): Fiber {
  const doc = bufferOf(call.editor, call);
  openWindow({ ...call, addressCount: 0 }, false, doc);
  yield* [];
}

function* close(call: ExCall): Fiber {
  const { editor } = call;
  const win =
    call.addressCount > 0 ? (editor.tab.windows[call.line2 - 1] ?? editor.win) : editor.win;
  if (editor.windows.length === 1) throw new UserError("E444: Cannot close last window");
  yield* leaveDocument(call, win.doc);
  closeAny(editor, win);
}

function only(call: ExCall): void {
  const { editor } = call;
  if (editor.tab.windows.length === 1) editor.showMessage("Already only one window");
  else onlyWindow(editor, editor.win);
}

function* tabNew(call: ExCall): Fiber {
  const { editor } = call;
  const args = fileArguments(editor, call.args);
  const at =
    call.addressCount > 0 ? Math.min(call.line2, editor.tabs.length) : tabIndex(editor) + 1;
  if (args.name === "") {
    openTab(editor, newDocument(editor), at);
    return;
  }
  const tab = editor.tab;
  const win = openTab(editor, editor.doc, at);
  try {
    yield* editIn(call, win, args);
  } catch (error) {
    closeTab(editor, editor.tab);
    enterTab(editor, tab);
    throw error;
  }
}

/** The tab page that a count or an argument names, 0-based. */
function tabNumber(call: ExCall, fallback: number): number {
  const { editor } = call;
  const args = call.args.trim();
  const last = editor.tabs.length - 1;
  if (args === "$") return last;
  if (/^[+-]\d*$/.test(args)) {
    const step = Number(args.slice(1) || "1");
    return tabIndex(editor) + (args[0] === "+" ? step : -step);
  }
  if (/^\d+$/.test(args)) return Number(args) - 1;
  if (args !== "") throw new UserError(`E475: Invalid argument: ${args}`);
  return call.addressCount > 0 ? Math.min(call.line2, editor.tabs.length) - 1 : fallback;
}

function goTab(editor: Editor, index: number): void {
  const tab = editor.tabs[index];
  if (!tab) throw new UserError(`E475: Invalid argument: ${index + 1}`);
  enterTab(editor, tab);
}

function tabClose(call: ExCall): void {
  const { editor } = call;
  if (editor.tabs.length === 1) throw new UserError("E784: Cannot close last tab page");
  const tab = editor.tabs[tabNumber(call, tabIndex(editor))];
  if (!tab) throw new UserError("E16: Invalid range");
  closeTab(editor, tab);
}

function tabOnly(call: ExCall): void {
  const { editor } = call;
  if (editor.tabs.length === 1) editor.showMessage("Already only one tab page");
  for (const tab of editor.tabs.filter((t) => t !== editor.tab)) closeTab(editor, tab);
}

function listTabs(call: ExCall): void {
  const { editor } = call;
  const lines = editor.tabs.flatMap((tab, i) => [
    `Tab page ${i + 1}`,
    ...tab.windows.map((win) => {
      const mark = win === editor.win ? ">" : win === tab.current ? "#" : " ";
      return `${mark}${win.doc.modified ? "+" : " "}  ${shownPath(editor, win.doc.path)}`;
    }),
  ]);
  editor.showMessage(lines.join("\n"));
}

/** `:wincmd x`: what CTRL-W x does. */
function* wincmd(call: ExCall): Fiber {
  const { editor } = call;
  const key = call.args.trim();
  const names: Record<string, string> = editor.windowKeys;
  const name = names[key === "<" ? "<lt>" : key] ?? names[key];
  if (name === undefined) throw new UserError(`E474: Invalid argument`);
  const { win, doc } = editor;
  const count = call.addressCount > 0 ? call.line2 : 0;
  const fiber = editor.commands
    .require(name)
    .run({ editor, win, doc, count, register: "", keys: ["<C-w>", key] });
  if (fiber) yield* fiber;
}

function resize(call: ExCall): void {
  const { editor } = call;
  const { win } = editor;
  const axis = call.modifiers.vertical ? "width" : "height";
  const now = win[axis];
  const match = /^([+-]?)(\d*)$/.exec(call.args.trim());
  if (!match) throw new UserError(`E475: Invalid argument: ${call.args}`);
  const amount = match[2] === "" ? null : Number(match[2]);
  let size = 10000;
  if (match[1] === "+") size = now + (amount ?? 1);
  else if (match[1] === "-") size = now - (amount ?? 1);
  else if (amount !== null) size = amount;
  else if (call.addressCount > 0) size = call.line2;
  setWindowSize(editor, win, axis, size);
}

function* inEach(call: ExCall, what: "window" | "tab" | "buffer"): Fiber {
  const { editor } = call;
  if (what === "buffer") {
    for (const doc of editor.docs.filter((d) => d.listed)) {
      showDocument(editor, editor.win, doc);
      yield* call.execute(call.args);
    }
    return;
  }
  if (what === "tab") {
    for (const tab of [...editor.tabs]) {
      enterTab(editor, tab);
      yield* call.execute(call.args);
    }
    return;
  }
  const { windows } = editor.tab;
  for (const win of windows) {
    if (!editor.tab.windows.includes(win)) continue;
    enterWindow(editor, win);
    yield* call.execute(call.args);
  }
}

const file = {
  args: true,
  bar: true,
  bang: true,
  range: "count",
  zero: true,
  complete: "file",
} as const;
const plain = { bar: true, bang: true, args: true, range: "count", zero: true } as const;

export const windowExCommands: ExCommand[] = [
  { ...file, name: "split", min: 2, doc: "Splits the window.", run: split(false) },
  { ...file, name: "vsplit", min: 2, doc: "Splits the window side by side.", run: split(true) },
  {
    ...file,
    name: "sview",
    min: 2,
    doc: "Splits the window and edits a file read-only.",
    run: split(false, true),
  },
  { ...file, name: "new", min: 3, doc: "Opens a window on a new buffer.", run: newWindow(false) },
  {
    ...file,
    name: "vnew",
    min: 3,
    doc: "Opens a window on a new buffer, side by side.",
    run: newWindow(true),
  },
  {
    ...file,
    name: "sbuffer",
    min: 2,
    complete: "buffer",
    doc: "Splits the window and shows a buffer.",
    run: splitBuffer,
  },
  { ...plain, name: "close", min: 3, doc: "Closes the window.", run: close },
  { ...plain, name: "hide", min: 3, doc: "Closes the window.", run: close },
  { ...plain, name: "only", min: 2, doc: "Closes all other windows.", run: only },
  { ...file, name: "tabnew", min: 6, doc: "Opens a tab page.", run: tabNew },
  { ...file, name: "tabedit", min: 4, doc: "Opens a tab page with a file.", run: tabNew },
  { ...plain, name: "tabclose", min: 4, doc: "Closes the tab page.", run: tabClose },
  { ...plain, name: "tabonly", min: 4, doc: "Closes all other tab pages.", run: tabOnly },
  {
    ...plain,
    name: "tabnext",
    min: 4,
    doc: "Goes to the next tab page, or to one by number.",
    run: (call) =>
      goTab(call.editor, tabNumber(call, (tabIndex(call.editor) + 1) % call.editor.tabs.length)),
  },
  { ...plain, name: "tabprevious", min: 4, doc: "Goes to the tab page before.", run: previousTab },
  { ...plain, name: "tabNext", min: 4, doc: "Goes to the tab page before.", run: previousTab },
  {
    ...plain,
    name: "tabfirst",
    min: 6,
    doc: "Goes to the first tab page.",
    run: (call) => goTab(call.editor, 0),
  },
  {
    ...plain,
    name: "tabrewind",
    min: 4,
    doc: "Goes to the first tab page.",
    run: (call) => goTab(call.editor, 0),
  },
  {
    ...plain,
    name: "tablast",
    min: 4,
    doc: "Goes to the last tab page.",
    run: (call) => goTab(call.editor, call.editor.tabs.length - 1),
  },
  { ...plain, name: "tabmove", min: 4, doc: "Moves the tab page.", run: moveTabTo },
  { name: "tabs", min: 4, bar: true, doc: "Lists the tab pages and their windows.", run: listTabs },
  {
    name: "wincmd",
    min: 4,
    bar: true,
    args: "required",
    range: "count",
    doc: "Does what CTRL-W and a key do.",
    run: wincmd,
  },
  {
    ...plain,
    name: "resize",
    min: 3,
    doc: "Sets the height of the window (with :vertical the width).",
    run: resize,
  },
  {
    name: "windo",
    min: 5,
    args: "required",
    doc: "Runs a command in each window.",
    run: (call) => inEach(call, "window"),
  },
  {
    name: "tabdo",
    min: 4,
    args: "required",
    doc: "Runs a command in each tab page.",
    run: (call) => inEach(call, "tab"),
  },
  {
    name: "bufdo",
    min: 5,
    bang: true,
    args: "required",
    doc: "Runs a command in each buffer.",
    run: (call) => inEach(call, "buffer"),
  },
];

function previousTab(call: ExCall): void {
  const { editor } = call;
  const count = call.addressCount > 0 ? call.line2 : Number(call.args.trim() || "1");
  const length = editor.tabs.length;
  goTab(editor, (((tabIndex(editor) - count) % length) + length) % length);
}

function moveTabTo(call: ExCall): void {
  const { editor } = call;
  const args = call.args.trim();
  const at = tabIndex(editor);
  let target = editor.tabs.length - 1;
  if (/^[+-]\d*$/.test(args)) target = tabNumber(call, at);
  else if (/^\d+$/.test(args)) target = Number(args) > at ? Number(args) - 1 : Number(args);
  else if (call.addressCount > 0) target = call.line2 > at ? call.line2 - 1 : call.line2;
  moveTab(editor, editor.tab, Math.max(0, Math.min(target, editor.tabs.length - 1)));
}
