/**
 * What was read: the lines of documents as numbers, and for every place in them the chains of
 * places with the same tokens before them. A line is read once and never changed: an edit takes
 * lines out and puts new ones in, so what is left is exactly what the texts say.
 */
import { type CodeLine, isBlankLine, LONGEST_LINE, readLine } from "./code-token.ts";
import { addToken, keyFour, keyTwo, type LineSums, mix, shapeBy, startKey } from "./context-key.ts";
import { END, Vocabulary } from "./vocabulary.ts";

/** What is left of a line that was taken out. */
const DEAD = 0;

/** How the chains go: by the last one, two and four tokens, and by the shape of the line so far. */
export const CHAINS = 4;
export const BY_ONE = 0;
export const BY_TWO = 1;
export const BY_FOUR = 2;
export const BY_SHAPE = 3;

/** Bits of the tables of chain heads: for an episode or a few files, and for a project. */
const HEAD_BITS = 16;
/** Dead tokens from which on everything is read again. */
const MOST_DEAD = 250_000;
const LEAST_DEAD = 20_000;

export interface Document {
  readonly id: number;
  readonly path: string;
  readonly folder: string;
  readonly extension: string;
  /** The line at each row; -1: a blank one or one too long to be read. */
  rows: number[];
}

function grown<T extends Int32Array | Uint8Array>(array: T, size: number): T {
  if (array.length >= size) return array;
  const more = array.length < 1 << 16 ? array.length * 2 : Math.ceil(array.length * 1.25);
  const bigger = new (array.constructor as new (n: number) => T)(Math.max(size, more));
  bigger.set(array as never);
  return bigger;
}

export class Corpus {
  readonly vocabulary = new Vocabulary();

  /** Each line: its number as -(line + 1), its tokens, END. */
  tokens = new Int32Array(1 << 12);
  gapOf = new Uint8Array(1 << 12);
  chains: Int32Array[] = Array.from({ length: CHAINS }, () => new Int32Array(1 << 12));
  private readonly heads: Int32Array[];
  private readonly headBits: number;
  size = 1;
  private dead = 0;

  // Of lines.
  start = new Int32Array(1 << 8);
  /** Where its END is. */
  end = new Int32Array(1 << 8);
  previous = new Int32Array(1 << 8);
  next = new Int32Array(1 << 8);
  document = new Int32Array(1 << 8);
  row = new Int32Array(1 << 8);
  indent = new Int32Array(1 << 8);
  /** Blank lines before it. */
  blanks = new Uint8Array(1 << 8);
  /** When it was written: the number of the edit, 0 for what was there from the start. */
  time = new Int32Array(1 << 8);
  private lines = 0;

  readonly documents = new Map<number, Document>();
  /** Edits so far. */
  edits = 0;

  /** `headBits`: a table of so many bits for each chain; one less than the tokens expected have. */
  constructor(headBits = HEAD_BITS) {
    this.headBits = headBits;
    this.heads = Array.from({ length: CHAINS }, () => new Int32Array(1 << headBits));
  }

  /** Tokens that count, dead ones left out. */
  get count(): number {
    return this.size - 1 - this.dead;
  }

  /** Bytes of its tables. */
  get bytes(): number {
    const { tokens, gapOf, chains, heads, start, end, previous, next, document, row } = this;
    const tables = [tokens, gapOf, ...chains, ...heads, start, end, previous, next, document, row];
    tables.push(this.indent, this.blanks, this.time);
    return tables.reduce((sum, table) => sum + table.byteLength, 0);
  }

  add(id: number, path: string, lines: readonly string[]): void {
    this.remove(id);
    const slash = path.lastIndexOf("/");
    const dot = path.lastIndexOf(".");
    this.documents.set(id, {
      id,
      path,
      folder: path.slice(0, slash + 1),
      extension: dot > slash ? path.slice(dot) : "",
      rows: [],
    });
    this.splice(id, 0, 0, lines, 0);
  }

