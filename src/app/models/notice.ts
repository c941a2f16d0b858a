/**
 * Says once, for each provider and host that is not on the user's own machines, what is sent there; the
 * first request waits until that was on the screen. What was said is kept in a file of the state folder,
 * a line each.
 */
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hostOf, isRemote } from "../../models/config/address.ts";
import type { ProviderConfig } from "../../models/model.ts";

const FILE = "models-told";
/** Copilot's language server speaks to it. */
const COPILOT_HOST = "GitHub";

/** Whether a provider's requests leave the user's machines. */
export function leaves(provider: ProviderConfig): boolean {
  return provider.kind === "copilot" || isRemote(provider.url);
}

export function hostName(provider: ProviderConfig): string {
  return provider.kind === "copilot" ? COPILOT_HOST : hostOf(provider.url);
}

/** What was said before, and by earlier editors. */
export class Told {
  private readonly file: string | null;
  private lines: Set<string> | null = null;

  /** `folder`: null remembers for this process only. */
  constructor(folder: string | null) {
    this.file = folder === null ? null : join(folder, FILE);
  }

  has(provider: ProviderConfig): boolean {
    return this.read().has(lineOf(provider));
  }

  /** A file that can't be written is no failure: it is said again the next time. */
  add(provider: ProviderConfig): void {
    const line = lineOf(provider);
    if (this.read().has(line)) return;
    this.read().add(line);
    if (this.file === null) return;
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      appendFileSync(this.file, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  private read(): Set<string> {
    if (this.lines !== null) return this.lines;
    let text = "";
    try {
      if (this.file !== null) text = readFileSync(this.file, "utf8");
    } catch (error) {
      // Nothing was said yet, or nobody knows: it is said.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
    this.lines = new Set(text.split("\n").filter((line) => line !== ""));
    return this.lines;
  }
}

function lineOf(provider: ProviderConfig): string {
  return `${hostName(provider)} ${provider.name}`;
}

/** `hunch sends …` for providers that nobody was told of. One row where it fits, else a few. */
export function noticeText(providers: readonly ProviderConfig[]): string {
  const hosts = providers.map((each) => `${hostName(each)} (${each.name})`).join(", ");
  return [
    `Models: hunch sends the code around your cursor, recent edits, errors and related code to ${hosts}.`,
    ":Tab log sent shows what was sent; :set nomodel stops it.",
  ].join("\n");
}

/** The same in one row, where it begins with what matters: where it goes. For who is typing. */
export function shortNotice(providers: readonly ProviderConfig[]): string {
  const hosts = [...new Set(providers.map(hostName))];
  const verb = hosts.length === 1 ? "gets" : "get";
  return `${hosts.join(", ")} ${verb} the code around the cursor; :set nomodel stops it`;
}

export interface NoticePorts {
  readonly told: Told;
  /** Milliseconds since the last key. */
  quietMs(): number;
  /** The user is typing text: a box over it would take the next key. */
  isTyping(): boolean;
  show(text: string): void;
  redraw(): void;
  after(ms: number, callback: () => void): void;
}

/** So long (ms) nobody must have typed: a notice that is gone with the next key is none. */
const QUIET_MS = 300;

/** The notices of one editor. */
export class Notices {
  private readonly ports: NoticePorts;
  private waiting: { readonly provider: ProviderConfig; readonly shown: () => void }[] = [];
  private promises = new Map<string, Promise<void>>();
  private timed = false;
  /** Was handed to the screen; the next frame has it. */
  private pending: readonly (() => void)[] = [];

  constructor(ports: NoticePorts) {
    this.ports = ports;
  }

  /** Null: it may be asked now. Else resolves when the user has been told. */
  before(provider: ProviderConfig): Promise<void> | null {
    const { told } = this.ports;
    if (!leaves(provider)) return null;
    const line = lineOf(provider);
    const known = this.promises.get(line);
    if (known !== undefined) return known;
    if (told.has(provider)) return null;
    const promise = new Promise<void>((resolve) => {
      const shown = (): void => {
        this.promises.delete(line);
        told.add(provider);
        resolve();
      };
      this.waiting.push({ provider, shown });
    });
    this.promises.set(line, promise);
    this.wait();
    return promise;
  }

  /** Called when a frame is on its way. */
  frame(): void {
    if (this.pending.length === 0) return;
    const shown = this.pending;
    this.pending = [];
    this.ports.after(0, () => {
      for (const each of shown) each();
    });
  }

  private wait(): void {
    if (this.timed) return;
    this.timed = true;
    const { ports } = this;
    const left = QUIET_MS - ports.quietMs();
    ports.after(Math.max(0, left), () => {
      this.timed = false;
      if (this.waiting.length === 0) return;
      if (ports.quietMs() < QUIET_MS) return this.wait();
      const { waiting } = this;
      this.waiting = [];
      const providers = waiting.map(({ provider }) => provider);
      // A text of several rows waits for a key, which must not be one of the text.
      ports.show(ports.isTyping() ? shortNotice(providers) : noticeText(providers));
      this.pending = [...this.pending, ...waiting.map(({ shown }) => shown)];
      ports.redraw();
    });
  }
}
