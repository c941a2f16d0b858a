/** What the user is told of models: lines for `:Tab status`, and what was sent for `:Tab log sent`. */
import type { SentRequest } from "../../models/port.ts";
import type { Engine } from "./engine.ts";
import type { Setup } from "./flight.ts";

export function statusLines(engine: Engine, setup: Setup | null, now: number): string[] {
  const { ledger, name, pace, inFlight } = engine;
  if (setup === null) return [];
  const { model, provider, format } = setup;
  const lines = [`${name}: ${model.name} of ${provider.name}, format ${format.name}`];
  const { requests, ahead, warm, hits, joined, superseded, closed, none, refused, failed } = ledger;
  lines.push(
    `  requests: ${requests}, ${ahead} for what follows, ${warm} to warm up; under way: ${inFlight}`,
    `  without a request: ${hits} from known answers, ${joined} from one under way, ${superseded} superseded`,
    `  closed early: ${closed}; no change: ${none}; of no use: ${refused}; failed: ${failed}`,
  );
  const share = ledger.prefixShare;
  const middle = ledger.latency(0.5);
  const slow = ledger.latency(0.95);
  const spacing = Math.round(pace.spacing(now, 0));
  if (share !== null) lines.push(`  prompt kept from the one before: ${percent(share)}`);
  if (middle && slow) {
    const ms = ({ first, total }: typeof middle) => `${Math.round(first)}/${Math.round(total)} ms`;
    lines.push(
      `  first text/end: p50 ${ms(middle)}, p95 ${ms(slow)}; ${spacing} ms between two at least`,
    );
  }
  if (ledger.promptTokens > 0) {
    const { promptTokens, cachedTokens, answerTokens, cost } = ledger;
    const money = model.price === null ? "" : `; cost ${cost.toFixed(4)}`;
    lines.push(
      `  tokens: ${promptTokens} in (${cachedTokens} cached), ${answerTokens} out${money}`,
    );
  }
  if (ledger.why !== null) lines.push(`  last: ${ledger.why}`);
  return lines;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The last requests with what came back, the newest last; bodies are as they were sent. */
export function sentText(requests: readonly SentRequest[]): string {
  if (requests.length === 0) return "Nothing was sent yet";
  return requests.map(requestText).join("\n\n");
}

function requestText(request: SentRequest): string {
  const { id, time, provider, model, purpose, method, url, headers, body } = request;
  const { status, outcome, ms, usage, answer } = request;
  const clock = new Date(time).toTimeString().slice(0, 8);
  const took = ms === null ? "under way" : `${Math.round(ms)} ms`;
  const tokens = usage ? `, ${usage.promptTokens} + ${usage.answerTokens} tokens` : "";
  return [
    `== ${id}  ${clock}  ${purpose}: ${model} of ${provider}`,
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    body,
    "",
    `-- ${status ?? "no status"}, ${outcome}, ${took}${tokens}`,
    answer,
  ].join("\n");
}
