/** The folders that projects lie in. */
import { realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { projectOf } from "../../editor/project.ts";

/** Folders whose links are remembered. */
const MOST_KNOWN = 50;

export class Roots {
  private readonly home: string;
  private readonly known = new Map<string, string>();

  /** `home`: the home folder, absolute. */
  constructor(home: string) {
    this.home = home;
  }

  /** The project's folder around a file, or around a folder (absolute); without one its own folder. */
  of(path: string, isFolder = false): string {
    return projectOf(path, this.home) ?? (isFolder ? path : dirname(path));
  }

  /** A folder with its links followed; its name where it is not there. */
  async real(folder: string): Promise<string> {
    let real = this.known.get(folder);
    if (real === undefined) {
      try {
        real = await realpath(folder);
      } catch {
        // It is not there yet, or may not be looked at.
        real = folder;
      }
      if (this.known.size === MOST_KNOWN) this.known.clear();
      this.known.set(folder, real);
    }
    return real;
  }
}
