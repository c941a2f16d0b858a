/** The dialects by kind. Not among them: what is not reached over HTTP. */
import type { ProviderKind } from "../../model.ts";
import { anthropic } from "./anthropic.ts";
import { deepseek } from "./deepseek.ts";
import type { Dialect } from "./dialect.ts";
import { inception } from "./inception.ts";
import { llamaCpp } from "./llama-cpp.ts";
import { mistral } from "./mistral.ts";
import { ollama } from "./ollama.ts";
import { openai } from "./openai.ts";

export const DIALECTS: Readonly<Partial<Record<ProviderKind, Dialect>>> = {
  openai,
  anthropic,
  "llama.cpp": llamaCpp,
  ollama,
  mistral,
  deepseek,
  inception,
};
