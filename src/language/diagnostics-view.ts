/**
 * Diagnostics as they are seen: signs, underlines, the worst of a line behind it. While somebody types,
 * the old ones stay where they were carried; new ones come with a pause or the end of insert mode.
 */
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import { statusItemsOf } from "../editor/status-items.ts";
import { Highlight, Inlay, Sign } from "../text/slots.ts";
import type { Text } from "../text/text.ts";
import {
  type Diagnostics,
  type PlacedDiagnostic,
  SEVERITIES,
  type Severity,
} from "./diagnostics.ts";

const NAMESPACE = "diagnostic";

/** What is typed within so many ms belongs together: nothing flashes. */
const PAUSE_MS = 1000;
/** Above those of git, which are 6. */
const SIGN_PRIORITY = 10;
const HIGHLIGHT_PRIORITY = 150;
const MOST_SHOWN = 300;

const LETTERS: Readonly<Record<Severity, string>> = {
  error: "E",
  warning: "W",
  info: "I",
  hint: "H",
};

export class DiagnosticsView {
  private readonly editor: Editor;
  private readonly host: Pick<FeatureHost, "afterFrame" | "quietMs" | "redraw">;
  private readonly store: Diagnostics;
  private readonly dirty = new Set<Document>();
  /** The counts as text: the status line is drawn with each key. */
  private readonly counted = new WeakMap<Document, string>();
  private scheduled = false;
  private pause: NodeJS.Timeout | null = null;

  constructor(
    editor: Editor,
    host: Pick<FeatureHost, "afterFrame" | "quietMs" | "redraw">,
    store: Diagnostics,
  ) {
    this.editor = editor;
    this.host = host;
    this.store = store;
    store.onChange((path) => {
      for (const doc of editor.docs) {
        if (doc.path === path) this.later(doc);
      }
    });
    editor.events.on("document-open", (doc) => this.later(doc));
    // It may have another name by now, and what was said belongs to the old one.
    editor.events.on("document-saved", (doc) => this.later(doc));
    editor.events.on("mode", ({ to }) => {
      if (to !== "insert" && this.dirty.size > 0) this.schedule();
    });
    editor.events.on("option", ({ name }) => {
      if (name !== "diagnostictext" && name !== "ascii") return;
      for (const doc of editor.docs) this.later(doc);
    });
    statusItemsOf(editor).provide("diagnostics", (win) => this.counted.get(win.doc) ?? "");
  }

  private later(doc: Document): void {
    this.dirty.add(doc);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.host.afterFrame(() => {
      this.scheduled = false;
      this.work();
    });
  }

  private work(): void {
    if (this.dirty.size === 0) return;
    const { editor, host } = this;
    for (const doc of this.dirty) this.count(doc);
    const wait = PAUSE_MS - host.quietMs();
    const typing = editor.mode === "insert" || editor.mode === "replace";
    host.redraw();
    if (typing && wait > 0) {
      this.pause ??= setTimeout(() => {
        this.pause = null;
        this.work();
      }, wait);
      this.pause.unref();
      return;
    }
    for (const doc of this.dirty) {
      if (editor.docs.includes(doc)) this.publish(doc);
    }
    this.dirty.clear();
  }

  private count(doc: Document): void {
    const text = this.counts(doc);
    if (text === (this.counted.get(doc) ?? "")) return;
    this.counted.set(doc, text);
    statusItemsOf(this.editor).changed();
  }

  private publish(doc: Document): void {
    const { options } = this.editor;
    const all = this.store.of(doc);
    const ascii = options.get("ascii");
    doc.slots.publish(
      "highlights",
      NAMESPACE,
      all.flatMap((each) => highlightsOf(doc.text, each)),
    );
    const worst = worstByRow(doc.text, all);
    doc.slots.publish(
      "signs",
      NAMESPACE,
      [...worst.values()].map(({ at, severity }) =>
        new Sign(LETTERS[severity], `sign.${severity}`, SIGN_PRIORITY).range(at),
      ),
    );
    const texts = options.get("diagnostictext") ? [...worst.values()] : [];
    doc.slots.publish(
      "inlays",
      NAMESPACE,
      texts.map(({ end, severity, message, count }) => {
        const mark = (ascii ? "#" : "■").repeat(Math.min(count, 5));
        const text = ` ${mark} ${firstLine(message)}`;
        // It stays with its line when another one is made behind it.
        return new Inlay([{ text, group: `sign.${severity}` }], "eol", -1).range(end);
      }),
    );
  }

  /** As in `E:2 W:1`. */
  private counts(doc: Document): string {
    if (this.store.of(doc).length === 0) return "";
    const counts = this.store.counts(doc);
    return SEVERITIES.filter((severity) => counts[severity] > 0)
      .map((severity) => `${LETTERS[severity]}:${counts[severity]}`)
      .join(" ");
  }
}

interface Worst {
  /** Offsets of the row's start and end. */
  readonly at: number;
  readonly end: number;
  severity: Severity;
  message: string;
  count: number;
}

/** The worst of each row, at the row where it begins. */
function worstByRow(text: Text, all: readonly PlacedDiagnostic[]): Map<number, Worst> {
  const rows = new Map<number, Worst>();
  for (const { from, item } of all) {
    const line = text.lineAt(from);
    const known = rows.get(line.number);
    const { severity, message } = item;
    if (known === undefined) {
      rows.set(line.number, { at: line.from, end: line.to, severity, message, count: 1 });
      continue;
    }
    known.count++;
    if (SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(known.severity)) continue;
    known.severity = severity;
    known.message = message;
  }
  return rows;
}

/** An empty range underlines the character at it, or the one before the end of the line. */
function highlightsOf(text: Text, { from, to, item }: PlacedDiagnostic) {
  let [start, end] = [from, to];
  if (start === end) {
    const line = text.lineAt(start);
    if (line.length === 0) return [];
    if (start < line.to) end = start + width(line.text, start - line.from);
    else start = line.to - 1;
  }
  const priority = HIGHLIGHT_PRIORITY + SEVERITIES.length - SEVERITIES.indexOf(item.severity);
  const tags = item.tags.map((tag) =>
    new Highlight(`diagnostic.${tag}`, priority).range(start, end),
  );
  // What is only not needed is greyed, not underlined.
  if (item.severity === "hint" && tags.length > 0) return tags;
  return [new Highlight(`diagnostic.${item.severity}`, priority).range(start, end), ...tags];
}

function width(line: string, at: number): number {
  return (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function firstLine(message: string): string {
  return message.trimStart().split("\n", 1)[0]!.slice(0, MOST_SHOWN);
}
