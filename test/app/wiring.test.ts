import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Hunch } from "./pty.ts";

function home(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hunch-wiring-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function run(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
  act: (hunch: Hunch) => Promise<void>,
): Promise<void> {
  const hunch = Hunch.start(args, { home: home(files), rows: 16, cols: 80 });
  try {
    await act(hunch);
  } finally {
    hunch.clean();
  }
}

test(":help opens a page, :checkhealth a report", async () => {
  await run(["a.txt"], { "a.txt": "one\n" }, async (hunch) => {
    await hunch.shows("one");
    await hunch.type(":help :w\r", "files.md [Help]");
    await hunch.type(":q\r:checkhealth\r", "TERM is xterm-256color");
  });
});

test("options of the configuration are set before there is a window", async () => {
  const files = {
    "a.txt": "one\n",
    "config/hunch/config.toml": "[options]\nnumber = true\npredict = true\nascii = true\n",
  };
  await run(["a.txt"], files, async (hunch) => {
    await hunch.shows(/^ +1 one/m);
    await hunch.type(":messages\r", /^"a.txt" 1L, 4B/m);
    assert.doesNotMatch(hunch.screen, /error/);
  });
});

test("files are numbered from 1", async () => {
  await run(["a.txt", "b.txt"], { "a.txt": "one\n", "b.txt": "two\n" }, async (hunch) => {
    await hunch.shows("one");
    await hunch.type(":ls\r", /^ +1 %a +"a.txt" +line 1 *\n +2 +h +"b.txt"/m);
    await hunch.type("\r:b2\r", "two");
  });
});

test("a search shows its count", async () => {
  await run(["a.txt"], { "a.txt": "x\ny\nx\nx\n" }, async (hunch) => {
    await hunch.shows("y");
    await hunch.type("/x\r", /^\/x +\[2\/3\]/m);
    await hunch.type("n", /^\/x +\[3\/3\]/m);
    await hunch.type("n", /^\/x +W \[1\/3\]/m);
  });
});

test("the first change of a read-only file is warned of", async () => {
  await run(["-R", "a.txt"], { "a.txt": "one\n" }, async (hunch) => {
    await hunch.shows("one");
    await hunch.type("x", "W10: Warning: Changing a readonly file");
    await hunch.type("u", "1 change; before #1");
  });
});

test("autocommands of the start run once, also with :normal", async () => {
  const args = ["--cmd", "au VimEnter * normal! Aend", "--cmd", "au BufWritePre * 2d", "a.txt"];
  await run(args, { "a.txt": "one\ntwo\nthree\nfour\n" }, async (hunch) => {
    await hunch.shows("oneend");
    await hunch.type(":w\r", "written");
    assert.equal(readFileSync(join(hunch.home, "a.txt"), "utf8"), "oneend\nthree\nfour\n");
  });
});

test("an .editorconfig counts for new and for saved files", async () => {
  const config =
    "root=true\n[*]\ntrim_trailing_whitespace=true\ninsert_final_newline=true\nend_of_line=crlf\n";
  await run(
    ["old.ts"],
    { ".editorconfig": config, "old.ts": "let a;  \nlet b;" },
    async (hunch) => {
      await hunch.shows("let b");
      await hunch.type("gcc:w\r", "written");
      assert.equal(readFileSync(join(hunch.home, "old.ts"), "utf8"), "// let a;\nlet b;\n");
      await hunch.type(":e new.ts\r", "[New]");
      await hunch.type("ione\x1b:w\r", /new\.ts.*written/);
      assert.equal(readFileSync(join(hunch.home, "new.ts"), "utf8"), "one\r\n");
    },
  );
});

test("a file that is changed outside is read again", async () => {
  await run(["a.txt"], { "a.txt": "one\n" }, async (hunch) => {
    await hunch.shows("one");
    writeFileSync(join(hunch.home, "a.txt"), "one\nfrom outside\n");
    await hunch.type(":checktime\r", "from outside");
  });
});
