/**
 * The text that a commit put in, typed from left to right: the files stand as they did before it,
 * with the edits before this one made.
 */
import { Corpus } from "../../patterns/ngram/corpus.ts";
import type { Cursor } from "../../patterns/ngram/situation.ts";
import type { Episode } from "./episode.ts";

interface Open {
  readonly id: number;
  /** Its lines joined, until the next change. */
  text: string | null;
  readonly lines: string[];
  /** What earlier edits moved: rows, and columns in the row (of the text before) they end in. */
  rows: number;
  cols: number;
  lastRow: number;
}

export interface Insertion {
  readonly lang: string;
  readonly text: string;
}

/** An edit's insertion while it is typed. */
export class Typist {
  readonly corpus: Corpus;
  readonly insertion: Insertion;
  private readonly file: Open;
  private readonly files: readonly Open[];
  private row: number;
  private col: number;
  /** What is still to be typed. */
  remaining: string;

  constructor(
    corpus: Corpus,
    files: readonly Open[],
    file: Open,
    row: number,
    col: number,
    insertion: Insertion,
  ) {
    this.files = files;
    this.corpus = corpus;
    this.file = file;
    this.row = row;
    this.col = col;
    this.insertion = insertion;
    this.remaining = insertion.text;
    if (this.before.trim() === "") this.indent();
  }

  get before(): string {
    return this.file.lines[this.row]!.slice(0, this.col);
  }

  get after(): string {
    return this.file.lines[this.row]!.slice(this.col);
  }

  get cursor(): Cursor {
    return { document: this.file.id, row: this.row, before: this.before, after: this.after };
  }

  /** Types so many characters; the blanks that begin a line come by themselves. */
  type(count: number): void {
    const text = this.remaining.slice(0, count);
    this.remaining = this.remaining.slice(count);
    this.put(text);
    if (text.endsWith("\n")) this.indent();
  }

  private indent(): void {
    const blanks = /^[ \t]+/.exec(this.remaining)?.[0] ?? "";
    if (blanks === "") return;
    this.remaining = this.remaining.slice(blanks.length);
    this.put(blanks);
  }

  private put(text: string): void {
    const { lines, id } = this.file;
    const made = (this.before + text).split("\n");
    const last = made.length - 1;
    const col = made[last]!.length;
    made[last] += this.after;
    lines.splice(this.row, 1, ...made);
    this.file.text = null;
    this.corpus.edit(id, this.row, 1, made);
    this.row += last;
    this.col = col;
  }

  /** The last lines above the cursor's. */
  get linesBefore(): readonly string[] {
    return this.file.lines.slice(Math.max(0, this.row - 4), this.row);
  }

  get allLinesBefore(): readonly string[] {
    return this.file.lines.slice(0, this.row);
  }

  get linesBehind(): readonly string[] {
    return this.file.lines.slice(this.row + 1);
  }

  /** The texts of the other files, as they stand now. */
  *others(): Generator<string> {
    for (const file of this.files) if (file !== this.file) yield textOf(file);
  }

  get place(): { row: number; col: number } {
    return { row: this.row, col: this.col };
  }
}

/** The insertions of an episode in their order; each must be typed to its end before the next. */
export function* typeEpisode(
  episode: Episode,
  others: readonly { readonly path: string; readonly before: string }[],
): Generator<Typist> {
  const corpus = new Corpus();
  let id = 0;
  const around = others.map(({ path, before }): Open => {
    const lines = before.split("\n");
    corpus.add(++id, path, lines);
    return { id, text: before, lines, rows: 0, cols: 0, lastRow: -1 };
  });
  const files = episode.files.map(({ path, before }): Open => {
    const lines = before.split("\n");
    corpus.add(++id, path, lines);
    return { id, text: null, lines, rows: 0, cols: 0, lastRow: -1 };
  });
  const all = [...around, ...files];
  let last: Open | null = null;
  for (const edit of episode.edits) {
    const file = files[edit.file]!;
    if (file !== last) corpus.touch(file.id);
    last = file;
    const { lang } = episode.files[edit.file]!;
    file.text = null;
    let row = edit.line + file.rows;
    let col = edit.col + (edit.line === file.lastRow ? file.cols : 0);
    const removed = edit.removed.split("\n");
    const endLine = edit.line + removed.length - 1;
    const endCol =
      removed.length > 1 ? removed[removed.length - 1]!.length : edit.col + removed[0]!.length;
    if (edit.removed !== "") {
      const until = row + removed.length - 1;
      const untilCol = removed.length > 1 ? endCol : col + removed[0]!.length;
      const joined = file.lines[row]!.slice(0, col) + file.lines[until]!.slice(untilCol);
      file.lines.splice(row, removed.length, joined);
      corpus.edit(file.id, row, removed.length, [joined]);
    }
    if (edit.inserted !== "") {
      let text = edit.inserted;
      let opened = false;
      if (text.endsWith("\n") && col === 0) {
        // A line is opened first (`O`), then typed: its break is there.
        opened = true;
        text = text.slice(0, -1);
        file.lines.splice(row, 0, "");
        corpus.edit(file.id, row, 0, [""]);
      }
      const typist = new Typist(corpus, all, file, row, col, { lang, text });
      if (edit.type === "reindent") {
        while (typist.remaining !== "") typist.type(typist.remaining.length);
      } else {
        yield typist;
        if (typist.remaining !== "") throw new Error("An insertion was left before its end");
      }
      ({ row, col } = typist.place);
      if (opened) {
        row++;
        col = 0;
      }
    }
    file.rows = row - endLine;
    file.cols = col - endCol;
    file.lastRow = endLine;
  }
}

function textOf(file: Open): string {
  file.text ??= file.lines.join("\n");
  return file.text;
}