  remove(id: number): void {
    const document = this.documents.get(id);
    if (!document) return;
    for (const line of document.rows) if (line >= 0) this.kill(line);
    this.documents.delete(id);
    this.tidy();
  }

  /** Replaces `removed` rows from `row` on by other lines, as the user does. */
  edit(id: number, row: number, removed: number, lines: readonly string[]): void {
    this.splice(id, row, removed, lines, ++this.edits);
  }

  /** Makes the lines of a document the newest: they are found before those of others. */
  touch(id: number): void {
    const rows = this.documents.get(id)?.rows;
    if (!rows) return;
    let last = -1;
    for (let row = 0; row < rows.length; row++) {
      const old = rows[row]!;
      if (old < 0) continue;
      const line = this.copy(old, last, this.blanks[old]!);
      this.row[line] = row;
      this.kill(old);
      rows[row] = line;
      last = line;
    }
    this.tidy();
  }

  private splice(id: number, row: number, removed: number, lines: readonly string[], time: number) {
    const document = this.documents.get(id);
    if (!document) throw new Error(`Document ${id} was not added`);
    const { rows } = document;
    let before = row - 1;
    while (before >= 0 && rows[before]! < 0) before--;
    let after = row + removed;
    while (after < rows.length && rows[after]! < 0) after++;
    for (let i = row; i < row + removed; i++) if (rows[i]! >= 0) this.kill(rows[i]!);
    let last = before >= 0 ? rows[before]! : -1;
    let blanks = row - 1 - before;
    const made: number[] = [];
    for (const text of lines) {
      const blank = isBlankLine(text);
      if (blank || text.length > LONGEST_LINE) {
        made.push(-1);
        blanks++;
        continue;
      }
      last = this.append(id, readLine(text), last, blanks, time);
      made.push(last);
      blanks = 0;
    }
    if (removed === 0 && row === rows.length) for (const line of made) rows.push(line);
    else if (removed === made.length) for (let i = 0; i < removed; i++) rows[row + i] = made[i]!;
    else if (made.length < 10_000) rows.splice(row, removed, ...made);
    else document.rows = [...rows.slice(0, row), ...made, ...rows.slice(row + removed)];
    after += made.length - removed;
    // The line behind has another one before it now: it is read again.
    if (after < document.rows.length) {
      const old = document.rows[after]!;
      const tail = blanks + (after - (row + made.length));
      const copy = this.copy(old, last, tail);
      const behind = this.next[old]!;
      this.next[copy] = behind;
      if (behind >= 0) this.previous[behind] = copy;
      this.kill(old);
      document.rows[after] = copy;
    } else if (last >= 0) this.next[last] = -1;
    const numbered = document.rows;
    const to = removed === made.length ? after + 1 : numbered.length;
    for (let i = row; i < to && i < numbered.length; i++) {
      if (numbered[i]! >= 0) this.row[numbered[i]!] = i;
    }
    this.tidy();
  }

  private newLine(id: number, indent: number, last: number, blanks: number, time: number): number {
    const line = this.lines++;
    this.start = grown(this.start, this.lines);
    this.end = grown(this.end, this.lines);
    this.previous = grown(this.previous, this.lines);
    this.next = grown(this.next, this.lines);
    this.document = grown(this.document, this.lines);
    this.row = grown(this.row, this.lines);
    this.indent = grown(this.indent, this.lines);
    this.blanks = grown(this.blanks, this.lines);
    this.time = grown(this.time, this.lines);
    this.start[line] = this.size + 1;
    this.previous[line] = last;
    this.next[line] = -1;
    if (last >= 0) this.next[last] = line;
    this.document[line] = id;
    this.indent[line] = indent;
    this.blanks[line] = Math.min(255, blanks);
    this.time[line] = time;
    return line;
  }

  private reserve(count: number): void {
    const size = this.size + count;
    this.tokens = grown(this.tokens, size);
    this.gapOf = grown(this.gapOf, size);
    for (let i = 0; i < CHAINS; i++) this.chains[i] = grown(this.chains[i]!, size);
  }

