/** Operators waiting for a motion, and operators on a selection. */
import type { Key } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import { noteJump } from "../../editor/place.ts";
import { pointOf, rowOf } from "../../text/text.ts";
import { clipCursor, firstNonBlankPos } from "../cursor.ts";
import { lineRegion, motionRegion, type Region, visualRegion, visualShape } from "../region.ts";
import { readCommand } from "./loop-read.ts";
import { runMotion } from "./move.ts";
import { selectObject } from "./object.ts";
import { recordRedo } from "./redo.ts";
import { Beep, isMotion, isObject, type OperatorCommand } from "./types.ts";
import { leaveVisual } from "./visual.ts";

const FORCES = new Set(["v", "V", "<C-v>"]);

/** Reads the motion of an operator and applies it. */
export function* pendOperator(
  editor: Editor,
  command: OperatorCommand,
  keys: readonly Key[],
  register: string,
  count: number,
): Fiber {
  const { win, doc } = editor;
  editor.setMode("operator");
  const loop = editor.loop!;
  let second = 0;
  let force: "v" | "V" | "<C-v>" | null = null;
  let key: Key = yield { mode: "o" };
  let from = loop.peekLog().length - 1;
  for (;;) {
    if (/^[1-9]$/.test(key) || (key === "0" && second > 0))
      second = Math.min(second * 10 + Number(key), 99_999_999);
    else if (FORCES.has(key)) force = key as "v" | "V" | "<C-v>";
    else if (key === '"') {
      register = yield* rawKey();
    } else break;
    editor.pending += key;
    key = yield { mode: "o" };
    from = loop.peekLog().length - 1;
  }
  if (key === "<Esc>" || key === "<C-c>") {
    editor.setMode("normal");
    return;
  }
  const total = second > 0 ? (count || 1) * second : count;
  const start = win.cursor.pos;
  let region: Region;
  let motion: string | null = null;
  const doubled = yield* isDoubled(editor, keys, key);
  if (doubled) {
    const row = rowOf(doc.text, start);
    const last = row + Math.max(1, total) - 1;
    const clipped = Math.min(last, doc.text.lines - 1);
    if (last > clipped && row === doc.text.lines - 1 && total > 1) throw new Beep();
    const fold = win.folds.closedAt(clipped);
    const firstFold = win.folds.closedAt(row);
    region = lineRegion(
      win,
      firstFold?.start ?? row,
      fold?.end ?? clipped,
      firstFold
        ? doc.text.line(firstFold.start + 1).from
        : lineStart(editor, command, start, clipped),
    );
    if (force && force !== "V") region = forcedLines(editor, region, force, total);
  } else {
    const found = yield* readCommand(
      editor,
      [editor.defaultKeys.operator!, editor.defaultKeys.motion!],
      key,
    );
    motion = found.command?.name ?? null;
    region = yield* regionOf(editor, command, found, total, force);
  }
  const motionKeys = loop.peekLog().slice(from);
  editor.setMode("normal");
  if (region.kind === "<C-v>") rememberForced(editor, region);
  if (!command.noRepeat) {
    recordRedo(editor, {
      register,
      count: total,
      keys: [...keys, ...(force ? [force] : []), ...motionKeys],
      visual: null,
    });
  }
  // Vim works out the goal column anew where the motion sets it.
  const forgets = doubled
    ? !KEEPS_COLUMN.test(command.name)
    : motion === null || !VERTICAL.test(motion);
  const run = command.operate({ editor, win, doc, region, register, count: 0, keys });
  if (run) yield* run;
  if (forgets && editor.win === win) win.cursor = { ...win.cursor, want: null };
  clipCursor(editor, editor.win);
}

/** A motion made blockwise has been a selection: `gv` selects it again. */
function rememberForced(editor: Editor, region: Region): void {
  const { doc } = editor;
  doc.marks.set("<", pointOf(doc.text, region.from));
  doc.marks.set(">", pointOf(doc.text, region.to));
  editor.modal.lastVisual.set(doc, { kind: "<C-v>", headFirst: false, want: null });
}

const KEEPS_COLUMN = /^operator\.(yank|delete|indent|outdent)$/;
const VERTICAL = /^motion\.(up|down)$/;

/** `dd`, `g??`, `g?g?`, `gcc`: the operator's own key again. */
function* isDoubled(editor: Editor, keys: readonly Key[], key: Key): Fiber<boolean> {
  const last = keys[keys.length - 1]!;
  if (key === last) return true;
  if (keys.length === 2 && key === keys[0] && key === "g") {
    // g~g~ and gUgU: only when the next key is the operator's.
    const next = yield* rawKey();
    if (next === last) return true;
    editor.loop!.queue.untake({ key: next, typed: editor.loop!.typed });
    editor.loop!.dropLast();
  }
  return false;
}

