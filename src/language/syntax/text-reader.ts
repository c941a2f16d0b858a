/** Gives the parser a text in pieces, so that it is never one big string. */
import type { Text } from "../../text/text.ts";

/** UTF-16 units per piece: the parser's own buffer takes a few more. */
const PARSE_PIECE = 4096;
/** Predicates ask for the text of a node, which is mostly a word. */
const QUERY_PIECE = 64;

export class TextReader {
  text: Text;
  private least = PARSE_PIECE;
  private piece = PARSE_PIECE;
  /** Where the last piece ended. */
  private next = -1;

  constructor(text: Text) {
    this.text = text;
  }

  /** The piece of the text that begins at a UTF-16 offset; undefined at the end. */
  readonly read = (index: number): string | undefined => {
    const { text } = this;
    if (index >= text.length) return undefined;
    // Who reads on reads more: a comment may be as long as the text.
    this.piece = index === this.next ? Math.min(this.piece * 2, PARSE_PIECE) : this.least;
    this.next = Math.min(text.length, index + this.piece);
    return text.sliceString(index, this.next, "\n");
  };

  /** Small pieces from now on: trees keep their reader, and queries read words. */
  forQueries(): void {
    this.least = QUERY_PIECE;
  }
}
