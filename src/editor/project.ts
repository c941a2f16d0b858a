/** The project that a file belongs to: its nearest folder with a mark of one. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** What stands in the top folder of a project, strongest first. */
const PROJECT_MARKS = [
  ".git",
  ".hg",
  ".jj",
  "package.json",
  "pyproject.toml",
  "go.mod",
  "Cargo.toml",
  "compile_commands.json",
  "Makefile",
] as const;

/**
 * The top folder of the project around a file or folder (absolute), or null: a repository's, else the
 * nearest folder with another mark. The home folder and the root are never a project.
 */
export function projectOf(path: string, home: string = homedir()): string | null {
  let nearest: string | null = null;
  for (let at = path; dirname(at) !== at; at = dirname(at)) {
    if (at === home) break;
    if (PROJECT_MARKS.slice(0, 3).some((mark) => existsSync(join(at, mark)))) return at;
    nearest ??= PROJECT_MARKS.some((mark) => existsSync(join(at, mark))) ? at : null;
  }
  return nearest;
}
