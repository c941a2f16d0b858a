import { UserError } from "../../base/errors.ts";
import { codeOf, reasonOf } from "./port.ts";

/** Vim's message for a system's refusal to write; everything else comes back as it is. */
export function saveError(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === "") return error;
  if (code === "ENOSPC") return new UserError("E514: Write error (file system full?)");
  const call = (error as { syscall?: unknown }).syscall;
  if (call === "write") return new UserError(`E514: Write error: ${reasonOf(code)}`);
  if (call === "fsync") return new UserError(`E667: Fsync failed: ${reasonOf(code)}`);
  if (call === "rename")
    return new UserError(`E208: Error writing to "${path}": ${reasonOf(code)}`);
  return new UserError(`E212: Can't open file for writing: ${reasonOf(code)}`);
}
