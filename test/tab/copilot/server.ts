/**
 * A language server as Copilot's README describes it, for tests, started as a program:
 * `server.ts JSON` (see `Script`). It checks what it is told, keeps the texts, and is steered by
 * `test/…` requests. Typed from the README of `@github/copilot-language-server` and what version 1.539
 * answers: `Not authenticated: NotSignedIn` (1000), `didChangeStatus`, `signIn`.
 */
import { writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readMessages } from "../../language/lsp/message-reader.ts";

export const COPILOT_SERVER = fileURLToPath(import.meta.url);

export interface Script {
  readonly signedOut?: boolean;
  /** The code gets too old; or it is taken, and no change of the status is told. */
  readonly signIn?: "expires" | "silent";
  readonly dies?: "at-start" | "at-suggestion";
}

/** What it was told and asked. */
export interface Told {
  readonly texts: Readonly<Record<string, { text: string; version: number }>>;
  readonly faults: readonly string[];
  /** Methods in their order. */
  readonly methods: readonly string[];
  /** Parameters of what is no text, by method. */
  readonly params: Readonly<Record<string, readonly unknown[]>>;
  /** Requests that were called off. */
  readonly cancelled: number;
  readonly focus: string | null;
}

interface Message {
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
}

interface Place {
  line: number;
  character: number;
}

const SUGGESTS = /^textDocument\/(inlineCompletion|copilotInlineEdit)$/;

function offset(text: string, { line, character }: Place): number {
  const lines = text.split("\n");
  const row = lines[line];
  if (row === undefined || character > row.length) {
    throw new Error(`${line}:${character} is no place`);
  }
  return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
}

