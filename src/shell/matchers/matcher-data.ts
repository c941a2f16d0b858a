/** The tables of the matchers, read from their file; the build puts the text in its place. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function matchersText(): string {
  return readFileSync(fileURLToPath(new URL("matchers.toml", import.meta.url)), "utf8");
}
