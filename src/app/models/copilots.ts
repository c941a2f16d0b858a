/** Copilot's servers of a configuration: one that is wanted again, as before, is the one that is there. */
import type { ModelsConfig, ProviderConfig } from "../../models/model.ts";
import type { ModelPart } from "./session.ts";

export class Copilots {
  private readonly parts = new Map<string, ModelPart>();
  private wanted = new Set<string>();
  private readonly start: (provider: ProviderConfig) => ModelPart;
  private readonly told: (provider: ProviderConfig) => Promise<void> | null;

  /** `told`: null, or a promise for that the user knows what is sent. */
  constructor(
    start: (provider: ProviderConfig) => ModelPart,
    told: (provider: ProviderConfig) => Promise<void> | null,
  ) {
    this.start = start;
    this.told = told;
  }

  /** Starts and ends servers; resolves when those that are not wanted any more have ended. */
  async configure({ providers }: ModelsConfig): Promise<void> {
    const copilots = providers.filter(({ kind }) => kind === "copilot");
    this.wanted = new Set(copilots.map((provider) => JSON.stringify(provider)));
    for (const provider of copilots) this.want(provider);
    const gone = [...this.parts].filter(([key]) => !this.wanted.has(key));
    for (const [key] of gone) this.parts.delete(key);
    await Promise.all(gone.map(([, part]) => part.close()));
  }

  private want(provider: ProviderConfig): void {
    const key = JSON.stringify(provider);
    const start = (): void => {
      if (this.wanted.has(key) && !this.parts.has(key)) this.parts.set(key, this.start(provider));
    };
    const told = this.told(provider);
    if (told === null) start();
    else void told.then(start);
  }

  status(): string[] {
    return [...this.parts.values()].flatMap((part) => part.status());
  }
}
