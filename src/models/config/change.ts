/** Changes of the configuration that users ask for by name. Each throws UserError where it makes no sense. */
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../base/errors.ts";
import {
  type ModelConfig,
  type ModelsConfig,
  type ProviderConfig,
  ROLES,
  type Role,
} from "../model.ts";
import { withoutTable, withoutValue, withTable, withValue } from "./edit.ts";
import { roleFault } from "./file.ts";
import { COPILOT_COMMAND, KINDS, USUAL_CONTEXTS, usualKey } from "./kinds.ts";
import { shortenHome } from "./paths.ts";

type Env = Readonly<Record<string, string | undefined>>;

export function roleOf(name: string): Role {
  if ((ROLES as readonly string[]).includes(name)) return name as Role;
  throw new UserError(`No role ${name}: there are ${ROLES.join(", ")}`);
}

/** The text with a model in a role; `name` "": with none. */
export function withRole(text: string, config: ModelsConfig, role: Role, name: string): string {
  if (name === "") return withoutValue(text, ["roles"], role);
  const model = config.models.find((each) => each.name === name);
  if (model === undefined) throw noModel(config, name);
  const provider = config.providers.find((each) => each.name === model.provider);
  const fault = provider === undefined ? null : roleFault(role, model, provider);
  if (fault !== null) throw new UserError(fault);
  return withValue(text, ["roles"], role, name);
}

/** The text without a model or a provider (and its models), and without what they did. */
export function withoutNamed(text: string, config: ModelsConfig, name: string): string {
  const isProvider = config.providers.some((provider) => provider.name === name);
  const models = config.models.filter((model) => model.name === name);
  if (models.length === 0 && !isProvider) throw noModel(config, name);
  const gone =
    models.length > 0 ? models : config.models.filter(({ provider }) => provider === name);
  let changed = text;
  for (const model of gone) {
    changed = withoutTable(changed, ["model", model.name]);
    for (const role of ROLES) {
      if (config.roles[role] === model.name) changed = withoutValue(changed, ["roles"], role);
    }
  }
  return models.length > 0 ? changed : withoutTable(changed, ["provider", name]);
}

export function noModel(config: ModelsConfig, name: string): UserError {
  const names = config.models.map((model) => model.name);
  return new UserError(
    names.length === 0
      ? "No models are configured: hunch models add"
      : `No model ${name}; there are ${names.join(", ")}`,
  );
}

/** The text with a provider: only what has to be written is. */
export function withProvider(text: string, provider: ProviderConfig, env: Env): string {
  const { name, kind, url, key, headers, allow, command } = provider;
  const usual = usualKey(kind, url);
  return withTable(text, ["provider", name], {
    kind,
    url: url === (KINDS[kind].url ?? "") ? undefined : url,
    key:
      key === null || JSON.stringify(key) === JSON.stringify(usual)
        ? undefined
        : keyEntry(key, env),
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    allow: allow?.map((folder) => shortenHome(folder, env)),
    command: command === null || isUsual(command) ? undefined : command,
  });
}

function isUsual(command: readonly string[]): boolean {
  return isDeepStrictEqual(command, COPILOT_COMMAND);
}

function keyEntry(key: NonNullable<ProviderConfig["key"]>, env: Env): Record<string, string> {
  return "file" in key ? { file: shortenHome(key.file, env) } : { ...key };
}

export function withModel(
  text: string,
  model: ModelConfig,
  kind: ProviderConfig["kind"],
  env: Env,
): string {
  const { name, provider, id, format, context, price, extra } = model;
  return withTable(text, ["model", name], {
    provider,
    id: kind === "gguf" ? shortenHome(id, env) : id,
    format: format ?? undefined,
    context: context === USUAL_CONTEXTS[kind] ? undefined : context,
    price: price ?? undefined,
    extra: Object.keys(extra).length === 0 ? undefined : extra,
  });
}
