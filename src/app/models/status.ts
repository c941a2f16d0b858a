/** `:Model`: providers, roles, how fast they were; and the rows of a health report. */
import { readFileSync } from "node:fs";
import type { HealthItem } from "../../base/health.ts";
import { type ConfigFault, faultText } from "../../base/toml-source.ts";
import { keyState } from "../../models/config/key-state.ts";
import { localHealth } from "../../models/local/health.ts";
import { type ModelsConfig, type ProviderConfig, ROLES } from "../../models/model.ts";
import type { ModelProcess, ProviderState, SentRequest } from "../../models/port.ts";
import { copilotHealth } from "../../tab/copilot/spec.ts";
import { hostName, leaves } from "./notice.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface StatusFacts {
  readonly on: boolean;
  /** As it is shown; null: none counts. */
  readonly file: string | null;
  readonly config: ModelsConfig;
  readonly faults: readonly ConfigFault[];
  readonly failing: ReadonlyMap<string, ProviderState>;
  readonly processes?: ReadonlyMap<string, ModelProcess>;
  readonly sent: readonly SentRequest[];
  /** What those who predict have to say. */
  readonly more: readonly string[];
  readonly env: Env;
}

export const NOTHING_YET = [
  "No models are configured. In a terminal:",
  "  hunch models add",
  "asks a few questions and writes models.toml. :help models has more.",
];

/** `--clean`, `-u`. */
export const WITHOUT = "this editor was started without the usual configuration";

export function statusLines(facts: StatusFacts): string[] {
  const { config, faults, failing, sent, env } = facts;
  if (facts.file === null) return [`models: ${WITHOUT}`];
  const lines = [`models: ${facts.on ? "on" : "off (:Model on)"}, ${facts.file}`];
  if (config.providers.length === 0 && faults.length === 0) lines.push(...NOTHING_YET);
  for (const role of ROLES) {
    const name = config.roles[role];
    if (name === undefined) continue;
    const model = config.models.find((each) => each.name === name)!;
    const speed = speedOf(sent.filter((each) => each.model === name && each.purpose !== "test"));
    lines.push(`  ${role.padEnd(8)} ${name}: ${model.id} at ${model.provider}${speed}`);
  }
  for (const provider of config.providers) {
    const state = failing.get(provider.name);
    const key = keyState(provider, env);
    const trouble = key.ok ? (state === undefined ? "" : `: ${stateText(state)}`) : `: ${key.text}`;
    lines.push(`  ${placeText(provider)}${trouble}`);
    const process = facts.processes?.get(provider.name);
    if (process !== undefined) lines.push(`    ${processText(process)}`);
  }
  lines.push(...facts.more.map((line) => `  ${line}`));
  lines.push(...faults.map(faultText));
  return lines;
}

/** `process 1234, 812 MB; it has crashed once (killed by SIGKILL)`. */
function processText({ pid, crashes, lastCrash }: ModelProcess): string {
  const memory = pid === null ? null : memoryOf(pid);
  const size = memory === null ? "" : `, ${Math.round(memory / 1e6)} MB`;
  const now = pid === null ? "no process, as nobody asks" : `process ${pid}${size}`;
  if (crashes === 0) return now;
  return `${now}; it has crashed ${crashes === 1 ? "once" : `${crashes} times`} (${lastCrash})`;
}

/** Resident bytes of a process; null: the system does not say. */
function memoryOf(pid: number): number | null {
  try {
    const match = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return match === null ? null : Number(match[1]) * 1024;
  } catch (error) {
    // There is no such folder here, or no such process any more.
    if ((error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

function placeText(provider: ProviderConfig): string {
  const where = provider.url === "" && !leaves(provider) ? "here" : hostName(provider);
  return `${provider.name} (${provider.kind}, ${where})`;
}

/** `now`: milliseconds since the epoch. */
export function stateText(state: ProviderState, now = Date.now()): string {
  const { provider, retryAt } = state;
  const message = state.message.replace(`${provider}: `, "");
  // Who refuses a key is asked again when the configuration has changed.
  const isSoon = retryAt > now && Number.isFinite(retryAt);
  return isSoon ? `${message}, again in ${Math.ceil((retryAt - now) / 1000)} s` : message;
}

/** `, 142 ms, 12 requests, 93 % of the prompts cached`. */
function speedOf(sent: readonly SentRequest[]): string {
  const done = sent.filter(({ outcome }) => outcome === "ok");
  const times = done.map(({ ms }) => ms).filter((ms) => ms !== null);
  if (times.length === 0) return "";
  times.sort((a, b) => a - b);
  const middle = times[times.length >> 1]!;
  let tokens = 0;
  let cached = 0;
  for (const { usage } of done) {
    if (usage === null || usage.cachedTokens === null) continue;
    tokens += usage.promptTokens;
    cached += usage.cachedTokens;
  }
  const share =
    tokens === 0 ? "" : `, ${Math.round((100 * cached) / tokens)} % of the prompts cached`;
  return `, ${Math.round(middle)} ms, the last ${sent.length} requests${share}`;
}

/** Rows for `:checkhealth` and `hunch health`; keys are looked for, not read. */
export function modelHealth(
  config: ModelsConfig,
  faults: readonly ConfigFault[],
  env: Env,
  failing: ReadonlyMap<string, ProviderState> = new Map(),
  processes: ReadonlyMap<string, ModelProcess> = new Map(),
): HealthItem[] {
  const items: HealthItem[] = faults.map((fault) => ({ state: "error", text: faultText(fault) }));
  if (config.providers.length === 0 && faults.length === 0) {
    return [{ state: "info", text: "No models are configured: hunch models add" }];
  }
  for (const provider of config.providers) {
    const key = keyState(provider, env);
    const state = failing.get(provider.name);
    const far = leaves(provider) ? ", not on your machines" : "";
    const text = `${placeText(provider)}${key.text === "" ? "" : `: ${key.text}`}${far}`;
    if (!key.ok) items.push({ state: "warning", text });
    else if (state !== undefined)
      items.push({ state: "warning", text: `${text}: ${stateText(state)}` });
    else items.push({ state: "ok", text });
    const process = processes.get(provider.name);
    if (process !== undefined) {
      const state = process.crashes > 0 ? "warning" : "info";
      items.push({ state, text: `${provider.name}: ${processText(process)}` });
    }
    if (provider.kind === "gguf") {
      const own = config.models.filter((model) => model.provider === provider.name);
      items.push(...localHealth(own, env));
    } else if (provider.kind === "copilot") items.push(copilotHealth(provider, env));
  }
  const roles = ROLES.filter((role) => config.roles[role] !== undefined);
  const hasCopilot = config.providers.some(({ kind }) => kind === "copilot");
  if (roles.length > 0) {
    const text = roles.map((role) => `${role}: ${config.roles[role]}`).join(", ");
    items.push({ state: "ok", text });
  } else if (!hasCopilot && config.models.length > 0) {
    items.push({
      state: "warning",
      text: "No model has a role: none is asked",
      advice: ["hunch models use complete NAME"],
    });
  }
  return items;
}
