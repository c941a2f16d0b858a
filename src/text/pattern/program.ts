/**
 * A pattern as a program for the matcher: instructions of five numbers, tried in order, with splits
 * where there is a choice. Counted repeats are copied out while that stays small; only larger ones
 * get a counter, which costs the memory of failed places (`pure` is false).
 */
import type { IsKeyword } from "../keyword.ts";
import { fold, upper } from "./char-class.ts";
import type { CharSet } from "./char-set.ts";
import { ANY_CHARACTER, classSet, collectionSet, setWhere } from "./char-set.ts";
import type { Assertion, Node, ParsedPattern, SetName } from "./pattern-tree.ts";
import { UNLIMITED, walk } from "./pattern-tree.ts";
import { isNullable, widthOf } from "./tree-facts.ts";

/** Numbers per instruction. */
export const STRIDE = 5;

export const OP = {
  match: 0,
  /** string, loose: the string is there; unless loose, no combining mark follows. */
  literal: 1,
  /** folded codes, loose. */
  foldedLiteral: 2,
  /** set, flags. */
  set: 3,
  newline: 4,
  /** first choice, second choice, memo. */
  split: 5,
  jump: 6,
  /** slot. */
  save: 7,
  /** assertion. */
  assertion: 8,
  /** set, flags, memo, star: as many as there are, fewer on the way back. */
  star: 9,
  lazyStar: 10,
  /** set, flags, memo, limits. */
  repeat: 11,
  lazyRepeat: 12,
  /** look. */
  look: 13,
  /** look (its program's end is where the match goes on). */
  atomic: 14,
  /** group. */
  backref: 15,
  /** slot. */
  loopStart: 16,
  /** slot, head: goes on at the head, or leaves the loop after an empty round. */
  loopEnd: 17,
  /** counter slot. */
  countStart: 18,
  /** counter slot, limits, after the loop, greedy. */
  countSplit: 19,
  skipMarks: 20,
  /** marks, base code or 0: one character that carries these marks, in any order. */
  marked: 21,
} as const;

/** Flags of sets: a line break belongs to it; a combining mark after it makes it fail. */
export const WITH_NEWLINE = 1;
export const WITHOUT_MARKS = 2;

/** Slots 0–19 are starts and ends of groups (0 and 1 unused), then `\zs` and `\ze`. */
export const START_SLOT = 20;
export const END_SLOT = 21;
const FIRST_LOOP_SLOT = 22;

export interface Look {
  readonly start: number;
  readonly behind: boolean;
  readonly negative: boolean;
  /** Bytes to look back, 0 for no limit. */
  readonly limit: number;
  /** Characters that the inside can match; for looking back. */
  readonly minWidth: number;
  readonly maxWidth: number;
}

export interface Program {
  readonly code: Int32Array;
  readonly strings: readonly string[];
  readonly folded: readonly Int32Array[];
  readonly sets: readonly CharSet[];
  readonly assertions: readonly Assertion[];
  readonly looks: readonly Look[];
  readonly limits: readonly (readonly [number, number])[];
  readonly slots: number;
  readonly memos: number;
  readonly stars: number;
  /** What happens after a place does not depend on how it was reached. */
  readonly pure: boolean;
  readonly ignorecase: boolean;
  /** `\(…\)` groups. */
  readonly groups: number;
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
}

const MAX_COPIED = 4000;

function sizeOf(node: Node): number {
  switch (node.type) {
    case "concat":
    case "alternatives":
      return node.nodes.reduce((sum, child) => sum + sizeOf(child) + 1, 0);
    case "repeat": {
      const inner = sizeOf(node.node) + 1;
      const copied = inner * copiesOf(node.min, node.max);
      return copied > MAX_COPIED ? inner + 4 : copied;
    }
    case "group":
      return sizeOf(node.node) + 2;
    case "look":
    case "atomic":
      return sizeOf(node.node) + 2;
    default:
      return 1;
  }
}

function copiesOf(min: number, max: number): number {
  return max === UNLIMITED ? min + 1 : max;
}

/** The set that a `set` node names. */
export function namedSet(name: SetName, isKeyword: IsKeyword, ignorecase: boolean): CharSet {
  if (name.kind === "any") return ANY_CHARACTER;
  if (name.kind === "class") return classSet(name.letter, isKeyword)!;
  return collectionSet(name.collection, isKeyword, ignorecase);
}

/** The set of one character, with its other case when case is ignored. */
export function characterSet(code: number, ignorecase: boolean): CharSet {
  if (!ignorecase) return setWhere((other) => other === code);
  const folded = fold(code);
  return setWhere((other) => fold(other) === folded || fold(upper(other)) === folded);
}

