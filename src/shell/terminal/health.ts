/** What `:checkhealth` says of terminals. */

import type { HealthItem } from "../../base/health.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Registry } from "./registry.ts";
import { kindOfShell, userShell } from "./start.ts";

export function terminalHealth(
  editor: Editor,
  env: Readonly<Record<string, string | undefined>>,
  registry: Registry,
): HealthItem[] {
  const rows: HealthItem[] = [];
  const shell = userShell(editor, env);
  const kind = kindOfShell(shell);
  if (registry.unavailable !== null) rows.push({ state: "error", text: registry.unavailable });
  else rows.push({ state: "ok", text: "Terminals can be opened" });
  rows.push(
    kind === "other"
      ? {
          state: "info",
          text: `The shell is ${shell}: its commands are told apart by their prompts`,
        }
      : { state: "ok", text: `The shell is ${shell}` },
  );
  const running = registry.all.filter((terminal) => terminal.running).length;
  if (registry.all.length > 0) {
    rows.push({ state: "info", text: `${registry.all.length} open, ${running} running` });
  }
  return rows;
}
