import { test } from "node:test";
import { killOnce } from "./kill.ts";

// More of these: scripts/soak-kill.ts.
for (const seed of [1, 2, 3, 4]) {
  test(`an editor that is killed loses nothing older than 200 ms (seed ${seed})`, async () => {
    await killOnce(seed);
  });
}
