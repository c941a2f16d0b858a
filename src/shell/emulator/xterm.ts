/**
 * The terminal emulator of xterm.js, with what its public interface does not give: raw cells, both
 * screens, and synchronous parsing. Its version is pinned in package.json; `newXterm` throws where its
 * inside is not what is written here.
 */
import type { Terminal } from "@xterm/headless";
import * as library from "@xterm/headless";

/** Three numbers for each cell: content (width, character), foreground, background. */
export interface XtermLine {
  readonly _data: Uint32Array;
  readonly _combined: Readonly<Record<number, string>>;
  readonly _extendedAttrs: Readonly<Record<number, XtermExtended | undefined>>;
  readonly length: number;
  readonly isWrapped: boolean;
}

/** How an underline looks, its colour, and the number of a hyperlink. */
export interface XtermExtended {
  readonly _ext: number;
  readonly urlId: number;
}

interface Signal<T> {
  event(listener: (value: T) => void): unknown;
}

interface Shift {
  readonly index: number;
  readonly amount: number;
}

export interface XtermLines {
  readonly length: number;
  get(index: number): XtermLine | undefined;
  set(index: number, line: XtermLine | undefined): void;
  trimStart(count: number): void;
  readonly onTrimEmitter: Signal<number>;
  readonly onInsertEmitter: Signal<Shift>;
  readonly onDeleteEmitter: Signal<Shift>;
}

export interface XtermBuffer {
  readonly lines: XtermLines;
  readonly ybase: number;
  readonly x: number;
  readonly y: number;
}

type Repeated =
  | "insertLines"
  | "deleteLines"
  | "scrollUp"
  | "scrollDown"
  | "cursorForwardTab"
  | "cursorBackwardTab"
  | "repeatPrecedingCharacter";

interface FewParams {
  readonly params: readonly number[];
  readonly length: number;
}

export interface XtermCore {
  writeSync(data: Uint8Array): void;
  readonly buffers: { readonly normal: XtermBuffer; readonly active: XtermBuffer };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly decPrivateModes: {
      readonly cursorStyle?: "block" | "underline" | "bar";
      readonly cursorBlink?: boolean;
    };
  };
  readonly coreMouseService: { readonly activeEncoding: string };
  readonly _inputHandler: Readonly<Record<Repeated, (params: FewParams) => boolean>>;
  _oscLinkService: {
    registerLink(data: { readonly uri: string }): number;
    addLineToLink(): void;
    getLinkData(): undefined;
  };
}

export interface Xterm {
  readonly terminal: Terminal;
  readonly core: XtermCore;
}

export interface XtermOptions {
  readonly rows: number;
  readonly cols: number;
  readonly scrollback: number;
}

/** Node gives a CommonJS module as `default`; a bundler may give its members. */
const { Terminal: Emulator } = ((library as { default?: unknown }).default ??
  library) as typeof library;

/** Throws an Error when the library has another shape than this file knows. */
export function newXterm({ rows, cols, scrollback }: XtermOptions): Xterm {
  const terminal = new Emulator({
    rows,
    cols,
    scrollback,
    allowProposedApi: true,
    logLevel: "off",
    // The library would keep a marker for each row; links are ours (`links.ts`).
    convertEol: false,
  });
  const core = (terminal as unknown as { _core?: XtermCore })._core;
  const line = core?.buffers?.normal?.lines?.get(0);
  if (
    core === undefined ||
    typeof core.writeSync !== "function" ||
    typeof core._inputHandler?.insertLines !== "function" ||
    typeof core._oscLinkService?.registerLink !== "function" ||
    line?._data?.length !== cols * 3
  ) {
    throw new Error("@xterm/headless is not the version that the emulator knows");
  }
  reuseTables(line);
  return { terminal, core };
}

type Table = Record<number, unknown>;

interface WritableLine {
  _data: Uint32Array;
  _combined: Table;
  _extendedAttrs: Table;
  length: number;
  isWrapped: boolean;
}

interface LineKind {
  copyFrom(this: WritableLine, other: WritableLine): void;
}

/**
 * A row that is used again for a new line gets two new tables from the library, millions of which are a
 * third of the time that a flood of short lines takes. Nearly all are empty and can stay.
 */
function reuseTables(line: XtermLine): void {
  const kind = Object.getPrototypeOf(line) as LineKind;
  if (typeof kind.copyFrom !== "function" || kind.copyFrom === copyLine) return;
  kind.copyFrom = copyLine;
}

function copyLine(this: WritableLine, other: WritableLine): void {
  if (this.length === other.length) this._data.set(other._data);
  else this._data = new Uint32Array(other._data);
  this.length = other.length;
  this._combined = copyTable(this._combined, other._combined);
  this._extendedAttrs = copyTable(this._extendedAttrs, other._extendedAttrs);
  this.isWrapped = other.isWrapped;
}

function copyTable(own: Table, other: Table): Table {
  if (isEmpty(other)) return isEmpty(own) ? own : {};
  return { ...other };
}

function isEmpty(table: Table): boolean {
  for (const _ in table) return false;
  return true;
}

/** Bits of a cell's three numbers. */
export const CONTENT = {
  codePoint: 0x1fffff,
  combined: 0x200000,
  any: 0x3fffff,
  widthShift: 22,
} as const;

export const FOREGROUND = {
  inverse: 0x4000000,
  bold: 0x8000000,
  underline: 0x10000000,
  invisible: 0x40000000,
  strikethrough: 0x80000000,
} as const;

export const BACKGROUND = { italic: 0x4000000, dim: 0x8000000, extended: 0x10000000 } as const;

/** Of both: how a colour is given, in bits 24 and 25, and its value in those below. */
export const COLOUR = { mode: 0x3000000, rgb: 0x3000000, value: 0xffffff, index: 0xff } as const;
