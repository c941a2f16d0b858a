/** What the specs offer behind a command: options and subcommands. */
import { BUILT_IN } from "../built-in.ts";
import { type CommandSpec, specOf } from "../specs/specs.ts";

/** Commands that run the command behind them. */
export const WRAPPERS = new Set(["sudo", "time", "nohup", "env", "exec"]);

/** Whether the shell would find a command of this name, as far as that is known. */
export function isFound(name: string, programs: ReadonlySet<string> | null): boolean {
  return programs === null || programs.has(name) || BUILT_IN.has(name) || /[/=$]/.test(name);
}

/** The words that the specs name for the place behind `tokens`, in the order of the spec. */
export function optionsOf(name: string, tokens: readonly string[]): string[] {
  const words = tokens.join("").split(/\s+/).filter(Boolean);
  const own = WRAPPERS.has(name) ? words.slice(1) : words;
  const top = specOf(own[0] ?? "");
  if (top === null) return [];
  const sub = subcommandIn(top, own);
  const options = (sub ?? top).options.flatMap(({ names }) => names);
  const used = new Set(words);
  const subs = sub === null && own.length === 1 ? top.subcommands : [];
  const names = subs.filter((each) => !each.name.includes(" ")).map((each) => each.name);
  return [...names, ...options.filter((option) => !used.has(option) && !/[=:,]/.test(option))];
}

/** The name of a command, with its subcommand where it has such: what it is about. */
export function headOf(line: string): string {
  const words = line.trim().split(/\s+/);
  const [name = "", second] = words;
  if (second === undefined || second.startsWith("-")) return name;
  if (WRAPPERS.has(name)) return headOf(words.slice(1).join(" "));
  const subs = specOf(name)?.subcommands;
  if (subs === undefined || subs.length === 0) return name;
  return /^(?:run|exec|compose)$/.test(second) ? words.slice(0, 3).join(" ") : `${name} ${second}`;
}

/** The subcommand that is already there. */
export function subcommandIn(spec: CommandSpec, words: readonly string[]): CommandSpec | null {
  if (spec.subcommands.length === 0) return null;
  const word = words.slice(1).find((each) => !each.startsWith("-"));
  if (word === undefined) return null;
  return spec.subcommands.find((sub) => sub.name === word || sub.aliases.includes(word)) ?? null;
}
