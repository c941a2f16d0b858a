/** What a health report says of servers and grammars. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { featureSections } from "../../src/app/feature-health.ts";
import { healthText } from "../../src/app/health-sections.ts";
import { Trust } from "../../src/base/trust.ts";

test("servers that are there, those that are not, and what trust has to do with it", () => {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "hunch-health-")));
  const bin = join(cwd, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(cwd, "package.json"), "{}");
  writeFileSync(join(bin, "pyright-langserver"), "#!/bin/sh\n");
  chmodSync(join(bin, "pyright-langserver"), 0o755);
  const trust = new Trust(null);
  const request = { env: { PATH: "" }, cwd, trust, servers: { gopls: false } };
  const before = healthText(featureSections(request));
  assert.match(before, /Not installed: .*pyright, rust-analyzer/);
  assert.match(before, /is not trusted: nothing is started in it/);
  trust.decide(cwd, "trusted");
  const after = healthText(featureSections(request));
  assert.match(after, /ok {5}pyright: .*pyright-langserver \(python\)/);
  assert.doesNotMatch(after, /gopls|not trusted/);
  assert.match(after, /ok {5}ripgrep: \/.*rg/, "the one that hunch brings, not one on the PATH");
  assert.match(after, /Grammars: .*typescript/);
});
