import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { fingerprintOfBytes } from "../../../src/editor/files/identity.ts";
import { loadFile } from "../../../src/editor/files/load.ts";
import { failing, withFaults } from "./faulty-port.ts";

const folder = fs.mkdtempSync(join(os.tmpdir(), "hunch-load-"));
after(() => fs.rmSync(folder, { recursive: true, maxRetries: 10 }));
const at = (name: string) => join(folder, name);

function refuses(path: string, message: RegExp, port?: Parameters<typeof loadFile>[2]) {
  assert.throws(
    () => loadFile(path, {}, port),
    (error) => error instanceof UserError && message.test(error.message),
  );
}

test("a file comes with its identity and hash", () => {
  fs.writeFileSync(at("plain"), "one\ntwo\n", { mode: 0o640 });
  const file = loadFile(at("plain"));
  const stat = fs.statSync(at("plain"), { bigint: true });
  assert.equal(file.text.toString(), "one\ntwo");
  assert.equal(file.identity?.ino, String(stat.ino));
  assert.equal(file.identity?.mtime, String(stat.mtimeNs));
  assert.equal(file.identity?.mode, 0o640);
  assert.equal(file.hash(), fingerprintOfBytes(Buffer.from("one\ntwo\n")));
  assert.equal(file.readonly, false);
});

test("a missing file is a new one", () => {
  const file = loadFile(at("missing"));
  assert.equal(file.identity, null);
  assert.equal(file.text.length, 0);
  assert.equal(file.hash(), null);
  assert.equal(file.realPath, join(fs.realpathSync(folder), "missing"));
});

test("a missing folder is no reason to refuse a new file", () => {
  assert.equal(loadFile(at("no/such/folder")).identity, null);
});

test("a symbolic link is followed and keeps its name", () => {
  fs.writeFileSync(at("target"), "x\n");
  fs.symlinkSync("target", at("link"));
  const file = loadFile(at("link"));
  assert.equal(file.path, at("link"));
  assert.equal(file.realPath, fs.realpathSync(at("target")));
});

test("a folder, a link loop and a file used as a folder are refused", () => {
  refuses(folder, /is a directory/);
  fs.symlinkSync("loop", at("loop"));
  refuses(at("loop"), /too many levels of symbolic links/);
});

test("a FIFO is refused without waiting for a writer", () => {
  execFileSync("mkfifo", [at("fifo")]);
  refuses(at("fifo"), /FIFO/);
});

test("a device is refused", () => refuses("/dev/null", /is a device/));

test("a socket is refused", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(at("socket"), done));
  refuses(at("socket"), /is a socket/);
  await new Promise((done) => server.close(done));
});

test("a file whose size is not told in advance is read to its end", {
  skip: process.platform !== "linux",
}, () => {
  assert.match(loadFile("/proc/self/status").text.toString(), /^Name:/);
});

test("no permission is said in Vim's words", () => {
  fs.writeFileSync(at("closed"), "");
  const port = withFaults({
    open: () => {
      throw failing("EACCES", "open");
    },
  });
  refuses(at("closed"), /\[Permission Denied\]/, port);
});

test("an unreadable disk is an error, not an empty text", () => {
  fs.writeFileSync(at("sick"), "text\n");
  const port = withFaults({
    read: () => {
      throw failing("EIO", "read");
    },
  });
  refuses(at("sick"), /E484: .*input\/output error/, port);
});

test("a file that can't be written is read-only", () => {
  fs.writeFileSync(at("ro"), "x\n");
  assert.equal(loadFile(at("ro"), {}, withFaults({ writable: () => false })).readonly, true);
});

test("a file above the limit is refused with its size", () => {
  fs.writeFileSync(at("huge"), "");
  fs.truncateSync(at("huge"), 3 * 2 ** 30);
  refuses(at("huge"), /too large: 3\.0 GiB/);
});
