/** Runs cases through hunch and counts, by category, where it does what Neovim did. */
import { runCase } from "../../src/app/filter-case.ts";
import { type Case, differences, type Outcome } from "./case.ts";
import { differenceOf } from "./known-differences.ts";

export interface Failure {
  readonly given: Case;
  /** The fields that differ, or the error. */
  readonly why: string;
}

export interface Count {
  passed: number;
  failed: number;
}

export interface Score {
  readonly all: Count;
  readonly categories: ReadonlyMap<string, Count>;
  readonly failures: readonly Failure[];
  /** Cases that a rule of known-differences.ts sets aside, by the rule's name. */
  readonly setAside: ReadonlyMap<string, number>;
}

function check(given: Case): string | null {
  try {
    const { category, expected, ...input } = given;
    const actual = runCase(input) as Partial<Outcome>;
    const wrong = differences(expected, actual);
    return wrong.length > 0 ? wrong.join(" ") : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function scoreCases(cases: readonly Case[]): Score {
  const all: Count = { passed: 0, failed: 0 };
  const categories = new Map<string, Count>();
  const failures: Failure[] = [];
  const setAside = new Map<string, number>();
  for (const given of cases) {
    const why = check(given);
    const rule = why === null ? null : differenceOf(given);
    if (rule) {
      setAside.set(rule.name, (setAside.get(rule.name) ?? 0) + 1);
      continue;
    }
    const count = categories.get(given.category) ?? { passed: 0, failed: 0 };
    categories.set(given.category, count);
    if (why === null) {
      all.passed++;
      count.passed++;
    } else {
      all.failed++;
      count.failed++;
      failures.push({ given, why });
    }
  }
  return { all, categories, failures, setAside };
}

/** Percent passed; 100 for nothing at all. */
export const rate = ({ passed, failed }: Count): number =>
  passed + failed === 0 ? 100 : (100 * passed) / (passed + failed);

/** One line per failure, the first `most` of them. */
export function failureLines(failures: readonly Failure[], most: number): string {
  const lines = failures
    .slice(0, most)
    .map(({ given, why }) => `  ${given.category} ${given.id} ${given.keys} (${why})`);
  if (failures.length > most) lines.push(`  … ${failures.length - most} more`);
  return lines.join("\n");
}
