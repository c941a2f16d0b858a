/** Who wrote which row: `git blame --porcelain` of the text as it stands in the buffer. */
import { encodeAll } from "../editor/files/encoding.ts";
import type { GitFile } from "./git-file.ts";

export interface BlamedCommit {
  /** Object id; all zeros for rows that are not committed. */
  readonly id: string;
  readonly author: string;
  /** Seconds since the epoch, of the author. */
  readonly time: number;
  readonly summary: string;
  /** The file's name in that commit. */
  readonly name: string;
}

/**
 * The commit of each row, or of one (0-based) as the only element. Throws UserError when git does not
 * track the file.
 */
export async function blame(
  { repository, name, doc }: GitFile,
  row: number | null = null,
): Promise<BlamedCommit[]> {
  // As `:w` would write it: rows with other line ends or in another encoding are other rows.
  const { format } = doc.file;
  const input = encodeAll(doc.text, { ...format, endofline: true });
  const range = row === null ? [] : ["-L", `${row + 1},${row + 1}`];
  const args = ["blame", "--porcelain", "--no-textconv", ...range, "--contents", "-", "--", name];
  const commits = parseBlame(await repository.run(args, { input }));
  // Behind the last line break of UTF-16 git counts one more row.
  return commits.slice(0, doc.text.lines);
}

/** Reads git's porcelain format: a header per row, with the details where a commit is met first. */
function parseBlame(output: string): BlamedCommit[] {
  const commits = new Map<string, { -readonly [K in keyof BlamedCommit]: BlamedCommit[K] }>();
  const rows: BlamedCommit[] = [];
  let current: { -readonly [K in keyof BlamedCommit]: BlamedCommit[K] } | null = null;
  for (const line of output.split("\n")) {
    if (line.startsWith("\t")) {
      if (current) rows.push(current);
      continue;
    }
    const header = /^([0-9a-f]{40,64}) \d+ \d+/.exec(line);
    if (header) {
      const id = header[1]!;
      current = commits.get(id) ?? { id, author: "", time: 0, summary: "", name: "" };
      commits.set(id, current);
      continue;
    }
    const [, key, value = ""] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    if (!current) continue;
    if (key === "author") current.author = value;
    else if (key === "author-time") current.time = Number(value);
    else if (key === "summary") current.summary = value;
    else if (key === "filename") current.name = value;
  }
  return rows;
}

export function isCommitted({ id }: BlamedCommit): boolean {
  return /[^0]/.test(id);
}

/** `2026-11-22`, in local time. */
export function dateOf({ time }: BlamedCommit): string {
  const date = new Date(time * 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** One row of the blame window: the commit's short name, date and author in fixed columns. */
export function blameRow(commit: BlamedCommit, width: number): string {
  if (!isCommitted(commit)) return "00000000 not committed";
  const author = [...commit.author].slice(0, width).join("");
  return `${commit.id.slice(0, 8)} ${dateOf(commit)} ${author}`;
}
