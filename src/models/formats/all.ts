/** Every prompt format, and which of them a model is asked in. */
import type { Format, FormatUse } from "../format.ts";
import type { ModelConfig, ProviderConfig, ProviderKind } from "../model.ts";
import { chatFim } from "./chat-fim.ts";
import { fimFormats } from "./fim.ts";
import { instinct } from "./instinct.ts";
import { mercuryEdit } from "./mercury-edit.ts";
import { patch } from "./patch.ts";
import { rewrite } from "./rewrite.ts";
import { sweep } from "./sweep.ts";
import { zeta1 } from "./zeta1.ts";
import { zeta2 } from "./zeta2.ts";
import { zeta21 } from "./zeta21.ts";

/** Those for few models come before those for many. */
export const formats: readonly Format[] = [
  ...fimFormats,
  chatFim,
  zeta21,
  zeta2,
  zeta1,
  sweep,
  mercuryEdit,
  instinct,
  patch,
  rewrite,
];

/** Their endpoints take prefix and suffix, and put the tokens in themselves. */
const INFILL: readonly ProviderKind[] = ["mistral", "deepseek", "inception"];

/** They fill in for any model that can, also one whose name says nothing. */
const INFILL_ANY: readonly ProviderKind[] = ["llama.cpp", "gguf"];

/** What endpoints of their own are asked in, whatever the model is called. */
const OWN: Readonly<Partial<Record<ProviderKind, Partial<Record<FormatUse, string>>>>> = {
  inception: { complete: "mercury-fim", edit: "mercury-edit" },
  deepseek: { complete: "deepseek" },
};

/** Of models that fill in, those that chat, too. */
const CHATS = /instruct|chat|-it\b|qwen3|granite-?4/;

/**
 * The format that a model is asked in: the one that the configuration names, else the one for models of
 * its name, else what any model of such a provider understands. Null: there is none for this use, or the
 * configuration names one that is for another use.
 */
export function formatFor(
  model: ModelConfig,
  provider: ProviderConfig,
  use: FormatUse,
): Format | null {
  const { kind } = provider;
  // Copilot's server has no prompts: it is a predictor of its own.
  if (kind === "copilot") return null;
  if (model.format !== null) {
    const named = formats.find((format) => format.name === model.format);
    return named && named.use === use ? bound(named, kind) : null;
  }
  const id = model.id.toLowerCase();
  const name = OWN[kind]?.[use] ?? nameFor(id, kind, use);
  const found = formats.find((format) => format.name === name && format.use === use);
  return found ? bound(found, kind) : null;
}

function nameFor(id: string, kind: ProviderKind, use: FormatUse): string | undefined {
  const fills = fimFormats.some((format) => format.models.test(id));
  // A model that only fills in has no idea of edits.
  const named = formats.find((format) => format.use === use && format.models.test(id));
  if (named === patch && fills && !CHATS.test(id)) return undefined;
  if (named) return named.name;
  return use === "complete" && INFILL_ANY.includes(kind) ? "infill" : undefined;
}

/** Formats of control tokens for endpoints that put them in. */
function bound(format: Format, kind: ProviderKind): Format {
  if (format.prompt !== "text" || !INFILL.includes(kind)) return format;
  return {
    ...format,
    prompt: "infill",
    render: (scene, options) => format.render(scene, { ...options, infill: true }),
  };
}
