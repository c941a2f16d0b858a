/** `hunch models add`: a provider, its key, a model and its roles, by questions or by options. */
import { existsSync, rmSync } from "node:fs";
import { messageOf, UserError } from "../../base/errors.ts";
import { isRemote, urlFault } from "../../models/config/address.ts";
import { roleOf, withModel, withProvider, withRole } from "../../models/config/change.ts";
import { parseModels } from "../../models/config/file.ts";
import { resolveKey } from "../../models/config/keys.ts";
import {
  COPILOT_COMMAND,
  KIND_NAMES,
  KINDS,
  USUAL_CONTEXTS,
  usualKey,
} from "../../models/config/kinds.ts";
import { modelsFile, shortenHome } from "../../models/config/paths.ts";
import { changeModels, keyFile, writeKey } from "../../models/config/write.ts";
import type { FormatUse } from "../../models/format.ts";
import { formatFor, formats } from "../../models/formats/all.ts";
import {
  type KeySource,
  type ModelConfig,
  type ModelsConfig,
  type ProviderConfig,
  type ProviderKind,
  ROLES,
  type Role,
} from "../../models/model.ts";
import type { Console } from "./console.ts";
import { noticeText } from "./notice.ts";
import { type Offer, offeredModels } from "./offered.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The options of the command line; absent: not given. */
export interface AddOptions {
  readonly kind?: string;
  readonly url?: string;
  readonly provider?: string;
  readonly keyEnv?: string;
  readonly keyCommand?: string;
  readonly keyFile?: string;
  /** Its first line is the key; it is kept in a file. */
  readonly keyStdin?: boolean;
  readonly model?: string;
  readonly name?: string;
  readonly format?: string;
  readonly context?: string;
  readonly allow?: readonly string[];
  readonly role?: readonly string[];
  readonly test?: boolean;
}

export interface AddPorts {
  readonly console: Console;
  readonly env: Env;
  /** The configuration folder. */
  readonly folder: string;
  /** What standard input has, for `--key-stdin`. */
  input(): Promise<string>;
  /** A file with a model that runs here. */
  local(source: string): Promise<number>;
  /** Tries models by name; the exit status. */
  test(names: readonly string[]): Promise<number>;
}

/** The order of the list to choose from. */
const OFFERED_KINDS: readonly ProviderKind[] = [
  "llama.cpp",
  "ollama",
  "openai",
  "anthropic",
  "mistral",
  "deepseek",
  "inception",
  "copilot",
  "gguf",
];
const MOST_LISTED = 40;

/** The exit status. Throws UserError where something is missing or wrong; nothing is left behind then. */
export async function addByOptions(
  options: AddOptions,
  config: ModelsConfig,
  given: AddPorts,
): Promise<number> {
  const fresh: string[] = [];
  const keep = (name: string, key: string): string => {
    const file = keyFile(given.folder, name);
    if (!existsSync(file)) fresh.push(file);
    return writeKey(given.folder, name, key);
  };
  const done = (): void => void fresh.splice(0);
  try {
    return await add(options, config, { ...given, keep, done });
  } catch (error) {
    for (const file of fresh) rmSync(file, { force: true });
    throw error;
  }
}

interface KeptPorts extends AddPorts {
  /** Keeps a key in a file; answers its path. */
  keep(name: string, key: string): string;
  /** It is written. */
  done(): void;
}

