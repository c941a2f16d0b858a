/** The places that a failed command names. */
import type { Finding, TestResult } from "./finding.ts";
import { OutputReader } from "./reader.ts";
import { candidatesOf, settle } from "./settle.ts";
import { type MatcherTable, matcherTable } from "./table.ts";

export interface FailureRequest {
  /** As it was typed; may be empty. */
  readonly command: string;
  /** Where it ran, absolute; null: not known, and only absolute names lead anywhere. */
  readonly cwd: string | null;
  /** The folder of the project, absolute; absent: `cwd`. */
  readonly root?: string | null;
  /** Whether there is a file of this absolute path. */
  exists(path: string): boolean;
}

export interface ParsedOutput {
  readonly findings: readonly Finding[];
  readonly results: readonly TestResult[];
}

/** The findings of an output without escape codes, in its order; at most `MOST_FINDINGS`. */
export function parseFailure(lines: readonly string[], request: FailureRequest): Finding[] {
  return [...parseOutput(lines, request).findings];
}

/** The findings and what became of tests. */
export function parseOutput(
  lines: readonly string[],
  request: FailureRequest,
  table: MatcherTable = matcherTable(),
): ParsedOutput {
  const reader = new OutputReader(table, request);
  for (const line of lines) reader.read(line);
  const entries = reader.finish();
  const { exists } = request;
  const root = request.root === undefined ? request.cwd : request.root;
  const findings = settle(entries, { table, root, exists });
  return { findings, results: reader.results(sourcesOf(findings)) };
}

function sourcesOf(findings: readonly Finding[]): Set<string> {
  return new Set(findings.map(({ source }) => source));
}

export interface SliceRequest extends Omit<FailureRequest, "exists"> {
  /** Resolves in a later turn, when the keys that came meanwhile are worked off. */
  nextTurn(): Promise<void>;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Which of these absolute paths are files. */
  existing(paths: readonly string[]): Promise<ReadonlySet<string>>;
}

const SLICE_MS = 2;

/** The same in slices of some milliseconds; null: `signal` was aborted meanwhile. */
export async function parseInSlices(
  lines: readonly string[],
  request: SliceRequest,
  signal: AbortSignal,
  table: MatcherTable = matcherTable(),
): Promise<ParsedOutput | null> {
  const reader = new OutputReader(table, request);
  let from = request.now();
  for (const line of lines) {
    reader.read(line);
    if (request.now() - from < SLICE_MS) continue;
    await request.nextTurn();
    if (signal.aborted) return null;
    from = request.now();
  }
  const entries = reader.finish();
  const files = await request.existing([...candidatesOf(entries)]);
  if (signal.aborted) return null;
  const root = request.root === undefined ? request.cwd : request.root;
  const exists = (path: string): boolean => files.has(path);
  const findings = settle(entries, { table, root, exists });
  return { findings, results: reader.results(sourcesOf(findings)) };
}
