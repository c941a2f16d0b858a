/** Files of a project that are in memory only. */
import { dirname } from "node:path";
import type { ProjectPort } from "../../../src/shell/project/project.ts";

export interface MemoryFiles {
  readonly port: ProjectPort;
  /** How often each file was read. */
  readonly reads: Map<string, number>;
  set(path: string, text: string): void;
}

/** Paths (absolute) with their texts; one that ends in "/" is an empty folder. */
export function memoryFiles(files: Readonly<Record<string, string>>): MemoryFiles {
  const texts = new Map(Object.entries(files));
  const stamps = new Map<string, number>([...texts.keys()].map((path) => [path, 1]));
  const reads = new Map<string, number>();
  const port: ProjectPort = {
    async names(folder) {
      const start = folder === "/" ? "/" : `${folder}/`;
      const below = [...texts.keys()].filter((path) => path.startsWith(start));
      if (below.length === 0) return null;
      return new Set(below.map((path) => path.slice(start.length).split("/")[0] ?? ""));
    },
    async stamp(path) {
      const text = texts.get(path);
      return text === undefined ? null : { mtime: stamps.get(path) ?? 0, size: text.length };
    },
    async text(path) {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      const text = texts.get(path);
      if (text === undefined) throw new Error(`no file ${path} in ${dirname(path)}`);
      return text;
    },
  };
  return {
    port,
    reads,
    set(path, text) {
      texts.set(path, text);
      stamps.set(path, (stamps.get(path) ?? 0) + 1);
    },
  };
}
