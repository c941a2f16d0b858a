/** The status buffer (`:G`): files by section, their diffs, and what can be done with them. */
import { messageOf, UserError } from "../base/errors.ts";
import { askYes, showDocument } from "../editor/buffers.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { enterWindow, splitWindow } from "../editor/layout-windows.ts";
import { findVirtual, replaceText, virtualDocument } from "../editor/virtual.ts";
import { Highlight } from "../text/slots.ts";
import { rowOf, rowStart } from "../text/text.ts";
import type { Git } from "./git.ts";
import { type FileDiff, fileDiff, hunkPatch, shownDiff } from "./patch.ts";
import { refuseFiltered, runOnPaths, stagePaths } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { parseStatus, STATUS_ARGUMENTS, type Status, type StatusEntry } from "./status.ts";
import { entriesOf, keyOf, type SectionName, type StatusRow, statusRows } from "./status-rows.ts";

const STATUS_FILETYPE = "gitstatus";

/** Paths that fit into the arguments of a program. */
const CLEANED = 200;

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
  private status: Status | null = null;
  /** Counts the questions, so that a late answer is known to be old. */
  private asked = 0;
  private newest: Promise<void> = Promise.resolve();
  /** A command of ours is at work, which refreshes by itself; a refresh waits for the end of a command. */
  private busy = false;
  private late = false;

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

  /** Asks git and draws anew; cursors stay on their rows. A newer question is waited for. */
  refresh(): Promise<void> {
    this.newest = this.read(++this.asked);
    return this.newest;
  }

  private async read(asked: number): Promise<void> {
    const status = parseStatus(await this.repository.run(STATUS_ARGUMENTS));
    const renewed = await this.renewedDiffs(status);
    if (asked !== this.asked) return this.newest;
    if (!this.editor.docs.includes(this.doc)) return;
    for (const [key, diff] of renewed) {
      // Hidden meanwhile.
      if (!this.diffs.has(key)) continue;
      if (diff === null) this.diffs.delete(key);
      else this.diffs.set(key, diff);
    }
    this.draw(status);
  }

  /** The diffs that are shown, read again; null for what is no longer there. */
  private async renewedDiffs(status: Status): Promise<Map<string, FileDiff | null>> {
    const renewed = new Map<string, FileDiff | null>();
    for (const key of this.diffs.keys()) {
      const [section, name] = key.split("\0") as [SectionName, string];
      const entry = entriesOf(status, section).find((other) => other.name === name);
      renewed.set(key, entry ? await fileDiff(this.repository, section, name) : null);
    }
    return renewed;
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

  /** The only entry under the cursor, and the row of its file that the cursor's row is (0-based). */
  entry(): { readonly section: SectionName; readonly entry: StatusEntry; readonly row: number } {
    const { section, entries } = this.chosen();
    if (entries.length !== 1) throw new UserError("No file here");
    const { line } = this.rows[rowOf(this.doc.text, this.editor.win.cursor.pos)]!;
    return { section, entry: entries[0]!, row: line };
  }

  /** Shows or hides the diff below the entry. */
  *toggleDiff(): Fiber {
    const { editor, doc } = this;
    const { section, entries } = this.chosen();
    const shown = entries.filter((entry) => this.diffs.has(keyOf(section, entry)));
    if (shown.length > 0) {
      for (const entry of shown) this.diffs.delete(keyOf(section, entry));
      const [only] = entries;
      const row = this.rows.findIndex((r) => r.section === section && r.entry?.name === only?.name);
      if (entries.length === 1) editor.setCursor(editor.win, rowStart(doc.text, row));
    } else {
      for (const entry of entries.slice(0, 50)) {
        const diff = yield* until(fileDiff(this.repository, section, entry.name), "git");
        if (shownDiff(diff).length > 0) this.diffs.set(keyOf(section, entry), diff);
        else editor.showMessage(`No diff of ${entry.name}`);
      }
    }
    if (this.status !== null) this.draw(this.status);
  }

  *stage(): Fiber {
    const { section, entries, hunk } = this.chosen();
    if (section === "staged") throw new UserError("It is staged already");
    if (hunk >= 0) yield* this.applyHunk(section, entries[0]!, hunk, ["--cached"]);
    else yield* this.change(stagePaths(this.repository, namesOf(entries)));
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
    const command = this.status?.head === null ? ["rm", "-q", "--cached"] : ["reset", "-q", "HEAD"];
    yield* this.change(runOnPaths(this.repository, command, names));
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
      yield* this.change(cleanPaths(this.repository, namesOf(entries)));
    } else yield* this.change(checkoutPaths(this.repository, namesOf(entries)));
  }

  private *applyHunk(
    section: SectionName,
    entry: StatusEntry,
    hunk: number,
    flags: readonly string[],
  ): Fiber {
    const diff = this.diffs.get(keyOf(section, entry));
    if (!diff) throw new Error(`No diff of ${entry.name} is shown`);
    const input = hunkPatch(diff, hunk);
    const args = ["apply", "--whitespace=nowarn", ...flags, "-"];
    const { repository } = this;
    yield* this.change(until(repository.run(args, { input }), "git"));
  }

  /** Runs a command that changes the repository, then shows what has become of it. */
  *change(work: Fiber<unknown>): Fiber {
    this.busy = true;
    try {
      yield* work;
      this.git.refresh(this.repository);
      yield* until(this.refresh(), "git");
    } finally {
      this.busy = false;
    }
  }

  /** Something else changed the repository. */
  refreshSoon(): void {
    const { editor, doc } = this;
    if (this.busy || this.late || !editor.windows.some((win) => win.doc === doc)) return;
    if (editor.doc === doc && editor.loop?.idle === false) {
      // In the middle of a command, rows must not move.
      this.late = true;
      const stop = editor.events.on("command-done", () => {
        stop();
        this.late = false;
        this.refreshSoon();
      });
      return;
    }
    this.refresh().then(
      () => this.git.redraw(),
      (error: unknown) => {
        editor.showMessage(messageOf(error), "warning");
        this.git.redraw();
      },
    );
  }
}

function namesOf(entries: readonly StatusEntry[]): string[] {
  return entries.map(({ name }) => name);
}

/** Deletes files; this command of git takes its paths as arguments only. */
function* cleanPaths(repository: Repository, names: readonly string[]): Fiber {
  for (let at = 0; at < names.length; at += CLEANED) {
    const some = names.slice(at, at + CLEANED);
    yield* until(repository.run(["clean", "-q", "-f", "--", ...some]), "git");
  }
}

function* checkoutPaths(repository: Repository, names: readonly string[]): Fiber {
  yield* refuseFiltered(repository, names);
  yield* runOnPaths(repository, ["checkout", "-q"], names);
}
