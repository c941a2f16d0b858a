/**
 * Files that servers want to hear of. The folders of a root are watched one by one, without those that
 * nobody edits in, and no more than a limit: a watch of a whole `node_modules` would take seconds.
 */
import { existsSync, type FSWatcher, lstatSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { globTest } from "./glob.ts";
import { isTable } from "./server-table.ts";

const MOST_FOLDERS = 2000;
/** Changes are collected for so long, ms: a checkout is one notice. */
const COLLECT_MS = 200;
const MOST_CHANGES = 5000;
/** Folders read in one turn. */
const SLICE = 50;
const LEFT_OUT = new Set([
  ".git",
  ".hg",
  ".jj",
  "node_modules",
  "target",
  "dist",
  "build",
  "out",
  "__pycache__",
  ".venv",
  "venv",
  ".cache",
  ".mypy_cache",
  ".next",
]);

/** What happened to a file: the protocol's numbers. */
const CREATED = 1;
const CHANGED = 2;
export const DELETED = 3;
export interface FileEvent {
  readonly path: string;
  readonly type: typeof CREATED | typeof CHANGED | typeof DELETED;
}

type Listener = (events: readonly FileEvent[]) => void;

/** Watches the folders below a root for as long as somebody listens. */
export class RootWatcher {
  readonly root: string;
  /** Folders were left out because there are too many. */
  full = false;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Map<string, FSWatcher>();
  private readonly known = new Map<string, Set<string>>();
  /** Folders to be watched; what is in a new one is new, too. */
  private queue: { readonly folder: string; readonly isNew: boolean }[] = [];
  private changes = new Map<string, FileEvent["type"]>();
  private timer: NodeJS.Timeout | null = null;
  private reading = false;

  constructor(root: string) {
    this.root = root;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.add(this.root, false);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close();
    };
  }

  get folders(): number {
    return this.watchers.size;
  }

  close(): void {
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
    this.known.clear();
    this.queue = [];
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.changes.clear();
  }

  private add(folder: string, isNew: boolean): void {
    this.queue.push({ folder, isNew });
    if (this.reading) return;
    this.reading = true;
    setImmediate(() => this.read());
  }

  private read(): void {
    for (let i = 0; i < SLICE; i++) {
      const next = this.queue.pop();
      if (next === undefined) break;
      this.watch(next.folder, next.isNew);
    }
    this.reading = this.queue.length > 0;
    if (this.reading) setImmediate(() => this.read());
  }

  private watch(folder: string, isNew: boolean): void {
    if (this.listeners.size === 0 || this.watchers.has(folder)) return;
    if (this.watchers.size >= MOST_FOLDERS) {
      this.full = true;
      return;
    }
    try {
      const names = new Set<string>();
      const entries = readdirSync(folder, { withFileTypes: true });
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        if (name !== null) this.saw(folder, name, event);
      });
      // The folder went away, or the system has no watches left: the rest is still watched.
      watcher.on("error", () => this.drop(folder));
      this.watchers.set(folder, watcher);
      this.known.set(folder, names);
      for (const entry of entries) {
        names.add(entry.name);
        const path = join(folder, entry.name);
        if (isNew && !entry.isDirectory()) this.note(path, CREATED);
        if (entry.isDirectory() && !LEFT_OUT.has(entry.name))
          this.queue.push({ folder: path, isNew });
      }
    } catch (error) {
      // No permission, gone by now, no watches left: it is not watched.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  private saw(folder: string, name: string, event: string): void {
    const path = join(folder, name);
    const names = this.known.get(folder);
    const was = names?.has(name) ?? false;
    const is = event === "change" ? true : existsSync(path);
    if (is) {
      names?.add(name);
      if (!was && !LEFT_OUT.has(name) && isRealFolder(path)) this.add(path, true);
    } else {
      names?.delete(name);
      this.drop(path);
    }
    if (!was && !is) return;
    this.note(path, is ? (was ? CHANGED : CREATED) : DELETED);
  }

  private note(path: string, type: FileEvent["type"]): void {
    const merged = type === CHANGED && this.changes.get(path) === CREATED ? CREATED : type;
    if (this.changes.size < MOST_CHANGES) this.changes.set(path, merged);
    if (this.timer !== null) return;
    this.timer = setTimeout(() => this.tell(), COLLECT_MS);
    this.timer.unref();
  }

  private drop(folder: string): void {
    const below = `${folder}/`;
    for (const [path, watcher] of this.watchers) {
      if (path !== folder && !path.startsWith(below)) continue;
      watcher.close();
      this.watchers.delete(path);
      this.known.delete(path);
    }
  }

  private tell(): void {
    this.timer = null;
    const events = [...this.changes].map(([path, type]) => ({ path, type }));
    this.changes = new Map();
    for (const listener of this.listeners) listener(events);
  }
}

const ALL_KINDS = 7;

/** Which events the registered patterns want, of the `watchers` of a registration. */
export function eventFilter(watchers: unknown, root: string | null): (event: FileEvent) => boolean {
  if (!Array.isArray(watchers)) return () => false;
  const tests = watchers.filter(isTable).map(({ globPattern, kind }) => ({
    test: globTest(globPattern, root),
    kind: typeof kind === "number" ? kind : ALL_KINDS,
  }));
  const bits = { [CREATED]: 1, [CHANGED]: 2, [DELETED]: 4 };
  return ({ path, type }) => {
    return tests.some(({ test, kind }) => (kind & bits[type]) !== 0 && test(path));
  };
}

/** Links are not followed: they may lead in circles. */
function isRealFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
