/**
 * Which files change together, by the history: for each file the others that its commits touched, with
 * the share of them. Recent commits count more, commits of many files count not at all (they say that
 * somebody has reformatted, renamed or merged).
 */
import type { Store } from "../store/store.ts";
import type { Repository } from "./repository.ts";

/** How far back, and the most files of a commit that says something. */
const COMMITS = 3000;
const MOST_FILES = 30;
/** After so many commits one counts half. */
const HALF = 500;
/** Partners of a file that are kept, and files that are. */
const MOST_PARTNERS = 10;
const MOST_NAMES = 6000;
/** A partner has changed together with the file at least so often. */
const LEAST = 2;
/** Keys are read after so long. Milliseconds. */
const SLICE = 4;

export interface Partner {
  /** Relative to the repository's root. */
  readonly name: string;
  /** Share of the file's commits that touched this one, too, recent ones weighted: 0 to 1. */
  readonly probability: number;
  /** Commits that touched both. */
  readonly count: number;
}

type Partners = Readonly<Record<string, readonly (readonly [string, number, number])[]>>;

interface Kept {
  readonly version: 1;
  readonly head: string;
  readonly partners: Partners;
}

export class CoChange {
  private readonly repository: Repository;
  private readonly store: Store | null;
  private readonly now: () => number;
  private kept: Kept | null = null;
  private running: Promise<void> | null = null;

  /**
   * What is learned is kept in the database between sessions, where there is one; `now` is in
   * milliseconds since the epoch.
   */
  constructor(repository: Repository, store: Store | null, now: () => number) {
    this.repository = repository;
    this.store = store;
    this.now = now;
  }

  /** What changes with a file (relative to the root), likeliest first; empty until `learn` has ended. */
  partners(name: string): Partner[] {
    const list =
      this.kept && Object.hasOwn(this.kept.partners, name) ? this.kept.partners[name] : [];
    return (list ?? []).map(([other, probability, count]) => ({ name: other, probability, count }));
  }

  /** Reads the history unless what is known is of the present HEAD. One reading runs at a time. */
  learn(signal?: AbortSignal): Promise<void> {
    this.running ??= this.read(signal).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async read(signal?: AbortSignal): Promise<void> {
    const options = signal ? { signal } : {};
    const head = (
      await this.repository.run(["rev-parse", "--verify", "-q", "HEAD"], options)
    ).trim();
    const entry = { space: "co-change", name: this.repository.root };
    this.kept ??= parseKept((await this.store?.ask("getValue", entry)) ?? null);
    if (this.kept?.head === head || head === "") return;
    const log = await this.repository.run(
      [
        "log",
        "-n",
        String(COMMITS),
        "--no-merges",
        "--no-renames",
        "--no-show-signature",
        "--format=%x01",
        "--name-only",
        "-z",
        "HEAD",
        "--",
      ],
      options,
    );
    this.kept = { version: 1, head, partners: await partnersOf(log, signal) };
    const value = JSON.stringify(this.kept);
    await this.store?.ask("putValue", { ...entry, value, when: this.now() });
  }
}

/** Counts the pairs of a log whose commits begin with a byte 1 and whose names end in NUL. */
async function partnersOf(log: string, signal?: AbortSignal): Promise<Partners> {
  let begun = performance.now();
  const turn = async (): Promise<void> => {
    if (performance.now() - begun < SLICE) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    begun = performance.now();
  };
  const own = new Map<string, number>();
  const pairs = new Map<string, Map<string, [weight: number, count: number]>>();
  const commits = log.split("\x01").slice(1);
  for (let age = 0; age < commits.length; age++) {
    await turn();
    if (signal?.aborted) break;
    const names = commits[age]!.split("\0").map((name) => name.replace(/^\n/, ""));
    const files = [...new Set(names.filter((name) => name !== ""))];
    if (files.length > MOST_FILES || own.size > MOST_NAMES) continue;
    const weight = 0.5 ** (age / HALF);
    for (const name of files) {
      own.set(name, (own.get(name) ?? 0) + weight);
      let partners = pairs.get(name);
      if (!partners) pairs.set(name, (partners = new Map()));
      for (const other of files) {
        if (other === name) continue;
        const pair = partners.get(other);
        if (pair) {
          pair[0] += weight;
          pair[1]++;
        } else partners.set(other, [weight, 1]);
      }
    }
  }
  const result: Record<string, [string, number, number][]> = Object.create(null);
  for (const [name, partners] of pairs) {
    await turn();
    const list = [...partners]
      .filter(([, [, count]]) => count >= LEAST)
      .map(([other, [weight, count]]): [string, number, number] => [
        other,
        Math.round((weight / own.get(name)!) * 1000) / 1000,
        count,
      ])
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MOST_PARTNERS);
    if (list.length > 0) result[name] = list;
  }
  return result;
}

/** Null for anything that is not what was kept: it is read anew from the history. */
function parseKept(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as Kept;
    return kept.version === 1 && typeof kept.partners === "object" ? kept : null;
  } catch {
    // Damaged; it will be kept again.
    return null;
  }
}
