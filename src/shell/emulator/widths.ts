/**
 * The widths of characters for the emulator: clusters are what `base/width.ts` says, so that what a
 * program draws and what we draw are the same cells.
 */
import type { IUnicodeVersionProvider } from "@xterm/headless";
import { cellsOf, isSpecial, measureCluster } from "../../base/width.ts";

/** Below it nothing joins and all is one cell. */
const FIRST_MARK = 0x300;
const TABLED = 0x20000;
/** More characters without a look behind one cluster are drawn as cells of their own. */
const MOST_UNSEEN = 16;

const KNOWN = 128;
const JOINS = 64;
const SPECIAL = 32;
const HANGUL = 16;

/** A number of a cluster is never that of a character below `FIRST_MARK`. */
const FIRST_SERIAL = 0x1000;
const LAST_SERIAL = 0xffffff;

/** Properties as xterm packs them: bit 0 joins, bits 1 and 2 the width, a state above. */
function pack(state: number, width: number, joins: boolean): number {
  return (state << 3) | (width << 1) | (joins ? 1 : 0);
}

/** One for each terminal: it knows the cluster that is being written. */
export class ClusterWidths implements IUnicodeVersionProvider {
  readonly version = "hunch";
  readonly #table = new Uint8Array(TABLED);
  #serial = FIRST_SERIAL;
  #text = "";
  #unseen = 0;

  wcwidth(code: number): 0 | 1 | 2 {
    return code < FIRST_MARK ? 1 : ((this.#look(code) & 3) as 1 | 2);
  }

  charProperties(code: number, preceding: number): number {
    if (code < FIRST_MARK && code !== 0xad) return (code << 3) | 2;
    const look = this.#look(code);
    const state = preceding >>> 3;
    const width = (preceding >>> 1) & 3;
    if (preceding === 0 || width === 0) return this.#begin(code, look);
    const before = state < FIRST_SERIAL ? String.fromCharCode(state) : this.#textOf(state);
    if (before === null) return this.#begin(code, look);
    if (mayJoin(code, look, before)) {
      const text = before + String.fromCodePoint(code);
      const measure = measureCluster(text, 0);
      if (measure >>> 8 === text.length) {
        if (state < FIRST_SERIAL) this.#start(text);
        else this.#text = text;
        return pack(this.#serial, Math.max(width, Math.min(2, cellsOf(measure))), true);
      }
    }
    if ((look & SPECIAL) === 0) return this.#begin(code, look);
    // It has no look and is not drawn: the cluster goes on behind it.
    if (state < FIRST_SERIAL) this.#start(before);
    return ++this.#unseen > MOST_UNSEEN ? this.#begin(code, look) : pack(this.#serial, width, true);
  }

  #begin(code: number, look: number): number {
    this.#start(String.fromCodePoint(code));
    return pack(this.#serial, look & 3, false);
  }

  #start(text: string): void {
    this.#serial = this.#serial === LAST_SERIAL ? FIRST_SERIAL : this.#serial + 1;
    this.#text = text;
    this.#unseen = 0;
  }

  #textOf(state: number): string | null {
    return state === this.#serial ? this.#text : null;
  }

  /** Width and kind of a character on its own. */
  #look(code: number): number {
    const known = code < TABLED ? this.#table[code]! : 0;
    if (known !== 0) return known;
    const char = String.fromCodePoint(code);
    const measure = measureCluster(char, 0);
    let look = KNOWN | (isSpecial(measure) ? SPECIAL | 1 : Math.min(2, cellsOf(measure)));
    if (measureCluster(`a${char}`, 0) >>> 8 > 1) look |= JOINS;
    if (measureCluster(`\u1100${char}`, 0) >>> 8 > 1) look |= HANGUL;
    if (measureCluster(`\u1160${char}`, 0) >>> 8 > 1) look |= HANGUL;
    if (code < TABLED) this.#table[code] = look;
    return look;
  }
}

function mayJoin(code: number, look: number, before: string): boolean {
  if ((look & (JOINS | HANGUL)) !== 0) return true;
  const last = before.charCodeAt(before.length - 1);
  if (last === 0x200d) return true;
  return code >= 0x1f1e6 && code <= 0x1f1ff && last >= 0xdde6 && last <= 0xddff;
}
