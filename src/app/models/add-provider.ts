/** The provider that is added, and where its key is. */
import { messageOf, UserError } from "../../base/errors.ts";
import { isRemote, urlFault } from "../../models/config/address.ts";
import { isVariable, resolveKey } from "../../models/config/keys.ts";
import { COPILOT_COMMAND, KINDS, usualKey } from "../../models/config/kinds.ts";
import type { KeySource, ModelsConfig, ProviderConfig, ProviderKind } from "../../models/model.ts";
import { type AddOptions, checkName, checkStopped, type KeptPorts, unused } from "./add-options.ts";
import type { Console } from "./console.ts";
import { offeredModels } from "./offered.ts";

export async function providerOf(
  kind: ProviderKind,
  options: AddOptions,
  config: ModelsConfig,
  ports: KeptPorts,
  interactive: boolean,
): Promise<ProviderConfig> {
  const { console } = ports;
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
  // Its models would be another's.
  const other = config.providers.find((each) => each.name === name && each.kind !== kind);
  if (other !== undefined) throw new UserError(`${name} is a provider already: ${other.kind}`);
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
  const isOwn = base.key === null && !facts.needsKey && !isRemote(url);
  if (isOwn && !(await wantsKey(base, ports))) return base;
  return { ...base, key: await askKey(base, ports) };
}

/** Whether a server of one's own refuses who has none; one that does not answer says nothing of keys. */
async function wantsKey(provider: ProviderConfig, { env, signal }: KeptPorts): Promise<boolean> {
  try {
    await offeredModels(provider, env, signal);
    return false;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return /refuses the key/.test(error.message);
  }
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
  { console, env, keep, signal }: KeptPorts,
): Promise<KeySource | null> {
  const usual = usualKey(provider.kind, provider.url);
  const variable = usual !== null && "env" in usual ? usual.env : null;
  const choices: { readonly title: string; readonly pick: () => Promise<KeySource | null> }[] = [];
  const fromVariable = {
    title:
      variable === null
        ? "a variable of the environment"
        : `the variable ${variable}${env[variable] ? " (it is set)" : ""}`,
    pick: async () => ({ env: await askVariable(console, variable) }),
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
      pick: async () => {
        const command = await console.ask("Command");
        if (command === "") throw new UserError("No command was typed");
        return { command };
      },
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
      await resolveKey(source, env, signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      checkStopped(signal);
      console.say(`  (${messageOf(error)}: it is asked for again when it is needed)`);
    }
  }
  return source;
}

async function askVariable(console: Console, usual: string | null): Promise<string> {
  for (;;) {
    const answer = await console.ask("Variable", usual ?? undefined);
    const name = answer.replace(/^\$/, "");
    if (isVariable(name)) return name;
    // It is not repeated: it may be the key.
    console.say("  the name of a variable, such as BOX_KEY");
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
