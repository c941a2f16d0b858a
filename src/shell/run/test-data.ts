/** The tables of tests, read from their file; the build puts the text in its place. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function testsText(): string {
  return readFileSync(fileURLToPath(new URL("tests.toml", import.meta.url)), "utf8");
}
