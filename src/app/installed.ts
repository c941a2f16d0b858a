/** Folders that come with hunch: `themes`, `docs`. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of a name that has a file `probe`, beside `dist/` or `src/`; null where the installation
 * lacks it.
 */
export function installedFolder(name: string, probe: string): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, name);
    if (existsSync(join(found, probe))) return found;
    if (dirname(folder) === folder) return null;
  }
}
