/**
 * Servers that speak a protocol but for a field: the field that a refusal names is left out, or spelled
 * in the newer way, for this model from then on.
 */
import type { Json } from "./dialects/dialect.ts";

/** Most servers that limit them take four. */
const FEW_STOPS = 4;

interface Quirk {
  readonly name: string;
  /** A refusal that names it. */
  readonly says: RegExp;
  /** The body without it; null: it is not in it. */
  without(body: Json): Json | null;
}

function field(name: string): Quirk {
  return {
    name,
    says: new RegExp(`\\b${name}\\b`, "i"),
    without: (body) => (name in body ? omitted(body, name) : null),
  };
}

function omitted(body: Json, name: string): Json {
  const { [name]: _, ...rest } = body;
  return rest;
}

/** In the order in which a refusal is searched. */
const QUIRKS: readonly Quirk[] = [
  {
    name: "max_completion_tokens",
    says: /\bmax_tokens\b.*\bmax_completion_tokens\b/is,
    without: (body) =>
      "max_tokens" in body
        ? { ...omitted(body, "max_tokens"), max_completion_tokens: body.max_tokens }
        : null,
  },
  {
    name: "begun",
    says: /prefill|must end with a user message|last message must (?:be|have)/i,
    without(body) {
      const { messages } = body;
      if (!Array.isArray(messages)) return null;
      const last = messages.at(-1) as Json | undefined;
      if (last?.role !== "assistant") return null;
      return { ...body, messages: messages.slice(0, -1) };
    },
  },
  {
    name: "few stops",
    says: /\bstop(?:_sequences)?\b/i,
    without: (body) =>
      Array.isArray(body.stop) && body.stop.length > FEW_STOPS
        ? { ...body, stop: body.stop.slice(0, FEW_STOPS) }
        : null,
  },
  ...[
    "stream_options",
    "prediction",
    "temperature",
    "id_slot",
    "cache_prompt",
    "t_max_predict_ms",
    "n_cache_reuse",
    "samplers",
    "keep_alive",
    "stop",
  ].map(field),
];

/** A refusal that names more fields repeats what was sent. */
const MOST_NAMED = 3;

/** What the body must go without, as a refusal says; null: nothing that we could leave out. */
export function quirkOf(refusal: string, body: Json): string | null {
  const named = Object.keys(body).filter((name) => refusal.includes(name));
  if (named.length > MOST_NAMED) return null;
  const found = QUIRKS.find(({ says, without }) => says.test(refusal) && without(body) !== null);
  return found?.name ?? null;
}

export function withoutQuirks(body: Json, names: ReadonlySet<string>): Json {
  let left = body;
  for (const { name, without } of QUIRKS) {
    if (names.has(name)) left = without(left) ?? left;
  }
  return left;
}
