/** The tests of a source, by what their lines look like. */
import { lineText, type Text } from "../../text/text.ts";
import type { TestLanguage } from "./test-table.ts";

export interface FoundTest {
  readonly name: string;
  /** 0-based. */
  readonly row: number;
  /** A group of tests (`describe`, a class), not one. */
  readonly suite: boolean;
  /** The names of the suites around it, the outermost first. */
  readonly inside: readonly string[];
}

/** Rows that are looked at, and characters of each. */
const MOST_ROWS = 20_000;
const MOST_CHARACTERS = 300;

/** The tests and suites of a text, from top to bottom. */
export function testsIn(text: Text, language: TestLanguage): FoundTest[] {
  const found: FoundTest[] = [];
  const around: { readonly name: string; readonly indent: number }[] = [];
  let marked = false;
  const last = Math.min(text.lines, MOST_ROWS);
  for (let row = 0; row < last; row++) {
    const line = lineText(text, row).slice(0, MOST_CHARACTERS);
    if (line.trim() === "") continue;
    const indent = line.length - line.trimStart().length;
    const suite = nameIn(language.suite.exec(line));
    const test = suite === null ? nameIn(language.test.exec(line)) : null;
    if (suite !== null || test !== null) {
      while (around.length > 0 && around[around.length - 1]!.indent >= indent) around.pop();
    }
    const inside = around.map(({ name }) => name);
    if (suite !== null) {
      found.push({ name: suite, row, suite: true, inside });
      around.push({ name: suite, indent });
    } else if (test !== null && (language.above === null || marked)) {
      found.push({ name: test, row, suite: false, inside });
    }
    if (language.above === null) continue;
    // Other attributes may stand between.
    const isMark = language.above.test(line);
    const isAttribute = /^\s*(?:#\[|@|\/\/|\*|\/\*)/.test(line);
    marked = isMark || (marked && isAttribute);
  }
  return found;
}

function nameIn(match: RegExpExecArray | null): string | null {
  const groups = match?.groups;
  if (groups === undefined) return null;
  const { name, name2, name3, name4 } = groups;
  const found = name ?? name2 ?? name3 ?? name4;
  // `it\'s` in quotes is it's.
  return found?.replace(/\\(["'`\\])/g, "$1") ?? null;
}

/** The test at a row (0-based) or the next one above, a suite only when it stands right there. */
export function nearestTest(tests: readonly FoundTest[], row: number): FoundTest | null {
  const above = tests.filter((test) => test.row <= row);
  const last = above.at(-1);
  if (last === undefined) return tests.find(({ suite }) => !suite) ?? null;
  if (last.suite && last.row === row) return last;
  return above.findLast(({ suite }) => !suite) ?? last;
}
