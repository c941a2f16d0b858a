/** `git status` as data: `--porcelain=v2 --branch -z`. */

export interface StatusEntry {
  /** Relative to the root, with slashes. */
  readonly name: string;
  /** The name before a rename or copy; null otherwise. */
  readonly from: string | null;
  /** Letters as git gives them: M A D R C T U ? or `.` for nothing. */
  readonly staged: string;
  readonly unstaged: string;
  readonly conflict: boolean;
  readonly submodule: boolean;
}

export interface Status {
  /** Null: the HEAD is detached. */
  readonly branch: string | null;
  /** Object id of HEAD; null before the first commit. */
  readonly head: string | null;
  readonly upstream: string | null;
  readonly ahead: number;
  readonly behind: number;
  readonly entries: readonly StatusEntry[];
}

/** Fields before the name of a record, by its kind. */
const FIELDS: Readonly<Record<string, number>> = { "1": 8, "2": 9, u: 10 };

/** Throws an Error for a record that the format does not have. */
export function parseStatus(output: string): Status {
  let branch: string | null = null;
  let head: string | null = null;
  let upstream: string | null = null;
  let ahead = 0;
  let behind = 0;
  const entries: StatusEntry[] = [];
  const records = output.split("\0");
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    if (record === "") continue;
    if (record.startsWith("# ")) {
      const [, key, value = ""] = /^# (\S+) ?(.*)$/s.exec(record) ?? [];
      if (key === "branch.oid") head = value === "(initial)" ? null : value;
      else if (key === "branch.head") branch = value === "(detached)" ? null : value;
      else if (key === "branch.upstream") upstream = value;
      else if (key === "branch.ab") {
        ahead = Number(/\+(\d+)/.exec(value)?.[1] ?? 0);
        behind = Number(/-(\d+)/.exec(value)?.[1] ?? 0);
      }
      continue;
    }
    const kind = record[0]!;
    if (kind === "?" || kind === "!") {
      if (kind === "?") entries.push(entry(record.slice(2), "..", { untracked: true }));
      continue;
    }
    const count = FIELDS[kind];
    if (count === undefined) throw new Error(`git status: a record of kind ${kind}`);
    const fields = record.split(" ");
    const name = fields.slice(count).join(" ");
    const [, letters = "..", sub = "N..."] = fields;
    const from = kind === "2" ? (records[++i] ?? null) : null;
    entries.push(
      entry(name, letters, { from, conflict: kind === "u", submodule: sub.startsWith("S") }),
    );
  }
  return { branch, head, upstream, ahead, behind, entries };
}

interface More {
  readonly from?: string | null;
  readonly conflict?: boolean;
  readonly submodule?: boolean;
  readonly untracked?: boolean;
}

function entry(name: string, letters: string, more: More): StatusEntry {
  return {
    name,
    from: more.from ?? null,
    staged: more.untracked ? "." : letters[0]!,
    unstaged: more.untracked ? "?" : letters[1]!,
    conflict: more.conflict ?? false,
    submodule: more.submodule ?? false,
  };
}

export const STATUS_ARGUMENTS = [
  "status",
  "--porcelain=v2",
  "--branch",
  "-z",
  "--untracked-files=all",
  // Looking into submodules runs git in them, with their own configuration.
  "--ignore-submodules=dirty",
] as const;