/** Where the cursor starts from when the operator's key is doubled (normal.c, nv_lineop). */
function lineStart(
  editor: Editor,
  command: OperatorCommand,
  start: number,
  lastRow: number,
): number {
  if (/\.(yank|delete|indent|outdent)$/.test(command.name)) return start;
  return Math.min(start, firstNonBlankPos(editor.doc.text, lastRow));
}

/** `dvd` and `d<C-v>d`: lines that are taken as characters or a block. */
function forcedLines(editor: Editor, region: Region, force: "v" | "<C-v>", total: number): Region {
  const { win, doc } = editor;
  const row = Math.min(doc.text.lines - 1, region.firstRow + Math.max(1, total) - 1);
  const to = firstNonBlankPos(doc.text, row);
  return motionRegion(win, {
    from: region.start,
    to,
    type: force === "v" ? "linewise" : "inclusive",
    force,
  });
}

function* regionOf(
  editor: Editor,
  command: OperatorCommand,
  found: { command: unknown; keys: readonly Key[] },
  count: number,
  force: "v" | "V" | "<C-v>" | null,
): Fiber<Region> {
  const { win, doc } = editor;
  const start = win.cursor.pos;
  const target = found.command as Parameters<typeof isMotion>[0] | null;
  if (!target) throw new Beep();
  const deleting = command.name === "operator.delete";
  const kind = command.name === "operator.change" ? "change" : deleting ? "delete" : command.name;
  if (isObject(target)) {
    const selection = selectObject(editor, target, count);
    if (selection.failed) {
      editor.setCursor(win, selection.end);
      throw new Beep();
    }
    const type = selection.linewise ? "linewise" : selection.inclusive ? "inclusive" : "exclusive";
    return motionRegion(win, {
      from: selection.start,
      to: selection.end,
      type,
      force,
      deleting,
      keepEnd: selection.exact ?? false,
    });
  }
  if (!isMotion(target)) throw new Beep();
  const result = yield* runMotion(editor, target, found.keys, count, kind);
  if (win.visual) {
    // The command made a selection: that is the text (`:normal! vip` in a mapping).
    const selected = visualRegion(editor, win);
    leaveVisual(editor);
    editor.setCursor(win, start);
    return selected;
  }
  if (result.elsewhere || editor.win !== win || win.doc !== doc) throw new Beep();
  if (result.jump) noteJump(editor);
  if (result.failed && result.pos === start) throw new Beep();
  const region = motionRegion(win, {
    from: result.from ?? start,
    to: result.pos,
    type: result.type,
    force,
    deleting,
    bigRegister: result.bigRegister ?? false,
    keepEnd: result.keepEnd ?? false,
  });
  if (win.folds.closedAt(region.firstRow) || win.folds.closedAt(region.lastRow)) {
    // A motion that went nowhere (`dl` on the last character) or back leaves folds alone.
    if (region.kind === "v" && deleting && result.pos > start) {
      const first = win.folds.closedAt(region.firstRow)?.start ?? region.firstRow;
      const last = win.folds.closedAt(region.lastRow)?.end ?? region.lastRow;
      return lineRegion(win, first, last, region.start);
    }
  }
  if (region.kind !== "V") return region;
  const top = win.folds.closedAt(region.firstRow)?.start ?? region.firstRow;
  const bottom = win.folds.closedAt(region.lastRow)?.end ?? region.lastRow;
  return top === region.firstRow && bottom === region.lastRow
    ? region
    : lineRegion(win, top, bottom, doc.text.line(top + 1).from);
}

/** Applies an operator to what is selected; visual mode ends. */
export function* operateOnSelection(
  editor: Editor,
  command: OperatorCommand,
  keys: readonly Key[],
  register: string,
  count: number,
): Fiber {
  const { win, doc } = editor;
  const region = visualRegion(editor, win);
  const shape = visualShape(win, region);
  if (!editor.modal.redoing) editor.modal.lastShape = shape;
  leaveVisual(editor);
  if (!command.noRepeat) recordRedo(editor, { register, count, keys: [...keys], visual: shape });
  const repeatCount = editor.modal.redoing && editor.modal.redo ? editor.modal.redo.count : count;
  const run = command.operate({ editor, win, doc, region, register, count: repeatCount, keys });
  if (run) yield* run;
  clipCursor(editor, editor.win);
}
