import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { appendToFile } from "../../../src/editor/files/append.ts";
import { loadFile } from "../../../src/editor/files/load.ts";
import { DISK, type FilePort } from "../../../src/editor/files/port.ts";
import { type SaveRequest, saveFile } from "../../../src/editor/files/save.ts";
import { textOf } from "../../../src/text/text.ts";
import { failing, fullAfter, withFaults } from "./faulty-port.ts";

const root = fs.mkdtempSync(join(os.tmpdir(), "hunch-save-"));
after(() => fs.rmSync(root, { recursive: true, maxRetries: 10 }));
let folder = root;
beforeEach(() => {
  folder = fs.mkdtempSync(join(root, "case-"));
});

/** A file `name` with `content`, loaded; the request that saves "new text" to it. */
function edited(content = "old\n", name = "file"): SaveRequest {
  const path = join(folder, name);
  if (!fs.existsSync(path)) fs.writeFileSync(path, content);
  const loaded = loadFile(path);
  return {
    path,
    text: textOf("new text"),
    format: loaded.format,
    known: loaded.identity,
    knownHash: loaded.hash,
  };
}

const read = (name = "file") => fs.readFileSync(join(folder, name), "utf8");
const inode = (name = "file") => fs.statSync(join(folder, name)).ino;

function saved(request: SaveRequest, port?: FilePort) {
  const outcome = saveFile(request, port);
  assert.ok(outcome.kind === "saved", outcome.kind);
  return outcome;
}

test("a save replaces the file at once and keeps its mode", () => {
  const request = edited();
  fs.chmodSync(request.path, 0o751);
  const before = inode();
  const outcome = saved(request);
  assert.equal(outcome.how, "rename");
  assert.equal(read(), "new text\n");
  assert.notEqual(inode(), before);
  assert.equal(fs.statSync(request.path).mode & 0o777, 0o751);
  assert.deepEqual(outcome.identity, loadFile(request.path).identity);
  assert.equal(outcome.hash, loadFile(request.path).hash());
  assert.deepEqual(fs.readdirSync(folder), ["file"]);
});

test("a second save goes by the identity of the first", () => {
  const request = edited();
  const first = saved(request);
  const again = saved({ ...request, text: textOf("third"), known: first.identity });
  assert.equal(again.created, false);
  assert.equal(read(), "third\n");
});

test("a new file gets the mode that the umask leaves", () => {
  const path = join(folder, "fresh");
  const outcome = saved({ ...edited(), path, known: null });
  assert.equal(outcome.created, true);
  assert.equal(fs.statSync(path).mode & 0o777, 0o666 & ~process.umask());
});

test("owner and group are kept", { skip: process.getuid?.() !== 0 }, () => {
  const request = edited();
  fs.chownSync(request.path, 1234, 2345);
  assert.equal(saved(request).how, "rename");
  const { uid, gid } = fs.statSync(request.path);
  assert.deepEqual([uid, gid], [1234, 2345]);
});

test("a hard link stays one file", () => {
  const request = edited();
  fs.linkSync(request.path, join(folder, "other"));
  assert.equal(saved(request).how, "in-place");
  assert.equal(read("other"), "new text\n");
  assert.deepEqual(fs.readdirSync(folder).sort(), ["file", "other"]);
});

test("a symbolic link stays a link", () => {
  fs.writeFileSync(join(folder, "target"), "old, and longer than the new\n");
  fs.symlinkSync("target", join(folder, "link"));
  const request = edited("", "link");
  const before = inode("target");
  assert.equal(saved(request).how, "in-place");
  assert.ok(fs.lstatSync(request.path).isSymbolicLink());
  assert.equal(read("target"), "new text\n");
  assert.equal(inode("target"), before);
});

test("a dangling link makes its target", () => {
  fs.symlinkSync("later", join(folder, "link"));
  const path = join(folder, "link");
  const { text, format } = edited();
  assert.equal(saved({ path, text, format, known: null }).created, true);
  assert.equal(read("later"), "new text\n");
});

