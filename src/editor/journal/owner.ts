/** Who a log belongs to, and whether that editor still runs. */
import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { codeOf } from "../files/port.ts";
import type { LogHeader } from "./record.ts";

export type OwnerIdentity = Pick<LogHeader, "session" | "pid" | "host" | "user" | "processStart">;

/** This process. */
export function thisOwner(): OwnerIdentity {
  return {
    session: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`,
    pid: process.pid,
    host: hostname(),
    user: userName(),
    processStart: processStart(process.pid),
  };
}

/**
 * `unknown` for a process of another machine, or where the system can't tell one process from a
 * later one with the same number: to be treated as maybe alive.
 */
export function ownerState(owner: OwnerIdentity): "alive" | "dead" | "unknown" {
  if (owner.host !== hostname()) return "unknown";
  if (owner.processStart !== null) {
    const now = processStart(owner.pid);
    if (now !== null) return now === owner.processStart ? "alive" : "dead";
    if (processStart(process.pid) !== null) return "dead";
  }
  try {
    process.kill(owner.pid, 0);
    return "unknown";
  } catch (error) {
    return codeOf(error) === "ESRCH" ? "dead" : "unknown";
  }
}

/** Ticks since boot and the boot's id, from /proc; null where there is no such process or no /proc. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold anything; the 20th field after it is the start time.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return `${fields[19]}@${boot}`;
  } catch (error) {
    // Not a file system's answer: a bug.
    if (codeOf(error) === "") throw error;
    return null;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A user id without a name, as in containers (Node's code is not one of the system's).
    if (!(error instanceof Error)) throw error;
    return String(process.getuid?.() ?? "");
  }
}
