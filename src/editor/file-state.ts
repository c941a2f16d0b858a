/** What a document knows about its file. */
import type { Document } from "./document.ts";
import type { Fiber } from "./fiber.ts";
import { type FileFormat, NEW_FILE_FORMAT } from "./files/encoding.ts";
import type { FileIdentity } from "./files/identity.ts";
import type { LoadedFile } from "./files/load.ts";
import type { PendingSave } from "./files/save-request.ts";

export class FileState {
  format: FileFormat = NEW_FILE_FORMAT;
  /** Null: there was no file when it was opened, and none was written since. */
  identity: FileIdentity | null = null;
  /** SHA-256 of the bytes last read or written; null when not known. */
  hash: () => string | null = () => null;
  /** Without symbolic links. */
  realPath: string | null = null;
  /** Whether the file reads back as the text that was written (`Saved.exact`). */
  exact = true;
  /** A change on disk the user was told about: not told again. */
  warned: string | null = null;
}

/** What the application does around files: journals, undo files, recovery. */
export interface FileHooks {
  /** Before a new document is shown: may ask (recover, discard...) and change it. */
  opened?(doc: Document, loaded: LoadedFile): Fiber;
  /** A whole document is about to be written: may change it. */
  beforeSave?(doc: Document): void;
  /** The new bytes are safe and the name is about to change hands. */
  beforeReplace?(doc: Document, next: PendingSave): void;
  /** What `probeAttributes` found out about a file. */
  attributes?(path: string): "none" | "some" | "unknown";
}
