/** A file that is opened under two names is one buffer. */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { editing } from "../commands/ex/editing.ts";

const CASES: readonly [string, string, string][] = [
  // first, then, buffers
  ["a link, then its file", ":e link<CR>:e file<CR>", "link"],
  ["a file, then a link to it", ":e file<CR>:e link<CR>", "file"],
  ["a file, then another link's link", ":e file<CR>:e second<CR>", "file"],
  ["a file in a linked folder", ":e file<CR>:e folder/file<CR>", "file"],
  ["a file that has another name now", ":e file<CR>:file other<CR>:e link<CR>", "other link"],
  ["files that are not there", ":e new<CR>:e newer<CR>", "new newer"],
];

for (const [name, keys, buffers] of CASES) {
  test(`${name}`, () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "hunch-links-")));
    try {
      writeFileSync(join(folder, "file"), "text\n");
      symlinkSync("file", join(folder, "link"));
      symlinkSync("link", join(folder, "second"));
      symlinkSync(".", join(folder, "folder"));
      const run = editing("");
      run.editor.cwd = folder;
      run.type(keys);
      const names = run.editor.docs.flatMap((doc) => (doc.path ? [doc.path] : []));
      assert.deepEqual(
        names,
        buffers.split(" ").map((one) => join(folder, one)),
      );
    } finally {
      rmSync(folder, { recursive: true, maxRetries: 10 });
    }
  });
}
