/**
 * Which folders the user trusts. A folder that is not trusted is read and edited; nothing in it starts
 * a program or changes settings. What was decided is kept in a file of one line per folder, so that a
 * person can read and change it.
 */
import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export type TrustDecision = "trusted" | "untrusted";

/** The folder that a decision holds for, and what it is; `unknown` when nobody has decided. */
export interface TrustAnswer {
  readonly folder: string | null;
  readonly decision: TrustDecision | "unknown";
}

const FILE = "trust";
const LINE = /^(trusted|untrusted) (.+)$/;

export class Trust {
  private readonly file: string | null;
  private decisions: Map<string, TrustDecision> | null = null;
  private readonly listeners = new Set<() => void>();

  /** `folder` is where the decisions are kept; null: they last as long as this process. */
  constructor(folder: string | null) {
    this.file = folder === null ? null : join(folder, FILE);
  }

  /**
   * What holds for a file or folder (absolute): the decision on its nearest folder, links followed; by
   * its name where nothing was decided about where it really is.
   */
  of(path: string): TrustAnswer {
    const answer = this.lookUp(realPath(path));
    return answer.decision === "unknown" ? this.lookUp(path) : answer;
  }

  private lookUp(path: string): TrustAnswer {
    const decisions = this.read();
    for (let at = path; ; at = dirname(at)) {
      const decision = decisions.get(at);
      if (decision !== undefined) return { folder: at, decision };
      if (dirname(at) === at) return { folder: null, decision: "unknown" };
    }
  }

  /** Whether programs may be started for a file or folder (absolute). */
  allows(path: string): boolean {
    return this.of(path).decision === "trusted";
  }

  /** Keeps a decision about a folder, links followed; null forgets it. Throws what the file system throws when it can't be kept. */
  decide(folder: string, decision: TrustDecision | null): void {
    const clean = realPath(folder);
    // Another hunch may have decided something meanwhile.
    if (this.file !== null) this.decisions = null;
    const decisions = this.read();
    if (decision === null) for (const name of [clean, folder]) decisions.delete(name);
    else decisions.set(clean, decision);
    if (this.file !== null) write(this.file, decisions);
    for (const listener of this.listeners) listener();
  }

  /** Every decision, sorted by folder. */
  all(): Array<[string, TrustDecision]> {
    return [...this.read()].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Calls back after each decision. Returns the function that stops it. */
  onDecision(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private read(): Map<string, TrustDecision> {
    this.decisions ??= this.file === null ? new Map() : parse(this.file);
    return this.decisions;
  }
}

/** A path with its links followed, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // Not there (yet), or not to be read: then its folder counts.
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}

/** Names with line breaks are escaped as in JSON, so that a folder's name can't decide about another. */
function parse(file: string): Map<string, TrustDecision> {
  const decisions = new Map<string, TrustDecision>();
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    // Without the file nothing is trusted, which is the safe reading of an unreadable one, too.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return decisions;
  }
  for (const line of text.split("\n")) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const folder = match[2]!.replace(/\\(n|\\)/g, (_all, c: string) => (c === "n" ? "\n" : "\\"));
    decisions.set(folder, match[1] as TrustDecision);
  }
  return decisions;
}

function write(file: string, decisions: ReadonlyMap<string, TrustDecision>): void {
  const lines = [...decisions].map(
    ([folder, decision]) =>
      `${decision} ${folder.replace(/[\\\n]/g, (c) => (c === "\n" ? "\\n" : "\\\\"))}\n`,
  );
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, lines.join(""), { mode: 0o600 });
  renameSync(temporary, file);
}
