/** Keys: from a variable, a command, a file; never in a message. */
import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { messageOf, UserError } from "../../../src/base/errors.ts";
import { isRemote } from "../../../src/models/config/address.ts";
import { readModels } from "../../../src/models/config/file.ts";
import { KeyRing, resolveKey } from "../../../src/models/config/keys.ts";
import { stampOf } from "../../../src/models/config/paths.ts";
import { changeModels, writeKey } from "../../../src/models/config/write.ts";
import type { KeySource } from "../../../src/models/model.ts";

const home = mkdtempSync(join(tmpdir(), "hunch-keys-"));
after(() => rmSync(home, { recursive: true, force: true }));
const env = { HOME: home, PATH: process.env.PATH, K: " k-1 \n", EMPTY: "" };
writeFileSync(join(home, "key"), "k-2\nmore\n", { mode: 0o600 });
writeFileSync(join(home, "open"), "k-3\n");
chmodSync(join(home, "open"), 0o640);
writeFileSync(join(home, "empty"), "\n", { mode: 0o600 });

for (const [source, key] of [
  [{ env: "K" }, "k-1"],
  [{ file: "~/key" }, "k-2"],
  [{ command: "printf 'k-4\\nsecond line\\n'; echo complaint >&2" }, "k-4"],
  [{ command: 'cat "$HOME/key"' }, "k-2"],
] as const) {
  test(`a key from ${JSON.stringify(source)}`, async () => {
    assert.equal(await resolveKey(source, env), key);
  });
}

const REFUSED: readonly (readonly [KeySource, RegExp])[] = [
  [{ env: "NONE" }, /^NONE is not set$/],
  [{ env: "EMPTY" }, /^EMPTY is not set$/],
  [{ file: join(home, "none") }, /no such key file/],
  [{ file: join(home, "open") }, /can be read by others: chmod 600 it$/],
  [{ file: join(home, "empty") }, /is empty$/],
  [{ file: home }, /is no file/],
  [{ command: "echo HIDDEN >&2; exit 3" }, /^The key's command ended with status 3$/],
  [{ command: ": HIDDEN" }, /^The key's command printed nothing$/],
  [{ command: "echo 'not HIDDEN a key'" }, /that is no key/],
];

for (const [source, wanted] of REFUSED) {
  test(`no key from ${JSON.stringify(source).replaceAll(home, "")}`, async () => {
    const error = await resolveKey(source, env).then(
      () => assert.fail("there is one"),
      (error: unknown) => error,
    );
    assert.ok(error instanceof UserError);
    assert.match(messageOf(error), wanted);
    assert.doesNotMatch(messageOf(error), /HIDDEN/);
  });
}

test("a ring asks once, and again when a key was forgotten or not there", async () => {
  const file = join(home, "ring");
  const ring = new KeyRing(env);
  const source = { file };
  await assert.rejects(ring.get(source));
  writeFileSync(file, "a\n", { mode: 0o600 });
  assert.equal(await ring.get(source), "a");
  writeFileSync(file, "b\n");
  assert.equal(await ring.get(source), "a");
  ring.forget(source);
  assert.equal(await ring.get(source), "b");
});

test("what is written is for its owner only; a link stays one, a mode too", () => {
  const folder = join(home, "config");
  const dots = join(home, "dots");
  mkdirSync(folder);
  mkdirSync(dots);
  changeModels(folder, () => "# new\n");
  assert.equal(statSync(join(folder, "models.toml")).mode & 0o777, 0o600);
  rmSync(join(folder, "models.toml"));
  writeFileSync(join(dots, "models.toml"), "# mine\n", { mode: 0o644 });
  symlinkSync(join(dots, "models.toml"), join(folder, "models.toml"));
  changeModels(folder, (text) => `${text}# more\n`);
  assert.equal(readFileSync(join(dots, "models.toml"), "utf8"), "# mine\n# more\n");
  assert.equal(statSync(join(dots, "models.toml")).mode & 0o777, 0o644);
  const file = writeKey(folder, "my/box", "k");
  assert.equal(file, join(folder, "keys", "my_box"));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, "keys")).mode & 0o777, 0o700);
  assert.throws(() => changeModels(folder, () => assert.fail("no")), /no/);
  assert.equal(readFileSync(join(dots, "models.toml"), "utf8"), "# mine\n# more\n");
});

test("a link whose target is not there yet makes it; what can't be written is said", () => {
  const folder = join(home, "later");
  const file = join(folder, "models.toml");
  mkdirSync(folder);
  symlinkSync("../not-yet/m.toml", file);
  changeModels(folder, () => "# 1\n");
  assert.equal(readlinkSync(file), "../not-yet/m.toml");
  assert.equal(readFileSync(join(home, "not-yet", "m.toml"), "utf8"), "# 1\n");
  chmodSync(file, 0o400);
  assert.throws(() => changeModels(folder, () => "# 2\n"), /is read-only$/);
  const cases: readonly (readonly [() => void, RegExp])[] = [
    [() => mkdirSync(file), /models\.toml is no file$/],
    [() => symlinkSync("models.toml", file), /ELOOP/],
    [() => writeFileSync(file, "= 1"), /line 1, is no TOML/],
  ];
  for (const [make, why] of cases) {
    rmSync(file, { recursive: true, force: true });
    make();
    assert.throws(() => changeModels(folder, () => "# 2\n"), { name: "UserError", message: why });
    const { config, faults } = readModels(folder, {});
    assert.equal(config.providers.length, 0);
    assert.equal(faults.length, 1);
    assert.notEqual(stampOf(file), "");
  }
});

const LOCAL = [
  "http://localhost:1",
  "http://127.0.0.1",
  "http://gpu-box:8",
  "http://10.1.2.3",
  "http://192.168.0.9",
  "http://172.31.0.1",
  "http://[::1]:1",
  "http://[fd00::1]",
  "http://[::ffff:10.0.0.1]",
  "http://nas.local",
  "http://m.fritz.lan",
  "http://100.64.1.1",
  "http://m.tail1.ts.net",
  "",
  "unix:/x",
];
const REMOTE = [
  "https://api.openai.com/v1",
  "http://8.8.8.8",
  "http://172.32.0.1",
  "http://[2001:db8::1]",
  "http://100.128.0.1",
  "https://local.example",
  "http://[::ffff:8.8.8.8]",
  "https://evil-local" + ".com",
];

test("what is remote", () => {
  assert.deepEqual(LOCAL.filter(isRemote), []);
  assert.deepEqual(
    REMOTE.filter((url) => !isRemote(url)),
    [],
  );
});
