/** Whether the user rests for a moment, and waiting for that. */
import { News } from "./news.ts";

export class Rest {
  private readonly begun = new News();
  private resting = false;

  /** A key was worked off. */
  end(): void {
    this.resting = false;
  }

  /** Nothing has been typed for a moment. */
  begin(): void {
    this.resting = true;
    this.begun.tell();
  }

  /** Resolves when the user rests, or when `signal` is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.resting) await this.begun.after(this.begun.told, signal);
  }
}
