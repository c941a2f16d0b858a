/** The table of known servers, read from its file; the build puts the text in its place. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function serverTableText(): string {
  return readFileSync(fileURLToPath(new URL("../servers.toml", import.meta.url)), "utf8");
}
