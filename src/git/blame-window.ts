/** `:Gblame`: who wrote each row, in a window that scrolls with the file's; or of one row, behind it. */
import { UserError } from "../base/errors.ts";
import { textWidth } from "../base/width.ts";
import { showDocument } from "../editor/buffers.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { enterWindow, splitWindow } from "../editor/layout-windows.ts";
import { virtualDocument } from "../editor/virtual.ts";
import { Inlay } from "../text/slots.ts";
import { rowOf } from "../text/text.ts";
import { blame, blameRow, dateOf, isCommitted } from "./blame.ts";
import { afterNextCommand } from "./brief.ts";
import type { Git } from "./git.ts";
import type { GitFile } from "./git-file.ts";

const NAMESPACE = "git-blame";
/** Characters of the names of authors. */
const AUTHOR = 16;
/** What the file's window gets back when the blame's is closed. */
const BOUND = ["scrollbind", "cursorbind", "wrap"] as const;

/** Opens the window left of the file's. */
export function* blameWindow(editor: Editor, git: Git, file: GitFile): Fiber {
  const { win } = editor;
  const rows = yield* until(blame(file), "git");
  const texts = rows.map((commit) => blameRow(commit, AUTHOR));
  const doc = virtualDocument(editor, {
    title: `git blame ${file.name}`,
    text: texts.join("\n"),
    filetype: "gitlog",
  });
  git.adopt(doc, file.repository);
  const left = splitWindow(editor, win, { vertical: true, before: true, size: widthOf(texts) });
  showDocument(editor, left, doc);
  for (const name of ["number", "relativenumber", "wrap", "diff"] as const) {
    left.options.set(name, false);
  }
  left.options.set("signcolumn", "no");
  editor.setCursor(
    left,
    doc.text.line(Math.min(rowOf(file.doc.text, win.cursor.pos) + 1, doc.text.lines)).from,
  );
  left.top = win.top;
  const before = BOUND.map((name) => [name, win.options.get(name)] as const);
  for (const side of [left, win]) {
    side.options.set("scrollbind", true);
    side.options.set("cursorbind", true);
  }
  win.options.set("wrap", false);
  const stop = editor.events.on("window-close", (closed) => {
    if (closed !== left && closed !== win) return;
    stop();
    if (closed === left) for (const [name, value] of before) win.options.set(name, value);
  });
  enterWindow(editor, left);
}

function widthOf(rows: readonly string[]): number {
  return rows.reduce((most, row) => Math.max(most, textWidth(row)), 1);
}

/** Shows behind the row of the cursor who wrote it, until the next command. */
export function* blameLine(editor: Editor, file: GitFile): Fiber {
  const { doc } = file;
  const row = rowOf(doc.text, editor.win.cursor.pos);
  const [commit] = yield* until(blame(file, row), "git");
  if (commit === undefined) throw new UserError("No such row in git");
  const text = isCommitted(commit)
    ? `${commit.author}, ${dateOf(commit)}: ${commit.summary}`
    : "Not committed yet";
  const segments = [{ text: `   ${text}`, group: "ui.inlay" }];
  // Meanwhile the file may have been read again from the disk.
  const at = doc.text.line(Math.min(row + 1, doc.text.lines)).to;
  doc.slots.publish("inlays", NAMESPACE, [new Inlay(segments, "eol").range(at)]);
  editor.showMessage(isCommitted(commit) ? `${commit.id.slice(0, 8)} ${text}` : text);
  afterNextCommand(editor, () => doc.slots.clear("inlays", NAMESPACE));
}
