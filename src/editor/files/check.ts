/** Whether a file is still what the document was read from or written as. */
import { type FileIdentity, identityOf, sameContent } from "./identity.ts";
import { codeOf, DISK, type FilePort, reasonOf } from "./port.ts";
import { hashOfFile } from "./temporary.ts";

/**
 * `same`; `touched`: other inode or time, same bytes (take over `identity`, ask nothing); `changed`:
 * other bytes; `mode`: only permissions or owner differ; `vanished`; `appeared`: a file where there
 * was none; `unknown`: can't be looked at now (`reason`), as on a network that is down.
 */
export type FileCheck =
  | { readonly kind: "same" | "vanished" }
  | { readonly kind: "touched" | "changed" | "mode" | "appeared"; readonly identity: FileIdentity }
  | { readonly kind: "unknown"; readonly reason: string };

/** Modification times this close (ms) to the check may hide a second write of the same size. */
const RACY_MS = 50;

/**
 * Compares with `known` (null: no file was there). Reads the file only when its inode or time says
 * that it may have changed without a change of size. `knownHash` may be null where it is not worth
 * knowing: then doubt counts as a change.
 */
export function checkFile(
  path: string,
  known: FileIdentity | null,
  knownHash: () => string | null,
  port: FilePort = DISK,
): FileCheck {
  try {
    const stat = port.stat(path);
    if (stat === null) return { kind: known === null ? "same" : "vanished" };
    const identity = identityOf(stat);
    if (known === null) return { kind: "appeared", identity };
    if (stat.kind !== "file") return { kind: "changed", identity };
    if (sameContent(identity, known)) {
      // Two writes within a clock tick leave one time: ctime moves with them on most systems.
      const racy = Number(BigInt(identity.ctime) - BigInt(identity.mtime)) / 1e6 < RACY_MS;
      const doubt = identity.ctime !== known.ctime && racy;
      const mode = known.mode !== identity.mode || known.uid !== identity.uid;
      if (!doubt) return mode ? { kind: "mode", identity } : { kind: "same" };
    } else if (identity.size !== known.size) {
      return { kind: "changed", identity };
    }
    const hash = knownHash();
    const same = hash !== null && hash === hashOfFile(path, port);
    return { kind: same ? "touched" : "changed", identity };
  } catch (error) {
    const code = codeOf(error);
    if (code === "") throw error;
    return { kind: "unknown", reason: reasonOf(code) };
  }
}
