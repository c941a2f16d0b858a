/** `models.toml`: read and checked. What is wrong is left out and reported with its line; the rest counts. */
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, normalize } from "node:path";
import { hasSecret } from "../../base/secrets.ts";
import { type ConfigFault, isTable, TomlSource, type TomlTable } from "../../base/toml-source.ts";
import type { Format } from "../format.ts";
import { formatFor, formats } from "../formats/all.ts";
import {
  type KeySource,
  type ModelConfig,
  type ModelsConfig,
  NO_MODELS,
  type ProviderConfig,
  type ProviderKind,
  ROLES,
  type Role,
} from "../model.ts";
import { urlFault } from "./address.ts";
import { isVariable, keyFileState } from "./keys.ts";
import { COPILOT_COMMAND, KIND_NAMES, KINDS, USUAL_CONTEXTS, usualKey } from "./kinds.ts";
import { expandHome, modelsFile } from "./paths.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface ModelsRead {
  readonly config: ModelsConfig;
  readonly faults: readonly ConfigFault[];
}

/** Less has no room for a prompt and its answer. */
const LEAST_CONTEXT = 512;

/** What `models.toml` of a configuration folder says; nothing where there is none. */
export function readModels(folder: string, env: Env): ModelsRead {
  const file = modelsFile(folder);
  const unread = (why: string): ModelsRead => ({
    config: NO_MODELS,
    faults: [{ file, line: 1, text: why }],
  });
  let text: string;
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) return unread("is no file");
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return { config: NO_MODELS, faults: [] };
    return unread(message.replace(/, \w+ '.*'$/, ""));
  }
  return parseModels(text, file, env);
}

/** The same for a text. Key files that it names are looked at, and not read. */
export function parseModels(text: string, file: string, env: Env): ModelsRead {
  const source = new TomlSource(text, file);
  const reader = new Reader(source, env);
  const providers = reader.tables("provider").map(([name, table]) => reader.provider(name, table));
  const known = new Map(providers.filter((p) => p !== null).map((p) => [p.name, p]));
  const models = reader
    .tables("model")
    .map(([name, table]) => reader.model(name, table, known))
    .filter((model) => model !== null);
  const roles = reader.roles(new Map(models.map((model) => [model.name, model])), known);
  for (const key of Object.keys(source.table)) {
    if (key !== "provider" && key !== "model" && key !== "roles") {
      source.fault([key], `unknown key ${shown(key)}${isKeyName(key) ? KEY_ADVICE : ""}`);
    }
  }
  source.faults.sort((a, b) => a.line - b.line);
  return { config: { providers: [...known.values()], models, roles }, faults: source.faults };
}

const KEY_ADVICE =
  '; keys are not written here: key = { env = "NAME" }, { command = "pass show x" } or { file = "~/x" }';

/** Who pastes a key at a wrong place must not find it in a message. */
function shown(name: string): string {
  return hasSecret(name) ? "…" : name;
}

function isKeyName(name: string): boolean {
  return /^(?:api[-_]?)?(?:key|token|secret)$/i.test(name);
}

/** Headers that have keys: they are put in from the key's source. */
const KEY_HEADERS =
  /^(?:authorization|x-api-key|api-key|cookie|proxy-authorization|x-goog-api-key)$/;

class Reader {
  private readonly source: TomlSource;
  private readonly env: Env;

  constructor(source: TomlSource, env: Env) {
    this.source = source;
    this.env = env;
  }

  tables(name: "provider" | "model"): [string, TomlTable][] {
    const value = this.source.table[name];
    if (value === undefined) return [];
    if (!isTable(value)) {
      this.source.fault([name], `${name} must be a table of tables: [${name}.NAME]`);
      return [];
    }
    return Object.entries(value).flatMap(([key, table]) => {
      if (isTable(table)) return [[key, table] satisfies [string, TomlTable]];
      this.source.fault([name, key], `${name}.${key} must be a table`);
      return [];
    });
  }

