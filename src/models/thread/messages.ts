/** What the editor and the models' thread tell each other. */
import type { ModelsConfig } from "../model.ts";
import type { CallResult, ModelCall, ModelFault, ProviderState, SentRequest } from "../port.ts";

export interface ThreadData {
  readonly config: ModelsConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type ToThread =
  | { readonly do: "call"; readonly id: number; readonly call: ModelCall }
  | { readonly do: "abort"; readonly id: number }
  | { readonly do: "sent"; readonly id: number }
  | { readonly do: "close" };

export type FromThread =
  | { readonly is: "text"; readonly id: number; readonly text: string }
  | { readonly is: "end"; readonly id: number; readonly result: CallResult }
  | { readonly is: "fail"; readonly id: number; readonly error: FaultMessage }
  | { readonly is: "bug"; readonly id: number; readonly message: string }
  | { readonly is: "sent"; readonly id: number; readonly requests: readonly SentRequest[] }
  | { readonly is: "state"; readonly state: ProviderState }
  | { readonly is: "closed" };

/** A ModelError: classes do not pass from thread to thread. */
export interface FaultMessage {
  readonly fault: ModelFault;
  readonly provider: string;
  readonly message: string;
  readonly retryMs: number;
}
