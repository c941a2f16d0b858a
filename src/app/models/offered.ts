/**
 * What models a provider offers, by its own list: `/v1/models` (OpenAI, Anthropic, Mistral, DeepSeek,
 * Inception, llama.cpp), `/api/tags` (Ollama, docs/api.md), `/props` (llama.cpp, tools/server/README.md).
 */
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import { hostOf } from "../../models/config/address.ts";
import { resolveKey } from "../../models/config/keys.ts";
import { KINDS } from "../../models/config/kinds.ts";
import type { ProviderConfig } from "../../models/model.ts";
import { httpTransport } from "../../models/wire/http-transport.ts";
import { type Transport, type WireAnswer, WireError } from "../../models/wire/transport.ts";

type Env = Readonly<Record<string, string | undefined>>;

type Headers = Readonly<Record<string, string>>;

export interface Offer {
  readonly id: string;
  /** Tokens; null: not said. */
  readonly context: number | null;
}

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 4 * 1024 * 1024;
/** As the vendor's API reference has it. */
const ANTHROPIC_VERSION = "2023-06-01";

/** Throws UserError with one line when it can't be asked, Cancelled after `signal`; empty: it has no list. */
export async function offeredModels(
  provider: ProviderConfig,
  env: Env,
  signal: AbortSignal,
): Promise<readonly Offer[]> {
  const { kind } = provider;
  if (!KINDS[kind].http) return KINDS[kind].models.map(plain);
  const headers = await headersOf(provider, env, signal);
  const transport = httpTransport(env);
  try {
    return await listOf(provider, (address) => getJson(transport, address, headers, signal));
  } finally {
    transport.close();
  }
}

async function listOf(
  { kind, url }: ProviderConfig,
  get: (address: string) => Promise<unknown>,
): Promise<readonly Offer[]> {
  switch (kind) {
    case "ollama":
      return namesIn(await get(`${url}/api/tags`), "models", "name").map(plain);
    case "llama.cpp": {
      const base = url.replace(/\/v1$/, "");
      const ids = namesIn(await get(`${base}/v1/models`), "data", "id");
      const context = contextOf(await get(`${base}/props`).catch(() => null));
      return ids.map((id) => ({ id: id.replace(/^.*\//, ""), context }));
    }
    case "deepseek":
      return namesIn(await get(`${url.replace(/\/(?:beta|v1)$/, "")}/models`), "data", "id").map(
        plain,
      );
    default:
      return namesIn(await get(`${url}/models`), "data", "id").map(plain);
  }
}

function plain(id: string): Offer {
  return { id, context: null };
}

async function headersOf(
  provider: ProviderConfig,
  env: Env,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const headers: Record<string, string> = { accept: "application/json", ...provider.headers };
  const isAnthropic = provider.kind === "anthropic";
  if (isAnthropic) headers["anthropic-version"] = ANTHROPIC_VERSION;
  if (provider.key === null) return headers;
  const key = await resolveKey(provider.key, env, signal);
  if (isAnthropic) headers["x-api-key"] = key;
  else headers.authorization = `Bearer ${key}`;
  return headers;
}

async function getJson(
  transport: Transport,
  url: string,
  headers: Headers,
  stop: AbortSignal,
): Promise<unknown> {
  const host = hostOf(url);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const answer = await transport.send({ method: "GET", url, headers, body: "" }, signal);
    const { status } = answer;
    if (status !== 200) answer.close();
    if (status === 401 || status === 403) {
      throw new UserError(`${host} refuses the key (${status})`);
    }
    if (status !== 200) throw new UserError(`${host} has no list of models (${status})`);
    return JSON.parse(await textOf(answer));
  } catch (error) {
    if (error instanceof WireError) throw new UserError(messageOf(error));
    if (error instanceof Cancelled && stop.aborted) throw error;
    if (error instanceof Cancelled) throw new UserError(`${host} does not answer`);
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${host} answers with something that is no list of models`);
  }
}

async function textOf({ body }: WireAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > MOST_BYTES) throw new UserError("The list of models is too long");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function namesIn(answer: unknown, list: string, field: string): string[] {
  const rows = (answer as Record<string, unknown> | null)?.[list];
  if (!Array.isArray(rows)) return [];
  const names = rows.map((row) => (row as Record<string, unknown> | null)?.[field]);
  // It is shown and written: nothing that a terminal would obey.
  return names.filter(
    (name) => typeof name === "string" && /^[^\p{C}]{1,200}$/u.test(name),
  ) as string[];
}

function contextOf(props: unknown): number | null {
  const settings = (props as Record<string, unknown> | null)?.default_generation_settings;
  const context = (settings as Record<string, unknown> | undefined)?.n_ctx;
  return Number.isInteger(context) && (context as number) >= 512 ? (context as number) : null;
}
