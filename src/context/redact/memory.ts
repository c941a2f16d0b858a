/**
 * Secrets that were seen: a part of one, left over when somebody has edited it, is none by its form any
 * more, but still tells of it. Nothing of this is kept beyond the session, and only pieces of each.
 */
import type { Span } from "../../text/text.ts";

/** UTF-16 units of a piece. */
const PIECE = 8;
/** Pieces are forgotten, the oldest first, when there are more. */
const MOST_PIECES = 40_000;
/** Capitals and digits: chance, but by its beginning only. */
const KNOWN = /^(?:AKIA|ASIA)[A-Z0-9]{12,}$/;
/** A digest, unless the name of a secret stood before it. */
const HEX = /^(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{20,}$/i;
const RUN = /[A-Za-z0-9+/_-]{8,}/g;

export class SecretMemory {
  private readonly pieces = new Set<string>();

  /** Remembers what a text has in some spans, as far as it looks as if chance had made it. */
  learn(text: string, spans: readonly Span[]): void {
    for (const { from, to } of spans) {
      for (const { 0: run } of text.slice(from, to).matchAll(RUN)) {
        if (!KNOWN.test(run) && !HEX.test(run) && !isRandom(run)) continue;
        for (let at = 0; at + PIECE <= run.length; at++) {
          const piece = run.slice(at, at + PIECE);
          // Small letters only could be a word after all.
          if (/[^a-z_-]/.test(piece)) this.pieces.add(piece);
        }
      }
    }
    for (const piece of this.pieces) {
      if (this.pieces.size <= MOST_PIECES) break;
      this.pieces.delete(piece);
    }
  }

  /** The words of a text that have something of one. */
  spans(text: string): Span[] {
    if (this.pieces.size === 0) return [];
    const spans: Span[] = [];
    for (const { 0: run, index } of text.matchAll(RUN)) {
      for (let at = 0; at + PIECE <= run.length; at++) {
        if (!this.pieces.has(run.slice(at, at + PIECE))) continue;
        spans.push({ from: index, to: index + run.length });
        break;
      }
    }
    return spans;
  }
}

/** Words of a name, and what joins them. */
const WORDS =
  /[A-Za-z]?[a-z]{3,}|(?:Key|Id|Url|Set|Get|New|Add|To|Of|In|By|At|Is|On)(?![a-z])|[A-Z]{5,}|[/_-]/g;

/** Letters and digits as no name mixes them; a digest is known to all. */
export function isRandom(run: string): boolean {
  if (run.length < 12 || !/[A-Za-z]/.test(run) || /^[0-9a-f]+$/i.test(run)) return false;
  return turnsOf(run) > run.length / 4 && run.replace(WORDS, "").length > run.length / 2;
}

/** How often small letters, capitals and digits follow each other. */
function turnsOf(run: string): number {
  return run.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0;
}
