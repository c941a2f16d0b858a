/** A model as data: what it answers, when, in which pieces; and formats that say plainly what is changed. */

import { SimulatedClock } from "../../../scripts/model-typing/clock.ts";
import {
  MODEL,
  type Stage,
  type StageRequest,
  stageOf,
} from "../../../scripts/model-typing/editor.ts";
import { parseKeys } from "../../../src/base/key.ts";
import type { Format, FormatUse, ModelHunk, Reading } from "../../../src/models/format.ts";
import type { ModelsConfig } from "../../../src/models/model.ts";
import type {
  CallResult,
  ModelCall,
  ModelError,
  ModelPort,
  ProviderState,
  SentRequest,
} from "../../../src/models/port.ts";
import type { Scene } from "../../../src/models/scene.ts";
import { hunksOf } from "../../../src/text/prediction.ts";

/** Pieces of an answer with the milliseconds from the request; an error comes instead of the end. */
export interface Script {
  readonly pieces: readonly (readonly [number, string])[];
  readonly end?: number;
  readonly error?: ModelError | Error;
}

export interface Call {
  readonly call: ModelCall;
  readonly at: number;
  /** When it was closed; null: it was not. */
  closed: number | null;
}

export class ScriptedPort implements ModelPort {
  readonly calls: Call[] = [];
  requests: readonly SentRequest[] = [];
  private readonly clock: SimulatedClock;
  private readonly answer: (call: ModelCall, count: number) => Script;
  private listener: (state: ProviderState) => void = () => {};

  constructor(clock: SimulatedClock, answer: (call: ModelCall, count: number) => Script) {
    this.clock = clock;
    this.answer = answer;
  }

  call(call: ModelCall, signal: AbortSignal) {
    const { clock } = this;
    const made: Call = { call, at: clock.now, closed: null };
    this.calls.push(made);
    const { pieces, end = pieces.at(-1)?.[0] ?? 100, error } = this.answer(call, this.calls.length);
    const waiting: string[] = [];
    let over = false;
    let wake = (): void => {};
    const ended = Promise.withResolvers<CallResult>();
    ended.promise.catch(() => {});
    const finish = (how: CallResult["finish"]) => {
      if (over) return;
      over = true;
      if (how === "closed") made.closed = clock.now;
      const usage = { promptTokens: 100, cachedTokens: 80, answerTokens: 10 };
      if (error && how !== "closed") ended.reject(error);
      else ended.resolve({ finish: how, usage, firstMs: pieces[0]?.[0] ?? end, totalMs: end });
      wake();
    };
    signal.addEventListener("abort", () => finish("closed"));
    for (const [ms, text] of pieces) {
      clock.after(ms, () => {
        waiting.push(text);
        wake();
      });
    }
    clock.after(end, () => finish("stop"));
    return {
      result: ended.promise,
      async *[Symbol.asyncIterator]() {
        try {
          while (true) {
            const next = waiting.shift();
            if (next !== undefined) yield next;
            else if (over) {
              if (error && made.closed === null) throw error;
              return;
            } else {
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
            }
          }
        } finally {
          finish("closed");
        }
      },
    };
  }

  async sent(): Promise<readonly SentRequest[]> {
    return this.requests;
  }

  onState(listener: (state: ProviderState) => void): () => void {
    this.listener = listener;
    return () => {
      this.listener = () => {};
    };
  }

  says(state: ProviderState): void {
    this.listener(state);
  }

  async close(): Promise<void> {}
}

const LAYOUT = { firstRow: 0, lastRow: 0, rows: 0, related: [] };

