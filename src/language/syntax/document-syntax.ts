/** The syntax of one document: its tree, the parse that is under way, and its colours. */
import type { Tree } from "web-tree-sitter";
import type { Document } from "../../editor/document.ts";
import type { DocumentChange } from "../../editor/editor.ts";
import type { Window } from "../../editor/window.ts";
import type { Text } from "../../text/text.ts";
import { DocumentColours, type Painter } from "./colours.ts";
import { DocumentTree, type DocumentTreeHost } from "./document-tree.ts";
import { FirstLook } from "./first-look.ts";
import { grammarFor, grammarNamed } from "./grammars.ts";
import type { Languages, LoadedLanguage } from "./language.ts";
import { type LineRules, lineRulesFor } from "./line-rules.ts";
import type { Paint } from "./paint.ts";
import { ParseJob } from "./parse-job.ts";
import { SpareTree } from "./spare-tree.ts";
import { editTree, type TextChange } from "./tree-edits.ts";
import { LONG_LINE, rowsAround, visiblePart, visibleRows } from "./visible.ts";

/** Texts over these lengths (UTF-16 units) are not parsed. */
export const MOST_TEXT = 4_000_000;
export const MOST_LINE = 1_000_000;

/** More changes than this since the tree was made: a parse from the beginning is as good. */
const MOST_CHANGES = 2000;
/** Comparing the trees of a longer text (UTF-16 units) takes longer than colouring what is seen. */
const MOST_COMPARED = 400_000;
/** An injected language has so many slices to be parsed in. */
const MOST_ROUNDS = 2000;
/** Rows that are coloured between two looks at the clock. */
const ROWS_AT_ONCE = 10;
/** When fewer pages than these beside a window are coloured, so many more are. */
const FEW_PAGES = 1.1;
const MORE_PAGES = 2;

interface LaterChange extends TextChange {
  /** `doc.revision` after the change. */
  readonly revision: number;
}

export interface DocumentSyntaxHost {
  readonly languages: Languages;
  /** An injected language is to be loaded for a document. */
  wanted(doc: Document, language: string): void;
  clock(): number;
}

export class DocumentSyntax {
  readonly doc: Document;
  readonly colours: DocumentColours;
  /** The grammar's name; null where there is none for the 'filetype'. */
  readonly grammar: string | null;
  /** Why there is no tree and will be none. */
  refused: string | null;
  /** Whether the text is coloured; the tree is made in any case. */
  coloured: boolean;
  tree: DocumentTree | null = null;
  private readonly rules: LineRules | null;
  private readonly host: DocumentSyntaxHost;
  private readonly languages: Languages;
  private job: ParseJob | null = null;
  private changes: LaterChange[] = [];
  /** How often in a row something was left to be parsed in the rows that are seen. */
  private rounds = 0;
  private look: FirstLook | null = null;
  private looked = false;
  private readonly spare = new SpareTree();
  private fromSpare = false;
  /** Where a long line was coloured, since its row is never coloured as a whole. */
  private longPart = "";
  /** Rows around a window are being coloured. */
  private surrounding = false;

  constructor(doc: Document, filetype: string, coloured: boolean, host: DocumentSyntaxHost) {
    this.doc = doc;
    this.host = host;
    this.languages = host.languages;
    this.coloured = coloured;
    this.colours = new DocumentColours(doc);
    this.grammar = grammarFor(filetype) ?? grammarNamed(filetype);
    this.rules = this.grammar === null ? lineRulesFor(filetype) : null;
    this.refused = this.grammar === null ? null : tooBig(doc.text);
  }

  /** The language once it is loaded. */
  get language(): LoadedLanguage | null {
    return this.grammar === null || this.refused !== null ? null : this.languages.get(this.grammar);
  }

  /** Whether there is, or may once be, anything that colours the text. */
  get colourable(): boolean {
    return this.rules !== null || (this.grammar !== null && this.refused === null);
  }

  /** Whether the tree is that of the text as it is now. */
  get current(): boolean {
    return this.tree !== null && this.tree.revision === this.doc.revision;
  }

  /** Takes note of a change; costs next to nothing. */
  changed({ change, before, revision }: DocumentChange): void {
    if (this.rules) this.colours.valid.map(change, before);
    else if (this.tree !== null || this.job !== null) {
      this.changes.push({ change, before, revision });
      // A text that nobody looks at changes on and on.
      if (this.changes.length > 2 * MOST_CHANGES && this.job === null) this.forget();
    }
  }

  /** Whether `parse` has anything to do. */
  get behind(): boolean {
    return !this.current && this.language !== null;
  }

