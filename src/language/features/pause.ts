/**
 * Work for a pause: it runs when no key has come for a while, once, and again only when it was asked
 * for again. A key pays for a look at a flag.
 */
import type { FeatureHost } from "../../editor/host.ts";

export class Pause {
  private readonly host: Pick<FeatureHost, "afterFrame" | "quietMs">;
  private readonly ms: number;
  private readonly work: () => void;
  private timer: NodeJS.Timeout | null = null;
  private wanted = false;

  constructor(host: Pick<FeatureHost, "afterFrame" | "quietMs">, ms: number, work: () => void) {
    this.host = host;
    this.ms = ms;
    this.work = work;
  }

  /** Runs the work in the next pause. */
  want(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.host.afterFrame(() => this.look());
  }

  private look(): void {
    if (!this.wanted) return;
    const left = this.ms - this.host.quietMs();
    if (left <= 0) {
      this.wanted = false;
      this.work();
      return;
    }
    this.timer = setTimeout(() => this.look(), left + 1);
    this.timer.unref();
  }

  close(): void {
    this.wanted = false;
    if (this.timer !== null) clearTimeout(this.timer);
  }
}
