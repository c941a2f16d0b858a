/** Every prompt format, and which of them a model is asked in. */
import type { Format, FormatUse } from "../format.ts";
import type { ModelConfig, ProviderConfig, ProviderKind } from "../model.ts";
import { fimFormats } from "./fim.ts";
import { zeta2 } from "./zeta2.ts";

export const formats: readonly Format[] = [...fimFormats, zeta2];

/** Their endpoints take prefix and suffix, and put the tokens in themselves. */
const INFILL: readonly ProviderKind[] = ["mistral", "deepseek", "inception"];

/** They fill in for any model that can, also one whose name says nothing. */
const INFILL_ANY: readonly ProviderKind[] = ["llama.cpp", "gguf"];

/** What endpoints of their own are asked in, whatever the model is called. */
const OWN: Readonly<Partial<Record<ProviderKind, Partial<Record<FormatUse, string>>>>> = {
  inception: { complete: "mercury-fim", edit: "mercury-edit" },
  mistral: { complete: "codestral" },
  deepseek: { complete: "deepseek" },
};

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
  const own = OWN[kind]?.[use];
  const id = model.id.toLowerCase();
  const name =
    own ??
    formats.find((format) => format.use === use && format.models.test(id))?.name ??
    (use === "complete" && INFILL_ANY.includes(kind) ? "infill" : undefined);
  const found = formats.find((format) => format.name === name && format.use === use);
  return found ? bound(found, kind) : null;
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
