/** What a command line does, as far as its programs and options are known, and what it may do to you. */
import { simpleCommands } from "../risk/commands.ts";
import { riskOf } from "../risk/risk.ts";
import { type CommandSpec, type OptionSpec, specOf } from "../specs/specs.ts";

const WRAPPERS: ReadonlySet<string> = new Set(["sudo", "time", "nohup", "command", "doas"]);
const MOST_LINES = 30;

/** Lines such as `tar: Manipulating archive files`, then one for each option that is known. */
export function explainCommand(command: string): string[] {
  const lines: string[] = [];
  for (const { words } of simpleCommands(command)) {
    const texts = words.map((word) => word.text);
    while (WRAPPERS.has(texts[0] ?? "")) texts.shift();
    const name = texts[0]?.replace(/^.*\//, "");
    const spec = name === undefined || name === "" ? null : specOf(name);
    if (spec !== null) lines.push(...explained(spec, texts.slice(1)));
  }
  return [...new Set(lines)].slice(0, MOST_LINES);
}

function explained(top: CommandSpec, words: readonly string[]): string[] {
  let spec = top;
  let title = top.name;
  const lines: string[] = [];
  for (const word of words) {
    const sub = spec.subcommands.find(
      ({ name, aliases }) => name === word || aliases.includes(word),
    );
    if (sub !== undefined && lines.length === 0) {
      spec = sub;
      title = `${title} ${word}`;
    } else if (word.startsWith("-") && word.length > 1) {
      for (const option of optionsOf(spec, top, word)) {
        const names = option.names.join(", ");
        if (option.description !== "") lines.push(`  ${names}: ${option.description}`);
      }
    }
  }
  const description = spec.description === "" ? [] : [`${title}: ${spec.description}`];
  return [...description, ...lines];
}

/** `--name=value`, `-n`, and letters together: `-rf`. */
function optionsOf(spec: CommandSpec, top: CommandSpec, word: string): OptionSpec[] {
  const find = (name: string): OptionSpec | undefined =>
    spec.options.find(({ names }) => names.includes(name)) ??
    top.options.find(({ names }) => names.includes(name));
  const whole = find(word.replace(/=.*$/s, ""));
  if (whole !== undefined) return [whole];
  if (word.startsWith("--")) return [];
  // A long word behind one dash (find -name) is no heap of letters.
  const letters = [...word.slice(1)].map((letter) => find(`-${letter}`));
  return letters.every((option) => option !== undefined) ? letters : [];
}

/** What it may do that is worth a thought, one line each; none: nothing that is known. */
export function riskLines(command: string): string[] {
  return riskOf(command).reasons.map((reason) => `It ${reason}.`);
}

/** The mark in front of it in a list; null: none. */
export function riskMark(
  command: string,
): { readonly text: string; readonly group: string } | null {
  const { deletes, overwrites, network, privileged } = riskOf(command);
  if (deletes) return { text: "!", group: "sign.error" };
  if (overwrites || privileged) return { text: "!", group: "sign.warning" };
  return network ? { text: "~", group: "sign.info" } : null;
}
