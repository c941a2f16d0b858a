/** The editor's end ends its programs, and the end of their process does not end the editor. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EmulatorClient, type EmulatorTerminal } from "../../../src/shell/emulator/client.ts";

const CLIENT = new URL("../../../src/shell/emulator/client.ts", import.meta.url).href;
/**
 * A shell with a program that ends with it, and one that ignores the hangup. It shows the numbers of the
 * shell, of the emulators' process and of the two programs.
 */
const STUBBORN = "echo pids $PPID $0 $1 $$; while :; do sleep 1; done";
const COMMAND = `sleep 1000 & (trap '' HUP; exec sh -c '${STUBBORN}' $PPID $!); :`;

let home: string;

before(() => {
  home = mkdtempSync(join(tmpdir(), "hunch-death-"));
});

after(() => {
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

function open(client: EmulatorClient, command: string): EmulatorTerminal {
  const terminal = client.open({
    file: "/bin/sh",
    args: ["-c", command],
    env: { PATH: process.env.PATH ?? "/bin:/usr/bin" },
    cwd: home,
    rows: 4,
    cols: 60,
    scrollback: 10,
    nonce: "",
    shell: "other",
  });
  terminal.watch(true);
  return terminal;
}

/** The numbers behind the word `pids` that a terminal shows. */
function pidsOf(terminal: EmulatorTerminal): Promise<number[]> {
  return new Promise((resolve, reject) => {
    terminal.events.on("failed", (message) => reject(new Error(message)));
    terminal.events.on("frame", ({ changed }) => {
      terminal.shown();
      const row = changed.find(([, { text }]) => text.startsWith("pids "));
      if (row !== undefined) resolve(row[1].text.split(" ").slice(1).map(Number));
    });
  });
}

function isThere(pid: number): boolean {
  try {
    // A zombie that nobody has asked about is none of ours.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    // No such process; or no such system, where signals tell.
  }
  try {
    return process.kill(pid, 0) && process.platform !== "linux";
  } catch {
    // No such process.
    return false;
  }
}

/** Waits for the ends of processes; the runner's own limit ends a wait in vain. */
async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(isThere)) await new Promise((resolve) => setImmediate(resolve));
}

test("the process of the emulators is killed: the editor lives, and the next terminal works", async () => {
  const client = new EmulatorClient();
  const terminal = open(client, COMMAND);
  const pids = await pidsOf(terminal);
  const failed = new Promise<string>((resolve) => {
    terminal.events.on("failed", resolve);
  });
  process.kill(pids[1]!, "SIGKILL");
  assert.equal(await failed, "The process of the terminals ended: SIGKILL");
  // Nobody is left who could kill what ignores the hangup.
  process.kill(-pids[0]!, "SIGKILL");
  const next = open(client, "echo pids $$; cat");
  const [shell] = await pidsOf(next);
  await client.close();
  await gone([...pids, shell!]);
});

const EDITOR = `
  import { EmulatorClient } from ${JSON.stringify(CLIENT)};
  const terminal = new EmulatorClient().open({
    file: "/bin/sh", args: ["-c", process.argv[1]], env: { PATH: process.env.PATH },
    cwd: "/", rows: 4, cols: 60, scrollback: 0, nonce: "", shell: "other",
  });
  terminal.events.on("failed", (message) => { throw new Error(message); });
  terminal.events.on("frame", ({ changed }) => {
    terminal.shown();
    const row = changed.find(([, { text }]) => text.startsWith("pids "));
    if (row === undefined) return;
    console.log(row[1].text);
    if (process.argv[2] === "exit") process.exit(5);
    if (process.argv[2] === "bug") throw new Error("a bug");
  });
  terminal.watch(true);
  const alive = setInterval(() => {}, 1000);
  process.on("SIGUSR2", () => clearInterval(alive));
`;

/** An editor with a terminal, and the processes behind it. */
async function editor(end: string): Promise<{ editor: ChildProcess; pids: number[] }> {
  const args = ["--input-type=module", "-e", EDITOR, COMMAND, end];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  const pids = await new Promise<number[]>((resolve, reject) => {
    let text = "";
    child.stdout!.on("data", (data) => {
      text += String(data);
      if (text.endsWith("\n")) resolve(text.trim().split(" ").slice(1).map(Number));
    });
    child.on("exit", () => reject(new Error(`The editor ended: ${text}`)));
  });
  return { editor: child, pids };
}

for (const end of ["exit", "bug", "SIGKILL", "SIGUSR2"] as const) {
  const how = end === "SIGUSR2" ? "nothing more to do" : end;
  test(`an editor that ends by ${how} takes its programs with it`, async () => {
    const { editor: child, pids } = await editor(end);
    assert.equal(pids.length, 4);
    if (end === "SIGKILL" || end === "SIGUSR2") child.kill(end);
    await gone([...pids, child.pid!]);
  });
}