const IN_PLACE: readonly (readonly [string, Partial<SaveRequest>, Partial<FilePort>])[] = [
  ["backupcopy=yes", { backupcopy: "yes" }, {}],
  ["extended attributes", { attributes: "some" }, {}],
  ["a foreign owner", {}, { uid: 4321 }],
  [
    "a folder that can't be written",
    { backupFolder: root },
    {
      open(path, how, mode) {
        if (how === "create" && !path.startsWith(join(root, ".hunch"))) {
          throw failing("EACCES", "open");
        }
        return DISK.open(path, how, mode);
      },
    },
  ],
  [
    "a group that a new file can't have",
    {},
    {
      chown: () => {
        throw failing("EPERM", "fchown");
      },
      fstat: (fd) => ({ ...DISK.fstat(fd), gid: 999_999 }),
    },
  ],
  [
    "a mount point",
    {},
    {
      rename: () => {
        throw failing("EBUSY", "rename");
      },
    },
  ],
];

for (const [name, request, faults] of IN_PLACE) {
  test(`${name}: the file is written in place`, () => {
    const before = edited("a longer text that was there\n");
    const ino = inode();
    assert.equal(saved({ ...before, ...request }, withFaults(faults)).how, "in-place");
    assert.equal(read(), "new text\n");
    assert.equal(inode(), ino);
    assert.deepEqual(fs.readdirSync(folder), ["file"]);
    assert.ok(!fs.readdirSync(root).some((entry) => entry.startsWith(".hunch")));
  });
}

const QUESTIONS: readonly (readonly [string, string, (path: string) => void])[] = [
  ["changed size", "changed", (path) => fs.writeFileSync(path, "somebody else's\n")],
  ["same size, other bytes", "changed", (path) => fs.writeFileSync(path, "OLD\n")],
  [
    "replaced by a file of the same size",
    "changed",
    (path) => {
      fs.writeFileSync(`${path}2`, "OLD\n");
      fs.renameSync(`${path}2`, path);
    },
  ],
  ["vanished", "vanished", (path) => fs.rmSync(path)],
];

for (const [name, kind, act] of QUESTIONS) {
  test(`${name}: nothing is written before the user was asked`, () => {
    const request = edited();
    act(request.path);
    // A tick of the clock may hide a write; a later time does not.
    if (kind === "changed") fs.utimesSync(request.path, 2e9, 2e9);
    const names = fs.readdirSync(folder);
    assert.equal(saveFile(request).kind, kind);
    assert.deepEqual(fs.readdirSync(folder), names);
    saved({ ...request, force: true });
    assert.equal(read(), "new text\n");
  });
}

test("a file that was only touched is written without a question", () => {
  const request = edited();
  fs.utimesSync(request.path, 2e9, 2e9);
  saved(request);
});

test("a new document does not overwrite a file", () => {
  const request = { ...edited(), known: null };
  assert.equal(saveFile(request).kind, "exists");
  assert.equal(read(), "old\n");
});

test("a file that turns up while the new one is written is not overwritten", () => {
  const path = join(folder, "raced");
  const request: SaveRequest = {
    ...edited(),
    path,
    known: null,
    beforeReplace: () => fs.writeFileSync(path, "theirs\n"),
  };
  assert.equal(saveFile(request).kind, "exists");
  assert.equal(read("raced"), "theirs\n");
  assert.deepEqual(fs.readdirSync(folder).sort(), ["file", "raced"]);
});

test("a file that can't be written asks first, and can be replaced by force", () => {
  const port = withFaults({ writable: () => false });
  const request = edited();
  assert.equal(saveFile(request, port).kind, "readonly");
  saved({ ...request, force: true }, port);
});

test("a file that no one may write asks first, keeps its mode and is written in place too", () => {
  for (const backupcopy of ["auto", "yes"] as const) {
    const request = { ...edited(), backupcopy };
    fs.chmodSync(request.path, 0o444);
    const known = loadFile(request.path);
    assert.equal(known.readonly, true);
    assert.equal(saveFile({ ...request, known: known.identity }).kind, "readonly");
    if (process.getuid?.() === 0 || backupcopy === "auto") saved({ ...request, force: true });
    assert.equal(fs.statSync(request.path).mode & 0o777, 0o444);
    fs.rmSync(request.path);
  }
});

test("the journal hears of the new hash before the name changes hands", () => {
  const request = edited();
  const seen: unknown[] = [];
  const outcome = saved({
    ...request,
    beforeReplace: (next) => seen.push([next, read()]),
  });
  assert.deepEqual(seen, [[{ hash: outcome.hash, size: 9, backup: null }, "old\n"]]);
});

test("a journal that can't note the save stops it", () => {
  const request: SaveRequest = {
    ...edited(),
    beforeReplace: () => {
      throw new UserError("no");
    },
  };
  assert.throws(() => saveFile(request), UserError);
  assert.equal(read(), "old\n");
  assert.deepEqual(fs.readdirSync(folder), ["file"]);
});

