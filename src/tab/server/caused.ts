/**
 * Which diagnostics an edit has caused: those that were not there before it. A list is compared with
 * the one that the same source gave for the same file before; what is new in it was born after the
 * newest edit of that time. Of a file that nobody had looked at before nothing is known, and what was
 * said before the file's last change counts when it is said again.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import {
  type Diagnostic,
  type Diagnostics,
  diagnosticsOf,
  type Report,
} from "../../language/diagnostics.ts";
import type { Rebase } from "../../language/lsp/change-history.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import type { RecordedEdit } from "../../text/prediction.ts";
import { pointOf } from "../../text/text.ts";
import { News } from "./news.ts";

/**
 * Servers that push may give their first findings in several parts, ms: what comes so soon behind the
 * first list of a file may have been there before.
 */
const FIRST_PARTS_MS = 2000;
/** Items of a list that are compared. */
const MOST_COMPARED = 200;
const MOST_FILES = 2000;

/** When a diagnostic was born: behind the edit of this id; `OLD`: before any; `UNKNOWN`. */
export const OLD = 0;
export const UNKNOWN = -1;

export interface CausedDiagnostic {
  readonly path: string;
  readonly source: string;
  readonly item: Diagnostic;
  /** Where it is now, UTF-16 offsets, in an open document; null: `item.start` and `item.end`. */
  readonly at: { readonly doc: Document; readonly from: number; readonly to: number } | null;
  /** The edit that it was born behind. */
  readonly edit: number;
}

interface Listed {
  readonly item: Diagnostic;
  /** Offset in the open document, or row and column in one number. */
  readonly at: number;
}

interface Known {
  readonly list: readonly Listed[];
  /** The revision of the open document that the offsets are of; -1: the file was not open. */
  readonly revision: number;
  /** The revision that the source has looked at. */
  readonly looked: number;
  /** When the source first spoke of the file, ms. */
  readonly since: number;
}

export interface CausedPorts {
  /** The newest edit. */
  lastEdit(): RecordedEdit | null;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The way from a revision to the present text of a document. */
  rebase(doc: Document, revision: number): Rebase | null;
}

export class Caused {
  /** Told when a list has come. */
  readonly news = new News();
  private readonly editor: Editor;
  private readonly store: Diagnostics;
  private readonly ports: CausedPorts;
  private readonly known = new Map<string, Known>();
  /** By the finder's own value, which stays the same wherever the item goes. */
  private readonly births = new WeakMap<object, number>();
  /** Files with diagnostics that are not old. */
  private readonly marked = new Set<string>();

  constructor(editor: Editor, ports: CausedPorts) {
    this.editor = editor;
    this.ports = ports;
    this.store = diagnosticsOf(editor);
    this.store.onReport((report) => {
      this.report(report);
      this.news.tell();
    });
    editor.events.on("document-close", ({ path }) => this.forget(path));
  }

  /** Nothing is known any more of what a server has said: it ends, or leaves a file. */
  forget(path: string | null): void {
    if (path === null) return;
    for (const key of this.known.keys()) if (key.endsWith(`\0${path}`)) this.known.delete(key);
  }

  /** Whether anybody has looked at a file. */
  knows(path: string): boolean {
    return [...this.known.keys()].some((key) => key.endsWith(`\0${path}`));
  }

  /** Those that were born behind an edit or a later one, by path and place. */
  since(edit: number): CausedDiagnostic[] {
    return this.list((born) => born >= edit);
  }

  /** Those of files that were first looked at when it was too late to know. */
  unknown(): CausedDiagnostic[] {
    return this.list((born) => born === UNKNOWN);
  }

  private list(wanted: (born: number) => boolean): CausedDiagnostic[] {
    const found: CausedDiagnostic[] = [];
    for (const path of [...this.marked].sort()) {
      const doc = this.docOf(path);
      if (doc !== null) {
        for (const { source, item, from, to } of this.store.of(doc)) {
          const edit = this.birthOf(item);
          if (!wanted(edit) || !this.isCurrent(source, path, doc)) continue;
          found.push({ path, source, item, at: { doc, from, to }, edit });
        }
        continue;
      }
      for (const item of this.store.at(path)) {
        const edit = this.birthOf(item);
        if (wanted(edit)) found.push({ path, source: item.source, item, at: null, edit });
      }
    }
    return found;
  }

  private birthOf({ data }: Diagnostic): number {
    return isObject(data) ? (this.births.get(data) ?? OLD) : OLD;
  }

