/** Hunks of a buffer against the index: signs, motions, staging, resetting, in a real repository. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { parseKeys } from "../../src/base/key.ts";
import { Trust } from "../../src/base/trust.ts";
import { loadFile } from "../../src/editor/files/load.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import { Git } from "../../src/git/git.ts";
import { hunkCommands } from "../../src/git/hunk-commands.ts";
import { findRepository, Repository } from "../../src/git/repository.ts";
import { publishSigns } from "../../src/git/signs.ts";
import { rowOf, slice } from "../../src/text/text.ts";
import { repository, withoutGit } from "./repo.ts";

const skip = withoutGit();

function editing(path: string) {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const loaded = loadFile(path, {});
  const doc = editor.addDocument(loaded.text, path);
  doc.file.format = loaded.format;
  editor.addTab(editor.newWindow(doc));
  const due: Array<() => void> = [];
  const git = new Git(editor, {
    redraw() {},
    afterFrame: (callback) => due.push(callback),
    quietMs: () => 0,
    env: process.env,
    stateFolder: null,
    trust: new Trust(null),
    store: null,
  });
  editor.commands.add(...hunkCommands(git));
  git.events.on("file", (file) => publishSigns(file, true));
  const loop = new KeyLoop(editor, editor.mainFiber);
  editor.loop = loop;
  const next = (name: "file") =>
    new Promise<void>((resolve) => {
      const stop = git.events.on(name, () => {
        stop();
        resolve();
      });
    });
  return {
    editor,
    doc,
    git,
    ready: next("file"),
    type(keys: string): void {
      loop.feed(parseKeys(keys));
      for (const callback of due.splice(0)) callback();
    },
    /** Runs a command and waits until it is done. */
    async run(name: string): Promise<string> {
      editor.maps.n.set({
        keys: ["<F2>"],
        action: { type: "command", name },
        when: "",
        silent: true,
        doc: "",
      });
      const done = new Promise<void>((resolve) => {
        const stop = editor.events.on("command-done", () => {
          stop();
          resolve();
        });
      });
      loop.feed(["<F2>"]);
      await done;
      for (const callback of due.splice(0)) callback();
      return editor.messages.at(-1)?.text ?? "";
    },
    /** A letter for each row. */
    get signs(): string {
      const letters = Array<string>(doc.text.lines).fill(".");
      doc.slots.between("signs", 0, doc.text.length, (from, _to, sign) => {
        letters[rowOf(doc.text, from)] = sign.group.includes("staged") ? "s" : sign.text;
      });
      return letters.join("");
    },
    get row(): number {
      return rowOf(doc.text, editor.win.cursor.pos);
    },
    get text(): string {
      return slice(doc.text, 0, doc.text.length);
    },
  };
}

const TEN = "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";

test("signs follow what is typed", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  const run = editing(join(repo.root, "a.txt"));
  await run.ready;
  assert.equal(run.signs, "..........");
  run.type("ddjAx<Esc>jonew<CR>lines<Esc>");
  assert.equal(run.signs, "^~.++......");
  run.type("uu");
  run.type("u");
  assert.equal(run.signs, "..........");
  run.git.close();
});

test("motions go from hunk to hunk", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  const run = editing(join(repo.root, "a.txt"));
  await run.ready;
  run.type("2GAx<Esc>5GAx<Esc>dj9GAx<Esc>gg");
  const rows: number[] = [];
  for (const name of ["next", "next", "next", "previous", "previous"]) {
    await run.run(`git.${name}-hunk`);
    rows.push(run.row);
  }
  assert.deepEqual(rows, [1, 3, 7, 3, 1]);
  run.git.close();
});

