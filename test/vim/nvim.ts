/** Runs a case in a real Neovim: a fresh process each, so that nothing leaks from case to case. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { CaseInput, Outcome } from "./case.ts";
import { type Packed, pack, unpack } from "./msgpack.ts";

/** The settings of the shared corpus: a text window of 80 × 24 and no surprises. */
const SETTINGS: Readonly<Record<string, string | number | boolean>> = {
  columns: 80,
  lines: 34,
  cmdheight: 10,
  laststatus: 0,
  swapfile: false,
  shiftwidth: 2,
  expandtab: true,
  smartindent: false,
  autoindent: true,
  tabstop: 8,
  textwidth: 0,
  clipboard: "",
  scrolloff: 0,
  inccommand: "",
  more: false,
  shell: "false",
  undofile: false,
  modeline: false,
  fixendofline: true,
  foldenable: false,
  mouse: "",
  writebackup: false,
  // Showing the mode after an error makes nvim wait for seconds.
  showmode: false,
};

const PREPARE = `
local options, line, col = ...
for name, value in pairs(options) do vim.o[name] = value end
vim.api.nvim_win_set_cursor(0, {line, col})
vim.cmd('clearjumps')
vim.v.errmsg = ''
`;

const OBSERVE = `
local lines = vim.api.nvim_buf_get_lines(0, 0, -1, true)
local function utf16(line, bytes)
  local text = lines[line] or ''
  local _, units = vim.str_utfindex(text, math.min(bytes, #text))
  return units
end
local cursor, other = vim.api.nvim_win_get_cursor(0), vim.fn.getpos('v')
return {
  mode = vim.api.nvim_get_mode().mode, lines = lines, buffer = vim.api.nvim_get_current_buf(),
  row = cursor[1] - 1, col = utf16(cursor[1], cursor[2]),
  otherRow = other[2] - 1, otherCol = utf16(other[2], other[3] - 1),
  register = vim.fn.getreg('"', 1), kind = vim.fn.getregtype('"'),
}
`;

interface Observed {
  readonly mode: string;
  readonly lines: readonly string[];
  readonly buffer: number;
  readonly row: number;
  readonly col: number;
  readonly otherRow: number;
  readonly otherCol: number;
  readonly register: string;
  readonly kind: string;
}

/** One nvim, spoken to over its standard streams. */
class Nvim {
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly waiting = new Map<number, PromiseWithResolvers<Packed>>();
  private received: Buffer = Buffer.alloc(0);
  private lastRequest = 0;

  constructor(folder: string, file: string) {
    const home = Object.fromEntries(
      ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"].map(
        (name) => [name, folder],
      ),
    );
    const args = ["-u", "NONE", "-i", "NONE", "-n", "--embed", "--headless", file];
    this.process = spawn("nvim", args, {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
      env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", TERM: "dumb", ...home },
    });
    this.process.stdout.on("data", (bytes: Buffer) => this.receive(bytes));
    this.process.on("error", () => this.failAll("nvim did not start"));
    this.process.on("exit", () => this.failAll("nvim exited"));
    this.process.stdin.on("error", () => this.failAll("nvim closed its input"));
  }

  private failAll(why: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
  }

  private receive(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes]);
    for (let found = unpack(this.received); found; found = unpack(this.received)) {
      this.received = found.rest;
      const [kind, id, error, value] = found.value as readonly [number, number, Packed, Packed];
      if (kind !== 1) continue;
      const asked = this.waiting.get(id);
      this.waiting.delete(id);
      if (error !== null) asked?.reject(new Error(JSON.stringify(error)));
      else asked?.resolve(value);
    }
  }

  call(method: string, ...args: readonly Packed[]): Promise<Packed> {
    const id = ++this.lastRequest;
    const answer = Promise.withResolvers<Packed>();
    this.waiting.set(id, answer);
    this.process.stdin.write(pack([0, id, method, args]));
    return answer.promise;
  }

  async type(keys: string): Promise<void> {
    let bytes = Buffer.from(keys, "utf8");
    while (bytes.length > 0) {
      const taken = (await this.call("nvim_input", bytes.toString("utf8"))) as number;
      bytes = bytes.subarray(taken);
      if (bytes.length > 0) await delay(5);
    }
  }

  end(): void {
    this.process.kill("SIGKILL");
  }
}

/** Why a case is no use: it ends in a question, in the middle of a command, in another buffer. */
export class Unusable extends Error {}

const CASE_LIMIT_MS = 4000;
/** How long nvim may sit in a prompt before it is taken to wait for an answer. */
const PROMPT_MS = 250;

async function observe(nvim: Nvim): Promise<Observed> {
  // Deferred by nvim until it waits for a key with nothing left to read.
  const state = nvim.call("nvim_exec_lua", OBSERVE, []);
  state.catch(() => {}); // reported through the race below, which may have ended before
  const until = Date.now() + PROMPT_MS;
  for (;;) {
    const first = await Promise.race([state, delay(20, "late" as const)]);
    if (first !== "late") return first as unknown as Observed;
    const mode = (await nvim.call("nvim_get_mode")) as { blocking: boolean };
    if (mode.blocking && Date.now() > until) throw new Unusable("waits for more keys");
  }
}

/** Waits until nvim has read everything, be it in the middle of a command. */
async function settle(nvim: Nvim): Promise<void> {
  try {
    await observe(nvim);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
  }
}

const readable = (mode: string): string =>
  mode.replaceAll("\x16", "<C-v>").replaceAll("\x13", "<C-s>");

async function play(nvim: Nvim, given: CaseInput): Promise<Outcome> {
  const [row, col] = given.cursor;
  const line = given.text.split("\n")[row] ?? "";
  const options = { ...SETTINGS, ...given.options };
  const bytes = Buffer.byteLength(line.slice(0, col));
  await nvim.call("nvim_exec_lua", PREPARE, [options, row + 1, bytes]);
  // CTRL-C throws away what was typed after it was read, so it goes alone.
  const parts = given.keys.split(/(<C-c>)/).filter((part) => part !== "");
  for (const part of parts.slice(0, -1)) {
    await nvim.type(part);
    await settle(nvim);
  }
  await nvim.type(parts.at(-1) ?? "");
  const seen = await observe(nvim);
  if (seen.buffer !== 1) throw new Unusable("left the buffer");
  const mode = readable(seen.mode);
  if (!/^(n|ni[IRV]|i|Rv?|[vVsS]|<C-[vs]>)$/.test(mode)) throw new Unusable(`ends in mode ${mode}`);
  return {
    text: seen.lines.join("\n"),
    cursor: [seen.row, seen.col],
    mode,
    register: seen.register,
    registerType: readable(seen.kind),
    ...(/^[vVsS<]/.test(mode) ? { anchor: [seen.otherRow, seen.otherCol] as const } : {}),
  };
}

/** What Neovim makes of a case. Throws Unusable, or an Error when nvim hangs or dies. */
export async function askNvim(given: CaseInput): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "hunch-case-"));
  writeFileSync(join(folder, "t"), given.text === "" ? "" : `${given.text}\n`);
  const nvim = new Nvim(folder, "t");
  const stuck = new AbortController();
  const limit = delay(CASE_LIMIT_MS, null, { signal: stuck.signal }).then(() => {
    throw new Error("nvim hangs");
  });
  limit.catch(() => {}); // aborted when the case ends in time
  try {
    return await Promise.race([play(nvim, given), limit]);
  } finally {
    stuck.abort();
    nvim.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