  private append(id: number, read: CodeLine, last: number, blanks: number, time: number): number {
    const line = this.newLine(id, this.vocabulary.internIndent(read.indent), last, blanks, time);
    const count = read.texts.length;
    this.reserve(count + 2);
    this.tokens[this.size++] = -(line + 1);
    for (let i = 0; i < count; i++) {
      this.gapOf[this.size] = i === 0 ? 0 : this.vocabulary.internGap(read.gaps[i]!);
      this.tokens[this.size++] = this.vocabulary.internToken(read.texts[i]!);
    }
    this.end[line] = this.size;
    this.tokens[this.size++] = END;
    this.index(line);
    return line;
  }

  private copy(old: number, last: number, blanks: number): number {
    const line = this.newLine(
      this.document[old]!,
      this.indent[old]!,
      last,
      blanks,
      this.time[old]!,
    );
    const from = this.start[old]!;
    this.reserve(LONGEST_LINE + 3);
    this.tokens[this.size++] = -(line + 1);
    for (let at = from; ; at++) {
      this.gapOf[this.size] = this.gapOf[at]!;
      this.tokens[this.size++] = this.tokens[at]!;
      if (this.tokens[at] === END) break;
    }
    this.end[line] = this.size - 1;
    this.index(line);
    return line;
  }

  /** What a line shares with like ones; of none: zeros. */
  sums(line: number, into: LineSums): LineSums {
    into.first = 0;
    into.last = 0;
    into.shape = 0;
    into.exact = 0;
    into.quote = 0;
    if (line < 0) return into;
    const { tokens } = this;
    const from = this.start[line]!;
    into.first = tokens[from]!;
    for (let at = from; tokens[at] !== END; at++) addToken(this.vocabulary, into, tokens[at]!);
    return into;
  }

  private readonly scratch: LineSums = { first: 0, last: 0, shape: 0, exact: 0, quote: 0 };
  private readonly soFar = { shape: 0, quote: 0 };

  /** Puts every place of a line into the chains. */
  private index(line: number): void {
    this.eachPlace(line, (chain, key, place) => this.link(chain, key, place));
  }

  /** The places of a line, its end among them, with their keys in each chain. */
  eachPlace(line: number, visit: (chain: number, key: number, place: number) => void): void {
    const { tokens } = this;
    const before = this.previous[line]!;
    const above = this.sums(before, this.scratch);
    const from = this.start[line]!;
    let [b1, b2, b3] = [0, 0, 0];
    if (before >= 0) {
      const end = this.end[before]!;
      b1 = Math.max(0, tokens[end - 1]!);
      b2 = b1 > 0 ? Math.max(0, tokens[end - 2]!) : 0;
      b3 = b2 > 0 ? Math.max(0, tokens[end - 3]!) : 0;
    }
    visit(BY_ONE, startKey(above), from);
    visit(BY_TWO, mix(11, above.shape), from);
    visit(BY_FOUR, keyFour(END, b1, b2, b3), from);
    visit(BY_SHAPE, mix(13, above.exact), from);
    let [t1, t2, t3, t4] = [END, b1, b2, b3];
    const { soFar } = this;
    soFar.shape = 0;
    soFar.quote = 0;
    for (let at = from; tokens[at] !== END; at++) {
      const token = tokens[at]!;
      t4 = t3;
      t3 = t2;
      t2 = t1;
      t1 = token;
      shapeBy(this.vocabulary, soFar, token);
      visit(BY_ONE, token, at + 1);
      visit(BY_TWO, keyTwo(t1, t2), at + 1);
      visit(BY_FOUR, keyFour(t1, t2, t3, t4), at + 1);
      visit(BY_SHAPE, mix(17, soFar.shape), at + 1);
    }
  }

  private link(chain: number, key: number, at: number): void {
    const heads = this.heads[chain]!;
    const links = this.chains[chain]!;
    const slot = this.slotOf(key);
    let head = heads[slot]!;
    while (head > 0 && this.tokens[head] === DEAD) head = links[head]!;
    links[at] = head;
    heads[slot] = at;
  }

