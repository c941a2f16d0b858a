/** Characters in the place of secrets: as many of them, so that every offset stays. */
import { REDACTED, redact } from "../../base/secrets.ts";
import { rowEnd, rowStart, type Span, slice, type Text } from "../../text/text.ts";
import type { Turn } from "../turn.ts";
import { SecretMemory } from "./memory.ts";
import type { Names } from "./names.ts";
import { allSecrets, joined } from "./secrets.ts";

/** A name may stand so many lines above or below its secret. */
export const MARGIN = 4;
/** UTF-16 units that are looked at in a slice. */
const PIECE = 2000;
/** Texts of a document whose secrets are remembered. */
const MOST_KNOWN = 4;

export interface Masked {
  readonly text: string;
  readonly spans: readonly Span[];
}

/** The text with `*` in the spans; line breaks stay. */
export function maskedText(text: string, spans: readonly Span[]): string {
  let result = "";
  let at = 0;
  for (const { from, to } of spans) {
    result += text.slice(at, from) + text.slice(from, to).replace(/[^\n]/g, "*");
    at = to;
  }
  return result + text.slice(at);
}

export class Masks {
  private readonly names: Names;
  private readonly memory = new SecretMemory();
  /** What was found in the last texts of each document. */
  private readonly known = new Map<number, Masked[]>();

  constructor(names: Names) {
    this.names = names;
  }

  /** Whole lines `[first, last]` of a text, with what is secret in them masked. */
  rows(text: Text, first: number, last: number, settings: boolean): string[] {
    const top = Math.max(0, first - MARGIN);
    const bottom = Math.min(text.lines - 1, last + MARGIN);
    const around = slice(text, rowStart(text, top), rowEnd(text, bottom));
    const lines = maskedText(around, this.spans(around, settings)).split("\n");
    return lines.slice(first - top, last - top + 1);
  }

  /** The secrets of a short text that are there as a whole or begun, not what is left of others. */
  secrets(text: string, settings: boolean): readonly Span[] {
    const secrets = allSecrets(text, settings);
    this.memory.learn(text, secrets);
    return secrets;
  }

  /** Where a short text tells what it should not. `settings`: as `isSettings` says. */
  spans(text: string, settings: boolean): readonly Span[] {
    const secrets = this.secrets(text, settings);
    return joined([...secrets, ...this.memory.spans(text), ...this.names.spans(text)]);
  }

  /** What a program has said, without secrets and names; its length changes. */
  told(text: string): string {
    const plain = redact(text);
    let result = "";
    let at = 0;
    for (const { from, to } of joined([
      ...this.secrets(plain, true),
      ...this.memory.spans(plain),
    ])) {
      result += plain.slice(at, from) + REDACTED;
      at = to;
    }
    return this.names.clean(result + plain.slice(at));
  }

  /**
   * As `spans`, for a long text of a document, in slices: what is known of the document's last texts is
   * kept where the text is the same.
   */
  async long(doc: number, text: string, settings: boolean, turn: Turn): Promise<readonly Span[]> {
    const known = this.known.get(doc) ?? [];
    let best: Masked | null = null;
    let ends = { head: 0, tail: 0 };
    for (const each of known) {
      if (each.text === text) return each.spans;
      const own = commonEnds(each.text, text);
      if (best === null || own.head + own.tail > ends.head + ends.tail) {
        best = each;
        ends = own;
      }
    }
    const spans =
      best === null || ends.head + ends.tail < text.length / 2
        ? await this.pieces(text, { from: 0, to: text.length }, settings, turn)
        : await this.again(best, text, ends, settings, turn);
    this.known.set(doc, [{ text, spans }, ...known].slice(0, MOST_KNOWN));
    return spans;
  }

  forget(doc: number): void {
    this.known.delete(doc);
  }

  private async again(
    { text: old, spans }: Masked,
    text: string,
    { head, tail }: { readonly head: number; readonly tail: number },
    settings: boolean,
    turn: Turn,
  ): Promise<readonly Span[]> {
    const shift = text.length - old.length;
    let from = linesBefore(text, head, MARGIN);
    let to = linesAfter(text, text.length - tail, MARGIN);
    // What was found is looked at as a whole or not at all.
    for (const span of [...spans].reverse()) {
      if (span.from < from && span.to >= from) from = linesBefore(text, span.from, 1);
    }
    for (const span of spans) {
      if (span.from + shift <= to && span.to + shift > to) {
        to = linesAfter(text, span.to + shift, 1);
      }
    }
    const kept = spans.filter((span) => span.to < from);
    const moved = spans
      .filter((span) => span.from + shift > to)
      .map((span) => ({ from: span.from + shift, to: span.to + shift }));
    return joined([...kept, ...(await this.pieces(text, { from, to }, settings, turn)), ...moved]);
  }

  /** Looks at the whole lines of a range, some thousand characters at a time. */
  private async pieces(text: string, range: Span, settings: boolean, turn: Turn): Promise<Span[]> {
    const spans: Span[] = [];
    for (let from = range.from; from < range.to || from === range.from; ) {
      const to = from + PIECE >= range.to ? range.to : linesAfter(text, from + PIECE, 0);
      const start = linesBefore(text, from, MARGIN);
      const end = linesAfter(text, to, MARGIN);
      for (const span of this.spans(text.slice(start, end), settings)) {
        spans.push({ from: span.from + start, to: span.to + start });
      }
      if (to >= range.to) break;
      from = to + 1;
      await turn.pause();
    }
    return joined(spans);
  }
}

/** The start of the line at a place, or of one some lines above. */
function linesBefore(text: string, pos: number, lines: number): number {
  let at = pos;
  for (let left = lines; left >= 0 && at > 0; left--) {
    at = text.lastIndexOf("\n", at - 1);
    if (at < 0) return 0;
    if (left === 0) return at + 1;
  }
  return Math.max(0, at);
}

function linesAfter(text: string, pos: number, lines: number): number {
  let at = pos;
  for (let left = lines; left >= 0; left--) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    if (left === 0) return end;
    at = end + 1;
  }
  return at;
}

function commonEnds(a: string, b: string): { head: number; tail: number } {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)
  ) {
    tail++;
  }
  return { head, tail };
}
