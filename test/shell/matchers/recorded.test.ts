/**
 * Outputs of real programs (`outputs/NAME.txt`, recorded here), and of some that are not installed, put
 * together by their documentation (`composed-*`). In `cases.json`: the files that are there, and what is
 * found: `KIND path:row:col message [code] (test) < other places`, `!` where it is not the user's own.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Finding, TestResult } from "../../../src/shell/matchers/finding.ts";
import { parseInSlices, parseOutput } from "../../../src/shell/matchers/parse.ts";

interface Case {
  readonly name: string;
  readonly command: string;
  readonly cwd: string;
  readonly files: readonly string[];
  readonly findings: readonly string[];
  readonly results?: readonly string[];
}

const CASES = JSON.parse(
  readFileSync(new URL("cases.json", import.meta.url), "utf8"),
) as readonly Case[];

function linesOf({ name }: Case): string[] {
  return readFileSync(new URL(`outputs/${name}.txt`, import.meta.url), "utf8").split("\n");
}

function shown(finding: Finding, root: string): string {
  const { kind, path, row, col, exact, message, code, test: name, also, own } = finding;
  const place = `${path?.replace(root, "") ?? "?"}:${row + 1}${exact ? `:${col + 1}` : ""}`;
  const others = also.map((each) => `${each.path.replace(root, "")}:${each.row + 1}`);
  return [
    kind || "-",
    place,
    message,
    ...(code === undefined ? [] : [`[${code}]`]),
    ...(name === undefined ? [] : [`(${name})`]),
    ...(others.length === 0 ? [] : ["<", ...others]),
    ...(own ? [] : ["!"]),
  ].join(" ");
}

function shownResult({ status, file, test: name }: TestResult): string {
  return file === null ? `${status} ${name}` : `${status} ${file} ${name}`;
}

for (const each of CASES) {
  const { name, command, cwd, files, findings, results = [] } = each;
  const root = `${cwd}/`;
  const there = new Set(files.map((file) => root + file));

  test(`${name}: ${command}`, () => {
    const exists = (path: string): boolean => there.has(path);
    const parsed = parseOutput(linesOf(each), { command, cwd, exists });
    assert.deepEqual(
      parsed.findings.map((finding) => shown(finding, root)),
      findings,
    );
    assert.deepEqual(parsed.results.map(shownResult), results);
  });

  test(`${name}: the same in slices`, async () => {
    let now = 0;
    let turns = 0;
    const parsed = await parseInSlices(
      linesOf(each),
      {
        command,
        cwd,
        now: () => now++,
        async nextTurn() {
          turns++;
        },
        existing: async (paths) => new Set(paths.filter((path) => there.has(path))),
      },
      new AbortController().signal,
    );
    assert.ok(turns > 0 || linesOf(each).length < 4);
    assert.deepEqual(
      parsed?.findings.map((finding) => shown(finding, root)),
      findings,
    );
  });
}