const once = (code: string, syscall: string) => () => {
  throw failing(code, syscall);
};

const FAULTS: readonly (readonly [string, () => FilePort, RegExp])[] = [
  ["a full disk", () => fullAfter(3), /^E514: Write error \(file system full\?\)$/],
  ["a full disk at the first byte", () => fullAfter(0), /^E514/],
  ["a spent quota", () => fullAfter(2, "EDQUOT"), /^E514.*quota/],
  ["a broken disk", () => fullAfter(2, "EIO"), /^E514.*input\/output error/],
  ["a sync that fails", () => withFaults({ sync: once("EIO", "fsync") }), /^E667: Fsync failed/],
  ["a rename that fails", () => withFaults({ rename: once("EIO", "rename") }), /^E208/],
  [
    "a read-only file system",
    () => withFaults({ open: once("EROFS", "open"), writable: () => false }),
    /^E212: .*read-only file system/,
  ],
  [
    "no permission",
    () => withFaults({ open: once("EACCES", "open"), writable: () => false }),
    /^E212: .*permission denied/,
  ],
];

for (const [name, port, message] of FAULTS) {
  test(`${name}: the old file stays and nothing is left behind`, () => {
    const request = { ...edited(), force: true };
    assert.throws(
      () => saveFile(request, port()),
      (error) => error instanceof UserError && message.test(error.message),
    );
    assert.equal(read(), "old\n");
    assert.deepEqual(fs.readdirSync(folder), ["file"]);
  });
}

test("a disk that fills up during an in-place save gets the old bytes back", () => {
  const old = "old line\n".repeat(1000);
  const request: SaveRequest = {
    ...edited(old),
    text: textOf("new line\n".repeat(3000)),
    backupcopy: "yes",
  };
  let failed = false;
  const port = withFaults({
    write(fd, bytes) {
      if (failed || bytes.length !== 27_000) return DISK.write(fd, bytes);
      failed = true;
      DISK.write(fd, bytes.subarray(0, 5000));
      throw failing("ENOSPC", "write");
    },
  });
  assert.throws(() => saveFile(request, port), /E514/);
  assert.ok(failed);
  assert.equal(read(), old);
  assert.deepEqual(fs.readdirSync(folder), ["file"]);
});

test("when the old bytes can't be put back, the copy is kept and named", () => {
  const request: SaveRequest = { ...edited(), backupcopy: "yes" };
  let writes = 0;
  const port = withFaults({
    write(fd, bytes) {
      if (++writes === 1) return DISK.write(fd, bytes);
      throw failing("EIO", "write");
    },
  });
  let message = "";
  assert.throws(
    () => saveFile(request, port),
    (error) => {
      message = String(error);
      return error instanceof UserError;
    },
  );
  const copy = /is in "([^"]+)"/.exec(message)?.[1];
  assert.ok(copy);
  assert.equal(fs.readFileSync(copy, "utf8"), "old\n");
});

test("without room for the copy an in-place save does not start", () => {
  const request: SaveRequest = { ...edited(), backupcopy: "yes" };
  assert.throws(() => saveFile(request, fullAfter(0)), /^UserError: E509/);
  assert.equal(read(), "old\n");
});

test("a folder, a link loop and a missing folder are refused in Vim's words", () => {
  const request = { ...edited(), known: null };
  assert.throws(() => saveFile({ ...request, path: folder }), /E502: .* is a directory/);
  fs.symlinkSync("loop", join(folder, "loop"));
  assert.throws(() => saveFile({ ...request, path: join(folder, "loop") }), /E212: .*symbolic/);
  assert.throws(() => saveFile({ ...request, path: join(folder, "no/file") }), /E212: .*no such/);
  assert.throws(() => saveFile({ ...request, path: "/dev/null" }), /E503/);
});

test("a text is added at the end of a file, whole or not at all", () => {
  const { path, text, format } = edited();
  assert.equal(appendToFile(path, text, format), 9);
  assert.equal(read(), "old\nnew text\n");
  assert.throws(() => appendToFile(path, text, format, false, fullAfter(4)), /E514/);
  assert.equal(read(), "old\nnew text\n");
  const missing = join(folder, "missing");
  assert.throws(() => appendToFile(missing, text, format), /E212/);
  appendToFile(missing, text, format, true);
  assert.equal(read("missing"), "new text\n");
});
