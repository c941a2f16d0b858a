/** The default keymap, read from its file; the build puts the data in its place. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import type { KeymapData } from "../config/keymap-data.ts";

export function defaultKeymapData(): KeymapData {
  const file = fileURLToPath(new URL("../../keymaps/default.toml", import.meta.url));
  return parse(readFileSync(file, "utf8")) as KeymapData;
}
