/** File names for completion. */
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";

/** Names that go on from a typed path, folders with a final slash, in alphabetical order. */
export function expandPath(editor: Editor, typed: string): string[] {
  const slash = typed.lastIndexOf("/");
  const folder = slash < 0 ? "" : typed.slice(0, slash + 1);
  const start = typed.slice(slash + 1);
  const home = folder.startsWith("~/") ? join(homedir(), folder.slice(2)) : folder;
  const base = editor.doc.path ? dirname(editor.doc.path) : editor.cwd;
  const path = home.startsWith("/") ? home : join(base, home);
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(
        (entry) => entry.name.startsWith(start) && (start !== "" || !entry.name.startsWith(".")),
      )
      .map((entry) => folder + entry.name + (entry.isDirectory() ? "/" : ""))
      .sort();
  } catch (error) {
    editor.showMessage(`Cannot list ${path}: ${messageOf(error)}`, "warning");
    return [];
  }
}
