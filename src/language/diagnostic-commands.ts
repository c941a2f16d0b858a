/** Going to diagnostics, reading them in full, listing them. */
import { relative } from "node:path";
import { UserError } from "../base/errors.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import type { ExCall, ExCommand } from "../editor/ex-command.ts";
import type { Fiber } from "../editor/fiber.ts";
import { type FloatLine, floatsOf } from "../editor/float.ts";
import { openFoldsFor } from "../editor/folding.ts";
import type { PickItem, PickSource } from "../editor/picker.ts";
import { noteJump } from "../editor/place.ts";
import { type QuickfixItem, type QuickfixKind, quickfixOf } from "../editor/quickfix.ts";
import type { Text } from "../text/text.ts";
import {
  type Diagnostic,
  diagnosticsOf,
  type PlacedDiagnostic,
  SEVERITIES,
  type Severity,
} from "./diagnostics.ts";
import { notice } from "./lsp/notice.ts";

/** The kind of the float that shows them in full. */
const FLOAT = "diagnostic";

const KINDS: Readonly<Record<Severity, QuickfixKind>> = {
  error: "E",
  warning: "W",
  info: "I",
  hint: "N",
};

export const diagnosticCommands: readonly Command[] = [
  { name: "diagnostic.next", doc: "To the next diagnostic", run: (c) => step(c, 1) },
  { name: "diagnostic.previous", doc: "To the diagnostic before", run: (c) => step(c, -1) },
  { name: "diagnostic.last", doc: "To the last diagnostic of the buffer", run: (c) => end(c, -1) },
  { name: "diagnostic.first", doc: "To the first diagnostic of the buffer", run: (c) => end(c, 0) },
  { name: "diagnostic.show", doc: "Show the diagnostics of the line in full", run: show },
];

function require(context: CommandContext): readonly PlacedDiagnostic[] {
  const all = diagnosticsOf(context.editor).of(context.doc);
  if (all.length === 0) throw new UserError("No diagnostics");
  return all;
}

function step(context: CommandContext, direction: 1 | -1): void {
  const { editor, win, doc, count } = context;
  const places = [...new Set(require(context).map(({ from }) => shownAt(doc.text, from)))];
  let { pos } = win.cursor;
  for (let i = 0; i < Math.max(1, count); i++) {
    const next = direction > 0 ? places.find((at) => at > pos) : places.findLast((at) => at < pos);
    const round = editor.options.get("wrapscan") ? places.at(direction > 0 ? 0 : -1) : undefined;
    const to = next ?? round;
    if (to === undefined) throw new UserError(`No diagnostic ${direction > 0 ? "below" : "above"}`);
    pos = to;
  }
  goTo(context, pos);
}

function end(context: CommandContext, index: 0 | -1): void {
  goTo(context, shownAt(context.doc.text, require(context).at(index)!.from));
}

/** The cursor can't stand behind the last character of a line. */
function shownAt(text: Text, pos: number): number {
  const line = text.lineAt(pos);
  return pos === line.to && line.length > 0 ? pos - 1 : pos;
}

function goTo({ editor, win, doc }: CommandContext, pos: number): void {
  noteJump(editor);
  editor.setCursor(win, pos);
  openFoldsFor(editor, win, "jump");
  const here = diagnosticsOf(editor)
    .of(doc)
    .filter(({ from }) => shownAt(doc.text, from) === pos);
  const first = here.find(({ item }) => item.severity === worstOf(here));
  if (first === undefined) return;
  const more = here.length > 1 ? ` (and ${here.length - 1} more)` : "";
  notice(editor, `${lineOf(first.item)}${more}`, "info");
}

function worstOf(list: readonly PlacedDiagnostic[]): Severity {
  return SEVERITIES.find((severity) => list.some(({ item }) => item.severity === severity))!;
}

