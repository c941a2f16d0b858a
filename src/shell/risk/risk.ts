/**
 * What a command line may do that cannot be taken back, as far as it can be read from the line: what a
 * script, an alias or a function does is not known. Never runs anything, never throws.
 */
import { type SimpleCommand, simpleCommands } from "./commands.ts";
import { OPTIONS_WITH_VALUE, type RiskKind, RULES, SHELLS, WRAPPERS } from "./rules.ts";
import type { ShellWord } from "./words.ts";

export interface Risk {
  /** Data goes that nothing brings back. */
  readonly deletes: boolean;
  readonly overwrites: boolean;
  readonly network: boolean;
  /** Runs with the rights of another user, or changes the system. */
  readonly privileged: boolean;
  /** One each, as they follow "It": "deletes files". */
  readonly reasons: readonly string[];
}

interface Findings {
  readonly kinds: Set<RiskKind>;
  readonly reasons: Set<string>;
}

/** Commands in commands in … */
const DEEPEST = 8;

/** A rule of `rules.ts`, its lists taken apart. */
interface Rule {
  /** Alternatives for each word behind the program. */
  readonly words: readonly (readonly string[])[];
  readonly options: readonly string[];
  readonly without: readonly string[];
  readonly argument: RegExp | null;
  readonly least: number;
  readonly kinds: readonly RiskKind[];
  readonly reason: string;
}

let byProgram: ReadonlyMap<string, readonly Rule[]> | null = null;

const FORK_BOMB = /(?:^|[\s;&|])([\w:.]{1,40})\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&/;
const HARMLESS_TARGET = /^(?:\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)|&?\d+|&?-)$/;

/** Options of `docker run` and `exec` that take the next word. */
const CONTAINER_OPTIONS = listed(
  "-e -u -w -v -p -l -h -m -n --name --network --env --env-file --user --workdir --volume --publish --entrypoint --mount --platform --hostname --label --memory --cpus --gpus --add-host --restart --volumes-from --tmpfs --device --cap-add --cap-drop --index",
);

/** The risk of a command line. */
export function riskOf(command: string): Risk {
  const found: Findings = { kinds: new Set(), reasons: new Set() };
  if (FORK_BOMB.test(command)) {
    add(found, ["deletes"], "starts itself until the machine stands still");
  }
  rateLine(command, found, 0);
  return {
    deletes: found.kinds.has("deletes"),
    overwrites: found.kinds.has("overwrites"),
    network: found.kinds.has("network"),
    privileged: found.kinds.has("privileged"),
    reasons: [...found.reasons],
  };
}

function add(found: Findings, kinds: readonly RiskKind[], reason: string): void {
  for (const kind of kinds) found.kinds.add(kind);
  found.reasons.add(reason);
}

function rateLine(line: string, found: Findings, depth: number): void {
  if (depth > DEEPEST) return;
  const commands = simpleCommands(line);
  commands.forEach((command, index) => {
    rateRedirections(command, found);
    for (const word of wordsOf(command)) {
      for (const inner of word.substitutions) rateLine(inner.text, found, depth + 1);
    }
    const before =
      command.joined === "|" || command.joined === "|&" ? commands[index - 1] : undefined;
    rateWords(
      command.words.map((word) => word.text),
      found,
      depth,
    );
    rateShellInput(command, before, found, depth);
  });
}

function wordsOf(command: SimpleCommand): readonly ShellWord[] {
  const targets = command.redirections.flatMap((each) => each.target ?? []);
  return [...command.assignments, ...command.words, ...targets];
}

function rateRedirections(command: SimpleCommand, found: Findings): void {
  for (const redirection of command.redirections) {
    const { operator, target } = redirection;
    if (![">", ">|", "&>", ">&"].includes(operator) || target === null) continue;
    if (HARMLESS_TARGET.test(target.text) || target.raw.startsWith(">(")) continue;
    if (
      target.text.startsWith("/dev/sd") ||
      /^\/dev\/(?:nvme|hd|vd|mmcblk|disk)/.test(target.text)
    ) {
      add(found, ["deletes", "overwrites"], "overwrites a disk");
    }
    const program = command.words[0]?.text;
    const empties =
      program === undefined ||
      ((program === ":" || program === "true") && command.words.length === 1) ||
      (program === "cat" && command.words.length === 2 && command.words[1]?.text === "/dev/null");
    if (empties) add(found, ["deletes", "overwrites"], "empties a file");
    else add(found, ["overwrites"], "overwrites a file");
  }
}

/** A program and its arguments, and what they run in turn. */
function rateWords(words: readonly string[], found: Findings, depth: number): void {
  if (depth > DEEPEST) return;
  const program = nameOf(words[0]);
  if (program === "") return;
  const rest = words.slice(1);
  for (const rule of rulesOf(program)) {
    if (holds(rule, program, rest)) add(found, rule.kinds, rule.reason);
  }
  if (program.startsWith("mkfs."))
    add(found, ["deletes", "overwrites"], "changes or formats disks");
  const wrapper = own(WRAPPERS, program);
  if (wrapper !== undefined) {
    rateWords(wrapped(rest, listed(wrapper.valued), wrapper.words), found, depth + 1);
  }
  if (SHELLS.includes(program) || program === "su") {
    const at = rest.findIndex((word) => /^-[a-zA-Z]*c$/.test(word) || word === "--command");
    const line = at < 0 ? undefined : rest[at + 1];
    if (line !== undefined) rateLine(line, found, depth + 1);
  }
  if (program === "eval" || program === "watch" || program === "trap") {
    rateLine(program === "trap" ? (rest[0] ?? "") : rest.join(" "), found, depth + 1);
  }
  if (program === "ssh") {
    const words = wrapped(rest, ["-p", "-i", "-l", "-o", "-L", "-R", "-D", "-F", "-J", "-W"], 1);
    if (words.length > 0) rateLine(words.join(" "), found, depth + 1);
  }
  if (program === "find" || program === "fd" || program === "fdfind") {
    rest.forEach((word, index) => {
      if (/^(?:-exec|-execdir|-ok|-okdir|-x|-X|--exec|--exec-batch)$/.test(word)) {
        rateWords(rest.slice(index + 1), found, depth + 1);
      }
    });
  }
  rateWords(insideContainer(program, rest), found, depth + 1);
}