class ProgramCompiler {
  private readonly code: number[] = [];
  private readonly strings: string[] = [];
  private readonly folded: Int32Array[] = [];
  private readonly sets: CharSet[] = [];
  private readonly setIndex = new Map<string, number>();
  private readonly assertions: Assertion[] = [];
  private readonly looks: Look[] = [];
  private readonly limits: [number, number][] = [];
  private slots = FIRST_LOOP_SLOT;
  private memos = 0;
  private stars = 0;
  private pure = true;
  private readonly parsed: ParsedPattern;
  private readonly ignorecase: boolean;
  private readonly isKeyword: IsKeyword;

  constructor(parsed: ParsedPattern, ignorecase: boolean, isKeyword: IsKeyword) {
    this.parsed = parsed;
    this.ignorecase = ignorecase;
    this.isKeyword = isKeyword;
  }

  compile(): Program {
    this.node(this.parsed.node);
    this.emit(OP.match);
    let hasStart = false;
    let hasEnd = false;
    walk(this.parsed.node, (node) => {
      hasStart ||= node.type === "start";
      hasEnd ||= node.type === "end";
    });
    const { strings, folded, sets, assertions, looks, limits, slots, memos, stars, pure } = this;
    const { ignorecase } = this;
    const { groups } = this.parsed;
    const code = Int32Array.from(this.code);
    return {
      code,
      strings,
      folded,
      sets,
      assertions,
      looks,
      limits,
      slots,
      memos,
      stars,
      pure,
      ignorecase,
      groups,
      hasStart,
      hasEnd,
    };
  }

  private emit(op: number, a = 0, b = 0, c = 0, d = 0): number {
    this.code.push(op, a, b, c, d);
    return this.code.length - STRIDE;
  }

  private get here(): number {
    return this.code.length;
  }

  private patch(at: number, argument: number, value: number): void {
    this.code[at + argument] = value;
  }

  private node(node: Node): void {
    switch (node.type) {
      case "empty":
        return;
      case "char":
        return this.literal([node], false);
      case "set":
        this.emit(OP.set, this.set(node.set), node.newline ? WITH_NEWLINE : 0);
        return;
      case "newline":
        this.emit(OP.newline);
        return;
      case "concat":
        return this.concat(node.nodes);
      case "alternatives":
        return this.alternatives(node.nodes);
      case "group":
        this.emit(OP.save, node.index * 2);
        this.node(node.node);
        this.emit(OP.save, node.index * 2 + 1);
        return;
      case "repeat":
        return this.repeat(node);
      case "look":
      case "atomic":
        return this.look(node);
      case "assertion":
        this.emit(OP.assertion, this.assertions.push(node.assertion) - 1);
        return;
      case "start":
        this.emit(OP.save, START_SLOT);
        return;
      case "end":
        this.emit(OP.save, END_SLOT);
        return;
      case "backref":
        this.pure = false;
        this.emit(OP.backref, node.index);
        return;
      case "skipMarks":
        this.emit(OP.skipMarks);
        return;
    }
  }

  /** Runs of plain characters become one comparison. */
  private concat(nodes: readonly Node[]): void {
    let run: Extract<Node, { type: "char" }>[] = [];
    for (const node of nodes) {
      if (node.type === "char" && node.marks === "" && !this.parsed.ignoreMarks) {
        run.push(node);
        continue;
      }
      if (run.length > 0) this.literal(run, node.type === "skipMarks");
      run = [];
      this.node(node);
    }
    if (run.length > 0) this.literal(run, false);
  }

  private literal(run: readonly Extract<Node, { type: "char" }>[], loose: boolean): void {
    const first = run[0]!;
    const { ignoreMarks } = this.parsed;
    if (first.marks !== "" && !(ignoreMarks && first.code !== 0)) {
      this.emit(OP.marked, this.strings.push(first.marks) - 1, first.code);
      return;
    }
    const string = run.map((one) => String.fromCodePoint(one.code)).join("");
    const flag = loose || ignoreMarks ? 1 : 0;
    if (this.ignorecase) {
      const codes = Int32Array.from([...string].map((one) => fold(one.codePointAt(0)!)));
      this.emit(OP.foldedLiteral, this.folded.push(codes) - 1, flag);
    } else {
      this.emit(OP.literal, this.strings.push(string) - 1, flag);
    }
    if (ignoreMarks) this.emit(OP.skipMarks);
  }

  private set(name: SetName): number {
    return this.setNumber(JSON.stringify(name), () =>
      namedSet(name, this.isKeyword, this.ignorecase),
    );
  }

