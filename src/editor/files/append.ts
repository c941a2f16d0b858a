/** `:w >>FILE`. */
import { UserError } from "../../base/errors.ts";
import type { Text } from "../../text/text.ts";
import type { FileFormat } from "./encoding.ts";
import { DISK, type FilePort } from "./port.ts";
import { saveError } from "./save-error.ts";
import { writeText } from "./temporary.ts";

/**
 * Adds a text, with a final line break, at the end of a file, which must be there unless `force`.
 * Bytes written; throws UserError (Vim's message), and then the file is as it was.
 */
export function appendToFile(
  path: string,
  text: Text,
  format: FileFormat,
  force = false,
  port: FilePort = DISK,
): number {
  let fd = -1;
  try {
    const stat = port.stat(path);
    if (stat === null && !force) {
      throw new UserError("E212: Can't open file for writing: no such file or directory");
    }
    if (stat !== null && stat.kind !== "file") {
      throw new UserError(`E503: "${path}" is not a file or writable device`);
    }
    fd = port.open(path, "append", 0o666);
    try {
      // What is added starts no file: it has no byte order mark.
      const { size } = writeText(text, { ...format, bom: false, endofline: true }, fd, port);
      port.sync(fd);
      return size;
    } catch (error) {
      port.truncate(fd, stat?.size ?? 0);
      throw error;
    }
  } catch (error) {
    throw saveError(path, error);
  } finally {
    if (fd >= 0) port.close(fd);
  }
}
