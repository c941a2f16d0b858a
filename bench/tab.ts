/**
 * Predictions without a model: how long from a key to the ghost on the screen in a file of 3,000 lines,
 * what they cost a letter and its bytes beside `:set nopredict`, and whether the next change is in the
 * frame of the Tab that made the last one.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "./floor.ts";
import type { Figure } from "./picker.ts";
import { Session } from "./session.ts";

const LINES = 3000;
/** Between two letters, in milliseconds, and how they vary: a fast typist. */
const GAP_MS = 90;
/** A ghost that is not there by then does not come. */
const PATIENCE_MS = 80;
/** Longer than `tabguard`: the suggestion has been seen. */
const SEEN_MS = 200;
const CHAIN = 25;
/** Functions that call `trace`. */
const CALLS = 60;
/** What Neovim sends for a letter in the same file: the editor's own goal with ghosts on. */
const NVIM_BYTES = 89;

const NOUNS = "account order invoice customer payment address product session".split(" ");
const VERBS = "load store check merge close open".split(" ");

type Note = (name: string, value: number) => void;

/** 3,000 lines of TypeScript as people write it: alike in places, and not the same. */
function sample(): string {
  const lines = [`import { Store } from "./store.ts";`, ""];
  for (let i = 0; lines.length < LINES; i++) {
    const noun = NOUNS[i % NOUNS.length]!;
    const verb = VERBS[(i * 5) % VERBS.length]!;
    const big = noun[0]!.toUpperCase() + noun.slice(1);
    lines.push(
      `export function ${verb}${big}${i}(store: Store, ${noun}Id: string): ${big} {`,
      `  const ${noun} = store.find${big}(${noun}Id);`,
      `  if (${noun} === undefined) throw new Error("no ${noun}: " + ${noun}Id);`,
      `  ${i < CALLS ? "trace" : "console.log"}("${verb}", ${noun}.name, ${i * 37});`,
      `  return ${noun};`,
      "}",
      "",
    );
  }
  return `${lines.slice(0, LINES).join("\n")}\n`;
}

/** What is typed: lines like those around, with other names. */
const TYPED = NOUNS.map((noun) => {
  const big = noun[0]!.toUpperCase() + noun.slice(1);
  return `const other = store.find${big}(${noun}Id);`;
});

/** Measures the group `tab`. */
export async function measureTab(root: string, cache: string, rounds: number): Promise<Figure[]> {
  const samples = new Map<string, number[]>();
  const note: Note = (name, value) => {
    samples.set(name, [...(samples.get(name) ?? []), value]);
  };
  // The first round warms the caches of the system.
  for (let round = 0; round <= rounds; round++) {
    const into: Note = round === 0 ? () => {} : note;
    const texts = TYPED.slice(0, round === 0 ? 1 : TYPED.length);
    await ghosts(root, cache, texts, into);
    for (const predict of round % 2 ? [true, false] : [false, true]) {
      await letters(root, cache, texts, predict, into);
    }
    await chain(root, cache, into);
  }
  const limits: Readonly<Record<string, number>> = {
    "key → new ghost": 15,
    "bytes of a letter, predictions on": NVIM_BYTES,
  };
  const figures: Figure[] = [...samples].map(([name, all]) => ({
    name: `tab: ${name}`,
    unit: unitOf(name),
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    most: limits[name] ?? null,
    ...(name === "key → new ghost" && { of: "p95" as const }),
  }));
  const of = (name: string, part: number): number => quantile(samples.get(name)!, part);
  figures.push({
    name: "tab: letter → painted, beside nopredict",
    unit: "x",
    p50: of(PAINTED_ON, 0.5) / of(PAINTED_OFF, 0.5),
    p95: of(PAINTED_ON, 0.95) / of(PAINTED_OFF, 0.95),
    most: 1.1,
  });
  const next = samples.get(NEXT) ?? [];
  figures.push({
    name: "tab: next change in the frame of the Tab",
    unit: "%",
    p50: (100 * next.reduce((sum, hit) => sum + hit, 0)) / next.length,
    p95: null,
    most: null,
  });
  return figures.filter(({ name }) => name !== `tab: ${NEXT}`);
}

