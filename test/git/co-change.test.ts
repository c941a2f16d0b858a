/** Files that change together, from real histories. */
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Trust } from "../../src/base/trust.ts";
import { CoChange } from "../../src/git/co-change.ts";
import { findRepository, Repository } from "../../src/git/repository.ts";
import { Store } from "../../src/store/store.ts";
import { repository, withoutGit } from "./repo.ts";

const skip = withoutGit();

test("partners with their shares, cached until HEAD moves", { skip }, async () => {
  const repo = repository();
  const commit = (message: string, ...names: string[]): void => {
    for (const name of names) repo.write(name, message);
    repo.git("add", "-A");
    repo.git("commit", "-qm", message);
  };
  commit("1", "a.ts", "a.test.ts", "docs/näme.md");
  commit("2", "a.ts", "a.test.ts");
  commit("3", "a.ts");
  commit("4", "a.ts", "a.test.ts", "docs/näme.md");
  commit("5", ...Array.from({ length: 40 }, (_, i) => `many/${i}`), "a.ts");
  const folder = mkdtempSync(join(tmpdir(), "hunch-cochange-"));
  const place = findRepository(repo.root)!;
  const store = new Store({ folder, onMessage: (message) => assert.fail(message) });
  const make = () =>
    new CoChange(new Repository(place, new Trust(null), process.env), store, () => 0);
  const first = make();
  assert.deepEqual(first.partners("a.ts"), []);
  await first.learn();
  const shares = first
    .partners("a.ts")
    .map(({ name, probability, count }) => [name, count, probability.toFixed(1)]);
  assert.deepEqual(shares, [
    ["a.test.ts", 3, "0.8"],
    ["docs/näme.md", 2, "0.5"],
  ]);
  assert.deepEqual(first.partners("many/1"), []);
  assert.deepEqual(first.partners("constructor"), []);
  commit("6", "a.ts");
  const second = make();
  await second.learn();
  assert.equal(
    second.partners("a.ts")[0]!.probability < first.partners("a.ts")[0]!.probability,
    true,
  );
  await store.close();
});

test("a repository without a commit has none", { skip }, async () => {
  const place = findRepository(repository().root)!;
  const none = new CoChange(new Repository(place, new Trust(null), process.env), null, () => 0);
  await none.learn().catch(() => {});
  assert.deepEqual(none.partners("a"), []);
});
