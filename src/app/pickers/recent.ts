/**
 * Recent files by frecency: each visit counts one, and half as much for every three days since. Kept
 * in a small file of the state folder; what another hunch has written meanwhile is merged.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { Editor } from "../../editor/editor.ts";
import { shownPath } from "../../editor/paths.ts";
import type { PickSource } from "../../editor/picker.ts";
import { projectOf } from "../../editor/project.ts";

const HALF_LIFE_MS = 3 * 24 * 3600 * 1000;
const MOST = 500;

interface Visit {
  /** The score at the time `at` (milliseconds since the epoch). */
  readonly score: number;
  readonly at: number;
}

export class RecentFiles {
  private readonly file: string | null;
  private readonly now: () => number;
  private visits: Map<string, Visit> | null = null;
  private readonly fresh = new Map<string, Visit>();

  /** `folder`: where the list is kept; null: it is not. */
  constructor(folder: string | null, now: () => number) {
    this.file = folder === null ? null : join(folder, "recent.json");
    this.now = now;
  }

  visit(path: string): void {
    const now = this.now();
    const known = this.all.get(path);
    const visit = { score: (known ? this.scoreAt(known, now) : 0) + 1, at: now };
    this.all.set(path, visit);
    this.fresh.set(path, visit);
  }

  /** The paths, the best first. */
  best(): string[] {
    const now = this.now();
    return [...this.all]
      .map(([path, visit]) => ({ path, score: this.scoreAt(visit, now) }))
      .sort((a, b) => b.score - a.score)
      .map(({ path }) => path);
  }

  /** Writes what is new; to be called in a quiet moment. */
  save(): void {
    if (this.file === null || this.fresh.size === 0) return;
    const merged = read(this.file);
    for (const [path, visit] of this.fresh) merged.set(path, visit);
    const now = this.now();
    const kept = [...merged]
      .sort(([, a], [, b]) => this.scoreAt(b, now) - this.scoreAt(a, now))
      .slice(0, MOST);
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      const temporary = `${this.file}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify(kept), { mode: 0o600 });
      renameSync(temporary, this.file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      // The list is a convenience: a folder that can't be written has none.
    }
    this.fresh.clear();
    this.visits = new Map(kept);
  }

  private scoreAt({ score, at }: Visit, now: number): number {
    return score * 2 ** (-Math.max(0, now - at) / HALF_LIFE_MS);
  }

  private get all(): Map<string, Visit> {
    this.visits ??= this.file === null ? new Map() : read(this.file);
    return this.visits;
  }
}

function read(file: string): Map<string, Visit> {
  const visits = new Map<string, Visit>();
  try {
    for (const entry of JSON.parse(readFileSync(file, "utf8")) as unknown[]) {
      const [path, visit] = entry as [unknown, Partial<Visit> | undefined];
      if (typeof path !== "string" || !Number.isFinite(visit?.score)) continue;
      if (!Number.isFinite(visit?.at)) continue;
      visits.set(path, { score: visit!.score!, at: visit!.at! });
    }
  } catch {
    // Not there yet, or damaged: then the list begins anew.
    visits.clear();
  }
  return visits;
}

/** Notes every file that is shown. */
export function followRecent(editor: Editor, recent: RecentFiles): void {
  const note = (): void => {
    const { doc } = editor;
    if (doc.kind === "file" && doc.path !== null) recent.visit(doc.path);
  };
  let last: unknown = editor.doc;
  if (editor.doc.path !== null) note();
  editor.events.on("window-enter", ({ doc }) => {
    if (doc !== last) note();
    last = doc;
  });
}

/** So long a disk that does not answer is waited for; then its files count as there. */
const PATIENCE_MS = 200;

async function existing(paths: readonly string[]): Promise<string[]> {
  const gone = new Set<string>();
  const looks = paths.map((path) => access(path).catch(() => gone.add(path)));
  const patience = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS).unref();
  });
  await Promise.race([Promise.all(looks), patience]);
  return paths.filter((path) => !gone.has(path));
}

export function recentSource(editor: Editor, recent: RecentFiles): PickSource {
  return {
    name: "recent",
    title: "Recent",
    doc: "Files used lately and often, those of the project first",
    paths: true,
    start(_query, sink) {
      const current = editor.doc.path;
      const project = projectOf(current ?? editor.cwd) ?? editor.cwd;
      const within = (path: string) => path.startsWith(project + sep);
      const all = recent.best().filter((path) => path !== current);
      void existing(all).then((paths) => {
        const ordered = [...paths.filter(within), ...paths.filter((path) => !within(path))];
        sink.push(
          ordered.map((path) => ({
            text: shownPath(editor, path),
            place: { path, point: { row: 0, col: 0 } },
          })),
        );
        sink.done();
      });
    },
  };
}