/** What is run in a container that a command names. */
function insideContainer(program: string, rest: readonly string[]): readonly string[] {
  if (!/^(?:docker|podman|nerdctl|docker-compose|podman-compose|kubectl|oc)$/.test(program))
    return [];
  const dashes = rest.indexOf("--");
  if (dashes >= 0) return rest.slice(dashes + 1);
  const at = rest.findIndex((word) => word === "exec" || word === "run");
  return at < 0 ? [] : wrapped(rest.slice(at + 1), CONTAINER_OPTIONS, 1);
}

/** Lines that a shell reads from its input: of a here-document, of `echo`, from the network. */
function rateShellInput(
  command: SimpleCommand,
  before: SimpleCommand | undefined,
  found: Findings,
  depth: number,
): void {
  const words = command.words.map((word) => word.text);
  const program = shellOf(words);
  if (program === null) return;
  for (const redirection of command.redirections) {
    if (redirection.body !== null) rateLine(redirection.body, found, depth + 1);
    if (redirection.operator === "<<<") rateLine(redirection.target?.text ?? "", found, depth + 1);
  }
  if (before === undefined) return;
  const source = before.words.map((word) => word.text);
  const from = nameOf(source[0]);
  if (from === "echo" || from === "printf") rateLine(source.slice(1).join(" "), found, depth + 1);
  else add(found, [], "runs what another command writes");
}

/** The shell (or interpreter) that a command starts, also behind sudo and env; null: none. */
function shellOf(words: readonly string[]): string | null {
  let rest = words;
  for (let turns = 0; turns < DEEPEST; turns++) {
    const program = nameOf(rest[0]);
    if (SHELLS.includes(program)) return program;
    if (/^(?:python\d*(?:\.\d+)?|node|perl|ruby)$/.test(program)) {
      return rest.length === 1 || rest[1] === "-" ? program : null;
    }
    const wrapper = own(WRAPPERS, program);
    if (wrapper === undefined || program === "xargs") return null;
    rest = wrapped(rest.slice(1), listed(wrapper.valued), wrapper.words);
  }
  return null;
}

/** What a wrapping program runs: behind its options, assignments and `skip` words. */
function wrapped(
  rest: readonly string[],
  valued: readonly string[],
  skip: number,
): readonly string[] {
  let left = skip;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? "";
    if (word === "--") return rest.slice(at + 1 + left);
    if (valued.includes(word)) at++;
    else if (word.startsWith("-") || /^[A-Za-z_]\w*=/.test(word)) continue;
    else if (left > 0) left--;
    else return rest.slice(at);
  }
  return [];
}

function nameOf(word: string | undefined): string {
  const name = (word ?? "").replace(/^.*\//, "");
  // "\rm" is "rm" without its alias; the tokenizer has taken the backslash away already
  return name;
}

/** Those of a program; all are taken apart at the first question. */
function rulesOf(program: string): readonly Rule[] {
  if (byProgram === null) {
    const rules = new Map<string, Rule[]>();
    for (const rule of RULES) {
      const [programs = [], ...words] = listed(rule.on).map((word) => word.split("|"));
      const taken: Rule = {
        words,
        options: listed(rule.options ?? ""),
        without: listed(rule.without ?? ""),
        argument: rule.argument ?? null,
        least: rule.least ?? 0,
        kinds: listed(rule.is) as RiskKind[],
        reason: rule.reason,
      };
      for (const each of programs) rules.set(each, [...(rules.get(each) ?? []), taken]);
    }
    byProgram = rules;
  }
  return byProgram.get(program) ?? [];
}

/** A value of a table, of no prototype's. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function listed(words: string): string[] {
  return words === "" ? [] : words.split(" ");
}

function holds(rule: Rule, program: string, rest: readonly string[]): boolean {
  const valued = listed(own(OPTIONS_WITH_VALUE, program) ?? "");
  const plain: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? "";
    if (valued.includes(word)) at++;
    else if (!word.startsWith("-") || word === "-") plain.push(word);
  }
  if (plain.length < rule.least) return false;
  const end = rest.indexOf("--");
  const before = end < 0 ? rest : rest.slice(0, end);
  const given = (option: string): boolean => before.some((word) => isOption(word, option));
  if (rule.words.some((words, at) => !words.includes(plain[at] ?? ""))) return false;
  if (rule.options.length > 0 && !rule.options.some(given)) return false;
  if (rule.without.some(given)) return false;
  return rule.argument === null || rest.some((word) => rule.argument?.test(word));
}

function isOption(word: string, option: string): boolean {
  if (word === option || word.startsWith(`${option}=`)) return true;
  if (option.length !== 2) return false;
  if (!/^-[A-Za-z0-9]/.test(word)) return false;
  // of "-rf", "-i.bak" and "-ofile" the letters count, of a long word behind one dash they do not
  const letters = /^-([A-Za-z]{1,6})(?:$|[^A-Za-z])/.exec(word)?.[1] ?? word[1] ?? "";
  return letters.includes(option[1] ?? "");
}
