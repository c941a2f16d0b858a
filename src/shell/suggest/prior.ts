/** Lines that everybody types: what is offered before anything was learned. */
import { Memory } from "./memory.ts";

/** Typical stretches of work, a line a stretch, commands parted by " ; ". Written for this purpose. */
const STRETCHES = `
ls ; cd .. ; ls
cd .. ; ls ; pwd
ls -la ; cd .. ; ls -l ; ls -a
`;

let prior: Memory | null = null;

/** Shared: nothing is learned into it. */
export function priorMemory(): Memory {
  if (prior !== null) return prior;
  prior = new Memory();
  for (const [at, stretch] of STRETCHES.trim().split("\n").entries()) {
    for (const command of stretch.split(" ; ")) prior.add(command, null, `${at}`, null);
  }
  return prior;
}
