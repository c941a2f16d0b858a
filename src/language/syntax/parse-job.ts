/**
 * A parse that may be stopped and taken up again. It reads one version of a text from beginning to
 * end, whatever happens to the document meanwhile: a tree that is a few keys old is brought up to
 * date in a moment, a parse that always starts anew would never end while somebody types.
 */
import type { Parser, Range, Tree } from "web-tree-sitter";
import type { Text } from "../../text/text.ts";
import { TextReader } from "./text-reader.ts";

export interface ParseSource {
  readonly text: Text;
  /** The `doc.revision` of the text. */
  readonly revision: number;
  /** A tree of an earlier text, moved by the changes since; it is freed with the job. */
  readonly base: Tree | null;
  /** The parts of the text that are parsed; all of it when left out. */
  readonly ranges?: Range[];
}

export class ParseJob {
  readonly source: ParseSource;
  readonly reader: TextReader;
  /** Slices so far. */
  slices = 0;
  private parser: Parser | null;
  private readonly release: (parser: Parser) => void;
  private readonly clock: () => number;

  /** `release` takes the parser back when the job is done or dropped; `clock` counts milliseconds. */
  constructor(
    parser: Parser,
    source: ParseSource,
    release: (parser: Parser) => void,
    clock: () => number = () => performance.now(),
  ) {
    this.parser = parser;
    this.source = source;
    this.release = release;
    this.clock = clock;
    this.reader = new TextReader(source.text);
  }

  /** Goes on for at most `budgetMs`; the tree once it is complete, else null. */
  step(budgetMs: number): Tree | null {
    const { parser, source, clock } = this;
    if (parser === null) throw new Error("The parse has ended");
    this.slices++;
    const end = clock() + budgetMs;
    const tree = parser.parse(this.reader.read, source.base, {
      progressCallback: () => clock() >= end,
      ...(source.ranges ? { includedRanges: source.ranges } : {}),
    });
    if (tree === null) return null;
    this.reader.forQueries();
    this.giveBack();
    return tree;
  }

  /** Stops for good and frees what the job holds, the base tree too. */
  end(): void {
    this.giveBack();
    this.source.base?.delete();
  }

  private giveBack(): void {
    if (this.parser === null) return;
    this.parser.reset();
    this.release(this.parser);
    this.parser = null;
  }
}
