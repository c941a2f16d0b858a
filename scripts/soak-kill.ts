/** Kills 100 (or the given number of) editors at random moments and prints what they lost. */
import { killOnce } from "../test/editor/journal/kill.ts";

const rounds = Number(process.argv[2] ?? 100);
let typed = 0;
let worst = 0;
for (let seed = 1; seed <= rounds; seed++) {
  const result = await killOnce(seed);
  typed += result.typed;
  worst = Math.max(worst, result.lostAge);
}
process.stdout.write(
  `${rounds} kills, ${typed} changes typed, oldest lost change ${worst} ms old (at most 200)\n`,
);
