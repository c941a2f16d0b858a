/** All terminals of an editor: they are started here, and what their process says is handed on. */
import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import type { Emitter } from "../../base/emitter.ts";
import { UserError } from "../../base/errors.ts";
import type { Key, MouseEvent } from "../../base/key.ts";
import { closeDocument, newDocument } from "../../editor/buffers.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { closeTab, closeWindow, tabOf } from "../../editor/layout-windows.ts";
import { statusItemsOf } from "../../editor/status-items.ts";
import { setFace } from "../../editor/terminal-face.ts";
import type { Window } from "../../editor/window.ts";
import { Text } from "../../text/text.ts";
import type { Block } from "../block.ts";
import type { EmulatorClient } from "../emulator/client.ts";
import type { TerminalColours } from "../emulator/requests.ts";
import { encodeKey } from "../keys/keys.ts";
import type {
  RunOptions,
  Terminal,
  TerminalEvents,
  TerminalHooks,
  TerminalKeyHook,
  Terminals,
} from "../terminals.ts";
import { ClipboardQuestion } from "./clipboard.ts";
import { Drawer } from "./drawer.ts";
import { marginOf } from "./margin.ts";
import { TerminalMouse } from "./mouse.ts";
import type { Integrate } from "./port.ts";
import { runInTerminal } from "./run.ts";
import { launchOf, programEnvironment, shellOfLine, userShell } from "./start.ts";
import { ShellTerminal, type TerminalOwner } from "./terminal.ts";
import { TerminalWindows } from "./windows.ts";

export interface TerminalPorts {
  /** What programs are told when they ask for the colours of their terminal. */
  colours?(): TerminalColours | null;
  /** The emulators' process starts with the first terminal. */
  client(): EmulatorClient;
  readonly integrate: Integrate;
}

export interface OpenRequest {
  readonly command: string | null;
  /** Absolute. */
  readonly cwd?: string;
  readonly title?: string;
  /** The size of the window that will show it. */
  readonly rows: number;
  readonly cols: number;
}

export class Registry implements Terminals, TerminalOwner {
  readonly events: Emitter<TerminalEvents>;
  readonly all: ShellTerminal[] = [];
  readonly keyHooks: TerminalKeyHook[];
  readonly environment: (() => Readonly<Record<string, string>>)[];
  readonly windows: TerminalWindows;
  readonly mice: TerminalMouse;
  readonly clipboard: ClipboardQuestion;
  readonly drawer: Drawer;
  unavailable: string | null = null;
  private readonly editor: Editor;
  private readonly host: FeatureHost;
  private readonly ports: TerminalPorts;
  private client: EmulatorClient | null = null;
  private used: ShellTerminal | null = null;
  /** Terminals whose last frame is not acknowledged yet. */
  private readonly unshown = new Set<ShellTerminal>();

  constructor(editor: Editor, host: FeatureHost, ports: TerminalPorts, hooks: TerminalHooks) {
    this.editor = editor;
    this.host = host;
    this.ports = ports;
    this.events = hooks.events;
    this.keyHooks = hooks.keyHooks;
    this.environment = hooks.environment;
    this.windows = new TerminalWindows(editor, this);
    this.mice = new TerminalMouse(editor, this.windows);
    this.clipboard = new ClipboardQuestion(editor);
    this.drawer = new Drawer(editor, this);
    editor.events.on("document-close", (doc) => {
      const terminal = this.of(doc);
      if (terminal !== null) this.forget(terminal);
    });
  }

  get ascii(): boolean {
    return this.editor.options.get("ascii");
  }

  /** The editor's folder, absolute. */
  get cwd(): string {
    return this.editor.cwd;
  }

  get current(): ShellTerminal | null {
    return this.all.length === 0 || !this.editor.tab ? null : this.of(this.editor.doc);
  }

  get latest(): ShellTerminal | null {
    const runs = (terminal: ShellTerminal): boolean =>
      terminal.running && terminal.command === null && !terminal.closed;
    if (this.used !== null && runs(this.used)) return this.used;
    return this.all.findLast(runs) ?? null;
  }

  of(doc: Document): ShellTerminal | null {
    if (doc.kind !== "terminal") return null;
    return this.all.find((terminal) => terminal.doc === doc) ?? null;
  }

  /** The line of the terminal that the first row of its text is; null: nobody has looked at it. */
  firstLine(terminal: Terminal): number | null {
    const own = this.of(terminal.doc);
    return own === null ? null : (this.windows.sync(own)?.firstLine ?? null);
  }

  /** The user looks at it or types to it. */
  use(terminal: ShellTerminal): void {
    this.used = terminal;
    if (terminal.belled) {
      terminal.belled = false;
      this.renamed();
    }
  }

