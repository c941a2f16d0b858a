/** Going to conflicts, taking a side of one, and showing where they are. */
import { UserError } from "../base/errors.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import { noteJump } from "../editor/place.ts";
import { Highlight, Sign } from "../text/slots.ts";
import { posOf, rowOf } from "../text/text.ts";
import { type Conflict, type ConflictSide, findConflicts, resolve } from "./conflict.ts";

const NAMESPACE = "conflict";
/** Larger texts are not looked through. */
const MOST_ROWS = 200_000;

/** Marks the conflicts of documents that have some when they are opened, until they have none. */
export function followConflicts(editor: Editor, host: FeatureHost): void {
  const having = new Set<Document>();
  const due = new Set<Document>();
  const look = (doc: Document): void => {
    const found = doc.text.lines > MOST_ROWS ? [] : findConflicts(doc.text);
    if (found.length === 0) having.delete(doc);
    else having.add(doc);
    show(doc, found);
  };
  const opened = (doc: Document): void => {
    if (doc.kind !== "file" || doc.path === null) return;
    host.afterFrame(() => {
      if (!editor.docs.includes(doc)) return;
      look(doc);
      if (having.has(doc)) host.redraw();
    });
  };
  editor.events.on("document-open", opened);
  editor.events.on("document-reloaded", opened);
  editor.events.on("document-close", (doc) => having.delete(doc));
  editor.events.on("change", ({ doc }) => {
    if (!having.has(doc) || due.has(doc)) return;
    due.add(doc);
    host.afterFrame(() => {
      due.delete(doc);
      look(doc);
      host.redraw();
    });
  });
  for (const doc of editor.docs) opened(doc);
}

function show(doc: Document, conflicts: readonly Conflict[]): void {
  const highlights = [];
  const signs = [];
  const { text } = doc;
  for (const { start, base, middle, end } of conflicts) {
    for (let row = start; row <= end; row++) {
      const line = text.line(row + 1);
      const marker = row === start || row === base || row === middle || row === end;
      const ours = row < (base < 0 ? middle : base);
      const group = marker
        ? "diff.text"
        : ours
          ? "diff.change"
          : row > middle
            ? "diff.add"
            : "comment";
      if (line.length > 0) highlights.push(new Highlight(group, 120).range(line.from, line.to));
      if (row === start) signs.push(new Sign("><", "sign.warning", 8).range(line.from));
    }
  }
  doc.slots.publish("highlights", NAMESPACE, highlights);
  doc.slots.publish("signs", NAMESPACE, signs);
}

export function conflictCommands(): Command[] {
  const take = (side: ConflictSide, doc: string): Command => ({
    name: `git.conflict-${side}`,
    doc,
    run: (context) => takeSide(context, side),
  });
  return [
    { name: "git.next-conflict", doc: "To the next conflict", run: (c) => go(c, 1) },
    { name: "git.previous-conflict", doc: "To the conflict before", run: (c) => go(c, -1) },
    take("ours", "Keep our side of the conflict at the cursor"),
    take("theirs", "Keep their side of the conflict at the cursor"),
    take("both", "Keep both sides of the conflict at the cursor, ours first"),
    take("base", "Keep what the conflict's rows were before both changes"),
    take("none", "Keep neither side of the conflict at the cursor"),
  ];
}

function go({ editor, win, doc, count }: CommandContext, direction: 1 | -1): void {
  const rows = findConflicts(doc.text).map(({ start }) => start);
  if (rows.length === 0) throw new UserError("No conflicts");
  if (direction < 0) rows.reverse();
  let row = rowOf(doc.text, win.cursor.pos);
  for (let i = 0; i < Math.max(1, count); i++) {
    const next = rows.find((other) => (other - row) * direction > 0);
    if (next === undefined) throw new UserError(`No conflict ${direction > 0 ? "below" : "above"}`);
    row = next;
  }
  noteJump(editor);
  editor.setCursor(win, posOf(doc.text, row, 0));
}

function takeSide({ editor, win, doc }: CommandContext, side: ConflictSide): void {
  const row = rowOf(doc.text, win.cursor.pos);
  const conflicts = findConflicts(doc.text);
  const conflict = conflicts.find(({ start, end }) => row >= start && row <= end);
  if (!conflict) throw new UserError("No conflict at the cursor");
  if (side === "base" && conflict.base < 0) {
    throw new UserError("The conflict does not say what was before (merge.conflictStyle diff3)");
  }
  editor.dispatch(doc, { changes: resolve(doc.text, conflict, side), origin: "git.conflict" });
  editor.setCursor(win, posOf(doc.text, Math.min(conflict.start, doc.text.lines - 1), 0));
  const left = conflicts.length - 1;
  editor.showMessage(left === 0 ? "No conflicts are left" : `Conflicts left: ${left}`);
}
