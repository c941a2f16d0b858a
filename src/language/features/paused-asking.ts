/**
 * What is asked in pauses while an option is on, and shown unasked: when it is asked, what is on its
 * way for each document, and when all of it is forgotten.
 */
import type { Document } from "../../editor/document.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { Pause, Retries } from "./pause.ts";

export interface PausedAskingRequest {
  readonly option: "inlayhints" | "semantictokens";
  readonly pauseMs: number;
  /** As in `workspace/{name}/refresh`. */
  readonly refresh: string;
  /** Asks what has not been asked yet; in a pause, and only while the option is on. */
  ask(): void;
  /** What was asked for a document counts as not asked. */
  stale(doc: Document): void;
  /** Nothing of a document is shown any more. */
  forget(doc: Document): void;
}

export class PausedAsking {
  /** For questions that failed. */
  readonly again = new Retries(() => this.pause.want());
  /** Whether the option is on. */
  on: boolean;
  private readonly pause: Pause;
  private readonly controllers = new Map<Document, AbortController>();

  constructor(servers: LanguageServers, request: PausedAskingRequest) {
    const { editor } = servers;
    const { option } = request;
    this.on = editor.options.get(option);
    this.pause = new Pause(servers.host, request.pauseMs, () => {
      if (this.on) request.ask();
    });
    const want = (): void => {
      if (this.on) this.pause.want();
    };
    const forget = (doc: Document): void => {
      this.controllers.get(doc)?.abort();
      request.forget(doc);
    };
    editor.events.on("command-done", want);
    editor.events.on("change", want);
    editor.events.on("window-enter", want);
    servers.events.on("attach", want);
    servers.events.on("capabilities", want);
    servers.events.on("refresh", ({ what }) => {
      if (what !== request.refresh) return;
      for (const doc of editor.docs) request.stale(doc);
      want();
    });
    servers.events.on("detach", ({ doc }) => {
      forget(doc);
      want();
    });
    editor.events.on("option", ({ name }) => {
      if (name !== option) return;
      this.on = editor.options.get(option);
      if (this.on) want();
      else for (const doc of editor.docs) forget(doc);
    });
  }

  /** Works on a question about a document; the one before is called off. */
  async with(doc: Document, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.controllers.get(doc)?.abort();
    const controller = new AbortController();
    this.controllers.set(doc, controller);
    try {
      await work(controller.signal);
    } finally {
      if (this.controllers.get(doc) === controller) this.controllers.delete(doc);
    }
  }

  close(): void {
    this.pause.close();
    for (const controller of this.controllers.values()) controller.abort();
  }
}
