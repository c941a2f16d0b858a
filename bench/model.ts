/**
 * Models: what typing, moving and paging cost while a model's answers stream all the time, beside the
 * same without a model; how soon a model's ghost is there when its server has answered; what the main
 * thread does for a request; how soon a server sees that nobody wants its answer.
 */
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "./floor.ts";
import { measureClosing } from "./model-closing.ts";
import { measureScenes } from "./model-scenes.ts";
import { type ServerMode, type ServerStats, TYPED } from "./model-server.ts";
import type { Figure } from "./picker.ts";
import { Session } from "./session.ts";

const LINES = 3000;
/** A fast typist, keys that repeat, and pages. */
const LETTER_GAP_MS = 90;
const REPEAT_GAP_MS = 33;
const PAGE_GAP_MS = 80;
const MOVES = 150;
const PAGES = 40;
const GHOSTS = 25;
/** A ghost that is not there by then does not come. */
const GHOST_PATIENCE_MS = 2500;
/** Of a model that is near: what is asked is answered after so many milliseconds. */
const LATENCY_MS = 60;
/** What a model may add to a key. */
const MOST = 1.1;
const CLOSED_MS = 50;

type Note = (name: string, value: number) => void;

const NOUNS = "account order invoice customer payment address product session".split(" ");

function sample(): string {
  const lines = [`import { Store } from "./store.ts";`, ""];
  for (let i = 0; lines.length < LINES; i++) {
    const noun = NOUNS[i % NOUNS.length]!;
    const big = noun[0]!.toUpperCase() + noun.slice(1);
    lines.push(
      `export function load${big}${i}(store: Store, ${noun}Id: string): ${big} {`,
      `  const ${noun} = store.find${big}(${noun}Id);`,
      `  if (${noun} === undefined) throw new Error("no ${noun}: " + ${noun}Id);`,
      `  return ${noun};`,
      "}",
      "",
    );
  }
  return `${lines.slice(0, LINES).join("\n")}\n`;
}

/** The server in its process. */
class Server {
  private readonly child: ChildProcess;
  urls: readonly string[] = [];

  constructor(root: string) {
    this.child = fork(join(root, "bench", "model-server.ts"), { stdio: "inherit" });
  }

  async ready(): Promise<void> {
    this.urls = ((await once(this.child, "message")) as [readonly string[]])[0];
  }

  async set(mode: ServerMode): Promise<void> {
    this.child.send(mode);
    await once(this.child, "message");
  }

  async stats(): Promise<ServerStats> {
    this.child.send("stats");
    return ((await once(this.child, "message")) as [ServerStats])[0];
  }

  close(): void {
    this.child.disconnect();
  }
}

/** Measures the group `model`. */
export async function measureModel(root: string, cache: string, rounds: number): Promise<Figure[]> {
  const samples = new Map<string, number[]>();
  const note: Note = (name, value) => {
    samples.set(name, [...(samples.get(name) ?? []), value]);
  };
  const server = new Server(root);
  await server.ready();
  try {
    // The first round warms the caches of the system.
    for (let round = 0; round <= rounds; round++) {
      const into: Note = round === 0 ? () => {} : note;
      for (const model of round % 2 ? [true, false] : [false, true]) {
        await server.set({ kind: "endless" });
        await keys(root, cache, model ? server : null, into, round === 0 ? 1 : TYPED.length);
      }
      await ghosts(root, cache, server, into, round === 0 ? 2 : GHOSTS);
    }
    await measureScenes(note);
    await measureClosing(note);
  } finally {
    server.close();
  }
  return figures(samples);
}

const GHOST = `key → a model's ghost, over the server's ${LATENCY_MS} ms`;
const KEYS = ["letter → painted", "held j → moved", "page → shown"] as const;
const WITH = ", a model streams";
const WITHOUT = ", no model";

function figures(samples: ReadonlyMap<string, number[]>): Figure[] {
  const limits: Readonly<Record<string, number>> = {
    "cancelled → closed at the server": CLOSED_MS,
    "main thread, longest slice of a request": 1,
  };
  const all: Figure[] = [...samples].map(([name, values]) => ({
    name: `model: ${name}`,
    unit: name.startsWith("share") ? "%" : name.startsWith("requests") ? "" : "ms",
    p50: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    most: limits[name] ?? null,
    ...(name.startsWith("cancelled") && { of: "p95" as const }),
  }));
  for (const name of KEYS) {
    const of = (part: number) =>
      quantile(samples.get(name + WITH)!, part) / quantile(samples.get(name + WITHOUT)!, part);
    const ratio = { name: `model: ${name}, beside no model`, unit: "x" };
    all.push({ ...ratio, p50: of(0.5), p95: of(0.95), most: MOST });
  }
  return all;
}

