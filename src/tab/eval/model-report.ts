/** What a model is worth beside the embedded predictors, as text for a person. */
import type { ModelConfig } from "../../models/model.ts";
import { type Figures, figuresOf, quantile } from "./counts.ts";
import { type ModelRun, type ModelUse, VARIANTS } from "./model-run.ts";

const QUALITY: readonly (readonly [string, keyof Figures])[] = [
  ["keys saved %: small", "savedSmall"],
  ["keys saved %: all", "saved"],
  ["precision %: edits", "precision"],
  ["precision %: places", "placePrecision"],
  ["shown: edits", "shown"],
  ["shown: places", "places"],
  ["edits accepted %", "editsAccepted"],
  ["exact@1 %", "exact1"],
  ["exact@3 %", "exact3"],
  ["loc@1 %", "loc1"],
  ["locFar@1 %", "locFar1"],
  ["delta chrF %", "chrF"],
  ["kept %", "kept"],
  ["reversed %", "reversed"],
];

type Cell = string | number | null;

export function modelText(run: ModelRun, model: Pick<ModelConfig, "name" | "price">): string {
  const lines: string[] = [];
  const row = (name: string, ...cells: readonly Cell[]) =>
    lines.push(
      `${name.padEnd(26)}${cells.map((cell) => String(cell ?? "-").padStart(11)).join("")}`,
    );
  const figures = VARIANTS.map((variant) => figuresOf(run.counts[variant]));
  row("", "embedded", model.name.slice(0, 10), "both");
  const [embedded] = figures;
  row("episodes, edits", embedded!.episodes, embedded!.edits);
  for (const [name, key] of QUALITY) row(name, ...figures.map((own) => own[key] as Cell));
  lines.push("");
  const { model: alone, both } = run.use;
  const asked = (name: string, of: (use: ModelUse) => Cell) => row(name, "", of(alone), of(both));
  asked("requests", ({ requests }) => requests);
  asked("known without a request", ({ hits }) => hits);
  asked("answers without a change", ({ none }) => none);
  asked("answers of no use", ({ refused }) => refused);
  asked("failed", ({ failed }) => failed);
  asked("first byte ms: p50", ({ first }) => quantile(first, 0.5));
  asked("first byte ms: p95", ({ first }) => quantile(first, 0.95));
  asked("whole answer ms: p50", ({ total }) => quantile(total, 0.5));
  asked("whole answer ms: p95", ({ total }) => quantile(total, 0.95));
  asked("tokens: prompts", ({ promptTokens }) => promptTokens);
  asked("tokens: of them cached", ({ cachedTokens }) => cachedTokens);
  asked("tokens: answers", ({ answerTokens }) => answerTokens);
  const money = (cost: number): Cell => (model.price === null ? null : cost.toPrecision(3));
  asked("cost", ({ cost }) => money(cost));
  asked("cost of 1000 requests", ({ cost, requests }) =>
    requests === 0 ? null : money((1000 * cost) / requests),
  );
  lines.push("", `${run.asked} asked now, ${run.known} known from before`);
  if (run.stopped) lines.push("stopped at --requests: fewer episodes than there are");
  return `${lines.join("\n")}\n`;
}
