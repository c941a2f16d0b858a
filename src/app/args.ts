/** The command line as data: what to open, where, and what to run. */
import type { Command } from "commander";
import { type OwnCommand, ownCommand } from "./own-commands.ts";

export interface Invocation {
  readonly action: "edit" | "help" | "version" | OwnCommand;
  readonly files: readonly string[];
  /** `+LINE`, `+/PAT`, `+CMD` and `-c CMD`, in order, as Ex commands. */
  readonly commands: readonly string[];
  /** `--cmd`: run before the configuration. */
  readonly before: readonly string[];
  readonly readonly: boolean;
  /** No configuration, no history, no plugins. */
  readonly clean: boolean;
  /** `-u`: another configuration file, or NONE. */
  readonly config: string | null;
  readonly split: "none" | "horizontal" | "vertical" | "tabs";
  readonly startuptime: boolean;
  /** What is printed for "help" and "version", or an error that ends the program with status 1. */
  readonly text: string;
  readonly failed: boolean;
  /** Arguments after `filter`, `health`, `eval`, `models` or `model`. */
  readonly rest: readonly string[];
}

const PLAIN: Invocation = {
  action: "edit",
  files: [],
  commands: [],
  before: [],
  readonly: false,
  clean: false,
  config: null,
  split: "none",
  startuptime: false,
  text: "",
  failed: false,
  rest: [],
};

/** Reads the arguments after the program's name. commander is loaded only when there are options. */
export async function parseArguments(
  args: readonly string[],
  version: string,
): Promise<Invocation> {
  const own = ownCommand(args);
  if (own !== null) return { ...PLAIN, action: own, rest: args.slice(1) };
  if (args[0] === "--version" && args.length === 1) {
    return { ...PLAIN, action: "version", text: `hunch ${version}\n` };
  }
  if (args.every((arg) => arg === "-" || !/^[-+]/.test(arg))) return { ...PLAIN, files: args };
  const commander = await import("commander");
  return parseOptions(args, new commander.Command("hunch"), version);
}

function parseOptions(args: readonly string[], program: Command, version: string): Invocation {
  const commands: string[] = [];
  const before: string[] = [];
  let split: Invocation["split"] = "none";
  let text = "";
  const collect = (list: string[]) => (value: string) => {
    list.push(value);
    return list;
  };
  program
    .description("A modal, Neovim-style editor for the terminal that predicts your next edit.")
    .usage("[options] [+LINE | +/PATTERN | +COMMAND] [FILE | FILE:LINE:COL | -]...")
    .argument("[files...]", "files to edit; - is the text on standard input")
    .option("-R", "open read-only")
    .option("-c <command>", "run an Ex command after the first file is open", collect(commands))
    .option("--cmd <command>", "run an Ex command before the configuration", collect(before))
    .option("--clean", "no configuration and no history")
    .option("-u <config>", "use this configuration file (NONE for none)")
    .option("-o", "one window a file, one above the other", () => (split = "horizontal"))
    .option("-O", "one window a file, side by side", () => (split = "vertical"))
    .option("-p", "one tab page a file", () => (split = "tabs"))
    .option("--new", "in a terminal of hunch: an editor of its own, not the one around")
    .option("--wait", "in a terminal of hunch: end when the files are closed (for EDITOR)")
    .option("--startuptime", "print what the start took, and end")
    .version(`hunch ${version}`, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this text")
    .addHelpText(
      "after",
      "\nMore:\n  hunch health                 what works in this terminal, and what to add\n" +
        "  hunch models --help          models that predict: add, test, choose\n" +
        "  hunch filter --keys KEYS     run keys over text without a screen\n" +
        "  hunch eval --help            measure predictions on edit histories\n",
    )
    .exitOverride()
    .configureOutput({ writeOut: (s) => (text += s), writeErr: (s) => (text += s) })
    .allowExcessArguments(true);
  // commander knows no options that start with a plus.
  const rest: string[] = [];
  let literal = false;
  let value = false;
  for (const arg of args) {
    if (literal || value) rest.push(arg);
    else if (arg.startsWith("+")) commands.push(plusCommand(arg));
    else rest.push(arg);
    value = !literal && !value && (arg === "-c" || arg === "--cmd" || arg === "-u");
    if (arg === "--") literal = true;
  }
  try {
    program.parse(rest.map(splitCount), { from: "user" });
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (code === "commander.version") return { ...PLAIN, action: "version", text };
    if (code.startsWith("commander.help")) return { ...PLAIN, action: "help", text };
    if (code.startsWith("commander.")) return { ...PLAIN, action: "help", text, failed: true };
    throw error;
  }
  const options = program.opts<{
    R?: boolean;
    clean?: boolean;
    u?: string;
    startuptime?: boolean;
  }>();
  return {
    ...PLAIN,
    files: program.args,
    commands,
    before,
    readonly: options.R ?? false,
    clean: options.clean ?? false,
    config: options.u ?? null,
    split,
    startuptime: options.startuptime ?? false,
  };
}

/** `-o2` opens as many windows as there are files anyway. */
function splitCount(arg: string): string {
  return /^-[oOp]\d+$/.test(arg) ? arg.slice(0, 2) : arg;
}

/** The Ex command of `+`, `+12`, `+/pat` or `+cmd`. */
function plusCommand(arg: string): string {
  const rest = arg.slice(1);
  return rest === "" ? "$" : rest;
}
