/** Rows of a health report about models of this machine. */
import { statSync } from "node:fs";
import { basename } from "node:path";
import type { HealthItem } from "../../base/health.ts";
import type { ModelConfig } from "../model.ts";
import { megabytes } from "./download.ts";
import { installedRuntime, RUNTIME, RUNTIME_VERSION } from "./runtime.ts";
import type { Environment } from "./types.ts";

/** `models`: those of one `gguf` provider. */
export function localHealth(models: readonly ModelConfig[], env: Environment): HealthItem[] {
  const version = installedRuntime(env);
  const advice = ["hunch model add FILE"];
  const items: HealthItem[] = [];
  if (version === null) {
    items.push({ state: "warning", text: `${RUNTIME} is not installed`, advice });
  } else if (version !== RUNTIME_VERSION) {
    const text = `${RUNTIME} ${version}: ${RUNTIME_VERSION} is the one that was tested`;
    items.push({ state: "info", text, advice });
  } else items.push({ state: "ok", text: `${RUNTIME} ${version}` });
  for (const { name, id } of models) {
    const size = sizeOf(id);
    if (size === null)
      items.push({ state: "warning", text: `${name}: ${id} is not there`, advice });
    else items.push({ state: "ok", text: `${name}: ${basename(id)}, ${megabytes(size)}` });
  }
  return items;
}

/** Bytes of a file, links followed; null: there is none. */
function sizeOf(path: string): number | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : null;
}
