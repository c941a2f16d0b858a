/** Pickers in a real terminal, with the features as the program loads them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "../pty.ts";
import { folderWith } from "./bench.ts";

test("files, a live grep and a replacement, at the terminal", async (t) => {
  const home = folderWith({
    "p/package.json": "{}\n",
    "p/src/first.ts": "export const first = 1;\n",
    "p/src/second.ts": "import { first } from './first.ts';\n",
  });
  const hunch = Hunch.start(["p/src/first.ts"], { rows: 24, cols: 100, home });
  t.after(() => hunch.clean());
  // The features are there when they have said this.
  await hunch.shows("is not trusted");
  await hunch.type(":cd p\r", "/p");
  await hunch.type("\\ff", "3/3");
  await hunch.type("sec", /> src\/second\.ts/);
  const typed = "Files> sec".length;
  await hunch.until(() => hunch.cursor.row === 0 && hunch.cursor.col === typed, "the cursor");
  await hunch.type("\r", "import { first }");
  await hunch.type("\\fgfirst", "src/second.ts:1: import { first }");
  await hunch.shows(/^Grep> first +2$/m);
  await hunch.type("\x05", "# first (ripgrep regex, smart case; 2 lines in 2 files");
  await hunch.type(":%s/first/one/g\r:w\r", "2 lines changed in 2 files");
  assert.equal(readFileSync(join(home, "p/src/first.ts"), "utf8"), "export const one = 1;\n");
  await hunch.type("\\fb", "Buffers>");
  await hunch.type("\x1b", "search: first");
  hunch.pty.write(":qa\r");
  await hunch.ended();
  assert.equal(hunch.exit?.code, 0);
});
