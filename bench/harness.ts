/** Runs the harness that lies beside the project: interleaved rounds of this editor and its peers. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tests } from "./goals.ts";

export interface Measurement {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tests: Tests;
}

export interface HarnessRun {
  readonly groups: readonly string[];
  readonly rounds: number;
  readonly starts: number;
  readonly file: string;
  /** Also measure a start without a compile cache. */
  readonly cold: boolean;
}

const PEERS = ["nvim-nosyn", "nvim"];

/** The harness's file, or null where it (or Python) is missing. */
export function findHarness(root: string): string | null {
  const file = join(root, "..", "shared", "bench", "tuibench.py");
  if (!existsSync(file)) return null;
  return spawnSync("python3", ["--version"]).status === 0 ? file : null;
}

/** Makes the test files once (125 MB, 4 s). */
export function makeData(harness: string, folder: string): void {
  if (existsSync(join(folder, "long20.ts"))) return;
  mkdirSync(folder, { recursive: true });
  run(harness, ["gen", "--data", folder]);
}

/** Throws an Error with the harness's output when it fails. */
export function measure(
  harness: string,
  root: string,
  data: string,
  options: HarnessRun,
): Measurement {
  const start = `/bin/sh ${join(root, "bin", "hunch")} {file}`;
  const editors = ["hunch", ...PEERS];
  const commands = ["--cmd", `hunch=${start}::vim`];
  if (options.cold) {
    editors.push("hunch-cold");
    commands.push("--cmd", `hunch-cold=/usr/bin/env NODE_DISABLE_COMPILE_CACHE=1 ${start}::vim`);
  }
  run(harness, [
    "run",
    ...["--data", data, ...commands, "--editors", editors.join(",")],
    ...["--tests", options.groups.join(","), "--json", options.file],
    ...["--starts", String(options.starts)],
    ...["--rounds", String(options.rounds), "--big-rounds", String(options.rounds)],
    // Real-time priority keeps other work on the machine out of the figures, where it is allowed.
    ...["--priority", process.getuid?.() === 0 ? "rt" : "none"],
  ]);
  return JSON.parse(readFileSync(options.file, "utf8")) as Measurement;
}

function run(harness: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync("python3", [harness, ...args], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`The harness failed (${status}):\n${stdout}${stderr}`);
}
