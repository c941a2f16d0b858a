/** The default keymap: compiled into the bundle, read from its file when run from source. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import type { KeymapData } from "../config/keymap-data.ts";

declare const HUNCH_DEFAULT_KEYS: KeymapData | undefined;

export function defaultKeymapData(): KeymapData {
  if (typeof HUNCH_DEFAULT_KEYS !== "undefined") return HUNCH_DEFAULT_KEYS;
  const file = fileURLToPath(new URL("../../keymaps/default.toml", import.meta.url));
  return parse(readFileSync(file, "utf8")) as KeymapData;
}
