/** How a kind of provider is asked and how its answers are read: pure, a module for each. */
import type { ModelConfig, ProviderConfig } from "../../model.ts";
import type { ModelCall, ModelFault } from "../../port.ts";
import type { Finish, Usage } from "../../prompt.ts";

export type Json = Readonly<Record<string, unknown>>;

/** What is learned of a provider while it is used. */
export interface DialectMemory {
  /** Prompts that the server keeps at a time (llama.cpp's slots); null: not known. */
  slots: number | null;
  /** Where the stable beginning of a prompt ends, by model and purpose (UTF-16). */
  readonly cuts: Map<string, { readonly text: string; readonly cut: number }>;
}

export interface Target {
  readonly provider: ProviderConfig;
  readonly model: ModelConfig;
  readonly memory: DialectMemory;
  /** What the call is for; of one that warms: what this model was asked for last. */
  readonly purpose: ModelCall["purpose"];
}

export interface DialectRequest {
  /** Absolute. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Json;
  /** How the answer is cut into values, unless its content type says another. */
  readonly framing: "sse" | "ndjson" | "whole";
  /** Text that the answer goes on from, which belongs to it. */
  readonly begun?: string;
}

/** What a value of an answer says. */
export interface Piece {
  readonly text?: string;
  readonly finish?: Finish;
  readonly usage?: Usage;
  /** The provider says that nothing more comes. */
  readonly done?: boolean;
  /** It failed in the middle: a fault, and its words (not to be shown as they are). */
  readonly fault?: ModelFault;
  readonly message?: string;
}

/** Reads the values of one answer, in order; null: no value of this protocol. */
export type PieceReader = (value: unknown, event: string) => Piece | null;

export interface Dialect {
  /** Headers that have the key. */
  keyHeaders(key: string): Readonly<Record<string, string>>;
  /**
   * Null: there is nothing to be asked (its cache can't be warmed, or not for nothing). A string: why
   * this provider can't be asked that, as the end of a sentence.
   */
  request(call: ModelCall, target: Target): DialectRequest | string | null;
  reader(): PieceReader;
  /** Something to be asked once, beside a first call. */
  readonly probe?: {
    url(provider: ProviderConfig): string;
    read(value: unknown, memory: DialectMemory): void;
  };
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export const bearer = (key: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${key}`,
});

/** The url without a version at its end. */
export function rootOf(url: string): string {
  return url.replace(/\/v\d+\/?$/, "").replace(/\/$/, "");
}
