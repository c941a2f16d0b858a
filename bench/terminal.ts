/**
 * Terminals: how fast endless output is taken beside tmux, what a key takes to its frame while output
 * floods its own terminal or another one, and what memory that needs. A key waits for the processor where
 * others want it: on a busy machine its p95 says little, and what is left without those waits is ours.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { EmulatorClient, type EmulatorTerminal } from "../src/shell/emulator/client.ts";
import { startEmulators } from "../src/shell/emulator/process.ts";
import type { TerminalFrame } from "../src/shell/emulator/protocol.ts";
import { quantile } from "./floor.ts";
import type { Figure } from "./picker.ts";
import { Session } from "./session.ts";

const ROWS = 50;
const COLS = 200;
const SCROLLBACK = 10_000;
const NUMBERS = 5_000_000;
/** Keys of each condition in a round, and the milliseconds between them. */
const KEYS = 60;
const GAP_MS = 25;
const PATIENCE_MS = 30_000;

type Note = (name: string, value: number) => void;

/** A terminal, its last frame, and who waits for one. */
class Watched {
  readonly terminal: EmulatorTerminal;
  frame: TerminalFrame | null = null;
  readonly rows: string[] = [];
  ended = false;
  private wake: () => void = () => {};

  constructor(client: EmulatorClient, folder: string, command: string | null) {
    this.terminal = client.open({
      file: "/bin/bash",
      args: command === null ? ["--norc", "-i"] : ["-c", command],
      env: { PATH: process.env.PATH ?? "", TERM: "xterm-256color", HOME: folder, PS1: "$ " },
      cwd: folder,
      rows: ROWS,
      cols: COLS,
      scrollback: SCROLLBACK,
      nonce: "",
      shell: "bash",
    });
    const { events } = this.terminal;
    events.on("frame", (frame) => {
      this.frame = frame;
      for (const [row, { text }] of frame.changed) this.rows[row] = text;
      this.terminal.shown();
      this.wake();
    });
    events.on("exit", () => {
      this.ended = true;
      this.wake();
    });
    events.on("failed", (message) => {
      throw new Error(message);
    });
    this.terminal.watch(true);
  }

  /** Milliseconds until something holds. */
  until(holds: () => boolean): Promise<number> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`Never came: ${holds}\n${this.rows.join("\n")}`));
      }, PATIENCE_MS);
      this.wake = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.wake = () => {};
        resolve(performance.now() - began);
      };
      this.wake();
    });
  }
}

