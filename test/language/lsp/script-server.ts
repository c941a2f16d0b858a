/**
 * A language server for tests, started as a program: `script-server.ts JSON`. It keeps the texts that
 * it is told in its own way (bytes, code units or code points), so that what it has can be compared,
 * and does what it is asked to by `test/…` messages. JSON: see `Script`.
 */
import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readMessages } from "./message-reader.ts";

export interface Script {
  readonly encoding?: "utf-8" | "utf-16" | "utf-32";
  /** The kind of `textDocumentSync`; 2 is incremental. */
  readonly sync?: number;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** What it wants changed before a document is written. */
  readonly saveEdits?: unknown;
  /** How it misbehaves. */
  readonly trouble?: Trouble;
  /** What it answers by method; `*` stands for every other one. See also `test/answer`. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** An answer that was set with `test/answer`. */
interface Canned {
  /** `{ __error: … }` is answered as an error. */
  readonly value: unknown;
  /** It is given when the next change has come. */
  readonly afterChange?: boolean;
  /** What the client is asked first. */
  readonly ask?: { readonly method: string; readonly params: unknown };
}

export type Trouble =
  | "dies-at-start"
  | "dies-at-initialize"
  | "dies-after-initialize"
  | "dies-at-open"
  | "dies-at-change"
  | "never-initializes"
  | "never-shuts-down"
  | "has-a-child"
  | "answers-with-garbage"
  | "answers-wrong-types"
  | "never-reads"
  | "ignores-saving";

export const SCRIPT_SERVER = fileURLToPath(import.meta.url);

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

/** A text in units of an encoding. */
class Held {
  version: number;
  text: string;
  readonly encoding: NonNullable<Script["encoding"]>;

  constructor(text: string, version: number, encoding: NonNullable<Script["encoding"]>) {
    this.text = text;
    this.version = version;
    this.encoding = encoding;
  }

  change(range: { start: Place; end: Place } | undefined, text: string): void {
    if (range === undefined) {
      this.text = text;
      return;
    }
    const from = this.offset(range.start);
    const to = this.offset(range.end);
    if (from > to) throw new Error("a range that ends before it starts");
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
  }

