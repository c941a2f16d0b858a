/** Whether a model fits into the memory of this machine. */
import { totalmem } from "node:os";
import { megabytes } from "./download.ts";

/** For the context and what computes it, bytes: the least. */
const BESIDE = 200e6;

/** Bytes that this machine, or the part of it that we may use, has. */
export function machineMemory(): number {
  const most = process.constrainedMemory();
  // 0, or more than there is: there is no limit.
  return most > 0 ? Math.min(most, totalmem()) : totalmem();
}

/**
 * Why a model of so many bytes can't be loaded; null: it can. Weights that are not all in memory are read
 * from the disk for each token: that is of no use to anybody who types.
 */
export function whyTooLarge(bytes: number, memory = machineMemory()): string | null {
  if (bytes + BESIDE <= memory) return null;
  return `it needs about ${megabytes(bytes + BESIDE)} of memory, this machine has ${megabytes(memory)}`;
}
