/**
 * Records cases against the `nvim` of the PATH (0.7.2 made the committed ones):
 *
 *   sh bin/node test/vim/record.ts generated SEED COUNT    test/vim/cases/generated.jsonl
 *   sh bin/node test/vim/record.ts hand                    test/vim/cases/hand.jsonl, from hand.ts
 *
 * A case that hangs, asks, leaves its buffer, or does not end alike twice is dropped.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Case, CaseInput, Outcome } from "./case.ts";
import { generate } from "./generate.ts";
import { handCases } from "./hand.ts";
import { askNvim } from "./nvim.ts";

/** Processes at a time. */
const JOBS = 3;
/** Of the generated cases, the part that may change nothing at all. */
const IDLE_PART = 0.06;

const identify = (given: CaseInput): string =>
  createHash("sha1").update(JSON.stringify(given)).digest("hex").slice(0, 10);

async function record(given: CaseInput): Promise<Case | string> {
  let first: Outcome;
  try {
    first = await askNvim(given);
    const second = await askNvim(given);
    if (JSON.stringify(first) !== JSON.stringify(second)) return "the two runs differ";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return { id: identify(given), ...given, expected: first };
}

const isIdle = ({ text, cursor, expected: { register, mode, ...after } }: Case): boolean =>
  mode === "n" &&
  register === "" &&
  after.text === text &&
  after.cursor[0] === cursor[0] &&
  after.cursor[1] === cursor[1];

async function recordAll(inputs: readonly CaseInput[]): Promise<Case[]> {
  const made: (Case | string)[] = Array.from({ length: inputs.length }, () => "");
  let next = 0;
  async function work(): Promise<void> {
    for (let at = next++; at < inputs.length; at = next++) {
      made[at] = await record(inputs[at] as CaseInput);
      if (at % 100 === 99) console.error(`${at + 1} of ${inputs.length}`);
    }
  }
  await Promise.all(Array.from({ length: JOBS }, work));
  const dropped = new Map<string, string[]>();
  for (const [i, one] of made.entries()) {
    if (typeof one === "string") {
      dropped.set(one, [...(dropped.get(one) ?? []), inputs[i]?.keys ?? ""]);
    }
  }
  for (const [why, keys] of dropped) {
    console.error(`dropped ${keys.length} (${why}), such as ${keys.slice(0, 5).join("  ")}`);
  }
  return made.filter((one) => typeof one !== "string");
}

function save(name: string, cases: readonly Case[]): void {
  const path = join(import.meta.dirname, "cases", name);
  writeFileSync(path, cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  console.error(`${cases.length} cases in ${name}`);
}

const [what, seed, count] = process.argv.slice(2);
if (what === "hand") {
  const recorded = await recordAll(handCases());
  save("hand.jsonl", recorded);
} else if (what === "generated") {
  const recorded = await recordAll(generate(Number(seed), Number(count)));
  let idle = Math.floor(recorded.length * IDLE_PART);
  save(
    "generated.jsonl",
    recorded.filter((one) => !isIdle(one) || idle-- > 0),
  );
} else {
  console.error("usage: record.ts hand | generated SEED COUNT");
  process.exitCode = 2;
}
