/** What the provider server does with one request: an answer, and what goes wrong with it. */

export interface TurnUsage {
  readonly prompt: number;
  /** Of `prompt`, the tokens that it had from before. */
  readonly cached: number;
  readonly answer: number;
}

export interface Turn {
  /** The answer's text, in the pieces in which a model makes it. */
  readonly pieces: readonly string[];
  readonly finish?: "stop" | "length";
  readonly usage?: TurnUsage;
  /** Milliseconds before the head of the answer, and before each piece. */
  readonly headMs?: number;
  readonly pieceMs?: number;
  /** The head waits for this, and every piece but the first for that. */
  readonly headWait?: Promise<void>;
  readonly restWait?: Promise<void>;
  readonly fault?: Fault;
}

/**
 * `status`: another status, with the vendor's body for it unless one is given. `cut`: the connection ends
 * after so many bytes of the body. `bytes`: the body is written so many bytes at a time. `malformed`: what
 * is no JSON stands in the place of a piece. `comments`: keep-alive lines between the pieces, where the
 * protocol has them. `endless`: pieces, or one line, without an end. `encoding`: compressed. `reset`: the
 * connection is reset. `silent`: no head, or nothing behind it. `redirect`: to that address.
 * `length`: a head that promises more bytes than come. `slow-head`: the head comes a byte at a time.
 * `early-end`: the answer ends as HTTP has it, but what says that it has ended is missing. `refusal`:
 * what is no answer of the protocol, with status 200.
 */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: "cut"; readonly after: number }
  | { readonly kind: "bytes"; readonly size: number }
  | { readonly kind: "malformed"; readonly at: number }
  | { readonly kind: "comments" }
  | { readonly kind: "endless"; readonly what: "pieces" | "line" }
  | { readonly kind: "encoding"; readonly encoding: "gzip" | "br" | "deflate" }
  | { readonly kind: "reset"; readonly when: "before-head" | "after-head" }
  | { readonly kind: "silent"; readonly when: "before-head" | "after-head" }
  | { readonly kind: "redirect"; readonly to: string; readonly status: 301 | 302 | 307 | 308 }
  | { readonly kind: "error-event"; readonly at: number }
  | { readonly kind: "length" }
  | { readonly kind: "early-end" }
  | { readonly kind: "refusal"; readonly type: string; readonly body: string }
  | { readonly kind: "slow-head" };
