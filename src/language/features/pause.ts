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

/** A server that loads its project may not answer in time: it is asked again, without end it is not. */
const MOST_RETRIES = 2;

export class Retries {
  private readonly again: () => void;
  private readonly counts = new WeakMap<object, number>();

  constructor(again: () => void) {
    this.again = again;
  }

  /** Asks again for what failed, unless that failed too often since it last succeeded. */
  failed(what: object): void {
    const count = (this.counts.get(what) ?? 0) + 1;
    this.counts.set(what, count);
    if (count <= MOST_RETRIES) this.again();
  }

  succeeded(what: object): void {
    this.counts.delete(what);
  }
}
