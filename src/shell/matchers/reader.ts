/**
 * Reads the lines of one command's output, each matcher on its own, into entries: a message and the
 * places that belong to it. Which of the places are files is another's question (settle.ts).
 */
import type { FindingKind, TestResult } from "./finding.ts";
import { commandWords, type Matcher, type MatcherTable, matchersFor, type Rule } from "./table.ts";
import { type Budget, type Captures, match } from "./template.ts";

/** Of a line so many characters are looked at. */
const MOST_CHARACTERS = 1000;
/** Entries of one matcher. */
const MOST_ENTRIES = 2000;
const MOST_FRAMES = 40;
const MOST_RESULTS = 5000;
/** An entry that nothing was added to for so many lines is over. */
const MOST_IDLE = 60;
/** Steps of all matches of an output. */
const MOST_STEPS = 40_000_000;
const MOST_MESSAGE = 500;
const MOST_FOLDERS = 100;

/** A place as the output has it. */
export interface RawPlace {
  readonly path: string;
  /** 0-based; null: not said. */
  readonly row: number | null;
  readonly col: number | null;
  readonly endRow: number | null;
  readonly endCol: number | null;
  /** The folders that the path may be relative to, the likeliest first. */
  folders: readonly string[];
  /** It counts where no other place is the user's own. */
  readonly home: boolean;
}

export interface Entry {
  readonly matcher: Matcher;
  /** Where the matcher is among those of the command. */
  readonly rank: number;
  readonly line: number;
  message: string | null;
  kind: FindingKind;
  code: string | null;
  test: string | null;
  readonly places: RawPlace[];
  readonly weak: boolean;
  readonly loose: boolean;
  /** It is an entry with a place of its own, not a stack. */
  readonly whole: boolean;
}

/** What one matcher has in mind. */
interface State {
  readonly matcher: Matcher;
  readonly rank: number;
  readonly rules: readonly Rule[];
  readonly entries: Entry[];
  readonly results: TestResult[];
  open: Entry | null;
  /** It began with its place. */
  started: boolean;
  /** The line that last added something to it. */
  touched: number;
  file: string | null;
  row: number | null;
  test: string | null;
  /** The next line with something in it is the message. */
  wantsMessage: boolean;
  /** The message goes on: it ended in a colon. */
  goesOn: boolean;
  /** Entries before this one have their package. */
  packaged: number;
}

export interface ReaderRequest {
  /** As it was typed. */
  readonly command: string;
  /** Absolute; null: not known. */
  readonly cwd: string | null;
}

export class OutputReader {
  private readonly table: MatcherTable;
  private readonly states: readonly State[];
  private readonly folders: string[];
  private readonly folderRules: readonly Rule[];
  private readonly budget: Budget = { steps: MOST_STEPS };
  private line = -1;

  constructor(table: MatcherTable, { command, cwd }: ReaderRequest) {
    const words = commandWords(command);
    const chosen = matchersFor(table, words);
    this.table = table;
    this.folders = [cwd ?? ""];
    this.folderRules = table.matchers.flatMap(({ rules }) =>
      rules.filter(({ action }) => action === "enter" || action === "leave"),
    );
    const given = (rule: Rule): boolean =>
      rule.option.length === 0 || rule.option.some((word) => words.words.has(word));
    this.states = chosen.map((matcher, rank) => ({
      matcher,
      rank,
      rules: matcher.rules.filter(
        (rule) => rule.action !== "enter" && rule.action !== "leave" && given(rule),
      ),
      entries: [],
      results: [],
      open: null,
      started: false,
      touched: 0,
      // `grep -n word file` does not name the file.
      file: matcher.only ? words.last : null,
      row: null,
      test: null,
      wantsMessage: false,
      goesOn: false,
      packaged: 0,
    }));
  }

  /** How many steps of matching it took so far. */
  get steps(): number {
    return MOST_STEPS - this.budget.steps;
  }

  /** Reads the next line. Behind the limits nothing more is found. */
  read(whole: string): void {
    this.line++;
    if (this.budget.steps <= 0) return;
    const text = trimmedEnd(whole.slice(0, MOST_CHARACTERS));
    if (text === "") return;
    if (this.readFolder(text)) return;
    for (const state of this.states) this.readIn(state, text);
  }

  /** The entries of all matchers; nothing may be read afterwards. */
  finish(): readonly Entry[] {
    for (const state of this.states) close(state);
    return this.states.flatMap(({ entries }) => entries);
  }

