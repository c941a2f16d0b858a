/** What a model is told: who asks for it, and what the gathering needs from the editor around it. */
import type { Git } from "../git/git.ts";
import type { FormatUse } from "../models/format.ts";
import type { Scene } from "../models/scene.ts";
import type { Terminals } from "../shell/terminals.ts";
import type { PredictionSnapshot } from "../text/prediction.ts";
import type { Identity } from "./redact/names.ts";
import type { DefinitionFinder } from "./related/definitions.ts";

export interface SceneWant {
  readonly use: FormatUse;
  /** Of the whole scene, at most; a token is taken to be three UTF-16 units. */
  readonly tokens: number;
  /** Absolute folders whose files may be sent; null: all. */
  readonly allow: readonly string[] | null;
}

export interface SceneSource {
  /**
   * What may be sent about a snapshot, also of a text that is not there yet. Null: nothing may be, and
   * `refusalOf` says why; or `signal` was aborted. What takes long (servers, files) is not waited for:
   * the next scene has it.
   */
  scene(snapshot: PredictionSnapshot, want: SceneWant, signal: AbortSignal): Promise<Scene | null>;
  /** Why there was no scene of a document (its id) the last time; null: there was one, or nobody asked. */
  refusalOf(doc: number): string | null;
  /** Why nothing of a file (absolute; null: a text without a name) may be sent; null: it may. */
  whyNot(path: string | null, allow: readonly string[] | null): Promise<string | null>;
  close(): void;
}

export interface ContextPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null: without repositories. */
  readonly git: Git | null;
  /** Null: without servers. */
  readonly definitions: DefinitionFinder | null;
  /** Null: without terminals. */
  readonly terminals: Terminals | null;
  /** Whose machine this is; absent: as the system says. */
  readonly identity?: Identity;
  /** Milliseconds; absent: the clock of the process. */
  now?(): number;
}
