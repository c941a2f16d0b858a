/** A typed event source. Listeners run in the order they were added, synchronously. */

/** Undoes a registration; calling it twice is harmless. */
export type Dispose = () => void;

export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>();
  private readonly onBug: (name: string, error: unknown) => void;

  /** `onBug` hears what a listener throws; the other listeners still run. */
  constructor(onBug: (name: string, error: unknown) => void = rethrow) {
    this.onBug = onBug;
  }

  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): Dispose {
    let set = this.listeners.get(name);
    if (!set) this.listeners.set(name, (set = new Set()));
    set.add(listener as (event: never) => void);
    return () => set.delete(listener as (event: never) => void);
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    const set = this.listeners.get(name);
    if (!set) return;
    for (const listener of [...set]) {
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