  /** Null: something in it is wrong, and nothing is sent by halves. */
  provider(name: string, table: TomlTable): ProviderConfig | null {
    const path = ["provider", name];
    const { kind } = table;
    if (kind === undefined) return this.bad(path, `${name} has no kind: ${KIND_NAMES.join(", ")}`);
    if (typeof kind !== "string" || !(KIND_NAMES as readonly string[]).includes(kind)) {
      return this.bad([...path, "kind"], `unknown kind; there are ${KIND_NAMES.join(", ")}`);
    }
    const facts = KINDS[kind as ProviderKind];
    const usual = facts.url;
    const before = this.source.faults.length;
    let url = usual ?? "";
    let key: KeySource | null | undefined;
    let headers: Readonly<Record<string, string>> = {};
    let allow: readonly string[] | null = null;
    let command: readonly string[] | null = kind === "copilot" ? COPILOT_COMMAND : null;
    for (const [field, value] of Object.entries(table)) {
      const at = [...path, field];
      if (field === "kind") continue;
      if (field === "url" && facts.http) {
        const given = this.text(at, value);
        const secret = given !== null && hasSecret(given) ? `url has a key${KEY_ADVICE}` : null;
        const fault = given === null ? null : (urlFault(given) ?? secret);
        if (fault !== null) this.source.fault(at, fault);
        url = (given ?? "").replace(/\/+$/, "");
      } else if (field === "key" && facts.http) key = this.key(at, value);
      else if (field === "headers" && facts.http) headers = this.headers(at, value);
      else if (field === "allow") allow = this.folders(at, value);
      else if (field === "command" && kind === "copilot") command = this.words(at, value);
      else {
        this.source.fault(
          at,
          `unknown key ${shown(field)} of ${kind}${isKeyName(field) ? KEY_ADVICE : ""}`,
        );
      }
    }
    if (facts.http && table.url === undefined && usual === null) {
      this.source.fault(path, `${name} has no url, such as url = "https://api.example.com/v1"`);
    }
    if (this.source.faults.length > before) return null;
    if (key === undefined) key = usualKey(kind as ProviderKind, url);
    return { name, kind: kind as ProviderKind, url, key, headers, allow, command };
  }

  model(
    name: string,
    table: TomlTable,
    providers: ReadonlyMap<string, ProviderConfig>,
  ): ModelConfig | null {
    const path = ["model", name];
    const before = this.source.faults.length;
    let id = "";
    let format: string | null = null;
    let context: number | null = null;
    let price: ModelConfig["price"] = null;
    let extra: ModelConfig["extra"] = {};
    for (const [field, value] of Object.entries(table)) {
      const at = [...path, field];
      if (field === "provider") continue;
      if (field === "id") id = this.text(at, value) ?? "";
      else if (field === "format") format = this.format(at, value);
      else if (field === "context") context = this.count(at, value);
      else if (field === "price") price = this.price(at, value);
      else if (field === "extra") {
        if (isTable(value) && !hasSecret(JSON.stringify(value))) extra = { ...value };
        else
          this.source.fault(
            at,
            isTable(value) ? `extra has a secret${KEY_ADVICE}` : "extra must be a table",
          );
      } else
        this.source.fault(at, `unknown key ${shown(field)}${isKeyName(field) ? KEY_ADVICE : ""}`);
    }
    const provider = this.providerOf(path, table.provider, providers);
    if (table.id === undefined)
      this.source.fault(path, `${name} has no id: what its provider calls it`);
    if (provider === null || this.source.faults.length > before) return null;
    if (provider.kind === "gguf") id = this.absolute([...path, "id"], id) ?? "";
    if (this.source.faults.length > before) return null;
    context ??= USUAL_CONTEXTS[provider.kind];
    return { name, provider: provider.name, id, format, context, price, extra };
  }

  private providerOf(
    path: readonly string[],
    value: unknown,
    providers: ReadonlyMap<string, ProviderConfig>,
  ): ProviderConfig | null {
    if (value === undefined) return this.bad(path, `${path[1]} has no provider`);
    const at = [...path, "provider"];
    const name = this.text(at, value);
    if (name === null) return null;
    const found = providers.get(name);
    if (found !== undefined) return found;
    const all = this.source.table.provider;
    // Its own fault says more.
    const isWrong = isTable(all) && name in all;
    return this.bad(at, isWrong ? `the provider ${name} can't be used` : `no provider ${name}`);
  }

  roles(
    models: ReadonlyMap<string, ModelConfig>,
    providers: ReadonlyMap<string, ProviderConfig>,
  ): ModelsConfig["roles"] {
    const { source } = this;
    const table = source.table.roles;
    if (table === undefined) return {};
    if (!isTable(table)) {
      source.fault(["roles"], "roles must be a table");
      return {};
    }
    const roles: Partial<Record<Role, string>> = {};
    for (const [role, value] of Object.entries(table)) {
      const at = ["roles", role];
      if (!(ROLES as readonly string[]).includes(role)) {
        source.fault(at, `unknown role ${role}; there are ${ROLES.join(", ")}`);
        continue;
      }
      if (value === "") continue;
      const name = this.text(at, value);
      if (name === null) continue;
      const model = models.get(name);
      const fault =
        model === undefined
          ? this.missing(name)
          : roleFault(role as Role, model, providers.get(model.provider)!);
      if (fault === null) roles[role as Role] = name;
      else source.fault(at, fault);
    }
    return roles;
  }

  private missing(name: string): string {
    const all = this.source.table.model;
    return isTable(all) && name in all ? `the model ${name} can't be used` : `no model ${name}`;
  }

