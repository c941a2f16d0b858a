/**
 * Flags of V8 for a piece of work. They are set back at once: compiled code belongs to the flags of
 * its time, and with other ones Node compiles its own modules anew; a worker takes 45 ms more to start.
 */
import { setFlagsFromString } from "node:v8";

/** How many are at work with each flag. */
const holders = new Map<string, number>();

/** Turns a flag off (`no-turbofan`) until the function that is answered is called; microseconds. */
export function holdFlag(name: `no-${string}`): () => void {
  let held = true;
  count(name, 1);
  return () => {
    if (held) count(name, -1);
    held = false;
  };
}

function count(name: string, step: 1 | -1): void {
  const before = holders.get(name) ?? 0;
  const after = before + step;
  holders.set(name, after);
  if (before === 0) setFlagsFromString(`--${name}`);
  else if (after === 0) setFlagsFromString(`--${name.slice(3)}`);
}