/** Measures the group `terminal`. */
export async function measureTerminal(
  root: string,
  cache: string,
  rounds: number,
): Promise<Figure[]> {
  const samples = new Map<string, number[]>();
  const note: Note = (name, value) => {
    samples.set(name, [...(samples.get(name) ?? []), value]);
  };
  const folder = join(cache, "terminal");
  mkdirSync(folder, { recursive: true });
  const url = pathToFileURL(join(root, "dist", "emulator-child.js"));
  // `script` of util-linux gives tmux a pty whose output costs this process nothing.
  const has = (program: string, asked: string) => spawnSync(program, [asked]).status === 0;
  const tmux = has("tmux", "-V") && has("script", "--version");
  if (!tmux) console.log("tmux or script is not here: throughput without them");
  try {
    for (let round = 0; round < rounds; round++) {
      const client = new EmulatorClient((listener) => startEmulators(listener, url));
      await latency(client, folder, note);
      await throughput(client, folder, note);
      await client.close();
      if (tmux) await tmuxThroughput(folder, note);
      await editorLatency(root, folder, note);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return figures(samples, tmux);
}

function figures(samples: ReadonlyMap<string, number[]>, tmux: boolean): Figure[] {
  const all: Figure[] = [...samples].map(([name, values]) => ({
    name: `terminal: ${name}`,
    unit: name.startsWith("seq") ? "s" : name.startsWith("memory") ? "MB" : "ms",
    p50: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    most: null,
  }));
  const ratio = (name: string, value: string, base: string, most: number | null): Figure => {
    const of = (q: number) => quantile(samples.get(value)!, q) / quantile(samples.get(base)!, q);
    return { name: `terminal: ${name}`, unit: "x", p50: of(0.5), p95: of(0.95), most };
  };
  all.push(
    ratio("a key beside a flood, to one without", BESIDE, IDLE, 2),
    ratio("a key inside a flood, to one without", INSIDE, IDLE, 2),
    ratio("the editor's screen beside a flood, to one without", EDITOR_BESIDE, EDITOR_IDLE, 2),
  );
  if (tmux) all.push(ratio(`seq, to tmux`, OURS, TMUX, null));
  return all;
}

const IDLE = "key → frame";
const BESIDE = "key → frame, another terminal floods";
const INSIDE = "key → frame, its own floods";
const OURS = `seq 1 ${NUMBERS}`;
const TMUX = `seq 1 ${NUMBERS}, tmux`;

const EDITOR_IDLE = "key → the editor's screen";
const EDITOR_BESIDE = "key → the editor's screen, another window floods";

/** The same through the whole editor: a shell in a window, with and without a flood in another one. */
async function editorLatency(root: string, folder: string, note: Note): Promise<void> {
  const session = new Session(root, folder, folder, []);
  try {
    await session.until(() => session.row(49) !== "" || session.row(48) !== "", "the editor");
    session.write(":split\r:terminal /bin/bash --norc -i\r");
    const prompt = () => session.row(0).endsWith("$") || session.row(0).endsWith("#");
    await session.until(prompt, "a prompt");
    for (const name of [EDITOR_IDLE, EDITOR_BESIDE]) {
      if (name === EDITOR_BESIDE) {
        // CTRL-\ CTRL-N leaves the terminal's keys.
        session.write("\x1c\x0e\x17j:terminal yes endless\r");
        await session.until(() => session.row(40) === "endless", "the flood");
        session.write("\x1c\x0e\x17ki");
        await session.until(() => session.cursor.row === 0, "the shell");
      }
      for (let i = 0; i < KEYS; i++) {
        await pause(GAP_MS + (i % 7));
        const text = ` ${"x".repeat(i + 1)}`;
        session.write("x");
        note(name, await session.until(() => session.row(0).endsWith(text), "the letter"));
      }
      const typed = session.row(0);
      session.write("\x15");
      await session.until(() => session.row(0) !== typed && prompt(), "an empty prompt");
    }
  } finally {
    session.kill();
  }
}

/** Conditions in turn, so that the machine's moods meet all of them. */
async function latency(client: EmulatorClient, folder: string, note: Note): Promise<void> {
  const shell = new Watched(client, folder, null);
  await shell.until(() => shell.rows[0] === "$");
  const inside = new Watched(client, folder, null);
  await inside.until(() => inside.rows[0] === "$");
  for (let turn = 0; turn < 3; turn++) {
    await keys(shell, note, IDLE, false);
    const flood = new Watched(client, folder, "yes 'a line of an endless output'");
    await flood.until(() => (flood.frame?.endLine ?? 0) > 100);
    await keys(shell, note, BESIDE, false);
    await flood.terminal.close();
    inside.terminal.input("yes 'a line of an endless output'\r");
    const { endLine } = inside.frame!;
    await inside.until(() => inside.frame!.endLine > endLine + 10_000);
    await keys(inside, note, INSIDE, true);
    inside.terminal.input("\x03");
    const stopped = await inside.until(() => inside.rows.some((row) => row?.startsWith("$")));
    note("CTRL-C in a flood → prompt", stopped);
    inside.terminal.input("clear\r");
    await inside.until(() => inside.rows.every((row, at) => at === 0 || row === ""));
  }
  await shell.terminal.close();
  await inside.terminal.close();
}

/**
 * Until the letter stands behind the cursor; in a flood, where it is gone with the next thousand lines,
 * until a frame that was made when the letter had been given to the program.
 */
async function keys(watched: Watched, note: Note, name: string, flooded: boolean): Promise<void> {
  const { terminal } = watched;
  const emulators = emulatorProcess();
  for (let i = 0; i < KEYS / 3; i++) {
    await pause(GAP_MS + (i % 7));
    const { col } = watched.frame!.cursor;
    const waited = waitsOf(process.pid) + waitsOf(emulators);
    terminal.input("x");
    const sent = terminal.sent;
    const ms = await watched.until(
      () => watched.frame!.seen >= sent && (flooded || watched.frame!.cursor.col !== col),
    );
    note(name, ms);
    const waits = waitsOf(process.pid) + waitsOf(emulators) - waited;
    note(`${name}, less waits for a processor`, Math.max(0, ms - waits));
  }
  if (flooded) return;
  terminal.input("\x15");
  await watched.until(() => watched.frame!.cursor.col === 2);
}

/** The process of the emulators: the only child of this one that has one with a terminal. */
function emulatorProcess(): number {
  const file = `/proc/${process.pid}/task/${process.pid}/children`;
  return Number(readFileSync(file, "utf8").trim().split(" ")[0]);
}

/** The peak of a process's resident memory in MB. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1000;
}

/** How long a process's first thread could run and no processor was free, ms. */
function waitsOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
}

async function throughput(client: EmulatorClient, folder: string, note: Note): Promise<void> {
  const empty = new Watched(client, folder, "true");
  const start = await empty.until(() => empty.ended);
  await empty.terminal.close();
  const flood = new Watched(client, folder, `seq 1 ${NUMBERS}`);
  const ms = await flood.until(() => flood.ended);
  note("memory of the emulators, most", peakOf(emulatorProcess()));
  await flood.terminal.close();
  note(OURS, (ms - start) / 1000);
}

/** tmux draws on a pty of the same size, whose other end only reads. */
async function tmuxThroughput(folder: string, note: Note): Promise<void> {
  const start = await tmuxRun(folder, "true");
  note(TMUX, (await tmuxRun(folder, `seq 1 ${NUMBERS}`)) - start);
}

/** Seconds from the start of a tmux of its own to its end. */
function tmuxRun(folder: string, command: string): Promise<number> {
  const socket = join(folder, "tmux");
  const inner = `stty rows ${ROWS} cols ${COLS}; exec tmux -S '${socket}' -f /dev/null new '${command}'`;
  const began = performance.now();
  const child = spawn("script", ["-qfec", inner, "/dev/null"], {
    cwd: folder,
    env: { ...process.env, TERM: "xterm-256color", TMUX: "" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => resolve((performance.now() - began) / 1000));
  });
}
