/**
 * The commands that ran in the terminals: kept in the store as they end, and told to those who learn
 * from them. Begins with the first terminal; with the option 'shellhistory' off nothing is kept.
 */
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Dispose, Emitter } from "../../base/emitter.ts";
import { messageOf } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FoundCommand, StoredCommand } from "../../store/request.ts";
import type { Store } from "../../store/store.ts";
import type { Block } from "../block.ts";
import type { CommandRun } from "../command.ts";
import type { Terminal, Terminals } from "../terminals.ts";
import type { ImportAnswer } from "./importer.ts";
import { isKept } from "./kept.ts";

export interface HistoryPorts {
  /** Null: nothing outlasts the editor. */
  readonly store: Pick<Store, "ask"> | null;
  /** The option 'shellhistory'. */
  isOn(): boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Reads what is new in the shells' own history files into the store. */
  importFiles(): Promise<ImportAnswer>;
  /** Calls back behind the frame. */
  later(callback: () => void): void;
  /** Hears what a listener throws. */
  onBug(name: string, error: unknown): void;
}

export interface SearchOptions {
  readonly limit: number;
  readonly skip?: number;
  readonly match?: "all" | "any";
}

interface HistoryEvents {
  readonly run: CommandRun;
  readonly forget: readonly string[];
}

/** Commands that cross from the store's thread at a time: a millisecond of this one. */
const PAGE = 500;
/** So long (milliseconds) a first import is waited for. */
const PATIENCE = 5000;
const MOST_FOLDERS = 500;

export class CommandHistory {
  private readonly ports: HistoryPorts;
  private readonly events: Emitter<HistoryEvents>;
  private readonly repositories = new Map<string, Promise<string | null>>();
  /** By terminal, the command that ended last. */
  private readonly previous = new WeakMap<Terminal, string>();
  private readonly sessions = new WeakMap<Terminal, string>();
  private readonly id: string;
  /** What ended is worked off in its order. */
  private work: Promise<void> = Promise.resolve();
  private imported: Promise<ImportAnswer> | null = null;

  constructor(terminals: Terminals, ports: HistoryPorts) {
    this.ports = ports;
    this.events = new Emitter((name, error) => ports.onBug(name, error));
    this.id = `${ports.now().toString(36)}-${process.pid.toString(36)}`;
    terminals.events.on("opened", () => {
      if (this.imported === null) ports.later(() => void this.import());
    });
    terminals.events.on("block-end", ({ terminal, block }) => this.ended(terminal, block));
  }

  /** Told of each command that ended and may be remembered, in their order. */
  onRun(listener: (run: CommandRun) => void): Dispose {
    return this.events.on("run", listener);
  }

  /** Told of command lines that are to be forgotten everywhere. */
  onForget(listener: (commands: readonly string[]) => void): Dispose {
    return this.events.on("forget", listener);
  }

  /** `CommandRun.session` of what runs in a terminal. */
  sessionOf(terminal: Terminal): string {
    let session = this.sessions.get(terminal);
    if (session === undefined) {
      session = `${this.id}:${terminal.id}`;
      this.sessions.set(terminal, session);
    }
    return session;
  }

  /**
   * The newest runs of all times, oldest first; a first import of the shells' own histories is waited
   * for, though not long. Never rejects.
   */
  async loadRuns(limit: number): Promise<CommandRun[]> {
    const { store } = this.ports;
    if (store === null || !this.ports.isOn()) return [];
    await this.ready();
    const pages: CommandRun[][] = [];
    for (let skip = 0; skip < limit; skip += PAGE) {
      const page = await store.ask("listCommands", { limit: Math.min(PAGE, limit - skip), skip });
      if (page === null || page.length === 0) break;
      pages.push(page.map(runOf));
    }
    return pages.reverse().flat();
  }

