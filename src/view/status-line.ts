/** The status line of a window: what each % item says of it, and the row that shows it. */
import type { Editor } from "../editor/editor.ts";
import { optionName } from "../editor/options.ts";
import { statusItemsOf } from "../editor/status-items.ts";
import { faceOf, liveFace } from "../editor/terminal-face.ts";
import type { Window } from "../editor/window.ts";
import type { Grid } from "../screen/grid.ts";
import { utf8Length } from "../text/display/byte-columns.ts";
import { displayPath } from "./display-path.ts";
import type { Palette } from "./palette.ts";
import { renderStatus, type StatusSource } from "./status-template.ts";

/** Used where `statusline` is empty. `%E` names an encoding or line end that is not the usual one. */
const DEFAULT_STATUS =
  " %<%f%( %h%)%( %m%)%( %r%)%=%( %{progress}%)%( %{models}%)%( %{copilot}%)%( %{waiting}%)%( %{diagnostics}%)%( %{&filetype}%)%( %E%)  %-12.(%l,%c%V%) %P ";

/** The same for a narrow window: the name is worth more than a ruler that stays in place. */
const NARROW_STATUS = " %<%f%( %m%)%( %r%)%=  %l,%c%V %P ";
const NARROW = 40;

/** A live terminal has neither lines nor a ruler. */
const LIVE_STATUS = " %<%f%=%( %{progress}%)%( %{waiting}%)%( %{terminal}%) ";

/** Where the cursor of a window is, as the status line says it. */
export interface StatusPlace {
  /** 0-based row of the cursor. */
  row: number;
  /** Offset of the row's start, and of the cursor in the text: UTF-16. */
  lineStart: number;
  /** 0-based UTF-16 column. */
  col: number;
  /** 0-based cell of the cursor in its line. */
  cell: number;
  line: string;
  /** The last row that is seen at least in part. */
  bottom: number;
}

/** The options that expressions ask for. */
const optionNames = new Map<string, ReturnType<typeof optionName> | typeof NO_OPTION>();
/** Stands there for an expression that is no option. */
const NO_OPTION = "-";

class WindowStatus implements StatusSource {
  editor!: Editor;
  win!: Window;
  place!: StatusPlace;

  item(letter: string): string | null {
    const { editor, win, place } = this;
    const { doc } = win;
    switch (letter) {
      case "f":
        return doc.path === null ? nameOf(win) : displayPath(doc.path, editor.cwd);
      case "F":
        return doc.path ?? nameOf(win);
      case "t":
        return doc.path === null ? nameOf(win) : doc.path.slice(doc.path.lastIndexOf("/") + 1);
      case "m":
        return modifiedFlag(win, "[+]", "[-]");
      case "M":
        return modifiedFlag(win, ",+", ",-");
      case "r":
        return doc.options.get("readonly") ? "[RO]" : null;
      case "R":
        return doc.options.get("readonly") ? ",RO" : null;
      case "h":
        return doc.kind === "help" ? "[Help]" : null;
      case "H":
        return doc.kind === "help" ? ",HLP" : null;
      case "y":
        return doc.options.get("filetype") && `[${doc.options.get("filetype")}]`;
      case "Y":
        return doc.options.get("filetype") && `,${doc.options.get("filetype").toUpperCase()}`;
      case "E":
        return unusualFormat(win);
      case "n":
        return String(doc.id);
      case "l":
        return String(place.row + 1);
      case "L":
        return String(doc.text.lines);
      case "c":
        return place.line === "" ? "0" : String(utf8Length(place.line, place.col) + 1);
      case "v":
        return String(place.cell + 1);
      case "V": {
        const byte = place.line === "" ? 0 : utf8Length(place.line, place.col) + 1;
        return byte === place.cell + 1 ? null : `-${place.cell + 1}`;
      }
      case "p":
        return String(Math.floor(((place.row + 1) * 100) / doc.text.lines));
      case "P":
        return position(win, place);
      case "b":
        return String(place.line.codePointAt(place.col) ?? 0);
      case "B":
        return (place.line.codePointAt(place.col) ?? 0).toString(16).toUpperCase();
      case "o":
        return String(place.lineStart + place.col + 1);
      case "O":
        return (place.lineStart + place.col + 1).toString(16).toUpperCase();
      case "N":
        return "1";
      case "k":
      case "q":
      case "w":
      case "W":
      case "a":
        return null;
      default:
        return null;
    }
  }

