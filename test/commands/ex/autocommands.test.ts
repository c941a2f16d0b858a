/** When events fire; what is expected is what Neovim 0.7.2 fires at these keys. */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EVENT_NAMES } from "../../../src/commands/ex/event-names.ts";
import { editing } from "./editing.ts";

let folder = "";
before(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "hunch-au-")));
  writeFileSync(join(folder, "a"), "one\ntwo\n");
  writeFileSync(join(folder, "b"), "x\ny\n");
});
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

/** An editor on `a` that notes the events named, and what happens at keys. */
function listening(only: RegExp) {
  const run = editing("");
  const { editor } = run;
  editor.cwd = folder;
  run.type(":e a<CR>");
  const seen: string[] = [];
  const { ex } = editor;
  editor.ex = function* (line: string) {
    if (line.startsWith("seen ")) seen.push(line.slice("seen ".length));
    else yield* ex(line);
  };
  for (const event of EVENT_NAMES.filter((name) => only.test(name))) {
    const entry = { group: "", event, pattern: "*", once: false, command: `seen ${event}` };
    editor.exState.autocommands.push(entry);
  }
  run.type("<Esc>");
  return (keys: string): string => {
    seen.length = 0;
    run.type(keys);
    return seen.join(" ");
  };
}

const PLACES = /^(Buf(Enter|Leave|ReadPost|Win|Hidden|Unload)|Tab|Win)/;

test("windows, buffers and tab pages are left and entered in Vim's order", () => {
  const at = listening(PLACES);
  assert.equal(at(":split<CR>"), "WinLeave WinNew WinEnter");
  assert.equal(at("<C-w>w"), "WinLeave WinEnter");
  assert.equal(at(":close<CR>"), "WinLeave WinClosed WinEnter");
  assert.equal(at(":e b<CR>"), "BufLeave BufWinLeave BufHidden BufReadPost BufEnter BufWinEnter");
  assert.equal(at(":e a<CR>"), "BufLeave BufWinLeave BufHidden BufEnter BufWinEnter");
  assert.equal(at(":e!<CR>"), "BufReadPost BufEnter BufWinEnter");
  assert.equal(at(":vnew<CR>"), "WinLeave WinNew WinEnter BufLeave BufEnter BufWinEnter");
  assert.equal(at("<C-w>w"), "BufLeave WinLeave WinEnter BufEnter");
  assert.equal(at(":q<CR>"), "BufLeave WinLeave WinClosed WinEnter BufWinLeave BufHidden BufEnter");
  assert.equal(
    at(":tabnew<CR>"),
    "BufLeave WinLeave TabLeave WinNew WinEnter TabNew TabEnter BufEnter BufWinEnter",
  );
  assert.equal(at("gt"), "BufLeave WinLeave TabLeave WinEnter TabEnter BufEnter");
  assert.equal(at(":new<CR>"), "WinLeave WinNew WinEnter BufLeave BufEnter BufWinEnter");
  assert.equal(at(":only<CR>"), "WinClosed BufWinLeave BufHidden");
});

test("text that is taken is told, except into the black hole", () => {
  const at = listening(/^(TextYankPost|TextChanged|CursorMoved)$/);
  assert.equal(at("yy"), "TextYankPost");
  assert.equal(at("dw"), "TextYankPost TextChanged");
  assert.equal(at('j"_dd'), "CursorMoved CursorMoved TextChanged");
  assert.equal(at(":1y<CR>"), "TextYankPost");
});

test("modes: replacing is inserting, and CTRL-C leaves quietly", () => {
  const at = listening(/^(Insert|Cmdline|ModeChanged|.*I$)/);
  assert.equal(
    at("ix<Esc>"),
    "InsertEnter ModeChanged CursorMovedI TextChangedI InsertLeavePre ModeChanged InsertLeave",
  );
  assert.equal(at("R<Esc>"), "InsertEnter ModeChanged InsertLeavePre ModeChanged InsertLeave");
  assert.equal(at("i<C-c>"), "InsertEnter ModeChanged ModeChanged");
  assert.equal(at(":<Esc>"), "CmdlineEnter ModeChanged CmdlineLeave ModeChanged");
});

test("an autocommand may close the window that is left", () => {
  const run = editing("");
  run.editor.cwd = folder;
  run.type(":autocmd WinLeave * only<CR>:split<CR>:split<CR><C-w>w");
  assert.ok(run.editor.windows.includes(run.editor.win));
  assert.deepEqual(run.editor.bugs, []);
});
