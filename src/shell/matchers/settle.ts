/** From entries of an output to places in files: which of them are there, and which say the same. */
import type { Finding, FindingPlace } from "./finding.ts";
import type { Entry, RawPlace } from "./reader.ts";
import type { MatcherTable } from "./table.ts";

/** Findings of an output. */
export const MOST_FINDINGS = 1000;
/** Names of files that are looked for on the disk. */
const MOST_NAMES = 2000;
const MOST_ALSO = 5;

/** The absolute paths that a place may mean, the likeliest first. */
function pathsOf({ path, folders }: RawPlace): string[] {
  const plain = path.startsWith("file://") ? decoded(path.slice(7)) : path;
  if (plain.startsWith("/")) return [normal(plain)];
  return folders
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => normal(`${folder}/${plain}`));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not a URL after all: the name is as it stands there.
    return path;
  }
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The absolute paths that have to be looked for. */
export function candidatesOf(entries: readonly Entry[]): Set<string> {
  const paths = new Set<string>();
  for (const { places } of entries) {
    for (const place of places) {
      for (const path of pathsOf(place)) {
        if (paths.size < MOST_NAMES) paths.add(path);
      }
    }
  }
  return paths;
}

export interface SettleRequest {
  readonly table: MatcherTable;
  /** The folder of the project, absolute; null: not known. */
  readonly root: string | null;
  /** Whether there is a file of this absolute path. */
  exists(path: string): boolean;
}

interface Found {
  readonly finding: Finding;
  readonly entry: Entry;
}

/** The findings in the order of the output, without those that say the same as others. */
export function settle(entries: readonly Entry[], request: SettleRequest): Finding[] {
  const found = entries.flatMap((entry) => findingOf(entry, request) ?? []);
  const isStrong = ({ entry, finding }: Found): boolean =>
    !isWeak(entry) && !entry.matcher.generic && finding.path !== null;
  const strong = found.some(isStrong);
  const own = found.some((each) => isStrong(each) && each.finding.own);
  const chosen = found.filter((each) => {
    const { entry, finding } = each;
    if (!isStrong(each) && strong && (isWeak(entry) || entry.matcher.generic)) return false;
    // Where a library was on its way is no news beside the user's own places.
    return entry.whole || finding.own || !own;
  });
  return unique(chosen).slice(0, MOST_FINDINGS);
}

/** Also a place of which nothing is said. */
function isWeak({ weak, message, whole }: Entry): boolean {
  return weak || (message === null && !whole);
}

function findingOf(entry: Entry, request: SettleRequest): Found | null {
  const { matcher, message, kind, code, test, line } = entry;
  const real = entry.places.flatMap((place) => realPlace(place, request) ?? []);
  const own = real.filter((each) => each.own && !each.raw.home);
  const ordered = matcher.frames === "last" ? [...own].reverse() : own;
  const best =
    ordered[0] ?? real.find((each) => each.own) ?? real.find(({ raw }) => !raw.home) ?? real[0];
  if (best === undefined && (entry.loose || (!entry.whole && entry.places.length > 0))) {
    if (entry.loose || message === null) return null;
  }
  if (best === undefined && message === null) return null;
  const also = ordered
    .filter((each) => each !== best && (each.path !== best?.path || each.raw.row !== best.raw.row))
    .map(({ path, raw }): FindingPlace => ({ path, row: raw.row ?? 0, col: raw.col ?? 0 }));
  const raw = best?.raw;
  const name = entry.places[0]?.path;
  const finding: Finding = {
    path: best?.path ?? null,
    row: raw?.row ?? 0,
    col: raw?.col ?? 0,
    exact: raw?.col != null,
    ...(raw?.endRow == null ? {} : { endRow: raw.endRow }),
    message:
      best === undefined && name !== undefined
        ? `${name}: ${message ?? ""}`
        : (message ?? test ?? ""),
    kind,
    ...(code === null ? {} : { code }),
    ...(test === null ? {} : { test }),
    source: matcher.name,
    line,
    own: best?.own ?? false,
    also: also.slice(0, MOST_ALSO),
  };
  return { finding, entry };
}

interface Real {
  readonly raw: RawPlace;
  readonly path: string;
  readonly own: boolean;
}

function realPlace(raw: RawPlace, { exists, root, table }: SettleRequest): Real | null {
  const path = pathsOf(raw).find((each) => exists(each));
  if (path === undefined) return null;
  return { raw, path, own: isOwn(path, root, table.libraries) };
}

/** Whether a file is the user's: in the project, and no library's. */
export function isOwn(path: string, root: string | null, libraries: ReadonlySet<string>): boolean {
  if (root !== null && !path.startsWith(root === "/" ? root : `${root}/`)) return false;
  const inside = root === null ? path : path.slice(root.length);
  return !inside.split("/").some((part) => libraries.has(part));
}

/** One for each place: of what the more special matcher said, with the test that any of them names. */
function unique(found: readonly Found[]): Finding[] {
  const sorted = [...found].sort(
    (a, b) => a.entry.rank - b.entry.rank || a.finding.line - b.finding.line,
  );
  const places = new Map<string, Finding[]>();
  const texts = new Set<string>();
  const kept: Finding[] = [];
  for (const { finding } of sorted) {
    if (finding.path === null) {
      if (texts.has(finding.message)) continue;
      texts.add(finding.message);
      kept.push(finding);
      continue;
    }
    const key = `${finding.path}:${finding.row}`;
    const there = places.get(key) ?? [];
    const same = there.find((other) => isSame(other, finding));
    if (same !== undefined) continue;
    there.push(finding);
    places.set(key, there);
    kept.push(finding);
  }
  return kept.sort((a, b) => a.line - b.line);
}

function isSame(a: Finding, b: Finding): boolean {
  if (a.source === b.source) {
    return a.col === b.col && a.message === b.message && a.test === b.test;
  }
  // What two matchers make of the same lines.
  return !a.exact || !b.exact || a.col === b.col;
}
