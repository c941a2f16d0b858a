import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { probeAttributes } from "../../../src/editor/files/attributes.ts";
import { checkFile } from "../../../src/editor/files/check.ts";
import { loadFile } from "../../../src/editor/files/load.ts";
import { FileWatch } from "../../../src/editor/files/watch.ts";
import { failing, withFaults } from "./faulty-port.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-check-"));
after(() => fs.rmSync(root, { recursive: true, maxRetries: 10 }));
let path = "";
beforeEach(() => {
  path = join(fs.mkdtempSync(join(root, "case-")), "file");
  fs.writeFileSync(path, "text\n");
});

type Act = () => void;
const CASES: readonly (readonly [name: string, kind: string, act: Act])[] = [
  ["left alone", "same", () => {}],
  ["read by others", "same", () => void fs.readFileSync(path)],
  ["linked", "same", () => fs.linkSync(path, `${path}2`)],
  ["made executable", "mode", () => fs.chmodSync(path, 0o755)],
  ["touched", "touched", () => fs.utimesSync(path, 2e9, 2e9)],
  [
    "replaced by the same bytes",
    "touched",
    () => {
      fs.writeFileSync(`${path}2`, "text\n");
      fs.renameSync(`${path}2`, path);
    },
  ],
  ["made longer", "changed", () => fs.appendFileSync(path, "more\n")],
  [
    "overwritten at the same size",
    "changed",
    () => {
      fs.writeFileSync(path, "TEXT\n");
      fs.utimesSync(path, 2e9, 2e9);
    },
  ],
  ["removed", "vanished", () => fs.rmSync(path)],
  [
    "replaced by a folder",
    "changed",
    () => {
      fs.rmSync(path);
      fs.mkdirSync(path);
    },
  ],
];

for (const [name, kind, act] of CASES) {
  test(`a file that is ${name} checks as ${kind}`, () => {
    // An old file: what is asked here is not whether the clock is fine enough.
    fs.utimesSync(path, 1e9, 1e9);
    const { identity, hash } = loadFile(path);
    hash();
    act();
    assert.equal(checkFile(path, identity, hash).kind, kind);
  });
}

test("a new document learns of a file that appears", () => {
  const nothing = () => null;
  assert.equal(checkFile(path, null, nothing).kind, "appeared");
  fs.rmSync(path);
  assert.equal(checkFile(path, null, nothing).kind, "same");
});

test("a disk that does not answer says nothing about the file", () => {
  const { identity, hash } = loadFile(path);
  const port = withFaults({
    stat: () => {
      throw failing("ESTALE", "stat");
    },
  });
  assert.deepEqual(checkFile(path, identity, hash, port), {
    kind: "unknown",
    reason: "stale file handle",
  });
});

test("a watched file that is replaced is heard of, others are not", async () => {
  const heard: string[] = [];
  let wake = () => {};
  const once = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const watch = new FileWatch((changed) => {
    heard.push(changed);
    wake();
  });
  const alive = setInterval(() => {}, 1000);
  assert.ok(watch.add(path));
  assert.equal(watch.add(join(root, "no/such/file")), false);
  fs.writeFileSync(`${path}2`, "new\n");
  fs.renameSync(`${path}2`, path);
  await once;
  clearInterval(alive);
  assert.deepEqual(heard, [path]);
  watch.remove(path);
  watch.close();
});

test("a plain file has no attributes that are known of", async () => {
  assert.ok(["none", "unknown"].includes(await probeAttributes(path)));
});
