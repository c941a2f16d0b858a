/** One `hunch model add` works at a time: two would write into the same parts and install over each other. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { processStart } from "../../base/process-start.ts";

const NAME = ".adding";

/**
 * Does `work` while no other process does so in `folder`, which is made. Rejects with UserError when
 * another one is at it. What a process left that is no more is taken over.
 */
export async function oneAtATime<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, NAME);
  if (!(await taken(file))) {
    const owner = await ownerIn(file);
    if (owner !== null && runs(owner)) {
      throw new UserError(
        `Another hunch model add is at work (process ${owner.pid}); if it is none, remove ${file}`,
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
    await handle
      .writeFile(`${process.pid} ${processStart(process.pid) ?? ""}`)
      .finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

interface Owner {
  readonly pid: number;
  /** As `processStart`; "": the system does not say. */
  readonly start: string;
}

/** Null: nobody wrote one. */
async function ownerIn(file: string): Promise<Owner | null> {
  try {
    const [number, start = ""] = (await readFile(file, "utf8")).split(" ");
    const pid = Number(number);
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, start } : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function runs({ pid, start }: Owner): boolean {
  if (start !== "") return processStart(pid) === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
