/** Going to changed rows, and staging, unstaging, resetting and previewing them. */
import { UserError } from "../base/errors.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { noteJump } from "../editor/place.ts";
import { replaceRows } from "../text/diff.ts";
import { VirtualLines } from "../text/slots.ts";
import { posOf, rowOf, type Text } from "../text/text.ts";
import { afterNextCommand } from "./brief.ts";
import type { Git } from "./git.ts";
import { type Hunk, hunkAt, hunksIn, kindOf, nextHunk, shownRows } from "./hunk.ts";
import { stageHunks, unstageHunks } from "./stage.ts";

const PREVIEW = "git-preview";

export function hunkCommands(git: Git): Command[] {
  const go = (direction: 1 | -1) => (context: CommandContext) => goToHunk(git, context, direction);
  return [
    { name: "git.next-hunk", doc: "To the next changed rows", run: go(1) },
    { name: "git.previous-hunk", doc: "To the changed rows before", run: go(-1) },
    {
      name: "git.stage-hunk",
      doc: "Stage the changed rows at the cursor, or those of the selection",
      run: (context) => stage(git, context),
    },
    {
      name: "git.unstage-hunk",
      doc: "Take the staged rows at the cursor out of the index",
      run: (context) => unstage(git, context),
    },
    {
      name: "git.reset-hunk",
      doc: "Put the rows at the cursor (or of the selection) back as they are in the index",
      run: (context) => reset(git, context),
    },
    {
      name: "git.preview-hunk",
      doc: "Show what the changed rows at the cursor were, until the next key",
      run: (context) => preview(git, context),
    },
  ];
}

function goToHunk(git: Git, context: CommandContext, direction: 1 | -1): void {
  const { editor, win, doc, count } = context;
  const file = git.require(context.doc);
  if (file.hunks.length === 0) throw new UserError("No changed rows");
  let row = rowOf(doc.text, win.cursor.pos);
  for (let i = 0; i < Math.max(1, count); i++) {
    const hunk = nextHunk(file.hunks, row, direction, editor.options.get("wrapscan"));
    if (hunk === null) throw new UserError(`No changed rows ${direction > 0 ? "below" : "above"}`);
    row = shownRows(hunk).first;
  }
  noteJump(editor);
  editor.setCursor(win, firstNonBlank(doc.text, row));
  const at = file.hunks.findIndex((hunk) => shownRows(hunk).first === row);
  editor.showMessage(`Hunk ${at + 1} of ${file.hunks.length}`);
}

function firstNonBlank(text: Text, row: number): number {
  const { text: line } = text.line(row + 1);
  return posOf(text, row, Math.max(0, line.search(/\S/)));
}

/** The hunks at the cursor, or those parts of hunks that are in the selection, which ends. */
function chosen({ editor, win, doc }: CommandContext, list: readonly Hunk[]): Hunk[] {
  const row = rowOf(doc.text, win.cursor.pos);
  if (win.visual === null) {
    const hunk = hunkAt(list, row);
    if (hunk === null) throw new UserError("No changed rows at the cursor");
    return [hunk];
  }
  const other = rowOf(doc.text, win.visual.anchor);
  win.visual = null;
  editor.setMode("normal");
  const found = hunksIn(list, Math.min(row, other), Math.max(row, other));
  if (found.length === 0) throw new UserError("No changed rows in the selection");
  return found;
}

function* stage(git: Git, context: CommandContext): Fiber {
  const file = git.require(context.doc);
  const hunks = chosen(context, file.hunks);
  yield* until(stageHunks(file, hunks), "git");
  yield* until(git.reread(file), "git");
  context.editor.showMessage(`Staged ${rowsOf(hunks)}`);
}

function* unstage(git: Git, context: CommandContext): Fiber {
  const file = git.require(context.doc);
  const shown = file.stagedInBuffer();
  const [hunk] = chosen(context, shown);
  const staged = file.staged.find(
    (other) => other.fromA === hunk!.fromA && other.toA === hunk!.toA,
  );
  if (staged === undefined) throw new UserError("No staged rows at the cursor");
  yield* until(unstageHunks(file, [staged]), "git");
  yield* until(git.reread(file), "git");
  context.editor.showMessage(`Unstaged ${rowsOf([staged])}`);
}

function rowsOf(hunks: readonly Hunk[]): string {
  let added = 0;
  let deleted = 0;
  for (const { fromA, toA, fromB, toB } of hunks) {
    added += toB - fromB;
    deleted += toA - fromA;
  }
  return `+${added} -${deleted} rows`;
}

function reset(git: Git, context: CommandContext): void {
  const { editor, doc, win } = context;
  const file = git.require(context.doc);
  const { index } = file;
  if (index === null) throw new UserError("git does not track the file");
  const hunks = chosen(context, file.hunks);
  const lines = index.text.toJSON();
  const changes = hunks.map((hunk) =>
    replaceRows(doc.text, hunk.fromB, hunk.toB, lines.slice(hunk.fromA, hunk.toA)),
  );
  editor.dispatch(doc, { changes, origin: "git.reset" });
  const row = Math.min(shownRows(hunks[0]!).first, doc.text.lines - 1);
  editor.setCursor(win, firstNonBlank(doc.text, row));
  editor.showMessage(`Reset ${rowsOf(hunks)}`);
}

function preview(git: Git, context: CommandContext): void {
  const { editor, doc, win } = context;
  const file = git.require(context.doc);
  const { index } = file;
  const hunk = hunkAt(file.hunks, rowOf(doc.text, win.cursor.pos));
  if (hunk === null || index === null) throw new UserError("No changed rows at the cursor");
  const lines = index.text.toJSON().slice(hunk.fromA, hunk.toA);
  const segments = lines.map((line) => [{ text: `- ${line}`, group: "diff.delete" }]);
  const row = shownRows(hunk).first;
  const above = kindOf(hunk) !== "delete" || hunk.fromB === 0;
  if (segments.length > 0) {
    const at = posOf(doc.text, row, 0);
    doc.slots.publish("lines", PREVIEW, [new VirtualLines(segments, above).range(at)]);
    afterNextCommand(editor, () => doc.slots.clear("lines", PREVIEW));
  }
  editor.showMessage(`${kindOf(hunk)}: ${rowsOf([hunk])}`);
}
