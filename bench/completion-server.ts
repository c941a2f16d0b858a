/** A language server that answers at once: `completion-server.ts COUNT`, items named `item…`. */
import { fileURLToPath } from "node:url";

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
  let buffer: Buffer = Buffer.alloc(0);
  process.stdin.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(buffer.toString("latin1", 0, end))![1]);
      if (buffer.length < end + 4 + length) return;
      const body = buffer.toString("utf8", end + 4, end + 4 + length);
      buffer = buffer.subarray(end + 4 + length);
      handle(JSON.parse(body) as Message);
    }
  });
  process.stdin.on("end", () => process.exit(0));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(Number(process.argv[2] ?? 100));
