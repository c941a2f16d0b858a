/** The real disk, but for the calls that a test wants to fail. */
import { DISK, type FilePort } from "../../../src/editor/files/port.ts";

export function failing(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall });
}

export function withFaults(faults: Partial<FilePort>): FilePort {
  return Object.defineProperties({ ...DISK }, Object.getOwnPropertyDescriptors(faults)) as FilePort;
}

/** Writes fail with `code` once `limit` bytes have been written; earlier ones may be partial. */
export function fullAfter(limit: number, code = "ENOSPC"): FilePort {
  let left = limit;
  return withFaults({
    write(fd, bytes) {
      if (left <= 0) throw failing(code, "write");
      const count = DISK.write(fd, bytes.subarray(0, left));
      left -= count;
      return count;
    },
  });
}
