/** Recent files: what was used often and lately comes first. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { RecentFiles } from "../../../src/app/pickers/recent.ts";
import { folderWith } from "./bench.ts";

const DAY = 24 * 3600 * 1000;

function folder(t: TestContext): string {
  const made = folderWith({});
  t.after(() => rmSync(made, { recursive: true, force: true, maxRetries: 10 }));
  return made;
}

test("visits count, and count less with time", () => {
  let now = 0;
  const recent = new RecentFiles(null, () => now);
  for (let i = 0; i < 4; i++) recent.visit("/often");
  now = DAY;
  recent.visit("/once");
  assert.deepEqual(recent.best(), ["/often", "/once"]);
  now = 30 * DAY;
  recent.visit("/new");
  assert.deepEqual(recent.best(), ["/new", "/often", "/once"]);
});

test("two sessions keep what the other has written", (t) => {
  const place = folder(t);
  const one = new RecentFiles(place, () => 1);
  const two = new RecentFiles(place, () => 2);
  one.visit("/one");
  two.visit("/two");
  one.save();
  two.save();
  assert.deepEqual(new RecentFiles(place, () => 3).best().sort(), ["/one", "/two"]);
});

test("a damaged list begins anew, and at most 500 files are kept", (t) => {
  const place = folder(t);
  writeFileSync(join(place, "recent.json"), '[["/a",{"score":"x"}],["/b"],7');
  let now = 0;
  const recent = new RecentFiles(place, () => now);
  assert.deepEqual(recent.best(), []);
  for (; now < 600; now++) recent.visit(`/file-${now}`);
  recent.save();
  const kept = JSON.parse(readFileSync(join(place, "recent.json"), "utf8")) as unknown[];
  assert.equal(kept.length, 500);
});

test("without a folder nothing is written", () => {
  const recent = new RecentFiles(null, () => 0);
  recent.visit("/a");
  recent.save();
  assert.deepEqual(recent.best(), ["/a"]);
});
