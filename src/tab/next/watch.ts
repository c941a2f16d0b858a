/**
 * What happened that makes an action due: which files were edited and written, which commands ran, what
 * was left. In a key's own turn it notes a number.
 */
import type { Document } from "../../editor/document.ts";
import type { DocumentChange, Editor } from "../../editor/editor.ts";
import type { Window } from "../../editor/window.ts";
import type { RunnableCommand } from "./action.ts";
import { dependenciesIn, listsDependencies } from "./dependencies.ts";

export interface EditedFile {
  readonly doc: Document;
  readonly path: string;
  /** Of the counter of changes, when it was changed last. */
  at: number;
  /** What it said is needed, before its first change or when it was installed; null: nothing. */
  needed: string | null;
}

export interface LeftWindow {
  readonly win: Window;
  /** Of the counter of changes, when it was left. */
  readonly at: number;
}

/** Not the work of a person. */
const NOBODYS = /^(?:disk\.|journal\.|fold\.marker)/;
const TEST =
  /(?:^|[\s;&|/])(?:pytest|vitest|jest|mocha|rspec|phpunit|ctest|ava|tap|nextest|tox|nox)\b|\b(?:test|tests|spec)\b/;
const INSTALL =
  /^(?:npm (?:i|install|ci)|(?:pnpm|yarn|bun) (?:i|install)|yarn|pip3? install|poetry install|uv sync|composer install|bundle(?: install)?|go mod (?:tidy|download))\b/;
const MOST_FILES = 60;

export class Watch {
  /** Counts changes. */
  changes = 0;
  /** By path, the one changed last comes last. */
  readonly edited = new Map<string, EditedFile>();
  /** The current document was changed last at this time (ms of the clock given). */
  changedAt = 0;
  /** The counter when tests were last run; -1: not yet. */
  tested = -1;
  lastTest: RunnableCommand | null = null;
  /** Counts commands. */
  runs = 0;
  /** How often each document was written. */
  readonly saves = new Map<number, number>();
  /** By path: the counter when its window was entered last. */
  readonly visited = new Map<string, number>();
  left: LeftWindow | null = null;
  /** Counts the times when there were errors and then none, after an edit. */
  fixes = 0;
  /** The last of them was not followed by a test yet. */
  fixed = false;
  private errorsSince: { readonly time: number; readonly changes: number } | null = null;
  private readonly now: () => number;

  constructor(editor: Editor, now: () => number) {
    this.now = now;
    editor.events.on("change", (event) => this.change(event));
    editor.events.on("document-saved", (doc) => {
      this.saves.set(doc.id, this.savesOf(doc) + 1);
    });
    editor.events.on("document-close", (doc) => {
      if (doc.path !== null) this.edited.delete(doc.path);
    });
    editor.events.on("window-enter", (win) => {
      if (win.doc.path !== null) this.visited.set(win.doc.path, this.changes);
      if (this.left?.win === win) this.left = null;
    });
    editor.events.on("window-leave", ({ win, next }) => {
      if (win !== next && isAside(win.doc)) this.left = { win, at: this.changes };
    });
    editor.events.on("window-close", (win) => {
      if (this.left?.win === win) this.left = null;
    });
  }

  savesOf(doc: Document): number {
    return this.saves.get(doc.id) ?? 0;
  }

  /** A command line begins to run. */
  ran(run: RunnableCommand): void {
    this.runs++;
    const line = run.command.trim();
    if (INSTALL.test(line)) {
      for (const file of this.edited.values()) {
        if (listsDependencies(file.path)) file.needed = neededBy(file.doc);
      }
    } else if (isTest(line)) {
      this.tested = this.changes;
      this.fixed = false;
      this.lastTest = { ...run, command: line };
    }
  }

  /**
   * How many errors are known now, with nothing being typed. Those that a half-done edit brings and its
   * other half takes away are none: they have to have stayed for `staying` ms and an edit.
   */
  errors(count: number, staying: number): void {
    const { errorsSince: since } = this;
    if (count > 0) {
      this.errorsSince ??= { time: this.now(), changes: this.changes };
      return;
    }
    this.errorsSince = null;
    if (since === null || this.now() - since.time < staying || since.changes === this.changes) {
      return;
    }
    this.fixes++;
    this.fixed = true;
  }

  private change({ doc, before, origin }: DocumentChange): void {
    const { path } = doc;
    if (path === null || doc.kind !== "file" || NOBODYS.test(origin)) return;
    this.changes++;
    this.changedAt = this.now();
    const known = this.edited.get(path);
    if (known?.doc === doc) {
      known.at = this.changes;
      return;
    }
    const needed = listsDependencies(path) ? dependenciesIn(path, before.toString()) : null;
    this.edited.set(path, { doc, path, at: this.changes, needed });
    const [oldest] = this.edited.keys();
    if (this.edited.size > MOST_FILES) this.edited.delete(oldest!);
  }
}

/** Windows that one looks something up in. */
export function isAside(doc: Document): boolean {
  return doc.kind === "help" || doc.kind === "terminal" || doc.options.get("filetype") === "qf";
}

export function isTest(command: string): boolean {
  return TEST.test(command) && !INSTALL.test(command);
}

/** What the document says is needed, as it is now. */
export function neededBy(doc: Document): string | null {
  return doc.path === null ? null : dependenciesIn(doc.path, doc.text.toString());
}
