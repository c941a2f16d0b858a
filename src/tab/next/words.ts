/** What an action is called. */
import { basename } from "node:path";
import { printable } from "../../base/width.ts";
import type { FloatLine } from "../../editor/float.ts";
import { riskOf } from "../../shell/risk/risk.ts";
import type { NextAction } from "./action.ts";

/** Characters of a line, and lines of the box that a command goes on in. */
const MOST = 60;
const MOST_LINES = 8;

/** As in `run npm test`, for the hint and the lists. */
export function titleOf(action: NextAction): string {
  switch (action.kind) {
    case "command":
      return `${action.write.length > 0 ? "write and run" : "run"} ${cut(action.command.command)}`;
    case "save":
      return `write ${action.write.map(({ path }) => basename(path ?? "")).join(", ")}`;
    case "open":
      return `open ${basename(action.path)}`;
    case "close":
      return `close ${asideName(action.win.doc.kind)}`;
  }
}

function asideName(kind: string): string {
  if (kind === "help") return "the help";
  return kind === "terminal" ? "the terminal" : "the list";
}

/** What is shown before it is done: what, with which risk, and why. */
export function boxOf(action: NextAction): FloatLine[] {
  const verb = action.kind === "command" ? "runs" : "writes";
  const lines = [`${titleOf(action)}?   ! ${verb} it`];
  if (action.kind === "command") {
    const { command, detail } = action.command;
    lines.push(...rest(command));
    if (detail !== "") lines.push(cut(detail));
    const reasons = new Set([...riskOf(command).reasons, ...riskOf(detail).reasons]);
    if (reasons.size > 0) lines.push(`It ${[...reasons].join(", ")}.`);
  }
  lines.push(action.reason);
  return lines.map((text) => ({ text, spans: [] }));
}

function cut(text: string): string {
  const characters = charactersOf(text);
  if (characters.length <= MOST) return characters.join("");
  return `${characters.slice(0, MOST - 1).join("")}…`;
}

/** What `cut` leaves out, in lines: nobody says yes to what he can't read. */
function rest(text: string): string[] {
  const characters = charactersOf(text);
  const lines: string[] = [];
  if (characters.length <= MOST) return lines;
  for (let at = MOST - 1; at < characters.length; at += MOST) {
    if (lines.length === MOST_LINES) return [...lines, "…"];
    lines.push(`…${characters.slice(at, at + MOST).join("")}`);
  }
  return lines;
}

function charactersOf(text: string): string[] {
  return [...printable(text.replace(/\s+/g, " "))];
}
