/** One editor killed at a random moment: what its log gives back against what it had typed. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeAll, NEW_FILE_FORMAT } from "../../../src/editor/files/encoding.ts";
import { loadFile } from "../../../src/editor/files/load.ts";
import { findRecovery, recover } from "../../../src/editor/journal/recovery.ts";
import { ChangeSet, textOf } from "../../../src/text/text.ts";
import { random } from "../files/random.ts";

const BASE = "the first line\nand another\n".repeat(50);
const INSERTS = ["x", "word ", "\n", "日本", "👍", "", "a longer piece of text\n"];

/** The change that leads to `revision`, the same in both processes. */
export function nextChange(seed: number, revision: number, length: number): ChangeSet {
  const below = random(seed * 100_003 + revision);
  const from = below(length + 1);
  const to = Math.min(length, from + (below(4) === 0 ? below(10) : 0));
  return ChangeSet.of({ from, to, insert: textOf(INSERTS[below(INSERTS.length)]!) }, length);
}

export interface KillResult {
  readonly typed: number;
  readonly recovered: number;
  /**
   * Age (ms at the kill, without waits for a processor) of the oldest change that is lost; 0 when
   * none is.
   */
  readonly lostAge: number;
}

/** Milliseconds that each thread but the first has waited for a processor, by its number (Linux). */
export type Waits = Readonly<Record<string, number>>;

export function waitsOf(pid: number): Waits {
  const waits: Record<string, number> = {};
  if (process.platform !== "linux") return waits;
  for (const thread of fs.readdirSync(`/proc/${pid}/task`)) {
    if (thread === String(pid)) continue;
    try {
      const [, waited] = fs
        .readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1")
        .split(" ");
      waits[thread] = Number(waited) / 1e6;
    } catch (error) {
      // It has ended; or this system does not count.
      if (!isGone(error)) throw error;
    }
  }
  return waits;
}

function isGone(error: unknown): boolean {
  return ["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Waits until a process that is to stop does: a thread's wait is counted when it comes to its end. */
async function standsStill(pid: number): Promise<void> {
  if (process.platform !== "linux") return;
  const runs = (thread: string): boolean => {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/task/${thread}/stat`, "latin1");
      return !/^[TtZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
    } catch (error) {
      if (!isGone(error)) throw error;
      return false;
    }
  };
  while (fs.readdirSync(`/proc/${pid}/task`).some(runs)) await new Promise(setImmediate);
}

/** What a busy machine has kept a thread from doing is not the journal's fault. */
function longestWait(before: Waits, after: Waits): number {
  const waited = Object.entries(after).map(([thread, ms]) => ms - (before[thread] ?? ms));
  return Math.max(0, ...waited);
}

interface Acknowledged {
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly waits: Waits;
}

function acknowledged(line: string): Acknowledged {
  const [revision, time, waits] = line.split(" ") as [string, string, string];
  return { revision: Number(revision), time: Number(time), waits: JSON.parse(waits) as Waits };
}

/** Fails when a change is lost that was older than `limit` ms, or the text is not what was typed. */
export async function killOnce(seed: number, limit = 200): Promise<KillResult> {
  const folder = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), "hunch-kill-")));
  try {
    const path = join(folder, "file");
    const logs = join(folder, "journal");
    fs.writeFileSync(path, BASE);
    const script = fileURLToPath(new URL("./kill-child.ts", import.meta.url));
    const child = spawn(process.execPath, [script, path, logs, String(seed)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("latin1").on("data", (part: string) => {
      output += part;
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await new Promise((resolve) => setTimeout(resolve, random(seed)(1500)));
    const killedAt = Date.now();
    child.kill("SIGSTOP");
    await standsStill(child.pid!);
    const waits = waitsOf(child.pid!);
    child.kill("SIGKILL");
    await ended;

    const [log] = findRecovery(logs, path);
    const { text, revision } =
      log === undefined ? { text: loadFile(path).text, revision: 0 } : recover(log.logPath);
    let expected = loadBase();
    for (let k = 1; k <= revision; k++) {
      expected = nextChange(seed, k, expected.length).apply(expected);
    }
    assert.ok(text.eq(expected), `seed ${seed}: not the text of revision ${revision}`);
    const onDisk = fs.readFileSync(path);
    assert.ok(wasSaved(seed, onDisk, output.split("\n").length), `seed ${seed}: the file is torn`);
    // A last line that is cut short was not acknowledged.
    const typed = output.slice(0, output.lastIndexOf("\n")).split("\n").map(acknowledged);
    // A change that changes nothing is not in the log, and nothing is lost with it.
    let next = revision + 1;
    while (nextChange(seed, next, expected.length).empty) next++;
    const firstLost = typed.find((one) => one.revision >= next);
    const lostAge =
      firstLost === undefined ? 0 : killedAt - firstLost.time - longestWait(firstLost.waits, waits);
    assert.ok(
      lostAge <= limit,
      `seed ${seed}: of ${typed.length} changes ${revision} are kept, one ${lostAge} ms old is lost`,
    );
    return { typed: typed.length, recovered: revision, lostAge };
  } finally {
    fs.rmSync(folder, { recursive: true, maxRetries: 10 });
  }
}

/** Whether bytes are those of the text at some revision up to `last`. */
function wasSaved(seed: number, onDisk: Buffer, last: number): boolean {
  let expected = loadBase();
  for (let k = 1; !encodeAll(expected, NEW_FILE_FORMAT).equals(onDisk); k++) {
    if (k > last) return false;
    expected = nextChange(seed, k, expected.length).apply(expected);
  }
  return true;
}

function loadBase() {
  return textOf(BASE.slice(0, -1));
}
