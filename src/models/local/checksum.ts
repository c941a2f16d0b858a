/** SHA-256 sums of large files. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Cancelled, UserError } from "../../base/errors.ts";

const SUM = /^[0-9a-f]{64}$/;
const CHUNK = 1024 * 1024;

/** As 64 lower-case digits. Rejects with Cancelled when `signal` is aborted. */
export async function sha256Of(
  path: string,
  signal: AbortSignal,
  progress: (done: number, total: number) => void = () => {},
): Promise<string> {
  const { size } = await stat(path);
  const hash = createHash("sha256");
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    if (signal.aborted) throw new Cancelled();
    hash.update(chunk as Buffer);
    done += (chunk as Buffer).length;
    progress(done, size);
  }
  return hash.digest("hex");
}

/** A sum as somebody wrote it, in lower case. Throws UserError when it is none. */
export function checkedSum(text: string): string {
  const sum = text.trim().toLowerCase();
  if (!SUM.test(sum)) throw new UserError(`"${text}" is no SHA-256 sum (64 hexadecimal digits)`);
  return sum;
}

/** The sum in what a server says (a header with quotes, a line of sha256sum); null: none. */
export function sumIn(text: string | null): string | null {
  const match = /(?:^|[^0-9a-f])([0-9a-f]{64})(?![0-9a-f])/i.exec(text ?? "");
  return match?.[1]?.toLowerCase() ?? null;
}