/** Opens a float at the cursor; again: its next page. */
function show({ editor, win, doc }: CommandContext): void {
  const floats = floatsOf(editor);
  if (floats.isOpen(FLOAT) && floats.nextPage()) return;
  const line = doc.text.lineAt(win.cursor.pos);
  const here = diagnosticsOf(editor).between(doc, line.from, line.to);
  if (here.length === 0) throw new UserError("No diagnostics in this line");
  const lines = here.flatMap(({ item }) => floatLines(item, editor));
  floats.show({ kind: FLOAT, lines, side: "below", until: "key" });
}

/** The first line of a message, who says it and its code. */
export function lineOf(item: Diagnostic): string {
  const [first] = item.message.trim().split("\n", 1);
  return `${first}${signature(item)}`;
}

/** The whole message behind its severity, and the places that belong to it. */
function floatLines(item: Diagnostic, editor: Editor): FloatLine[] {
  const { severity } = item;
  const whole = `${severity}: ${item.message.trim()}${signature(item)}`;
  const lines = whole.split("\n").map((text, i): FloatLine => {
    const spans = [{ from: 0, to: severity.length, group: `sign.${severity}` }];
    return { text, spans: i === 0 ? spans : [] };
  });
  const places = item.related.map(({ path, point, message }): FloatLine => {
    const at = `${relative(editor.cwd, path)}:${point.row + 1}:${point.col + 1}`;
    return { text: `    ${at}: ${message.split("\n", 1)[0]}`, spans: [] };
  });
  return [...lines, ...places];
}

function signature({ tool, code }: Diagnostic): string {
  const words = [tool, code].filter((word) => word !== "").join(" ");
  return words === "" ? "" : ` [${words}]`;
}

export const diagnosticExCommands: readonly ExCommand[] = [
  {
    name: "Diagnostics",
    min: 4,
    bar: true,
    bang: true,
    args: true,
    doc: "Put all diagnostics into the quickfix list and open it; `!`: of this buffer; `error`: only those and worse",
    complete: () => SEVERITIES,
    run: list,
  },
];

function* list({ editor, bang, args }: ExCall): Fiber {
  const word = args.trim();
  const least = word === "" ? SEVERITIES.length - 1 : SEVERITIES.indexOf(word as Severity);
  if (least < 0) throw new UserError(`E475: Invalid argument: ${word}`);
  const store = diagnosticsOf(editor);
  const { path } = editor.doc;
  const paths = bang ? (path === null ? [] : [path]) : store.paths();
  const items: QuickfixItem[] = [];
  for (const file of paths) {
    for (const item of store.at(file)) {
      if (SEVERITIES.indexOf(item.severity) > least) continue;
      items.push({
        path: file,
        point: item.start,
        endPoint: item.end,
        text: lineOf(item),
        kind: KINDS[item.severity],
      });
    }
  }
  if (items.length === 0) throw new UserError("No diagnostics");
  quickfixOf(editor).set({ title: "Diagnostics", items });
  yield* editor.ex("copen");
}

/** `:Pick diagnostics` */
export function diagnosticSource(editor: Editor): PickSource {
  return {
    name: "diagnostics",
    title: "Diagnostics",
    doc: "What servers say is wrong, in all files",
    start(_query, sink) {
      const store = diagnosticsOf(editor);
      const items = store
        .paths()
        .flatMap((path) => store.at(path).map((item) => itemOf(path, item)));
      const rank = (each: PickItem) => SEVERITIES.indexOf(each.data as Severity);
      sink.push(items.sort((a, b) => rank(a) - rank(b)));
      sink.done();
    },
  };

  function itemOf(path: string, item: Diagnostic): PickItem {
    return {
      text: lineOf(item),
      detail: `${relative(editor.cwd, path)}:${item.start.row + 1}`,
      mark: { text: item.severity[0]!.toUpperCase(), group: `sign.${item.severity}` },
      place: { path, point: item.start },
      data: item.severity,
    };
  }
}