  /** What is said about an older text may be over: the next list tells. */
  private isCurrent(source: string, path: string, doc: Document): boolean {
    return this.known.get(`${source}\0${path}`)?.looked === doc.revision;
  }

  private docOf(path: string): Document | null {
    return this.editor.docs.find((doc) => doc.path === path && doc.kind === "file") ?? null;
  }

  private report({ path, source, revision }: Report): void {
    const key = `${source}\0${path}`;
    const doc = this.docOf(path);
    const before = this.known.get(key);
    const now = this.ports.now();
    const list = this.listed(path, source, doc);
    const edit = this.ports.lastEdit()?.id ?? OLD;
    let fresh: readonly Listed[] = list;
    if (before !== undefined) fresh = this.compare(before, list, doc);
    const born = edit === OLD || this.isKnown(before, source, now) ? edit : UNKNOWN;
    for (const { item } of fresh) {
      if (isObject(item.data)) this.births.set(item.data, born);
    }
    if (list.some(({ item }) => this.birthOf(item) !== OLD)) this.marked.add(path);
    else if (!this.store.at(path).some((item) => this.birthOf(item) !== OLD)) {
      this.marked.delete(path);
    }
    this.known.delete(key);
    this.known.set(key, {
      list,
      revision: doc?.revision ?? -1,
      looked: revision ?? doc?.revision ?? -1,
      since: before?.since ?? now,
    });
    if (this.known.size > MOST_FILES) this.known.delete(this.known.keys().next().value!);
  }

  /** Whether what is new in a list was not there before. */
  private isKnown(before: Known | undefined, source: string, now: number): boolean {
    if (before === undefined) return false;
    return source.endsWith(" pull") || now - before.since >= FIRST_PARTS_MS;
  }

  private listed(path: string, source: string, doc: Document | null): Listed[] {
    if (doc === null) {
      return this.store
        .at(path)
        .filter((item) => item.source === source)
        .slice(0, MOST_COMPARED)
        .map((item) => ({ item, at: item.start.row * 100_000 + item.start.col }));
    }
    return this.store
      .of(doc)
      .filter((each) => each.source === source)
      .slice(0, MOST_COMPARED)
      .map(({ item, from }) => ({ item, at: from }));
  }

  /** What is new in a list; what is as it was keeps its birth. */
  private compare(before: Known, list: readonly Listed[], doc: Document | null): Listed[] {
    const comparable = (doc === null) === before.revision < 0;
    const way = doc !== null && comparable ? this.ports.rebase(doc, before.revision) : null;
    const left = before.list.map(({ item, at }) => ({
      item,
      at: comparable ? (way?.map(at) ?? at) : -1,
    }));
    let rest: Listed[] = [...list];
    const match = (same: (old: Listed, fresh: Listed) => boolean): void => {
      rest = rest.filter((fresh) => {
        let best = -1;
        for (const [i, old] of left.entries()) {
          if (!same(old, fresh)) continue;
          const gap = Math.abs(old.at - fresh.at);
          if (best < 0 || gap < Math.abs(left[best]!.at - fresh.at)) best = i;
        }
        if (best < 0) return true;
        const [{ item }] = left.splice(best, 1) as [Listed];
        if (isObject(fresh.item.data)) this.births.set(fresh.item.data, this.birthOf(item));
        return false;
      });
    };
    // The nearest of the same words; of several, those that did not move come first.
    match((old, fresh) => old.at === fresh.at && isSame(old.item, fresh.item));
    match((old, fresh) => isSame(old.item, fresh.item));
    // The same complaint in other words, as a type in it is another one now.
    match((old, fresh) => old.at === fresh.at && isAkin(old.item, fresh.item));
    return rest;
  }
}

/** Follows the ends of servers: what they say when they are started again is not new. */
export function followEnds(servers: LanguageServers, caused: Caused): void {
  servers.events.on("detach", ({ doc }) => caused.forget(doc.path));
}

/** The rows (0-based) that a diagnostic starts and ends in, now. */
export function rowsOf({ at, item }: CausedDiagnostic): readonly [number, number] {
  if (at === null) return [item.start.row, item.end.row];
  const { text } = at.doc;
  return [pointOf(text, at.from).row, pointOf(text, at.to).row];
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return isAkin(a, b) && a.message === b.message;
}

function isAkin(a: Diagnostic, b: Diagnostic): boolean {
  return a.severity === b.severity && a.tool === b.tool && a.code === b.code;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
