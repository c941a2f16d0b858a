/** Opens what programs in terminals name, and tells those that wait when it has been closed. */
import { accessSync, constants, existsSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { Cancelled, messageOf, UserError } from "../base/errors.ts";
import { closeDocument, openDocument, showDocument } from "../editor/buffers.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { Fiber } from "../editor/fiber.ts";
import { decode } from "../editor/files/encoding.ts";
import type { FeatureHost } from "../editor/host.ts";
import { enterTab, enterWindow, openTab, splitWindow } from "../editor/layout-windows.ts";
import type { Window } from "../editor/window.ts";
import type { Terminals } from "../shell/terminals.ts";
import { posOf } from "../text/text.ts";
import { LISTEN, type RemoteFile, type RemoteRequest } from "./remote-request.ts";
import { type RemoteClient, RemoteServer } from "./remote-server.ts";

const COMMAND = "terminal.open-files";
/** Who has typed within so many milliseconds goes on typing. */
const TYPING_MS = 400;

interface Asked {
  readonly request: RemoteRequest;
  readonly client: RemoteClient;
}

interface Waiter {
  readonly client: RemoteClient;
  readonly docs: Set<Document>;
  /** Those that were written since they were opened. */
  readonly written: Set<Document>;
  /** The window of the program. */
  readonly from: Window;
}

export interface Remote {
  close(): void;
}

/** Programs in `terminals` know from now on where the editor listens. */
export function installRemote(
  editor: Editor,
  host: Pick<FeatureHost, "env" | "redraw" | "quietMs">,
  terminals: Pick<Terminals, "environment" | "keyHooks">,
): Remote {
  const waiting = new Waiting(editor, () => host.redraw());
  const queue: Asked[] = [];
  /** The last key in a terminal was Enter: what is opened now may well be what it asked for. */
  let entered = false;
  terminals.keyHooks.unshift((_terminal, key) => {
    entered = key === "<CR>";
    return false;
  });
  let timer: NodeJS.Timeout | null = null;
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      next();
    }, TYPING_MS).unref();
  };
  /** In the middle of a command, or of typing, nothing is opened. */
  const next = (): void => {
    const { loop, mode, pending } = editor;
    const free = (mode === "normal" || mode === "terminal") && pending === "";
    if (queue.length === 0 || !loop?.idle || !free || !loop.queue.isEmpty) return;
    // The next keys are for what is shown now, not for a file that comes between.
    if (!(mode === "terminal" && entered) && host.quietMs() < TYPING_MS) return later();
    loop.queue.stuff([`<Command:${COMMAND}>`], false);
    loop.run();
    host.redraw();
  };
  const server = new RemoteServer(host.env, (request, client) => {
    const asked = { request, client };
    queue.push(asked);
    client.onGone(() => {
      const at = queue.indexOf(asked);
      if (at >= 0) queue.splice(at, 1);
    });
    next();
  });
  let retry = false;
  editor.events.on("command-done", () => {
    if (queue.length === 0 || retry) return;
    retry = true;
    setImmediate(() => {
      retry = false;
      next();
    });
  });
  editor.commands.add({
    name: COMMAND,
    doc: "Open the files that `hunch FILE` in a terminal has named",
    *run() {
      for (const asked of queue.splice(0)) {
        if (asked.client.gone) continue;
        try {
          yield* open(editor, asked, waiting);
        } catch (error) {
          // The others are opened all the same.
          asked.client.answer({ failed: messageOf(error) });
          editor.reportBug("opening what a program named", error);
        }
      }
    },
  });
  editor.events.on("quit", ({ code }) => waiting.end(code));
  const editors = editorVariables(host.env, process.argv[1] ?? "");
  terminals.environment.push(() => {
    try {
      return { ...editors, [LISTEN]: server.address() };
    } catch (error) {
      // No place for a socket: `hunch FILE` starts an editor of its own then.
      editor.showMessage(`hunch FILE in terminals: ${messageOf(error)}`, "warning");
      return {};
    }
  });
  return {
    close() {
      if (timer !== null) clearTimeout(timer);
      waiting.end(0);
      server.close();
    },
  };
}

function* open(editor: Editor, { request, client }: Asked, waiting: Waiting): Fiber {
  const from = editor.win;
  const docs: Document[] = [];
  let failure: string | null = null;
  for (const file of request.files) {
    try {
      const doc = yield* documentOf(editor, file);
      if (docs.length === 0) show(editor, doc, request.wait);
      docs.push(doc);
      if (editor.doc === doc) place(editor, doc, file);
    } catch (error) {
      if (!(error instanceof UserError || error instanceof Cancelled)) throw error;
      failure ??= messageOf(error);
    }
  }
  if (failure !== null) editor.showMessage(failure, "error");
  if (docs.length === 0) {
    client.answer({ failed: failure ?? "nothing was opened" });
    return;
  }
  client.answer({ opened: true });
  if (request.wait) waiting.add(client, docs, from);
}

function* documentOf(editor: Editor, { path, text }: RemoteFile): Fiber<Document> {
  if (path !== null) return yield* openDocument(editor, path);
  const decoded = decode(Buffer.from(text ?? "", "base64"));
  const doc = editor.addDocument(decoded.text, null);
  doc.file.format = decoded.format;
  return doc;
}