  private setNumber(key: string, make: () => CharSet): number {
    let index = this.setIndex.get(key);
    if (index === undefined) {
      index = this.sets.push(make()) - 1;
      this.setIndex.set(key, index);
    }
    return index;
  }

  private alternatives(nodes: readonly Node[]): void {
    const ends: number[] = [];
    for (const node of nodes.slice(0, -1)) {
      const split = this.emit(OP.split, this.here + STRIDE, 0, this.memos++);
      this.node(node);
      ends.push(this.emit(OP.jump));
      this.patch(split, 2, this.here);
    }
    this.node(nodes.at(-1)!);
    for (const end of ends) this.patch(end, 1, this.here);
  }

  /** The set and flags of a node that takes exactly one character; undefined for others. */
  private single(node: Node): readonly [number, number] | undefined {
    if (node.type === "set") return [this.set(node.set), node.newline ? WITH_NEWLINE : 0];
    if (node.type !== "char" || node.marks !== "") return undefined;
    const { code } = node;
    const set = this.setNumber(`=${code}`, () => characterSet(code, this.ignorecase));
    return [set, this.parsed.ignoreMarks ? 0 : WITHOUT_MARKS];
  }

  private repeat(node: Extract<Node, { type: "repeat" }>): void {
    const { min, max, greedy } = node;
    if (max === 1 && min === 1) return this.node(node.node);
    const single = this.single(node.node);
    if (single) {
      const [set, flags] = single;
      if (max !== UNLIMITED) return this.singleRepeat(set, flags, min, max, greedy);
      if (min > 0) this.singleRepeat(set, flags, min, min, true);
      this.emit(greedy ? OP.star : OP.lazyStar, set, flags, this.memos++, this.stars++);
      return;
    }
    const copies = copiesOf(min, max);
    if (copies > 1 && (sizeOf(node.node) + 1) * copies > MAX_COPIED) return this.counted(node);
    for (let i = 0; i < min; i++) this.node(node.node);
    if (max === UNLIMITED) return this.loop(node.node, greedy);
    const splits: number[] = [];
    for (let i = min; i < max; i++) {
      splits.push(this.emit(OP.split, 0, 0, this.memos++));
      this.node(node.node);
    }
    for (const split of splits) {
      this.patch(split, greedy ? 1 : 2, split + STRIDE);
      this.patch(split, greedy ? 2 : 1, this.here);
    }
  }

  private singleRepeat(
    set: number,
    flags: number,
    min: number,
    max: number,
    greedy: boolean,
  ): void {
    if (min === 1 && max === 1) {
      this.emit(OP.set, set, flags);
      return;
    }
    const limits = this.limits.push([min, max]) - 1;
    this.emit(greedy ? OP.repeat : OP.lazyRepeat, set, flags, this.memos++, limits);
  }

  private loop(node: Node, greedy: boolean): void {
    const head = this.emit(OP.split, 0, 0, this.memos++);
    const guarded = isNullable(node);
    const slot = guarded ? this.slots++ : 0;
    if (guarded) this.emit(OP.loopStart, slot);
    this.node(node);
    if (guarded) this.emit(OP.loopEnd, slot, head);
    else this.emit(OP.jump, head);
    this.patch(head, greedy ? 1 : 2, head + STRIDE);
    this.patch(head, greedy ? 2 : 1, this.here);
  }

  private counted(node: Extract<Node, { type: "repeat" }>): void {
    this.pure = false;
    const counter = this.slots++;
    const place = this.slots++;
    const limits = this.limits.push([node.min, node.max]) - 1;
    this.emit(OP.countStart, counter);
    const head = this.emit(OP.countSplit, counter, limits, 0, node.greedy ? 1 : 0);
    this.emit(OP.loopStart, place);
    this.node(node.node);
    this.emit(OP.loopEnd, place, head);
    this.patch(head, 3, this.here);
  }

  private look(node: Extract<Node, { type: "look" | "atomic" }>): void {
    const isLook = node.type === "look";
    const at = this.emit(isLook ? OP.look : OP.atomic);
    const jump = this.emit(OP.jump);
    const start = this.here;
    this.node(node.node);
    this.emit(OP.match);
    this.patch(jump, 1, this.here);
    const [minWidth, maxWidth] = widthOf(node.node);
    const behind = isLook && node.behind;
    const negative = isLook && node.negative;
    const limit = isLook ? node.limit : 0;
    const look: Look = { start, behind, negative, limit, minWidth, maxWidth };
    this.patch(at, 1, this.looks.push(look) - 1);
  }
}

export function compileProgram(
  parsed: ParsedPattern,
  ignorecase: boolean,
  isKeyword: IsKeyword,
): Program {
  return new ProgramCompiler(parsed, ignorecase, isKeyword).compile();
}
