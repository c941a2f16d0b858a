/** `:autocmd`, `:augroup`, `:doautocmd`. */
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { wildcard } from "../../editor/paths.ts";
import type { ExCall, ExCommand } from "./call.ts";
import { EVENT_NAMES } from "./event-names.ts";

/** The events of a comma list, with their full names. Throws UserError (E216). */
function eventsOf(list: string): string[] {
  if (list === "*") return [...EVENT_NAMES];
  return list.split(",").map((word) => {
    const name = EVENT_NAMES.find((event) => event.toLowerCase() === word.toLowerCase());
    if (!name) throw new UserError(`E216: No such group or event: ${word}`);
    return name;
  });
}

function autocmd(call: ExCall): void {
  const state = call.editor.exState;
  const words = /^(\S+)?\s*(\S+)?\s*([\s\S]*)$/.exec(call.args)!;
  let [, first = "", second = "", rest = ""] = words;
  let group = state.group;
  if (first !== "" && state.groups.has(first)) {
    group = first;
    const shifted = /^(\S+)?\s*([\s\S]*)$/.exec(rest)!;
    first = second;
    second = shifted[1] ?? "";
    rest = shifted[2] ?? "";
  }
  const events = first === "" ? null : eventsOf(first);
  const patterns =
    second === "" ? null : second.replaceAll("<buffer>", `<buffer=${call.editor.doc.id}>`);
  if (call.bang) {
    state.autocommands = state.autocommands.filter(
      (entry) =>
        entry.group !== group ||
        (events !== null && !events.includes(entry.event)) ||
        (patterns !== null && !patterns.split(",").includes(entry.pattern)),
    );
  }
  let once = false;
  for (
    let flag = /^(\+\+once|\+\+nested|nested)\s+/.exec(rest);
    flag;
    flag = /^(\+\+once|\+\+nested|nested)\s+/.exec(rest)
  ) {
    if (flag[1] === "++once") once = true;
    rest = rest.slice(flag[0].length);
  }
  if (rest === "") {
    if (!call.bang) list(call.editor, events, patterns);
    return;
  }
  if (!events || !patterns) throw new UserError("E471: Argument required");
  for (const event of events) {
    for (const pattern of splitPatterns(patterns)) {
      state.autocommands.push({ group, event, pattern, once, command: rest });
    }
  }
}

/** Commas inside braces belong to the pattern. */
function splitPatterns(list: string): string[] {
  return list.match(/(?:\{[^}]*\}|[^,])+/g) ?? [];
}

function list(editor: Editor, events: readonly string[] | null, patterns: string | null): void {
  const lines = editor.exState.autocommands
    .filter(
      (entry) =>
        (!events || events.includes(entry.event)) && (!patterns || entry.pattern === patterns),
    )
    .map(
      (entry) =>
        `${entry.group.padEnd(12)} ${entry.event.padEnd(14)} ${entry.pattern.padEnd(12)} ${entry.command}`,
    );
  editor.showMessage(["--- Autocommands ---", ...lines].join("\n"));
}

function matches(doc: Document, pattern: string, subject: string): boolean {
  if (pattern === "*") return true;
  const buffer = /^<buffer(?:=(\d+))?>$/.exec(pattern);
  if (buffer) return Number(buffer[1]) === doc.id;
  if (pattern.includes("/")) return wildcard(pattern).test(subject);
  return wildcard(pattern).test(subject.slice(subject.lastIndexOf("/") + 1));
}

/** Runs a fiber that may ask no questions. */
function runToEnd(editor: Editor, fiber: Fiber): void {
  const step = fiber.next();
  if (!step.done) {
    fiber.return();
    editor.showMessage("An autocommand can't wait for keys", "error");
  }
}

/** Runs what is registered for an event; errors are shown. `subject` is what patterns are compared with. */
export function fireEvent(
  editor: Editor,
  event: string,
  doc: Document,
  subject = doc.path ?? "",
): void {
  const state = editor.exState;
  if (state.autocommandsOff > 0 || state.autocommands.length === 0) return;
  const due = state.autocommands.filter(
    (entry) => entry.event === event && matches(doc, entry.pattern, subject),
  );
  if (due.length === 0) return;
  state.autocommandsOff++;
  try {
    for (const entry of due) {
      if (entry.once) state.autocommands = state.autocommands.filter((other) => other !== entry);
      try {
        runToEnd(editor, editor.ex(entry.command));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        editor.showMessage(`${event}: ${error.message}`, "error");
      }
    }
  } finally {
    state.autocommandsOff--;
  }
}

function augroup(call: ExCall): void {
  const state = call.editor.exState;
  const name = call.args.trim();
  if (name === "") {
    call.editor.showMessage([...state.groups].join("  "));
    return;
  }
  if (call.bang) {
    state.groups.delete(name);
    state.autocommands = state.autocommands.filter((entry) => entry.group !== name);
    return;
  }
  if (name.toUpperCase() === "END") state.group = "";
  else {
    state.groups.add(name);
    state.group = name;
  }
}

function doAutocmd(call: ExCall): void {
  const words = call.args
    .replace(/^<nomodeline>\s*/, "")
    .trim()
    .split(/\s+/);
  if (call.editor.exState.groups.has(words[0] ?? "")) words.shift();
  const { doc } = call.editor;
  for (const event of eventsOf(words[0] ?? ""))
    fireEvent(call.editor, event, doc, words[1] ?? doc.path ?? "");
}

export const autocommandCommands: ExCommand[] = [
  {
    name: "autocmd",
    min: 2,
    bang: true,
    args: true,
    noComment: true,
    keepCtrlV: true,
    complete: "event",
    doc: "Runs a command when something happens.",
    run: autocmd,
  },
  {
    name: "augroup",
    min: 3,
    bang: true,
    args: true,
    bar: true,
    complete: "augroup",
    doc: "Names the group of the autocommands that follow.",
    run: augroup,
  },
  {
    name: "doautocmd",
    min: 2,
    args: "required",
    bar: true,
    complete: "event",
    doc: "Runs the autocommands of an event.",
    run: doAutocmd,
  },
  {
    name: "doautoall",
    min: 7,
    args: "required",
    bar: true,
    complete: "event",
    doc: "Runs the autocommands of an event.",
    run: doAutocmd,
  },
];
