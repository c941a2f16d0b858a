/**
 * The rows below the windows: the last message, the mode, the pending command; and messages of
 * several rows, which cover the windows until a key is pressed (Vim's hit-enter and more prompts).
 */

import type { Key } from "../base/key.ts";
import { cellsOf, measureCluster } from "../base/width.ts";
import type { Editor, Message, ModeName } from "../editor/editor.ts";
import type { Grid } from "../screen/grid.ts";
import type { Palette } from "./palette.ts";

/** One screen row of a message. */
interface PagerRow {
  readonly text: string;
  readonly kind: Message["kind"];
}

const MODE_NAMES: Readonly<Partial<Record<ModeName, string>>> = {
  insert: "INSERT",
  replace: "REPLACE",
  vreplace: "VREPLACE",
  terminal: "TERMINAL",
};
const VISUAL_NAMES = { v: "VISUAL", V: "VISUAL LINE", "<C-v>": "VISUAL BLOCK" } as const;
const SELECT_NAMES = { v: "SELECT", V: "SELECT LINE", "<C-v>": "SELECT BLOCK" } as const;

/** `-- INSERT --`, `recording @q`, or both; empty in normal mode. */
export function modeText(editor: Editor): string {
  let name = MODE_NAMES[editor.mode] ?? "";
  const { visual } = editor.win;
  if (editor.mode === "visual" && visual) name = VISUAL_NAMES[visual.kind];
  if (editor.mode === "select" && visual) name = SELECT_NAMES[visual.kind];
  const inside = editor.modal.insertNormal;
  if (inside !== null && editor.mode !== "insert") {
    name = `(${inside === "insert" ? "insert" : inside})${name === "" ? "" : ` ${name}`}`;
  }
  if (name !== "" && editor.mode === "insert" && editor.options.get("paste")) name += " (paste)";
  const mode = name === "" || !editor.options.get("showmode") ? "" : `-- ${name} --`;
  return editor.recording === null ? mode : `${mode}recording @${editor.recording}`;
}

export class MessageArea {
  /** Messages since the last key. */
  #batch: Message[] = [];
  #rows: PagerRow[] = [];
  /** The first row that is shown, while a prompt is open. */
  #top = 0;
  #open = false;
  #cols = 80;
  #screenRows = 24;
  /** The single-row message, or null after a mode hid it. */
  #shown: Message | null = null;

  constructor(editor: Editor) {
    // What the configuration said before there was a screen belongs to the first frame.
    this.#batch.push(...editor.messages);
    editor.events.on("message", (message) => {
      this.#batch.push(message);
      this.#shown = message;
    });
    editor.events.on("mode", ({ to }) => {
      // Terminal mode is what a command comes back to, as normal mode is elsewhere.
      const quiet = to === "normal" || to === "operator" || to === "terminal";
      // A command line stands where the message was, and what it says comes after it.
      if (to === "cmdline" || (!quiet && editor.options.get("showmode"))) this.#shown = null;
    });
  }

  /** Whether a message of several rows waits for a key. */
  get prompting(): boolean {
    return this.#open;
  }

  /** The message in the bottom row, or null. */
  get message(): Message | null {
    return this.#shown;
  }

  clear(): void {
    this.#shown = null;
  }

  /** Shows a search and its count in the bottom row; it is no message that is kept. */
  showCount(search: string, count: string): void {
    const room = this.#cols - 12 - widthOf(count);
    const cut = fitMessage(search.replace(/[\x00-\x1f\x7f]/g, "?"), room - 1);
    const text = `${cut}${" ".repeat(Math.max(1, room - widthOf(cut)))}${count}`;
    this.#shown = { text, kind: "info" };
  }

  /** Called before keys are run: what is said from here on belongs together. */
  begin(): void {
    this.#batch = [];
  }

