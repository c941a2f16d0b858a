/**
 * What is known around prompts (`Surroundings`), by folder. All is read behind the frames, when a prompt
 * asks for it; what is known already is given at once. A value never changes: what was read makes a new
 * one, so that who works things out from it sees by its identity whether they still hold.
 */
import { messageOf } from "../../base/errors.ts";
import {
  type FolderEntry,
  type GitSituation,
  NOTHING_KNOWN,
  type ProjectCommand,
  type Surroundings,
} from "../command.ts";
import type { ProjectReader } from "../project/project.ts";
import { FolderCache } from "./folder-cache.ts";

export interface RepositorySituation {
  readonly root: string;
  /** Null: git can't be asked. */
  readonly git: GitSituation | null;
}

export interface AroundPorts {
  readonly home: string | null;
  readonly projects: ProjectReader;
  /** Whether a folder is there, and answers in time. */
  answers(folder: string): Promise<boolean>;
  readFolder(folder: string): Promise<readonly FolderEntry[] | null>;
  /** Null: not all of them can be known. */
  readPrograms(): Promise<ReadonlySet<string> | null>;
  /** The repository around a folder; null: there is none. */
  readGit(folder: string): Promise<RepositorySituation | null>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** More is known than before: who has asked may ask again. */
  changed(): void;
  /** Something went wrong that is not the user's business. */
  failed(what: string, error: unknown): void;
}

interface Place {
  project: readonly ProjectCommand[];
  repository: string | null;
  git: GitSituation | null;
  /** Milliseconds that reading took. */
  cost: number;
  readAt: number;
  stale: boolean;
  reading: boolean;
  value: Surroundings | null;
}

const MOST_PLACES = 40;
const MOST_EDITED = 20;
/** Milliseconds. */
const EDITED_FOR = 15 * 60_000;
const PROGRAMS_FOR = 10 * 60_000;
/** What takes long to read is read the less often: after so many times as long. */
const REST = 20;

export class Around {
  private readonly ports: AroundPorts;
  private readonly folders: FolderCache;
  private readonly places = new Map<string, Place>();
  private readonly edits = new Map<string, number>();
  private lastEdited: string | null = null;
  private editedSince = false;
  private failing: readonly string[] = [];
  private programs: ReadonlySet<string> | null = null;
  private programsAt = -Infinity;
  private readonly nowhere: Surroundings;

  constructor(ports: AroundPorts) {
    this.ports = ports;
    this.folders = new FolderCache({
      read: (folder) => ports.readFolder(folder),
      now: () => ports.now(),
      changed: () => this.renew(),
    });
    this.nowhere = { ...NOTHING_KNOWN, home: ports.home };
  }

  /** What is known around a folder (absolute) now; what is not, or may be old, is read behind it. */
  at(cwd: string | null): Surroundings {
    if (cwd === null) return this.nowhere;
    let place = this.places.get(cwd);
    if (place === undefined) {
      place = {
        project: [],
        repository: null,
        git: null,
        cost: 0,
        readAt: -Infinity,
        stale: true,
        reading: false,
        value: null,
      };
      const [oldest] = this.places.keys();
      if (this.places.size >= MOST_PLACES && oldest !== undefined) this.places.delete(oldest);
      this.places.set(cwd, place);
    }
    const age = this.ports.now() - place.readAt;
    if (place.stale && !place.reading && age >= place.cost * REST) void this.read(cwd, place);
    if (this.ports.now() - this.programsAt > PROGRAMS_FOR) void this.scanPrograms();
    place.value ??= this.value(cwd, place);
    return place.value;
  }

  /** A command has ended: files, branches, programs may be others. */
  outdate(): void {
    this.folders.outdate();
    for (const place of this.places.values()) place.stale = true;
    if (this.editedSince) this.forgetValues();
    this.editedSince = false;
  }

  /** A file (absolute) was edited. */
  edited(path: string): void {
    const isNews = this.lastEdited !== path || !this.editedSince;
    this.lastEdited = path;
    this.editedSince = true;
    this.edits.delete(path);
    this.edits.set(path, this.ports.now());
    const [oldest] = this.edits.keys();
    if (this.edits.size > MOST_EDITED && oldest !== undefined) this.edits.delete(oldest);
    // typing on in a file is no news with each letter
    if (isNews) this.forgetValues();
  }

  /** The files (absolute) that the last failed command named. */
  setFailing(paths: readonly string[]): void {
    this.failing = [...paths];
    this.renew();
  }

  private value(cwd: string, place: Place): Surroundings {
    const { folders, ports } = this;
    const since = ports.now() - EDITED_FOR;
    const edited = [...this.edits].filter(([, time]) => time >= since).map(([path]) => path);
    return {
      cwd,
      home: ports.home,
      repository: place.repository,
      git: place.git,
      project: place.project,
      edited: edited.reverse(),
      editedSince: this.editedSince,
      failing: this.failing,
      list: (folder) => folders.list(folder),
      programs: this.programs,
    };
  }

  private async read(cwd: string, place: Place): Promise<void> {
    const started = this.ports.now();
    place.reading = true;
    place.stale = false;
    try {
      // A folder that does not answer is not looked at in any other way: those would wait in the
      // editor's own thread.
      const [reading, found] = (await this.ports.answers(cwd))
        ? await Promise.all([this.ports.projects.read(cwd), this.ports.readGit(cwd)])
        : [null, null];
      const anywhere = reading?.anywhere;
      const project = (reading?.commands ?? []).map((each) =>
        anywhere?.has(each) ? { ...each, cwd } : each,
      );
      const before = JSON.stringify([place.project, place.repository, place.git]);
      place.project = nearestFirst(project);
      place.repository = found?.root ?? null;
      place.git = found?.git ?? null;
      if (JSON.stringify([place.project, place.repository, place.git]) !== before) this.renew();
    } catch (error) {
      this.ports.failed(messageOf(error), error);
    } finally {
      place.reading = false;
      place.readAt = this.ports.now();
      place.cost = place.readAt - started;
    }
  }

  private async scanPrograms(): Promise<void> {
    this.programsAt = this.ports.now();
    const programs = await this.ports.readPrograms();
    if (this.programs?.size === programs?.size) return;
    this.programs = programs;
    this.renew();
  }

  private renew(): void {
    this.forgetValues();
    this.ports.changed();
  }

  private forgetValues(): void {
    for (const place of this.places.values()) place.value = null;
  }
}

/** Of the same command line in several folders above only the nearest one can be meant. */
function nearestFirst(commands: readonly ProjectCommand[]): readonly ProjectCommand[] {
  const seen = new Set<string>();
  return commands.filter(({ command, cwd }) => {
    const key = `${cwd}\0${command}`;
    return !seen.has(key) && seen.add(key);
  });
}
