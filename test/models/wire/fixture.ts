/** A small server whose every byte a test decides, and configurations of one provider. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { ModelConfig, ModelsConfig, ProviderConfig } from "../../../src/models/model.ts";
import type { ModelCall, ModelPort, ModelStream } from "../../../src/models/port.ts";
import { type DirectPorts, directModels } from "../../../src/models/wire/direct.ts";

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Whole requests, in their order. */
  readonly seen: Seen[];
  /** When a connection under way was closed by the other side. */
  readonly closed: Promise<void>;
}

export type Handler = (
  seen: Seen,
  response: http.ServerResponse,
  request: http.IncomingMessage,
) => void | Promise<void>;

export async function serve(t: TestContext, handler: Handler): Promise<TestServer> {
  const seen: Seen[] = [];
  let whenClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    whenClosed = resolve;
  });
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    response.on("close", () => {
      if (!response.writableFinished) whenClosed();
    });
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
      seen.push(one);
      void handler(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, seen, closed };
}

/** Server-sent events of JSON values. */
export function sse(...values: unknown[]): string {
  return values
    .map((value) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`)
    .join("");
}

export function configOf(
  provider: Partial<ProviderConfig> & Pick<ProviderConfig, "kind" | "url">,
  model: Partial<ModelConfig> = {},
): ModelsConfig {
  const whole: ProviderConfig = {
    name: "box",
    key: null,
    headers: {},
    allow: null,
    command: null,
    ...provider,
  };
  const one: ModelConfig = {
    name: "m",
    provider: whole.name,
    id: "model-id",
    format: null,
    context: 4096,
    price: null,
    extra: {},
    ...model,
  };
  return { providers: [whole], models: [one], roles: {} };
}

export function callOf(call: Partial<ModelCall> = {}): ModelCall {
  return {
    model: "m",
    prompt: { kind: "text", text: "const a = " },
    maxTokens: 32,
    stop: [],
    temperature: 0,
    purpose: "complete",
    firstMs: 30_000,
    totalMs: 30_000,
    ...call,
  };
}

export function portOf(
  t: TestContext,
  config: ModelsConfig,
  ports: Partial<DirectPorts> = {},
): ModelPort {
  const port = directModels(config, { env: {}, random: () => 1, ...ports });
  t.after(() => port.close());
  return port;
}

export async function textOf(stream: ModelStream): Promise<string> {
  let text = "";
  for await (const piece of stream) text += piece;
  return text;
}

export const never = (): AbortSignal => new AbortController().signal;