  expression(source: string): string {
    let name = optionNames.get(source);
    if (name === undefined) {
      const option = /^\s*&(?:[lg]:)?(\w+)\s*$/.exec(source);
      name = option ? optionName(option[1]!) : NO_OPTION;
      if (optionNames.size > 50) optionNames.clear();
      optionNames.set(source, name);
    }
    if (name === NO_OPTION) return statusItemsOf(this.editor).text(source.trim(), this.win);
    if (name === null) return "";
    const value = optionValue(this, name);
    return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
  }
}

function optionValue(source: WindowStatus, name: NonNullable<ReturnType<typeof optionName>>) {
  const { win, editor } = source;
  if (win.options.has(name)) return win.options.get(name);
  if (win.doc.options.has(name)) return win.doc.options.get(name);
  return editor.options.get(name);
}

function nameOf(win: Window): string {
  const terminal = faceOf(win.doc);
  if (terminal !== null) return terminal.label;
  if (win.doc.title !== null) return win.doc.title;
  if (win.doc.kind === "cmdwin") return "[Command Line]";
  return win.doc.kind === "file" ? "[No Name]" : "[Scratch]";
}

function modifiedFlag(win: Window, changed: string, fixed: string): string | null {
  if (win.doc.kind === "terminal") return null;
  if (!win.doc.options.get("modifiable")) return fixed;
  return win.doc.modified ? changed : null;
}

function unusualFormat(win: Window): string | null {
  const encoding = win.doc.options.get("fileencoding");
  const format = win.doc.options.get("fileformat");
  const parts: string[] = [];
  if (encoding !== "" && encoding !== "utf-8") parts.push(encoding);
  if (format !== "unix") parts.push(`[${format}]`);
  return parts.length === 0 ? null : parts.join(" ");
}

function position(win: Window, place: StatusPlace): string {
  const above = win.top;
  const below = win.doc.text.lines - 1 - place.bottom;
  if (below <= 0) return above === 0 ? "All" : "Bot";
  if (above === 0) return "Top";
  return `${Math.floor((above * 100) / (above + below))}%`.padStart(3);
}

const status = new WindowStatus();

/** Cells of the ruler in `DEFAULT_STATUS`, and of what stands behind it. */
const RULER = 12;
const BEHIND_RULER = 5;

/** Line and column as the ruler of `DEFAULT_STATUS` says them, without the blanks behind. */
function rulerText(place: StatusPlace): string {
  const byte = place.line === "" ? 0 : utf8Length(place.line, place.col) + 1;
  const cell = place.cell + 1;
  return `${place.row + 1},${byte}${byte === cell ? "" : `-${cell}`}`;
}

/**
 * Draws line and column alone, at the column where `paintStatusLine` has drawn them: what a key
 * changes of a status line is mostly that. False when there is no room for them.
 */
export function paintRuler(
  grid: Grid,
  place: StatusPlace,
  palette: Palette,
  row: number,
  col: number,
): boolean {
  const text = rulerText(place);
  if (text.length > RULER) return false;
  grid.put(row, col, text.padEnd(RULER), palette.status, col + RULER);
  return true;
}

/** Where the ruler of `DEFAULT_STATUS` was drawn in a row that ends at `right`; -1 for nowhere. */
function rulerColumn(grid: Grid, place: StatusPlace, row: number, right: number): number {
  const text = rulerText(place).padEnd(RULER);
  const at = right - BEHIND_RULER - RULER;
  if (text.length > RULER || at < 0) return -1;
  const base = row * grid.cols + at;
  for (let i = 0; i < RULER; i++) {
    if (grid.glyphs[base + i] !== text.charCodeAt(i)) return -1;
  }
  return at;
}

/**
 * Draws the status line of a window into a row, from `col` on, `width` cells wide. Gives the column of
 * a ruler that `paintRuler` may draw alone, or -1.
 */
export function paintStatusLine(
  grid: Grid,
  editor: Editor,
  win: Window,
  place: StatusPlace,
  palette: Palette,
  row: number,
  col: number,
  width: number,
): number {
  status.editor = editor;
  status.win = win;
  status.place = place;
  const own = win.options.get("statusline");
  const usual = width < NARROW ? NARROW_STATUS : DEFAULT_STATUS;
  const template = own || (liveFace(win) === null ? usual : LIVE_STATUS);
  const style = win === editor.win ? palette.status : palette.statusInactive;
  let at = col;
  for (const run of renderStatus(template, status, width)) {
    const look = run.group === "" ? style : palette.table.over(style, palette.theme.id(run.group));
    at = grid.put(row, at, run.text, look, col + width);
  }
  if (at < col + width) grid.fill(row, at, 1, col + width - at, style);
  if (template !== DEFAULT_STATUS || win !== editor.win) return -1;
  return rulerColumn(grid, place, row, col + width);
}
