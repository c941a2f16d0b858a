/** Files that belong to a file by what it imports, by its tests and by the history of the repository. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { counterparts } from "../../editor/files/counterpart.ts";
import type { Git } from "../../git/git.ts";
import { rowEnd, slice, type Text } from "../../text/text.ts";
import { candidatesOf, firstFile, IMPORT_ROWS, importsOf } from "./imports.ts";

export interface ImportedFile {
  /** Absolute. */
  readonly path: string;
  readonly names: readonly string[];
}

export interface Neighbours {
  readonly imports: readonly ImportedFile[];
  /** Its tests, or what it tests: absolute; null: none. */
  readonly counterpart: string | null;
}

const NONE: Neighbours = { imports: [], counterpart: null };
/** What was looked for on the disk holds so long, milliseconds. */
const FRESH_MS = 30_000;
const MOST_FILES = 60;
const MOST_IMPORTS = 8;
const MOST_PARTNERS = 4;
const MOST_CANDIDATES = 40;

interface Known {
  readonly key: string;
  readonly at: number;
  readonly neighbours: Neighbours;
}

export class NeighbourFiles {
  private readonly git: Git | null;
  private readonly now: () => number;
  private readonly known = new Map<string, Known>();
  private readonly looking = new Map<string, Promise<void>>();
  private readonly heads = new Map<string, { readonly head: string; readonly key: string }>();

  constructor(git: Git | null, now: () => number) {
    this.git = git;
    this.now = now;
  }

  /** What is known by now of a file (absolute) of a project. */
  of(path: string): Neighbours {
    return this.known.get(path)?.neighbours ?? NONE;
  }

  /** Looks for them unless they are known. Resolves when they are; never rejects. */
  look(path: string, root: string, text: Text): Promise<void> {
    const key = this.keyOf(path, text);
    const known = this.known.get(path);
    if (known?.key === key && this.now() - known.at < FRESH_MS) return Promise.resolve();
    let looking = this.looking.get(path);
    if (looking === undefined) {
      looking = this.find(path, root, text, key).finally(() => this.looking.delete(path));
      this.looking.set(path, looking);
    }
    return looking;
  }

  /** Files that usually change together with one (absolute), the likeliest first. */
  partners(path: string): string[] {
    const repository = this.git?.repositoryOf(path) ?? null;
    if (repository === null) return [];
    const partners = this.git!.coChange(repository).partners(repository.name(path));
    return partners.slice(0, MOST_PARTNERS).map(({ name }) => join(repository.root, name));
  }

  /** The imports of a text as one string; its lines are read again only when they are others. */
  private keyOf(path: string, text: Text): string {
    const head = slice(text, 0, rowEnd(text, Math.min(text.lines, IMPORT_ROWS) - 1));
    const known = this.heads.get(path);
    if (known?.head === head) return known.key;
    const key = importsOf(text)
      .map(({ target, names }) => `${target}:${names.join()}`)
      .join("\n");
    this.heads.delete(path);
    this.heads.set(path, { head, key });
    if (this.heads.size > MOST_FILES) this.heads.delete(this.heads.keys().next().value!);
    return key;
  }

  private async find(path: string, root: string, text: Text, key: string): Promise<void> {
    const at = this.now();
    const imports: ImportedFile[] = [];
    for (const line of importsOf(text)) {
      if (imports.length >= MOST_IMPORTS) break;
      const found = await firstFile(candidatesOf(line, path, root));
      if (found !== null && found !== path) imports.push({ path: found, names: line.names });
    }
    let counterpart: string | null = null;
    for (const each of counterparts(path, root).slice(0, MOST_CANDIDATES)) {
      if (each !== path && (await isFile(each))) {
        counterpart = each;
        break;
      }
    }
    this.known.delete(path);
    this.known.set(path, { key, at, neighbours: { imports, counterpart } });
    if (this.known.size > MOST_FILES) this.known.delete(this.known.keys().next().value!);
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Not there.
    return false;
  }
}
