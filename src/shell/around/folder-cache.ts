/**
 * Listings of folders that answer at once: with what was read, or with nothing while it is being read.
 * What is old is still given, and read again behind it.
 */
import type { FolderEntry } from "../command.ts";

export interface FolderPorts {
  /** The entries of a folder (absolute), bounded; null: too many, or it can't be read in time. */
  read(folder: string): Promise<readonly FolderEntry[] | null>;
  /** Milliseconds. */
  now(): number;
  /** A listing is new, or another one than before. */
  changed(folder: string): void;
}

interface Listing {
  entries: readonly FolderEntry[] | null;
  readAt: number;
  stale: boolean;
}

const MOST_KEPT = 200;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 32;
/** Milliseconds. */
const FRESH = 30_000;
/** A folder that could not be read is left alone for so long. */
const REST = 60_000;

export class FolderCache {
  private readonly ports: FolderPorts;
  /** The one that was asked for last is the last one. */
  private readonly listings = new Map<string, Listing>();
  private readonly waiting: string[] = [];
  private readonly reading = new Set<string>();

  constructor(ports: FolderPorts) {
    this.ports = ports;
  }

  /** The entries as they are known; null: not known (yet). */
  list(folder: string): readonly FolderEntry[] | null {
    const listing = this.listings.get(folder);
    if (listing === undefined) {
      this.request(folder);
      return null;
    }
    this.listings.delete(folder);
    this.listings.set(folder, listing);
    const age = this.ports.now() - listing.readAt;
    if (listing.entries === null ? age > REST : listing.stale || age > FRESH) this.request(folder);
    return listing.entries;
  }

  /** A command has ended: any folder may have changed. */
  outdate(): void {
    for (const listing of this.listings.values()) listing.stale = true;
  }

  private request(folder: string): void {
    if (this.reading.has(folder) || this.waiting.includes(folder)) return;
    if (this.waiting.length >= MOST_WAITING) return;
    this.waiting.push(folder);
    this.next();
  }

  private next(): void {
    while (this.reading.size < MOST_AT_ONCE) {
      const folder = this.waiting.shift();
      if (folder === undefined) return;
      this.reading.add(folder);
      void this.ports.read(folder).then((entries) => this.keep(folder, entries));
    }
  }

  private keep(folder: string, entries: readonly FolderEntry[] | null): void {
    this.reading.delete(folder);
    const before = this.listings.get(folder);
    this.listings.delete(folder);
    this.listings.set(folder, { entries, readAt: this.ports.now(), stale: false });
    const [oldest] = this.listings.keys();
    if (this.listings.size > MOST_KEPT && oldest !== undefined) this.listings.delete(oldest);
    if (before === undefined || !sameEntries(before.entries, entries)) this.ports.changed(folder);
    this.next();
  }
}

function sameEntries(a: readonly FolderEntry[] | null, b: readonly FolderEntry[] | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.length === b.length &&
    a.every(({ name, folder, executable }, at) => {
      const other = b[at];
      return name === other?.name && folder === other.folder && executable === other.executable;
    })
  );
}
