/**
 * How many cells text takes on a terminal. The unit is the cluster: what a terminal puts into one
 * cell or a pair of them (a code point with its combining marks, an emoji sequence, a flag).
 *
 * `measureCluster` answers with one packed integer so that walking a line allocates nothing; take
 * it apart with `unitsOf`, `cellsOf`, `isDisputed`, `isAmbiguous` and `isSpecial`. Positions are
 * UTF-16 offsets into the line, widths are cells. Tabs are the caller's: here they are `^I`.
 *
 * What cannot be shown as it is (control characters, bidi controls, invisible characters, bytes
 * that were not UTF-8) is *special*: it is drawn as `visibleForm` says, all of it plain ASCII.
 * A byte that was not UTF-8 stands in a text as the lone surrogate U+DC00 + byte.
 */
import { CLASSES, RUNS } from "./width-tables.ts";

/** Vim's 'ambiwidth': how many cells East Asian ambiguous characters take. */
export type AmbiWidth = "single" | "double";

/** A packed measure: bits 0-3 cells, bits 4-7 flags, bits 8 and up UTF-16 units. */
export type Measure = number;

const DISPUTED = 16;
const AMBIGUOUS = 32;
const SPECIAL = 64;
const UNIT = 256;

const CLASS_CELLS = 3;
const CLASS_AMBIGUOUS = 4;
const CLASS_DISPUTED = 8;
const CLASS_JOINS = 16;
const CLASS_UNPRINTABLE = 32;
const CLASS_EMOJI = 64;

const TABLED = 0x20000;
/** A longer cluster is cut: it is no writing but an attack on the screen. */
const MAX_CLUSTER = 48;

const ASCII_CELL: Measure = UNIT | 1;
const CARET_FORM: Measure = UNIT | SPECIAL | 2;

let classes: Uint8Array | null = null;

function classTable(): Uint8Array {
  const table = new Uint8Array(TABLED);
  let at = 0;
  for (let i = 0; i < RUNS.length; ) {
    const letter = CLASSES[RUNS.charCodeAt(i++) - 65]!;
    let run = 0;
    for (; i < RUNS.length; i++) {
      const digit = RUNS.charCodeAt(i) - 48;
      if (digit > 9) break;
      run = run * 10 + digit;
    }
    if (run === 0) run = 1;
    table.fill(letter, at, at + run);
    at += run;
  }
  classes = table;
  return table;
}

function classOf(code: number): number {
  if (code < TABLED) return (classes ?? classTable())[code]!;
  if (code < 0x40000) return 2;
  if (code >= 0xe0100 && code <= 0xe01ef) return CLASS_JOINS;
  if (code >= 0xe0000 && code <= 0xe0fff) return CLASS_JOINS | CLASS_UNPRINTABLE;
  if (code >= 0xf0000 && (code & 0xfffe) !== 0xfffe) return CLASS_AMBIGUOUS | 1;
  return (code & 0xfffe) === 0xfffe ? CLASS_UNPRINTABLE | 1 : CLASS_DISPUTED | 1;
}

/** The UTF-16 units that the cluster takes in its line. */
function unitsOf(measure: Measure): number {
  return measure >>> 8;
}

/** The cells that the cluster takes on the screen; never 0. */
export function cellsOf(measure: Measure): number {
  return measure & 15;
}

/** Whether terminals disagree on the width for another reason than 'ambiwidth'. */
export function isDisputed(measure: Measure): boolean {
  return (measure & DISPUTED) !== 0;
}

/** Whether the width hangs on the terminal's setting for East Asian ambiguous characters. */
export function isAmbiguous(measure: Measure): boolean {
  return (measure & AMBIGUOUS) !== 0;
}

/** Whether the cluster is drawn as `visibleForm` instead of itself. */
export function isSpecial(measure: Measure): boolean {
  return (measure & SPECIAL) !== 0;
}

/** Measures the cluster that starts at `from`; `from` must lie inside the line. */
export function measureCluster(
  line: string,
  from: number,
  ambiwidth: AmbiWidth = "single",
): Measure {
  const code = line.charCodeAt(from);
  if (code < 0x80) {
    // An ASCII character is alone unless a mark follows; all marks lie at U+0300 and above.
    if (from + 1 >= line.length || line.charCodeAt(from + 1) < 0x300) {
      return code >= 0x20 && code < 0x7f ? ASCII_CELL : CARET_FORM;
    }
    if (code < 0x20 || code === 0x7f) return CARET_FORM;
  }
  return measureWide(line, from, ambiwidth);
}

