/** `:fold`, `:foldopen`, `:foldclose`, `:folddoopen`, `:folddoclosed`. */
import type { Fiber } from "../../editor/fiber.ts";
import { closeFold, createFold, openFold, setFoldsDeep } from "../../editor/folding.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { toRow } from "./cursor.ts";

const lines = { range: "lines", folds: true, bar: true } as const;
const each = { range: "lines", args: "required", whole: true, bar: false } as const;

/** Opens or closes the folds of the rows; with `!` those inside and around them, too. */
function setFolds(call: ExCall, closed: boolean): void {
  const { win } = call.editor;
  for (let row = call.line1 - 1; row < call.line2; row++) {
    if (call.bang) setFoldsDeep(win, row, closed);
    else if (closed) closeFold(win, row);
    else openFold(win, row);
  }
  win.folds.version++;
}

function* foldDo(call: ExCall, closed: boolean): Fiber {
  const { editor } = call;
  const rows: number[] = [];
  for (let row = call.line1 - 1; row < call.line2; row++) {
    if ((editor.win.folds.closedAt(row) !== null) === closed) rows.push(row);
  }
  for (const row of rows.reverse()) {
    toRow(editor, row);
    yield* call.execute(call.args);
  }
}

export const foldCommands: ExCommand[] = [
  {
    ...lines,
    name: "fold",
    min: 2,
    doc: "Makes a fold.",
    run: (call) => createFold(call.editor, call.editor.win, call.line1 - 1, call.line2 - 1),
  },
  {
    ...lines,
    name: "foldopen",
    min: 5,
    bang: true,
    doc: "Opens folds (with ! all that are nested).",
    run: (call) => setFolds(call, false),
  },
  {
    ...lines,
    name: "foldclose",
    min: 5,
    bang: true,
    doc: "Closes folds (with ! all that are nested).",
    run: (call) => setFolds(call, true),
  },
  {
    ...each,
    name: "folddoopen",
    min: 5,
    doc: "Runs a command on lines that are in no closed fold.",
    run: (call) => foldDo(call, false),
  },
  {
    ...each,
    name: "folddoclosed",
    min: 7,
    doc: "Runs a command on lines in closed folds.",
    run: (call) => foldDo(call, true),
  },
];
