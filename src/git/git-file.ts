/** What git has stored of a document's file, and how the buffer differs from it. */
import type { Document } from "../editor/document.ts";
import { decode } from "../editor/files/encoding.ts";
import { type Hunk, hunksOf, type Version } from "./hunk.ts";
import type { Repository } from "./repository.ts";

/** Larger files (bytes of a stored version) are not compared while typing. */
const MAX_SIZE = 16 << 20;

export class GitFile {
  readonly doc: Document;
  readonly repository: Repository;
  /** Relative to the repository's root, with slashes. */
  readonly name: string;
  /** As staged; null when git does not track the file, or it is in conflict. */
  index: Version | null = null;
  /** As of the last commit; null when it was not in it. */
  head: Version | null = null;
  /** Index → buffer. */
  hunks: readonly Hunk[] = [];
  /** HEAD → index, in rows of the index. */
  staged: readonly Hunk[] = [];
  /** The revision of the document that `hunks` is of; -1 before the first comparison. */
  revision = -1;
  /** Counts what was read from git, so that a late answer is known to be old. */
  private reading = 0;
  private newest: Promise<void> = Promise.resolve();

  constructor(doc: Document, repository: Repository, path: string) {
    this.doc = doc;
    this.repository = repository;
    this.name = repository.name(path);
  }

  /** Reads both stored versions anew. When a newer reading begins meanwhile, that one is waited for. */
  load(): Promise<void> {
    this.newest = this.read(++this.reading);
    return this.newest;
  }

  private async read(reading: number): Promise<void> {
    const [index, head] = await Promise.all([
      this.repository.blob(`:0:${this.name}`),
      this.repository.blob(`HEAD:${this.name}`),
    ]);
    if (reading !== this.reading) return this.newest;
    const sameBytes = index !== null && head !== null && index.equals(head);
    this.index = versionOf(index);
    this.head = sameBytes ? this.index : versionOf(head);
    this.staged = this.index === null || this.head === this.index ? [] : stagedOf(this);
    this.revision = -1;
  }

  /** Compares the buffer as it is now; false when nothing had changed since the last time. */
  compare(): boolean {
    const { doc, index } = this;
    if (this.revision === doc.revision) return false;
    this.revision = doc.revision;
    this.hunks = index === null ? [] : hunksOf(index, doc.text);
    return true;
  }

  /** The staged hunks in rows of the buffer, without those that the buffer has changed again. */
  stagedInBuffer(): Hunk[] {
    const shown: Hunk[] = [];
    let shift = 0;
    let next = 0;
    for (const hunk of this.staged) {
      while (next < this.hunks.length && this.hunks[next]!.toA <= hunk.fromB) {
        const over = this.hunks[next++]!;
        shift += over.toB - over.fromB - (over.toA - over.fromA);
      }
      const changed = this.hunks[next];
      if (changed !== undefined && changed.fromA < Math.max(hunk.toB, hunk.fromB + 1)) continue;
      shown.push({ ...hunk, fromB: hunk.fromB + shift, toB: hunk.toB + shift });
    }
    return shown;
  }
}

function stagedOf({ head, index }: GitFile): Hunk[] {
  return index === null ? [] : hunksOf(head ?? EMPTY, index.text);
}

/** What a file that is not there is compared as. */
const EMPTY: Version = { ...decode(Buffer.alloc(0)), empty: true };

/** The stored text stands for a file elsewhere. */
const LFS = "version https://git-lfs.github.com/";

function versionOf(bytes: Buffer | null): Version | null {
  if (bytes === null || bytes.length > MAX_SIZE) return null;
  if (bytes.subarray(0, LFS.length).toString("latin1") === LFS) return null;
  return { ...decode(bytes), empty: bytes.length === 0 };
}
