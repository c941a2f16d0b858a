/**
 * The port to models as the editor uses it: nothing passes while 'model' is off, and nothing leaves for a
 * new host before the user was told.
 */
import type { ModelsConfig, ProviderConfig } from "../../models/model.ts";
import {
  type CallResult,
  type ModelCall,
  ModelError,
  type ModelPort,
  type ModelStream,
  type ProviderState,
  type SentRequest,
} from "../../models/port.ts";

export interface GatePorts {
  /** 'model' is on. */
  isOn(): boolean;
  /** Null: it may be asked now. */
  told(provider: ProviderConfig): Promise<void> | null;
}

export class GatedPort implements ModelPort {
  private readonly port: ModelPort;
  private readonly config: ModelsConfig;
  private readonly gate: GatePorts;
  private off = new AbortController();

  constructor(port: ModelPort, config: ModelsConfig, gate: GatePorts) {
    this.port = port;
    this.config = config;
    this.gate = gate;
  }

  call(call: ModelCall, signal: AbortSignal): ModelStream {
    const { config, gate, port } = this;
    const model = config.models.find(({ name }) => name === call.model);
    const provider = config.providers.find(({ name }) => name === model?.provider);
    // The wire says what is wrong with it.
    if (provider === undefined) return port.call(call, signal);
    // Who tests a model means it.
    if (call.purpose !== "test" && !gate.isOn()) {
      const error = new ModelError("denied", provider.name, "models are off (:set model)");
      return later(Promise.reject(error));
    }
    const both = AbortSignal.any([signal, this.off.signal]);
    const told = gate.told(provider);
    if (told === null) return port.call(call, both);
    return later(
      told.then(() => {
        if (gate.isOn() || call.purpose === "test") return port.call(call, both);
        throw new ModelError("denied", provider.name, "models are off (:set model)");
      }),
    );
  }

  /** Calls off what is under way: 'model' was switched off. */
  stop(): void {
    this.off.abort();
    this.off = new AbortController();
  }

  sent(): Promise<readonly SentRequest[]> {
    return this.port.sent();
  }

  onState(listener: (state: ProviderState) => void): () => void {
    return this.port.onState(listener);
  }

  close(): Promise<void> {
    this.off.abort();
    return this.port.close();
  }
}

/** A stream that is not there yet. */
function later(stream: Promise<ModelStream>): ModelStream {
  const result: Promise<CallResult> = stream.then((real) => real.result);
  // Whoever iterates hears of it.
  result.catch(() => {});
  return {
    result,
    async *[Symbol.asyncIterator]() {
      yield* await stream;
    },
  };
}
