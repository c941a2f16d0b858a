/** `hunch models` and `hunch model add`. Exit statuses: 0, 1 (a test failed), 2 (asked wrongly), 130. */
import { Command, CommanderError } from "commander";
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import { configFolder } from "../../config/load.ts";
import {
  noModel,
  roleOf,
  withModel,
  withoutNamed,
  withProvider,
  withRole,
} from "../../models/config/change.ts";
import { readModels } from "../../models/config/file.ts";
import { keysFolder, modelsFile, shortenHome } from "../../models/config/paths.ts";
import { changeModels } from "../../models/config/write.ts";
import { addModel } from "../../models/local/add.ts";
import { type ModelsConfig, ROLES } from "../../models/model.ts";
import { directModels } from "../../models/wire/direct.ts";
import { addByOptions } from "./add.ts";
import type { AddOptions, AddPorts } from "./add-options.ts";
import type { Console } from "./console.ts";
import { listLines } from "./list.ts";
import { testLines, testModel } from "./try-model.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface CliPorts {
  readonly env: Env;
  readonly console: Console;
  /** Complaints. */
  complain(text: string): void;
  /** All of standard input. */
  input(): Promise<string>;
}

const FAILED = 1;
const WRONG = 2;
const STOPPED = 130;

interface LocalOptions {
  readonly sha256?: string;
  readonly name?: string;
  readonly copy?: boolean;
  readonly gpu?: boolean;
}

