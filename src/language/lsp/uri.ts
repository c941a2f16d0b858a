/** Addresses of documents. Servers spell them in their own ways: paths are compared, not addresses. */
import { fileURLToPath, pathToFileURL } from "node:url";

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** The absolute path of a `file:` address; null for any other and for what is none. */
export function pathOfUri(uri: unknown): string | null {
  if (typeof uri !== "string" || !uri.startsWith("file:")) return null;
  try {
    const path = fileURLToPath(uri);
    return path.includes("\0") ? null : path;
  } catch (error) {
    // A host name, an encoded slash, bad UTF-8: no file of this machine.
    if (error instanceof TypeError || error instanceof URIError) return null;
    throw error;
  }
}
