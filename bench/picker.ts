/**
 * The file picker on 100,000 paths, and grep beside plain `rg`: the built program on a pseudo-terminal,
 * judged by what its screen shows.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { rgPath } from "@vscode/ripgrep";
import { quantile } from "./floor.ts";
import { Session } from "./session.ts";

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly p50: number;
  /** Null: it is one number, not a sample. */
  readonly p95: number | null;
  /** What is allowed for the median, or for `of`; null: nothing is demanded. */
  readonly most: number | null;
  readonly of?: "p95";
}

const FOLDERS = 1000;
const FILES = 100;
const WORDS = "alpha beta gamma delta config index server client editor window buffer picker".split(
  " ",
);
const QUERIES = ["editorwin", "confserv42", "gamma buf", "index"];
/** Between two letters, in milliseconds: a fast typist. */
const TYPING_MS = 70;

/** 100,000 small files in 1,000 folders; made once. */
function makeTree(folder: string): void {
  if (existsSync(join(folder, "complete"))) return;
  rmSync(folder, { recursive: true, force: true });
  const word = (n: number) => WORDS[n % WORDS.length]!;
  for (let d = 0; d < FOLDERS; d++) {
    const dir = join(folder, `${word(d)}-${d % 37}`, `${word(d * 7)}${d}`);
    mkdirSync(dir, { recursive: true });
    for (let f = 0; f < FILES; f++) {
      const name = `${word(f + d)}_${word(f * 5)}-${f}.ts`;
      const hit = f % 20 === 0 ? "export const needle = 1;\n" : "";
      writeFileSync(join(dir, name), `// ${name}\n${hit}export const value = ${f};\n`);
    }
  }
  // The ignore rules of the project around do not count here.
  mkdirSync(join(folder, ".git"), { recursive: true });
  writeFileSync(join(folder, "complete"), "");
}

/** Measures the groups `picker` and `grep`. */
export async function measurePickers(
  root: string,
  cache: string,
  groups: readonly string[],
  rounds: number,
): Promise<Figure[]> {
  const folder = join(cache, "paths");
  const state = join(cache, "picker-state");
  makeTree(folder);
  const samples = new Map<string, number[]>();
  const note = (name: string, ms: number): void => {
    samples.set(name, [...(samples.get(name) ?? []), ms]);
  };
  // The first round warms the caches of the system.
  for (let round = 0; round <= rounds + 1; round++) {
    const into = round === 0 ? () => {} : note;
    rmSync(state, { recursive: true, force: true });
    const session = new Session(root, folder, state, []);
    await session.until(() => session.screen.includes("[No Name]"), "a first frame");
    await pause(1000);
    if (groups.includes("picker")) await files(session, into);
    if (groups.includes("grep")) await greps(session, folder, into);
    session.kill();
  }
  const limits: Readonly<Record<string, number>> = {
    "picker: first paths": 100,
    "picker: letter → shown": 16,
  };
  return [...samples].map(([name, all]) => ({
    name,
    unit: name.includes("beside") ? "x" : "ms",
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    most: limits[name] ?? null,
  }));
}

type Note = (name: string, ms: number) => void;

async function files(session: Session, note: Note): Promise<void> {
  session.write("\\ff");
  const opened = session.until(() => /^> \S/.test(session.row(2)), "a path");
  const listed = session.until(() => / 100001\/100001$/.test(session.row(0)), "all paths");
  note("picker: first paths", await opened);
  note("picker: all 100,000 paths", await listed);
  for (const query of QUERIES) {
    for (let at = 1; at <= query.length; at++) {
      session.write(query[at - 1]!);
      const typed = query.slice(0, at).trimEnd();
      const shows = () => session.row(0).startsWith(`Files> ${typed} `);
      const letter = session.until(shows, typed);
      if (at === 1 || at === query.length) {
        const ends = () => shows() && / \d+\/100001$/.test(session.row(0));
        const settled = session.until(ends, "the end");
        note("picker: letter → shown", await letter);
        note(`picker: ${at === 1 ? "first" : "last"} letter → all matched`, await settled);
      } else note("picker: letter → shown", await letter);
      await pause(TYPING_MS);
    }
    session.write("\x17\x17\x17");
    await session.until(() => / 100001\/100001$/.test(session.row(0)), "the whole list");
  }
  session.write("\x1b");
  await session.until(() => session.screen.includes("[No Name]"), "the window");
}

async function greps(session: Session, folder: string, note: Note): Promise<void> {
  const began = performance.now();
  spawnSync(rgPath, ["--no-config", "--line-number", "--column", "needle", "."], { cwd: folder });
  const plain = performance.now() - began;
  note("grep: plain rg", plain);
  session.write(":grep needle\r");
  const ms = await session.until(() => session.screen.includes("export const needle"), "a match");
  note("grep: :grep, 5,000 matches", ms);
  note("grep: :grep beside rg", ms / plain);
  await pause(300);
  session.write("\\fgneedle");
  const first = session.until(() => /^> \S+:\d+:/.test(session.row(2)), "a match");
  const all = session.until(() => / 5000$/.test(session.row(0)), "all matches");
  note("grep: live, first match", await first);
  const whole = await all;
  note("grep: live, all matches", whole);
  note("grep: live beside rg", whole / plain);
  session.write("\x1b");
}

/** Without samples there is none. */
function amount(value: number | null, unit: string): string {
  return value === null || Number.isNaN(value) ? "-" : `${value.toFixed(1)} ${unit}`;
}

export function printFigures(figures: readonly Figure[]): void {
  const name = Math.max(...figures.map((figure) => figure.name.length));
  console.log(`${"".padEnd(name)}       p50       p95   allowed`);
  for (const { name: label, unit, p50, p95, most, of } of figures) {
    const cells = [p50, p95].map((value) => amount(value, unit).padStart(10));
    const limit = most === null ? "-" : `${Number(most.toFixed(1))} ${unit}`;
    const judged = of === "p95" && p95 !== null ? p95 : p50;
    const verdict = most === null ? "" : judged <= most ? "  ok" : "  over";
    console.log(`${label.padEnd(name)}${cells.join("")}${limit.padStart(10)}${verdict}`);
  }
}
