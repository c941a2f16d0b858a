/** Files with passwords and keys: what is in them has to be seen nowhere else. */
import { secretReason } from "./secret.ts";

/** They may be kept on disk like any other. Examples of such files are for everybody. */
const CREDENTIALS =
  /\/(?:\.env(?:\.(?!example$|sample$|template$|dist$)[^/]*)?|\.(?:netrc|pgpass|htpasswd)|id_(?:rsa|dsa|ecdsa|ed25519)|\.aws\/credentials|[^/]+\.(?:pem|key|p12|pfx|jks|kdbx))$/i;

/** Whether nothing is learned from a file (an absolute path) and nothing is predicted in it. */
export function isPrivatePath(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return CREDENTIALS.test(path) || secretReason(path, env) !== null;
}
