/**
 * The keys of the syntax tree: text objects, motions, growing a selection, `%` on tags and keywords.
 * Where a language says nothing about them, they do what Vim does.
 */
import {
  type ActionCommand,
  action,
  Beep,
  type MotionCall,
  type MotionCommand,
  type MotionResult,
  motion,
  type ObjectCall,
  type ObjectCommand,
} from "../commands/normal/types.ts";
import type { Fiber } from "../editor/fiber.ts";
import { pickersOf } from "../editor/picker.ts";
import type { Window } from "../editor/window.ts";
import type { ObjectKind } from "../language/structure/language-table.ts";
import { matchesAt } from "../language/structure/matching.ts";
import { type StructureMotion, structureMotion } from "../language/structure/motions.ts";
import { treeNow } from "../language/structure/nodes.ts";
import { findObject } from "../language/structure/objects.ts";
import { type Range, rangeAround, rangeAt, rangeWithin } from "../language/structure/selection.ts";
import type { ObjectSpan } from "../language/structure/spans.ts";
import type { SyntaxTree } from "../language/syntax/syntax.ts";
import type { ObjectSelection } from "../text/object/contract.ts";
import { lineText, rowOf, rowStart, type Text } from "../text/text.ts";

const OBJECTS: ReadonlyArray<readonly [string, string, readonly ObjectKind[], string]> = [
  ["f", "function", ["function"], "function"],
  ["a", "argument", ["parameter"], "parameter, argument or item of a list"],
  ["k", "class", ["class"], "class, struct, interface or block of its like"],
  ["l", "loop", ["loop"], "loop"],
  ["o", "conditional", ["conditional", "loop"], "conditional or loop"],
  ["u", "call", ["call"], "call of a function"],
  ["gc", "comment", ["comment"], "comment"],
];

const MOTIONS: ReadonlyArray<readonly [string, string, StructureMotion, string | null]> = [
  ...edges("function", "function", "method"),
  ...edges("class", "class", null),
];

function edges(
  name: string,
  kind: "function" | "class",
  vim: string | null,
): [string, string, StructureMotion, string | null][] {
  return (["start", "end"] as const).flatMap((edge) =>
    (["forward", "backward"] as const).map(
      (way): [string, string, StructureMotion, string | null] => [
        `syntax.${name}-${edge}-${way}`,
        `To the ${edge} of the ${way === "forward" ? "next" : "previous"} ${name}`,
        { kind, edge, backward: way === "backward" },
        vim && `motion.${vim}-${edge}-${way}`,
      ],
    ),
  );
}

export function structureCommands(): (MotionCommand | ObjectCommand | ActionCommand)[] {
  return [
    ...OBJECTS.flatMap(([key, name, kinds, what]) =>
      [true, false].map((around) => object(key, name, kinds, what, around)),
    ),
    ...MOTIONS.map(([name, doc, way, vim]) => motion(name, doc, (call) => moveTo(call, way, vim))),
    motion("syntax.match", "To the tag, keyword or bracket that belongs to this one", match),
    node(true),
    node(false),
    action("syntax.outline", "Choose from what the buffer declares", function* ({ editor }) {
      const source = pickersOf(editor).get("outline");
      if (source) yield* pickersOf(editor).open({ source });
    }),
  ];
}

function selectedOf(win: Window, text: Text): Range | null {
  const { visual, cursor } = win;
  if (visual === null) return null;
  const low = Math.min(visual.anchor, cursor.pos);
  const high = Math.max(visual.anchor, cursor.pos);
  if (visual.kind === "V") {
    const last = rowOf(text, high);
    return {
      from: rowStart(text, rowOf(text, low)),
      to: rowStart(text, last) + lineText(text, last).length,
    };
  }
  if (low === high) return null;
  return { from: low, to: after(text, high) };
}

/** The offset behind the character at `pos`. */
function after(text: Text, pos: number): number {
  const code = text.sliceString(pos, pos + 2).codePointAt(0) ?? 0;
  return Math.min(text.length, pos + (code > 0xffff ? 2 : 1));
}

/** The offset of the last character before `end`. */
function before(text: Text, end: number): number {
  const [first = 0, second = 0] = [...text.sliceString(Math.max(0, end - 2), end)].map(
    (char) => char.length,
  );
  return end - (second || first || 1);
}

function object(
  key: string,
  name: string,
  kinds: readonly ObjectKind[],
  what: string,
  around: boolean,
): ObjectCommand {
  return {
    name: `object.${around ? "around" : "inner"}-${name}`,
    doc: `${around ? "A" : "Inner"} ${what}`,
    object: key,
    around,
    select({ editor, win, doc, count }: ObjectCall) {
      const tree = treeNow(editor, doc);
      if (tree === null) return null;
      const selected = selectedOf(win, doc.text) ?? chosenOf(win);
      const request = { text: doc.text, pos: win.cursor.pos, selected, count, around };
      const span = findObject(tree, kinds, request);
      if (span === null) return null;
      CHOSEN.set(win, { doc, revision: doc.revision, pos: span.from });
      return selectionOf(doc.text, span, win.visual !== null);
    },
    run: () => {
      throw new Beep();
    },
  };
}

