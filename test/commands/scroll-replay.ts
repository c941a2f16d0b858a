/** Replays recorded scroll cases: texts by name, keys as commands, the state after each key. */
import { scrollCommands } from "../../src/commands/scroll.ts";
import * as motions from "../../src/commands/scroll-motions.ts";
import { Editor } from "../../src/editor/editor.ts";
import type { OptionName } from "../../src/editor/options.ts";
import { cursorScreenPosition, moveToRow, scrollToCursor } from "../../src/editor/viewport.ts";
import type { Window } from "../../src/editor/window.ts";
import { pointOf, textOf } from "../../src/text/text.ts";

export interface ScrollCase {
  readonly text: readonly ["plain" | "tabs" | "long" | "wide", number];
  readonly height: number;
  readonly options: Readonly<Record<string, number | boolean | string>>;
  readonly row: number;
  readonly keys: readonly string[];
  /** After each key: top, row, UTF-16 column, left, screen row and cell of the cursor. */
  readonly states: readonly (readonly number[])[];
}

const COMMANDS: Readonly<Record<string, string>> = {
  "<C-e>": "scroll.line-down",
  "<C-y>": "scroll.line-up",
  "<C-d>": "scroll.half-page-down",
  "<C-u>": "scroll.half-page-up",
  "<C-f>": "scroll.page-down",
  "<C-b>": "scroll.page-up",
  zt: "scroll.cursor-top",
  zz: "scroll.cursor-middle",
  zb: "scroll.cursor-bottom",
  "z<CR>": "scroll.cursor-top-non-blank",
  "z.": "scroll.cursor-middle-non-blank",
  "z-": "scroll.cursor-bottom-non-blank",
  "z+": "scroll.next-window",
  "z^": "scroll.previous-window",
  zh: "scroll.left",
  zl: "scroll.right",
  zH: "scroll.half-left",
  zL: "scroll.half-right",
  zs: "scroll.cursor-left",
  ze: "scroll.cursor-right",
};

const MOTIONS: Readonly<Record<string, motions.ScreenMotion>> = {
  H: motions.windowTop,
  M: motions.windowMiddle,
  L: motions.windowBottom,
  gj: motions.screenRowDown,
  gk: motions.screenRowUp,
  g0: motions.screenStart,
  "g^": motions.screenFirstNonBlank,
  g$: motions.screenEnd,
  gm: motions.screenMiddle,
};

export const SCROLL_KEYS = [...Object.keys(COMMANDS), ...Object.keys(MOTIONS), "j", "k"];

export function linesOf([kind, count]: ScrollCase["text"]): string[] {
  return Array.from({ length: count }, (_, i) => {
    if (i % 7 === 3) return "";
    if (kind === "tabs") return `${"\t".repeat(i % 3)}item ${i}\tend`;
    if (kind === "long" && i % 3 === 0) return `  row ${i} ${"lorem ipsum ".repeat((i * 5) % 23)}`;
    if (kind === "wide" && i % 2 === 0) return `${i} ${"日本語 ".repeat((i * 3) % 17)}`;
    return `${" ".repeat(i % 4)}row ${i} of the text`;
  });
}

/** The states that our commands give. */
export function replay(scrollCase: ScrollCase): number[][] {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  for (const [name, value] of Object.entries(scrollCase.options)) {
    editor.options.set(name as OptionName, value);
  }
  const doc = editor.addDocument(textOf(linesOf(scrollCase.text).join("\n")), null);
  const win = editor.newWindow(doc);
  editor.addTab(win);
  win.height = scrollCase.height;
  win.width = 80;
  editor.setCursorPoint(win, { row: scrollCase.row, col: 0 });
  scrollToCursor(editor, win);
  return scrollCase.keys.map((key) => {
    press(editor, win, key);
    scrollToCursor(editor, win);
    const point = pointOf(doc.text, win.cursor.pos);
    const place = cursorScreenPosition(editor, win);
    return [win.top, point.row, point.col, win.left, place?.row ?? -1, place?.cell ?? -1];
  });
}

function press(editor: Editor, win: Window, typed: string): void {
  const digits = /^[1-9]\d*/.exec(typed)?.[0] ?? "";
  const key = typed.slice(digits.length);
  const count = Number(digits);
  const name = COMMANDS[key];
  const motion = MOTIONS[key];
  if (name) {
    const command = scrollCommands.find((c) => c.name === name)!;
    command.run({ editor, win, doc: win.doc, count, register: "", keys: [] });
  } else if (motion) {
    const target = motion(editor, win, count || 1);
    if (target) editor.setCursor(win, target.pos, target.want);
  } else {
    const { row } = pointOf(win.doc.text, win.cursor.pos);
    const last = win.doc.text.lines - 1;
    const delta = (count || 1) * (key === "j" ? 1 : -1);
    const next = Math.max(0, Math.min(last, row + delta));
    if (next !== row) moveToRow(editor, win, next);
  }
}
