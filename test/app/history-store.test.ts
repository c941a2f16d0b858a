import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { HistoryStore } from "../../src/app/history-store.ts";
import type { Store } from "../../src/store/store.ts";

async function stage() {
  const editor = composeEditor({ now: () => 5, poll: () => {} });
  const stored: string[] = [];
  const ask = async (name: string, argument: unknown) => {
    if (name !== "addHistory") return [];
    const { kind, line } = argument as { kind: string; line: string };
    stored.push(kind + line);
    return null;
  };
  const histories = new HistoryStore(editor, { ask } as unknown as Store);
  await histories.load();
  const type = (kind: ":" | "/", line: string) => editor.history[kind].push(line);
  return { editor, histories, stored, type };
}

test("typed lines with secrets are not stored", async () => {
  const { editor, histories, stored, type } = await stage();
  editor.hasSecret = (line) => line.includes("hidden");
  type(":", "!deploy --token hidden");
  type("/", "hidden");
  type(":", "!deploy --dry-run");
  histories.save();
  histories.save();
  assert.deepEqual(stored, [":!deploy --dry-run"]);
});

test("until somebody knows what a secret is, long lines wait", async () => {
  const { editor, histories, stored, type } = await stage();
  type(":", "wq");
  type(":", "!deploy --token hidden");
  type(":", "edit a/long/name/of/a/file");
  histories.save();
  assert.deepEqual(stored, [":wq"]);
  editor.hasSecret = (line) => line.includes("hidden");
  histories.save();
  assert.deepEqual(stored, [":wq", ":edit a/long/name/of/a/file"]);
});
