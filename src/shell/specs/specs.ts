/** What well-known commands take: their subcommands, options and arguments. Unpacked on first use. */
import { inflateRawSync } from "node:zlib";
import { SPECS } from "./specs-data.ts";

/** What an argument is. `text`: anything else. */
export type ArgumentKind =
  | "file"
  | "folder"
  | "branch"
  | "script"
  | "host"
  | "package"
  | "command"
  | "process"
  | "text";

export interface OptionSpec {
  /** `-m`, `--message`: all of its names. */
  readonly names: readonly string[];
  readonly description: string;
  /** Null: it takes none. */
  readonly argument: ArgumentKind | null;
}

export interface CommandSpec {
  readonly name: string;
  /** Other names of a subcommand. */
  readonly aliases: readonly string[];
  /** A line; or empty. */
  readonly description: string;
  readonly subcommands: readonly CommandSpec[];
  readonly options: readonly OptionSpec[];
  /** Its arguments in order; the last one stands for any more. */
  readonly arguments: readonly ArgumentKind[];
}

let bodies: Map<string, string> | null = null;
const specs = new Map<string, CommandSpec>();

/** Null: it is not known. */
export function specOf(name: string): CommandSpec | null {
  const known = specs.get(name);
  if (known) return known;
  const body = unpacked().get(name);
  if (body === undefined) return null;
  const spec = parseSpec(body);
  specs.set(name, spec);
  return spec;
}

/** The commands that are known, by name. */
export function specNames(): string[] {
  return [...unpacked().keys()];
}

/** A command with its subcommand, as it is typed, and what it does. */
export interface SpecLine {
  readonly command: string;
  readonly description: string;
}

/** Every known command and subcommand. */
export function* specLines(): Generator<SpecLine> {
  for (const name of specNames()) {
    const spec = specOf(name)!;
    yield { command: name, description: spec.description };
    for (const sub of spec.subcommands) {
      yield { command: `${name} ${sub.name}`, description: sub.description };
    }
  }
}

function unpacked(): Map<string, string> {
  if (bodies === null) {
    const text = inflateRawSync(Buffer.from(SPECS, "base64")).toString("utf8");
    const parts = text.split("\n\n");
    bodies = new Map(parts.map((part) => [/^[^\t\n]+/.exec(part)?.[0] ?? "", part]));
  }
  return bodies;
}

const KINDS: Readonly<Record<string, ArgumentKind>> = {
  f: "file",
  d: "folder",
  b: "branch",
  s: "script",
  h: "host",
  p: "package",
  c: "command",
  x: "process",
  t: "text",
};

/** The letters that stand for kinds in the data. */
export const KIND_LETTERS: Readonly<Record<ArgumentKind, string>> = Object.fromEntries(
  Object.entries(KINDS).map(([letter, kind]) => [kind, letter]),
) as Record<ArgumentKind, string>;

/**
 * Reads a command: a line `name,alias TAB arguments TAB description`, then its options, each a line
 * `-o,--option TAB argument TAB description`, then its subcommands in the same form, after a ">".
 */
export function parseSpec(body: string): CommandSpec {
  let spec: Writable | null = null;
  let top: Writable | null = null;
  for (const line of body.split("\n")) {
    const [names = "", kinds = "", description = ""] = line.split("\t");
    const sub = names.startsWith(">");
    if (top !== null && names.startsWith("-")) {
      const argument = KINDS[kinds] ?? null;
      spec!.options.push({ names: names.split(","), description, argument });
      continue;
    }
    const [name = "", ...aliases] = names.slice(sub ? 1 : 0).split(",");
    const its = [...kinds].map((letter) => KINDS[letter] ?? "text");
    spec = { name, aliases, description, subcommands: [], options: [], arguments: its };
    if (top === null) top = spec;
    else top.subcommands.push(spec);
  }
  if (top === null) throw new Error("no spec in an empty text");
  return top;
}

interface Writable extends CommandSpec {
  readonly subcommands: CommandSpec[];
  readonly options: OptionSpec[];
}
