/** One `hunch model add` works at a time: two would write into the same parts and install over each other. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.ts";

const NAME = ".adding";

/**
 * Does `work` while no other process does so in `folder`, which is made. Rejects with UserError when
 * another one is at it. What a process left that is no more is taken over.
 */
export async function oneAtATime<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, NAME);
  if (!(await taken(file))) {
    const pid = await pidIn(file);
    if (pid !== null && runs(pid)) {
      throw new UserError(
        `Another hunch model add is at work (process ${pid}); if it is none, remove ${file}`,
      );
    }
    await rm(file, { force: true });
    if (!(await taken(file))) throw new UserError("Another hunch model add has just begun");
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function taken(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid)).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Null: nobody wrote one. */
async function pidIn(file: string): Promise<number | null> {
  try {
    const pid = Number(await readFile(file, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
