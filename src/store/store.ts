/**
 * The editor's side of the database: every request answers later, and answers with nothing when
 * the database can't be used. What is remembered is a convenience; no one has to handle its errors.
 */
import type { MessagePort, Worker } from "node:worker_threads";
import { messageOf } from "../base/errors.ts";
import { type AnswerOf, type ArgumentOf, RequestPort, startWorker } from "../base/worker-port.ts";
import { databasePath } from "./folder.ts";
import type { StoreRequests } from "./request.ts";

export interface StoreWorkerData {
  readonly path: string;
  /** Where messages for the user go (strings). */
  readonly messages: MessagePort;
}

export interface StoreOptions {
  /** See `stateFolder`. */
  readonly folder: string;
  /** Told once when the database can't be used, and when a damaged one was moved aside. */
  readonly onMessage: (message: string) => void;
}

type Name = keyof StoreRequests & string;

export class Store {
  private readonly options: StoreOptions;
  private worker: Worker | null = null;
  private port: RequestPort<StoreRequests> | null = null;
  private messages: MessagePort | null = null;
  private told = false;
  private closed = false;

  constructor(options: StoreOptions) {
    this.options = options;
  }

  /** The answer, or null when the database can't be used. Never rejects. Starts the thread. */
  async ask<K extends Name>(
    name: K,
    argument: ArgumentOf<StoreRequests, K>,
  ): Promise<AnswerOf<StoreRequests, K> | null> {
    if (this.closed) return null;
    try {
      return await this.open().request(name, argument);
    } catch (error) {
      if (!this.closed && !this.told) {
        this.told = true;
        this.options.onMessage(`Nothing is remembered: ${messageOf(error)}`);
      }
      return null;
    }
  }

  /** Ends the thread once all requests so far are answered. */
  async close(): Promise<void> {
    this.worker?.ref();
    if (this.worker !== null) await this.ask("getValue", { space: "", name: "" });
    this.closed = true;
    this.port?.close();
    this.messages?.close();
    await this.worker?.terminate();
    this.worker = null;
  }

  private open(): RequestPort<StoreRequests> {
    if (this.port !== null) return this.port;
    const { MessageChannel } = process.getBuiltinModule("node:worker_threads");
    const { port1, port2 } = new MessageChannel();
    const data: StoreWorkerData = {
      path: databasePath(this.options.folder),
      messages: port2,
    };
    const worker = startWorker("store", new URL("./worker.ts", import.meta.url), data, [port2]);
    const port = new RequestPort<StoreRequests>(worker);
    port1.on("message", (message: string) => this.options.onMessage(message));
    port1.unref();
    worker.on("error", (error) => port.close(error.message));
    worker.on("exit", () => port.close("The database's thread ended"));
    this.worker = worker;
    this.port = port;
    this.messages = port1;
    return port;
  }
}
