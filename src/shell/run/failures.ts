/**
 * What the last failed command says is wrong, and what became of it since: the places are carried
 * through edits, and a line that was changed counts as dealt with until the command is run again.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { projectOf } from "../../editor/project.ts";
import { diagnosticsOf } from "../../language/diagnostics.ts";
import { PlacedSet } from "../../text/placed.ts";
import { posOf, type Text } from "../../text/text.ts";
import type { Finding, TestResult } from "../matchers/finding.ts";
import type { Terminal } from "../terminals.ts";
import { mayHaveTests } from "./test-table.ts";

/** A failed command. */
export interface Failure {
  readonly command: string;
  /** Absolute; null: not known. */
  readonly cwd: string | null;
  readonly status: number | null;
  readonly terminal: Terminal;
  /** The id of its block. */
  readonly block: number;
  /** In the order of the output. */
  readonly findings: readonly Tracked[];
  readonly results: readonly TestResult[];
}

/** A finding, and where it is by now. */
export interface Tracked {
  readonly finding: Finding;
  /** In an open document: the start of its line (UTF-16 offset); null: its file is closed. */
  readonly at: { readonly doc: Document; readonly from: number } | null;
  /** Its line was changed since, or is gone, or a server that saw it too sees it no more. */
  readonly edited: boolean;
  /**
   * Nothing more is to be done there before the command is run again: it was edited, or it is where a
   * test failed, and the cause may be what was changed in another file or elsewhere in this one.
   */
  readonly dealt: boolean;
}

/** Within a failure, one finding as it is kept here. */
class Place implements Tracked {
  readonly finding: Finding;
  at: { readonly doc: Document; readonly from: number } | null = null;
  edited = false;
  dealt = false;
  /** Its line when it was reported, or when the file was opened; null: not known yet. */
  line: string | null = null;
  /** A server had an error in its line. */
  seen = false;

  constructor(finding: Finding) {
    this.finding = finding;
  }
}

export interface FailuresPorts {
  afterFrame(callback: () => void): void;
}

export class Failures {
  private readonly editor: Editor;
  private readonly ports: FailuresPorts;
  private failure: (Omit<Failure, "findings"> & { readonly findings: readonly Place[] }) | null =
    null;
  private readonly placed = new Map<Document, PlacedSet<Place>>();
  private paths: ReadonlySet<string> = new Set();
  /** Files of the project (absolute paths) that were changed since. */
  private readonly changed = new Set<string>();
  private touched = false;
  private scheduled = false;
  /** Documents whose texts or diagnostics have changed. */
  private readonly dirty = new Set<Document>();
  private readonly listeners = new Set<() => void>();

  constructor(editor: Editor, ports: FailuresPorts) {
    this.editor = editor;
    this.ports = ports;
    editor.events.on("change", ({ doc, change }) => {
      if (this.failure === null || doc.kind !== "file") return;
      const placed = this.placed.get(doc);
      placed?.map(change);
      const { path } = doc;
      const isNew = path !== null && !this.changed.has(path) && this.isInside(path);
      if (placed !== undefined) this.dirty.add(doc);
      else if (this.touched && !isNew) return;
      this.touched = true;
      if (isNew) this.changed.add(path);
      this.later();
    });
    editor.events.on("document-open", (doc) => {
      if (doc.path === null || !this.paths.has(doc.path)) return;
      this.dirty.add(doc);
      this.later();
    });
    editor.events.on("document-close", (doc) => {
      this.dirty.delete(doc);
      if (!this.placed.delete(doc)) return;
      for (const place of this.failure?.findings ?? []) {
        if (place.at?.doc === doc) place.at = null;
      }
      this.later();
    });
    diagnosticsOf(editor).onChange((path) => {
      if (!this.paths.has(path)) return;
      for (const doc of this.placed.keys()) if (doc.path === path) this.dirty.add(doc);
      this.later();
    });
  }

  /** The last failed command that named places; null: there is none, or it has passed since. */
  get current(): Failure | null {
    return this.failure;
  }

  /** Something in the project was changed since the command ended. */
  get isTouched(): boolean {
    return this.touched;
  }

  set(request: Omit<Failure, "findings"> & { readonly findings: readonly Finding[] }): void {
    const findings = request.findings.map((finding) => new Place(finding));
    this.failure = { ...request, findings };
    this.paths = new Set(request.findings.flatMap(({ path }) => path ?? []));
    this.placed.clear();
    this.changed.clear();
    this.touched = false;
    for (const doc of this.editor.docs) this.dirty.add(doc);
    this.check();
    this.tell();
  }

