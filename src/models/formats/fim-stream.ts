/**
 * Reads text that is to go in at the cursor. Lines are given as they are complete, in one growing hunk;
 * of the end of what came, as much is held back as what stands behind the cursor begins with.
 *
 * Stripped or cut: what the text behind the cursor repeats; closers that stand behind the cursor already;
 * the unfinished last line of an answer that was cut off; the third of identical lines; what follows the
 * block that the cursor is in; a fence of backticks, where the file has none. Refused: the model's own
 * tokens; a line break first where text follows in the line, unless the cursor is between two brackets.
 */
import type { AnswerReader, Reading } from "../format.ts";
import type { Finish } from "../prompt.ts";
import type { Scene } from "../scene.ts";
import { isHigh, overlapOf } from "./ends.ts";
import { type LastEdit, lastEditOf, reverts, type SpanHunk, touchesMasked } from "./hunks.ts";
import { indentOf, isBlank, isRepeatable, isSignificant, rowsOf } from "./lines.ts";
import { firstToken, openToken } from "./tokens.ts";

interface FimAnswer {
  readonly scene: Scene;
  /** Tokens that end an answer. */
  readonly cuts: readonly string[];
  /** Tokens that make it useless. */
  readonly leaks: readonly string[];
  /** The last line break is none of the answer's: it comes in a fence. */
  readonly framed?: boolean;
}