async function add(options: AddOptions, config: ModelsConfig, ports: KeptPorts): Promise<number> {
  const interactive = options.kind === undefined;
  if (interactive && !ports.console.asks) {
    throw new UserError(
      "Nobody is there to answer questions: name at least --kind (hunch models add --help)",
    );
  }
  const kind = interactive ? await askKind(ports.console) : kindOf(options.kind!);
  if (kind === "gguf") {
    if (!interactive) throw new UserError("A model that runs here: hunch model add FILE|URL|NAME");
    return ports.local(await ports.console.ask("File, address or name of the model"));
  }
  const provider = await providerOf(kind, options, config, ports, interactive);
  const { console, env, folder } = ports;
  const file = shortenHome(modelsFile(folder), env);
  if (kind === "copilot") {
    write(ports, (text) => withProvider(text, provider, env));
    console.say(`${file} has the provider ${provider.name} (${provider.command?.join(" ")}).`);
    console.say("In the editor :Copilot signs in and says how it is.");
    return 0;
  }
  const model = await modelOf(provider, options, config, ports, interactive);
  const roles = await rolesOf(provider, model, options, config, ports, interactive);
  write(ports, (text) => {
    let changed = withProvider(text, provider, env);
    changed = withModel(changed, model, kind, env);
    const after: ModelsConfig = { ...config, models: [...config.models, model] };
    for (const role of roles) changed = withRole(changed, after, role, model.name);
    return changed;
  });
  console.say(
    `${file} has the model ${model.name}${roles.length === 0 ? "" : ` for ${roles.join(", ")}`}.`,
  );
  if (isRemote(provider.url))
    for (const line of noticeText([provider]).split("\n")) console.say(line);
  const test = options.test ?? (interactive && (await console.confirm("Try it now?", true)));
  return test ? ports.test([model.name]) : 0;
}

/** Nothing that would not be read again without a fault is written. */
function write({ folder, env, done }: KeptPorts, change: (text: string) => string): void {
  changeModels(folder, (text) => {
    const file = modelsFile(folder);
    const before = new Set(parseModels(text, file, env).faults.map((fault) => fault.text));
    const changed = change(text);
    const fresh = parseModels(changed, file, env).faults.find((fault) => !before.has(fault.text));
    if (fresh !== undefined) throw new UserError(fresh.text);
    return changed;
  });
  done();
}

function kindOf(name: string): ProviderKind {
  const found = KIND_NAMES.find((kind) => kind === name);
  if (found !== undefined) return found;
  throw new UserError(`No kind ${name}: there are ${KIND_NAMES.join(", ")}`);
}

async function askKind(console: Console): Promise<ProviderKind> {
  console.say("Which provider?");
  const at = await console.choose(
    "Number",
    OFFERED_KINDS.map((kind) => KINDS[kind].title),
    0,
  );
  return OFFERED_KINDS[at]!;
}

async function providerOf(
  kind: ProviderKind,
  options: AddOptions,
  config: ModelsConfig,
  ports: KeptPorts,
  interactive: boolean,
): Promise<ProviderConfig> {
  const { console, env } = ports;
  const facts = KINDS[kind];
  let url = options.url ?? facts.url ?? "";
  if (interactive && facts.http) url = await askUrl(console, url || "https://api.openai.com/v1");
  url = url.replace(/\/+$/, "");
  const fault = facts.http ? urlFault(url) : null;
  if (fault !== null) throw new UserError(`--url: ${fault}`);
  // Another model of a provider that is there.
  const same = config.providers.find(
    (each) =>
      each.kind === kind && each.url === url && (options.provider ?? each.name) === each.name,
  );
  const name = options.provider ?? same?.name ?? unused(providerName(kind, url), config.providers);
  checkName(name);
  const base: ProviderConfig = {
    name,
    kind,
    url,
    key: same?.key ?? usualKey(kind, url),
    headers: same?.headers ?? {},
    allow: options.allow ?? same?.allow ?? null,
    command: kind === "copilot" ? (same?.command ?? COPILOT_COMMAND) : null,
  };
  const given = await givenKey(name, options, ports);
  if (given !== null) return { ...base, key: given };
  if (!interactive || !facts.http || same !== undefined) return base;
  return { ...base, key: await askKey(base, ports) };
}

async function askUrl(console: Console, otherwise: string): Promise<string> {
  for (;;) {
    const url = await console.ask("Address", otherwise);
    const fault = urlFault(url);
    if (fault === null) return url;
    console.say(`  ${fault}`);
  }
}

