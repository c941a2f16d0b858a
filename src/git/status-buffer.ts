/** The status buffer (`:G`): files by section, their diffs, and what can be done with them. */
import { messageOf, UserError } from "../base/errors.ts";
import { askYes, showDocument } from "../editor/buffers.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { enterWindow, splitWindow } from "../editor/layout-windows.ts";
import { findVirtual, replaceText, virtualDocument } from "../editor/virtual.ts";
import { Highlight } from "../text/slots.ts";
import { rowOf } from "../text/text.ts";
import type { Git } from "./git.ts";
import { type FileDiff, fileDiff, hunkPatch, shownDiff } from "./patch.ts";
import type { Repository } from "./repository.ts";
import { parseStatus, STATUS_ARGUMENTS, type Status, type StatusEntry } from "./status.ts";
import { entriesOf, keyOf, type SectionName, type StatusRow, statusRows } from "./status-rows.ts";

export const STATUS_FILETYPE = "gitstatus";

/** What the cursor or the selection is on. */
export interface Chosen {
  readonly section: SectionName;
  readonly entries: readonly StatusEntry[];
  /** One hunk of the only entry; -1: all of the entries. */
  readonly hunk: number;
}

export class StatusBuffer {
  readonly repository: Repository;
  readonly doc: Document;
  private readonly editor: Editor;
  private readonly git: Git;
  private rows: readonly StatusRow[] = [];
  private readonly diffs = new Map<string, FileDiff>();

  constructor(editor: Editor, git: Git, repository: Repository) {
    this.editor = editor;
    this.git = git;
    this.repository = repository;
    const title = `git status ${repository.root}`;
    this.doc =
      findVirtual(editor, title) ??
      virtualDocument(editor, { title, text: "", filetype: STATUS_FILETYPE });
    git.adopt(this.doc, repository);
  }

  /** Shows the buffer in its window, or a new one. */
  show(): void {
    const { editor, doc } = this;
    const open = editor.tab.windows.find((win) => win.doc === doc);
    if (open) enterWindow(editor, open);
    else {
      splitWindow(editor, editor.win);
      showDocument(editor, editor.win, doc);
    }
  }

  /** Asks git and draws anew; cursors stay on their rows. */
  async refresh(): Promise<void> {
    const status = parseStatus(await this.repository.run(STATUS_ARGUMENTS));
    await this.renewDiffs(status);
    this.draw(status);
  }

  /** Diffs of what is no longer there are forgotten, the others read again. */
  private async renewDiffs(status: Status): Promise<void> {
    for (const key of [...this.diffs.keys()]) {
      const [section, name] = key.split("\0") as [SectionName, string];
      const entry = entriesOf(status, section).find((other) => other.name === name);
      if (entry) this.diffs.set(key, await fileDiff(this.repository, section, name));
      else this.diffs.delete(key);
    }
  }

  private draw(status: Status): void {
    const { doc } = this;
    const expanded = new Map([...this.diffs].map(([key, diff]) => [key, shownDiff(diff)]));
    this.rows = statusRows(status, expanded);
    this.status = status;
    replaceText(this.editor, doc, this.rows.map((row) => row.text).join("\n"));
    const marks = this.rows.flatMap(({ group }, row) => {
      const line = doc.text.line(row + 1);
      return group === "" || line.length === 0
        ? []
        : [new Highlight(group).range(line.from, line.to)];
    });
    doc.slots.publish("highlights", "git-status", marks);
  }

  private status: Status | null = null;

  /** What the cursor is on: an entry, a whole section, one hunk. Throws UserError elsewhere. */
  chosen(): Chosen {
    const { win } = this.editor;
    const { text } = this.doc;
    const row = rowOf(text, win.cursor.pos);
    if (win.visual !== null) {
      const other = rowOf(text, win.visual.anchor);
      win.visual = null;
      this.editor.setMode("normal");
      const picked = this.rows.slice(Math.min(row, other), Math.max(row, other) + 1);
      const [first] = picked.filter((r) => r.entry !== null);
      if (!first) throw new UserError("No file here");
      const entries = picked.flatMap((r) =>
        r.entry !== null && r.section === first.section ? [r.entry] : [],
      );
      return { section: first.section!, entries: [...new Set(entries)], hunk: -1 };
    }
    const at = this.rows[row];
    if (!at?.section || this.status === null) throw new UserError("No file here");
    if (at.entry === null) {
      return { section: at.section, entries: entriesOf(this.status, at.section), hunk: -1 };
    }
    return { section: at.section, entries: [at.entry], hunk: at.hunk };
  }

