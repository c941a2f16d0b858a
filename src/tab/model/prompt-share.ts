/** How much of a prompt the one before it had already. */
import type { Prompt } from "../../models/prompt.ts";
import { commonHead } from "../../text/common-ends.ts";

/**
 * The parts that a provider's cache sees from their beginnings. Of an infill the provider decides what
 * comes first, so that prefix and suffix count each by itself.
 */
export function partsOf(prompt: Prompt): readonly string[] {
  if (prompt.kind === "text") return [prompt.text];
  if (prompt.kind === "infill") {
    const files = prompt.files.map(({ path, text }) => `${path}\n${text}`).join("\n");
    return [`${files}\n${prompt.prefix}`, prompt.suffix];
  }
  const messages = prompt.messages.map(({ role, content }) => `${role}\n${content}`);
  return [[prompt.system, ...messages].join("\n")];
}

/** UTF-16 units of `parts`, and how many of them stand in `before` at the same place. */
export function keptOf(
  parts: readonly string[],
  before: readonly string[],
): { readonly all: number; readonly kept: number } {
  let all = 0;
  let kept = 0;
  parts.forEach((part, i) => {
    all += part.length;
    kept += commonHead(part, before[i] ?? "");
  });
  return { all, kept };
}