const STAGING: readonly [string, string, string, string][] = [
  // name, committed, keys that change the buffer and put the cursor on a hunk, index afterwards
  ["a changed row", TEN, "2GAx<Esc>9Gdd2G", TEN.replace("1\n", "1x\n")],
  ["added rows", TEN, "2Goa<CR>b<Esc>9Gdd4G", TEN.replace("1\n", "1\na\nb\n")],
  ["deleted rows", TEN, "2Gddggi!<Esc>9GAx<Esc>9G", TEN.replace("9\n", "9x\n")],
  ["the first row deleted", TEN, "ggdd", TEN.slice(2)],
  ["the last row", TEN, "GAx<Esc>", TEN.replace("9\n", "9x\n")],
  ["everything deleted", "a\nb\n", "dG", "\n"],
  ["without a last line break", "a\nb", "ggAx<Esc>", "ax\nb"],
  ["dos", "a\r\nb\r\nc\r\n", "2GAx<Esc>", "a\r\nbx\r\nc\r\n"],
];

for (const [name, committed, keys, index] of STAGING) {
  test(`stage: ${name}`, { skip }, async () => {
    const repo = repository({ "a b.txt": committed });
    const run = editing(join(repo.root, "a b.txt"));
    await run.ready;
    run.type(keys);
    const message = await run.run("git.stage-hunk");
    assert.match(message, /^Staged/);
    assert.equal(repo.git("show", ":a b.txt"), index);
    run.git.close();
  });
}

test("unstage takes one staged hunk back; the buffer stays", { skip }, async () => {
  const repo = repository({ "a.txt": TEN });
  repo.write("a.txt", TEN.replace("1\n", "1x\n").replace("8\n", "8x\n"));
  repo.git("add", "a.txt");
  const run = editing(join(repo.root, "a.txt"));
  await run.ready;
  assert.equal(run.signs, ".s......s.");
  run.type("9G");
  await run.run("git.unstage-hunk");
  assert.equal(repo.git("show", ":a.txt"), TEN.replace("1\n", "1x\n"));
  assert.equal(run.signs, ".s......~.");
  run.git.close();
});

test("reset puts the rows of the index back, as one undo step", { skip }, async () => {
  for (const keys of ["2GAx<Esc>", "2Gdd", "Goz<Esc>", "Gdd", "ggdj", "ggOz<Esc>"]) {
    const repo = repository({ "a.txt": TEN });
    const run = editing(join(repo.root, "a.txt"));
    await run.ready;
    run.type(keys);
    const changed = run.text;
    await run.run("git.reset-hunk");
    assert.equal(run.text, TEN.slice(0, -1), keys);
    run.type("u");
    assert.equal(run.text, changed, keys);
    run.git.close();
  }
});

test("a repository runs nothing by its configuration", { skip }, async () => {
  const repo = repository({ "a.txt": TEN, ".gitattributes": "*.txt filter=evil diff=evil\n" });
  const trap = join(repo.root, "trap");
  const evil = `touch ${trap}; cat`;
  for (const key of [
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "core.hooksPath",
  ]) {
    repo.git("config", key, key === "core.hooksPath" ? repo.root : evil);
  }
  repo.write("a.txt", `${TEN}more\n`);
  const place = findRepository(join(repo.root, "a.txt"))!;
  const hostile = new Repository(place, new Trust(null), process.env);
  await hostile.run(["status", "--porcelain=v2", "-z"]);
  await hostile.run(["diff", "--no-ext-diff", "--no-textconv"]);
  assert.equal((await hostile.blob("HEAD:a.txt"))?.toString(), TEN);
  assert.equal(existsSync(trap), false);
});

test("worktrees and submodules are found by their .git file", { skip }, () => {
  const repo = repository({ "a.txt": TEN });
  repo.git("worktree", "add", "-q", "tree");
  const place = findRepository(join(repo.root, "tree", "a.txt"))!;
  assert.equal(place.root, join(repo.root, "tree"));
  assert.equal(place.gitFolder, join(repo.root, ".git", "worktrees", "tree"));
  assert.equal(place.commonFolder, join(repo.root, ".git"));
  assert.equal(findRepository("/"), null);
});
