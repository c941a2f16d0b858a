/** Rows of a health report about models of this machine. */
import { statSync } from "node:fs";
import { basename } from "node:path";
import type { HealthItem } from "../../base/health.ts";
import type { ModelConfig } from "../model.ts";
import { megabytes } from "./download.ts";
import { whyTooLarge } from "./memory.ts";
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
    const tooLarge = size === null ? null : whyTooLarge(size);
    if (size === null)
      items.push({ state: "warning", text: `${name}: ${id} is not there`, advice });
    else if (tooLarge !== null) items.push({ state: "warning", text: `${name}: ${tooLarge}` });
    else items.push({ state: "ok", text: `${name}: ${basename(id)}, ${megabytes(size)}` });
  }
  return items;
}

/** Bytes of a file, links followed; null: there is none. */
function sizeOf(path: string): number | null {
  try {
    const stat = statSync(path);
    return stat.isFile() ? stat.size : null;
  } catch (error) {
    // There is none, or a folder on the way is closed to us.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}
