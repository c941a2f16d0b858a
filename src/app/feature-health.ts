/** What a health report says of servers and grammars. */
import { UserError } from "../base/errors.ts";
import type { HealthItem } from "../base/health.ts";
import type { Trust } from "../base/trust.ts";
import { projectOf } from "../editor/project.ts";
import { serverHealth } from "../language/lsp/server-health.ts";
import type { Settings } from "../language/lsp/server-table.ts";
import { GRAMMARS } from "../language/syntax/grammars.ts";
import type { HealthSection } from "./health-sections.ts";
import { ripgrepPath } from "./pickers/ripgrep.ts";

export interface FeatureHealthRequest {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder; absolute. */
  readonly cwd: string;
  readonly trust: Trust;
  /** The user's `[servers]`. */
  readonly servers: Settings | undefined;
}

function ripgrepItem(env: FeatureHealthRequest["env"]): HealthItem {
  try {
    return { state: "ok", text: `ripgrep: ${ripgrepPath(env)}` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { state: "warning", text: error.message };
  }
}

export function featureSections(request: FeatureHealthRequest): HealthSection[] {
  const { env, cwd, trust, servers } = request;
  const root = projectOf(cwd) ?? cwd;
  const items: HealthItem[] = [];
  const missing: string[] = [];
  for (const { name, program, filetypes } of serverHealth(root, trust, env, servers)) {
    if (program === null) missing.push(name);
    else items.push({ state: "ok", text: `${name}: ${program} (${filetypes.join(", ")})` });
  }
  if (missing.length > 0) {
    items.push({ state: "info", text: `Not installed: ${missing.join(", ")}` });
  }
  if (!trust.allows(root)) {
    items.push({
      state: "info",
      text: `${root} is not trusted: nothing is started in it, and its own programs were not looked for`,
    });
  }
  const grammars = Object.keys(GRAMMARS).sort().join(" ");
  return [
    { title: "Search", items: [ripgrepItem(env)] },
    { title: "Language servers", items },
    { title: "Syntax", items: [{ state: "ok", text: `Grammars: ${grammars}` }] },
  ];
}
