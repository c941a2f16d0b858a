/** Tells one process from a later one with the same number. */
import { readFileSync } from "node:fs";

/**
 * Ticks since boot and the boot's id, from /proc; null where there is no such process (one that has ended
 * and is only not waited for is none), or no /proc.
 */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold anything; the 20th field after it is the start time.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return `${fields[19]}@${boot}`;
  } catch (error) {
    // Not a file system's answer: a bug.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}
