/** The thread's end: calls become streams of the wire, their text goes back in few messages. */
import { messageOf } from "../../base/errors.ts";
import { ModelError, type ModelPort, type ModelStream } from "../port.ts";
import type { FromThread, ToThread } from "./messages.ts";

/** Milliseconds between two messages with text of a call: a frame of the screen. */
const TEXT_MS = 16;

export interface ServerEnd {
  postMessage(message: FromThread): void;
  on(event: "message", listener: (message: ToThread) => void): unknown;
}

/** `ended` is called when all is closed. */
export function serveModels(end: ServerEnd, models: ModelPort, ended: () => void): void {
  const calls = new Map<number, AbortController>();
  models.onState((state) => end.postMessage({ is: "state", state }));
  end.on("message", (message) => {
    switch (message.do) {
      case "call": {
        const controller = new AbortController();
        calls.set(message.id, controller);
        const stream = models.call(message.call, controller.signal);
        void pass(end, message.id, stream).finally(() => calls.delete(message.id));
        return;
      }
      case "abort":
        calls.get(message.id)?.abort();
        return;
      case "sent":
        void models
          .sent()
          .then((requests) => end.postMessage({ is: "sent", id: message.id, requests }));
        return;
      case "close":
        void models.close().finally(() => {
          end.postMessage({ is: "closed" });
          ended();
        });
    }
  });
}

async function pass(end: ServerEnd, id: number, stream: ModelStream): Promise<void> {
  const text = new TextBundle((bundle) => end.postMessage({ is: "text", id, text: bundle }));
  try {
    for await (const delta of stream) text.add(delta);
    text.flush();
    end.postMessage({ is: "end", id, result: await stream.result });
  } catch (error) {
    text.flush();
    if (!(error instanceof ModelError)) {
      end.postMessage({ is: "bug", id, message: messageOf(error) });
      return;
    }
    const { fault, provider, message, retryMs } = error;
    end.postMessage({ is: "fail", id, error: { fault, provider, message, retryMs } });
  }
}

/** The first text at once, what follows in bundles. */
export class TextBundle {
  private readonly send: (text: string) => void;
  private text = "";
  private timer: NodeJS.Timeout | null = null;

  constructor(send: (text: string) => void) {
    this.send = send;
  }

  add(text: string): void {
    this.text += text;
    if (this.timer === null) this.sendNow();
  }

  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.text !== "") this.send(this.text);
    this.text = "";
  }

  private readonly sendNow = (): void => {
    this.timer = null;
    if (this.text === "") return;
    this.flush();
    this.timer = setTimeout(this.sendNow, TEXT_MS);
  };
}