  /** Different command lines with all or any of the words, the newest first. */
  async search(
    words: readonly string[],
    { limit, skip = 0, match = "all" }: SearchOptions,
  ): Promise<readonly FoundCommand[]> {
    await this.work;
    if (!this.ports.isOn()) return [];
    const query = { words, match, limit, skip };
    return (await this.ports.store?.ask("searchCommands", query)) ?? [];
  }

  /** What is gone. One line, or those that a pattern with `*` matches. */
  async forget(which: { line: string } | { pattern: string }): Promise<readonly string[]> {
    await this.work;
    const line = "line" in which ? which.line : null;
    const pattern = "pattern" in which ? which.pattern : null;
    const when = this.ports.now();
    const gone = (await this.ports.store?.ask("forgetCommands", { line, pattern, when })) ?? [];
    // What was never stored may have been learned.
    const told = line !== null && !gone.includes(line) ? [line] : gone;
    this.events.emit("forget", told);
    return gone;
  }

  /** Reads what is new in the shells' own history files; once, unless it is wanted again. */
  import(again = false): Promise<ImportAnswer> {
    if (this.ports.store === null || !this.ports.isOn()) {
      return Promise.resolve({ added: 0, problems: ["The history is off"] });
    }
    if (this.imported === null || again) {
      this.imported = this.ports.importFiles().catch((error: unknown) => {
        this.ports.onBug("import", error);
        return { added: 0, problems: [messageOf(error)] };
      });
    }
    return this.imported;
  }

  /** What the shells' own files have is there, or has been waited for long enough. Never rejects. */
  async ready(): Promise<void> {
    const work = this.import();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
      timer.unref();
    });
    await Promise.race([work, patience]);
    clearTimeout(timer);
  }

  private ended(terminal: Terminal, block: Block): void {
    // A blank behind a backslash is a part of the last word.
    const command = block.command.replace(/(?<!\\)\s+$/, "");
    // What was only guessed may be output that looks like a prompt, or another machine's.
    if (!block.sure || !isKept(command)) return;
    const previous = this.previous.get(terminal) ?? null;
    this.previous.set(terminal, command);
    const { shell } = terminal;
    const session = this.sessionOf(terminal);
    const { cwd, status, startedAt: time, endedAt } = block;
    const duration = endedAt === null ? null : Math.max(0, Math.round(endedAt - time));
    this.work = this.work.then(async () => {
      const repository = cwd === null ? null : await this.repositoryOf(cwd);
      const run = { command, cwd, repository, status, duration, time, previous, session };
      this.events.emit("run", run);
      const { store } = this.ports;
      if (store === null || !this.ports.isOn()) return;
      const { command: line, ...rest } = run;
      await store.ask("addCommand", { ...rest, line, shell, origin: null });
    });
  }

  private repositoryOf(folder: string): Promise<string | null> {
    let found = this.repositories.get(folder);
    if (found === undefined) {
      // Folders become repositories; not to ask again for ever would be wrong after `git init`.
      if (this.repositories.size >= MOST_FOLDERS) this.repositories.clear();
      found = repositoryOf(folder);
      this.repositories.set(folder, found);
      void found.then((root) => {
        if (root === null) this.repositories.delete(folder);
      });
    }
    return found;
  }
}

/** The nearest folder from here up that has a `.git`. */
async function repositoryOf(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      await access(join(at, ".git"));
      return at;
    } catch {
      // Not there, or not to be seen: then it is no repository of the user's.
      if (dirname(at) === at) return null;
    }
  }
}

function runOf({ line, cwd, repository, status, duration, ...rest }: StoredCommand): CommandRun {
  const { time, previous, session } = rest;
  return { command: line, cwd, repository, status, duration, time, previous, session };
}

const REGISTRIES = new WeakMap<Editor, CommandHistory>();

/** Of an editor; null where no shells are installed. */
export function historyOf(editor: Editor): CommandHistory | null {
  return REGISTRIES.get(editor) ?? null;
}

export function setHistory(editor: Editor, history: CommandHistory): void {
  REGISTRIES.set(editor, history);
}
