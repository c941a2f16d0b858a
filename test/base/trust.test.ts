/** Decisions about folders, and the file they are kept in. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Trust } from "../../src/base/trust.ts";

test("the nearest folder decides", () => {
  const trust = new Trust(null);
  trust.decide("/a", "trusted");
  trust.decide("/a/b/", "untrusted");
  const cases = [
    ["/a", "/a", "trusted"],
    ["/a/x/y.ts", "/a", "trusted"],
    ["/a/b/c.ts", "/a/b", "untrusted"],
    ["/ab/c.ts", null, "unknown"],
    ["/", null, "unknown"],
  ] as const;
  for (const [path, folder, decision] of cases) {
    assert.deepEqual(trust.of(path), { folder, decision }, path);
  }
  trust.decide("/a/b", null);
  assert.equal(trust.allows("/a/b/c.ts"), true);
});

test("decisions last, for this user only, and a name can't forge one", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "hunch-trust-")), "state");
  const name = "/evil\ntrusted /etc\\n";
  new Trust(folder).decide(name, "untrusted");
  new Trust(folder).decide("/good", "trusted");
  const again = new Trust(folder);
  assert.deepEqual(again.all(), [
    [name, "untrusted"],
    ["/good", "trusted"],
  ]);
  assert.equal(again.allows("/etc"), false);
  assert.equal(statSync(join(folder, "trust")).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(folder, "trust"), "utf8").split("\n").length, 3);
});

test("links are followed: what is trusted is a place, not a name", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hunch-trust-")));
  const [real, link] = [join(folder, "real"), join(folder, "link")];
  mkdirSync(join(real, "evil"), { recursive: true });
  symlinkSync(real, link);
  const trust = new Trust(null);
  trust.decide(`${link}/`, "trusted");
  for (const name of [link, real, join(link, "new.ts")])
    assert.equal(trust.allows(name), true, name);
  trust.decide(join(real, "evil"), "untrusted");
  assert.equal(trust.allows(join(link, "evil", "x")), false);
  trust.decide(link, null);
  assert.equal(trust.allows(real), false);
});