  /** What became of tests: said by one of these matchers, else by the first one that says anything. */
  results(names: ReadonlySet<string>): readonly TestResult[] {
    const spoke = this.states.filter(({ results }) => results.length > 0);
    return (spoke.find(({ matcher }) => names.has(matcher.name)) ?? spoke[0])?.results ?? [];
  }

  private readFolder(text: string): boolean {
    if (!text.includes("directory")) return false;
    for (const { template, action } of this.folderRules) {
      const captures = match(template, text, this.budget);
      if (captures === null) continue;
      if (action === "leave") {
        if (this.folders.length > 1) this.folders.pop();
      } else if (this.folders.length < MOST_FOLDERS) {
        const folder = captures.get("folder")!;
        this.folders.push(folder.startsWith("/") ? folder : `${this.folders.at(-1)}/${folder}`);
      }
      return true;
    }
    return false;
  }

  private readIn(state: State, text: string): void {
    if (state.open !== null && this.line - state.touched > MOST_IDLE) close(state);
    if (state.wantsMessage && state.open !== null) {
      say(state.open, text.trim(), true);
      this.touch(state);
      state.wantsMessage = false;
      return;
    }
    for (const rule of state.rules) {
      if (state.open === null && needsOpen(rule)) continue;
      if (rule.action === "say" && !rule.again && isSaid(state)) continue;
      const captures = match(rule.template, text, this.budget);
      if (captures === null) continue;
      this.apply(state, rule, captures);
      return;
    }
    // `Expected values to be strictly equal:`, and below it which ones.
    if (state.goesOn && state.open !== null && !text.includes("│")) {
      state.open.message = `${state.open.message} ${text.trim()}`.slice(0, MOST_MESSAGE);
      state.goesOn = false;
    }
  }

  private touch(state: State): void {
    state.touched = this.line;
    state.goesOn = state.open?.message?.endsWith(":") === true;
  }

  private apply(state: State, rule: Rule, captures: Captures): void {
    const { action } = rule;
    const message = messageIn(captures);
    switch (action) {
      case "skip":
        break;
      case "file":
        state.file = pathIn(captures, rule);
        state.row = numberIn(captures, "row");
        break;
      case "test":
        state.test = captures.get("test")!;
        if (state.open !== null) state.open.test = state.test;
        break;
      case "result":
        if (rule.sticky) state.test = captures.get("test")!;
        if (state.open !== null) state.open.test ??= captures.get("test")!;
        break;
      case "package":
        this.pack(state, captures.get("package")!);
        break;
      case "drop":
        state.open = null;
        break;
      case "close":
        break;
      case "say":
        if (state.open === null || message === null) break;
        say(state.open, message, rule.again);
        if (captures.has("kind")) state.open.kind = this.kindIn(rule, captures);
        break;
      case "frame":
        this.frame(state, rule, captures, message);
        break;
      default:
        this.begin(state, rule, captures, message);
    }
    this.note(state, rule, captures);
    if (rule.close) close(state);
    if (rule.next) state.wantsMessage = state.open !== null;
    this.touch(state);
  }

  private begin(state: State, rule: Rule, captures: Captures, message: string | null): void {
    const { open } = state;
    const kind = this.kindIn(rule, captures);
    // The message of what began with its place.
    if (rule.action === "open" && open !== null && state.started && open.message === null) {
      if (message !== null && this.line - state.touched < 6) {
        say(open, message, true);
        open.test ??= captures.get("test") ?? null;
        return;
      }
    }
    close(state);
    if (state.entries.length >= MOST_ENTRIES) return;
    const entry: Entry = {
      matcher: state.matcher,
      rank: state.rank,
      line: this.line,
      message: null,
      kind,
      code: codeIn(captures),
      test: captures.get("test") ?? (rule.action === "start" ? null : state.test),
      places: [],
      weak: rule.weak,
      loose: rule.loose,
      whole: rule.action === "at",
    };
    if (message !== null) say(entry, message, true);
    const place = this.place(state, rule, captures, rule.action === "start");
    if (place !== null) {
      const rough = place.row === null && rule.action !== "at";
      entry.places.push(rough ? { ...place, home: true } : place);
    }
    state.open = entry;
    state.started = rule.action === "start";
    if (rule.action === "at" && !rule.next) close(state);
  }

  private frame(state: State, rule: Rule, captures: Captures, message: string | null): void {
    if (state.open === null) {
      this.begin(state, { ...rule, action: "open" }, captures, message);
      return;
    }
    if (message !== null) say(state.open, message, rule.again);
    const place = this.place(state, rule, captures, rule.home);
    if (place === null) return;
    const { places } = state.open;
    // The innermost ones of a stack stand at either end of it.
    if (places.length >= MOST_FRAMES) places.splice(MOST_FRAMES / 2, 1);
    places.push(place);
  }

