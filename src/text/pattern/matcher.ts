/**
 * Runs a program by backtracking on an explicit stack, so its depth does not grow with the text.
 * After some steps it remembers where it was (`Memo`), which keeps nested and overlapping repeats
 * near linear. Look-around and atomic groups run inside as programs of their own.
 */
import { UserError } from "../../base/errors.ts";
import type { IsKeyword } from "../keyword.ts";
import type { Text } from "../text.ts";
import type { MatchContext } from "./assertions.ts";
import { AssertionTest } from "./assertions.ts";
import type { Budget } from "./budget.ts";
import { afterMarks, bytesBefore, fold, isComposingAt } from "./char-class.ts";
import type { CharSet } from "./char-set.ts";
import { Memo } from "./memo.ts";
import type { Look, Program } from "./program.ts";
import { END_SLOT, OP, START_SLOT, STRIDE, WITH_NEWLINE, WITHOUT_MARKS } from "./program.ts";
import { Subject } from "./subject.ts";

/** No position is so small. */
export const FAIL = -0x40000000;
const UNSET = FAIL;
/** Steps of one search before remembering starts to pay. */
const REMEMBER_AFTER = 128;
/** Numbers on the stack, 64 MB; more would mean a choice at every character of a huge line. */
const MAX_STACK = 16_000_000;

/** Characters that a repeat takes between two looks at the budget. */
const STRETCH = 4096;

/** Kinds of stack entries; each is `kind, a, b, c`. */
const BRANCH = 0;
const SLOT = 1;
const GREEDY = 2;
const LAZY = 3;
const ENTRY = 4;

export class Matcher {
  readonly subject = new Subject();
  readonly slots: Int32Array;
  private readonly program: Program;
  private readonly assertions: AssertionTest;
  private readonly memo: Memo;
  private readonly lookMemos: Memo[];
  private readonly behindTargets: number[];
  private stack = new Int32Array(1024);
  private top = 0;
  private steps = 0;
  private spent = 0;
  private context: MatchContext = {};
  private budget: Budget | undefined;

  constructor(program: Program, isKeyword: IsKeyword) {
    this.program = program;
    this.slots = new Int32Array(program.slots);
    this.assertions = new AssertionTest(isKeyword);
    this.memo = new Memo(program.memos, program.stars);
    this.lookMemos = program.looks.map(() => new Memo(program.memos, program.stars));
    this.behindTargets = program.looks.map(() => FAIL);
  }

  /** Points the matcher at a line; `matchAt` may follow any number of times. */
  reset(text: Text, row: number, line: string, context: MatchContext, budget: Budget): void {
    this.subject.reset(text, row, line);
    this.context = context;
    this.budget = budget;
    if (this.steps > REMEMBER_AFTER) {
      this.memo.reset();
      for (const memo of this.lookMemos) memo.reset();
    } else if (this.program.stars > 0) {
      this.memo.resetStars();
      for (const memo of this.lookMemos) memo.resetStars();
    }
    this.behindTargets.fill(FAIL);
    this.steps = 0;
    this.spent = 0;
  }

  /** Tells the budget of the steps since it last heard. */
  settle(): void {
    const steps = this.steps - this.spent;
    this.spent = this.steps;
    this.budget!.spend(steps);
  }

  /** The end of the match that starts at `col` of the first line, as a position, or FAIL. */
  matchAt(col: number): number {
    this.slots.fill(UNSET);
    this.top = 0;
    this.subject.seek(col);
    return this.run(0, col, FAIL, this.memo);
  }

  private push(kind: number, a: number, b: number, c: number): void {
    if (this.top + ENTRY > this.stack.length) {
      if (this.stack.length >= MAX_STACK) {
        throw new UserError("E363: Pattern uses more memory than 'maxmempattern'");
      }
      const larger = new Int32Array(this.stack.length * 2);
      larger.set(this.stack);
      this.stack = larger;
    }
    const { stack, top } = this;
    stack[top] = kind;
    stack[top + 1] = a;
    stack[top + 2] = b;
    stack[top + 3] = c;
    this.top = top + ENTRY;
  }

