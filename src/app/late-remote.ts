/** Loads what `hunch FILE` in a terminal of the editor does, which loads nothing of an editor. */
import { createRequire } from "node:module";

export type RemoteModule = typeof import("./remote-client.ts");

/** From the sources; in the bundle start.ts does it before the program is loaded. */
export function remoteModule(): RemoteModule {
  return createRequire(import.meta.url)("./remote-client.ts") as RemoteModule;
}