async function open(root: string, cache: string, server: Server | null): Promise<Session> {
  const folder = join(cache, "model");
  rmSync(folder, { recursive: true, force: true });
  const config = join(folder, "home", ".config", "hunch");
  mkdirSync(config, { recursive: true });
  // In the repository around, this folder is ignored, and nothing of ignored files is sent.
  spawnSync("git", ["init", "--quiet"], { cwd: folder });
  const file = join(folder, "service.ts");
  writeFileSync(file, sample());
  if (server !== null) {
    const [near, far] = server.urls;
    const toml = [
      `[provider.near]\nkind = "llama.cpp"\nurl = "${near}"`,
      `[provider.far]\nkind = "openai"\nurl = "${far}/v1"`,
      `[model.coder]\nprovider = "near"\nid = "qwen2.5-coder-7b"\nformat = "qwen"`,
      `[model.editor]\nprovider = "far"\nid = "gpt"\nformat = "patch"`,
      `[roles]\ncomplete = "coder"\nedit = "editor"`,
    ];
    writeFileSync(join(config, "models.toml"), `${toml.join("\n")}\n`);
  }
  const session = new Session(root, folder, join(folder, "home"), [file]);
  await session.until(() => session.row(0).startsWith("import"), "the text");
  await pause(1500);
  session.write(":set number noautocomplete\r:1500\rzz");
  await pause(500);
  return session;
}

/** The number of the line that the cursor is in. */
const lineOf = (session: Session): number =>
  Number(/^\s*(\d+)/.exec(session.row(session.cursor.row))?.[1] ?? 0);

const typedOf = (session: Session): string => {
  const { row, col } = session.cursor;
  return session.row(row).padEnd(col).slice(0, col);
};

async function keys(
  root: string,
  cache: string,
  server: Server | null,
  note: Note,
  texts: number,
): Promise<void> {
  const session = await open(root, cache, server);
  const which = server === null ? WITHOUT : WITH;
  let asked = 0;
  let streaming = 0;
  const look = async (): Promise<void> => {
    if (server === null) return;
    asked++;
    if ((await server.stats()).open > 0) streaming++;
  };
  const before = (await server?.stats())?.requests ?? 0;
  let letters = 0;
  let ghosts = 0;
  for (const [at, text] of TYPED.slice(0, texts).entries()) {
    session.write(`\x1b:${1500 + at * 14}\rzzo`);
    await pause(600);
    for (const letter of text) {
      letters++;
      const typed = typedOf(session) + letter;
      const began = performance.now();
      session.write(letter);
      await session.until(() => typedOf(session) === typed, "the letter");
      note(KEYS[0] + which, performance.now() - began);
      if (session.row(session.cursor.row).trimEnd().length > session.cursor.col) ghosts++;
      await look();
      await pause(LETTER_GAP_MS + (letters % 7));
    }
  }
  note(`share of letters with a ghost${which}`, (100 * ghosts) / letters);
  if (server !== null) {
    const { requests } = await server.stats();
    note("requests while typing 100 letters", (100 * (requests - before)) / letters);
  }
  const moves = async (name: string, key: string, count: number, gap: number): Promise<void> => {
    // An edit is asked about, and its answer streams while the cursor goes elsewhere.
    session.write("\x1b:1000\rzz0cwimport\x1b");
    await pause(1200);
    for (let i = 0; i < count; i++) {
      const line = lineOf(session);
      const began = performance.now();
      session.write(key);
      await session.until(() => lineOf(session) > line, "the next line");
      note(name + which, performance.now() - began);
      if (i % 10 === 0) await look();
      await pause(gap + (i % 5));
    }
  };
  await moves(KEYS[1], "j", MOVES, REPEAT_GAP_MS);
  await moves(KEYS[2], "\x06", PAGES, PAGE_GAP_MS);
  if (asked > 0) note("share of keys with an answer under way", (100 * streaming) / asked);
  session.kill();
}

/** From a key to the model's ghost, less what its server takes. Each is taken: then it is asked again. */
async function ghosts(
  root: string,
  cache: string,
  server: Server,
  note: Note,
  count: number,
): Promise<void> {
  await server.set({ kind: "late", ms: LATENCY_MS });
  const session = await open(root, cache, server);
  let last = 0;
  const shown = (): number =>
    Number(/zyxmodel(\d+)\(qq, vv\)/.exec(session.row(session.cursor.row))?.[1] ?? 0);
  let missed = 0;
  for (let i = 0; i < count; i++) {
    session.write("o");
    await pause(600);
    const began = performance.now();
    session.write("abcdefghijklmnopqrstuvwxyz"[i % 26]!);
    while (shown() <= last && performance.now() - began < GHOST_PATIENCE_MS) await pause(1);
    if (shown() <= last) missed++;
    else {
      const ms = performance.now() - began - LATENCY_MS;
      note(GHOST, ms);
      last = shown();
    }
    // Longer than `tabguard`: it has been seen.
    await pause(300);
    session.write("\t");
    await pause(300);
    session.write("\x1b");
    await pause(200);
  }
  note("share of ghosts that did not come", (100 * missed) / count);
  session.kill();
}
