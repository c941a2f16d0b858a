/** Answers whose status is no success: what they mean, and what of their words is shown. */
import { Cancelled, UserError } from "../../base/errors.ts";
import { redact } from "../../base/secrets.ts";
import type { ModelError } from "../port.ts";
import type { Prompt } from "../prompt.ts";
import type { Json } from "./dialects/dialect.ts";
import { errorText } from "./dialects/openai-answer.ts";
import { faultOf, retryAfter } from "./failure.ts";
import { type Exchange, type Opened, quirksOf } from "./provider-line.ts";
import { quirkOf } from "./quirks.ts";
import { WireError } from "./transport.ts";

/** UTF-16 units of a refusal that are read. */
const MOST_REFUSAL = 64 * 1024;
/** UTF-16 units of a provider's own words in a message. */
const MOST_DETAIL = 160;

/**
 * What a status that is no success means; null: send it again, as `body` (null: not again) was refused for
 * a field that is left out from now on, or the key is another one by now.
 */
export async function refusal(
  exchange: Exchange,
  answer: Opened,
  body: Json | null,
): Promise<ModelError | null> {
  const { line, model, entry, sentAt } = exchange;
  const said = await textOf(exchange, answer);
  const words = errorText(parsed(said)) ?? (/^\s*[{[<]/.test(said) ? "" : said);
  if (body !== null && (answer.status === 400 || answer.status === 422)) {
    const quirk = quirkOf(words, body);
    if (quirk !== null) {
      entry.ended(`refused: sent again without ${quirk}`, null);
      quirksOf(line, model).add(quirk);
      return null;
    }
  }
  const fault = faultOf(answer.status);
  if (fault === "key" && (await isRenewed(exchange)) && body !== null) {
    entry.ended("key: sent again with the key as it is now", null);
    return null;
  }
  const message = statusMessage(exchange, answer.status, words);
  const asked = retryAfter(answer.headers, line.now());
  return line.failures.bad(fault, message, sentAt, asked);
}

/** Whether the key, read again, is another one: those of commands expire, files are written. */
async function isRenewed({ line, key }: Exchange): Promise<boolean> {
  const source = line.config.key;
  if (source === null) return false;
  line.keys.forget(source);
  try {
    return (await line.keys.get(source)) !== key;
  } catch (error) {
    // There is none any more: that it was refused says enough.
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** What it says, as far as that comes: its status is known without it. */
async function textOf({ deadline }: Exchange, answer: Opened): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const bytes of answer.body) {
      text += decoder.decode(bytes, { stream: true });
      if (text.length > MOST_REFUSAL) break;
    }
  } catch (error) {
    const isLate = error instanceof Cancelled && deadline.expired !== null;
    if (!isLate && !(error instanceof WireError)) throw error;
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, or plain words.
    return null;
  }
}

function statusMessage(exchange: Exchange, status: number, words: string): string {
  const { line, request } = exchange;
  const { name, key, url, kind } = line.config;
  const what = ((): string => {
    if (status === 402) return "no credit is left";
    if (status === 401 || status === 403) return key === null ? "wants a key" : "refuses the key";
    if (status === 429) return "too many requests";
    if (status === 529 || status === 503) return "overloaded, or not ready";
    if (status === 408) return "took too long";
    if (status === 404) return `nothing at ${URL.parse(request.url)?.pathname ?? url}`;
    if (status === 413) return "the prompt is too long";
    return status >= 500 ? "fails" : "refuses the request";
  })();
  const hint =
    status === 404 && kind === "openai" && !/\/v\d/.test(url)
      ? "; does its url end with /v1?"
      : detail(exchange, words);
  return `${name}: ${what} (${status})${hint}`;
}

/** The provider's own words, unless they repeat what was sent, or the key. */
export function detail({ call, key, line: { config } }: Exchange, words: string): string {
  const line = words.trim().split("\n", 1)[0]!.slice(0, MOST_DETAIL).trim();
  if (line === "" || /[\u0000-\u001f\u007f-\u009f]/.test(line)) return "";
  const own = [key, ...Object.values(config.headers)].filter((text) => text.length >= LEAST_OWN);
  if (own.some((text) => words.includes(text))) return "";
  if (repeats(line, textsOf(call.prompt))) return "";
  return `: ${redact(line)}`;
}

const SHORTEST_REPEAT = 24;
/** A header that is shorter is no secret. */
const LEAST_OWN = 6;

function repeats(line: string, texts: readonly string[]): boolean {
  const step = SHORTEST_REPEAT / 3;
  for (let at = 0; at === 0 || at + SHORTEST_REPEAT <= line.length; at += step) {
    const part = line.slice(at, at + SHORTEST_REPEAT);
    if (part.length >= step && texts.some((text) => text.includes(part))) return true;
  }
  return false;
}

function textsOf(prompt: Prompt): readonly string[] {
  if (prompt.kind === "text") return [prompt.text];
  if (prompt.kind === "infill") {
    return [prompt.prefix, prompt.suffix, ...prompt.files.map(({ text }) => text)];
  }
  const { system, messages, prediction = "" } = prompt;
  return [system, prediction, ...messages.map(({ content }) => content)];
}
