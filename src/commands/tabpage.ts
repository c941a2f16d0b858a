/** The commands on tab pages: gt gT g<Tab>, and closing and moving them. */
import type { Command, CommandContext } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import {
  closeTab,
  enterTab,
  moveTab,
  openTab,
  previousTab,
  tabIndex,
} from "../editor/layout-windows.ts";
import { Text } from "../text/text.ts";

function enterNumber(editor: Editor, number: number): void {
  const tab = editor.tabs[number - 1];
  if (tab) enterTab(editor, tab);
  else editor.beep();
}

/** gt: the next tab page, or the one of the count. */
function next({ editor, count }: CommandContext): void {
  if (count > 0) enterNumber(editor, count);
  else enterNumber(editor, ((tabIndex(editor) + 1) % editor.tabs.length) + 1);
}

/** gT: `count` tab pages back, around the start. */
function previous({ editor, count }: CommandContext): void {
  const length = editor.tabs.length;
  const back = (count || 1) % length;
  enterNumber(editor, ((tabIndex(editor) - back + length) % length) + 1);
}

function lastUsed({ editor }: CommandContext): void {
  const tab = previousTab(editor);
  if (tab) enterTab(editor, tab);
  else editor.beep();
}

export const tabCommands: readonly Command[] = [
  { name: "tabpage.next", doc: "Go to the next tab page, or the [count]th (gt)", run: next },
  { name: "tabpage.previous", doc: "Go to the tab page before (gT)", run: previous },
  {
    name: "tabpage.last-used",
    doc: "Go to the tab page that was left last (g Tab)",
    run: lastUsed,
  },
  {
    name: "tabpage.first",
    doc: "Go to the first tab page",
    run: ({ editor }) => enterNumber(editor, 1),
  },
  {
    name: "tabpage.last",
    doc: "Go to the last tab page",
    run: ({ editor }) => enterNumber(editor, editor.tabs.length),
  },
  {
    name: "tabpage.new",
    doc: "Open a tab page on a new buffer",
    run({ editor }) {
      openTab(editor, editor.addDocument(Text.empty, null));
    },
  },
  {
    name: "tabpage.close",
    doc: "Close the tab page with its windows",
    run({ editor }) {
      if (!closeTab(editor, editor.tab)) editor.beep();
    },
  },
  {
    name: "tabpage.move-right",
    doc: "Move the tab page one place to the right",
    run: ({ editor, count }) => moveTab(editor, editor.tab, tabIndex(editor) + (count || 1)),
  },
  {
    name: "tabpage.move-left",
    doc: "Move the tab page one place to the left",
    run: ({ editor, count }) => moveTab(editor, editor.tab, tabIndex(editor) - (count || 1)),
  },
];
