/** Without a models.toml nothing of models is loaded. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { LateModels } from "../../src/app/late-models.ts";
import type { ModelParts } from "../../src/app/models-features.ts";
import { Trust } from "../../src/base/trust.ts";

test("looked for behind the first frame, and when nobody types; put in piece by piece", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "hunch-late-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const waiting: (() => void)[] = [];
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const late = new LateModels(
    editor,
    {
      redraw() {},
      afterFrame: (callback) => void waiting.push(callback),
      quietMs: () => 1000,
      env: { XDG_CONFIG_HOME: home },
      stateFolder: home,
      trust: new Trust(null),
      store: null,
    },
    // A file with a fault only: nothing is joined to the editor.
    {} as ModelParts,
  );
  assert.equal(waiting.length, 1);
  waiting[0]!();
  late.idle();
  assert.equal(late.get(), null);
  mkdirSync(join(home, "hunch"));
  writeFileSync(join(home, "hunch", "models.toml"), "x = 1\n");
  late.idle();
  assert.equal(late.get(), null, "not in one piece");
  while (late.get() === null) await new Promise((resolve) => setImmediate(resolve));
  assert.match(editor.message?.text ?? "", /models\.toml:1: unknown key x/);
});
