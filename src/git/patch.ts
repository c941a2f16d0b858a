/** Diffs of single files as git prints them, and the patch of one of their hunks. */
import type { Repository } from "./repository.ts";
import { PLAIN_DIFF } from "./safety.ts";
import type { SectionName } from "./status-rows.ts";

/**
 * The lines hold a byte in each of their characters: what is written back is what git gave, whatever
 * the file's encoding.
 */
export interface FileDiff {
  /** `diff --git …` up to the first hunk. */
  readonly header: readonly string[];
  /** From the first `@@` on; what is shown. */
  readonly body: readonly string[];
}

/** Longer diffs are cut where they are shown. Rows. */
const MOST_ROWS = 2000;

/** The diff of a file of a section of the status; an untracked file has none. */
export async function fileDiff(
  repository: Repository,
  section: SectionName,
  name: string,
  signal?: AbortSignal,
): Promise<FileDiff> {
  const args = ["diff", ...PLAIN_DIFF, "--no-color", "--src-prefix=a/"];
  if (section === "staged") args.push("--cached");
  args.push("--dst-prefix=b/", "--", name);
  const lines = (await repository.bytes(args, signal ? { signal } : {}))
    .toString("latin1")
    .split("\n");
  if (lines.at(-1) === "") lines.pop();
  const at = lines.findIndex((line) => line.startsWith("@@"));
  if (at < 0) return { header: lines, body: [] };
  return { header: lines.slice(0, at), body: lines.slice(at) };
}

/** What is shown of a diff, as text; the rest of a long one is counted. */
export function shownDiff({ header, body }: FileDiff): string[] {
  const bytes =
    body.length === 0
      ? header.filter((line) => /^(Binary|old mode|new mode)/.test(line))
      : body.slice(0, MOST_ROWS);
  const lines = Buffer.from(bytes.join("\n"), "latin1").toString("utf8").split("\n");
  if (body.length > MOST_ROWS) lines.push(`… ${body.length - MOST_ROWS} more rows`);
  return bytes.length === 0 ? [] : lines;
}

/** The patch of one hunk (0-based) of a diff. */
export function hunkPatch({ header, body }: FileDiff, hunk: number): Buffer {
  const starts = body.flatMap((line, row) => (line.startsWith("@@") ? [row] : []));
  const start = starts[hunk];
  if (start === undefined) throw new Error(`A diff of ${starts.length} hunks has no ${hunk}`);
  const lines = [...header, ...body.slice(start, starts[hunk + 1]), ""];
  return Buffer.from(lines.join("\n"), "latin1");
}
