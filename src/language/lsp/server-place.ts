/** Where a server works and which program it is: roots of projects, `node_modules/.bin`, the PATH. */
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import type { Trust } from "../../base/trust.ts";
import { projectOf } from "../../editor/project.ts";
import type { ServerSpec } from "./server-table.ts";

/**
 * The root for a file (absolute): the nearest folder with a mark of the strongest group that has one,
 * not above the file's project, the home folder or the root of the disk. Null: there is none.
 */
export function rootOf(
  path: string,
  marks: ServerSpec["roots"],
  home: string = homedir(),
): string | null {
  const top = projectOf(path, home);
  for (const group of marks) {
    for (let at = dirname(path); dirname(at) !== at && at !== home; at = dirname(at)) {
      if (group.some((mark) => existsSync(join(at, mark)))) return at;
      if (at === top) break;
    }
  }
  return null;
}

export interface Program {
  /** Absolute. */
  readonly path: string;
  /** Whether it is the project's own. */
  readonly local: boolean;
}

/**
 * The program of a server for a root, or null when there is none. The project's own comes first, from
 * `node_modules/.bin` of the root or a folder above it that is trusted, too. Without a root (a single
 * file) only the PATH counts.
 */
export function programOf(
  spec: ServerSpec,
  root: string | null,
  trust: Pick<Trust, "allows">,
  env: Readonly<Record<string, string | undefined>>,
): Program | null {
  if (spec.package !== null && (root === null || !hasPackage(spec.package, root, trust))) {
    return null;
  }
  if (isAbsolute(spec.command)) {
    return isProgram(spec.command) ? { path: spec.command, local: false } : null;
  }
  if (spec.command.includes("/")) return null;
  if (root !== null) {
    for (const folder of moduleFolders(root, trust)) {
      const path = join(folder, ".bin", spec.command);
      if (isProgram(path)) return { path, local: true };
    }
  }
  if (spec.local) return null;
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    // A relative folder would be one of the project's.
    if (!isAbsolute(folder)) continue;
    const path = join(folder, spec.command);
    if (isProgram(path)) return { path, local: false };
  }
  return null;
}

/** The `node_modules` folders of a root and of the trusted folders above it. */
function moduleFolders(root: string, trust: Pick<Trust, "allows">): string[] {
  const folders: string[] = [];
  for (let at = root; dirname(at) !== at && trust.allows(at); at = dirname(at)) {
    const folder = join(at, "node_modules");
    if (existsSync(folder)) folders.push(folder);
  }
  return folders;
}

function hasPackage(
  wanted: NonNullable<ServerSpec["package"]>,
  root: string,
  trust: Pick<Trust, "allows">,
): boolean {
  for (const folder of moduleFolders(root, trust)) {
    const file = join(folder, wanted.name, "package.json");
    if (!existsSync(file)) continue;
    if (wanted.major === 0) return true;
    return majorOf(file) >= wanted.major;
  }
  return false;
}

function majorOf(file: string): number {
  try {
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    return Number.parseInt(String(version), 10) || 0;
  } catch (error) {
    // A package without a readable description is one of no version.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code) return 0;
    throw error;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    // What can't be looked at can't be run either.
    if ((error as NodeJS.ErrnoException).code !== undefined) return false;
    throw error;
  }
}
