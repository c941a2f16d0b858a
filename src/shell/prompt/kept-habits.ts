/** What suggestions have learned of a person, kept from one run of the editor to the next. */
import type { Store } from "../../store/store.ts";
import type { Habits } from "../suggest/learning.ts";

export interface HabitKeeper {
  /** Null: nothing is kept. */
  load(): Promise<Habits | null>;
  save(habits: Habits): void;
}

const PLACE = { space: "shell", name: "habits" } as const;

export interface KeeperPorts {
  readonly store: Pick<Store, "ask">;
  /** Whether what runs may be remembered. */
  isOn(): boolean;
  /** Milliseconds since the epoch. */
  now(): number;
}

export function habitKeeper({ store, isOn, now }: KeeperPorts): HabitKeeper {
  return {
    async load() {
      if (!isOn()) return null;
      const value = await store.ask("getValue", PLACE);
      try {
        return value === null ? null : (JSON.parse(value) as Habits);
      } catch {
        // somebody else wrote there: what was learned begins anew
        return null;
      }
    },
    save(habits) {
      if (!isOn()) return;
      void store.ask("putValue", { ...PLACE, value: JSON.stringify(habits), when: now() });
    },
  };
}
