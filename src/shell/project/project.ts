/**
 * The commands that a project offers by its files: scripts, targets, the usual commands of its tools.
 * Files are read, nothing is run. Sizes are bounded; a file that makes no sense is left out.
 */
import { dirname, join } from "node:path";
import type { ProjectCommand } from "../command.ts";
import { fixedSources } from "./fixed-source.ts";
import { composerSource, denoSource, nodeSource } from "./node-source.ts";
import { justSource, makeSource, taskfileSource, toxSource } from "./recipe-source.ts";
import type { Offer, ProjectSource } from "./source.ts";
import { cargoSource, pythonSource } from "./toml-source.ts";

/** Files as a project is read through; all paths are absolute. */
export interface ProjectPort {
  /** The names in a folder, some thousands at most; null: there is none, or it can't be read (in time). */
  names(folder: string): Promise<ReadonlySet<string> | null>;
  /** What changes with the contents; null: no file. */
  stamp(path: string): Promise<{ readonly mtime: number; readonly size: number } | null>;
  /** The text; rejects where it can't be read. */
  text(path: string): Promise<string>;
}

export interface ProjectReading {
  /** Those of the nearest folder first. */
  readonly commands: readonly ProjectCommand[];
  /** Of `commands`: those that work as well in the folders below `cwd`. */
  readonly anywhere: ReadonlySet<ProjectCommand>;
}

const SOURCES: readonly ProjectSource[] = [
  nodeSource,
  denoSource,
  makeSource,
  justSource,
  taskfileSource,
  cargoSource,
  pythonSource,
  toxSource,
  composerSource,
  ...fixedSources,
];

/** Names that change how files beside (or below) them are read. */
const ROOT_MARKS = [".git", ".hg", ".jj"] as const;
/** Bytes. */
const LARGEST = 512 * 1024;
const MOST_OF_FILE = 150;
const MOST = 400;
const MOST_FOLDERS = 12;
const MOST_REMEMBERED = 200;

interface Remembered {
  readonly key: string;
  readonly offers: readonly Offer[];
}

/** Reads projects and remembers what it has read as long as the files are the same. */
export interface ProjectReader {
  /** The commands for a folder (absolute): its own project's, then those of the folders above. */
  read(folder: string): Promise<ProjectReading>;
}

/** A reader of its own memory. `home` is never a project; null: not known. */
export function projectReader(port: ProjectPort, home: string | null = null): ProjectReader {
  const remembered = new Map<string, Remembered>();
  return { read: (folder) => readFolders(folder, port, home, remembered) };
}

async function readFolders(
  folder: string,
  port: ProjectPort,
  home: string | null,
  remembered: Map<string, Remembered>,
): Promise<ProjectReading> {
  const folders = await foldersOf(folder, port, home);
  const commands: ProjectCommand[] = [];
  const anywhere = new Set<ProjectCommand>();
  for (const [index, { path, names }] of folders.entries()) {
    const above = folders.slice(index).map((each) => each.names);
    const beside = [...names].join("/");
    for (const source of SOURCES) {
      const name = source.files.find((file) => names.has(file));
      if (name === undefined) continue;
      const file = join(path, name);
      const offers = await readSource(source, file, above, beside, port, remembered);
      for (const offer of offers) {
        if (commands.length >= MOST) break;
        const command: ProjectCommand = { ...offer, source: file, cwd: path };
        commands.push(command);
        if (source.anywhere) anywhere.add(command);
      }
    }
  }
  return { commands, anywhere };
}

async function readSource(
  source: ProjectSource,
  file: string,
  above: readonly ReadonlySet<string>[],
  beside: string,
  port: ProjectPort,
  remembered: Map<string, Remembered>,
): Promise<readonly Offer[]> {
  const stamp = await port.stamp(file);
  if (stamp === null) return [];
  const siblings = above[0] ?? new Set();
  const locks = above.map((names) => [...names].filter((each) => /lock/i.test(each)).join());
  const key = `${stamp.mtime} ${stamp.size} ${beside} ${locks.join("/")}`;
  const known = remembered.get(file);
  if (known?.key === key) return known.offers;
  let offers: readonly Offer[] = [];
  if (stamp.size <= LARGEST) {
    // what can't be read now may be another time
    const text = await port.text(file).catch(() => null);
    if (text === null) return [];
    try {
      offers = source.read({ text, siblings, above }).slice(0, MOST_OF_FILE);
    } catch {
      // half-written files are usual: the project is what the other files say
    }
  }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(file, { key, offers });
  return offers;
}

interface Folder {
  readonly path: string;
  readonly names: ReadonlySet<string>;
}

/** The folder and those above up to the repository's root; outside of one, the nearest with a project. */
async function foldersOf(
  folder: string,
  port: ProjectPort,
  home: string | null,
): Promise<Folder[]> {
  const folders: Folder[] = [];
  let at = folder;
  while (folders.length < MOST_FOLDERS && at !== home) {
    const names = await port.names(at);
    if (names === null) break;
    folders.push({ path: at, names });
    if (ROOT_MARKS.some((mark) => names.has(mark))) return folders;
    if (dirname(at) === at) break;
    at = dirname(at);
  }
  const hasProject = ({ names }: Folder): boolean =>
    SOURCES.some((source) => source.files.some((file) => names.has(file)));
  const nearest = folders.findIndex(hasProject);
  return nearest < 0 ? [] : folders.slice(nearest, nearest + 1);
}