  /** The only entry under the cursor. */
  entry(): StatusEntry {
    const { entries } = this.chosen();
    if (entries.length !== 1) throw new UserError("No file here");
    return entries[0]!;
  }

  /** Shows or hides the diff below the entry. */
  *toggleDiff(): Fiber {
    const { section, entries } = this.chosen();
    const shown = entries.filter((entry) => this.diffs.has(keyOf(section, entry)));
    if (shown.length > 0) for (const entry of shown) this.diffs.delete(keyOf(section, entry));
    else {
      for (const entry of entries.slice(0, 50)) {
        const diff = yield* until(fileDiff(this.repository, section, entry.name), "git");
        if (shownDiff(diff).length > 0) this.diffs.set(keyOf(section, entry), diff);
        else this.editor.showMessage(`No diff of ${entry.name}`);
      }
    }
    if (this.status !== null) this.draw(this.status);
  }

  *stage(): Fiber {
    const { section, entries, hunk } = this.chosen();
    if (section === "staged") throw new UserError("It is staged already");
    if (hunk >= 0) yield* this.applyHunk(section, entries[0]!, hunk, ["--cached"]);
    else {
      if (!this.repository.trusted) yield* this.refuseFiltered(entries);
      yield* this.run(["add", "-A", "--", ...entries.map((entry) => entry.name)]);
    }
  }

  *unstage(): Fiber {
    const { section, entries, hunk } = this.chosen();
    if (section !== "staged") throw new UserError("It is not staged");
    if (hunk >= 0) {
      yield* this.applyHunk(section, entries[0]!, hunk, ["--cached", "--reverse"]);
      return;
    }
    const names = entries.flatMap((entry) =>
      entry.from === null ? [entry.name] : [entry.from, entry.name],
    );
    if (this.status?.head === null) yield* this.run(["rm", "-q", "--cached", "--", ...names]);
    else yield* this.run(["reset", "-q", "HEAD", "--", ...names]);
  }

  *toggle(): Fiber {
    if (this.chosen().section === "staged") yield* this.unstage();
    else yield* this.stage();
  }

  /** Takes changes of the work tree away, after a question: they are nowhere else. */
  *discard(): Fiber {
    const { section, entries, hunk } = this.chosen();
    if (section === "staged") throw new UserError("Unstage it first");
    if (section === "conflicts") throw new UserError("Resolve the conflict first");
    const what = entries.length === 1 ? entries[0]!.name : `${entries.length} files`;
    const part = hunk >= 0 ? "this hunk of " : "";
    if (!(yield* askYes(`Discard ${part}${what}? It can't be undone. (y/n)`))) return;
    if (hunk >= 0) yield* this.applyHunk(section, entries[0]!, hunk, ["--reverse"]);
    else if (section === "untracked") {
      yield* this.run(["clean", "-q", "-f", "--", ...entries.map((entry) => entry.name)]);
    } else yield* this.run(["checkout", "-q", "--", ...entries.map((entry) => entry.name)]);
  }

  /** A clean filter that must not run would have changed what is staged. */
  private *refuseFiltered(entries: readonly StatusEntry[]): Fiber {
    const names = entries.map((entry) => entry.name);
    const output = yield* until(
      this.repository.run(["check-attr", "-z", "filter", "--", ...names]),
      "git",
    );
    const fields = output.split("\0");
    for (let i = 0; i + 2 < fields.length; i += 3) {
      if (fields[i + 2] !== "unspecified" && fields[i + 2] !== "unset") {
        throw new UserError(`${fields[i]} goes through the filter ${fields[i + 2]}: :trust first`);
      }
    }
  }

  private *applyHunk(
    section: SectionName,
    entry: StatusEntry,
    hunk: number,
    flags: readonly string[],
  ): Fiber {
    const diff = this.diffs.get(keyOf(section, entry));
    if (!diff) throw new Error(`No diff of ${entry.name} is shown`);
    yield* this.run(["apply", "--whitespace=nowarn", ...flags, "-"], hunkPatch(diff, hunk));
  }

  /** Runs a command of ours, then shows what has become of the work tree. */
  *run(args: readonly string[], input?: string): Fiber {
    yield* until(this.repository.run(args, input === undefined ? {} : { input }), "git");
    yield* until(this.refresh(), "git");
    this.git.refresh(this.repository);
  }

  /** After something else changed the repository. */
  refreshSoon(): void {
    this.refresh().catch((error: unknown) => this.editor.showMessage(messageOf(error), "warning"));
  }
}
