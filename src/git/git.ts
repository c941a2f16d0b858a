/**
 * Follows the documents that lie in git repositories: which repository, what is stored of them, what
 * has changed. Others read `fileOf` and listen; everything here happens behind the frame of a key.
 */
import { type FSWatcher, watch } from "node:fs";
import { Emitter } from "../base/emitter.ts";
import { messageOf, UserError } from "../base/errors.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import { CoChange } from "./co-change.ts";
import { GitFile } from "./git-file.ts";
import { findRepository, MISSING, Repository } from "./repository.ts";

/** One command of git touches its folder many times. Milliseconds. */
const SETTLE = 80;
/** Texts with more rows are compared in a pause of typing, as it takes milliseconds. */
const MANY_ROWS = 20_000;
const PAUSE = 300;

export interface GitEvents {
  /** Stored versions or hunks of a document are new. */
  file: GitFile;
  /** HEAD, the index or a branch moved. */
  repository: Repository;
}

export class Git {
  readonly events: Emitter<GitEvents>;
  private readonly editor: Editor;
  private readonly host: FeatureHost;
  private readonly repositories = new Map<string, Repository>();
  private readonly watchers = new Map<Repository, FSWatcher[]>();
  private readonly files = new Map<Document, GitFile>();
  private readonly made = new WeakMap<Document, Repository>();
  /** Repositories whose history has been read since their HEAD moved. */
  private readonly learned = new Set<Repository>();
  /** Why a history could not be read. */
  unlearned: string | null = null;
  private readonly histories = new Map<Repository, CoChange>();
  private readonly due = new Set<GitFile>();
  private scheduled = false;
  private readonly settling = new Map<Repository, NodeJS.Timeout>();
  /** Set when git can't be run at all; nothing is tried again. */
  missing: string | null = null;

  constructor(editor: Editor, host: FeatureHost) {
    this.editor = editor;
    this.host = host;
    this.events = new Emitter((name, error) => editor.reportBug(`git ${name}`, error));
    editor.events.on("document-open", (doc) => this.attach(doc));
    editor.events.on("document-saved", (doc) => this.saved(doc));
    editor.events.on("document-close", (doc) => this.detach(doc));
    editor.events.on("change", ({ doc }) => this.changed(doc));
    for (const doc of editor.docs) this.attach(doc);
  }

  /** What git knows of a document; null outside of a repository, or while it is not read yet. */
  fileOf(doc: Document): GitFile | null {
    return this.files.get(doc) ?? null;
  }

  /** A document that a repository's command has made: what is typed in it means that repository. */
  adopt(doc: Document, repository: Repository): void {
    this.made.set(doc, repository);
  }

  /** The repository that a document was made for, or null. */
  adopted(doc: Document): Repository | null {
    return this.made.get(doc) ?? null;
  }

  /** As `fileOf`, compared with the buffer as it is now. */
  current(doc: Document): GitFile | null {
    const file = this.fileOf(doc);
    if (file?.compare()) this.events.emit("file", file);
    return file;
  }

  /** Reads what is stored of a file again, after a command of ours has changed it. */
  async reread(file: GitFile): Promise<void> {
    await file.load();
    this.current(file.doc);
  }

  /** The repository of a path (absolute), or null. */
  repositoryOf(path: string): Repository | null {
    if (this.missing !== null) return null;
    const place = findRepository(path);
    if (place === null) return null;
    let repository = this.repositories.get(place.root);
    if (repository === undefined || repository.gitFolder !== place.gitFolder) {
      repository = new Repository(place, this.host.trust, this.host.env);
      this.repositories.set(place.root, repository);
      this.follow(repository);
    }
    return repository;
  }

  /**
   * The repository that the current buffer was made for, else of its file, else of the working folder.
   * Throws UserError where there is none.
   */
  here(): Repository {
    const { doc, cwd } = this.editor;
    const repository = this.adopted(doc) ?? this.repositoryOf(doc.file.realPath ?? doc.path ?? cwd);
    if (repository !== null) return repository;
    throw new UserError(this.missing ?? "Not in a git repository");
  }

  /** The file of a document with fresh hunks. Throws UserError outside of a repository. */
  require(doc: Document): GitFile {
    const file = this.current(doc);
    if (file === null) throw new UserError(this.missing ?? "The file is not in a git repository");
    return file;
  }

