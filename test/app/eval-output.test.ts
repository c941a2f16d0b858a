/** `hunch eval` as a program. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";

const MAIN = join(import.meta.dirname, "../../src/app/main.ts");

test("who reads the answers may go away", async (t) => {
  const child = spawn(process.execPath, [...process.execArgv, MAIN, "eval", "tab", "--protocol"]);
  t.after(() => child.kill());
  child.stdin.on("error", () => {
    // It ended before it had read everything, as it should.
  });
  const errors = text(child.stderr);
  child.stdin.write("{}\n");
  await once(child.stdout, "data");
  child.stdout.destroy();
  child.stdin.end("{}\n".repeat(50_000));
  assert.deepEqual(await once(child, "exit"), [0, null]);
  assert.equal(await errors, "");
});
