/** A typed event source. Listeners run in the order they were added, synchronously. */

/** Undoes a registration; calling it twice is harmless. */
export type Dispose = () => void;

export class Emitter<Events extends object> {
  /** Never changed in place: who is told does not change while a listener comes or goes. */
  private readonly listeners = new Map<keyof Events, readonly ((event: never) => void)[]>();
  private readonly onBug: (name: string, error: unknown) => void;

  /** `onBug` hears what a listener throws; the other listeners still run. */
  constructor(onBug: (name: string, error: unknown) => void = rethrow) {
    this.onBug = onBug;
  }

  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): Dispose {
    const one = listener as (event: never) => void;
    const others = () => (this.listeners.get(name) ?? []).filter((other) => other !== one);
    if (!this.listeners.get(name)?.includes(one)) this.listeners.set(name, [...others(), one]);
    return () => {
      this.listeners.set(name, others());
    };
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    const list = this.listeners.get(name);
    if (list === undefined) return;
    for (const listener of list) {
      try {
        (listener as (event: Events[K]) => void)(event);
      } catch (error) {
        this.onBug(String(name), error);
      }
    }
  }
}

function rethrow(_name: string, error: unknown): never {
  throw error;
}
