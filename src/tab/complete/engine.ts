/** The completer with what it has learned: the documents as they are sent, and files of the project. */
import { type Completion, CUT, complete } from "../../patterns/ngram/complete.ts";
import { Corpus } from "../../patterns/ngram/corpus.ts";
import type { Cursor } from "../../patterns/ngram/situation.ts";
import { Votes } from "../../patterns/ngram/vote.ts";
import { learnedWeights } from "../../patterns/ngram/weights.ts";

/** Rows (0-based) of a document that are other lines now. */
export interface RowChange {
  readonly row: number;
  readonly removed: number;
  readonly lines: readonly string[];
}

export interface DocumentUpdate {
  readonly id: number;
  /** Absolute, or null. */
  readonly path: string | null;
  /** The whole text; else only `change` of what was sent before. */
  readonly text: string | null;
  readonly change: RowChange | null;
}

export interface CompletionQuestion {
  /** What is new since the last question; its document among them when it is. */
  readonly updates: readonly DocumentUpdate[];
  readonly cursor: Cursor;
  /** Names that a language server offers here. */
  readonly offered: readonly string[];
  /** Nothing is followed that is less likely than this. */
  readonly least: number;
}

export interface CompletionAnswer extends Omit<Completion, "from"> {
  /** Where it stands like this: the path (null: the document has none) and the 0-based row. */
  readonly source: {
    readonly document: number;
    readonly path: string | null;
    readonly row: number;
  } | null;
}

/** Files of the project have numbers from here on. */
const PROJECT = 1_000_000;
/** Documents kept that may be closed by now. */
const MOST_DOCUMENTS = 32;
/** Tokens of everything together from which on those that were opened first are let go. */
const MOST_TOKENS = 1_000_000;

export class CompletionEngine {
  readonly corpus: Corpus;
  private readonly votes: Votes;
  private readonly files = new Map<string, number>();
  /** Open documents by number, the one asked about last behind the others. */
  private readonly open = new Map<number, string | null>();
  private newest = 0;
  private lastFile = PROJECT;

  /** See `Corpus` for `headBits`. */
  constructor(headBits?: number) {
    this.corpus = new Corpus(headBits);
    this.votes = new Votes(this.corpus, learnedWeights());
  }

  /** Null: the document is not known any more and has to be sent again. */
  ask({ updates, cursor, offered, least }: CompletionQuestion): CompletionAnswer[] | null {
    for (const update of updates) this.update(update);
    const { document } = cursor;
    if (!this.corpus.documents.has(document)) return null;
    if (this.newest !== document) {
      // Found before all that was read since.
      this.corpus.touch(document);
      this.newest = document;
    }
    const found = complete(this.corpus, this.votes, cursor, { ...CUT, least }, offered);
    return found.map(({ from, ...rest }) => ({
      ...rest,
      source: from && {
        ...from,
        path:
          this.open.get(from.document) ?? this.corpus.documents.get(from.document)?.path ?? null,
      },
    }));
  }

  private update({ id, path, text, change }: DocumentUpdate): void {
    if (text !== null) {
      this.open.delete(id);
      this.open.set(id, path);
      this.corpus.add(id, path ?? "", text.split("\n"));
      this.newest = id;
      this.forgetFile(path);
      this.forgetOldest();
    } else if (change !== null && this.corpus.documents.has(id)) {
      this.corpus.edit(id, change.row, change.removed, change.lines);
    }
  }

  private forgetFile(path: string | null): void {
    const file = path === null ? undefined : this.files.get(path);
    if (file === undefined || path === null) return;
    this.corpus.remove(file);
    this.files.delete(path);
  }

  private forgetOldest(): void {
    for (const id of this.open.keys()) {
      const many = this.open.size > MOST_DOCUMENTS || this.corpus.count > MOST_TOKENS;
      if (!many || id === this.newest) return;
      this.corpus.remove(id);
      this.open.delete(id);
    }
  }

  /** Reads a file of the project that is not open; again when it was read before. */
  learn(path: string, text: string): void {
    for (const open of this.open.values()) if (open === path) return;
    this.forgetFile(path);
    const id = ++this.lastFile;
    this.files.set(path, id);
    this.corpus.add(id, path, text.split("\n"));
    this.newest = 0;
  }

  /** Lets go of all files of the project. */
  forgetProject(): void {
    for (const path of [...this.files.keys()]) this.forgetFile(path);
  }
}
