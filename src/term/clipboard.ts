/**
 * The system's clipboard: its own tools when the screen is here, and over SSH the terminal itself,
 * by OSC 52 (in tmux by `tmux load-buffer -w`). OSC 52 is only written, never asked: a terminal
 * that answered would hand the clipboard to whatever runs in it.
 *
 * Copies in quick succession make one write, of the last text. What was copied here is remembered,
 * so that pasting it back starts nothing.
 */
import { UserError } from "../base/errors.ts";
import type { Environment } from "./capabilities.ts";
import { systemTimers, type Timers } from "./tty-port.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** `+` is the clipboard, `*` the primary selection where there is one. */
export type Selection = "+" | "*";

export interface ToolResult {
  /** The exit status; -1 when the tool did not start or took too long. */
  readonly status: number;
  readonly output: Uint8Array;
}

export interface ClipboardHost {
  readonly env: Environment;
  readonly platform: string;
  /** Whether a program of this name is on the PATH. */
  has(program: string): boolean;
  /** Runs a tool to its end without blocking. */
  run(command: readonly string[], input: Uint8Array | null): Promise<ToolResult>;
  /** Runs a tool to its end at once; for pasting only, at most a second. */
  runNow(command: readonly string[]): ToolResult;
  /** Sends bytes to the terminal; null when it takes no OSC 52. */
  readonly send: ((bytes: string) => void) | null;
  /** Says why a copy that was accepted did not arrive. */
  report(message: string): void;
  readonly timers?: Timers;
}

interface Tool {
  readonly name: string;
  copy(selection: Selection): readonly string[];
  /** Null where the tool cannot paste. */
  paste(selection: Selection): readonly string[] | null;
}

const TOOLS: readonly (Tool & { readonly needs: string; readonly variable?: string })[] = [
  {
    name: "pbcopy",
    needs: "pbcopy",
    copy: () => ["pbcopy"],
    paste: () => ["pbpaste"],
  },
  {
    name: "wl-copy",
    needs: "wl-copy",
    variable: "WAYLAND_DISPLAY",
    copy: (selection) => [
      "wl-copy",
      "--type",
      "text/plain",
      ...(selection === "*" ? ["--primary"] : []),
    ],
    paste: (selection) => ["wl-paste", "--no-newline", ...(selection === "*" ? ["--primary"] : [])],
  },
  {
    name: "xclip",
    needs: "xclip",
    variable: "DISPLAY",
    copy: (selection) => ["xclip", "-in", "-quiet", "-selection", x11Name(selection)],
    paste: (selection) => ["xclip", "-out", "-selection", x11Name(selection)],
  },
  {
    name: "xsel",
    needs: "xsel",
    variable: "DISPLAY",
    copy: (selection) => ["xsel", "--nodetach", "--input", `--${x11Name(selection)}`],
    paste: (selection) => ["xsel", "--output", `--${x11Name(selection)}`],
  },
  {
    name: "clip.exe",
    needs: "clip.exe",
    copy: () => ["clip.exe"],
    paste: () => ["powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"],
  },
];

/** Bytes of text that every terminal with OSC 52 takes; many drop a longer sequence. */
const OSC_LIMIT = 74_994;
const TOOL_LIMIT = 64 << 20;
const DEBOUNCE_MS = 30;

export class Clipboard {
  readonly #host: ClipboardHost;
  readonly #timers: Timers;
  readonly #tool: Tool | null;
  readonly #tmux: boolean;
  readonly #remote: boolean;
  readonly #waiting = new Map<Selection, string>();
  readonly #own = new Map<Selection, string>();
  #timer: unknown = null;
  #running: Promise<void> = Promise.resolve();

  constructor(host: ClipboardHost) {
    const { env } = host;
    this.#host = host;
    this.#timers = host.timers ?? systemTimers;
    this.#remote = Boolean(env.SSH_CONNECTION ?? env.SSH_CLIENT ?? env.SSH_TTY);
    this.#tmux = Boolean(env.TMUX) && host.has("tmux");
    this.#tool = this.#remote ? null : findTool(host);
  }

