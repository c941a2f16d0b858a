/**
 * Files of the project that are not open and may need the last edit, too: those that have its names in
 * them, and those that usually change together with it. They are looked for and read in the background,
 * and are texts with negative ids to the predictors.
 */
import type { DocumentSnapshot, RecordedEdit } from "../text/prediction.ts";
import { slice, type Text } from "../text/text.ts";
import type { ClosedFiles } from "./arbiter/shown.ts";

export interface ReadFile {
  readonly text: Text;
  /** Changes when the file does. */
  readonly stamp: string;
}

export interface ProjectFilesPorts {
  /**
   * Absolute paths of files of the project around a file that have one of these words, the likeliest
   * first; none that is secret or ignored. Rejects when it was aborted or can't be done.
   */
  search(around: string, words: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
  /** Files that usually change together with one, the likeliest first. */
  partners(path: string): readonly string[];
  /** Reads a file unless its stamp is this one; null: too large, no text, gone. */
  read(path: string, stamp: string | null): Promise<ReadFile | "same" | null>;
  /** Whether nothing may be read from it. */
  isSecret(path: string): boolean;
  isOpen(path: string): boolean;
  filetypeOf(path: string, firstLine: string): string;
  /** The keyword test of a file type. */
  isKeyword(filetype: string): (codePoint: number) => boolean;
  /** Others matter now than before. */
  changed(): void;
}

/** Files given to the predictors at a time. */
const MOST_FILES = 12;
/** Of them so many only because they change together. */
const MOST_PARTNERS = 4;
/** Files whose texts are kept. */
const MOST_KEPT = 48;
export const MOST_CHARACTERS = 200_000;
const MOST_WORDS = 6;
const LEAST_WORD = 3;
/** Characters of an edit whose words are looked at, on either side. */
const MOST_EDITED = 4000;

interface Kept {
  readonly stamp: string;
  readonly snapshot: DocumentSnapshot;
}

export class ProjectFiles implements ClosedFiles {
  private readonly ports: ProjectFilesPorts;
  /** By path, the most recently used last. */
  private readonly kept = new Map<string, Kept>();
  private readonly ids = new Map<string, number>();
  private readonly paths = new Map<number, string>();
  private wanted: readonly string[] = [];
  private looking: AbortController | null = null;
  private key = "";
  /** Resolves when the last look is over. */
  settled: Promise<void> = Promise.resolve();

  constructor(ports: ProjectFilesPorts) {
    this.ports = ports;
  }

  snapshots(): readonly DocumentSnapshot[] {
    return this.wanted.flatMap((path) => {
      const kept = this.kept.get(path);
      return kept && !this.ports.isOpen(path) ? [kept.snapshot] : [];
    });
  }

  get(id: number): DocumentSnapshot | null {
    const path = this.paths.get(id);
    return (path !== undefined && this.kept.get(path)?.snapshot) || null;
  }

  /** A file that was read, by its absolute path. */
  byPath(path: string): DocumentSnapshot | null {
    return this.ports.isOpen(path) ? null : (this.kept.get(path)?.snapshot ?? null);
  }

  /** Looks for the files that the last edit matters to, when it is another one. */
  look(edits: readonly RecordedEdit[]): void {
    const edit = edits[edits.length - 1];
    if (!edit?.learn || edit.path === null || this.ports.isSecret(edit.path)) return;
    const words = wordsOf(edit);
    const key = `${edit.path}:${words.join(" ")}`;
    if (key === this.key) return;
    this.key = key;
    this.looking?.abort();
    const looking = new AbortController();
    this.looking = looking;
    this.settled = this.find(edit.path, words, looking.signal).catch((error: unknown) => {
      // Called off, or there is no ripgrep: files that are not open are a convenience.
      if (!(error instanceof Error)) throw error;
    });
  }

  /** Reads some files (absolute paths) of the project, as far as they may be read. */
  async bring(paths: readonly string[], signal: AbortSignal): Promise<void> {
    const { isSecret, isOpen, read } = this.ports;
    for (const path of paths) {
      if (isSecret(path) || isOpen(path)) continue;
      const known = this.kept.get(path);
      const file = await read(path, known?.stamp ?? null);
      if (signal.aborted) return;
      if (file === null || file === "same") continue;
      this.keep(path, file, known?.snapshot.revision ?? -1);
    }
  }

  close(): void {
    this.looking?.abort();
  }

  private async find(around: string, words: readonly string[], signal: AbortSignal): Promise<void> {
    const partners = this.ports.partners(around).slice(0, MOST_PARTNERS);
    const found = words.length === 0 ? [] : await this.ports.search(around, words, signal);
    const paths: string[] = [];
    for (const path of [...found.slice(0, MOST_FILES - partners.length), ...partners, ...found]) {
      if (paths.length === MOST_FILES || paths.includes(path) || path === around) continue;
      if (!this.ports.isSecret(path) && !this.ports.isOpen(path)) paths.push(path);
    }
    let fresh = false;
    const read: string[] = [];
    for (const path of paths) {
      const known = this.kept.get(path);
      const file = await this.ports.read(path, known?.stamp ?? null);
      if (signal.aborted) return;
      if (file === null) continue;
      read.push(path);
      if (file === "same") continue;
      fresh = true;
      this.keep(path, file, known?.snapshot.revision ?? -1);
    }
    fresh ||= read.some((path) => !this.wanted.includes(path));
    this.wanted = read;
    this.trim();
    if (fresh) this.ports.changed();
  }

  private keep(path: string, { text, stamp }: ReadFile, revision: number): void {
    const filetype = this.ports.filetypeOf(path, text.line(1).text);
    let id = this.ids.get(path);
    if (id === undefined) {
      id = -(this.ids.size + 1);
      this.ids.set(path, id);
      this.paths.set(id, path);
    }
    const snapshot = {
      id,
      revision: revision + 1,
      text,
      path,
      filetype,
      pos: 0,
      isKeyword: this.ports.isKeyword(filetype),
    };
    this.kept.delete(path);
    this.kept.set(path, { stamp, snapshot });
  }

  private trim(): void {
    for (const path of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) return;
      if (!this.wanted.includes(path)) this.kept.delete(path);
    }
  }
}

/** The words that an edit took away, then those that it put in. */
export function wordsOf(edit: RecordedEdit): string[] {
  const gone = new Set<string>();
  const come = new Set<string>();
  edit.changes.iterChanges((fromA, toA, fromB, toB) => {
    collect(edit.before, fromA, toA, gone);
    collect(edit.after, fromB, toB, come);
  });
  const lost = [...gone].filter((word) => !come.has(word));
  const won = [...come].filter((word) => !gone.has(word));
  return [...lost, ...won].slice(0, MOST_WORDS);
}

/** The words that a range touches, whole. */
function collect(text: Text, from: number, to: number, words: Set<string>): void {
  const first = text.lineAt(from);
  const last = text.lineAt(to);
  const start = Math.max(first.from, from - 100);
  const end = Math.min(last.to, to + 100, from + MOST_EDITED);
  const part = slice(text, start, end);
  for (const { 0: word, index } of part.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
    const at = start + index;
    if (word.length >= LEAST_WORD && at <= to && at + word.length >= from) words.add(word);
  }
}
