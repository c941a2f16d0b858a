/** What the options say about how a window is drawn, worked out once per change of an option. */
import { clusterEnd } from "../base/width.ts";
import type { Editor } from "../editor/editor.ts";
import type { Window } from "../editor/window.ts";
import { type ListChars, parseListChars } from "../text/display/list-chars.ts";

export interface FillChars {
  readonly vert: string;
  readonly horiz: string;
  readonly fold: string;
  readonly foldopen: string;
  readonly foldclose: string;
  readonly foldsep: string;
  readonly eob: string;
}

export interface WindowLook {
  readonly wrap: boolean;
  readonly number: boolean;
  readonly relative: boolean;
  readonly cursorLine: boolean;
  /** Whether `cursorline` marks the text, and the number. */
  readonly cursorLineText: boolean;
  readonly cursorLineNumber: boolean;
  readonly list: ListChars | null;
  readonly fill: FillChars;
  /** 0-based cells of `colorcolumn`. */
  readonly colorColumns: readonly number[];
  readonly showBreak: string;
  readonly foldEnable: boolean;
  readonly matchParen: boolean;
}

interface Cached {
  windowVersion: number;
  docVersion: number;
  globalVersion: number;
  look: WindowLook;
}

const looks = new WeakMap<Window, Cached>();

export function lookOf(editor: Editor, win: Window): WindowLook {
  const known = looks.get(win);
  if (
    known &&
    known.windowVersion === win.options.version &&
    known.docVersion === win.doc.options.version &&
    known.globalVersion === editor.options.version
  ) {
    return known.look;
  }
  const look = makeLook(editor, win);
  looks.set(win, {
    windowVersion: win.options.version,
    docVersion: win.doc.options.version,
    globalVersion: editor.options.version,
    look,
  });
  return look;
}

function makeLook(editor: Editor, win: Window): WindowLook {
  const { options } = win;
  const ascii = editor.options.get("ascii");
  const low = editor.options.get("lowband");
  const lineOptions = options.get("cursorlineopt").split(",");
  return {
    wrap: options.get("wrap"),
    number: options.get("number"),
    relative: options.get("relativenumber") && !low,
    cursorLine: options.get("cursorline") && !low,
    cursorLineText: lineOptions.some((o) => o === "both" || o === "line" || o === "screenline"),
    cursorLineNumber: lineOptions.some((o) => o === "both" || o === "number"),
    list: options.get("list") ? parseListChars(listChars(options.get("listchars"), ascii)) : null,
    fill: parseFillChars(options.get("fillchars"), ascii),
    colorColumns: parseColorColumns(options.get("colorcolumn"), win.doc.options.get("textwidth")),
    showBreak: ascii ? toAscii(options.get("showbreak"), "+") : options.get("showbreak"),
    foldEnable: options.get("foldenable"),
    matchParen: !low,
  };
}

/** The first cluster of a text; empty for none. */
function firstCluster(text: string): string {
  return text.slice(0, clusterEnd(text, 0));
}

/** The settings of a `name:value,name:value` option. A value may hold a comma after a backslash. */
function settings(option: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const part of option.split(/,(?=[a-z]+:)/)) {
    const colon = part.indexOf(":");
    if (colon > 0) map.set(part.slice(0, colon), part.slice(colon + 1).replace(/\\(.)/g, "$1"));
  }
  return map;
}

function toAscii(text: string, instead: string): string {
  return text.replace(/[^\x20-\x7e]/gu, instead);
}

/** Every character but ASCII becomes one that looks a little like it. */
function listChars(option: string, ascii: boolean): string {
  return ascii ? toAscii(option, "-") : option;
}

function parseFillChars(option: string, ascii: boolean): FillChars {
  const map = settings(option);
  const one = (name: string, fancy: string, plain: string): string => {
    const value = firstCluster(map.get(name) ?? "");
    if (value === "") return ascii ? plain : fancy;
    return ascii ? toAscii(value, plain) : value;
  };
  return {
    vert: one("vert", "│", "|"),
    horiz: one("horiz", "─", "-"),
    fold: one("fold", "·", "-"),
    foldopen: one("foldopen", "-", "-"),
    foldclose: one("foldclose", "+", "+"),
    foldsep: one("foldsep", "│", "|"),
    eob: one("eob", "~", "~"),
  };
}

function parseColorColumns(option: string, textwidth: number): number[] {
  const cells: number[] = [];
  for (const part of option.split(",")) {
    const match = /^\s*([+-]?)(\d+)\s*$/.exec(part);
    if (!match) continue;
    const value = Number(match[2]);
    if (match[1] === "") cells.push(value - 1);
    else if (textwidth > 0) cells.push(textwidth + (match[1] === "+" ? value : -value) - 1);
  }
  return cells.filter((cell) => cell >= 0);
}
