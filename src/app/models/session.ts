/** What one reading of `models.toml` has put into the editor: taken out again when the file changes. */
import type { ModelsConfig, ProviderConfig } from "../../models/model.ts";
import type { ModelPort, ModelProcess, ProviderState } from "../../models/port.ts";
import type { CommandWriter } from "../../shell/writer/writer.ts";
import { modelWriter } from "./command-writer.ts";
import { GatedPort, type GatePorts } from "./gated-port.ts";

/** What predicts with models, or with Copilot. */
export interface ModelPart {
  /** Lines for `:Model`. */
  status(): readonly string[];
  close(): void | Promise<void>;
}

export interface SessionMakers {
  open(config: ModelsConfig): ModelPort;
  /** Null: no role is for Tab. */
  tab(models: ModelPort, config: ModelsConfig): ModelPart;
  readonly writers: CommandWriter[];
  readonly gate: GatePorts;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export class ModelSession {
  readonly config: ModelsConfig;
  /** Null: no model has a role. */
  readonly port: GatedPort | null = null;
  /** Providers that fail now. */
  readonly failing = new Map<string, ProviderState>();
  /** The processes of providers that run here, by the provider's name. */
  readonly processes = new Map<string, ModelProcess>();
  private readonly parts: ModelPart[] = [];
  private readonly endings: (() => void)[] = [];

  constructor(config: ModelsConfig, makers: SessionMakers) {
    this.config = config;
    const { complete, edit, command } = config.roles;
    if (config.models.length > 0) {
      const port = new GatedPort(makers.open(config), config, makers.gate);
      this.port = port;
      this.endings.push(
        port.onState((state) => {
          if (state.process !== undefined) this.processes.set(state.provider, state.process);
          if (state.fault === null) this.failing.delete(state.provider);
          else this.failing.set(state.provider, state);
        }),
      );
      if (complete !== undefined || edit !== undefined) this.parts.push(makers.tab(port, config));
      if (command !== undefined) this.addWriter(port, command, makers);
    }
  }

  private addWriter(port: GatedPort, model: string, { writers, pause }: SessionMakers): void {
    const writer = modelWriter({ models: port, model: () => model, pause });
    writers.push(writer);
    this.endings.push(() => {
      const at = writers.indexOf(writer);
      if (at >= 0) writers.splice(at, 1);
    });
  }

  /** Says, before anything is asked, what will be sent. */
  announce(gate: GatePorts): void {
    for (const provider of providersInUse(this.config)) void gate.told(provider);
  }

  status(): string[] {
    return this.parts.flatMap((part) => part.status());
  }

  async close(): Promise<void> {
    for (const end of this.endings.splice(0)) end();
    await Promise.all(this.parts.splice(0).map((part) => part.close()));
    await this.port?.close();
  }
}

/** Those that a role, or the editor by itself, will ask. */
export function providersInUse(config: ModelsConfig): ProviderConfig[] {
  const models = new Set(Object.values(config.roles));
  const names = new Set(
    config.models.filter(({ name }) => models.has(name)).map(({ provider }) => provider),
  );
  return config.providers.filter(({ name, kind }) => kind === "copilot" || names.has(name));
}