/** Not in the terminal's own window; what is waited for gets one of its own, which `:wq` closes. */
function show(editor: Editor, doc: Document, alone: boolean): void {
  const target = textWindow(editor);
  const shown = editor.tab.windows.find((win) => win.doc === doc);
  if (shown !== undefined && !alone) {
    enterWindow(editor, shown);
    return;
  }
  if (target !== null && !alone) {
    enterWindow(editor, target);
    showDocument(editor, target, doc);
    return;
  }
  try {
    splitWindow(editor, target ?? editor.win, { doc, before: true });
  } catch (error) {
    // There is no room for one more.
    if (!(error instanceof UserError)) throw error;
    openTab(editor, doc);
  }
}

/** Where text is edited; null: there are terminals only. */
function textWindow(editor: Editor): Window | null {
  const { current, previous, windows } = editor.tab;
  const isText = ({ doc }: Window): boolean =>
    doc.kind === "file" && doc.options.get("filetype") !== "qf";
  if (isText(current)) return current;
  if (previous && isText(previous)) return previous;
  return windows.find(isText) ?? null;
}

function place(editor: Editor, doc: Document, { line, col }: RemoteFile): void {
  if (line === null) return;
  const row = line < 0 ? doc.text.lines - 1 : Math.min(Math.max(0, line - 1), doc.text.lines - 1);
  editor.setCursor(editor.win, posOf(doc.text, row, Math.max(0, (col ?? 1) - 1)));
}

/** Programs that wait until files are closed, or written and left. */
class Waiting {
  private readonly editor: Editor;
  private readonly redraw: () => void;
  private readonly waiters = new Set<Waiter>();

  constructor(editor: Editor, redraw: () => void) {
    this.editor = editor;
    this.redraw = redraw;
    editor.events.on("document-saved", (doc) => {
      for (const { docs, written } of this.waiters) if (docs.has(doc)) written.add(doc);
    });
    editor.events.on("document-close", () => this.lookSoon(false));
    editor.events.on("window-close", () => this.lookSoon(true));
    editor.events.on("window-enter", () => this.lookSoon(false));
  }

  add(client: RemoteClient, docs: readonly Document[], from: Window): void {
    const waiter: Waiter = { client, docs: new Set(docs), written: new Set(), from };
    this.waiters.add(waiter);
    for (const doc of docs) doc.awaited = { abandoned: false };
    client.onGone(() => {
      this.waiters.delete(waiter);
      for (const doc of waiter.docs) doc.awaited = null;
    });
    const names = docs.map(({ path }) => basename(path ?? "text")).join(", ");
    this.editor.showMessage(`The terminal waits for ${names}: close it to go on`);
  }

  /** The editor ends with a status. */
  end(status: number): void {
    for (const { client, docs } of this.waiters) {
      client.answer({ finished: status });
      for (const doc of docs) doc.awaited = null;
    }
    this.waiters.clear();
  }

  /** In the middle of a command windows come and go. */
  private lookSoon(closed: boolean): void {
    if (this.waiters.size > 0) queueMicrotask(() => this.look(closed));
  }

  private look(closed: boolean): void {
    const { editor } = this;
    const shown = new Set(editor.windows.map(({ doc }) => doc));
    for (const waiter of this.waiters) {
      const { docs, written, client, from } = waiter;
      for (const doc of docs) {
        if (!this.isLeft(doc, shown, closed || written.has(doc))) continue;
        docs.delete(doc);
        doc.awaited = null;
      }
      if (docs.size > 0) continue;
      this.waiters.delete(waiter);
      client.answer({ finished: 0 });
      this.back(from);
    }
  }

  private isLeft(doc: Document, shown: ReadonlySet<Document>, done: boolean): boolean {
    const { editor } = this;
    if (!editor.docs.includes(doc)) return true;
    if (shown.has(doc)) return false;
    if (doc.awaited?.abandoned) {
      closeDocument(editor, doc, editor.doc);
      return true;
    }
    if (!doc.modified) return done;
    const name = basename(doc.path ?? "text");
    editor.showMessage(`${name} is hidden with changes, and waited for: :wa or :bd!`, "warning");
    return false;
  }

  /** To the terminal that goes on. */
  private back(from: Window): void {
    const { editor } = this;
    const tab = editor.tabs.find(({ windows }) => windows.includes(from));
    if (tab === undefined || from.doc.kind !== "terminal" || editor.mode !== "normal") return;
    if (tab !== editor.tab) enterTab(editor, tab);
    enterWindow(editor, from);
    this.redraw();
  }
}

/**
 * The editor that programs in terminals start: this one, where the user has named none. One who has
 * named hunch means that programs wait for it.
 */
export function editorVariables(
  env: Readonly<Record<string, string | undefined>>,
  main: string,
): Record<string, string> {
  const names = ["EDITOR", "VISUAL", "GIT_EDITOR"] as const;
  const set = names.filter((name) => (env[name] ?? "") !== "");
  if (set.length > 0) {
    const own = set.filter((name) => /^(?:\S*\/)?hunch$/.test(env[name]!.trim()));
    return Object.fromEntries(own.map((name) => [name, `${env[name]!.trim()} --wait`]));
  }
  const program = programOf(env.PATH ?? "", main);
  if (program === null) return {};
  return { EDITOR: `${program} --wait`, VISUAL: `${program} --wait` };
}

/** `hunch` where the shell finds it, else its path; null: it has none that needs no quotes. */
function programOf(path: string, main: string): string | null {
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    try {
      accessSync(join(folder, "hunch"), constants.X_OK);
      return "hunch";
    } catch {
      // Not in this one.
    }
  }
  const program = join(dirname(main), "..", "bin", "hunch");
  return /^[\w@%+=:,./-]+$/.test(program) && existsSync(program) ? program : null;
}
