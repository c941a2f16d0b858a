/**
 * A provider as data on a simulated clock: it knows what will be typed and says it with mistakes, late,
 * a few characters at a time. What it is asked is what a real one would be sent.
 */
import type {
  CallResult,
  ModelCall,
  ModelError,
  ModelPort,
  ModelStream,
  SentRequest,
} from "../../src/models/port.ts";
import type { Prompt } from "../../src/models/prompt.ts";
import { randomOf, type SimulatedClock } from "./clock.ts";

/** What is typed, and what stands around it. */
export interface Writing {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

export interface Habits {
  /** Milliseconds to the first text: from, to. */
  readonly latency: readonly [number, number];
  /** Milliseconds between two pieces of text. */
  readonly token: number;
  /** How often a word is another one than will be typed, 0 to 1; and the first word of an answer. */
  readonly wrong: number;
  readonly wrongFirst: number;
  /** Lines of an answer at most. */
  readonly lines: number;
}

export interface SimulatedCall {
  readonly purpose: ModelCall["purpose"];
  readonly at: number;
  /** How much of the text stood there, UTF-16; -1: the prompt was not understood. */
  readonly typed: number;
  readonly answer: string;
  /** When its answer ends, or was closed. */
  ends: number;
  closed: boolean;
}

const WRONG_WORDS = ["result", "value", "other", "item", "null", "this", "return", "the", "data"];
const PIECE = 5;
/** Characters before the cursor that a place is known by. */
const TAIL = 240;

export class SimulatedModel implements ModelPort {
  readonly calls: SimulatedCall[] = [];
  /** Texts that it has said, with what stood before the cursor. */
  readonly said: string[] = [];
  /** The next calls fail with this; null: they don't. */
  failing: ModelError | null = null;
  private readonly clock: SimulatedClock;
  private readonly writing: Writing;
  private readonly habits: Habits;
  private readonly random: () => number;

  constructor(clock: SimulatedClock, writing: Writing, habits: Habits, seed: number) {
    this.clock = clock;
    this.writing = writing;
    this.habits = habits;
    this.random = randomOf(seed);
  }

  call({ prompt, purpose }: ModelCall, signal: AbortSignal): ModelStream {
    const { clock, habits, random } = this;
    const typed = this.placeOf(prefixOf(prompt));
    const answer = purpose === "warm" ? "" : typed < 0 ? this.wrongWord() : this.answerAt(typed);
    const [low, high] = habits.latency;
    // Few are slow.
    const first = low * (high / low) ** random();
    const pieces = answer.match(new RegExp(`[\\s\\S]{1,${PIECE}}`, "g")) ?? [];
    const ends = clock.now + first + pieces.length * habits.token;
    const call = { purpose, at: clock.now, typed, answer, ends, closed: false };
    this.calls.push(call);
    this.said.push((prefixOf(prompt) ?? "").slice(-TAIL) + answer);
    return streamOf(this, clock, { call, first, pieces, token: habits.token, signal });
  }

  /** All that stands before a place of what is typed. */
  wholeAt(typed: number): string {
    const { before, text } = this.writing;
    return before + text.slice(0, typed);
  }

  private placeOf(prefix: string | null): number {
    if (prefix === null) return -1;
    const { before, text } = this.writing;
    const whole = before + text;
    const tail = prefix.slice(-TAIL);
    for (let at = whole.length; at >= before.length; at--) {
      if (at >= tail.length && whole.startsWith(tail, at - tail.length)) return at - before.length;
    }
    return -1;
  }

  private answerAt(typed: number): string {
    const { habits, random } = this;
    const rest = this.writing.text.slice(typed);
    const lines = rest.split("\n").slice(0, 1 + Math.floor(random() * habits.lines));
    // At the end of a line the next one is what comes.
    if (lines[0] === "" && lines.length === 1) lines.push(rest.split("\n")[1] ?? "");
    let first = true;
    return lines.join("\n").replace(/[\p{L}\p{N}_]+/gu, (word) => {
      const wrong = random() < (first ? habits.wrongFirst : habits.wrong);
      first = false;
      return wrong ? this.wrongWord() : word;
    });
  }

  private wrongWord(): string {
    return WRONG_WORDS[Math.floor(this.random() * WRONG_WORDS.length)]!;
  }

  async sent(): Promise<readonly SentRequest[]> {
    return [];
  }

  onState(): () => void {
    return () => {};
  }

  async close(): Promise<void> {}
}

function prefixOf(prompt: Prompt): string | null {
  if (prompt.kind === "infill") return prompt.prefix;
  if (prompt.kind !== "text") return null;
  // Templates in the order prefix, suffix, middle, and suffix, prefix, middle.
  const found =
    /<\|fim_prefix\|>([\s\S]*)<\|fim_suffix\|>/.exec(prompt.text) ??
    /<\|fim_prefix\|>([\s\S]*)<\|fim_middle\|>/.exec(prompt.text) ??
    /\[PREFIX\]([\s\S]*)$/.exec(prompt.text);
  return found ? found[1]! : null;
}

interface Streaming {
  readonly call: SimulatedCall;
  readonly first: number;
  readonly pieces: readonly string[];
  readonly token: number;
  readonly signal: AbortSignal;
}

function streamOf(
  model: SimulatedModel,
  clock: SimulatedClock,
  { call, first, pieces, token, signal }: Streaming,
): ModelStream {
  let given = 0;
  let wake = (): void => {};
  let finish = (_result: CallResult): void => {};
  let fail = (_error: unknown): void => {};
  const { failing } = model;
  const result = new Promise<CallResult>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  result.catch(() => {});
  const end = (how: CallResult["finish"]) => {
    if (how === "closed" && call.ends > clock.now) {
      call.closed = true;
      call.ends = clock.now;
    }
    const firstMs = Math.min(first, clock.now - call.at);
    finish({ finish: how, usage: null, firstMs, totalMs: clock.now - call.at });
  };
  signal.addEventListener("abort", () => {
    end("closed");
    wake();
  });
  pieces.forEach((_piece, i) => {
    clock.after(first + i * token, () => {
      given = i + 1;
      wake();
    });
  });
  clock.after(first + pieces.length * token, () => {
    given = pieces.length + 1;
    if (failing) fail(failing);
    else end("stop");
    wake();
  });
  return {
    result,
    async *[Symbol.asyncIterator]() {
      let taken = 0;
      try {
        while (!signal.aborted) {
          if (failing && given > 0) throw failing;
          const text = pieces.slice(taken, given).join("");
          taken = Math.max(taken, Math.min(given, pieces.length));
          if (text !== "") yield text;
          else if (given > pieces.length) return;
          else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        if (given <= pieces.length) end("closed");
      }
    },
  };
}