  private slotOf(key: number): number {
    return Math.imul(key, 0x9e3779b1) >>> (32 - this.headBits);
  }

  /** The newest place of a chain; the next older ones are in `chains`. 0: none. */
  head(chain: number, key: number): number {
    return this.heads[chain]![this.slotOf(key)]!;
  }

  /** The line that a place is in. */
  lineOf(place: number): number {
    let at = place;
    while (this.tokens[at]! > 0) at--;
    return -this.tokens[at]! - 1;
  }

  private kill(line: number): void {
    const from = this.start[line]!;
    for (let at = from; ; at++) {
      const token = this.tokens[at]!;
      this.tokens[at] = DEAD;
      this.dead++;
      if (token === END) break;
    }
    this.dead++;
  }

  /** Reads everything again when much of what was read is dead. */
  private tidy(): void {
    if (this.dead > LEAST_DEAD && this.dead > Math.min(MOST_DEAD, this.count)) this.rebuild();
  }

  /** Leaves the dead out; the order in which lines came is kept. */
  rebuild(): void {
    const old = {
      words: this.vocabulary.words,
      tokens: this.tokens,
      gapOf: this.gapOf,
      start: this.start,
      indent: this.indent,
      blanks: this.blanks,
      time: this.time,
    };
    const alive: number[] = [];
    for (const { rows } of this.documents.values()) for (const l of rows) if (l >= 0) alive.push(l);
    alive.sort((a, b) => a - b);
    const renamed = new Map<number, number>(alive.map((line, at) => [line, at]));
    const previous = alive.map((line) => renamed.get(this.previous[line]!) ?? -1);
    const next = alive.map((line) => renamed.get(this.next[line]!) ?? -1);
    const documents = alive.map((line) => this.document[line]!);
    const numbers = alive.map((line) => this.row[line]!);
    const size = this.count + 1;
    this.tokens = new Int32Array(size + 1024);
    this.gapOf = new Uint8Array(size + 1024);
    this.chains = this.chains.map(() => new Int32Array(size + 1024));
    for (const heads of this.heads) heads.fill(0);
    this.vocabulary.forget();
    this.size = 1;
    this.dead = 0;
    this.lines = 0;
    for (const [line, was] of alive.entries()) {
      this.newLine(documents[line]!, old.indent[was]!, -1, old.blanks[was]!, old.time[was]!);
      this.reserve(LONGEST_LINE + 3);
      this.tokens[this.size++] = -(line + 1);
      for (let at = old.start[was]!; ; at++) {
        this.gapOf[this.size] = old.gapOf[at]!;
        this.tokens[this.size++] = this.vocabulary.internToken(old.words[old.tokens[at]!]!);
        if (old.tokens[at] === END) break;
      }
      this.end[line] = this.size - 1;
      this.row[line] = numbers[line]!;
    }
    for (let line = 0; line < alive.length; line++) {
      this.previous[line] = previous[line]!;
      this.next[line] = next[line]!;
    }
    for (let line = 0; line < alive.length; line++) this.index(line);
    for (const document of this.documents.values())
      document.rows = document.rows.map((line) => (line < 0 ? -1 : renamed.get(line)!));
  }

  /** The living places of all chains. */
  get places(): number {
    let count = 0;
    for (let chain = 0; chain < CHAINS; chain++) {
      for (const head of this.heads[chain]!) {
        for (let at = head; at > 0; at = this.chains[chain]![at]!) {
          if (this.tokens[at] !== DEAD) count++;
        }
      }
    }
    return count;
  }

  /** A line as it was read, without blanks at its end. */
  lineText(line: number): string {
    let text = this.vocabulary.indents[this.indent[line]!]!;
    for (let at = this.start[line]!; this.tokens[at] !== END; at++) {
      text += this.vocabulary.gaps[this.gapOf[at]!]! + this.vocabulary.words[this.tokens[at]!]!;
    }
    return text;
  }
}
