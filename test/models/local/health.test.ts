/** What a health report says of models of this machine. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { localHealth } from "../../../src/models/local/health.ts";
import { RUNTIME_VERSION } from "../../../src/models/local/runtime.ts";

const home = mkdtempSync(join(tmpdir(), "hunch-local-health-"));
after(() => rmSync(home, { recursive: true, force: true }));

test("the runtime and the files are there, or it is said what to do", () => {
  const env = { HOME: home, XDG_DATA_HOME: join(home, "data") };
  const file = join(home, "a.gguf");
  const model = {
    name: "a",
    provider: "gguf",
    id: file,
    format: null,
    context: 4096,
    price: null,
    extra: {},
  };
  const rows = () => localHealth([model], env).map(({ state, text }) => `${state} ${text}`);
  assert.deepEqual(rows(), [
    "warning node-llama-cpp is not installed",
    `warning a: ${file} is not there`,
  ]);
  writeFileSync(file, Buffer.alloc(1_500_000));
  const folder = join(home, "data", "hunch", "runtime", "node_modules", "node-llama-cpp");
  mkdirSync(folder, { recursive: true });
  const install = (version: string): void =>
    writeFileSync(
      join(folder, "..", ".package-lock.json"),
      JSON.stringify({ packages: { "node_modules/node-llama-cpp": { version } } }),
    );
  // What an installation that was killed leaves behind is none.
  assert.equal(rows()[0], "warning node-llama-cpp is not installed");
  install(RUNTIME_VERSION);
  assert.deepEqual(rows(), [`ok node-llama-cpp ${RUNTIME_VERSION}`, "ok a: a.gguf, 2 MB"]);
  install("1.0.0");
  assert.match(rows()[0]!, /^info node-llama-cpp 1\.0\.0: /);
});
