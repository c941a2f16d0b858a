/** Who a log belongs to, and whether that editor still runs. */
import { hostname, userInfo } from "node:os";
import { processStart } from "../../base/process-start.ts";
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

function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A user id without a name, as in containers (Node's code is not one of the system's).
    if (!(error instanceof Error)) throw error;
    return String(process.getuid?.() ?? "");
  }
}
