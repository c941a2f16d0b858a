/** What a save is asked for and what comes of it. */
import type { Text } from "../../text/text.ts";
import type { FileFormat } from "./encoding.ts";
import type { FileIdentity } from "./identity.ts";

export interface SaveRequest {
  readonly path: string;
  readonly text: Text;
  readonly format: FileFormat;
  /** What the document was read from or last written as; null when no file was there. */
  readonly known: FileIdentity | null;
  /** The hash of those bytes, asked for only when the file looks touched. */
  readonly knownHash?: () => string | null;
  /** `:w!`: overwrite whatever is there. */
  readonly force?: boolean;
  readonly backupcopy?: "auto" | "yes" | "no";
  /** What `probeAttributes` found out about the file; "unknown" counts as "none". */
  readonly attributes?: "none" | "some" | "unknown";
  /** For the backup of an in-place save where the file's own folder can't be written. */
  readonly backupFolder?: string;
  /**
   * Called when the new bytes are safe and just before the name changes hands: the journal notes
   * here that a file with this hash is its new base. `backup` is the copy of the old bytes that an
   * in-place save goes by. If it throws, the old file stays.
   */
  readonly beforeReplace?: (next: PendingSave) => void;
}

export interface PendingSave {
  readonly hash: string;
  readonly size: number;
  readonly backup: string | null;
}

export interface Saved {
  readonly kind: "saved";
  readonly how: "rename" | "in-place";
  readonly identity: FileIdentity;
  /** SHA-256 of the bytes written, in hexadecimal. */
  readonly hash: string;
  readonly size: number;
  /**
   * Whether the file read again gives the same text; if not, the journal must be given the text as
   * its next base (`JournalBase.text`).
   */
  readonly exact: boolean;
  /** Whether no file was there before. */
  readonly created: boolean;
}

/**
 * What keeps a save without `force` from going ahead; nothing has been touched:
 * `changed` on disk since it was read, `vanished` from disk, `exists` although the document is new
 * (or was read from elsewhere), `readonly` by its permissions.
 */
export interface SaveRefused {
  readonly kind: "changed" | "vanished" | "exists" | "readonly";
}