const REPEATED = 3;
/** Lines behind the cursor that an answer may go on into. */
const LINES_BEHIND = 4;
/** Lines behind the cursor that show, one after the other, that an answer only repeats them. */
const REPEATS = 2;
const PAIRS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const FENCE_FIRST = /^\s*`{3,}[^\n`]*(\n|$)/;
const FENCE_LATER = /\n[ \t]*`{3,}/;
const CLOSER = /^\s*[)\]}>]/;
/** Lines of the same indentation that belong to a block still. */
const CONTINUES =
  /^\s*(else|elif|elseif|except|finally|catch|rescue|ensure|case|default|when|then)\b/;
const ENDS = /^\s*(end|fi|done|esac|endif|endfunction|endfor|endwhile)\b/;

export class FimReader implements AnswerReader {
  private readonly answer: FimAnswer;
  private raw = "";
  private ended = false;
  private refused: string | null = null;
  private readonly before: string;
  private readonly rest: string;
  /** What the end of an answer may repeat: the text behind the cursor, and from its next lines on. */
  private readonly behind: readonly string[];
  /** The same for an answer whose first line has the rest of the cursor's line in it. */
  private readonly beyond: readonly string[];
  /** The next lines behind the cursor that are not blank. */
  private readonly next: readonly string[];
  /** The file has no fences: those of an answer are not meant for it. */
  private readonly unfenced: boolean;
  private hunks: readonly SpanHunk[] = [];
  private readonly last: LastEdit | null;

  constructor(answer: FimAnswer) {
    this.answer = answer;
    const { text, cursor } = answer.scene;
    this.before = text.slice(text.lastIndexOf("\n", cursor - 1) + 1, cursor);
    const after = text.slice(cursor);
    const line = after.indexOf("\n");
    this.rest = line < 0 ? after : after.slice(0, line);
    this.behind = behindOf(after);
    this.beyond = behindOf(after.slice(this.rest.length));
    this.next = nextLines(after.slice(this.rest.length));
    this.unfenced =
      !text.includes("```") && !/^(markdown|mdx?|rmd|quarto)$/.test(answer.scene.language);
    this.last = lastEditOf(answer.scene, rowsOf(text));
  }

  add(text: string): Reading {
    if (!this.ended && this.refused === null) {
      this.raw += text;
      this.look(false);
    }
    return this.reading();
  }

  end(finish: Finish): Reading {
    if (!this.ended && this.refused === null) this.look(true, finish);
    this.ended = true;
    return this.reading();
  }

  private look(last: boolean, finish: Finish = "stop"): void {
    const { cuts, leaks } = this.answer;
    const token = firstToken(this.raw, [...cuts, ...leaks]);
    let text = this.raw;
    let whole = last && finish === "stop";
    if (token) {
      if (leaks.includes(token.token)) {
        this.refused = `the answer has ${token.token} in it`;
        return;
      }
      text = text.slice(0, token.at);
      whole = true;
    } else if (!last) {
      text = text.slice(0, text.length - openToken(text, [...cuts, ...leaks]));
    }
    if (whole && this.answer.framed) text = text.replace(/\n$/, "");
    if (this.unfenced) {
      text = text.replace(FENCE_FIRST, "");
      const closing = text.search(FENCE_LATER);
      if (closing >= 0) {
        text = text.slice(0, closing);
        whole = true;
      }
    }
    if (/^\r?\n/.test(text) && !isBlank(this.rest) && !this.inPair) {
      this.refused = "a line break first, where text follows";
      return;
    }
    const lines = text.split("\n");
    const complete = whole ? lines : lines.slice(0, -1);
    const kept = this.cutBlock(this.cutBehind(cutRepeats(complete)));
    const cut = kept.length < complete.length;
    const over = whole || cut || last;
    this.give(over ? kept : withoutRun(kept), over, cut || !whole);
    if (over) this.ended = true;
  }

  /** The lines before those that only say again what stands behind the cursor. */
  private cutBehind(lines: readonly string[]): readonly string[] {
    if (this.next.length < REPEATS) return lines;
    for (let index = isBlank(this.before) ? 0 : 1; index < lines.length; index++) {
      let agree = 0;
      for (let row = index; row < lines.length && agree < REPEATS; row++) {
        const line = (row === 0 ? this.before : "") + lines[row]!;
        if (isBlank(line)) continue;
        if (line.trimEnd() !== this.next[agree]) break;
        agree++;
      }
      if (agree === REPEATS) return lines.slice(0, index);
    }
    return lines;
  }

  /** The lines up to the end of the block that the cursor is in. */
  private cutBlock(lines: readonly string[]): readonly string[] {
    const typed = !isBlank(this.before);
    const base = indentOf(this.before);
    const second = lines.find((line, index) => index > 0 && !isBlank(line));
    // The begun line has a block of its own, or else it is one of those of the block around it.
    const opens = typed && second !== undefined && indentOf(second) > base;
    const own = opens || (typed && base === 0);
    let opened = false;
    for (let index = 1; index < lines.length; index++) {
      const line = lines[index]!;
      if (isBlank(line)) continue;
      const indent = indentOf(line);
      if (typed && indent > base) opened = true;
      const out = own ? opened && indent <= base : indent < base;
      if (!out || CONTINUES.test(line)) continue;
      if (!CLOSER.test(line) && !ENDS.test(line)) return lines.slice(0, index);
      if (!own && this.closesBehind(line) && this.isClosed(lines.slice(0, index)))
        return lines.slice(0, index);
      if (!/[([{]\s*$/.test(line)) return lines.slice(0, index + 1);
    }
    return lines;
  }

  /** Whether the answer so far closes what it opened. */
  private isClosed(lines: readonly string[]): boolean {
    return unclosed(this.before + lines.join("\n")) === 0;
  }

  /** Whether the next line behind the cursor is this one. */
  private closesBehind(line: string): boolean {
    const next = (this.behind.at(-1) ?? "").split("\n").find((behind) => !isBlank(behind));
    return next !== undefined && next.trimEnd() === line.trimEnd();
  }

  /** The cursor is between brackets that belong together: lines may go between them. */
  private get inPair(): boolean {
    const closer = PAIRS[this.before.at(-1) ?? ""];
    return closer !== undefined && this.rest.startsWith(closer);
  }

  /**
   * What goes before the rest of the cursor's line: blanks and line breaks at its end count, and what was cut
   * off behind whole lines was a line break. Null: not to be told before the end is known.
   */
  private beforeRest(text: string, over: boolean, cut: boolean): string | null {
    const bare = text.trimEnd();
    if (isBlank(bare)) return "";
    const own = isBlank(this.before) && isSignificant(this.rest);
    if (!bare.includes("\n")) return own || !text.includes("\n") ? text : bare;
    if (!over) return null;
    const indent = isBlank(this.before) ? this.before : "";
    return cut || (own && bare === text) ? `${bare}\n${indent}` : text;
  }

  private give(lines: readonly string[], over: boolean, cut: boolean): void {
    const written = lines.join("\n");
    const first = lines[0] ?? "";
    const far = first.length < written.length && this.bringsRest(first);
    const text = this.stripped(written, over, far ? this.beyond : this.behind);
    const inside = !isBlank(this.rest) && !far;
    const insert = inside ? this.beforeRest(text, over, cut) : text.trimEnd();
    if (insert === null || insert === "") return;
    const { cursor } = this.answer.scene;
    const hunks: SpanHunk[] = [];
    if (far) {
      // The first line ends with what stands behind the cursor: the others go behind that.
      const own = first.slice(0, first.length - this.rest.length);
      if (own !== "") hunks.push({ kind: "span", from: cursor, to: cursor, insert: own });
      const behind = cursor + this.rest.length;
      const lower = insert.slice(first.length);
      if (lower !== "") hunks.push({ kind: "span", from: behind, to: behind, insert: lower });
    } else {
      const to = cursor + this.taken(insert.split("\n")[0]!);
      hunks.push({ kind: "span", from: cursor, to, insert });
    }
    if (growsFrom(this.hunks, hunks)) this.hunks = hunks;
  }

  private bringsRest(first: string): boolean {
    if (isBlank(this.rest) || !first.endsWith(this.rest)) return false;
    const own = first.slice(0, first.length - this.rest.length);
    const shared = unclosed(this.before + own + this.rest);
    return shared <= unclosed(this.before + first + this.rest);
  }

  /** The text without what stands behind the cursor anyway. */
  private stripped(text: string, over: boolean, follows: readonly string[]): string {
    let most = 0;
    for (const behind of follows) most = Math.max(most, overlapOf(text, behind));
    let kept = text.slice(0, text.length - most);
    // Closers that only close what the answer itself opened are its own.
    if (over && most > 0 && isBlank(text.slice(kept.length).replace(/[)\]}>;,"'`]/g, ""))) {
      if (unclosed(this.before + kept + this.rest) > unclosed(this.before + text + this.rest)) {
        kept = text;
      }
    }
    if (kept.length > 0 && isHigh(kept.charCodeAt(kept.length - 1))) kept = kept.slice(0, -1);
    return kept;
  }

  /** How many units behind the cursor the answer's first line brings itself: they are replaced. */
  private taken(line: string): number {
    let taken = 0;
    let depth = 0;
    let after = false;
    for (const char of line) {
      if ("([{".includes(char)) depth++;
      const closes = ")]}".includes(char);
      if (closes && depth > 0) {
        depth--;
        after = false;
      } else {
        after = (closes || after) && this.rest[taken] === char;
        if (after) taken++;
      }
    }
    if (taken === 0) return 0;
    const left = depthOf(this.before + line + this.rest);
    const replaced = depthOf(this.before + line + this.rest.slice(taken));
    return Math.abs(replaced) < Math.abs(left) ? taken : 0;
  }

  private reading(): Reading {
    if (this.refused !== null) {
      return { hunks: [], cursor: null, done: true, refused: this.refused };
    }
    const { scene } = this.answer;
    const bad = this.hunks.some(
      (hunk) => touchesMasked(scene, hunk) || reverts(scene.text, hunk, this.last),
    );
    return { hunks: bad ? [] : this.hunks, cursor: null, done: this.ended, refused: null };
  }
}

/** Whether hunks are those before, of which the last may have grown, and maybe more. */
function growsFrom(before: readonly SpanHunk[], hunks: readonly SpanHunk[]): boolean {
  return before.every((old, index) => {
    const hunk = hunks[index];
    if (!hunk || hunk.from !== old.from || hunk.to !== old.to) return false;
    return index === before.length - 1
      ? hunk.insert.startsWith(old.insert)
      : hunk.insert === old.insert;
  });
}

function behindOf(after: string): string[] {
  const behind = [after];
  let at = 0;
  for (let line = 0; line < LINES_BEHIND; line++) {
    const next = after.indexOf("\n", at);
    if (next < 0) break;
    at = next + 1;
    const rest = after.slice(at);
    if (isBlank(after.slice(0, at))) behind.push(rest);
  }
  return behind.filter((text) => text !== "");
}

/** The first lines of a text that are not blank, without blanks at their ends; none if they say nothing. */
function nextLines(after: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at >= 0 && at < after.length && lines.length < REPEATS; ) {
    const end = after.indexOf("\n", at);
    const line = after.slice(at, end < 0 ? after.length : end).trimEnd();
    if (line !== "") lines.push(line);
    at = end < 0 ? -1 : end + 1;
  }
  return lines.every(isSignificant) ? lines : [];
}

/** The lines before the third of identical ones, of which one stays. */
function cutRepeats(lines: readonly string[]): readonly string[] {
  for (let index = REPEATED - 1; index < lines.length; index++) {
    const line = lines[index]!;
    if (isRepeatable(line)) continue;
    if (line === lines[index - 1] && line === lines[index - 2]) return lines.slice(0, index - 1);
  }
  return lines;
}

/** The lines before the second of identical ones at the end: a third would cut them. */
function withoutRun(lines: readonly string[]): readonly string[] {
  let length = lines.length;
  while (length > 1 && lines[length - 1] === lines[length - 2]) length--;
  return lines.slice(0, length);
}

/** Openers less closers. */
function depthOf(text: string): number {
  let depth = 0;
  for (const char of text) {
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
  }
  return depth;
}

/** Openers that nothing closes. */
function unclosed(text: string): number {
  let depth = 0;
  for (const char of text) {
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth = Math.max(0, depth - 1);
  }
  return depth;
}