  /** Parses for at most a time (milliseconds); true when the tree is that of the text now. */
  parse(budgetMs: number): boolean {
    const { host } = this;
    const { language } = this;
    if (language === null) return false;
    // In the middle of a command that makes many changes, they are told at its end.
    const known = this.changes[this.changes.length - 1]?.revision ?? this.tree?.revision;
    if (this.job === null && this.tree !== null && known !== this.doc.revision) return false;
    const end = host.clock() + budgetMs;
    while (!this.current) {
      const left = end - host.clock();
      if (left <= 0 && this.job !== null) return false;
      this.job ??= this.startJob(language);
      const tree = this.job.step(Math.max(left, 0.1));
      if (tree === null) return false;
      this.finish(this.job, tree, language);
    }
    return true;
  }

  /**
   * Colours what windows show of a long text that has no tree yet, from its beginning, for at most a
   * time (milliseconds). `done` is true when there is no more to it.
   */
  lookFirst(windows: readonly Window[], budgetMs: number): { done: boolean; drawn: boolean } {
    const { doc, language } = this;
    if (this.looked || language === null || this.tree !== null || !this.coloured) {
      return { done: true, drawn: false };
    }
    const clock = () => this.host.clock();
    this.look ??= FirstLook.of(doc, windows, language, this.treeHost(), clock);
    const tree = this.look?.current ? this.look.step(budgetMs) : null;
    if (tree === null && this.look?.current) return { done: false, drawn: false };
    this.look?.end();
    this.look = null;
    this.looked = true;
    let drawn = false;
    if (tree !== null) {
      for (const win of windows) {
        for (const [from, to] of visibleRows(win)) {
          if (this.paintRows(tree, from, to, budgetMs)) drawn = true;
        }
      }
      tree.free();
      this.recolour();
    }
    return { done: true, drawn };
  }

  /**
   * Colours the rows of a window that are not, as far as a time (milliseconds) goes. `done` is false
   * when rows are left, `drawn` is true when something looks different.
   */
  colour(win: Window, budgetMs: number): { done: boolean; drawn: boolean } {
    const painter = this.painter();
    let drawn = false;
    if (painter === null || !this.coloured) return { done: true, drawn };
    const end = this.host.clock() + budgetMs;
    const { doc, colours } = this;
    const { valid } = colours;
    const ranges = visibleRows(win);
    // Injected languages that are parsed on the way change what is right elsewhere.
    for (let round = 0; round < 3; round++) {
      let missing = false;
      for (const range of ranges) {
        for (const [from, to] of valid.missing(range[0], range[1])) {
          missing = true;
          for (let row = from; row < to; ) {
            const left = end - this.host.clock();
            if (left <= 0) return { done: false, drawn };
            const stop = this.rowsAtOnce(row, to);
            valid.add(row, stop);
            if (this.paintRows(painter, row, stop, left)) drawn = true;
            row = stop;
          }
        }
      }
      if (!missing) break;
    }
    if (ranges.some(([from, to]) => valid.missing(from, to).length > 0)) {
      // A long script in a page is parsed in slices, too. Two languages that claim the same text are not.
      if (this.rounds++ < MOST_ROUNDS) return { done: false, drawn };
    } else this.rounds = 0;
    if (this.longPart !== "" && this.paintLong(painter, win, ranges)) drawn = true;
    const last = ranges[ranges.length - 1];
    if (last) {
      const near = 500 + 3 * win.height;
      colours.prune(Math.max(0, ranges[0]![0] - near), Math.min(doc.text.lines, last[1] + near));
    }
    return { done: true, drawn };
  }

  /**
   * Colours rows near a window that it does not show, as far as a time (milliseconds) goes; false when
   * some are left.
   */
  colourAround(win: Window, budgetMs: number): boolean {
    const painter = this.painter();
    if (painter === null || !this.coloured) return true;
    const { valid } = this.colours;
    const lacks = ([from, to]: [number, number]) => valid.missing(from, to).length > 0;
    // Half done counts as lacking, so that it is finished.
    if (!this.surrounding && !rowsAround(win, FEW_PAGES).some(lacks)) return true;
    this.surrounding = true;
    const end = this.host.clock() + budgetMs;
    for (const range of rowsAround(win, MORE_PAGES)) {
      for (const [from, to] of valid.missing(range[0], range[1])) {
        for (let row = from; row < to; ) {
          const left = end - this.host.clock();
          if (left <= 0) return false;
          const stop = this.rowsAtOnce(row, to);
          valid.add(row, stop);
          this.paintRows(painter, row, stop, left, true);
          row = stop;
        }
      }
    }
    this.surrounding = false;
    return true;
  }

  /** Colours everything anew. */
  recolour(): void {
    this.colours.valid.clear();
    this.longPart = "";
  }

  free(): void {
    this.forget();
    this.colours.clear();
  }

  /** Gives up the tree; the next parse begins at the beginning. The colours stay where they are. */
  forget(): void {
    this.job?.end();
    this.job = null;
    this.look?.end();
    this.look = null;
    this.tree?.free();
    this.tree = null;
    this.spare.free();
    this.changes = [];
  }