  /** Throws UserError where there can be no terminals. */
  require(): void {
    if (this.unavailable !== null) throw new UserError(this.unavailable);
  }

  /** Starts a program; its document is in no window yet. Throws UserError where there is none. */
  open(request: OpenRequest): ShellTerminal {
    const { editor, host } = this;
    this.require();
    const own = shellOfLine(request.command);
    const command = own === null ? request.command : null;
    const shell = own?.file ?? userShell(editor, host.env);
    const cwd = request.cwd ?? editor.cwd;
    const more = Object.assign({}, ...this.environment.map((provide) => provide()));
    const env = programEnvironment(host.env, { ...more, PWD: cwd });
    const plain = {
      ...launchOf(shell, command, env),
      ...(own === null ? {} : { args: own.args }),
      nonce: randomBytes(16).toString("hex"),
    };
    const marks = command === null && editor.options.get("shellmarks");
    const launch = marks ? this.ports.integrate(plain) : { ...plain, nonce: "" };
    const doc = editor.addDocument(Text.empty, null);
    doc.kind = "terminal";
    doc.options.set("filetype", "terminal");
    doc.options.set("modifiable", false);
    const name =
      request.title ?? request.command ?? launch.file.slice(launch.file.lastIndexOf("/") + 1);
    doc.title = `term://${tilde(cwd)}//${doc.id}:${request.command ?? launch.file}`;
    const facts = {
      doc,
      shell: launch.shell,
      command,
      name,
      cwd,
      marks: launch.env.HUNCH_MARKS !== undefined,
    };
    const rows = Math.max(1, request.rows);
    const cols = Math.max(1, request.cols - marginOf(facts.marks, request.cols));
    const scrollback = editor.options.get("scrollback");
    const colours = this.ports.colours?.() ?? null;
    const link = this.emulators.open({ ...launch, cwd, rows, cols, scrollback, colours });
    const terminal = new ShellTerminal(facts, this, link, { rows, cols });
    this.listen(terminal);
    this.all.push(terminal);
    setFace(doc, terminal);
    this.windows.begin(terminal, rows, cols);
    editor.live ??= () => this.windows.isLiveNow();
    this.used = terminal;
    this.events.emit("opened", terminal);
    if (command !== null) this.takeBlocks(terminal, [onlyBlock(command, cwd)], true);
    return terminal;
  }

  private get emulators(): EmulatorClient {
    this.client ??= this.ports.client();
    return this.client;
  }

  run(command: string, options: RunOptions = {}) {
    return runInTerminal(this, command, options);
  }

  // What terminals ask

  redraw(): void {
    this.host.redraw();
  }

  renamed(): void {
    statusItemsOf(this.editor).changed();
    this.host.redraw();
  }

  isLive(terminal: ShellTerminal, win: Window): boolean {
    return this.windows.isLive(terminal, win);
  }

  drawn(terminal: ShellTerminal, win: Window, rows: number, cols: number, top: number): void {
    this.windows.drawn(terminal, win, rows, cols, top);
    if (!terminal.running) terminal.endShown = true;
  }

  key(terminal: ShellTerminal, key: Key): void {
    this.use(terminal);
    if (!terminal.running) {
      if (terminal.endShown) this.closeDocument(terminal);
      return;
    }
    for (const hook of this.keyHooks) if (hook(terminal, key)) return;
    terminal.send(encodeKey(key, terminal.modes) ?? "");
  }

  mouse(
    terminal: ShellTerminal,
    win: Window,
    event: MouseEvent,
    row: number,
    col: number,
  ): boolean {
    return this.mice.handle(terminal, win, event, row, col);
  }

  close(terminal: ShellTerminal): void {
    if (!terminal.closed) this.closeDocument(terminal);
  }

  /** Closes its document, and windows that show it while there are others. */
  private closeDocument(terminal: ShellTerminal): void {
    const { editor } = this;
    const { doc } = terminal;
    for (const win of editor.windows) {
      if (win.doc !== doc || !editor.windows.some((other) => other.doc !== doc)) continue;
      const tab = tabOf(editor, win);
      if (tab && tab.windows.length === 1 && editor.tabs.length > 1) closeTab(editor, tab);
      else closeWindow(editor, win);
    }
    const others = editor.docs.filter((other) => other.listed && other !== doc);
    const { alternate } = editor.win;
    const instead =
      (alternate && others.includes(alternate) ? alternate : others.at(-1)) ?? newDocument(editor);
    closeDocument(editor, doc, instead);
    this.windows.settle();
  }

