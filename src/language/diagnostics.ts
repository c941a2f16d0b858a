/**
 * What servers and other tools say is wrong: kept by source and file, carried through edits. Who finds
 * something sets it here; who shows it reads it here.
 */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { PlacedSet } from "../text/placed.ts";
import { type ChangeSet, type Point, pointOf, posOf } from "../text/text.ts";

/** From worst to mildest. */
export const SEVERITIES = ["error", "warning", "info", "hint"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface RelatedPlace {
  /** Absolute. */
  readonly path: string;
  readonly point: Point;
  readonly message: string;
}

export interface Diagnostic {
  readonly severity: Severity;
  /** May have several lines and any character: make it printable where it is drawn. */
  readonly message: string;
  /** 0-based rows and UTF-16 columns, when it was found. The end is not part of it. */
  readonly start: Point;
  readonly end: Point;
  readonly tags: readonly ("unnecessary" | "deprecated")[];
  /** Who found it, as it calls itself: `ts`, `Pyright`; may be empty. */
  readonly tool: string;
  /** As in `2322` or `no-unused-vars`; empty when there is none. */
  readonly code: string;
  readonly codeHref?: string;
  readonly related: readonly RelatedPlace[];
  /** The finder's own value; of a server: the protocol's diagnostic, for code actions. */
  readonly data?: unknown;
}

/** A diagnostic in an open document, where it is now: UTF-16 offsets, `from <= to`. */
export interface PlacedDiagnostic {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly item: Diagnostic;
}

/** A list that a source has given for a file (absolute path). */
export interface Report {
  readonly path: string;
  readonly source: string;
  /** The revision of the open document that it is for; null: not known. */
  readonly revision: number | null;
}

export type DiagnosticCounts = Record<Severity, number>;

/** Of one source for one file. `placed` is there while the file is open. */
interface Entry {
  items: readonly Diagnostic[];
  placed: PlacedSet<Diagnostic> | null;
}

interface FileState {
  readonly entries: Map<string, Entry>;
  /** All of them sorted, until something changes. */
  sorted: readonly PlacedDiagnostic[] | null;
}

export class Diagnostics {
  private readonly editor: Editor;
  private readonly files = new Map<string, FileState>();
  private readonly listeners = new Set<(path: string) => void>();
  private readonly hearers = new Set<(report: Report) => void>();

  constructor(editor: Editor) {
    this.editor = editor;
    editor.events.on("change", ({ doc, change }) => this.note(doc, change));
    editor.events.on("document-open", (doc) => this.replace(doc));
    editor.events.on("document-close", (doc) => this.close(doc));
  }

  /**
   * Replaces what a source says about a file (absolute path). Points are in the present text of the
   * document that has it open, if one has; `revision` is the one of it that the source has looked at.
   */
  set(source: string, path: string, items: readonly Diagnostic[], revision?: number): void {
    this.take(source, path, items);
    for (const hearer of this.hearers) hearer({ path, source, revision: revision ?? null });
  }

  private take(source: string, path: string, items: readonly Diagnostic[]): void {
    let state = this.files.get(path);
    if (items.length === 0) {
      if (state === undefined || !state.entries.delete(source)) return;
      state.sorted = null;
      if (state.entries.size === 0) this.files.delete(path);
    } else {
      if (state === undefined) {
        state = { entries: new Map(), sorted: null };
        this.files.set(path, state);
      }
      const doc = this.docOf(path);
      state.entries.set(source, { items, placed: doc && place(doc, items) });
      state.sorted = null;
    }
    this.changed(path);
  }

  /** A source has looked at a revision of an open document and has nothing new to say. */
  confirm(source: string, path: string, revision: number): void {
    for (const hearer of this.hearers) hearer({ path, source, revision });
  }

  /** Forgets what a source said, about one file or all. */
  clear(source: string, path?: string): void {
    if (path !== undefined) return this.set(source, path, []);
    for (const file of [...this.files.keys()]) this.set(source, file, []);
  }

  /** Those of a document where they are now, sorted by place. */
  of(doc: Document): readonly PlacedDiagnostic[] {
    const state = doc.path === null ? undefined : this.files.get(doc.path);
    if (state === undefined || this.docOf(doc.path!) !== doc) return [];
    state.sorted ??= [...state.entries]
      .flatMap(([source, entry]) => {
        entry.placed ??= place(doc, entry.items);
        return entry.placed
          .list()
          .map(({ from, to, value }) => ({ source, from, to, item: value }));
      })
      .sort((a, b) => a.from - b.from || a.to - b.to || rank(a) - rank(b));
    return state.sorted;
  }

  /** Those that touch `[from, to]` of a document (UTF-16 offsets). */
  between(doc: Document, from: number, to: number): readonly PlacedDiagnostic[] {
    return this.of(doc).filter((d) => d.from <= to && d.to >= from);
  }

  /** The files that something is known about, sorted by path. */
  paths(): string[] {
    return [...this.files.keys()].sort();
  }

  /** What is known about a file, open or not, where it is now, sorted by place. */
  at(path: string): readonly (Diagnostic & { readonly source: string })[] {
    const state = this.files.get(path);
    if (state === undefined) return [];
    const doc = this.docOf(path);
    if (doc !== null) {
      const { text } = doc;
      return this.of(doc).map(({ source, from, to, item }) => ({
        ...item,
        source,
        start: pointOf(text, from),
        end: pointOf(text, to),
      }));
    }
    return [...state.entries]
      .flatMap(([source, { items }]) => items.map((item) => ({ ...item, source })))
      .sort((a, b) => a.start.row - b.start.row || a.start.col - b.start.col);
  }

  /** How many there are of each severity, in a document or everywhere. */
  counts(doc?: Document): DiagnosticCounts {
    const counts: DiagnosticCounts = { error: 0, warning: 0, info: 0, hint: 0 };
    if (doc !== undefined) {
      for (const { item } of this.of(doc)) counts[item.severity]++;
      return counts;
    }
    for (const { entries } of this.files.values()) {
      for (const { items } of entries.values()) {
        for (const { severity } of items) counts[severity]++;
      }
    }
    return counts;
  }

  /** Calls back with the path of each file whose diagnostics were set. */
  onChange(listener: (path: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** As `onChange`, and also for a list that is empty as the one before it was. */
  onReport(hearer: (report: Report) => void): () => void {
    this.hearers.add(hearer);
    return () => this.hearers.delete(hearer);
  }

  private docOf(path: string): Document | null {
    return this.editor.docs.find((doc) => doc.path === path && doc.kind === "file") ?? null;
  }

  private changed(path: string): void {
    for (const listener of this.listeners) listener(path);
  }

  /** In the key's own turn: what no change touches is only moved as a whole. */
  private note(doc: Document, change: ChangeSet): void {
    const state = doc.path === null ? undefined : this.files.get(doc.path);
    if (state === undefined) return;
    for (const { placed } of state.entries.values()) placed?.map(change);
    state.sorted = null;
  }

  /** What was known about a file before it was opened gets places in its text. */
  private replace(doc: Document): void {
    const state = doc.path === null ? undefined : this.files.get(doc.path);
    if (state === undefined) return;
    for (const entry of state.entries.values()) entry.placed = null;
    state.sorted = null;
  }

  /** The places of a closed document become points again. */
  private close(doc: Document): void {
    const state = doc.path === null ? undefined : this.files.get(doc.path);
    if (state === undefined) return;
    for (const entry of state.entries.values()) {
      const { text } = doc;
      if (entry.placed === null) continue;
      entry.items = entry.placed.list().map(({ from, to, value }) => ({
        ...value,
        start: pointOf(text, from),
        end: pointOf(text, to),
      }));
      entry.placed = null;
    }
    state.sorted = null;
  }
}

function place(doc: Document, items: readonly Diagnostic[]): PlacedSet<Diagnostic> {
  return new PlacedSet(
    items.map((item) => {
      const from = posOf(doc.text, item.start.row, item.start.col);
      return { from, to: Math.max(from, posOf(doc.text, item.end.row, item.end.col)), value: item };
    }),
  );
}

function rank({ item }: PlacedDiagnostic): number {
  return SEVERITIES.indexOf(item.severity);
}

const REGISTRIES = new WeakMap<Editor, Diagnostics>();

/** The diagnostics of an editor; made by the first call. */
export function diagnosticsOf(editor: Editor): Diagnostics {
  let diagnostics = REGISTRIES.get(editor);
  if (!diagnostics) {
    diagnostics = new Diagnostics(editor);
    REGISTRIES.set(editor, diagnostics);
  }
  return diagnostics;
}