  private setSlot(slot: number, value: number): void {
    this.push(SLOT, slot, this.slots[slot]!, 0);
    this.slots[slot] = value;
  }

  /** The position after one character of the set, or FAIL. Moves to the next line for a break. */
  private step(set: CharSet, flags: number, position: number): number {
    const { subject } = this;
    const { line } = subject;
    const col = position - subject.base;
    if (col >= line.length) {
      if ((flags & WITH_NEWLINE) === 0 || !subject.breaks) return FAIL;
      subject.seek(position + 1);
      return position + 1;
    }
    const unit = line.charCodeAt(col);
    let next = col + 1;
    if (unit < 256) {
      if (set.low[unit] !== 1) return FAIL;
    } else {
      const code = line.codePointAt(col)!;
      if (!set.high(code)) return FAIL;
      if (code > 0xffff) next++;
    }
    if (line.charCodeAt(next) >= 0x300 && isComposingAt(line, next)) {
      if ((flags & WITHOUT_MARKS) !== 0) return FAIL;
      next = afterMarks(line, next);
    }
    return subject.base + next;
  }

  /** As many characters of the set as stand at `position`, at most `max`; stops at `wall`. */
  private stepMany(
    set: CharSet,
    flags: number,
    position: number,
    max: number,
    wall: number,
  ): number {
    const { subject } = this;
    const { low } = set;
    let at = position;
    let count = 0;
    while (count < max && at < wall) {
      const { line, base } = subject;
      let col = at - base;
      const end = Math.min(line.length, wall - base, col + max - count, col + STRETCH);
      const from = col;
      while (col < end) {
        const unit = line.charCodeAt(col);
        if (unit > 255 || low[unit] !== 1 || line.charCodeAt(col + 1) >= 0x300) break;
        col++;
      }
      count += col - from;
      this.steps += (col - from) >> 2;
      at = base + col;
      if (this.steps - this.spent > 1024) this.settle();
      if (count >= max || at >= wall) break;
      if (col === from + STRETCH) continue;
      const next = this.step(set, flags, at);
      if (next === FAIL) break;
      at = next;
      count++;
      this.steps++;
    }
    return at;
  }

  /** Is the folded text at `position`? The position after it, or FAIL. */
  private folded(codes: Int32Array, loose: boolean, position: number): number {
    const { line, base } = this.subject;
    let col = position - base;
    for (let i = 0; i < codes.length; i++) {
      if (col >= line.length) return FAIL;
      const unit = line.charCodeAt(col);
      if (unit < 0x80) {
        const lower = unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit;
        if (lower !== codes[i]) return FAIL;
        col++;
      } else {
        const code = line.codePointAt(col)!;
        if (fold(code) !== codes[i]) return FAIL;
        col += code > 0xffff ? 2 : 1;
      }
    }
    return loose || !isComposingAt(line, col) ? base + col : FAIL;
  }

  /** One character (`code`, or any for 0) that carries the given marks, maybe among others. */
  private marked(marks: string, code: number, position: number): number {
    const { line, base } = this.subject;
    const col = position - base;
    if (col >= line.length) return FAIL;
    const next = this.subject.after(position) - base;
    if (code !== 0 && line.codePointAt(col) !== code) return FAIL;
    const character = line.slice(col, next);
    for (const mark of marks) if (!character.includes(mark)) return FAIL;
    return base + next;
  }

