/**
 * `hunch filter`: keys over text without a screen.
 *
 *   hunch filter --keys 'ggdd' [FILES]     stdin to stdout, or the files to stdout
 *   hunch filter -i --keys 'ggdd' FILES    the files in place
 *   hunch filter --json                    one JSON case per line, one JSON result per line
 *
 * A case is {id, text, cursor: [row, col], keys, options?}, a result {id, text, cursor, mode,
 * register, registerType, anchor?}; rows and UTF-16 columns from 0. Cases run with the settings that
 * the recorded corpus was made with.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { messageOf } from "../base/errors.ts";
import { parseKeys } from "../base/key.ts";
import type { Editor } from "../editor/editor.ts";
import { KeyLoop } from "../editor/key-loop.ts";
import { type AnyOptionValue, optionName } from "../editor/options.ts";
import { registerString } from "../text/register.ts";
import { pointOf, posOf, slice, textOf } from "../text/text.ts";
import { composeEditor } from "./compose.ts";

/** The settings of the corpus that differ from hunch's defaults. */
const CASE_OPTIONS: Readonly<Record<string, AnyOptionValue>> = {
  shiftwidth: 2,
  expandtab: true,
  foldenable: false,
  more: false,
  inccommand: "",
  undofile: false,
  showmode: false,
};
/** Text rows and columns of the window, without status line. */
const ROWS = 24;
const COLUMNS = 80;

/** An editor with one window on `text`, ready for keys. */
export function headlessEditor(text: string): { editor: Editor; loop: KeyLoop } {
  const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
  const doc = editor.addDocument(textOf(text), null);
  editor.addTab(editor.newWindow(doc));
  editor.win.height = ROWS;
  editor.win.width = COLUMNS;
  editor.cwd = process.cwd();
  return { editor, loop: new KeyLoop(editor, editor.mainFiber) };
}

interface Case {
  readonly id: string;
  readonly text: string;
  readonly cursor: readonly [number, number];
  readonly keys: string;
  readonly options?: Readonly<Record<string, AnyOptionValue>>;
}

function setOption(editor: Editor, name: string, value: AnyOptionValue): void {
  const full = optionName(name);
  if (!full) throw new Error(`Unknown option ${name}`);
  editor.options.set(full, value);
  editor.doc.options.set(full, value);
  editor.win.options.set(full, value);
}

/** The mode as the protocol names it. */
export function modeCode(editor: Editor): string {
  if (editor.win.visual) return editor.win.visual.kind;
  if (editor.modal.insertNormal !== null) {
    return editor.modal.insertNormal === "insert" ? "niI" : "niR";
  }
  switch (editor.mode) {
    case "insert":
      return "i";
    case "replace":
      return "R";
    case "vreplace":
      return "Rv";
    default:
      return "n";
  }
}

export function runCase(given: Case): object {
  const { editor, loop } = headlessEditor(given.text);
  for (const [name, value] of Object.entries({ ...CASE_OPTIONS, ...given.options })) {
    setOption(editor, name, value);
  }
  const { doc, win } = editor;
  editor.setCursor(win, posOf(doc.text, given.cursor[0], given.cursor[1]));
  loop.feed(parseKeys(given.keys));
  loop.timeout();
  return result(editor, given.id);
}

function result(editor: Editor, id: string): object {
  const { doc, win } = editor;
  const { text } = doc;
  const at = pointOf(text, win.cursor.pos);
  const value = editor.registers.get('"');
  const anchor = win.visual ? pointOf(text, win.visual.anchor) : null;
  const kind = value?.kind === "<C-v>" ? `<C-v>${value.width}` : (value?.kind ?? "");
  return {
    id,
    text: slice(text, 0, text.length),
    cursor: [at.row, at.col],
    mode: modeCode(editor),
    register: value ? registerString(value) : "",
    registerType: kind,
    ...(anchor ? { anchor: [anchor.row, anchor.col] } : {}),
    ...(editor.bugs.length > 0 ? { bugs: editor.bugs.map((b) => messageOf(b.error)) } : {}),
  };
}

/** Answers JSON lines until the input ends. */
async function jsonLines(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const given = JSON.parse(line) as Case;
    let answer: object;
    try {
      answer = runCase(given);
    } catch (error) {
      answer = {
        id: given.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

if (process.argv[1]?.endsWith("filter.ts")) {
  void readFileSync;
  await jsonLines();
}