  /** Its document is gone. */
  private forget(terminal: ShellTerminal): void {
    if (terminal.closed) return;
    terminal.closed = true;
    void terminal.link.close();
    if (terminal.running) terminal.end(null, "");
    this.all.splice(this.all.indexOf(terminal), 1);
    this.windows.forget(terminal);
    this.clipboard.forget(terminal);
    this.unshown.delete(terminal);
    if (this.used === terminal) this.used = null;
    this.events.emit("closed", terminal);
  }

  // What the emulators say

  private listen(terminal: ShellTerminal): void {
    const { events } = terminal.link;
    const { editor } = this;
    events.on("frame", (frame) => {
      const other = terminal.take(frame);
      this.unshown.add(terminal);
      this.windows.framed(terminal);
      this.host.redraw();
      if (other) this.events.emit("prompt", terminal);
    });
    events.on("title", (title) => {
      terminal.title = visible(title).slice(0, 200);
      this.renamed();
    });
    events.on("bell", () => this.bell(terminal));
    events.on("clipboard", (text) => {
      this.clipboard.ask(terminal, text);
      this.host.redraw();
    });
    events.on("notify", (text) => {
      editor.showMessage(`${terminal.label}: ${visible(text)}`);
      this.host.redraw();
    });
    events.on("cwd", (cwd) => {
      terminal.cwd = cwd;
    });
    // One command is one block, which is known here.
    if (terminal.command === null) {
      events.on("block", (block) => this.takeBlocks(terminal, [block], false));
      events.on("blocks", (blocks) => this.takeBlocks(terminal, blocks, true));
    }
    events.on("exit", ({ code, signal }) => {
      const status = signal > 0 ? 128 + signal : code;
      this.ended(terminal, status, `[Process exited ${status}]`);
    });
    events.on("failed", (message) => {
      this.unavailable = this.client?.unavailable ?? null;
      this.ended(terminal, null, `[${visible(message)}]`);
      editor.showMessage(visible(this.unavailable ?? message), "error");
    });
  }

  private takeBlocks(
    terminal: ShellTerminal,
    blocks: Parameters<ShellTerminal["takeBlocks"]>[0],
    all: boolean,
  ) {
    const { begun, ended } = terminal.takeBlocks(blocks, all);
    this.windows.mark(terminal);
    for (const block of begun) this.events.emit("block-start", { terminal, block });
    for (const block of ended) this.events.emit("block-end", { terminal, block });
    this.host.redraw();
  }

  private ended(terminal: ShellTerminal, status: number | null, note: string): void {
    if (!terminal.running) return;
    terminal.end(status, note);
    this.windows.framed(terminal);
    this.renamed();
    this.events.emit("exited", terminal);
    this.editor.events.emit("terminal", { doc: terminal.doc, what: "close" });
    void this.endBlock(terminal, status);
  }

  /** What one command did is a block, too. */
  private async endBlock(terminal: ShellTerminal, status: number | null): Promise<void> {
    const block = terminal.blocks[terminal.blocks.length - 1];
    if (block === undefined || block.endedAt !== null) return;
    const endedAt = this.editor.services.now();
    const { from, lines } = await terminal.link.read(0, Number.MAX_SAFE_INTEGER).catch(() => ({
      from: 0,
      lines: [],
    }));
    let end = lines.length;
    while (end > 0 && lines[end - 1]!.text.trim() === "") end--;
    if (terminal.closed) return;
    this.takeBlocks(terminal, [{ ...block, endedAt, status, endLine: from + end }], false);
  }

  private bell(terminal: ShellTerminal): void {
    if (this.editor.tab.windows.some((win) => win.doc === terminal.doc)) {
      this.editor.beep();
      return;
    }
    if (terminal.belled) return;
    terminal.belled = true;
    this.renamed();
  }

  // Frames

  /** Called before a frame of the editor is drawn. */
  frame(): void {
    if (this.all.length === 0) return;
    this.windows.look();
    if (this.unshown.size === 0) return;
    const shown = [...this.unshown];
    this.unshown.clear();
    // Behind the frame, which is drawn in this very turn.
    queueMicrotask(() => {
      for (const terminal of shown) terminal.link.shown();
    });
  }

  /** The editor ends: programs are told, and killed when they do not go. */
  async end(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.close();
  }
}

function onlyBlock(command: string, cwd: string): Block {
  return {
    id: 0,
    command,
    cwd,
    startedAt: Date.now(),
    endedAt: null,
    status: null,
    promptLine: 0,
    outputLine: 0,
    endLine: 0,
    sure: true,
  };
}

/** Text of a program as one line of a message. */
function visible(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, " ").slice(0, 500);
}

function tilde(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
