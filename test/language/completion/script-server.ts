/**
 * A language server for completion tests, started as a program: `script-server.ts JSON`. It answers a
 * method with what the script has for it, one answer after the other, the last one again and again.
 * `{"hold": answer}` is kept until `test/release`; `{"error": …}` is an error.
 */
import { fileURLToPath } from "node:url";
import { readMessages } from "../lsp/message-reader.ts";

export interface CompletionScript {
  readonly triggers?: readonly string[];
  readonly resolves?: boolean;
  readonly encoding?: string;
  readonly commands?: readonly string[];
  readonly answers: Readonly<Record<string, readonly unknown[]>>;
}

const PATH = fileURLToPath(import.meta.url);

/** The server table for it, for `.txt` files. */
export function completionServer(script: CompletionScript): Record<string, unknown> {
  return {
    command: process.execPath,
    args: [PATH, JSON.stringify(script)],
    filetypes: ["text"],
    roots: [".git"],
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly id?: number };
}

function main(script: CompletionScript): void {
  const asked: { method: string; params: unknown }[] = [];
  const counts = new Map<string, number>();
  const held: (() => void)[] = [];
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const handle = ({ id, method = "", params }: Message): void => {
    if (!method.startsWith("test/")) asked.push({ method, params });
    if (method === "exit") process.exit(0);
    if (id === undefined) return;
    const answer = (result: unknown): void => send({ id, result });
    if (method === "initialize") {
      answer({
        capabilities: {
          positionEncoding: script.encoding ?? "utf-16",
          textDocumentSync: 2,
          completionProvider: {
            triggerCharacters: script.triggers ?? ["."],
            resolveProvider: script.resolves ?? false,
          },
          executeCommandProvider: { commands: script.commands ?? [] },
        },
      });
    } else if (method === "test/asked") answer(asked);
    else if (method === "test/release") {
      for (const release of held.splice(0)) release();
      answer(null);
    } else {
      const all = script.answers[method] ?? [null];
      const count = counts.get(method) ?? 0;
      counts.set(method, count + 1);
      const next = all[Math.min(count, all.length - 1)] as Readonly<Record<string, unknown>> | null;
      if (next !== null && "hold" in next) held.push(() => answer(next.hold));
      else if (next !== null && "error" in next) send({ id, error: next.error });
      else answer(next);
    }
  };
  readMessages<Message>(handle);
  process.stdin.on("end", () => process.exit(0));
}

if (process.argv[1] === PATH) main(JSON.parse(process.argv[2]!) as CompletionScript);
