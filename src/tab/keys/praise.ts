/** `g<Tab>` right after an accept: it was excellent. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Prediction } from "../../text/prediction.ts";
import { ACCEPT_ORIGIN } from "../history.ts";

/** So long after an accept the key is about it and not about tab pages, ms. */
const DUE_MS = 30_000;

export interface PraisePorts {
  /** The prediction accepted last counts five times; false when there was none. */
  excellent(): boolean;
}

export class Praise {
  private readonly ports: PraisePorts;
  private readonly editor: Editor;
  private readonly now: () => number;
  private last: { readonly prediction: Prediction; readonly at: number } | null = null;

  constructor(editor: Editor, ports: PraisePorts, now: () => number) {
    this.editor = editor;
    this.ports = ports;
    this.now = now;
    editor.events.on("change", ({ origin }) => {
      if (origin !== ACCEPT_ORIGIN) this.last = null;
    });
  }

  get isDue(): boolean {
    return this.last !== null && this.now() - this.last.at <= DUE_MS;
  }

  accepted(prediction: Prediction): void {
    this.last = { prediction, at: this.now() };
  }

  give(): void {
    const { last } = this;
    if (!last) throw new UserError("No prediction was accepted just now");
    this.last = null;
    this.ports.excellent();
    this.editor.showMessage(`Excellent: ${last.prediction.reason}`);
  }
}