  /** Called when the keys have run, before a frame. Opens the prompt when there is more than a row. */
  settle(editor: Editor, rows: number, cols: number): void {
    this.resize(rows, cols);
    if (this.#batch.length === 0) return;
    const last = this.#batch[this.#batch.length - 1]!;
    const failed = this.#batch.some((message) => message.kind === "error");
    const texts = new Set(this.#batch.map((message) => message.text));
    const messages = failed && texts.size > 1 ? this.#batch : [last];
    this.#batch = [];
    if (editor.mode !== "normal" && editor.mode !== "visual" && last.text.indexOf("\n") < 0) return;
    const wrapped = messages.flatMap((message) => wrapMessage(message, cols));
    const room = cols - (editor.options.get("showcmd") ? 12 : 1);
    if (wrapped.length === 1 && widthOf(wrapped[0]!.text) <= room) return;
    if (wrapped.length === 1 && messages.length === 1) {
      // A long single row is cut, as Vim does with `shortmess` T, unless it is an error.
      if (messages[0]!.kind !== "error") return;
    }
    this.open(wrapped, rows, cols);
  }

  /** Shows lines as a prompt at once, as `:messages` would. */
  open(lines: readonly PagerRow[], rows: number, cols: number): void {
    this.#rows = [...lines];
    this.#cols = cols;
    this.#screenRows = rows;
    this.#top = 0;
    this.#open = true;
    this.#shown = null;
  }

  resize(rows: number, cols: number): void {
    this.#screenRows = rows;
    this.#cols = cols;
  }

  /**
   * A key while the prompt is open. "close": the prompt is gone and the key is used up; "pass":
   * gone, and the key is for the editor.
   */
  key(key: Key): "stay" | "close" | "pass" {
    const page = Math.max(1, this.#screenRows - 1);
    const end = Math.max(0, this.#rows.length - page);
    const more = this.#top < end;
    const scroll = (to: number): "stay" => {
      this.#top = Math.max(0, Math.min(end, to));
      return "stay";
    };
    switch (key) {
      case "j":
      case "<Down>":
      case "<CR>":
      case "<NL>":
        if (more) return scroll(this.#top + 1);
        break;
      case " ":
      case "f":
      case "<PageDown>":
        if (more) return scroll(this.#top + page);
        break;
      case "d":
        if (more) return scroll(this.#top + Math.floor(page / 2));
        break;
      case "k":
      case "<BS>":
      case "<Up>":
        if (this.#rows.length > page) return scroll(this.#top - 1);
        break;
      case "b":
      case "<PageUp>":
        if (this.#rows.length > page) return scroll(this.#top - page);
        break;
      case "u":
        if (this.#rows.length > page) return scroll(this.#top - Math.floor(page / 2));
        break;
      case "g":
        if (this.#rows.length > page) return scroll(0);
        break;
      case "G":
        if (more) return scroll(end);
        break;
    }
    this.#open = false;
    this.#rows = [];
    const used = [
      "<CR>",
      "<NL>",
      " ",
      "<Esc>",
      "q",
      "<C-c>",
      "j",
      "k",
      "d",
      "u",
      "f",
      "b",
      "g",
      "G",
    ];
    return used.includes(key) ? "close" : "pass";
  }

  /** Paints the open prompt over the bottom rows; returns the cell of the cursor. */
  paintPrompt(grid: Grid, palette: Palette): { row: number; col: number } {
    const page = Math.max(1, grid.rows - 1);
    const seen = Math.min(this.#rows.length - this.#top, page);
    const first = grid.rows - 1 - seen;
    for (let i = 0; i < seen; i++) {
      const line = this.#rows[this.#top + i]!;
      const style = messageStyle(line.kind, palette);
      const at = grid.put(first + i, 0, line.text, style);
      grid.fill(first + i, at, 1, grid.cols - at, palette.text);
    }
    const more = this.#top + page < this.#rows.length;
    const row = grid.rows - 1;
    const prompt = more ? "-- More --" : "Press ENTER or type command to continue";
    const col = grid.put(row, 0, prompt, palette.on(more ? "ui.more" : "ui.question"));
    grid.fill(row, col, 1, grid.cols - col, palette.text);
    return { row, col: Math.min(col, grid.cols - 1) };
  }

  /** Paints the bottom row: message or mode at the left, the pending command at the right. */
  paintRow(grid: Grid, editor: Editor, palette: Palette, row: number, pending: string): void {
    const { cols } = grid;
    const showcmd = editor.options.get("showcmd") && cols >= 30;
    const limit = showcmd ? cols - 12 : cols - 1;
    const mode = modeText(editor);
    let at = 0;
    if (this.#shown !== null && (mode === "" || editor.message === this.#shown)) {
      const text = this.#shown.text.replace(/\n+$/, "");
      const line = text.indexOf("\n") < 0 ? text : text.slice(0, text.indexOf("\n"));
      at = grid.put(
        row,
        0,
        fitMessage(line, limit),
        messageStyle(this.#shown.kind, palette),
        limit,
      );
    } else if (mode !== "") at = grid.put(row, 0, mode, palette.mode, limit);
    grid.fill(row, at, 1, cols - at, palette.text);
    if (showcmd && pending !== "") {
      const tail = pending.length > 10 ? pending.slice(-10) : pending;
      grid.put(row, cols - 11, tail, palette.text);
    }
  }
}

function messageStyle(kind: Message["kind"], palette: Palette): number {
  if (kind === "info") return palette.text;
  return palette.on(kind === "error" ? "message.error" : "message.warning");
}

/** The rows of a message: split at line breaks and at the screen's edge; tabs as spaces. */
export function wrapMessage(message: Message, cols: number): PagerRow[] {
  const rows: PagerRow[] = [];
  for (const source of message.text.replace(/\n$/, "").split("\n")) {
    const line = source.replace(/\t/g, "        ");
    let from = 0;
    let width = 0;
    for (let i = 0; i < line.length; ) {
      const measure = measureCluster(line, i);
      if (width + cellsOf(measure) > cols) {
        rows.push({ text: line.slice(from, i), kind: message.kind });
        from = i;
        width = 0;
      }
      width += cellsOf(measure);
      i += measure >>> 8;
    }
    rows.push({ text: line.slice(from), kind: message.kind });
  }
  return rows;
}

function widthOf(text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; ) {
    const measure = measureCluster(text, i);
    width += cellsOf(measure);
    i += measure >>> 8;
  }
  return width;
}

/** A message that is too long for its row loses its middle: both ends tell most. */
function fitMessage(text: string, cells: number): string {
  if (text.length <= cells && widthOf(text) <= cells) return text;
  const half = Math.floor((cells - 3) / 2);
  if (half < 1) return text;
  let head = half;
  while (head > 0 && widthOf(text.slice(0, head)) > half) head--;
  let tail = text.length - half;
  while (tail < text.length && widthOf(text.slice(tail)) > half) tail++;
  return `${text.slice(0, head)}...${text.slice(tail)}`;
}
