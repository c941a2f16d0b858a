/** An answer that is filled while it is read: text that waits is read in one piece. */
import type { CallResult, ModelStream } from "../port.ts";

export class AnswerStream implements ModelStream {
  readonly result: Promise<CallResult>;
  private readonly leave: () => void;
  private resolve!: (result: CallResult) => void;
  private reject!: (error: Error) => void;
  private waiting = "";
  private ended: { readonly error: Error | null } | null = null;
  private wake: (() => void) | null = null;

  /** `leave` is called when whoever reads it stops before its end. */
  constructor(leave: () => void) {
    this.leave = leave;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever only iterates hears of the error there.
    this.result.catch(() => undefined);
  }

  get isOver(): boolean {
    return this.ended !== null;
  }

  push(text: string): void {
    if (this.ended !== null || text === "") return;
    this.waiting += text;
    this.wake?.();
  }

  end(result: CallResult): void {
    if (this.ended !== null) return;
    this.ended = { error: null };
    // What nobody has read yet is of no use when it was closed.
    if (result.finish === "closed") this.waiting = "";
    this.resolve(result);
    this.wake?.();
  }

  fail(error: Error): void {
    if (this.ended !== null) return;
    this.ended = { error };
    this.reject(error);
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    try {
      while (true) {
        if (this.waiting !== "") {
          const text = this.waiting;
          this.waiting = "";
          yield text;
        } else if (this.ended !== null) {
          if (this.ended.error !== null) throw this.ended.error;
          return;
        } else {
          await new Promise<void>((wake) => {
            this.wake = wake;
          });
          this.wake = null;
        }
      }
    } finally {
      if (this.ended === null) this.leave();
    }
  }
}
