/**
 * UTF-8 as the terminal and the clipboard give it: a byte that belongs to no character becomes the
 * lone surrogate U+DC00 + byte, so that nothing is lost.
 */

const strict = { fatal: true, ignoreBOM: true } as const;

/** The text of bytes; never throws. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", strict).decode(bytes);
  } catch {
    // Not UTF-8 throughout: the slow way keeps each stray byte.
    return decodeLossless(bytes);
  }
}

function decodeLossless(bytes: Uint8Array): string {
  const parts: string[] = [];
  const decoder = new TextDecoder("utf-8", strict);
  let from = 0;
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length > 0) {
      i += length;
      continue;
    }
    if (i > from) parts.push(decoder.decode(bytes.subarray(from, i)));
    parts.push(String.fromCharCode(0xdc00 + bytes[i]!));
    i++;
    from = i;
  }
  if (from < bytes.length) parts.push(decoder.decode(bytes.subarray(from)));
  return parts.join("");
}

/** The bytes that a character starting with `lead` has, or 0 where no character starts so. */
export function expectedLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/** Whether `byte` may be the second byte after `lead`: no overlong forms, no surrogates. */
export function isSecondByte(lead: number, byte: number): boolean {
  if (lead === 0xe0) return byte >= 0xa0 && byte < 0xc0;
  if (lead === 0xed) return byte >= 0x80 && byte < 0xa0;
  if (lead === 0xf0) return byte >= 0x90 && byte < 0xc0;
  if (lead === 0xf4) return byte >= 0x80 && byte < 0x90;
  return byte >= 0x80 && byte < 0xc0;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length = expectedLength(lead);
  if (length < 2) return length;
  if (at + length > bytes.length || !isSecondByte(lead, bytes[at + 1]!)) return 0;
  for (let i = 2; i < length; i++) {
    const byte = bytes[at + i]!;
    if (byte < 0x80 || byte >= 0xc0) return 0;
  }
  return length;
}

/** The bytes of a text, the opposite of `decodeUtf8`: U+DC80 to U+DCFF alone are single bytes. */
export function encodeUtf8(text: string): Uint8Array {
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  const pieces: Uint8Array[] = [];
  for (const part of text.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/)) {
    const unit = part.length === 1 ? part.charCodeAt(0) : 0;
    const stray = unit >= 0xdc80 && unit <= 0xdcff;
    pieces.push(stray ? Uint8Array.of(unit - 0xdc00) : new TextEncoder().encode(part));
  }
  return Buffer.concat(pieces);
}
