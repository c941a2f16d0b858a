/** Output as UTF-8, whatever a program writes: what is none becomes U+FFFD. */
import { isUtf8 } from "node:buffer";

export class Utf8Stream {
  /** The start of a character whose rest has not come. */
  #rest: Buffer | null = null;

  /** What can be read by now. The answer may be the argument itself. */
  push(chunk: Buffer): Buffer {
    const data = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = null;
    if (isUtf8(data)) return data;
    const open = openBytes(data);
    const whole = open === 0 ? data : data.subarray(0, data.length - open);
    // A copy: the rest outlives the chunk.
    if (open > 0) this.#rest = Buffer.from(data.subarray(data.length - open));
    return isUtf8(whole) ? whole : Buffer.from(whole.toString("utf8"), "utf8");
  }
}

/** How many bytes at the end are the start of a character. */
function openBytes(data: Buffer): number {
  for (let back = 1; back <= Math.min(3, data.length); back++) {
    const byte = data[data.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    return byte < 0xf5 && length > back ? back : 0;
  }
  return 0;
}