function measureWide(line: string, from: number, ambiwidth: AmbiWidth): Measure {
  const code = line.codePointAt(from)!;
  const kind = classOf(code);
  const units = code > 0xffff ? 2 : 1;
  if ((kind & CLASS_UNPRINTABLE) !== 0) return units * UNIT + SPECIAL + specialCells(code);
  const next = from + units;
  const nextCode = next < line.length ? line.codePointAt(next)! : 0;
  const joined =
    nextCode >= 0x300 &&
    ((classOf(nextCode) & CLASS_JOINS) !== 0 || (isJamo(code) && hangulJoins(code, nextCode)));
  if (!joined && (kind & (CLASS_JOINS | CLASS_AMBIGUOUS | CLASS_DISPUTED)) === 0) {
    return units * UNIT + (kind & CLASS_CELLS);
  }
  let measure = units * UNIT + Math.max(1, kind & CLASS_CELLS);
  if ((kind & CLASS_AMBIGUOUS) !== 0) {
    measure |= AMBIGUOUS;
    if (ambiwidth === "double") measure++;
  }
  if ((kind & CLASS_DISPUTED) !== 0) measure |= DISPUTED;
  if (!joined) return (kind & CLASS_JOINS) === 0 ? measure : measure | DISPUTED;
  const end = clusterLimit(line, from, code, next);
  return end === next ? measure : measureJoined(line, from, next, end, kind, measure);
}

/**
 * The end of the cluster by Unicode's rules (marks, emoji sequences, flags, Hangul; not the rule
 * for Indic conjuncts, which terminals do not know), cut where it would hide text or grow without
 * end. Intl.Segmenter would need 30 ms to wake up, on the path of a key.
 */
function clusterLimit(line: string, from: number, base: number, next: number): number {
  const limit = Math.min(line.length, from + MAX_CLUSTER);
  if (isRegional(base)) {
    const flag = next < limit && isRegional(line.codePointAt(next)!);
    return marksEnd(line, base, flag ? next + 2 : next, limit);
  }
  let end = next;
  let last = base;
  while (end < limit) {
    const code = line.codePointAt(end)!;
    if (!hangulJoins(last, code)) break;
    last = code;
    end++;
  }
  end = marksEnd(line, base, end, limit);
  if ((classOf(base) & CLASS_EMOJI) === 0) return end;
  // Emoji joined by U+200D.
  while (end < limit && line.charCodeAt(end - 1) === 0x200d) {
    const code = line.codePointAt(end)!;
    if ((classOf(code) & (CLASS_EMOJI | CLASS_JOINS)) !== CLASS_EMOJI) break;
    end = marksEnd(line, base, end + (code > 0xffff ? 2 : 1), limit);
  }
  return end;
}

/** The offset after the marks (and joiners) that start at `from`. */
function marksEnd(line: string, base: number, from: number, limit: number): number {
  let end = from;
  let selectors = 0;
  while (end < limit) {
    const code = line.codePointAt(end)!;
    if (code < 0x300 || isRegional(code) || isJamo(code)) break;
    if ((classOf(code) & CLASS_JOINS) === 0) break;
    // Tags (U+E0020...) outside a flag, and variation selectors in rows, carry text nobody sees.
    if (code >= 0xe0100 ? ++selectors > 1 || base < 0x2e80 : code >= 0xe0000 && base !== 0x1f3f4) {
      break;
    }
    end += code > 0xffff ? 2 : 1;
  }
  return end;
}

function isRegional(code: number): boolean {
  return code >= 0x1f1e6 && code <= 0x1f1ff;
}

function isJamo(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x11ff) ||
    (code >= 0xa960 && code <= 0xa97c) ||
    (code >= 0xd7b0 && code <= 0xd7fb)
  );
}

/** Whether two pieces of Hangul form one syllable: L L, L V, L LV, V V, V T, LV V, LV T, T T. */
function hangulJoins(first: number, second: number): boolean {
  const a = hangulKind(first);
  const b = hangulKind(second);
  if (a === 0 || b === 0) return false;
  if (a === HANGUL_L) return b !== HANGUL_T;
  if (a === HANGUL_V || a === HANGUL_LV) return b === HANGUL_V || b === HANGUL_T;
  return b === HANGUL_T;
}

const HANGUL_L = 1;
const HANGUL_V = 2;
const HANGUL_T = 3;
const HANGUL_LV = 4;
const HANGUL_LVT = 5;

function hangulKind(code: number): number {
  if (code < 0x1100 || code > 0xd7fb) return 0;
  if (code <= 0x115f || (code >= 0xa960 && code <= 0xa97c)) return HANGUL_L;
  if (code <= 0x11a7 || (code >= 0xd7b0 && code <= 0xd7c6)) return HANGUL_V;
  if (code <= 0x11ff || code >= 0xd7cb) return HANGUL_T;
  if (code >= 0xac00 && code <= 0xd7a3) return (code - 0xac00) % 28 === 0 ? HANGUL_LV : HANGUL_LVT;
  return 0;
}