  /** How text is copied, for `:checkhealth`: a tool's name, "tmux", "OSC 52" or "none". */
  get provider(): string {
    if (this.#tool !== null) return this.#tool.name;
    if (this.#tmux) return "tmux";
    return this.#host.send === null ? "none" : "OSC 52";
  }

  /** Whether what others copied can be pasted. */
  get canPaste(): boolean {
    return this.#tool !== null;
  }

  /**
   * Copies text, a moment later and off the key path. Throws UserError when there is no clipboard
   * or the text is too large for it.
   */
  copy(text: string, selection: Selection = "+"): void {
    const { provider } = this;
    if (provider === "none") throw new UserError("Clipboard: no tool and no terminal to copy with");
    const limit = provider === "OSC 52" ? OSC_LIMIT : TOOL_LIMIT;
    // A UTF-16 unit is at least one byte, so that a huge text need not be encoded to be refused.
    const size = text.length > limit ? text.length : encodeUtf8(text).length;
    if (size > limit) {
      throw new UserError(`Clipboard: ${size} bytes are too many (${provider} takes ${limit})`);
    }
    this.#own.set(selection, text);
    this.#waiting.set(selection, text);
    // The newest text waits for a pause; a thousand deletes make one write.
    if (this.#timer !== null) this.#timers.clear(this.#timer);
    this.#timer = this.#timers.set(() => {
      this.#timer = null;
      this.#write();
    }, DEBOUNCE_MS);
  }

  /** Writes what waits now; resolves when the tools are done. Called before the program ends. */
  flush(): Promise<void> {
    if (this.#timer !== null) {
      this.#timers.clear(this.#timer);
      this.#timer = null;
      this.#write();
    }
    return this.#running;
  }

  /**
   * The clipboard's text; what was copied here when it cannot be read. Null when there is nothing.
   * Starts a process and waits for it, at most a second.
   */
  paste(selection: Selection = "+"): string | null {
    const waiting = this.#waiting.get(selection);
    if (waiting !== undefined) return waiting;
    const command = this.#tool?.paste(selection) ?? null;
    if (command === null) return this.#own.get(selection) ?? null;
    const result = this.#host.runNow(command);
    if (result.status !== 0) return this.#own.get(selection) ?? null;
    const text = decodeUtf8(result.output);
    return command[0] === "powershell.exe" ? text.replace(/\r\n/g, "\n") : text;
  }

  #write(): void {
    const copies = [...this.#waiting];
    this.#waiting.clear();
    for (const [selection, text] of copies) {
      this.#running = this.#running.then(() => this.#writeOne(text, selection));
    }
  }

  async #writeOne(text: string, selection: Selection): Promise<void> {
    const bytes = encodeUtf8(text);
    if (this.#tool !== null) {
      const { status } = await this.#host.run(this.#tool.copy(selection), bytes);
      if (status !== 0) this.#host.report(`Clipboard: ${this.#tool.name} failed (${status})`);
      return;
    }
    if (this.#tmux) {
      // Before 3.2 there is no -w, and the terminal is told through tmux instead.
      const { status } = await this.#host.run(["tmux", "load-buffer", "-w", "-"], bytes);
      if (status === 0) return;
    }
    if (this.#host.send === null || bytes.length > OSC_LIMIT) {
      this.#host.report(`Clipboard: ${bytes.length} bytes could not be copied`);
      return;
    }
    const target = selection === "+" ? "c" : "p";
    this.#host.send(`\x1b]52;${target};${Buffer.from(bytes).toString("base64")}\x1b\\`);
  }
}

function findTool(host: ClipboardHost): Tool | null {
  for (const tool of TOOLS) {
    if (tool.variable !== undefined && !host.env[tool.variable]) continue;
    if (tool.name === "pbcopy" && host.platform !== "darwin") continue;
    if (host.has(tool.needs)) return tool;
  }
  return null;
}

function x11Name(selection: Selection): string {
  return selection === "+" ? "clipboard" : "primary";
}
