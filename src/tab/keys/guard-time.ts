/** How long a suggestion must have been seen: the option `tabguard` and what it depends on. */
import type { Editor } from "../../editor/editor.ts";

/** Over SSH screen and key are a round trip apart. */
export const REMOTE_GUARD_MS = 250;

/** Milliseconds; on a line that turns out to be slow as over SSH, unless the user set the option. */
export function guardMs({ options }: Editor): number {
  if (!options.has("tabguard") && options.get("lowband")) return REMOTE_GUARD_MS;
  return options.get("tabguard");
}
