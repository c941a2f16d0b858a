/** Whether a key is there, as far as that can be seen without reading it. */
import type { KeySource, ProviderConfig } from "../model.ts";
import { keyFileState } from "./keys.ts";
import { KINDS } from "./kinds.ts";
import { expandHome, shortenHome } from "./paths.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface KeyState {
  /** False: requests will fail for want of it. */
  readonly ok: boolean;
  /** Where it comes from and what is known of it: `key from $X`, `$X is not set`. */
  readonly text: string;
}

export function keyState(provider: ProviderConfig, env: Env): KeyState {
  const { key, kind } = provider;
  if (key !== null) return sourceState(key, env);
  return KINDS[kind].needsKey
    ? { ok: false, text: "no key is configured" }
    : { ok: true, text: "" };
}

function sourceState(source: KeySource, env: Env): KeyState {
  if ("env" in source) {
    const isSet = (env[source.env] ?? "").trim() !== "";
    return { ok: isSet, text: isSet ? `key from $${source.env}` : `$${source.env} is not set` };
  }
  if ("command" in source) return { ok: true, text: "key from a command" };
  const file = expandHome(source.file, env);
  const shown = shortenHome(file, env);
  const fault = keyFileState(file);
  if (fault === undefined) return { ok: false, text: `${shown} is not there` };
  return fault === null
    ? { ok: true, text: `key from ${shown}` }
    : { ok: false, text: `${shown} ${fault}` };
}