  /** The text of a group once more. An unset group is empty. */
  private backref(group: number, position: number): number {
    const from = this.slots[group * 2]!;
    const to = this.slots[group * 2 + 1]!;
    if (from === UNSET || to === UNSET || from >= to) return position;
    const { subject } = this;
    const string = subject.between(from, to);
    subject.seek(position);
    let at = position;
    const parts = string.split("\n");
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      const col = at - subject.base;
      const found = subject.line.slice(col, col + part.length);
      this.steps += part.length >> 4;
      if (found !== part && !(this.program.ignorecase && sameFolded(found, part))) return FAIL;
      at += part.length;
      if (i === parts.length - 1) break;
      // Vim goes to the next line from wherever the part ended, not only from the line's end.
      if (subject.row >= subject.rows - 1) return FAIL;
      at = subject.base + subject.line.length + 1;
      subject.seek(at);
    }
    return at;
  }

  /** Runs a look-around; true when it lets the match go on. */
  private look(index: number, position: number): boolean {
    const look = this.program.looks[index]!;
    const floor = this.top;
    const memo = this.lookMemos[index]!;
    const found = look.behind
      ? this.lookBehind(look, index, position)
      : this.run(look.start, position, FAIL, memo) !== FAIL;
    if (found) this.settleInside(floor, memo, look.negative);
    this.subject.seek(position);
    return found !== look.negative;
  }

  /** Runs an atomic group: its end, or FAIL. */
  private atomic(index: number, position: number): number {
    const floor = this.top;
    const memo = this.lookMemos[index]!;
    const end = this.run(this.program.looks[index]!.start, position, FAIL, memo);
    if (end === FAIL) return FAIL;
    this.settleInside(floor, memo, false);
    return end;
  }

  /** After an inner match: drops its choices and keeps (or takes back) what it set. */
  private settleInside(floor: number, memo: Memo, undo: boolean): void {
    const { stack } = this;
    memo.reset();
    if (undo) {
      for (let at = this.top - ENTRY; at >= floor; at -= ENTRY) {
        if (stack[at] === SLOT) this.slots[stack[at + 1]!] = stack[at + 2]!;
      }
      this.top = floor;
      return;
    }
    let kept = floor;
    for (let at = floor; at < this.top; at += ENTRY) {
      if (stack[at] !== SLOT) continue;
      stack.copyWithin(kept, at, at + ENTRY);
      kept += ENTRY;
    }
    this.top = kept;
  }

  /** Tries starts from the nearest back to the start of the row before; true when one ends here. */
  private lookBehind(look: Look, index: number, position: number): boolean {
    const { subject } = this;
    const memo = this.lookMemos[index]!;
    if (this.behindTargets[index] !== position) {
      memo.reset();
      this.behindTargets[index] = position;
    }
    subject.seek(position);
    const { row, line, base } = subject;
    let start = position;
    for (let width = 0; ; width++) {
      if (width >= look.minWidth) {
        if (this.run(look.start, start, position, memo) === position) return true;
      }
      if (width >= look.maxWidth) return false;
      subject.seek(start);
      if (start === subject.base && (subject.row === 0 || subject.row < row)) return false;
      if (look.limit > 0) {
        // A character that the limit falls into is still looked at.
        const taken = Math.max(0, start - base);
        const bytes = bytesBefore(line.slice(taken, position - base), position - base - taken);
        if (bytes + Math.max(0, base - start) >= look.limit) return false;
      }
      start = subject.before(start);
      this.steps++;
    }
  }

  /**
   * Runs from an instruction and a position. With a `target` only a match that ends there counts.
   * Entries above the stack's height at the call stay after success, for the caller to settle.
   */
  private run(startAt: number, position: number, target: number, memo: Memo): number {
    const { program, subject, slots } = this;
    const { code, strings, sets, pure } = program;
    const floor = this.top;
    let pc = startAt;
    let p = position;
    if (p < subject.base || p > subject.base + subject.line.length) subject.seek(p);
    for (;;) {
      if (++this.steps - this.spent > 1024) this.settle();
      const a = code[pc + 1]!;
      let ok = false;
      switch (code[pc]) {
        case OP.match:
          if (target === FAIL || p === target) return p;
          break;
        case OP.literal: {
          const string = strings[a]!;
          const col = p - subject.base;
          if (!subject.line.startsWith(string, col)) break;
          if (code[pc + 2] === 0 && isComposingAt(subject.line, col + string.length)) break;
          p += string.length;
          ok = true;
          break;
        }
        case OP.foldedLiteral: {
          const next = this.folded(program.folded[a]!, code[pc + 2] === 1, p);
          ok = next !== FAIL;
          if (ok) p = next;
          break;
        }
        case OP.set: {
          const next = this.step(sets[a]!, code[pc + 2]!, p);
          ok = next !== FAIL;
          if (ok) p = next;
          break;
        }
        case OP.newline:
          if (p !== subject.base + subject.line.length || !subject.breaks) break;
          p++;
          subject.seek(p);
          ok = true;
          break;
        case OP.split:
          if (pure && this.steps > REMEMBER_AFTER && memo.seen(code[pc + 3]!, p)) break;
          this.push(BRANCH, code[pc + 2]!, p, 0);
          pc = a;
          continue;
        case OP.jump:
          pc = a;
          continue;
        case OP.save:
        case OP.loopStart:
          this.setSlot(a, p);
          ok = true;
          break;
        case OP.loopEnd:
          if (slots[a] !== p) {
            pc = code[pc + 2]!;
            continue;
          }
          ok = true;
          break;
        case OP.countStart:
          this.setSlot(a, 0);
          ok = true;
          break;
        case OP.countSplit: {
          const [min, max] = program.limits[code[pc + 2]!]!;
          const count = slots[a]!;
          const leave = code[pc + 3]!;
          if (count >= max) {
            pc = leave;
            continue;
          }
          const greedy = code[pc + 4] === 1;
          if (count >= min && greedy) this.push(BRANCH, leave, p, 0);
          if (count >= min && !greedy) this.push(BRANCH, -pc - STRIDE, p, a);
          if (count >= min && !greedy) {
            pc = leave;
            continue;
          }
          this.setSlot(a, count + 1);
          ok = true;
          break;
        }
        case OP.assertion:
          ok = this.assertions.holds(
            program.assertions[a]!,
            subject,
            p - subject.base,
            this.context,
          );
          break;
        case OP.star:
        case OP.lazyStar: {
          const star = code[pc + 4]!;
          let wall = Number.POSITIVE_INFINITY;
          if (pure && this.steps > REMEMBER_AFTER) {
            const from = memo.starFrom[star]!;
            const to = memo.starTo[star]!;
            if (from <= to) {
              if (p >= from && p <= to) break;
              if (p < from) wall = from;
            }
            if (memo.seen(code[pc + 3]!, p)) break;
          }
          ok = true;
          if (code[pc] === OP.lazyStar) {
            memo.starFrom[star] = p;
            memo.starTo[star] = p;
            this.push(LAZY, pc, p, -1);
            break;
          }
          let end = this.stepMany(sets[a]!, code[pc + 2]!, p, Number.POSITIVE_INFINITY, wall);
          memo.starFrom[star] = p;
          if (end >= wall) end = subject.before(end);
          else memo.starTo[star] = end;
          if (end > p) this.push(GREEDY, pc, end, p);
          p = end;
          break;
        }
        case OP.repeat:
        case OP.lazyRepeat: {
          if (pure && this.steps > REMEMBER_AFTER && memo.seen(code[pc + 3]!, p)) break;
          const [min, max] = program.limits[code[pc + 4]!]!;
          const set = sets[a]!;
          const flags = code[pc + 2]!;
          let least = p;
          let taken = 0;
          for (; taken < min && least !== FAIL; taken++) {
            this.steps++;
            least = this.step(set, flags, least);
          }
          if (least === FAIL) break;
          ok = true;
          if (code[pc] === OP.lazyRepeat) {
            if (max > min) this.push(LAZY, pc, least, max - min);
            p = least;
            break;
          }
          p = this.stepMany(set, flags, least, max - min, Number.POSITIVE_INFINITY);
          if (p > least) this.push(GREEDY, pc, p, least);
          break;
        }
        case OP.look:
          ok = this.look(a, p);
          break;
        case OP.atomic: {
          const end = this.atomic(a, p);
          ok = end !== FAIL;
          if (ok) p = end;
          break;
        }
        case OP.backref: {
          const next = this.backref(a, p);
          ok = next !== FAIL;
          if (ok) p = next;
          break;
        }
        case OP.skipMarks:
          p = subject.base + afterMarks(subject.line, p - subject.base);
          ok = true;
          break;
        case OP.marked: {
          const next = this.marked(strings[a]!, code[pc + 2]!, p);
          ok = next !== FAIL;
          if (ok) p = next;
          break;
        }
        default:
          throw new Error(`Unknown instruction ${code[pc]} at ${pc}`);
      }
      if (ok) {
        pc += STRIDE;
        continue;
      }
      // Back to the last choice.
      for (;;) {
        if (this.top === floor) return FAIL;
        this.top -= ENTRY;
        const { stack, top } = this;
        const kind = stack[top]!;
        const at = stack[top + 1]!;
        p = stack[top + 2]!;
        if (kind === SLOT) {
          slots[at] = p;
          continue;
        }
        if (p < subject.base || p > subject.base + subject.line.length) subject.seek(p);
        if (kind === BRANCH) {
          pc = at;
          if (pc >= 0) break;
          // A lazy counted repeat takes one more round.
          pc = -pc;
          const slot = stack[top + 3]!;
          this.setSlot(slot, slots[slot]! + 1);
          break;
        }
        pc = at + STRIDE;
        if (kind === GREEDY) {
          p = this.giveBack(at, p, stack[top + 3]!);
          if (p === FAIL) continue;
          break;
        }
        const next = this.takeMore(at, p, stack[top + 3]!, memo);
        if (next === FAIL) continue;
        p = next;
        break;
      }
    }
  }

  /** A greedy repeat ends one character earlier; FAIL when no such end can lead on. */
  private giveBack(at: number, position: number, least: number): number {
    const { subject } = this;
    const { code, strings } = this.program;
    const follows =
      code[at + STRIDE] === OP.literal ? strings[code[at + STRIDE + 1]!]!.charCodeAt(0) : -1;
    let p = position;
    do {
      p = subject.before(p);
      if (++this.steps - this.spent > 1024) this.settle();
    } while (follows >= 0 && p > least && subject.line.charCodeAt(p - subject.base) !== follows);
    if (p > least) this.push(GREEDY, at, p, least);
    return p;
  }

  /** A lazy repeat takes one character more; `left` is how many it may, -1 for any number. */
  private takeMore(at: number, position: number, left: number, memo: Memo): number {
    const { code, sets } = this.program;
    const next = this.step(sets[code[at + 1]!]!, code[at + 2]!, position);
    if (next === FAIL) return FAIL;
    if (left < 0) {
      const star = code[at + 4]!;
      const from = memo.starFrom[star]!;
      const to = memo.starTo[star]!;
      const known = this.program.pure && this.steps > REMEMBER_AFTER;
      if (known && from <= to && next >= from && next <= to) return FAIL;
      if (known && memo.seen(code[at + 3]!, next)) return FAIL;
      if (to === position && from <= to) memo.starTo[star] = next;
      else {
        memo.starFrom[star] = next;
        memo.starTo[star] = next;
      }
      this.push(LAZY, at, next, -1);
    } else if (left > 1) this.push(LAZY, at, next, left - 1);
    return next;
  }

  /** Where the reported match begins and ends: `\zs` and `\ze` move it. */
  reportedSpan(start: number, end: number): [number, number] {
    const from = this.slots[START_SLOT] === UNSET ? start : this.slots[START_SLOT]!;
    const to = this.slots[END_SLOT] === UNSET ? end : this.slots[END_SLOT]!;
    return [from, Math.max(from, to)];
  }

  /** The text of a group, or undefined when it took no part. */
  groupText(group: number): string | undefined {
    const from = this.slots[group * 2]!;
    const to = this.slots[group * 2 + 1]!;
    if (from === UNSET || to === UNSET) return undefined;
    return this.subject.between(from, Math.max(from, to));
  }
}

function sameFolded(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const right = [...other];
  const left = [...one];
  return (
    left.length === right.length &&
    left.every((char, i) => fold(char.codePointAt(0)!) === fold(right[i]!.codePointAt(0)!))
  );
}