  clear(): void {
    if (this.failure === null) return;
    this.failure = null;
    this.paths = new Set();
    this.placed.clear();
    this.tell();
  }

  /** Calls back when the failure, a place or what became of it has changed; gives the way to stop. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private later(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.ports.afterFrame(() => {
      this.scheduled = false;
      if (this.failure === null) return;
      this.check();
      this.tell();
    });
  }

  /** Brings everything up to the texts of now. */
  private check(): void {
    const { failure } = this;
    if (failure === null) return;
    for (const doc of this.dirty) {
      const { path } = doc;
      if (path === null || doc.kind !== "file" || !doc.loaded || !this.paths.has(path)) continue;
      if (!this.placed.has(doc)) this.place(doc, path);
      this.checkIn(doc);
    }
    this.dirty.clear();
    const { paths } = this;
    const elsewhere = [...this.changed].some((path) => !paths.has(path));
    const sources = [...this.changed].filter((path) => paths.has(path) && !mayHaveTests(path));
    for (const place of failure.findings) {
      const { path, test } = place.finding;
      const isCaused = (): boolean =>
        elsewhere ||
        (path !== null && sources.some((source) => source === path || mayHaveTests(path)));
      place.dealt = place.edited || (test !== undefined && isCaused());
    }
  }

  /** What is wrong with a test may be in any file of the project, and in no other one. */
  private isInside(path: string): boolean {
    const { cwd } = this.failure!;
    return cwd === null || path.startsWith(`${projectOf(cwd) ?? cwd}/`);
  }

  private place(doc: Document, path: string): void {
    const items = this.failure!.findings.flatMap((place) => {
      if (place.finding.path !== path || place.edited) return [];
      const { text } = doc;
      const line = text.line(Math.min(place.finding.row + 1, text.lines));
      place.line ??= line.text;
      return [{ from: line.from, to: line.to, value: place }];
    });
    this.placed.set(doc, new PlacedSet(items));
  }

  private checkIn(doc: Document): void {
    const left = new Map(
      this.placed
        .get(doc)!
        .list()
        .map(({ from, value }) => [value, from]),
    );
    const wrong = wrongLines(this.editor, doc);
    for (const place of this.failure!.findings) {
      if (place.finding.path !== doc.path || place.line === null) continue;
      const from = left.get(place);
      if (from === undefined) {
        place.at = null;
        place.edited = true;
        continue;
      }
      const line = doc.text.lineAt(from);
      place.at = { doc, from: line.from };
      const known = wrong.has(line.from);
      if (known) place.seen = true;
      place.edited = line.text !== place.line || (place.seen && !known && this.touched);
    }
  }
}

/** The starts of the lines in which servers see something. */
function wrongLines(editor: Editor, doc: Document): Set<number> {
  const lines = new Set<number>();
  for (const { from, item } of diagnosticsOf(editor).of(doc)) {
    if (item.severity !== "error" && item.severity !== "warning") continue;
    lines.add(doc.text.lineAt(Math.min(from, doc.text.length)).from);
  }
  return lines;
}

/** The offset that a finding means in a text: its column, or the first character of its line. */
export function offsetOf(text: Text, from: number, finding: Finding): number {
  const line = text.lineAt(Math.min(from, text.length));
  if (finding.exact) return Math.min(line.from + finding.col, line.to);
  return line.from + (/^\s*/.exec(line.text.slice(0, 1000))![0].length || 0);
}

/** The same for a file that is not open. */
export function closedOffsetOf(text: Text, finding: Finding): number {
  return offsetOf(text, posOf(text, Math.min(finding.row, text.lines - 1), 0), finding);
}

const FAILURES = new WeakMap<Editor, Failures>();

export function setFailures(editor: Editor, failures: Failures): void {
  FAILURES.set(editor, failures);
}

/** Null: the editor follows no terminals (yet). */
export function failuresOf(editor: Editor): Failures | null {
  return FAILURES.get(editor) ?? null;
}

/** The findings that are errors of the project, or all others where there is none; the first leads. */
export function relevant(failure: Failure): readonly Tracked[] {
  const there = failure.findings.filter(({ finding }) => finding.path !== null);
  const own = there.filter(({ finding }) => finding.own);
  const errors = own.filter(({ finding }) => finding.kind === "E");
  if (errors.length > 0) return errors;
  return own.length > 0 ? own : there;
}
