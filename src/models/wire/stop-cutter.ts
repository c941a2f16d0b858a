/** Ends an answer at a stop text: not every provider takes all of them, or any. */
export class StopCutter {
  private readonly stops: readonly string[];
  private readonly longest: number;
  /** The end of what came, which may be the beginning of a stop text. */
  private held = "";
  /** A stop text came: what comes behind it is dropped. */
  stopped = false;

  constructor(stops: readonly string[]) {
    this.stops = stops.filter((stop) => stop !== "");
    this.longest = Math.max(0, ...this.stops.map((stop) => stop.length));
  }

  /** What is certain not to be of a stop text. */
  add(text: string): string {
    if (this.stopped) return "";
    if (this.longest === 0) return text;
    const all = this.held + text;
    let at = -1;
    for (const stop of this.stops) {
      const found = all.indexOf(stop);
      if (found >= 0 && (at < 0 || found < at)) at = found;
    }
    if (at >= 0) {
      this.stopped = true;
      this.held = "";
      return all.slice(0, at);
    }
    const keep = this.beginning(all);
    this.held = all.slice(all.length - keep);
    return all.slice(0, all.length - keep);
  }

  /** What was held back, when nothing more comes. */
  end(): string {
    const { held } = this;
    this.held = "";
    return held;
  }

  /** Length of the longest end of `text` that a stop text begins with. */
  private beginning(text: string): number {
    for (let n = Math.min(text.length, this.longest - 1); n > 0; n--) {
      const tail = text.slice(text.length - n);
      if (this.stops.some((stop) => stop.startsWith(tail))) return n;
    }
    return 0;
  }
}