function measureJoined(
  line: string,
  from: number,
  next: number,
  end: number,
  baseKind: number,
  baseMeasure: Measure,
): Measure {
  let cells = baseMeasure & 15;
  let flags = baseMeasure & (DISPUTED | AMBIGUOUS);
  const pictograph = (baseKind & CLASS_EMOJI) !== 0;
  for (let i = next; i < end; i++) {
    const code = line.codePointAt(i)!;
    if (code > 0xffff) i++;
    const kind = classOf(code);
    if (code === 0xfe0f) {
      if (pictograph || line.charCodeAt(end - 1) === 0x20e3) cells = 2;
      flags |= DISPUTED;
    } else if (code === 0xe33 || code === 0xeb3) {
      // Thai and Lao AM: joined by Unicode, but a letter of its own to every terminal.
      if (cells < 2) cells++;
    } else {
      // As Neovim has it, a spacing mark takes no cell of its own; some terminals give it one.
      const spacing = (kind & (CLASS_CELLS | CLASS_DISPUTED)) !== 0;
      if (spacing && pictograph) cells = 2;
      if (spacing || isShaped(code) || isJoiner(code)) flags |= DISPUTED;
    }
  }
  return (end - from) * UNIT + flags + cells;
}

/** Joiners, the text selector, tags and further selectors. */
function isJoiner(code: number): boolean {
  return code === 0x200d || code === 0x200c || code === 0xfe0e || code >= TABLED;
}

/** Scripts of India, whose marks and conjuncts each terminal shapes in its own way. */
function isShaped(code: number): boolean {
  return code >= 0x900 && code <= 0xdff;
}

function specialCells(code: number): number {
  if (code < 0x20 || code === 0x7f) return 2;
  if (code < 0xa0 || isInvalidByte(code)) return 4;
  return code > 0xffff ? code.toString(16).length + 2 : 6;
}

function isInvalidByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

/**
 * How a special cluster is drawn, in printable ASCII: `^X` for C0 controls and DEL, `<xx>` for C1
 * controls and bytes that are not UTF-8, `<200b>` for other characters that have no look.
 */
export function visibleForm(line: string, from: number): string {
  const code = line.codePointAt(from)!;
  if (code < 0x20) return `^${String.fromCharCode(code + 64)}`;
  if (code === 0x7f) return "^?";
  if (isInvalidByte(code)) return `<${(code - 0xdc00).toString(16)}>`;
  const hex = code.toString(16);
  return `<${code < 0x100 ? hex : hex.padStart(4, "0")}>`;
}

/** The cells of one cluster given as a string of its own; 0 for the empty string. */
export function cellWidth(
  cluster: string,
  options: { readonly ambiwidth?: AmbiWidth } = {},
): number {
  return textWidth(cluster, options.ambiwidth);
}

/**
 * Calls `visit` for each cluster between the offsets `from` and `to`, in order, with its offset,
 * the offset after it and its measure. Stops when `visit` returns true. Returns where it stopped.
 */
export function forEachCluster(
  line: string,
  from: number,
  to: number,
  ambiwidth: AmbiWidth,
  visit: (from: number, end: number, measure: Measure) => boolean | void,
): number {
  let at = from;
  while (at < to) {
    const measure = measureCluster(line, at, ambiwidth);
    const end = at + (measure >>> 8);
    if (visit(at, end, measure) === true) return end;
    at = end;
  }
  return at;
}

/** The offset after the cluster at `from`; the line's length at its end. */
export function clusterEnd(line: string, from: number): number {
  return from >= line.length ? line.length : from + unitsOf(measureCluster(line, from));
}

/** The cells of the text between two offsets, tabs counted as `^I`. */
export function textWidth(
  text: string,
  ambiwidth: AmbiWidth = "single",
  from = 0,
  to = text.length,
): number {
  let cells = 0;
  for (let at = from; at < to; ) {
    const measure = measureCluster(text, at, ambiwidth);
    cells += measure & 15;
    at += measure >>> 8;
  }
  return cells;
}

/** The longest beginning of `text` that fits into `cells`, whole clusters only. */
export function cutToWidth(text: string, cells: number, ambiwidth: AmbiWidth = "single"): string {
  let left = cells;
  let at = 0;
  while (at < text.length) {
    const measure = measureCluster(text, at, ambiwidth);
    left -= measure & 15;
    if (left < 0) break;
    at += measure >>> 8;
  }
  return text.slice(0, at);
}

/** `text` as it may be shown in one line: every special cluster in its visible form. */
export function printable(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  let shown = "";
  forEachCluster(text, 0, text.length, "single", (from, end, measure) => {
    shown += isSpecial(measure) ? visibleForm(text, from) : text.slice(from, end);
  });
  return shown;
}
