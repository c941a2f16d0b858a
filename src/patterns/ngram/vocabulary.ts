/** Words, marks and blanks as numbers. */
import { kindOfToken, TokenKind } from "./code-token.ts";
import { mix, NAME_SHAPE, NUMBER_SHAPE } from "./context-key.ts";

/** The token that ends a line. */
export const END = 1;

const PART = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu;
const SHORTEST_PART = 5;

/** The longer parts of a name, in small letters: up to the next capital, low line or digit. */
export function partsOf(name: string): string[] {
  const parts: string[] = [];
  for (const [part] of name.matchAll(PART)) {
    if (part.length >= SHORTEST_PART) parts.push(part.toLowerCase());
  }
  return parts;
}

export class Vocabulary {
  /** Tokens by number: their text and kind. */
  words: string[] = [];
  kinds: number[] = [];
  /** Hash of what a token is in a shape. */
  shapes: number[] = [];
  private readonly ids = new Map<string, number>();
  /** Numbers of words by their first one, two and three characters. */
  readonly byStart = new Map<string, number[]>();
  /** Numbers of names by the first three small letters of their parts (`tot` of `computeTotal`). */
  readonly byPart = new Map<string, number[]>();
  readonly gaps: string[] = ["", " "];
  private readonly gapIds = new Map<string, number>([
    ["", 0],
    [" ", 1],
  ]);
  readonly indents: string[] = [""];
  private readonly indentIds = new Map<string, number>([["", 0]]);

  constructor() {
    this.forget();
  }

  /** Lets go of all tokens. */
  forget(): void {
    this.words = ["", "\n"];
    this.kinds = [TokenKind.mark, TokenKind.mark];
    this.shapes = [0, 7];
    this.ids.clear();
    this.ids.set("\n", END);
    this.byStart.clear();
    this.byPart.clear();
  }

  tokenId(text: string): number {
    return this.ids.get(text) ?? 0;
  }

  /** The number of a token, a new one if need be. */
  internToken(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.words.length;
    this.words.push(text);
    const kind = kindOfToken(text);
    this.kinds.push(kind);
    this.shapes.push(
      kind === TokenKind.word
        ? NAME_SHAPE
        : kind === TokenKind.number
          ? NUMBER_SHAPE
          : hashOf(text),
    );
    this.ids.set(text, id);
    if (kind === TokenKind.word || kind === TokenKind.keyword) {
      for (const length of [1, 2, 3]) {
        if (text.length < length) break;
        const start = text.slice(0, length);
        const list = this.byStart.get(start);
        if (list) list.push(id);
        else this.byStart.set(start, [id]);
      }
      if (kind === TokenKind.word) this.addParts(id, text);
    }
    return id;
  }

  private addParts(id: number, text: string): void {
    for (const part of partsOf(text)) {
      const start = part.slice(0, 3);
      const list = this.byPart.get(start);
      if (list) list.push(id);
      else this.byPart.set(start, [id]);
    }
  }

  internGap(gap: string): number {
    const known = this.gapIds.get(gap);
    if (known !== undefined) return known;
    // Tables line their columns up: beyond so many ways they are all one.
    if (this.gaps.length >= 255) return 1;
    this.gapIds.set(gap, this.gaps.length);
    return this.gaps.push(gap) - 1;
  }

  internIndent(indent: string): number {
    const known = this.indentIds.get(indent);
    if (known !== undefined) return known;
    this.indentIds.set(indent, this.indents.length);
    return this.indents.push(indent) - 1;
  }
}

function hashOf(text: string): number {
  let hash = 31;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash | 16;
}
