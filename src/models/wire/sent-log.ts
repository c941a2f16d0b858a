/** The last requests, for `:Tab log`: what left, byte for byte, but for the keys. */
import { hasSecret } from "../../base/secrets.ts";
import type { ModelCall, SentRequest } from "../port.ts";
import type { Usage } from "../prompt.ts";
import type { WireRequest } from "./transport.ts";

const MOST_REQUESTS = 50;
/** UTF-16 units of bodies and answers. */
const MOST_TEXT = 4 * 1024 * 1024;
const MOST_ANSWER = 64 * 1024;
const HIDDEN = "…";

const KEY_NAMES =
  /authorization|cookie|(?:^|[-_])(?:(?:api)?key|token|secret|sig|signature|password)$/i;

export interface SentMeta {
  readonly provider: string;
  readonly model: string;
  readonly purpose: ModelCall["purpose"];
}

/** A request under way, as the log writes it down. */
export interface SentEntry {
  answered(status: number): void;
  /** More of the answer. */
  received(bytes: Uint8Array): void;
  ended(outcome: string, usage: Usage | null): void;
}

type Row = { -readonly [K in keyof SentRequest]: SentRequest[K] };

export class SentLog {
  private readonly now: () => number;
  private rows: Row[] = [];
  private readonly keys = new WeakMap<Row, string>();
  private size = 0;
  private lastId = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** `key` is hidden wherever it is in the headers, the url and the answer. */
  begin(meta: SentMeta, request: WireRequest, key: string): SentEntry {
    const row: Row = {
      ...meta,
      id: ++this.lastId,
      time: this.now(),
      method: request.method,
      url: hidden(request.url, key),
      headers: hiddenHeaders(request.headers, key),
      body: request.body,
      status: null,
      answer: "",
      outcome: "",
      ms: null,
      usage: null,
    };
    const started = performance.now();
    this.rows.push(row);
    this.keys.set(row, key);
    this.size += row.body.length;
    this.trim();
    const decoder = new TextDecoder();
    const add = (text: string): void => {
      const taken = text.slice(0, MOST_ANSWER - row.answer.length);
      row.answer += taken;
      if (this.rows.includes(row)) this.size += taken.length;
    };
    return {
      answered(status) {
        row.status = status;
      },
      received(bytes) {
        if (row.answer.length < MOST_ANSWER) add(decoder.decode(bytes, { stream: true }));
      },
      ended: (outcome, usage) => {
        if (row.ms !== null) return;
        row.ms = performance.now() - started;
        row.outcome = outcome;
        row.usage = usage;
        this.trim();
      },
    };
  }

  list(): readonly SentRequest[] {
    return this.rows.map((row) => ({
      ...row,
      answer: hidden(row.answer, this.keys.get(row) ?? ""),
    }));
  }

  private trim(): void {
    while (this.rows.length > MOST_REQUESTS || (this.size > MOST_TEXT && this.rows.length > 1)) {
      const row = this.rows.shift()!;
      this.size -= row.body.length + row.answer.length;
    }
  }
}

function hiddenHeaders(
  headers: Readonly<Record<string, string>>,
  key: string,
): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const hides =
      KEY_NAMES.test(name) || (key !== "" && value.includes(key)) || hasSecret(`${name}: ${value}`);
    shown[name] = hides ? HIDDEN : value;
  }
  return shown;
}

function hidden(text: string, key: string): string {
  return key === "" ? text : text.replaceAll(key, HIDDEN);
}