function main(script: Script): void {
  if (script.dies === "at-start") process.exit(3);
  const texts = new Map<string, { text: string; version: number }>();
  const faults: string[] = [];
  const methods: string[] = [];
  const params: Record<string, unknown[]> = {};
  /** Answers that were given for methods, one after the other; the last one stays. */
  const answers = new Map<string, unknown[]>();
  const held: (() => void)[] = [];
  const waiting = new Map<number, (result: unknown) => void>();
  let holds = false;
  let cancelled = 0;
  let focus: string | null = null;
  let signedIn = script.signedOut !== true;
  let initialized = false;
  let ids = 0;

  const send = (message: Message & { error?: unknown }): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    writeSync(1, `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const status = (): void => {
    const message = signedIn ? "" : "You are not signed into GitHub.";
    const kind = signedIn ? "Normal" : "Error";
    send({ method: "didChangeStatus", params: { busy: false, kind, message } });
  };
  const open = new Map<number | string, () => void>();

  // biome-ignore lint/suspicious/noExplicitAny: the client is what is tested, and faults are noted
  const suggest = (id: number | string, method: string, given: any): void => {
    if (script.dies === "at-suggestion") process.exit(9);
    const { uri, version } = given.textDocument;
    const text = texts.get(uri);
    if (text === undefined) faults.push(`${method}: ${uri} is not open`);
    else {
      if (text.version !== version) faults.push(`${method}: ${version}, not ${text.version}`);
      offset(text.text, given.position);
    }
    if (focus !== uri) faults.push(`${method}: the focus is ${focus}`);
    if (!signedIn) {
      status();
      send({ id, error: { code: 1000, message: "Not authenticated: NotSignedIn" } });
      return;
    }
    const list = answers.get(method) ?? [];
    const answer = list.length > 1 ? list.shift() : list[0];
    const give = (): void => {
      open.delete(id);
      if (answer === "garbage") send({ id, result: { nothing: [1, 2, 3] } });
      else if (answer === "error") send({ id, error: { code: -32603, message: "no route" } });
      else
        send({ id, result: answer ?? (method.endsWith("Edit") ? { edits: [] } : { items: [] }) });
    };
    open.set(id, give);
    if (holds) held.push(() => open.get(id)?.());
    else give();
  };

  // biome-ignore lint/suspicious/noExplicitAny: as above
  const told = (id: number | string | undefined, method: string, given: any): void => {
    const answer = (result: unknown): void => send({ id: id!, result });
    const { uri } = given?.textDocument ?? {};
    switch (method) {
      case "initialize": {
        const { editorInfo, editorPluginInfo } = given.initializationOptions ?? {};
        for (const info of [editorInfo, editorPluginInfo]) {
          if (typeof info?.name !== "string" || typeof info?.version !== "string") {
            faults.push("initialize: no editorInfo or editorPluginInfo");
          }
        }
        answer({
          capabilities: {
            textDocumentSync: { openClose: true, change: 2 },
            executeCommandProvider: { commands: ["github.copilot.didAcceptCompletionItem"] },
            inlineCompletionProvider: {},
          },
          serverInfo: { name: "Copilot-like", version: "1" },
        });
        return;
      }
      case "initialized":
        initialized = true;
        return;
      case "workspace/didChangeConfiguration":
        if (given.settings?.nextEditSuggestions?.enabled !== true) faults.push("no next edits");
        send({
          id: ++ids,
          method: "workspace/configuration",
          params: { items: [{ section: "telemetry" }] },
        });
        waiting.set(ids, (result) => {
          const [telemetry] = result as { telemetryLevel?: string }[];
          if (telemetry?.telemetryLevel !== "off") faults.push("telemetry is on");
        });
        status();
        return;
      case "textDocument/didOpen": {
        if (texts.has(uri)) faults.push(`${uri} is opened twice`);
        texts.set(uri, { text: given.textDocument.text, version: given.textDocument.version });
        return;
      }
      case "textDocument/didChange": {
        const text = texts.get(uri);
        if (text === undefined) {
          faults.push(`${uri} is changed but not open`);
          return;
        }
        text.version = given.textDocument.version;
        for (const change of given.contentChanges) {
          const range = change.range as { start: Place; end: Place } | undefined;
          const from = range ? offset(text.text, range.start) : 0;
          const to = range ? offset(text.text, range.end) : text.text.length;
          text.text = text.text.slice(0, from) + change.text + text.text.slice(to);
        }
        return;
      }
      case "textDocument/didClose":
        texts.delete(uri);
        return;
      case "textDocument/didFocus":
        focus = uri ?? null;
        if (uri !== undefined && !texts.has(uri)) faults.push(`the focus ${uri} is not open`);
        return;
      case "$/cancelRequest":
        cancelled++;
        if (open.delete(given.id))
          send({ id: given.id, error: { code: -32800, message: "cancelled" } });
        return;
      case "signIn":
        if (signedIn) return answer({ status: "AlreadySignedIn", user: "octocat" });
        return answer({
          status: "PromptUserDeviceFlow",
          userCode: "ABCD-EFGH",
          verificationUri: "https://github.com/login/device",
          expiresIn: 899,
          interval: 5,
          command: { command: "github.copilot.finishDeviceFlow", arguments: [], title: "Sign in" },
        });
      case "signOut":
        signedIn = false;
        answer({ status: "NotSignedIn" });
        status();
        return;
      case "checkStatus":
        return answer(signedIn ? { status: "OK", user: "octocat" } : { status: "NotSignedIn" });
      case "workspace/executeCommand":
        if (given.command !== "github.copilot.finishDeviceFlow") return answer(true);
        // A browser would open; the user enters the code there.
        send({
          id: ++ids,
          method: "window/showDocument",
          params: { uri: "https://github.com/login/device", external: true },
        });
        waiting.set(ids, () => {
          held.push(() => {
            if (script.signIn === "expires") {
              send({ id: id!, error: { code: -32603, message: "the device code has expired" } });
              return;
            }
            signedIn = true;
            answer({ status: "OK", user: "octocat" });
            if (script.signIn !== "silent") status();
          });
        });
        return;
      case "test/answer":
        answers.set(given.method, given.answers);
        return answer(null);
      case "test/hold":
        holds = true;
        return answer(null);
      case "test/release":
        holds = false;
        for (const give of held.splice(0)) give();
        return answer(null);
      case "test/told": {
        const found: Told = {
          texts: Object.fromEntries(texts),
          faults,
          methods,
          params,
          cancelled,
          focus,
        };
        return answer(found);
      }
      case "test/raw":
        writeSync(1, given.text);
        return answer(null);
      case "test/exit":
        process.exit(7);
        return;
      case "shutdown":
        return answer(null);
      case "exit":
        process.exit(0);
        return;
      default:
        if (id !== undefined) answer(null);
    }
  };

  readMessages<Message>(({ id, method, params: given, result }) => {
    if (method === undefined) {
      waiting.get(Number(id))?.(result);
      return;
    }
    if (!method.startsWith("test/")) {
      methods.push(method);
      if (!/^textDocument\/did(Open|Change|Close)$/.test(method))
        (params[method] ??= []).push(given);
      if (!initialized && !/^initialized?$/.test(method))
        faults.push(`${method} before initialized`);
    }
    try {
      if (SUGGESTS.test(method)) suggest(id!, method, given);
      else told(id, method, given);
    } catch (error) {
      faults.push(`${method}: ${(error as Error).message}`);
      if (id !== undefined) send({ id, error: { code: -32602, message: "invalid" } });
    }
  });
  process.stdin.on("end", () => process.exit(0));
}

if (process.argv[1] === COPILOT_SERVER) main(JSON.parse(process.argv[2] ?? "{}") as Script);