  /** The grammar can't be worked with here: from now on the text has no syntax. */
  fail(reason: string): void {
    this.refused = reason;
    try {
      this.forget();
    } catch {
      // What broke in the library's memory can't be freed there either.
      this.job = null;
      this.look = null;
      this.tree = null;
    }
    this.colours.clear();
  }

  private painter(): Painter | null {
    if (this.rules) {
      const { rules, doc } = this;
      return {
        paints(from, to) {
          const paints: Paint[] = [];
          rules.paint(doc.text, from, to, paints);
          return paints;
        },
      };
    }
    return this.current ? this.tree : null;
  }

  /** The end of the next few rows; a long line comes alone. */
  private rowsAtOnce(row: number, to: number): number {
    const { text } = this.doc;
    for (let next = row; next < to; next++) {
      if (text.line(next + 1).length > LONG_LINE) return Math.max(next, row + 1);
      if (next - row >= ROWS_AT_ONCE) return next;
    }
    return to;
  }

  private paintRows(
    painter: Painter,
    row: number,
    stop: number,
    budgetMs: number,
    unseen = false,
  ): boolean {
    const { text } = this.doc;
    const { from } = text.line(row + 1);
    const { to } = text.line(stop);
    if (stop === row + 1 && to - from > LONG_LINE) {
      this.longPart = "?";
      return false;
    }
    return this.colours.paint(painter, from, Math.min(to + 1, text.length), budgetMs, unseen);
  }

  private paintLong(painter: Painter, win: Window, ranges: [number, number][]): boolean {
    const { text, revision } = this.doc;
    const parts: [number, number][] = [];
    for (const [first, end] of ranges) {
      for (let row = first; row < end; row++) {
        const line = text.line(row + 1);
        if (line.length > LONG_LINE) parts.push(visiblePart(win, line.from, line.to));
      }
    }
    const key = `${revision}:${parts.join(";")}`;
    if (key === this.longPart) return false;
    this.longPart = parts.length === 0 ? "" : key;
    let drawn = false;
    for (const [from, to] of parts) {
      if (this.colours.paint(painter, from, to, 4)) drawn = true;
    }
    return drawn;
  }

  private startJob(language: LoadedLanguage): ParseJob {
    const { doc, tree, languages } = this;
    const usable = tree !== null && this.changes.length <= MOST_CHANGES;
    if (!usable) this.spare.free();
    this.fromSpare = this.spare.held;
    const base = usable
      ? moved(this.spare.held ? this.spare.copy() : tree.copy(), this.changes)
      : null;
    return new ParseJob(
      languages.parser(language),
      { text: doc.text, revision: doc.revision, base },
      (parser) => languages.release(language, parser),
      () => this.host.clock(),
    );
  }

  private finish(job: ParseJob, tree: Tree, language: LoadedLanguage): void {
    const { revision, base } = job.source;
    const { valid } = this.colours;
    const seen = this.changes.filter((change) => change.revision <= revision);
    this.changes = this.changes.filter((change) => change.revision > revision);
    this.job = null;
    if (this.tree === null) {
      this.tree = new DocumentTree(language, tree, job.reader, revision, this.treeHost());
      valid.clear();
      return;
    }
    for (const { change, before } of seen) valid.map(change, before);
    if (base === null || job.source.text.length > MOST_COMPARED) {
      valid.clear();
      base?.delete();
    } else {
      const changed = base.getChangedRanges(tree);
      // What is shown is not what the parse came from.
      if (this.fromSpare) valid.clear();
      else {
        for (const { startPosition, endPosition } of changed) {
          valid.remove(startPosition.row, endPosition.row + 1);
        }
      }
      this.spare.settle(base, changed, job.source.text);
    }
    this.tree.replace(tree, job.reader, revision, seen);
  }

  private treeHost(): DocumentTreeHost {
    return {
      languages: this.languages,
      wanted: (language) => this.host.wanted(this.doc, language),
      changed: (from, to) => {
        const text = this.tree?.text ?? this.doc.text;
        const first = text.lineAt(Math.min(from, text.length)).number - 1;
        this.colours.valid.remove(first, text.lineAt(Math.min(to, text.length)).number);
      },
    };
  }
}

/** A tree where the changes have put its text. */
function moved(tree: Tree, changes: readonly TextChange[]): Tree {
  for (const change of changes) editTree(tree, change);
  return tree;
}

/** In words for the user; null for a text that can be parsed. */
export function tooBig(text: Text): string | null {
  if (text.length > MOST_TEXT) {
    const size = Math.round(text.length / 1_000_000);
    return `No syntax: ${size} million characters are more than ${MOST_TEXT / 1_000_000} million`;
  }
  if (text.length <= MOST_LINE) return null;
  for (const line of text.toJSON()) {
    if (line.length > MOST_LINE) return "No syntax: a line is longer than a million characters";
  }
  return null;
}
