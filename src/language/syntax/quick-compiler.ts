/**
 * The parsers' code is compiled by V8's quick compiler alone. It takes 1.4 times as long for a long
 * text, but the optimizing compiler would take 25 MB and half the time to the first colours for
 * TypeScript, and for Markdown most of a gigabyte and a second. A function is compiled when it is
 * first called, and never again, so whatever calls into that code does it here.
 */
import { holdFlag } from "../../base/engine-flags.ts";

/** Nothing is compiled twice from the start, nor for being called often. */
function hold(): () => void {
  const releases = [holdFlag("no-wasm-tier-up"), holdFlag("no-wasm-dynamic-tiering")];
  return () => {
    for (const release of releases) release();
  };
}

/** Calls into the library, a parser, a tree or a query: some microseconds more. */
export function quickly<T>(work: () => T): T {
  const release = hold();
  try {
    return work();
  } finally {
    release();
  }
}

/** The same for what is done once: the JavaScript in it is not optimized either. */
export function quicklyOnce<T>(work: () => T): T {
  const release = holdFlag("no-turbofan");
  try {
    return quickly(work);
  } finally {
    release();
  }
}

/** The same until a promise is settled. */
export async function quicklyUntil<T>(work: () => Promise<T>): Promise<T> {
  const release = hold();
  try {
    return await work();
  } finally {
    release();
  }
}
