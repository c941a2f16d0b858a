/** What asking a model has come to: numbers for the user, and for those who measure. */
import type { ModelConfig } from "../../models/model.ts";
import type { Prompt, Usage } from "../../models/prompt.ts";
import { keptOf, partsOf } from "./prompt-share.ts";

export class Ledger {
  /** Sent because somebody typed or moved; because of what would follow an accept; to warm a cache. */
  requests = 0;
  ahead = 0;
  warm = 0;
  /** Questions that what was known answered, and that an answer under way did. */
  hits = 0;
  joined = 0;
  /** Questions that a newer one came before, and requests that were closed before their end. */
  superseded = 0;
  closed = 0;
  /** Answers without a change, of no use, and requests that failed. */
  none = 0;
  refused = 0;
  failed = 0;
  /** UTF-16 units of prompts, but for the first one, and how many of them the prompt before had. */
  promptUnits = 0;
  keptUnits = 0;
  promptTokens = 0;
  cachedTokens = 0;
  answerTokens = 0;
  /** Money, as far as prices and usage are known. */
  cost = 0;
  /** Why nothing was asked the last time; null: something was. */
  why: string | null = null;
  private last: readonly string[] | null = null;
  private readonly firsts: number[] = [];
  private readonly totals: number[] = [];

  sent(prompt: Prompt, what: "requests" | "ahead" | "warm"): void {
    this[what]++;
    const parts = partsOf(prompt);
    this.why = null;
    if (this.last !== null) {
      const { all, kept } = keptOf(parts, this.last);
      this.promptUnits += all;
      this.keptUnits += kept;
    }
    this.last = parts;
  }

  /** Milliseconds to the first text, and to the end. */
  took(firstMs: number, totalMs: number): void {
    for (const [list, ms] of [
      [this.firsts, firstMs],
      [this.totals, totalMs],
    ] as const) {
      list.push(ms);
      if (list.length > 256) list.shift();
    }
  }

  used(usage: Usage, price: ModelConfig["price"]): void {
    const { promptTokens, answerTokens } = usage;
    const cached = usage.cachedTokens ?? 0;
    this.promptTokens += promptTokens;
    this.cachedTokens += cached;
    this.answerTokens += answerTokens;
    if (price === null) return;
    const fresh = promptTokens - cached;
    this.cost +=
      (fresh * price.prompt + cached * price.cached + answerTokens * price.answer) / 1_000_000;
  }

  /** 0 to 1; null: no prompt has had one before it. */
  get prefixShare(): number | null {
    return this.promptUnits === 0 ? null : this.keptUnits / this.promptUnits;
  }

  /** Milliseconds to the first text and to the end, at a share of the requests; null: none has ended. */
  latency(share: number): { readonly first: number; readonly total: number } | null {
    const at = (list: readonly number[]) =>
      list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))];
    const first = at(this.firsts);
    const total = at(this.totals);
    return first === undefined || total === undefined ? null : { first, total };
  }
}
