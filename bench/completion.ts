/**
 * The completion menu beside a server that answers at once: how long from the key to the menu on the
 * screen, and from a letter to the filtered menu; and what a letter costs while no menu is open.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "./floor.ts";
import type { Figure } from "./picker.ts";
import { Session } from "./session.ts";

const MENUS = 40;
const LETTERS = 120;
const GAP_MS = 25;
/** A menu belongs on the screen within a frame of 60 Hz after the server's answer. */
const MOST_MS = 16;

type Note = (name: string, value: number) => void;

/** Measures the group `completion`. */
export async function measureCompletion(
  root: string,
  cache: string,
  rounds: number,
): Promise<Figure[]> {
  const samples = new Map<string, number[]>();
  const note: Note = (name, value) => {
    samples.set(name, [...(samples.get(name) ?? []), value]);
  };
  // The first round warms the caches of the system.
  for (let round = 0; round <= rounds; round++) {
    const into = round === 0 ? () => {} : note;
    for (const count of [100, 5000]) await menus(root, cache, count, into);
    for (const kind of round % 2 ? ["plain", "server"] : ["server", "plain"]) {
      await letters(root, cache, kind === "server", into);
    }
  }
  const figures: Figure[] = [...samples].map(([name, all]) => ({
    name: `completion: ${name}`,
    unit: "ms",
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    // A list of thousands is megabytes on the line: what it takes is the server's, too.
    most: name.endsWith(" of 100") || name.includes("→ filtered") ? MOST_MS : null,
  }));
  const of = (name: string): number => quantile(samples.get(name)!, 0.5);
  const ratio = of("letter → answered, server, menu closed") / of("letter → answered, no server");
  figures.push({
    name: "completion: letter, menu closed, beside no server",
    unit: "x",
    p50: ratio,
    p95: ratio,
    most: 1.2,
  });
  return figures;
}

/** A project with a server for `.txt` files, trusted. */
async function open(root: string, cache: string, count: number, options: string): Promise<Session> {
  const folder = join(cache, "completion");
  const state = join(folder, "home");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, ".git"), { recursive: true });
  mkdirSync(join(state, ".config", "hunch"), { recursive: true });
  const server = join(root, "bench", "completion-server.ts");
  const table = [
    "[servers.bench]",
    `command = ${JSON.stringify(process.execPath)}`,
    `args = [${JSON.stringify(server)}, "${count}"]`,
    `filetypes = ["text"]`,
    `roots = [".git"]`,
  ];
  writeFileSync(join(state, ".config", "hunch", "config.toml"), `${table.join("\n")}\n`);
  const file = join(folder, "a.txt");
  writeFileSync(file, "first\n".repeat(60));
  const session = new Session(root, folder, state, [file]);
  await session.until(() => session.row(0).startsWith("first"), "the text");
  await pause(600);
  session.write(`:trust\r:set nopredict ${options}\r`);
  // The server starts.
  await pause(count > 0 ? 1500 : 300);
  return session;
}

async function menus(root: string, cache: string, count: number, note: Note): Promise<void> {
  const session = await open(root, cache, count, "");
  session.write("20GO");
  await pause(200);
  const shown = () => /item\w+/.test(session.row(20)) && /item\w+/.test(session.row(21));
  for (let i = 0; i < MENUS; i++) {
    session.write(".");
    note(`. → menu of ${count}`, await session.until(shown, "the menu"));
    await pause(GAP_MS * 2);
    for (const letter of "ie") {
      const typed = session.row(19).trimEnd();
      session.write(letter);
      // The letter and its menu are one frame.
      const there = () => session.row(19).trimEnd() === typed + letter;
      note(`letter → filtered menu of ${count}`, await session.until(there, "the letter"));
      await pause(GAP_MS);
    }
    session.write("\x15");
    await session.until(() => !shown(), "no menu");
    await pause(GAP_MS);
  }
  session.kill();
}

async function letters(root: string, cache: string, server: boolean, note: Note): Promise<void> {
  const session = await open(root, cache, server ? 100 : 0, server ? "noac" : "noac ft=");
  const name = server ? "letter → answered, server, menu closed" : "letter → answered, no server";
  session.write("20GO");
  await pause(300);
  for (let i = 0; i < LETTERS; i++) {
    note(name, await session.answer("abcdefgh; "[i % 10]!));
    await pause(GAP_MS + (i % 7));
  }
  session.kill();
}