async function givenKey(
  name: string,
  options: AddOptions,
  { input, keep }: KeptPorts,
): Promise<KeySource | null> {
  const { keyEnv, keyCommand, keyFile, keyStdin } = options;
  const given = [keyEnv, keyCommand, keyFile, keyStdin ? "-" : undefined];
  if (given.filter((each) => each !== undefined).length > 1) {
    throw new UserError("One of --key-env, --key-command, --key-file, --key-stdin at most");
  }
  if (keyEnv !== undefined) return { env: keyEnv };
  if (keyCommand !== undefined) return { command: keyCommand };
  if (keyFile !== undefined) return { file: keyFile };
  if (!keyStdin) return null;
  const key = (await input()).trim().split("\n", 1)[0]!.trim();
  if (key === "") throw new UserError("--key-stdin: standard input has no key");
  return { file: keep(name, key) };
}

async function askKey(
  provider: ProviderConfig,
  { console, env, keep }: KeptPorts,
): Promise<KeySource | null> {
  const usual = usualKey(provider.kind, provider.url);
  const variable = usual !== null && "env" in usual ? usual.env : null;
  const choices: { readonly title: string; readonly pick: () => Promise<KeySource | null> }[] = [];
  const fromVariable = {
    title:
      variable === null
        ? "a variable of the environment"
        : `the variable ${variable}${env[variable] ? " (it is set)" : ""}`,
    pick: async () => ({ env: await console.ask("Variable", variable ?? undefined) }),
  };
  const none = { title: "no key", pick: async () => null };
  if (variable === null && !KINDS[provider.kind].needsKey) choices.push(none);
  choices.push(
    fromVariable,
    {
      title: "typed now, kept in a file that only you can read",
      pick: async () => {
        const key = await console.secret("Key (it is not shown)");
        if (key === "") throw new UserError("No key was typed");
        return { file: keep(provider.name, key) };
      },
    },
    {
      title: "a command that prints it, such as pass show codestral",
      pick: async () => ({ command: await console.ask("Command") }),
    },
  );
  if (!choices.includes(none)) choices.push(none);
  console.say("Where is its key?");
  const at = await console.choose(
    "Number",
    choices.map(({ title }) => title),
    0,
  );
  const source = await choices[at]!.pick();
  if (source !== null) {
    try {
      await resolveKey(source, env);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.say(`  (${messageOf(error)}: it is asked for again when it is needed)`);
    }
  }
  return source;
}

async function modelOf(
  provider: ProviderConfig,
  options: AddOptions,
  config: ModelsConfig,
  ports: KeptPorts,
  interactive: boolean,
): Promise<ModelConfig> {
  const { console, env } = ports;
  let offers: readonly Offer[] = [];
  let why = "";
  if (interactive || options.model === undefined) {
    try {
      offers = await offeredModels(provider, env);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      why = messageOf(error);
    }
    if (why === "" && offers.length === 0) why = `${provider.name} lists no models`;
  }
  const usual = KINDS[provider.kind].models;
  let id = options.model ?? "";
  if (id === "" && interactive) id = await askModel(console, offers, usual, why);
  else if (id === "") {
    id = usual[0] ?? (offers.length === 1 ? offers[0]!.id : "");
    if (id === "") {
      const ids = offers.slice(0, MOST_LISTED).map((offer) => offer.id);
      throw new UserError(`--model: ${ids.length > 0 ? `one of ${ids.join(", ")}` : why}`);
    }
  }
  const context = options.context === undefined ? null : Number(options.context);
  if (context !== null && !Number.isInteger(context)) {
    throw new UserError(`--context: ${options.context} is no number`);
  }
  if (options.format !== undefined && !formats.some(({ name }) => name === options.format)) {
    const names = [...new Set(formats.map(({ name }) => name))];
    throw new UserError(`--format: there are ${names.join(", ")}`);
  }
  const same = config.models.find((each) => each.provider === provider.name && each.id === id);
  const name = options.name ?? same?.name ?? unused(modelName(id), config.models);
  checkName(name);
  const offered = offers.find((offer) => offer.id === id)?.context ?? null;
  return {
    name,
    provider: provider.name,
    id,
    format: options.format ?? same?.format ?? null,
    context: context ?? same?.context ?? offered ?? USUAL_CONTEXTS[provider.kind],
    price: same?.price ?? null,
    extra: same?.extra ?? {},
  };
}

