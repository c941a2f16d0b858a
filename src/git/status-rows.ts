/** What the status buffer shows, and what each of its rows stands for. */
import { quotedName } from "./quoted-name.ts";
import type { Status, StatusEntry } from "./status.ts";

export type SectionName = "conflicts" | "untracked" | "unstaged" | "staged";

export interface StatusRow {
  readonly text: string;
  /** Highlight group of the whole row; empty for none. */
  readonly group: string;
  readonly section: SectionName | null;
  readonly entry: StatusEntry | null;
  /** 0-based number of the hunk in the entry's diff; -1 outside of one. */
  readonly hunk: number;
  /** The row of the file (0-based) that a row of a hunk is, or is above of. */
  readonly line: number;
}

/** The diff shown below an entry, by `keyOf`. */
export type Expanded = ReadonlyMap<string, readonly string[]>;

export function keyOf(section: SectionName, entry: StatusEntry): string {
  return `${section}\0${entry.name}`;
}

const TITLES: Readonly<Record<SectionName, string>> = {
  conflicts: "Unmerged",
  untracked: "Untracked",
  unstaged: "Unstaged",
  staged: "Staged",
};

export function entriesOf(status: Status, section: SectionName): StatusEntry[] {
  return status.entries.filter((entry) => {
    if (entry.conflict) return section === "conflicts";
    if (section === "conflicts") return false;
    if (section === "staged") return entry.staged !== ".";
    return section === "untracked" ? entry.unstaged === "?" : !".?".includes(entry.unstaged);
  });
}

export function statusRows(status: Status, expanded: Expanded): StatusRow[] {
  const rows: StatusRow[] = [];
  const add = (text: string, group = "", more: Partial<StatusRow> = {}): void => {
    rows.push({ text, group, section: null, entry: null, hunk: -1, line: 0, ...more });
  };
  add(`Head: ${status.branch ?? `detached at ${status.head?.slice(0, 8)}`}`, "keyword");
  if (status.head === null) add("No commits yet", "comment");
  if (status.upstream !== null) add(`Upstream: ${status.upstream}${distance(status)}`, "keyword");
  add("Help: g?", "comment");
  for (const section of ["conflicts", "untracked", "unstaged", "staged"] as const) {
    const entries = entriesOf(status, section);
    if (entries.length === 0) continue;
    add("");
    add(`${TITLES[section]} (${entries.length})`, "heading", { section });
    for (const entry of entries) {
      add(entryText(section, entry), "", { section, entry });
      let hunk = -1;
      let line = 0;
      for (const text of expanded.get(keyOf(section, entry)) ?? []) {
        // A combined diff of a conflict (`@@@`) has no hunks that could be applied.
        const head = /^@@ -\S+ \+(\d+)/.exec(text);
        if (head) {
          hunk++;
          line = Math.max(0, Number(head[1]) - 1);
        }
        add(text, diffGroup(text), { section, entry, hunk, line });
        if (!head && !/^[-\\]/.test(text)) line++;
      }
    }
  }
  if (status.entries.length === 0) {
    add("");
    add("Nothing to commit, the work tree is clean", "comment");
  }
  return rows;
}

function distance({ ahead, behind }: Status): string {
  const parts = [ahead > 0 ? `${ahead} ahead` : "", behind > 0 ? `${behind} behind` : ""];
  const text = parts.filter((part) => part !== "").join(", ");
  return text === "" ? "" : ` (${text})`;
}

function entryText(section: SectionName, entry: StatusEntry): string {
  const letter =
    section === "conflicts"
      ? entry.staged + entry.unstaged
      : section === "staged"
        ? entry.staged
        : entry.unstaged;
  const from = section === "staged" && entry.from !== null ? `${quotedName(entry.from)} -> ` : "";
  return `${letter} ${from}${quotedName(entry.name)}`;
}

/** The highlight group of a line of a diff. */
function diffGroup(line: string): string {
  if (line.startsWith("@@")) return "diff.hunk";
  if (line.startsWith("+")) return "diff.add";
  return line.startsWith("-") ? "diff.delete" : "";
}
