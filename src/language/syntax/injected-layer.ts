/** The tree of an injected language, carried from revision to revision. */
import type { Node, Range, Tree } from "web-tree-sitter";
import type { Span, Text } from "../../text/text.ts";
import type { Languages, LoadedLanguage } from "./language.ts";
import { ParseJob } from "./parse-job.ts";
import { rememberReader } from "./query-range.ts";
import type { Layer } from "./syntax.ts";
import type { TextReader } from "./text-reader.ts";
import { editTree, type TextChange } from "./tree-edits.ts";

export class InjectedLayer implements Layer {
  readonly loaded: LoadedLanguage;
  readonly depth: number;
  ranges: readonly Span[];
  /** A change has touched the text of the layer, or what stands just before it. */
  stale = false;
  private tree: Tree | null = null;
  private reader: TextReader | null = null;
  private job: ParseJob | null = null;

  constructor(loaded: LoadedLanguage, depth: number, ranges: readonly Span[]) {
    this.loaded = loaded;
    this.depth = depth;
    this.ranges = ranges;
  }

  get language(): string {
    return this.loaded.name;
  }

  get from(): number {
    return this.ranges[0]!.from;
  }

  get to(): number {
    return this.ranges[this.ranges.length - 1]!.to;
  }

  /** Whether there is a tree, if only an older one. */
  get begun(): boolean {
    return this.tree !== null;
  }

  get ready(): boolean {
    return this.tree !== null && !this.stale && this.job === null;
  }

  get root(): Node {
    if (this.tree === null) throw new Error(`The layer of ${this.language} has no tree`);
    return this.tree.rootNode;
  }

  /** Whether a UTF-16 offset belongs to the layer; the end of a range does. */
  holds(pos: number): boolean {
    return this.ranges.some(({ from, to }) => from <= pos && pos <= to);
  }

  has(ranges: readonly Span[]): boolean {
    const own = this.ranges;
    return (
      own.length === ranges.length &&
      own.every(({ from, to }, i) => from === ranges[i]!.from && to === ranges[i]!.to)
    );
  }

  /**
   * Parses for at most a time (milliseconds). Answers what has changed, as UTF-16 offsets, once the
   * tree is there; null while it is not.
   */
  parse(
    languages: Languages,
    text: Text,
    revision: number,
    budgetMs: number,
  ): readonly Span[] | null {
    if (this.job !== null && this.job.source.revision !== revision) this.stop();
    this.job ??= new ParseJob(
      languages.parser(this.loaded),
      { text, revision, base: this.tree?.copy() ?? null, ranges: this.ranges.map(rangeIn(text)) },
      (parser) => languages.release(this.loaded, parser),
    );
    const tree = this.job.step(budgetMs);
    if (tree === null) return null;
    const { base } = this.job.source;
    const changed = base
      ? base
          .getChangedRanges(tree)
          .map(({ startIndex, endIndex }) => ({ from: startIndex, to: endIndex }))
      : [{ from: this.from, to: this.to }];
    this.reader = this.job.reader;
    base?.delete();
    this.tree?.delete();
    this.tree = tree;
    rememberReader(tree, this.reader);
    this.job = null;
    this.stale = false;
    return changed;
  }

  /**
   * Carries the layer through a change of the text. True when the change touches what stands just
   * before it: the layer may be of another language now, or none.
   */
  edit(change: TextChange): boolean {
    this.stop();
    const { from, to } = this;
    const first = change.before.lineAt(Math.min(from, change.before.length));
    const above = first.number > 1 ? change.before.line(first.number - 1).from : 0;
    let fringe = false;
    change.change.iterChangedRanges((fromA, toA) => {
      if (fromA > to || toA < above) return;
      this.stale = true;
      if (fromA <= from) fringe = true;
    });
    this.ranges = this.ranges.map((range) => ({
      from: change.change.mapPos(range.from, -1),
      to: change.change.mapPos(range.to, 1),
    }));
    if (this.tree) editTree(this.tree, change);
    return fringe;
  }

  /** The text that the tree's nodes are read from. */
  setText(text: Text): void {
    if (this.reader) this.reader.text = text;
  }

  free(): void {
    this.stop();
    this.tree?.delete();
    this.tree = null;
  }

  private stop(): void {
    this.job?.end();
    this.job = null;
  }
}

function rangeIn(text: Text): (span: Span) => Range {
  return ({ from, to }) => {
    const first = text.lineAt(from);
    const last = text.lineAt(to);
    return {
      startIndex: from,
      endIndex: to,
      startPosition: { row: first.number - 1, column: from - first.from },
      endPosition: { row: last.number - 1, column: to - last.from },
    };
  };
}
