/** Tries a model with a tiny task, twice: how fast it is, what it costs, whether it makes sense. */
import { messageOf } from "../../base/errors.ts";
import { noModel } from "../../models/config/change.ts";
import { type FormatUse, isUnfit, type ModelHunk, type Rendered } from "../../models/format.ts";
import { formatFor } from "../../models/formats/all.ts";
import { type ModelConfig, type ModelsConfig, ROLES } from "../../models/model.ts";
import { type CallResult, ModelError, type ModelPort } from "../../models/port.ts";
import type { Prompt, Usage } from "../../models/prompt.ts";
import { COMPLETE_TASK, changedText, EDIT_TASK } from "./tasks.ts";

export interface ModelTest {
  readonly model: ModelConfig;
  /** What was asked of it. */
  readonly use: FormatUse | "chat";
  /** The name of the format; "chat" where there is none. */
  readonly format: string;
  /** Null: it answered. */
  readonly failure: string | null;
  /** Whether the answer is what anyone would write. */
  readonly sensible: boolean;
  /** What it answered, cut to a line. */
  readonly answer: string;
  /** Milliseconds to the first text, and in all. */
  readonly firstMs: number;
  readonly totalMs: number;
  /** Null: not known. */
  readonly tokensPerSecond: number | null;
  readonly usage: Usage | null;
  /** Tokens of the second, same prompt that were in the provider's cache; null: it does not say. */
  readonly cachedTokens: number | null;
  /** Of the first request, in the user's currency; null: no price is configured. */
  readonly cost: number | null;
}

const FIRST_MS = 60_000;
const TOTAL_MS = 120_000;
const ANSWER_TOKENS = 256;
const LEAST_TOKENS = 256;
const MOST_ANSWER = 60;

interface Trial {
  readonly use: ModelTest["use"];
  readonly format: string;
  readonly prompt: Prompt;
  readonly stop: readonly string[];
  readonly maxTokens: number;
  rate(answer: string, result: CallResult): { readonly sensible: boolean; readonly why: string };
}

/**
 * Tries a model in each of its roles for Tab, else in a conversation; one without a role in what it has a
 * format for. Throws UserError for a name that is not in the configuration.
 */
export async function testModel(
  port: Pick<ModelPort, "call">,
  config: ModelsConfig,
  name: string,
  signal: AbortSignal,
): Promise<readonly ModelTest[]> {
  const model = config.models.find((each) => each.name === name);
  if (model === undefined) throw noModel(config, name);
  const tests: ModelTest[] = [];
  for (const trial of trialsOf(config, model)) {
    const test = await runTrial(port, model, trial, signal);
    tests.push(test);
    // The other roles would say the same.
    if (test.failure !== null || signal.aborted) break;
  }
  return tests;
}

async function runTrial(
  port: Pick<ModelPort, "call">,
  model: ModelConfig,
  trial: Trial,
  signal: AbortSignal,
): Promise<ModelTest> {
  const nothing = {
    model,
    use: trial.use,
    format: trial.format,
    sensible: false,
    answer: "",
    firstMs: 0,
    totalMs: 0,
    tokensPerSecond: null,
    usage: null,
    cachedTokens: null,
    cost: null,
  };
  try {
    const first = await ask(port, model, trial, signal);
    const { sensible, why } = trial.rate(first.answer, first.result);
    const { usage, firstMs, totalMs } = first.result;
    const again = await ask(port, model, trial, signal);
    return {
      ...nothing,
      failure: null,
      sensible,
      answer: why === "" ? first.answer : why,
      firstMs,
      totalMs,
      tokensPerSecond: speed(usage, firstMs, totalMs),
      usage,
      cachedTokens: again.result.usage?.cachedTokens ?? null,
      cost: costOf(model, usage),
    };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { ...nothing, failure: messageOf(error) };
  }
}

async function ask(
  port: Pick<ModelPort, "call">,
  model: ModelConfig,
  { prompt, stop, maxTokens }: Trial,
  signal: AbortSignal,
): Promise<{ answer: string; result: CallResult }> {
  const stream = port.call(
    {
      model: model.name,
      prompt,
      maxTokens,
      stop,
      temperature: 0,
      purpose: "test",
      firstMs: FIRST_MS,
      totalMs: TOTAL_MS,
    },
    signal,
  );
  let answer = "";
  for await (const text of stream) answer += text;
  return { answer, result: await stream.result };
}

