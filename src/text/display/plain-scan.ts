/**
 * Which parts of a very long line are printable ASCII, found at the speed of memory: the encoder of
 * the platform turns a piece into bytes, and those are looked at four at a time. In such parts a
 * column is a cell and a byte, so nothing needs to be walked.
 */

/** UTF-16 units of a piece. */
export const PIECE = 1 << 12;
const KEPT = 2;

/** What a piece is; `ascii` has control characters, a Tab among them. */
export type PieceKind = "plain" | "ascii" | "other";

const encoder = new TextEncoder();
const words = new Int32Array((PIECE * 3) / 4 + 1);
const bytes = new Uint8Array(words.buffer);

/** The kind of a string of at most `PIECE` units. */
export function kindOf(piece: string): PieceKind {
  const { read, written } = encoder.encodeInto(piece, bytes);
  // A surrogate pair is two units for four bytes, so none hides in an equal count.
  if (read !== piece.length || written !== read) return "other";
  // The last word is filled up.
  bytes.fill(0x20, written, written + 3);
  let all = -1;
  for (let i = 0; i << 2 < written; i++) {
    const word = words[i]!;
    // The highest bit of each byte stays where the byte is neither below 0x20 nor 0x7f.
    all &= (word + 0x60606060) & ~(word + 0x01010101);
  }
  return (all & 0x80808080) === (0x80808080 | 0) ? "plain" : "ascii";
}

interface Scanned {
  readonly line: string;
  readonly kinds: (PieceKind | undefined)[];
}

const kept: Scanned[] = [];

function kindAt(line: string, index: number): PieceKind {
  let scanned = kept[kept.length - 1];
  if (scanned?.line !== line) {
    const at = kept.findIndex((one) => one.line === line);
    scanned = at < 0 ? { line, kinds: [] } : kept.splice(at, 1)[0]!;
    kept.push(scanned);
    if (kept.length > KEPT) kept.shift();
  }
  scanned.kinds[index] ??= kindOf(line.slice(index * PIECE, (index + 1) * PIECE));
  return scanned.kinds[index]!;
}

/** Up to where a line is printable ASCII from `from` on, as far as whole pieces tell; `from` if not. */
export function plainUntil(line: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const index = Math.floor(at / PIECE);
    if (kindAt(line, index) !== "plain") break;
    at = (index + 1) * PIECE;
  }
  return Math.min(at, limit, line.length);
}

/** As `plainUntil` for any ASCII. */
export function asciiUntil(line: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const index = Math.floor(at / PIECE);
    if (kindAt(line, index) === "other") break;
    at = (index + 1) * PIECE;
  }
  return Math.min(at, limit, line.length);
}
