/**
 * The colours of what is seen of a long text, before all of it is parsed: from a tree of its beginning.
 * Near the end of that, something may be taken for what it is not; the whole tree puts it right.
 */
import type { Document } from "../../editor/document.ts";
import type { Window } from "../../editor/window.ts";
import { DocumentTree, type DocumentTreeHost } from "./document-tree.ts";
import type { Languages, LoadedLanguage } from "./language.ts";
import { ParseJob } from "./parse-job.ts";
import { visibleRows } from "./visible.ts";

/** Shorter texts (UTF-16 units) are parsed as a whole in little more time. */
const LEAST_TEXT = 100_000;
/** What is seen must be within the first part of a text, and no further than this. */
const MOST_PREFIX = 40_000;
/** Rows below those that are seen: what is open at the end is closed there, with luck. */
const ROWS_BELOW = 60;

export class FirstLook {
  private readonly doc: Document;
  private readonly loaded: LoadedLanguage;
  private readonly languages: Languages;
  private readonly host: DocumentTreeHost;
  private readonly job: ParseJob;

  /** Null where it would not be worth it: the text is short, or its end is what is seen. */
  static of(
    doc: Document,
    windows: readonly Window[],
    loaded: LoadedLanguage,
    host: DocumentTreeHost,
    clock: () => number,
  ): FirstLook | null {
    const { text } = doc;
    if (text.length < LEAST_TEXT) return null;
    let last = 0;
    for (const win of windows) for (const [, to] of visibleRows(win)) last = Math.max(last, to);
    const end = text.line(Math.min(text.lines, last + ROWS_BELOW)).to;
    return end > MOST_PREFIX ? null : new FirstLook(doc, end, loaded, host, clock);
  }

  private constructor(
    doc: Document,
    end: number,
    loaded: LoadedLanguage,
    host: DocumentTreeHost,
    clock: () => number,
  ) {
    this.doc = doc;
    this.loaded = loaded;
    this.host = host;
    this.languages = host.languages;
    this.job = new ParseJob(
      this.languages.parser(loaded),
      { text: doc.text.slice(0, end), revision: doc.revision, base: null },
      (parser) => this.languages.release(loaded, parser),
      clock,
    );
  }

  /** Goes on for at most a time (milliseconds); the tree of the beginning once it is there. */
  step(budgetMs: number): DocumentTree | null {
    const tree = this.job.step(budgetMs);
    if (tree === null) return null;
    const { reader, source } = this.job;
    return new DocumentTree(this.loaded, tree, reader, source.revision, this.host);
  }

  /** Whether the text is still the one that the tree is of. */
  get current(): boolean {
    return this.doc.revision === this.job.source.revision;
  }

  end(): void {
    this.job.end();
  }
}
