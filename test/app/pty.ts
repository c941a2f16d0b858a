/** hunch in a pseudo-terminal, for end-to-end tests: its screen, and keys. Waits for marks only. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import xterm from "@xterm/headless";

interface Pty {
  readonly pid: number;
  /** The terminal stops reading; `resume` goes on. */
  pause(): void;
  resume(): void;
  write(data: string): void;
  resize(cols: number, rows: number): void;
  kill(signal: string): void;
  /** Hangs up. */
  destroy(): void;
  onData(listener: (data: string) => void): void;
  onExit(listener: (exit: { exitCode: number; signal?: number }) => void): void;
}

// The package's types are declared under another name than the one it is installed as.
const { spawn } = createRequire(import.meta.url)("node-pty") as {
  spawn(file: string, args: readonly string[], options: object): Pty;
};

const MAIN = fileURLToPath(new URL("../../src/app/main.ts", import.meta.url));
/** Only what fails waits that long; a busy machine may need much of it. */
const PATIENCE_MS = 60_000;

export class Hunch {
  readonly home: string;
  readonly pty: Pty;
  /** Everything that was sent. */
  output = "";
  exit: { code: number; signal: number } | null = null;
  private readonly terminal: InstanceType<typeof xterm.Terminal>;
  private readonly waiting = new Set<() => void>();

  private constructor(
    args: readonly string[],
    rows: number,
    cols: number,
    home: string,
    env: Readonly<Record<string, string>>,
    main: string,
  ) {
    this.home = home;
    // What a killed editor leaves behind goes with the home.
    const runtime = join(home, ".run");
    mkdirSync(runtime, { recursive: true, mode: 0o700 });
    this.terminal = new xterm.Terminal({ rows, cols, allowProposedApi: true });
    this.pty = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
      rows,
      cols,
      cwd: this.home,
      name: "xterm-256color",
      env: {
        PATH: process.env.PATH ?? "",
        TERM: "xterm-256color",
        LANG: "C.UTF-8",
        HOME: this.home,
        XDG_STATE_HOME: join(this.home, "state"),
        XDG_CONFIG_HOME: join(this.home, "config"),
        XDG_RUNTIME_DIR: runtime,
        ...env,
      },
    });
    this.terminal.onData((answer) => this.pty.write(answer));
    this.pty.onData((data) => {
      this.output += data;
      this.terminal.write(data, () => this.look());
    });
    this.pty.onExit(({ exitCode, signal }) => {
      this.exit = { code: exitCode, signal: signal ?? 0 };
      this.look();
    });
  }

  static start(
    args: readonly string[],
    {
      rows = 12,
      cols = 60,
      home = mkdtempSync(join(tmpdir(), "hunch-e2e-")),
      env = {} as Readonly<Record<string, string>>,
      main = MAIN,
    } = {},
  ): Hunch {
    return new Hunch(args, rows, cols, home, env, main);
  }

  get screen(): string {
    const { buffer, rows } = this.terminal;
    const lines: string[] = [];
    for (let row = 0; row < rows; row++) {
      lines.push(buffer.active.getLine(buffer.active.baseY + row)?.translateToString(true) ?? "");
    }
    return lines.join("\n");
  }

  get cursor(): { row: number; col: number } {
    const { active } = this.terminal.buffer;
    return { row: active.cursorY, col: active.cursorX };
  }

  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === "alternate";
  }

  resize(rows: number, cols: number): void {
    this.terminal.resize(cols, rows);
    this.pty.resize(cols, rows);
  }

  /** Types keys, then waits until the screen shows `mark`. */
  async type(keys: string, mark: string | RegExp): Promise<void> {
    this.pty.write(keys);
    await this.shows(mark);
  }

  shows(mark: string | RegExp): Promise<void> {
    const test =
      typeof mark === "string" ? (s: string) => s.includes(mark) : (s: string) => mark.test(s);
    return this.until(() => test(this.screen), `the screen to show ${mark}`);
  }

  ended(): Promise<void> {
    return this.until(() => this.exit !== null, "the end");
  }

  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error): void => {
        clearTimeout(timer);
        this.waiting.delete(check);
        if (error) reject(error);
        else resolve();
      };
      const check = (): void => {
        if (condition()) done();
        else if (this.exit !== null) {
          done(
            new Error(`Ended (${this.exit.code}) before ${what}:\n${this.screen}\n${this.output}`),
          );
        }
      };
      const timer = setTimeout(
        () => done(new Error(`Waited in vain for ${what}:\n${this.screen}`)),
        PATIENCE_MS,
      );
      this.waiting.add(check);
      check();
    });
  }

  /** Ends it whatever it does, and removes its home. */
  clean(): void {
    if (this.exit === null) this.pty.kill("SIGKILL");
    // What it has started may still write there for a moment.
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10 });
  }

  /** A frame may come in pieces: only whole ones are looked at. */
  private look(): void {
    if (this.exit === null && this.terminal.modes.synchronizedOutputMode) return;
    for (const check of [...this.waiting]) check();
  }
}
