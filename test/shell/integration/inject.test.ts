/** The file with the secret, where no shell reads it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { injectInto, scriptFolder } from "../../../src/shell/integration/inject.ts";

const MODULE = pathToFileURL(join(scriptFolder(), "../inject.ts")).href;

function inFolder(body: (folder: string) => void): () => void {
  return () => {
    const folder = mkdtempSync(join(tmpdir(), "hunch-inject-"));
    try {
      body(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  };
}

test(
  "it is removed after a while",
  inFolder((folder) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const env = { XDG_RUNTIME_DIR: folder };
      const start = injectInto("bash", { file: "bash", args: [], env, nonce: "s3cret" });
      const file = start.env.HUNCH_MARKS ?? "";
      assert.equal(readFileSync(file, "utf8"), "s3cret\n");
      assert.equal(statSync(file).mode & 0o777, 0o600);
      mock.timers.tick(31_000);
      assert.equal(existsSync(file), false);
    } finally {
      mock.timers.reset();
    }
  }),
);

test(
  "it is removed when the editor ends",
  inFolder((folder) => {
    const script =
      `import { injectInto } from ${JSON.stringify(MODULE)};\n` +
      `import { existsSync } from "node:fs";\n` +
      `const env = { XDG_RUNTIME_DIR: ${JSON.stringify(folder)} };\n` +
      `const start = injectInto("fish", { file: "fish", args: [], env, nonce: "s3cret" });\n` +
      "process.stdout.write(String(existsSync(start.env.HUNCH_MARKS)));\n";
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    assert.equal(said, "true");
    assert.deepEqual(readdirSync(folder), []);
  }),
);