  /** Strict: a position outside of the text, or inside of a character, is an error. */
  private offset({ line, character }: Place): number {
    const lines = this.text.split("\n");
    const row = lines[line];
    if (row === undefined) throw new Error(`line ${line} of ${lines.length}`);
    const before = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    if (this.encoding === "utf-16") {
      if (character > row.length) throw new Error(`character ${character} of ${row.length}`);
      return before + character;
    }
    if (this.encoding === "utf-32") {
      const points = [...row];
      if (character > points.length) throw new Error(`character ${character} of ${points.length}`);
      return before + points.slice(0, character).join("").length;
    }
    const bytes = Buffer.from(row, "utf8");
    if (character > bytes.length) throw new Error(`byte ${character} of ${bytes.length}`);
    const start = bytes.subarray(0, character).toString("utf8");
    if (Buffer.byteLength(start) !== character)
      throw new Error(`byte ${character} inside a character`);
    return before + start.length;
  }
}

/** Methods that it answers by itself. */
const OWN = /^(initialize|shutdown|test\/.*|textDocument\/diagnostic)$/;

function main(script: Script): void {
  const { encoding = "utf-16", sync = 2, trouble } = script;
  const texts = new Map<string, Held>();
  const faults: string[] = [];
  /** Everything that was told, by method. */
  const told: string[] = [];
  let ids = 0;

  const raw = (text: string | Uint8Array): void => {
    process.stdout.write(text);
  };
  const send = (message: Message): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const waiting = new Map<number, (result: unknown) => void>();
  const answers = new Map<string, Canned>(
    Object.entries(script.answers ?? {}).map(([method, value]) => [method, { value }]),
  );
  const last = new Map<string, unknown>();
  let kept: (() => void)[] = [];

  const giveCanned = (id: number | string, { value, ask, afterChange }: Canned): void => {
    const error = (value as { __error?: unknown } | null)?.__error;
    const give = (): void =>
      send((error === undefined ? { id, result: value } : { id, error }) as Message);
    if (afterChange) kept.push(give);
    else if (ask === undefined) give();
    else {
      const own = ++ids;
      waiting.set(own, give);
      send({ id: own, method: ask.method, params: ask.params } as Message);
    }
  };

  if (trouble === "dies-at-start") process.exit(3);
  if (trouble === "has-a-child") {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      stdio: "ignore",
    });
    told.push(`child ${child.pid}`);
  }
  if (trouble === "never-reads") {
    setInterval(() => {}, 1000);
    return;
  }
  if (trouble === "never-shuts-down") {
    process.on("SIGTERM", () => {});
    setInterval(() => {}, 1000);
  }

  const handle = (message: Message): void => {
    // biome-ignore lint/suspicious/noExplicitAny: the tests are trusted to send what fits
    const { id, method, params } = message as Message & { params: any };
    if (method === undefined) {
      waiting.get(Number(id))?.(message.result ?? (message as { error?: unknown }).error);
      return;
    }
    told.push(method);
    last.set(method, params);
    const canned = answers.get(method) ?? (OWN.test(method) ? undefined : answers.get("*"));
    if (canned !== undefined && id !== undefined) return giveCanned(id, canned);
    const answer = (result: unknown): void => send({ id: id!, result });
    switch (method) {
      case "initialize":
        if (trouble === "dies-at-initialize") process.exit(4);
        if (trouble === "never-initializes") return;
        if (trouble === "answers-wrong-types") return answer("yes");
        if (trouble === "answers-with-garbage") {
          raw("Hello, I am a server\n\n");
          raw("Content-Length: 5\r\n\r\n{]{}]");
          raw(Buffer.from([0xff, 0xfe, 0x00, 0x80]));
        }
        answer({
          capabilities: {
            positionEncoding: encoding,
            textDocumentSync: { openClose: true, change: sync, save: { includeText: true } },
            ...script.capabilities,
          },
          serverInfo: { name: "script", version: "1" },
        });
        if (trouble === "dies-after-initialize") setImmediate(() => process.exit(5));
        return;
      case "textDocument/didOpen": {
        if (trouble === "dies-at-open") process.exit(6);
        const { uri, version, text } = params.textDocument;
        if (texts.has(uri)) faults.push(`${uri} opened twice`);
        texts.set(uri, new Held(text, version, encoding));
        return;
      }
      case "textDocument/didChange": {
        if (trouble === "dies-at-change") process.exit(7);
        const { uri, version } = params.textDocument;
        const held = texts.get(uri);
        if (held === undefined) {
          faults.push(`${uri} changed but not open`);
          return;
        }
        if (version <= held.version) faults.push(`version ${version} after ${held.version}`);
        held.version = version;
        for (const { range, text } of params.contentChanges) {
          try {
            held.change(range, text);
          } catch (error) {
            faults.push(`version ${version}: ${(error as Error).message}`);
          }
        }
        for (const give of kept) give();
        kept = [];
        return;
      }
      case "textDocument/didClose":
        texts.delete(params.textDocument.uri);
        return;
      case "textDocument/didSave":
        if (params.text !== texts.get(params.textDocument.uri)?.text) faults.push("saved text");
        return;
      case "test/state": {
        const held = texts.get(params.uri);
        answer({ text: held?.text ?? null, version: held?.version ?? null, faults, told });
        return;
      }
      case "test/raw":
        // Bytes as they are, then the answer.
        for (const { text, base64, times = 1 } of params.pieces) {
          const piece = base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64");
          for (let i = 0; i < times; i++) raw(piece);
        }
        answer("done");
        return;
      case "test/ask": {
        // The server asks the client, and answers with what came back.
        const own = ++ids;
        waiting.set(own, answer);
        send({ id: own, method: params.method, params: params.params });
        return;
      }
      case "test/tell":
        for (const each of params.messages) send(each);
        answer("done");
        return;
      case "test/twice":
        answer(1);
        answer(2);
        return;
      case "test/error":
        send({ id: id!, error: params } as Message);
        return;
      case "test/answer":
        answers.set(params.method, params);
        answer("done");
        return;
      case "test/last":
        answer(last.get(params.method) ?? null);
        return;
      case "test/silence":
        return;
      case "test/exit":
        process.exit(params.code ?? 0);
        return;
      case "test/close-output":
        closeSync(1);
        return;
      case "shutdown":
        if (trouble !== "never-shuts-down") answer(null);
        return;
      case "exit":
        if (trouble !== "never-shuts-down") process.exit(0);
        return;
      case "textDocument/diagnostic": {
        const { uri } = params.textDocument;
        const { identifier, previousResultId } = params;
        told.push(`pull ${identifier} ${previousResultId}`);
        const items = diagnosticsOf(texts.get(uri));
        const resultId = String(items.length);
        if (previousResultId === resultId) return answer({ kind: "unchanged", resultId });
        const related = uri.replace("a.txt", "related.txt");
        answer({
          kind: "full",
          resultId,
          items,
          relatedDocuments: related === uri ? {} : { [related]: { kind: "full", items } },
        });
        return;
      }
      case "textDocument/willSaveWaitUntil":
        if (trouble !== "ignores-saving") answer(script.saveEdits ?? null);
        return;
      default:
        if (id !== undefined) answer(null);
    }
  };

  readMessages<Message>(handle);
  process.stdin.on("end", () => {
    if (trouble !== "never-shuts-down") process.exit(0);
  });
}

/** Every word `wrong` is one. */
function diagnosticsOf(held: Held | undefined): unknown[] {
  const found: unknown[] = [];
  for (const [line, text] of (held?.text ?? "").split("\n").entries()) {
    for (const { index } of text.matchAll(/wrong/g)) {
      found.push({
        range: { start: { line, character: index }, end: { line, character: index + 5 } },
        severity: 1,
        source: "script",
        message: `wrong at ${line}:${index}`,
      });
    }
  }
  return found;
}

if (process.argv[1] === SCRIPT_SERVER) main(JSON.parse(process.argv[2] ?? "{}") as Script);