/** What an object selected last: one character that is selected may be an object, or just the start. */
const CHOSEN = new WeakMap<Window, { doc: unknown; revision: number; pos: number }>();

function chosenOf(win: Window): Range | null {
  const { doc, visual, cursor } = win;
  const last = CHOSEN.get(win);
  if (visual === null || last?.doc !== doc || last.revision !== doc.revision) return null;
  return last.pos === cursor.pos ? { from: cursor.pos, to: after(doc.text, cursor.pos) } : null;
}

function selectionOf(text: Text, span: ObjectSpan, visual: boolean): ObjectSelection | null {
  const { from, to, linewise } = span;
  const mode = linewise ? "V" : "v";
  const empty = to <= from;
  if (visual && empty) return null;
  const end = empty ? from : linewise ? rowStart(text, rowOf(text, to)) : before(text, to);
  return { start: from, end, inclusive: !empty && !linewise, linewise, mode, failed: false };
}

function* delegate(call: MotionCall, name: string): Fiber<MotionResult | null> {
  const command = call.editor.commands.require(name) as MotionCommand;
  const result = command.motion(call);
  return result !== null && "next" in result ? yield* result : result;
}

function moveTo(
  call: MotionCall,
  way: StructureMotion,
  vim: string | null,
): MotionResult | null | Fiber<MotionResult | null> {
  const { editor, doc, text, pos, count1 } = call;
  const tree = treeNow(editor, doc);
  const found = tree === null ? undefined : structureMotion(tree, text, pos, count1, way);
  if (found === undefined && vim !== null) return delegate(call, vim);
  if (found === null || found === undefined) return null;
  return { pos: found, type: way.edge === "end" ? "inclusive" : "exclusive", jump: true };
}

function match(call: MotionCall): MotionResult | null | Fiber<MotionResult | null> {
  const { editor, doc, pos, count } = call;
  const tree = count > 0 ? null : treeNow(editor, doc);
  const found = tree === null ? null : matchesAt(tree, pos);
  if (found === null) return delegate(call, "motion.match");
  const { places, index } = found;
  const next = places[(index + 1) % places.length]!;
  return { pos: next.from, type: "inclusive", jump: true, bigRegister: true };
}

/** The ranges that a selection grew from, so that it can shrink the way it came. */
const GROWN = new WeakMap<Window, { readonly doc: unknown; revision: number; ranges: Range[] }>();

function historyOf(win: Window): Range[] {
  const known = GROWN.get(win);
  if (known && known.doc === win.doc && known.revision === win.doc.revision) return known.ranges;
  const fresh = { doc: win.doc, revision: win.doc.revision, ranges: [] };
  GROWN.set(win, fresh);
  return fresh.ranges;
}

function current(win: Window): Range {
  const { text } = win.doc;
  const selected = selectedOf(win, text);
  if (selected) return selected;
  const { pos } = win.cursor;
  return { from: pos, to: after(text, pos) };
}

function grow(win: Window, tree: SyntaxTree, count: number): Range | null {
  const history = historyOf(win);
  let range = current(win);
  for (let i = 0; i < count; i++) {
    const next = rangeAround(tree, range);
    if (next === null) return i === 0 ? null : range;
    // A path that was left is forgotten.
    const last = history[history.length - 1];
    if (last && !(last.from >= range.from && last.to <= range.to)) history.length = 0;
    history.push(range);
    range = next;
  }
  return range;
}

function shrink(win: Window, tree: SyntaxTree, count: number): Range | null {
  const history = historyOf(win);
  let range = current(win);
  for (let i = 0; i < count; i++) {
    const last = history.pop();
    const inside = last && last.from >= range.from && last.to <= range.to;
    const next = inside ? last : rangeWithin(tree, range, range.from);
    if (!next) return i === 0 ? null : range;
    range = next;
  }
  return range;
}

/** After an operator: the node at the cursor, or the `count`-th one around it. */
function nodeAtCursor(win: Window, tree: SyntaxTree, count: number, around: boolean): Range | null {
  let range = rangeAt(tree, win.cursor.pos);
  for (let i = around ? 0 : 1; range !== null && i < count; i++) {
    range = rangeAround(tree, range) ?? range;
  }
  return range;
}

function node(around: boolean): ObjectCommand {
  return {
    name: `object.${around ? "around" : "inner"}-node`,
    doc: around
      ? "The syntax node around the selection; after an operator, around the cursor"
      : "The selection before it grew; after an operator, the smallest syntax node",
    object: "n",
    around,
    select({ editor, win, doc, count }: ObjectCall) {
      const tree = treeNow(editor, doc);
      if (tree === null) return null;
      const range =
        win.visual === null
          ? nodeAtCursor(win, tree, count, around)
          : (around ? grow : shrink)(win, tree, count);
      return range && selectionOf(doc.text, { ...range, linewise: false }, false);
    },
    run: () => {
      throw new Beep();
    },
  };
}
