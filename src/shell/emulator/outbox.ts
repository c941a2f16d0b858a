/** Messages to the editor, as far as it takes them. */
import type { FromEmulator } from "./protocol.ts";

/** The part of the process that the outbox needs. */
export interface Channel {
  readonly connected: boolean;
  send?(
    message: unknown,
    handle: undefined,
    options: undefined,
    sent: (error: Error | null) => void,
  ): boolean;
  exit(code: number): void;
}

export class Outbox {
  readonly #channel: Channel;
  #waiting = 0;
  #crowded = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** More waits than the channel holds (an editor that is stopped); until nothing does. */
  get crowded(): boolean {
    return this.#crowded;
  }

  /** To an editor that is gone nothing is sent. */
  post(message: FromEmulator): void {
    const channel = this.#channel;
    if (!channel.connected) return;
    this.#waiting++;
    const room = channel.send?.(message, undefined, undefined, () => {
      this.#waiting--;
      if (this.#waiting === 0) this.#crowded = false;
    });
    if (room === false) this.#crowded = true;
  }

  /** The last message; the process ends when it is sent. */
  last(message: FromEmulator): void {
    const channel = this.#channel;
    if (!channel.connected) channel.exit(1);
    else channel.send?.(message, undefined, undefined, () => channel.exit(1));
  }
}