  private format(at: readonly string[], value: unknown): string | null {
    const name = this.text(at, value);
    if (name === null || formats.some((format) => format.name === name)) return name;
    return this.bad(at, `unknown format ${name}; there are ${formatNames().join(", ")}`);
  }

  private key(at: readonly string[], value: unknown): KeySource | null {
    if (!isTable(value)) return this.bad(at, `key must be a table${KEY_ADVICE}`);
    const entries = Object.entries(value);
    const [name, given] = entries[0] ?? ["", null];
    const isKnown = name === "env" || name === "command" || name === "file";
    if (entries.length !== 1 || !isKnown || typeof given !== "string" || given === "") {
      return this.bad(at, `key must have one of env, command, file${KEY_ADVICE}`);
    }
    if (name === "env") {
      if (isVariable(given)) return { env: given };
      return this.bad(at, `key.env must be the name of a variable${KEY_ADVICE}`);
    }
    if (name === "command") {
      if (!hasSecret(given)) return { command: given };
      return this.bad(at, `the key's command has a key in it${KEY_ADVICE}`);
    }
    const file = this.absolute(at, given);
    if (file === null) return null;
    // It may come later: whoever needs the key says that it is missing.
    const fault = keyFileState(file) ?? null;
    return fault === null ? { file } : this.bad(at, `${given} ${fault}`);
  }

  private headers(at: readonly string[], value: unknown): Readonly<Record<string, string>> {
    if (!isTable(value)) return this.bad(at, "headers must be a table of strings") ?? {};
    const headers: Record<string, string> = {};
    for (const [name, text] of Object.entries(value)) {
      const here = [...at, name];
      if (typeof text !== "string" || !/^[\t\x20-\x7e]*$/.test(text)) {
        this.source.fault(here, `${name} must be a string of ASCII characters`);
      } else if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
        this.source.fault(here, "no name of a header");
      } else if (KEY_HEADERS.test(name.toLowerCase()) || hasSecret(`${name}: ${text}`)) {
        this.source.fault(here, `${name} has a key${KEY_ADVICE}`);
      } else headers[name] = text;
    }
    return headers;
  }

  private folders(at: readonly string[], value: unknown): readonly string[] | null {
    const words = this.words(at, value);
    return words?.map((word) => this.absolute(at, word)).filter((word) => word !== null) ?? null;
  }

  private absolute(at: readonly string[], path: string): string | null {
    const whole = expandHome(path, this.env);
    if (isAbsolute(whole)) return normalize(whole);
    return this.bad(at, `${path} must be an absolute path, or begin with ~/`);
  }

  private words(at: readonly string[], value: unknown): readonly string[] | null {
    if (Array.isArray(value) && value.every((word) => typeof word === "string" && word !== "")) {
      return value;
    }
    return this.bad(at, `${at.at(-1)} must be a list of strings`);
  }

  private price(at: readonly string[], value: unknown): ModelConfig["price"] {
    const table = isTable(value) ? value : {};
    const { prompt, cached = prompt, answer } = table;
    const prices = [prompt, cached, answer];
    const names = Object.keys(table);
    if (
      prices.some((each) => typeof each !== "number" || !(each >= 0)) ||
      names.some((name) => !["prompt", "cached", "answer"].includes(name))
    ) {
      return this.bad(
        at,
        "price must be { prompt = 0.2, cached = 0.02, answer = 0.6 }, for a million tokens",
      );
    }
    return { prompt: prompt as number, cached: cached as number, answer: answer as number };
  }

  private count(at: readonly string[], value: unknown): number | null {
    if (Number.isInteger(value) && (value as number) >= LEAST_CONTEXT) return value as number;
    return this.bad(at, `context must be a number of tokens from ${LEAST_CONTEXT} on`);
  }

  private text(at: readonly string[], value: unknown): string | null {
    if (typeof value === "string" && value !== "") return value;
    return this.bad(at, `${at.at(-1)} must be a string`);
  }

  private bad(at: readonly string[], text: string): null {
    this.source.fault(at, text);
    return null;
  }
}

/** Why a model can't have a role; null: it can. */
export function roleFault(role: Role, model: ModelConfig, provider: ProviderConfig): string | null {
  const { name, id, format } = model;
  if (provider.kind === "copilot") return "Copilot needs no model and no role";
  if (role === "chat" || role === "command") return null;
  if (formatFor(model, provider, role) !== null) return null;
  if (format !== null) return `the format ${format} of ${name} is not for ${role}`;
  const names = formatNames((each) => each.use === role);
  return `${name} (${id}) is known for no format of ${role}: give it one of ${names.join(", ")}`;
}

export function formatNames(isWanted: (format: Format) => boolean = () => true): string[] {
  return [...new Set(formats.filter(isWanted).map(({ name }) => name))];
}
