/** What a feature (syntax, servers, git, pickers) is given besides the editor. */
import type { Trust } from "../base/trust.ts";
import type { Store } from "../store/store.ts";

export interface FeatureHost {
  /** Draws a frame soon; for what comes outside of a key. */
  redraw(): void;
  /**
   * Calls back once, in a turn of its own after the frame of the keys that are being worked off;
   * while keys follow each other closely, later.
   */
  afterFrame(callback: () => void): void;
  /** Milliseconds since the last input. */
  quietMs(): number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where hunch keeps what it remembers; it may not exist yet. Null with `--clean`: remember nothing. */
  readonly stateFolder: string | null;
  /** The user's configuration; null: nothing of it counts (`--clean`, `-u`). Absent: where it is by custom. */
  readonly configFolder?: string | null;
  readonly trust: Trust;
  /** The database; null with `--clean`. */
  readonly store: Store | null;
}
