/** A language server that answers at once: `completion-server.ts COUNT`, items named `item…`. */
import { fileURLToPath } from "node:url";
import { readMessages } from "../test/language/lsp/message-reader.ts";

interface Message {
  readonly id?: number;
  readonly method?: string;
}

function main(count: number): void {
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const words = "Name Value Editor Window Buffer Cursor Option Server".split(" ");
  const items = Array.from({ length: count }, (_, i) => ({
    label: `item${words[i % words.length]}${words[(i * 5 + 3) % words.length]}${i}`,
    kind: 1 + (i % 25),
    sortText: String(i % 7),
    detail: "a detail that is as long as one is",
  }));
  const completions = { isIncomplete: false, items };
  const handle = ({ id, method }: Message): void => {
    if (method === "exit") process.exit(0);
    if (id === undefined) return;
    let result: unknown = null;
    if (method === "initialize") {
      const completionProvider = { triggerCharacters: ["."], resolveProvider: false };
      result = { capabilities: { textDocumentSync: 2, completionProvider } };
    } else if (method === "textDocument/completion") result = completions;
    send({ id, result });
  };
  readMessages<Message>(handle);
  process.stdin.on("end", () => process.exit(0));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(Number(process.argv[2] ?? 100));