const PAINTED_ON = "letter → painted, predictions on";
const PAINTED_OFF = "letter → painted, nopredict";
const NEXT = "next";

function unitOf(name: string): string {
  if (name.startsWith("bytes")) return "B";
  return name.startsWith("share") ? "%" : "ms";
}

async function open(root: string, cache: string, options: string): Promise<Session> {
  const folder = join(cache, "tab");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "home"), { recursive: true });
  // In the repository around, this folder is ignored, and nothing is predicted in ignored files.
  spawnSync("git", ["init", "--quiet"], { cwd: folder });
  const file = join(folder, "service.ts");
  writeFileSync(file, sample());
  const session = new Session(root, folder, join(folder, "home"), [file]);
  await session.until(() => session.row(0).startsWith("import"), "the text");
  await pause(1500);
  session.write(`:set ${options} noautocomplete\r:1500\rzz`);
  await pause(500);
  return session;
}

/** An empty line in a function, in insert mode. */
async function openLine(session: Session, at: number): Promise<void> {
  session.write(`\x1b:${1500 + at * 14}\rzzo`);
  await pause(600);
}

const rowOf = (session: Session): string => session.row(session.cursor.row).trimEnd();
const typedOf = (session: Session): string => {
  const { row, col } = session.cursor;
  return session.row(row).padEnd(col).slice(0, col);
};

/** From a key to a ghost that was not on the screen before it. */
async function ghosts(
  root: string,
  cache: string,
  texts: readonly string[],
  note: Note,
): Promise<void> {
  const session = await open(root, cache, "predict");
  let shown = 0;
  let keys = 0;
  for (const [at, text] of texts.entries()) {
    await openLine(session, at);
    for (const letter of text) {
      const before = rowOf(session);
      const { col } = session.cursor;
      const began = performance.now();
      session.write(letter);
      await session.until(() => session.cursor.col === col + 1, "the letter");
      const isNew = (): boolean => {
        const row = rowOf(session);
        return row.length > session.cursor.col && row !== before;
      };
      while (!isNew() && performance.now() - began < PATIENCE_MS) await pause(1);
      keys++;
      if (rowOf(session).length > session.cursor.col) shown++;
      if (isNew()) note("key → new ghost", performance.now() - began);
      await pause(GAP_MS - PATIENCE_MS + (keys % 7));
    }
  }
  note("share of keys with a ghost", (100 * shown) / keys);
  session.kill();
}

/** What a letter costs: until it is painted, and in bytes until nothing more comes. */
async function letters(
  root: string,
  cache: string,
  texts: readonly string[],
  predict: boolean,
  note: Note,
): Promise<void> {
  const session = await open(root, cache, predict ? "predict" : "nopredict");
  const bytes: number[] = [];
  for (const [at, text] of texts.entries()) {
    await openLine(session, at);
    for (const letter of text) {
      const before = session.written;
      const typed = typedOf(session) + letter;
      const began = performance.now();
      session.write(letter);
      await session.until(() => typedOf(session) === typed, "the letter");
      note(predict ? PAINTED_ON : PAINTED_OFF, performance.now() - began);
      await pause(GAP_MS);
      bytes.push(session.written - before);
    }
  }
  const mean = bytes.reduce((sum, count) => sum + count, 0) / bytes.length;
  note(`bytes of a letter, ${predict ? "predictions on" : "nopredict"}`, mean);
  session.kill();
}

/** A changed call is changed again by Tab, again and again. */
async function chain(root: string, cache: string, note: Note): Promise<void> {
  const session = await open(root, cache, "predict");
  session.write(":1\r/trace\r:noh\rcwreport\x1b");
  const offered = (): boolean => /→ report|⇥/.test(session.screen);
  await session.until(offered, "a suggestion");
  for (let i = 0; i < CHAIN; i++) {
    await pause(SEEN_MS);
    const before = session.screen;
    session.write("\t");
    note("Tab → made", await session.until(() => session.screen !== before, "what Tab does"));
    // The screen changed with the frame of the Tab: is the next one in it?
    note(NEXT, offered() ? 1 : 0);
    await session.until(offered, "the next suggestion");
  }
  session.kill();
}
