/** What happens before the first key: files are opened and shown, commands of the command line run. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Cancelled, UserError } from "../base/errors.ts";
import { closeDocument, openDocument, showDocument } from "../editor/buffers.ts";
import type { Document } from "../editor/document.ts";
import type { Editor, Message } from "../editor/editor.ts";
import type { Fiber } from "../editor/fiber.ts";
import type { Decoded } from "../editor/files/encoding.ts";
import { arrange, enterTab, enterWindow, openTab, splitWindow } from "../editor/layout-windows.ts";
import { posOf, Text } from "../text/text.ts";
import type { Invocation } from "./args.ts";
import { parseTarget } from "./target.ts";

/**
 * Runs `--cmd` commands, before there is a configuration or a buffer: in one that goes away again. What
 * they set globally stays. A command that asks is not answered.
 */
export function runBefore(editor: Editor, commands: readonly string[]): void {
  if (commands.length === 0) return;
  editor.addTab(editor.newWindow(editor.addDocument(Text.empty, null, 0)));
  for (const command of commands) {
    const fiber = attempt(editor, editor.ex(command));
    if (!fiber.next().done) fiber.return();
  }
  editor.tabs.length = 0;
  editor.docs.length = 0;
}

/**
 * Opens what the command line names. `empty` is the buffer that the first window shows until then;
 * `input` is the text for `-`.
 */
export function* openingFiber(
  editor: Editor,
  empty: Document,
  invocation: Invocation,
  input: Decoded | null,
): Fiber {
  const shown: Document[] = [];
  let said: Message | null = null;
  for (const name of invocation.files) {
    const doc = name === "-" ? standardInput(editor, input) : yield* open(editor, name, invocation);
    if (editor.quitting !== null) return;
    if (doc === null) continue;
    if (shown.length === 0) {
      showDocument(editor, editor.win, doc, true);
      closeDocument(editor, empty, doc);
    } else yield* attempt(editor, place(editor, doc, invocation.split));
    said ??= editor.message;
    shown.push(doc);
    const target = targetOf(editor, name);
    if (target !== null && editor.doc === doc) editor.setCursor(editor.win, target);
  }
  if (shown.length > 1 && invocation.split !== "none") {
    if (invocation.split === "tabs") enterTab(editor, editor.tabs[0]!);
    else enterWindow(editor, editor.tab.windows[0]!);
  }
  // The last word is about the file that is seen.
  if (said !== null && shown.length > 1) editor.showMessage(said.text, said.kind);
  arrange(editor);
  for (const command of invocation.commands) yield* attempt(editor, editor.ex(command));
}

function* open(editor: Editor, name: string, invocation: Invocation): Fiber<Document | null> {
  const target = parseTarget(name, (path) => existsSync(resolve(editor.cwd, path)));
  const path = resolve(editor.cwd, target.path);
  let doc: Document | null = null;
  const opening = (function* (): Fiber {
    doc = yield* openDocument(editor, path, { readonly: invocation.readonly });
  })();
  yield* attempt(editor, opening);
  return doc;
}

/** The offset of `FILE:LINE:COL`, or null. */
function targetOf(editor: Editor, name: string): number | null {
  const { line, col } = parseTarget(name, (path) => existsSync(resolve(editor.cwd, path)));
  if (line === null) return null;
  return posOf(editor.doc.text, Math.max(0, line - 1), Math.max(0, (col ?? 1) - 1));
}

function standardInput(editor: Editor, input: Decoded | null): Document {
  const doc = editor.addDocument(input?.text ?? Text.empty, null);
  if (input === null) return doc;
  doc.file.format = input.format;
  doc.options.set("fileformat", input.format.fileformat);
  doc.options.set("fileencoding", input.format.encoding);
  return doc;
}

// biome-ignore lint/correctness/useYield: a fiber like the others it is run with
function* place(editor: Editor, doc: Document, split: Invocation["split"]): Fiber {
  if (split === "none") return;
  if (split === "tabs") {
    openTab(editor, doc, editor.tabs.length);
    return;
  }
  const win = splitWindow(editor, editor.win, { vertical: split === "vertical", before: false });
  showDocument(editor, win, doc, true);
}

/** A refusal is shown and the start goes on. */
function* attempt(editor: Editor, fiber: Fiber): Fiber {
  try {
    yield* fiber;
  } catch (error) {
    if (error instanceof UserError) editor.showMessage(error.message, "error");
    else if (!(error instanceof Cancelled)) throw error;
  }
}
