/** Where recovery logs are and what they are called. */
import { basename, join } from "node:path";

/** The folder of logs in the state folder; made with mode 0700. */
export function journalFolder(stateFolder: string): string {
  return join(stateFolder, "journal");
}

/**
 * `<word for the path>.<pid>.log`; further logs of one process for one path (another machine's, in
 * a shared home) have a number before `.log`. The path itself stands in the log.
 */
export function logName(path: string | null, doc: number, pid: number, attempt: number): string {
  const word = path === null ? `unnamed${doc}` : wordOf(path);
  return `${word}.${pid}${attempt === 0 ? "" : `-${attempt}`}.log`;
}

/** Whether a file name is that of a log for `path`, or of any unnamed buffer for null. */
export function isLogName(name: string, path: string | null): boolean {
  if (!name.endsWith(".log")) return false;
  return path === null ? name.startsWith("unnamed") : name.startsWith(`${wordOf(path)}.`);
}

/** The copy of the base file that goes with a log. */
export function basePathOf(logPath: string): string {
  return `${logPath.slice(0, -".log".length)}.base`;
}

/** Two 32-bit hashes (cyrb53's rounds): no cryptography is loaded for a file name. */
function wordOf(path: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  const hex = (n: number) => (n >>> 0).toString(16).padStart(8, "0");
  const name = basename(path).replace(/[^A-Za-z0-9_-]+/g, "-");
  return `${hex(a)}${hex(b)}-${name.slice(0, 40)}`;
}
