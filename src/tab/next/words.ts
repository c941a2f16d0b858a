/** What an action is called. */
import { basename } from "node:path";
import type { FloatLine } from "../../editor/float.ts";
import { riskOf } from "../../shell/risk/risk.ts";
import type { NextAction } from "./action.ts";

const MOST = 60;

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
    if (detail !== "") lines.push(cut(detail));
    const reasons = new Set([...riskOf(command).reasons, ...riskOf(detail).reasons]);
    if (reasons.size > 0) lines.push(`It ${[...reasons].join(", ")}.`);
  }
  lines.push(action.reason);
  return lines.map((text) => ({ text, spans: [] }));
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length > MOST ? `${characters.slice(0, MOST - 1).join("")}…` : line;
}