function trialsOf(config: ModelsConfig, model: ModelConfig): Trial[] {
  const roles = ROLES.filter((role) => config.roles[role] === model.name);
  const uses = roles.filter((role): role is FormatUse => role === "complete" || role === "edit");
  const wanted = uses.map((use) => tabTrial(config, model, use)).filter((trial) => trial !== null);
  if (wanted.length > 0) return wanted;
  const any =
    roles.length > 0
      ? null
      : (tabTrial(config, model, "complete") ?? tabTrial(config, model, "edit"));
  return [any ?? CHAT_TRIAL];
}

/** Null: it has no format for it. */
function tabTrial(config: ModelsConfig, model: ModelConfig, use: FormatUse): Trial | null {
  const provider = config.providers.find(({ name }) => name === model.provider)!;
  const format = formatFor(model, provider, use);
  if (format === null) return null;
  const task = use === "complete" ? COMPLETE_TASK : EDIT_TASK;
  const rendered = format.render(task.scene, {
    tokens: Math.max(LEAST_TOKENS, Math.floor(model.context / 2)),
    answerTokens: ANSWER_TOKENS,
    infill: format.prompt === "infill",
  });
  if (isUnfit(rendered)) return null;
  return {
    use,
    format: format.name,
    prompt: rendered.prompt,
    stop: rendered.stop,
    maxTokens: rendered.maxTokens,
    rate(answer, result) {
      const { hunks, refused } = readAll(rendered, answer, result);
      if (refused !== null) return { sensible: false, why: refused };
      return { sensible: task.isSensible(changedText(task.scene, hunks)), why: "" };
    },
  };
}

const CHAT_TRIAL: Trial = {
  use: "chat",
  format: "chat",
  prompt: {
    kind: "chat",
    system: "You answer as shortly as possible.",
    messages: [{ role: "user", content: "What is 2 + 3? Answer with the number only." }],
  },
  stop: [],
  maxTokens: ANSWER_TOKENS,
  rate: (answer) => ({ sensible: /\b(?:5|five)\b/i.test(answer), why: "" }),
};

function readAll(
  rendered: Rendered,
  answer: string,
  { finish }: CallResult,
): { hunks: readonly ModelHunk[]; refused: string | null } {
  const reader = rendered.reader();
  const reading = reader.add(answer);
  return reading.done ? reading : reader.end(finish);
}

function speed(usage: Usage | null, firstMs: number, totalMs: number): number | null {
  const ms = totalMs - firstMs;
  if (usage === null || usage.answerTokens < 2 || ms < 1) return null;
  return (1000 * (usage.answerTokens - 1)) / ms;
}

export function costOf({ price }: Pick<ModelConfig, "price">, usage: Usage | null): number | null {
  if (price === null || usage === null) return null;
  const cached = usage.cachedTokens ?? 0;
  const fresh = usage.promptTokens - cached;
  return (fresh * price.prompt + cached * price.cached + usage.answerTokens * price.answer) / 1e6;
}

/** What is said of it: a line, and lines below it. None is wider than 40 cells but for names. */
export function testLines(test: ModelTest): string[] {
  const { model, use, format, failure, sensible } = test;
  const title = `${model.name} (${model.id})`;
  if (failure !== null) return [title, `  failed: ${failure}`];
  const lines = [title, `  ${use}, format ${format}`];
  const answer = test.answer.replace(/\s+/g, " ").trim();
  const cut = answer.length > MOST_ANSWER ? `${answer.slice(0, MOST_ANSWER)}…` : answer;
  lines.push(
    sensible ? "  the answer is right" : `  the answer is not what was asked: ${cut || "nothing"}`,
  );
  lines.push(
    `  first text after ${Math.round(test.firstMs)} ms, all in ${Math.round(test.totalMs)} ms`,
  );
  const { usage, tokensPerSecond, cachedTokens, cost } = test;
  if (tokensPerSecond !== null) lines.push(`  ${Math.round(tokensPerSecond)} tokens per second`);
  if (usage !== null)
    lines.push(`  ${usage.promptTokens} tokens asked, ${usage.answerTokens} answered`);
  if (usage !== null) {
    const cached =
      cachedTokens === null ? "not known" : `${cachedTokens} of ${usage.promptTokens} tokens`;
    lines.push(`  cached the second time: ${cached}`);
  }
  if (cost !== null) lines.push(`  a thousand of these cost ${(1000 * cost).toPrecision(2)}`);
  return lines;
}
