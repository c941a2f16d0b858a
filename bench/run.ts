/**
 * `npm run bench`: the figures that the editor has to reach, as ratios to Neovim in one interleaved
 * run. Groups are named as arguments (`npm run bench -- startup typing`); `all` is everything.
 *
 *     --rounds N   sessions of each editor for keys, pastes and big files (default 1)
 *     --starts N   starts of each editor (default 8)
 *     --floor      measure without the harness, against a bare Node
 *
 * The figures are written to .cache/bench/ as JSON. The exit status is 0 even when a goal is missed:
 * on a busy machine that says little.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, type } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureCompletion } from "./completion.ts";
import { measureFloor, quantile } from "./floor.ts";
import { GOALS, judge, limitText, type Tests, type Verdict } from "./goals.ts";
import { findHarness, type Measurement, makeData, measure } from "./harness.ts";
import { measureModel } from "./model.ts";
import { measurePickers, printFigures } from "./picker.ts";
import { measureSuggest } from "./suggest.ts";
import { measureSyntax } from "./syntax.ts";
import { measureTab } from "./tab.ts";
import { measureTerminal } from "./terminal.ts";

const root = join(import.meta.dirname, "..");
const cache = join(root, ".cache", "bench");
/** Groups that need no peer editor. */
const PICKERS = ["picker", "grep", "syntax", "completion", "tab", "model", "suggest", "terminal"];
const ALL = [...new Set(GOALS.map((goal) => goal.group)), ...PICKERS];
const DEFAULT = ["startup", "typing", "motion", "paste"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "1" },
    starts: { type: "string", default: "8" },
    floor: { type: "boolean", default: false },
  },
});
const asked = positionals.length === 0 ? DEFAULT : positionals.includes("all") ? ALL : positionals;
const groups = asked.filter((group) => !PICKERS.includes(group));
const unknown = asked.filter((group) => !ALL.includes(group));
if (unknown.length > 0) {
  console.error(`No such group: ${unknown.join(", ")}. There are: ${ALL.join(", ")}, all.`);
  process.exit(2);
}
const rounds = Math.max(1, Number(values.rounds) || 1);
const starts = Math.max(1, Number(values.starts) || 1);

const built = spawnSync(process.execPath, [join(root, "scripts", "build.ts"), "--quiet"], {
  stdio: "inherit",
});
if (built.status !== 0) process.exit(1);
mkdirSync(cache, { recursive: true });
const harness = values.floor ? null : findHarness(root);
console.log(`${new Date().toISOString().slice(0, 16)}Z  ${machine()}  node ${process.version}`);
if (groups.length > 0) {
  if (harness === null) await floor();
  else peers(harness);
}
const own = asked.filter((group) => PICKERS.includes(group));
if (own.length > 0) {
  const pickers = own.filter((group) => group === "picker" || group === "grep");
  const figures = pickers.length > 0 ? await measurePickers(root, cache, pickers, rounds) : [];
  if (own.includes("syntax")) figures.push(...(await measureSyntax(root, cache, rounds)));
  if (own.includes("tab")) figures.push(...(await measureTab(root, cache, rounds)));
  if (own.includes("model")) figures.push(...(await measureModel(root, cache, rounds)));
  if (own.includes("terminal")) figures.push(...(await measureTerminal(root, cache, rounds)));
  if (own.includes("completion")) figures.push(...(await measureCompletion(root, cache, rounds)));
  if (own.includes("suggest")) figures.push(...measureSuggest(root, rounds));
  printFigures(figures);
  save({ pickers: figures });
}

function machine(): string {
  const list = cpus();
  return `${type()} ${release()}, ${list.length} x ${list[0]?.model ?? "unknown processor"}`;
}

/** The whole measurement, with peers. */
function peers(harness: string): void {
  const data = join(cache, "data");
  makeData(harness, data);
  const tests: Record<string, Tests[string]> = {};
  const metas: Measurement["meta"][] = [];
  // A cold start is of interest for starts only.
  const parts = [groups.filter((g) => g === "startup"), groups.filter((g) => g !== "startup")];
  for (const part of parts.filter((some) => some.length > 0)) {
    const file = join(cache, `${part[0]}-raw.json`);
    const cold = part[0] === "startup";
    const found = measure(harness, root, data, { groups: part, rounds, starts, file, cold });
    rmSync(file);
    for (const group of part) tests[group] = found.tests[group] ?? {};
    metas.push(found.meta);
  }
  const editors = metas[0]?.editors as Record<string, { version?: string }> | undefined;
  console.log(`peers: nvim --clean, nvim -u NONE (nosyn): ${editors?.nvim?.version ?? "?"}\n`);
  const verdicts = judge(tests);
  printTable(verdicts);
  save({ meta: metas, tests, verdicts });
}

function printTable(verdicts: readonly Verdict[]): void {
  const lines = [["", "hunch", "nvim-nosyn", "nvim", "allowed", "share", ""]];
  for (const { goal, unit, value, peer, nosyn, share } of verdicts) {
    const cold = goal.editor === "hunch-cold" ? " (cold cache)" : "";
    lines.push([
      `${goal.group}: ${goal.metric} ${goal.quantile}, ${unit}${cold}`,
      number(value),
      nosyn === null ? "-" : `${number(nosyn)} (${(value / nosyn).toFixed(2)}x)`,
      peer === null ? "-" : `${number(peer)} (${(value / peer).toFixed(2)}x)`,
      limitText(goal, unit),
      share === null ? "-" : share.toFixed(2),
      share === null ? "" : share <= 1 ? "ok" : "over",
    ]);
  }
  const widths = lines[0]!.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  for (const line of lines) {
    const cells = line.map((cell, at) =>
      at === 0 || at === 6 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!),
    );
    console.log(cells.join("  ").trimEnd());
  }
  const judged = verdicts.filter(({ share }) => share !== null);
  const over = judged.filter(({ share }) => share! > 1).length;
  console.log(`\n${judged.length - over} of ${judged.length} goals reached, ${over} over`);
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Without the harness. */
async function floor(): Promise<void> {
  if (!values.floor) {
    console.log("The harness with the peers (../shared/bench) or python3 is not here:");
    console.log("measured against a bare Node that echoes keys instead, to the first byte.\n");
  }
  const figures = await measureFloor(root, rounds + 2);
  console.log("                start p50, ms   letter p50, ms   letter p95, ms");
  for (const { name, starts, letters } of figures) {
    const cells = [quantile(starts, 0.5), quantile(letters, 0.5), quantile(letters, 0.95)];
    console.log(`${name.padEnd(12)}${cells.map((ms) => ms.toFixed(2).padStart(17)).join("")}`);
  }
  save({ floor: figures });
}

function save(result: unknown): void {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "");
  const file = join(cache, `${stamp}.json`);
  writeFileSync(file, JSON.stringify({ date: new Date(), machine: machine(), result }));
  console.log(`\nwritten to ${file.slice(root.length + 1)}`);
}