  private place(state: State, rule: Rule, captures: Captures, home: boolean): RawPlace | null {
    const path = pathIn(captures, rule) ?? state.file;
    if (path === null) return null;
    const row = numberIn(captures, "row") ?? (captures.has("col") ? state.row : null);
    const folder = this.folders.at(-1)!;
    return {
      path,
      row,
      col: numberIn(captures, "col"),
      endRow: numberIn(captures, "endRow"),
      endCol: numberIn(captures, "endCol"),
      folders: rule.jvm
        ? this.sources(captures.get("class") ?? "")
        : [folder, ...this.outer(folder)],
      home,
    };
  }

  /** A tool that was started further in may name files from where it all began. */
  private outer(folder: string): readonly string[] {
    const first = this.folders[0]!;
    return folder === first ? [] : [first];
  }

  /** Where the sources of a class may be: `app.Main.run` is in a folder `app`. */
  private sources(name: string): readonly string[] {
    const parts = (name.split("/").at(-1) ?? "").split(".").slice(0, -2);
    const folder = this.folders.at(-1)!;
    const inside = parts.filter((part) => /^[\w$]+$/.test(part)).join("/");
    return this.table.sourceFolders.map((source) => `${folder}/${source}/${inside}`);
  }

  /** The entries since the last package are of files in its folder. */
  private pack(state: State, name: string): void {
    const parts = name.split("/").slice(0, 20);
    const folder = this.folders.at(-1)!;
    const inside = parts.map((_, at) => `${folder}/${parts.slice(at).join("/")}`);
    const all = state.open === null ? state.entries : [...state.entries, state.open];
    for (const entry of all.slice(state.packaged)) {
      for (const place of entry.places) {
        if (!place.path.includes("/")) place.folders = [...inside, ...place.folders];
      }
    }
    state.packaged = all.length;
  }

  private kindIn(rule: Rule, captures: Captures): FindingKind {
    if (rule.kind !== undefined) return rule.kind;
    const word = captures.get("kind");
    return (word === undefined ? undefined : this.table.kinds.get(word)) ?? "E";
  }

  private note(state: State, rule: Rule, captures: Captures): void {
    const test = captures.get("test");
    const word = captures.get("status");
    const status = rule.status ?? (word === undefined ? undefined : this.table.statuses.get(word));
    if (test === undefined || status === undefined) return;
    if (status !== "fail") this.passed(state, test);
    if (state.results.length >= MOST_RESULTS) return;
    const file = pathIn(captures, rule) ?? state.file;
    state.results.push({ test, status, file, line: this.line });
  }

  /** What a test said that did not fail is no failure. */
  private passed(state: State, test: string): void {
    if (state.open?.test === test) state.open = null;
    const { entries } = state;
    while (entries.length > 0 && entries.at(-1)!.test === test) entries.pop();
  }
}

function needsOpen({ action, alone }: Rule): boolean {
  return (
    action === "say" || action === "drop" || action === "close" || (action === "frame" && !alone)
  );
}

function isSaid({ open }: State): boolean {
  return open !== null && open.message !== null;
}

function close(state: State): void {
  const { open } = state;
  state.open = null;
  state.wantsMessage = false;
  state.goesOn = false;
  if (open === null) return;
  if (open.places.length > 0 || open.whole) state.entries.push(open);
}

function say(entry: Entry, message: string, again: boolean): void {
  if (entry.message !== null && !again) return;
  entry.message = message.replace(/\s+/g, " ").trim().slice(0, MOST_MESSAGE);
}

function messageIn(captures: Captures): string | null {
  const message = captures.get("message") ?? captures.get("text");
  const type = captures.get("type");
  if (message === undefined) return type ?? null;
  return type === undefined ? message : `${type}: ${message}`;
}

function codeIn(captures: Captures): string | null {
  const code = captures.get("code");
  const number = captures.get("n");
  if (code === "TS" && number !== undefined) return `TS${number}`;
  return code ?? null;
}

function pathIn(captures: Captures, { suffix }: Rule): string | null {
  const path = captures.get("path") ?? captures.get("file");
  return path === undefined ? null : path + suffix;
}

/** From 1 in the output, from 0 here; a program may count from 0. */
function numberIn(captures: Captures, name: string): number | null {
  const digits = captures.get(name);
  return digits === undefined ? null : Math.max(0, Number(digits) - 1);
}

/** Without the blanks at its end; a pattern would look at the blanks of a hostile line again and again. */
function trimmedEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) <= 32) end--;
  return line.slice(0, end);
}
