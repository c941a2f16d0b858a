/**
 * Cases of the recorded corpus: a text, a cursor and keys, run without a screen.
 *
 * A case is {id, text, cursor: [row, col], keys, options?}, a result {id, text, cursor, mode,
 * register, registerType, anchor?}; rows and UTF-16 columns from 0. Cases run with the settings that
 * the corpus was recorded with.
 */
import { messageOf } from "../base/errors.ts";
import { parseKeys } from "../base/key.ts";
import type { Editor } from "../editor/editor.ts";
import { KeyLoop } from "../editor/key-loop.ts";
import { resizeScreen } from "../editor/layout-windows.ts";
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
const COMMAND_ROWS = 1;

/** An editor with one window on `text`, ready for keys. */
export function headlessEditor(text: string): { editor: Editor; loop: KeyLoop } {
  const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
  const doc = editor.addDocument(textOf(text), null);
  editor.addTab(editor.newWindow(doc));
  editor.options.set("laststatus", 0);
  resizeScreen(editor, ROWS + COMMAND_ROWS, COLUMNS);
  editor.cwd = process.cwd();
  return { editor, loop: new KeyLoop(editor, editor.mainFiber) };
}

export interface FilterCase {
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
function modeCode(editor: Editor): string {
  if (editor.win.visual) return editor.win.visual.kind;
  if (editor.modal.insertNormal !== null) {
    return editor.modal.insertNormal === "insert" ? "niI" : "niR";
  }
  switch (editor.mode) {
    case "operator":
      return "no";
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

export function runCase(given: FilterCase): object {
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
