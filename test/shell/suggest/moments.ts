/** Moments at a prompt, written shortly. */
import type {
  CommandMoment,
  CommandRun,
  FolderEntry,
  GitSituation,
  ProjectCommand,
  Suggester,
  Surroundings,
} from "../../../src/shell/command.ts";

export interface Written {
  /** Sessions of before, commands parted by " ; ". */
  readonly before?: readonly string[];
  /** This session so far. */
  readonly session?: string;
  /** The exit status of the last command; 0 where it is not said. */
  readonly status?: number;
  readonly cwd?: string;
  readonly git?: Partial<GitSituation>;
  readonly project?: readonly string[];
  readonly edited?: readonly string[];
  readonly editedSince?: boolean;
  readonly failing?: readonly string[];
  /** Files that are there, absolute; programs end with "*". */
  readonly files?: readonly string[];
  readonly programs?: readonly string[];
}

const CWD = "/home/me/work";

export function around(written: Written): Surroundings {
  const cwd = written.cwd ?? CWD;
  const files = written.files;
  const quiet = { staged: 0, modified: 0, untracked: 0, ahead: 0, behind: 0, state: null };
  return {
    cwd,
    home: "/home/me",
    repository: null,
    git: written.git ? { branch: "main", branches: ["main"], ...quiet, ...written.git } : null,
    project: (written.project ?? []).map((command) => projectCommand(command, cwd)),
    edited: written.edited ?? [],
    ...(written.editedSince === undefined ? {} : { editedSince: written.editedSince }),
    failing: written.failing ?? [],
    list: (folder) => (files === undefined ? null : listed(folder, files)),
    programs: written.programs ? new Set(written.programs) : null,
  };
}

function projectCommand(command: string, cwd: string): ProjectCommand {
  const kind = /test/.test(command) ? "test" : /build/.test(command) ? "build" : "other";
  return { command, kind, source: `${cwd}/package.json`, cwd, detail: "" };
}

function listed(folder: string, files: readonly string[]): FolderEntry[] {
  const found = new Map<string, FolderEntry>();
  for (const file of files) {
    if (!file.startsWith(`${folder}/`)) continue;
    const [written = "", ...rest] = file.slice(folder.length + 1).split("/");
    const executable = written.endsWith("*");
    const name = executable ? written.slice(0, -1) : written;
    if (name !== "") found.set(name, { name, folder: rest.length > 0, executable });
  }
  return [...found.values()];
}

/** Teaches what is written; the moment at the prompt behind it. */
export function prepare(suggester: Suggester, written: Written): (prefix: string) => CommandMoment {
  for (const [at, session] of (written.before ?? []).entries())
    teach(suggester, session, `${at}`, 0);
  const last = written.status ?? 0;
  const session = written.session ? teach(suggester, written.session, "now", last) : [];
  const its = around(written);
  return (prefix) => ({ prefix, session, around: its, now: 1 });
}

function teach(
  suggester: Suggester,
  commands: string,
  session: string,
  last: number,
): CommandRun[] {
  const runs: CommandRun[] = [];
  const all = commands.split(" ; ");
  for (const [at, command] of all.entries()) {
    const status = at === all.length - 1 ? last : 0;
    const previous = runs.at(-1)?.command ?? null;
    const run = { cwd: CWD, repository: null, duration: 1, time: 1, previous, session };
    runs.push({ ...run, command, status });
    suggester.learn(runs.at(-1)!);
  }
  return runs;
}