/** Puts the answer in at the cursor; an answer with "GARBAGE" is refused. */
const plain: Format = {
  name: "plain",
  use: "complete",
  models: /./,
  prompt: "infill",
  render(scene: Scene) {
    let text = "";
    const reading = (): Reading => {
      const refused = text.includes("GARBAGE") ? "garbage" : null;
      const insert = refused ? "" : text;
      const { cursor } = scene;
      const hunks: ModelHunk[] =
        insert === "" ? [] : [{ kind: "span", from: cursor, to: cursor, insert }];
      return { hunks, cursor: null, done: refused !== null, refused };
    };
    return {
      prompt: {
        kind: "infill",
        prefix: scene.text.slice(0, scene.cursor),
        suffix: scene.text.slice(scene.cursor),
        files: [],
      },
      stop: [],
      maxTokens: 100,
      layout: { ...LAYOUT, path: scene.path },
      region: { from: scene.cursor, to: scene.cursor },
      reader: () => ({
        add(more) {
          text += more;
          return reading();
        },
        end: reading,
      }),
    };
  },
};

/** Each line of the answer is a hunk as JSON. */
const json: Format = {
  name: "json",
  use: "edit",
  models: /./,
  prompt: "text",
  render(scene: Scene) {
    let text = "";
    const reading = (): Reading => {
      const lines = text.split("\n").slice(0, -1);
      const hunks = lines.map((line) => JSON.parse(line) as ModelHunk);
      return { hunks, cursor: null, done: false, refused: null };
    };
    return {
      prompt: { kind: "text", text: scene.text },
      stop: [],
      maxTokens: 100,
      layout: { ...LAYOUT, path: scene.path },
      region: { from: 0, to: scene.text.length },
      reader: () => ({
        add(more) {
          text += more;
          return reading();
        },
        end: reading,
      }),
    };
  },
};

export const formatFor = (_model: unknown, _provider: unknown, use: FormatUse) =>
  use === "complete" ? plain : json;

export function patch(path: string, row: number, old: string[], next: string[]): string {
  return `${JSON.stringify({ kind: "patch", path, row, old, new: next })}\n`;
}

export interface Desk extends Stage {
  readonly clock: SimulatedClock;
  readonly port: ScriptedPort;
  /** Types keys with so many milliseconds behind each. */
  type(keys: string, ms?: number): Promise<void>;
  wait(ms: number): Promise<void>;
  /** What is shown puts in, and its kind. */
  readonly shown: readonly [string, string] | null;
  /** Requests that are no warm-ups. */
  readonly asked: readonly Call[];
}

/** An editor in which only models predict. */
export function desk(
  text: string,
  answer: (call: ModelCall, count: number) => Script,
  request: Partial<StageRequest> & { readonly roles?: ModelsConfig["roles"] } = {},
): Desk {
  const clock = new SimulatedClock();
  const port = new ScriptedPort(clock, answer);
  const { roles = { complete: "coder" }, ...more } = request;
  const stage = stageOf(clock, {
    text,
    pos: 0,
    filetype: "typescript",
    config: { ...MODEL, roles },
    models: port,
    formatFor,
    ...more,
  });
  const { questions } = stage.tab.arbiter;
  const kept = ["model", "model-edit", ...(more.parts?.predictors ?? []).map(({ name }) => name)];
  for (const name of questions.names) if (!kept.includes(name)) questions.off.set(name, "a test");
  const { editor, press, tab, models, loop } = stage;
  return {
    editor,
    press,
    tab,
    models,
    loop,
    get text() {
      return stage.text;
    },
    get pos() {
      return stage.pos;
    },
    clock,
    port,
    async type(keys, ms = 200) {
      for (const key of parseKeys(keys)) {
        press(key);
        await clock.goTo(clock.now + ms);
      }
    },
    wait: (ms) => clock.goTo(clock.now + ms),
    get shown() {
      const { shown } = tab.arbiter;
      if (!shown) return null;
      return [hunksOf(shown.prediction.changes)[0]?.insert ?? "", shown.kind] as const;
    },
    get asked() {
      return port.calls.filter(({ call }) => call.purpose !== "warm");
    },
  };
}

/** What stood before the cursor when it was asked. */
export function prefixOf({ call }: Call): string {
  return call.prompt.kind === "infill" ? call.prompt.prefix : "";
}
