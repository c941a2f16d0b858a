/**
 * Being told when a file may have changed, where the system can tell (not on network file systems:
 * there the checks on focus and `:checktime` find it). Folders are watched, not files: a file that
 * is replaced by a rename has another inode.
 */
import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { codeOf } from "./port.ts";

/** Milliseconds in which the many events of one write become one. */
const SETTLE = 50;

export class FileWatch {
  private readonly onMaybe: (path: string) => void;
  private readonly folders = new Map<string, { watcher: FSWatcher; paths: Set<string> }>();
  private readonly due = new Map<string, NodeJS.Timeout>();

  /** `onMaybe` is called with a watched path whose file should be checked. */
  constructor(onMaybe: (path: string) => void) {
    this.onMaybe = onMaybe;
  }

  /** Starts watching; false where the system can't (too many watches, no such folder). */
  add(path: string): boolean {
    const folder = dirname(path);
    const known = this.folders.get(folder);
    if (known !== undefined) {
      known.paths.add(path);
      return true;
    }
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) =>
        this.hear(folder, name),
      );
      watcher.on("error", () => this.drop(folder));
      this.folders.set(folder, { watcher, paths: new Set([path]) });
      return true;
    } catch (error) {
      if (codeOf(error) === "") throw error;
      return false;
    }
  }

  remove(path: string): void {
    const folder = this.folders.get(dirname(path));
    if (folder === undefined || !folder.paths.delete(path)) return;
    clearTimeout(this.due.get(path));
    this.due.delete(path);
    if (folder.paths.size === 0) this.drop(dirname(path));
  }

  close(): void {
    for (const folder of [...this.folders.keys()]) this.drop(folder);
    for (const timer of this.due.values()) clearTimeout(timer);
    this.due.clear();
  }

  private drop(folder: string): void {
    this.folders.get(folder)?.watcher.close();
    this.folders.delete(folder);
  }

  /** A null name: something happened, the system does not say to what. */
  private hear(folder: string, name: string | null): void {
    for (const path of this.folders.get(folder)?.paths ?? []) {
      if (name !== null && basename(path) !== name) continue;
      if (this.due.has(path)) continue;
      const timer = setTimeout(() => {
        this.due.delete(path);
        this.onMaybe(path);
      }, SETTLE);
      timer.unref();
      this.due.set(path, timer);
    }
  }
}
