/** `hunch models`: what is configured, and what to do where nothing is. */
import { type ConfigFault, faultText } from "../../base/toml-source.ts";
import { keyState } from "../../models/config/key-state.ts";
import { shortenHome } from "../../models/config/paths.ts";
import { type ModelsConfig, ROLES } from "../../models/model.ts";
import { hostName, leaves } from "./notice.ts";

type Env = Readonly<Record<string, string | undefined>>;

const USES: Readonly<Record<(typeof ROLES)[number], string>> = {
  complete: "text at the cursor",
  edit: "next edits",
  chat: "conversation",
  command: "shell commands (CTRL-\\ k)",
};

const ADVICE = [
  "No models are configured. The predictions of Tab work without one.",
  "",
  "With a server on this machine (llama.cpp, Ollama), one that you rent (Codestral, Mercury, Anthropic), or Copilot:",
  "  hunch models add",
  "With a small model that runs here:",
  "  hunch model add FILE|URL|NAME",
  "What each is good for: :help models",
];

export function listLines(
  config: ModelsConfig,
  faults: readonly ConfigFault[],
  env: Env,
): string[] {
  const wrong = faults.map((each) => faultText({ ...each, file: shortenHome(each.file, env) }));
  if (config.providers.length === 0) return wrong.length === 0 ? ADVICE : wrong;
  const lines: string[] = [];
  for (const role of ROLES)
    lines.push(`${role.padEnd(9)}${config.roles[role] ?? `- (${USES[role]})`}`);
  for (const provider of config.providers) {
    const where = provider.url === "" && !leaves(provider) ? "here" : hostName(provider);
    lines.push("", `${provider.name}: ${provider.kind}, ${where}`);
    const key = keyState(provider, env);
    if (key.text !== "") lines.push(`  ${key.ok ? "" : "MISSING: "}${key.text}`);
    if (provider.allow !== null) lines.push(`  only files below ${provider.allow.join(", ")}`);
    for (const model of config.models) {
      if (model.provider !== provider.name) continue;
      lines.push(model.name === model.id ? `  ${model.name}` : `  ${model.name}: ${model.id}`);
    }
  }
  const roles = ROLES.filter((role) => config.roles[role] !== undefined);
  if (roles.length === 0 && config.models.length > 0) {
    lines.push("", "No model has a role yet: hunch models use complete NAME");
  }
  if (wrong.length > 0) lines.push("", ...wrong);
  return lines;
}
