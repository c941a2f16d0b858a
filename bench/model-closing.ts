/** How soon a server sees its connection closed when the editor's side wants an answer no more. */
import { setTimeout as pause } from "node:timers/promises";
import type { ModelsConfig } from "../src/models/model.ts";
import { openModels } from "../src/models/thread/client.ts";
import { startProvider } from "../test/models/server/provider.ts";

const TIMES = 60;

/** Through the models' thread, before the first piece and behind it. */
export async function measureClosing(note: (name: string, value: number) => void): Promise<void> {
  const never = new Promise<void>(() => {});
  const provider = await startProvider("llama.cpp", (_request, n) =>
    n % 2 ? { pieces: ["one", "two"], restWait: never } : { pieces: ["one"], headWait: never },
  );
  const config: ModelsConfig = {
    providers: [
      {
        name: "box",
        kind: "llama.cpp",
        url: provider.url,
        key: null,
        headers: {},
        allow: null,
        command: null,
      },
    ],
    models: [
      {
        name: "m",
        provider: "box",
        id: "m",
        format: null,
        context: 4096,
        price: null,
        extra: {},
      },
    ],
    roles: { complete: "m" },
  };
  const models = openModels(config, { env: {} });
  for (let i = 0; i < TIMES; i++) {
    const abort = new AbortController();
    const stream = models.call(
      {
        model: "m",
        prompt: { kind: "text", text: `const a${i} = ` },
        maxTokens: 10,
        stop: [],
        temperature: 0,
        purpose: "complete",
        firstMs: 60_000,
        totalMs: 60_000,
      },
      abort.signal,
    );
    const before = provider.received.length;
    await provider.count(before + 1);
    if (before % 2) await stream[Symbol.asyncIterator]().next();
    await pause(5);
    const began = performance.now();
    abort.abort();
    const { at } = await provider.received[before]!.closed;
    note("cancelled → closed at the server", at - began);
  }
  await models.close();
  await provider.close();
}