/** `args`: behind `hunch models` or `hunch model`. Resolves with the exit status. */
export async function runModels(args: readonly string[], ports: CliPorts): Promise<number> {
  const { env, console } = ports;
  const folder = configFolder(env);
  const read = () => readModels(folder, env);
  // A second CTRL-C ends the process as usual.
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  let status = 0;

  /** The configuration; what is wrong in it is said where it does not have what is named. */
  const configWith = (name: string): ModelsConfig => {
    const { config, faults } = read();
    const all = [...config.models, ...config.providers];
    if (name === "" || all.some((each) => each.name === name)) return config;
    for (const { line, text } of faults) ports.complain(`models.toml:${line}: ${text}`);
    return config;
  };

  const test = async (names: readonly string[]): Promise<number> => {
    const { config, faults } = read();
    for (const { line, text } of faults) ports.complain(`models.toml:${line}: ${text}`);
    const inUse = [...new Set(Object.values(config.roles))];
    const all = config.models.map(({ name }) => name);
    const wanted = names.length > 0 ? names : inUse.length > 0 ? inUse : all;
    if (wanted.length === 0) throw noModel(config, "");
    for (const name of wanted) if (!all.includes(name)) throw noModel(config, name);
    const port = directModels(config, { env });
    let failed = false;
    try {
      for (const name of wanted) {
        console.progress(`asking ${name} …`);
        const results = await testModel(port, config, name, stop.signal);
        if (stop.signal.aborted) throw new Cancelled();
        for (const line of results.flatMap(testLines)) console.say(line);
        failed ||= results.some((result) => result.failure !== null || !result.sensible);
      }
    } finally {
      await port.close();
    }
    return failed ? FAILED : 0;
  };

  const local = async (source: string, options: LocalOptions = {}): Promise<number> => {
    try {
      const added = await addModel(
        {
          source,
          sha256: options.sha256 ?? null,
          name: options.name ?? null,
          copy: options.copy ?? false,
          gpu: options.gpu ?? false,
        },
        {
          env,
          signal: stop.signal,
          say: (line) => console.say(line),
          progress: ({ what, done, total }) => {
            const share =
              total === null || total === 0 ? "" : ` ${Math.floor((100 * done) / total)} %`;
            console.progress(`${what}${share}, ${(done / 1e6).toFixed(0)} MB`);
          },
          confirm: async (question) => console.asks && (await console.confirm(question, true)),
          async write(provider, model) {
            changeModels(folder, (text) => {
              const { config } = read();
              const has = config.providers.some(({ name }) => name === provider.name);
              const changed = has ? text : withProvider(text, provider, env);
              return withModel(changed, model, provider.kind, env);
            });
          },
        },
      );
      console.progress("");
      const { config } = read();
      const { name } = added.model;
      if (added.infills && config.roles.complete === undefined) {
        changeModels(folder, (text) => withRole(text, config, "complete", name));
        console.say(`${name} completes text at the cursor from now on.`);
      } else console.say(`To use it: hunch models use complete ${name}`);
      return 0;
    } finally {
      console.progress("");
    }
  };

  const program = new Command("hunch models")
    .description("Models that predict: which there are, and what they are used for.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => console.print(text),
      getOutHelpWidth: () => console.columns,
      writeErr: (text) => ports.complain(text.trimEnd()),
    })
    .helpCommand(false);
  program
    .command("list", { isDefault: true })
    .description("roles, providers, models; where keys come from")
    .action(() => {
      const { config, faults } = read();
      for (const line of listLines(config, faults, env)) console.say(line);
      if (faults.length > 0) status = FAILED;
    });
  const list = (value: string, before: readonly string[] = []): string[] => [...before, value];
  program
    .command("add")
    .description("add a provider and a model, by questions or options")
    .argument("[source]", "a GGUF file, its address or name: it runs here")
    .option("--kind <kind>", "kind of provider; without it you are asked")
    .option("--url <url>", "where its endpoints begin")
    .option("--provider <name>", "what you call the provider")
    .option("--key-env <name>", "the key is in this variable")
    .option("--key-command <command>", "the key is what this prints")
    .option("--key-file <file>", "the key is in this file (0600)")
    .option("--key-stdin", "the key is read here and kept in a file")
    .option("--model <id>", "the model, as its provider calls it")
    .option("--name <name>", "what you call the model")
    .option("--format <format>", "its prompt format")
    .option("--context <tokens>", "tokens of prompt and answer")
    .option("--allow <folder>", "only files below are sent", list)
    .option("--role <role>", "complete, edit, chat, command", list)
    .option("--test", "try it")
    .option("--no-test", "do not ask to try it")
    .option("--sha256 <sum>", "of the file")
    .option("--copy", "copy the file and do not link it")
    .option("--gpu", "the runtime for graphic cards, too")
    .action(async (source: string | undefined, options: AddOptions & LocalOptions) => {
      if (source !== undefined) {
        status = await local(source, options);
        return;
      }
      const { input } = ports;
      const { signal } = stop;
      const addPorts: AddPorts = { console, env, folder, signal, input, local, test };
      status = await addByOptions(options, read().config, addPorts);
    });
  program
    .command("test")
    .description("ask each model for something small, twice")
    .argument("[names...]", "models; without names those with a role")
    .action(async (names: string[]) => {
      status = await test(names);
    });
  program
    .command("use")
    .description("a model for a role; none for no model")
    .argument("<role>", ROLES.join(", "))
    .argument("<name>", "the model, or none")
    .action((role: string, name: string) => {
      const wanted = roleOf(role);
      const model = name === "none" ? "" : name;
      changeModels(folder, (text) => withRole(text, configWith(model), wanted, model));
      console.say(model === "" ? `No model for ${role}` : `${role}: ${model}`);
    });
  program
    .command("remove")
    .description("forget a model, or a provider and its models")
    .argument("<name>")
    .action((name: string) => {
      const config = configWith(name);
      changeModels(folder, (text) => withoutNamed(text, config, name));
      console.say(`${name} is not in ${shortenHome(modelsFile(folder), env)} any more`);
      const provider = config.providers.find((each) => each.name === name);
      const key = provider?.key;
      if (key && "file" in key && key.file.startsWith(`${keysFolder(folder)}/`)) {
        console.say(`Its key is still in ${shortenHome(key.file, env)}`);
      }
    });
  process.once("SIGINT", interrupt);
  try {
    const names = program.commands.map((command) => command.name());
    const [first = "list"] = args;
    if (!first.startsWith("-") && !names.includes(first)) {
      throw new UserError(`No command ${first}: there are ${names.join(", ")}`);
    }
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG;
    if (error instanceof Cancelled) return STOPPED;
    if (!(error instanceof UserError)) throw error;
    ports.complain(messageOf(error));
    return WRONG;
  } finally {
    process.off("SIGINT", interrupt);
  }
}