  /** Reads everything about a repository's open files again. */
  refresh(repository: Repository): void {
    this.learned.delete(repository);
    for (const file of this.files.values()) if (file.repository === repository) this.read(file);
    this.events.emit("repository", repository);
  }

  /** Draws a frame soon. */
  redraw(): void {
    this.host.redraw();
  }

  /** What changes together in a repository; it learns in pauses. */
  coChange(repository: Repository): CoChange {
    let known = this.histories.get(repository);
    if (known === undefined) {
      known = new CoChange(repository, this.host.store, () => this.editor.services.now());
      this.histories.set(repository, known);
    }
    return known;
  }

  /** `updatetime` has passed without a key: the history of the current file's repository is read. */
  idle(): void {
    const repository = this.fileOf(this.editor.doc)?.repository;
    if (repository === undefined || this.learned.has(repository)) return;
    this.learned.add(repository);
    this.coChange(repository)
      .learn()
      .catch((error: unknown) => {
        // Without a commit there is nothing to learn; health tells of anything else.
        this.unlearned = messageOf(error);
      });
  }

  close(): void {
    for (const list of this.watchers.values()) for (const watcher of list) watcher.close();
    for (const timer of this.settling.values()) clearTimeout(timer);
    this.watchers.clear();
  }

  private attach(doc: Document): void {
    if (doc.path === null || doc.kind !== "file" || this.files.has(doc)) return;
    const path = doc.file.realPath ?? doc.path;
    const repository = this.repositoryOf(path);
    // What git keeps for itself is no file of the project.
    if (repository === null || path.startsWith(`${repository.gitFolder}/`)) return;
    const file = new GitFile(doc, repository, path);
    this.files.set(doc, file);
    this.read(file);
  }

  private detach(doc: Document): void {
    const file = this.files.get(doc);
    if (file) this.due.delete(file);
    this.files.delete(doc);
  }

  private saved(doc: Document): void {
    const file = this.files.get(doc);
    const path = doc.file.realPath ?? doc.path;
    if (file && path !== null && file.name !== file.repository.name(path)) this.detach(doc);
    this.attach(doc);
  }

  private changed(doc: Document): void {
    const file = this.files.get(doc);
    if (file === undefined || file.index === null) return;
    this.due.add(file);
    if (this.scheduled) return;
    this.scheduled = true;
    if (doc.text.lines > MANY_ROWS) setTimeout(() => this.compareDue(), PAUSE).unref();
    else this.host.afterFrame(() => this.compareDue());
  }

  private compareDue(): void {
    this.scheduled = false;
    const files = [...this.due];
    this.due.clear();
    for (const file of files) if (file.compare()) this.events.emit("file", file);
  }

  private read(file: GitFile): void {
    file.load().then(
      () => {
        if (this.files.get(file.doc) !== file) return;
        file.compare();
        this.events.emit("file", file);
        this.host.redraw();
      },
      (error: unknown) => this.failed(error),
    );
  }

  /** Without git there are no signs, said once; editing goes on. */
  private failed(error: unknown): void {
    if (this.missing !== null) return;
    const text = messageOf(error);
    if (text !== MISSING) {
      this.editor.showMessage(text, "warning");
      this.host.redraw();
      return;
    }
    this.missing = MISSING;
    this.files.clear();
    this.due.clear();
  }

  /** Watches HEAD, the index and the branches, where the system can. */
  private follow(repository: Repository): void {
    const hear = (_event: string, name: string | null): void => {
      if (name !== null && !/^(HEAD|index|ORIG_HEAD|MERGE_HEAD|packed-refs)$/.test(name)) return;
      clearTimeout(this.settling.get(repository));
      const timer = setTimeout(() => {
        this.settling.delete(repository);
        this.refresh(repository);
      }, SETTLE);
      timer.unref();
      this.settling.set(repository, timer);
    };
    const watchers: FSWatcher[] = [];
    for (const folder of new Set([repository.gitFolder, repository.commonFolder])) {
      try {
        const watcher = watch(folder, { persistent: false }, hear);
        // A folder that goes away takes its repository along; the next look finds out.
        watcher.on("error", () => watcher.close());
        watchers.push(watcher);
      } catch {
        // No watches left, or a file system without them: `:e`, a save or the focus looks again.
      }
    }
    this.watchers.set(repository, watchers);
  }
}