async function askModel(
  console: Console,
  offers: readonly Offer[],
  usual: readonly string[],
  why: string,
): Promise<string> {
  if (why !== "") console.say(`  (${why})`);
  const ids = offers.map(({ id }) => id);
  if (ids.length > 0 && ids.length <= MOST_LISTED) {
    console.say("Which model?");
    const at = ids.findIndex((id) => usual.includes(id));
    return ids[await console.choose("Number", ids, Math.max(0, at))]!;
  }
  for (;;) {
    const id = await console.ask("Model, as its provider calls it", usual[0]);
    if (id !== "" && (ids.length === 0 || ids.includes(id))) return id;
    const like = ids.filter((each) => each.includes(id)).slice(0, MOST_LISTED);
    console.say(like.length > 0 ? `  ${like.join(", ")}` : `  none of ${ids.length} is called so`);
  }
}

async function rolesOf(
  provider: ProviderConfig,
  model: ModelConfig,
  options: AddOptions,
  config: ModelsConfig,
  ports: KeptPorts,
  interactive: boolean,
): Promise<readonly Role[]> {
  if (options.role !== undefined)
    return options.role.flatMap((roles) => roles.split(",")).map(roleOf);
  const fit = fittingRoles(provider, model);
  const free = fit.filter((role) => config.roles[role] === undefined);
  if (!interactive) return free;
  const { console } = ports;
  console.say(
    "For what? complete (text at the cursor), edit (next edits), chat, command (CTRL-\\ k)",
  );
  for (;;) {
    const answer = await console.ask("Roles", (free.length > 0 ? free : fit).join(",") || "none");
    if (answer === "none") return [];
    try {
      return answer
        .split(/[\s,]+/)
        .filter((role) => role !== "")
        .map(roleOf);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.say(`  ${messageOf(error)}`);
    }
  }
}

/** Formats in which any model can be asked that takes part in conversations. */
const ANY_MODEL: readonly string[] = ["chat-fim", "patch"];

/**
 * What a model is good for by itself: Tab asks often, so that one that was not trained for it (slow, dear)
 * gets such a role only when its user says so.
 */
export function fittingRoles(provider: ProviderConfig, model: ModelConfig): readonly Role[] {
  const usual = KINDS[provider.kind].roles;
  return ROLES.filter((role) => {
    if (role === "chat" || role === "command") return usual.includes(role);
    const format = formatFor(model, provider, role satisfies FormatUse);
    return format !== null && (model.format !== null || !ANY_MODEL.includes(format.name));
  });
}

function checkName(name: string): void {
  if (!/^[\w.@+-]{1,60}$/.test(name)) {
    throw new UserError(`${name}: a name has letters, digits, and - _ . @ + only`);
  }
}

/** `localhost` says nothing. */
function providerName(kind: ProviderKind, url: string): string {
  if (kind !== "openai") return kind.replace(/\W/g, "");
  const host = URL.parse(url)?.hostname ?? "";
  if (/^[\d.]+$|^\[|^localhost$/.test(host)) return "server";
  const parts = host.split(".").filter((part) => !/^(?:api|www|com|ai|io|org|net|xyz)$/.test(part));
  return parts[0]?.replace(/[^\w-]/g, "") || "server";
}

/** `qwen` of `Qwen/Qwen2.5-Coder-7B:latest`. */
function modelName(id: string): string {
  const last = id.replace(/^.*\//, "");
  return /^[a-z]{2,}/i.exec(last)?.[0].toLowerCase() ?? "model";
}

function unused(name: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map((each) => each.name));
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`;
    if (!names.has(candidate)) return candidate;
  }
}
