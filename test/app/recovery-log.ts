/** The recovery logs of an editor in a home of its own. */
import { mkdirSync, readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";

/** Waits until a recovery log has some text: its folder is there before, and watched. */
export function whenLogged(home: string, text: string): Promise<void> {
  const logs = join(home, "state", "hunch", "journal");
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  return new Promise((resolve) => {
    const watcher = watch(logs, () => {
      const found = readdirSync(logs).some(
        (name) => name.endsWith(".log") && holds(join(logs, name), text),
      );
      if (!found) return;
      watcher.close();
      resolve();
    });
  });
}

/** A log may get another name between the look at the folder and this one. */
function holds(file: string, text: string): boolean {
  try {
    return readFileSync(file).includes(text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
