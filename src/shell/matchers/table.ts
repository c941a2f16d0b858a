/** The matchers: what the lines of each program's output mean. They are data, in matchers.toml. */
import { parse } from "smol-toml";
import type { FindingKind, TestStatus } from "./finding.ts";
import { matchersText } from "./matcher-data.ts";
import { type Template, template } from "./template.ts";

/** What a line does; see the head of matchers.toml. */
export const ACTIONS = [
  "at",
  "open",
  "start",
  "frame",
  "say",
  "test",
  "result",
  "file",
  "drop",
  "close",
  "skip",
  "enter",
  "leave",
  "package",
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Rule {
  readonly action: Action;
  readonly template: Template;
  readonly kind?: FindingKind;
  readonly status?: TestStatus;
  /** The entry ends with this line. */
  readonly close: boolean;
  /** Its message takes the place of the one before. */
  readonly again: boolean;
  /** The next line is the message. */
  readonly next: boolean;
  /** A frame without an entry is one of its own. */
  readonly alone: boolean;
  /** Dropped where there is anything better. */
  readonly weak: boolean;
  /** Dropped where the file is not there; else it is listed as text. */
  readonly loose: boolean;
  /** A frame that counts only where no other one is the user's own. */
  readonly home: boolean;
  /** What follows is about its test. */
  readonly sticky: boolean;
  /** Only a class and the name of a file are known. */
  readonly jvm: boolean;
  /** What the template has behind the path that belongs to it. */
  readonly suffix: string;
  /** Words one of which the command line must have; empty: it need not. */
  readonly option: readonly string[];
}

export interface Matcher {
  readonly name: string;
  /** What it is called in reasons. */
  readonly title: string;
  /** Programs whose output it reads. */
  readonly words: ReadonlySet<string>;
  /** It is used for these programs only. */
  readonly only: boolean;
  /** What it finds counts where nobody else has found anything. */
  readonly generic: boolean;
  /** Which of the user's own frames an entry is about. */
  readonly frames: "first" | "last";
  readonly rules: readonly Rule[];
}

export interface MatcherTable {
  /** The more special ones first. */
  readonly matchers: readonly Matcher[];
  /** In small letters. */
  readonly kinds: ReadonlyMap<string, FindingKind>;
  readonly statuses: ReadonlyMap<string, TestStatus>;
  readonly sourceFolders: readonly string[];
  readonly libraries: ReadonlySet<string>;
}

/** Characters of a command line that are looked at. */
const MOST_COMMAND = 2000;

type Data = Readonly<Record<string, unknown>>;

/** Reads tables as matchers.toml has them; throws an Error that names what is wrong in them. */
export function readMatchers(text: string): MatcherTable {
  const { words, ...tables } = parse(text) as Record<string, Data>;
  const { kinds, status, folders } = words as unknown as Record<string, Record<string, string>>;
  const kindOf = wordsOf<FindingKind>(kinds!);
  const statusOf = wordsOf<TestStatus>(status!);
  const names = [...kindOf.keys()];
  return {
    matchers: Object.entries(tables).map(([name, data]) =>
      readMatcher(name, data, names, statusOf),
    ),
    kinds: kindOf,
    statuses: statusOf,
    sourceFolders: folders!.jvm!.split(" "),
    libraries: new Set(folders!.library!.split(" ")),
  };
}

function wordsOf<T extends string>(table: Record<string, string>): Map<string, T> {
  return new Map(
    Object.entries(table).flatMap(([value, list]) =>
      list.split("|").map((word) => [word, value as T] as const),
    ),
  );
}

const KEYS = new Set(
  `kind status close again next alone weak loose home sticky jvm suffix option`.split(" "),
);

function readMatcher(
  name: string,
  data: Data,
  kinds: readonly string[],
  statuses: ReadonlyMap<string, TestStatus>,
): Matcher {
  const rules = (data.rules as readonly Data[]).map((rule) =>
    readRule(name, rule, kinds, statuses),
  );
  return {
    name,
    title: typeof data.title === "string" ? data.title : name,
    words: new Set(
      String(data.words ?? "")
        .split(" ")
        .filter((word) => word !== ""),
    ),
    only: data.only === true,
    generic: data.generic === true,
    frames: data.frames === "last" ? "last" : "first",
    rules,
  };
}

function readRule(
  matcher: string,
  data: Data,
  kinds: readonly string[],
  statuses: ReadonlyMap<string, TestStatus>,
): Rule {
  // The first key says what it does; `close = true` beside another one is not it.
  const action = ACTIONS.find((each) => typeof data[each] === "string");
  const unknown = Object.keys(data).find((key) => key !== action && !KEYS.has(key));
  if (action === undefined || unknown !== undefined) {
    throw new Error(`A rule of ${matcher} can't be read: ${unknown ?? JSON.stringify(data)}`);
  }
  const is = (key: string): boolean => data[key] === true;
  const status = data.status as string | undefined;
  if (status !== undefined && ![...statuses.values()].includes(status as TestStatus)) {
    throw new Error(`A rule of ${matcher} has an unknown status: ${status}`);
  }
  return {
    action,
    template: template(data[action] as string, kinds),
    ...(typeof data.kind === "string" ? { kind: data.kind as FindingKind } : {}),
    ...(status === undefined ? {} : { status: status as TestStatus }),
    close: is("close") || action === "close",
    again: is("again"),
    next: is("next"),
    alone: is("alone"),
    weak: is("weak"),
    loose: is("loose"),
    home: is("home"),
    sticky: is("sticky"),
    jvm: is("jvm"),
    suffix: typeof data.suffix === "string" ? data.suffix : "",
    option: typeof data.option === "string" ? data.option.split(" ") : [],
  };
}

let table: MatcherTable | null = null;

/** The built-in ones; read when they are first needed. */
export function matcherTable(): MatcherTable {
  table ??= readMatchers(matchersText());
  return table;
}

/** The words of a command line by which a matcher knows its program, and the whole line. */
export interface CommandWords {
  readonly words: ReadonlySet<string>;
  /** Those of its last part (behind `&&`, `;`), whose output stands last. */
  readonly ending: ReadonlySet<string>;
  readonly last: string | null;
}

/** `npx eslint .` → eslint, npx; paths by their last part. Quotes are no matter here. */
export function commandWords(command: string): CommandWords {
  const whole = command.slice(0, MOST_COMMAND);
  const words = wordsIn(whole);
  const ending = wordsIn(whole.split(/&&|\|\||[;\n]/).findLast((part) => part.trim() !== "") ?? "");
  const last =
    partsOf(whole)
      .at(-1)
      ?.replace(/^["']|["']$/g, "") ?? null;
  return { words, ending, last };
}

function partsOf(command: string): string[] {
  return command.split(/[\s|&;()]+/).filter((part) => part !== "");
}

function wordsIn(command: string): Set<string> {
  const words = new Set<string>();
  for (const part of partsOf(command)) {
    const name = part.slice(part.lastIndexOf("/") + 1);
    words
      .add(part)
      .add(name)
      .add(name.replace(/[\d.]+$/, ""));
  }
  if (words.has("git") && words.has("grep")) words.add("git-grep");
  return words;
}

/** Those that read the output of a command: first the ones for the programs that it names, then others. */
export function matchersFor(
  { matchers }: MatcherTable,
  { words, ending }: CommandWords,
): readonly Matcher[] {
  const isNamed = (matcher: Matcher): boolean =>
    [...matcher.words].some((word) => (matcher.only ? ending : words).has(word));
  const named = matchers.filter(isNamed);
  // grep prints lines of any program: nobody else may read them.
  if (named.some(({ only }) => only)) return named;
  return [...named, ...matchers.filter((matcher) => !matcher.only && !isNamed(matcher))];
}
