/** The door to the process that runs models of this machine, for the wire. */
import { ModelError } from "../port.ts";
import type { Environment, LocalModels } from "./types.ts";

export interface LocalPorts {
  readonly env: Environment;
  /** The name of the provider in the configuration, for errors. */
  readonly provider: string;
  /** Called once for each time that the process ended although nobody wanted it: one line. */
  readonly crashed?: (why: string) => void;
}

export function localModels({ provider }: LocalPorts): LocalModels {
  return {
    // biome-ignore lint/correctness/useYield: nobody is there
    async *ask() {
      throw new ModelError("offline", provider, "models of this machine are not built in yet");
    },
    async health() {
      return {
        running: false,
        pid: null,
        model: null,
        memory: null,
        threads: null,
        promptTokens: 0,
        cachedTokens: 0,
        crashes: 0,
        lastCrash: "",
      };
    },
    async close() {},
  };
}
