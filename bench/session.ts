/** The built program on a pseudo-terminal, judged by what its screen shows. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import xterm from "@xterm/headless";

interface Pty {
  readonly pid: number;
  onData(listener: (data: string) => void): void;
  write(data: string): void;
  kill(signal: string): void;
}
const { spawn } = createRequire(import.meta.url)("node-pty") as {
  spawn(file: string, args: readonly string[], options: object): Pty;
};

const PATIENCE_MS = 15_000;

export class Session {
  private readonly pty: Pty;
  private readonly terminal = new xterm.Terminal({ rows: 50, cols: 200, allowProposedApi: true });
  private readonly waiting = new Set<() => void>();
  private readonly bytes = new Set<() => void>();
  /** Bytes that the editor has written. */
  written = 0;

  /** Starts the built program with arguments, in a folder, with a home of its own. */
  constructor(root: string, folder: string, state: string, files: readonly string[]) {
    const env = {
      ...process.env,
      HOME: state,
      XDG_STATE_HOME: state,
      TERM: "xterm-256color",
      COLORTERM: "truecolor",
    };
    const args = [join(root, "bin", "hunch"), ...files];
    this.pty = spawn("/bin/sh", args, {
      rows: 50,
      cols: 200,
      cwd: folder,
      env: { ...env, INIT_CWD: folder },
    });
    this.terminal.onData((answer) => this.pty.write(answer));
    this.pty.onData((data) => {
      this.written += Buffer.byteLength(data);
      for (const heard of this.bytes) heard();
      this.bytes.clear();
      this.terminal.write(data, () => {
        for (const look of [...this.waiting]) look();
      });
    });
  }

  row(row: number): string {
    const { active } = this.terminal.buffer;
    return active.getLine(active.baseY + row)?.translateToString(true) ?? "";
  }

  get screen(): string {
    return Array.from({ length: 50 }, (_, row) => this.row(row)).join("\n");
  }

  write(keys: string): void {
    this.pty.write(keys);
  }

  /** Milliseconds until something is on the screen. */
  until(holds: () => boolean, what: string): Promise<number> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`The screen never showed ${what}:\n${this.screen}`));
      }, PATIENCE_MS);
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(performance.now() - began);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** 0-based row and cell of the cursor. */
  get cursor(): { readonly row: number; readonly col: number } {
    const { active } = this.terminal.buffer;
    return { row: active.cursorY, col: active.cursorX };
  }

  /** The colour of a cell's text, as the terminal was told it; -1 for its own. */
  colour(row: number, col: number): number {
    const { active } = this.terminal.buffer;
    const cell = active.getLine(active.baseY + row)?.getCell(col);
    return cell === undefined || cell.isFgDefault() ? -1 : cell.getFgColor();
  }

  /** Milliseconds from keys to the first byte of the answer. */
  answer(keys: string): Promise<number> {
    const began = performance.now();
    const heard = new Promise<number>((resolve) => {
      this.bytes.add(() => resolve(performance.now() - began));
    });
    this.pty.write(keys);
    return heard;
  }

  /** Resident memory in MB. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.pty.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
  }

  kill(): void {
    this.pty.kill("SIGKILL");
  }
}
