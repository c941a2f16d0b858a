/** `hunch models add`: a provider, its key, a model and its roles, by questions or by options. */
import { existsSync, rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../base/errors.ts";
import { isRemote } from "../../models/config/address.ts";
import { withModel, withProvider, withRole } from "../../models/config/change.ts";
import { parseModels } from "../../models/config/file.ts";
import { KIND_NAMES, KINDS } from "../../models/config/kinds.ts";
import { modelsFile, shortenHome } from "../../models/config/paths.ts";
import { changeModels, keyFile, writeKey } from "../../models/config/write.ts";
import type { ModelsConfig, ProviderKind } from "../../models/model.ts";
import { modelOf, rolesOf } from "./add-model.ts";
import type { AddOptions, AddPorts, KeptPorts } from "./add-options.ts";
import { providerOf } from "./add-provider.ts";
import type { Console } from "./console.ts";
import { noticeText } from "./notice.ts";

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
    const source = await ports.console.ask("File, address or name of the model");
    if (source === "") throw new UserError("No model was named");
    return ports.local(source);
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
    const isKnown = config.providers.some((each) => isDeepStrictEqual(each, provider));
    let changed = isKnown ? text : withProvider(text, provider, env);
    changed = withModel(changed, model, kind, env);
    const after: ModelsConfig = {
      ...config,
      providers: [...config.providers.filter(({ name }) => name !== provider.name), provider],
      models: [...config.models.filter(({ name }) => name !== model.name), model],
    };
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
