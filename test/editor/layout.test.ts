import assert from "node:assert/strict";
import { test } from "node:test";
import { windowCommands, windowKeys } from "../../src/commands/window.ts";
import { Editor } from "../../src/editor/editor.ts";
import { layoutToString } from "../../src/editor/layout.ts";
import {
  arrange,
  closeWindow,
  neighbourOf,
  onlyWindow,
  resizeScreen,
  screenShape,
  splitWindow,
  windowToTab,
} from "../../src/editor/layout-windows.ts";
import { textOf } from "../../src/text/text.ts";

function newEditor(rows = 24, columns = 80): Editor {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  editor.rows = rows;
  editor.columns = columns;
  const doc = editor.addDocument(textOf("one\ntwo\nthree\n".repeat(20)), null);
  editor.addTab(editor.newWindow(doc));
  arrange(editor);
  return editor;
}

/** `row,col heightxwidth` of each window. */
function places(editor: Editor): string {
  return editor.tab.windows.map((w) => `${w.row},${w.col} ${w.height}x${w.width}`).join("  ");
}

test("splits as Neovim does", () => {
  const editor = newEditor();
  assert.equal(places(editor), "0,0 22x80");
  splitWindow(editor, editor.win);
  assert.equal(places(editor), "0,0 11x80  12,0 10x80");
  splitWindow(editor, editor.win, { vertical: true });
  assert.equal(places(editor), "0,0 11x40  0,41 11x39  12,0 10x80");
  splitWindow(editor, editor.win, { size: 3 });
  assert.equal(places(editor), "0,0 3x40  4,0 7x40  0,41 11x39  12,0 10x80");
  closeWindow(editor, editor.tab.windows[3]!);
  assert.equal(layoutToString(editor.tab.root).replace(/w\d+/g, "w"), "row(col(w w) w)");
});

test("laststatus decides about the row below the last window", () => {
  const editor = newEditor();
  const heights = [0, 1, 2, 3].map((value) => {
    editor.options.set("laststatus", value);
    arrange(editor);
    return editor.win.height;
  });
  assert.deepEqual(heights, [23, 23, 22, 22]);
});

test("the tab line takes a row when there are two tab pages", () => {
  const editor = newEditor();
  splitWindow(editor, editor.win);
  assert.ok(windowToTab(editor, editor.win));
  assert.equal(places(editor), "1,0 21x80");
  assert.equal(editor.tabs.length, 2);
  assert.ok(closeWindow(editor, editor.win));
  assert.equal(places(editor), "0,0 22x80");
  assert.equal(closeWindow(editor, editor.win), false);
});

test("finds neighbours at the cursor's height", () => {
  const editor = newEditor();
  const left = editor.win;
  const right = splitWindow(editor, left, { vertical: true, before: false });
  const below = splitWindow(editor, right, { before: false });
  assert.equal(neighbourOf(editor, right, "h"), left);
  assert.equal(neighbourOf(editor, left, "l"), right);
  assert.equal(neighbourOf(editor, below, "k"), right);
  assert.equal(neighbourOf(editor, below, "j"), null);
  left.cursor = { ...left.cursor, pos: left.doc.text.line(16).from };
  assert.equal(neighbourOf(editor, left, "l"), below);
});

test("no room is an error, not a smaller window than the least", () => {
  const editor = newEditor(6, 40);
  for (let i = 0; i < 1; i++) splitWindow(editor, editor.win);
  assert.throws(() => splitWindow(editor, editor.win), /E36: Not enough room/);
});

/** Every cell of the window area belongs to one window or is a border beside one. */
function assertCovered(editor: Editor, note: string): void {
  const screen = screenShape(editor);
  const owned = new Uint8Array(editor.rows * editor.columns);
  let cells = 0;
  for (const win of editor.tab.windows) {
    assert.ok(win.height >= 1 && win.width >= 1, `${note}: ${places(editor)}`);
    const bottom = win.row + win.height - screen.row;
    const status = screen.bottomStatus || bottom < screen.height ? 1 : 0;
    const separator = win.col + win.width < screen.width ? 1 : 0;
    for (let row = win.row; row < win.row + win.height + status; row++) {
      for (let col = win.col; col < win.col + win.width + separator; col++) {
        const cell = row * editor.columns + col;
        if (owned[cell] === 1) assert.fail(`${note}: twice ${row},${col} in ${places(editor)}`);
        owned[cell] = 1;
        cells++;
      }
    }
  }
  assert.equal(cells, screen.width * screen.height, `${note}: ${places(editor)}`);
}

test("windows cover the screen once whatever is done to them", () => {
  const keys = Object.keys(windowKeys).filter((key) => !/[fF^qn]/.test(key));
  for (let seed = 1; seed <= 150; seed++) {
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    const editor = newEditor(10 + random(40), 40 + random(100));
    editor.options.set("laststatus", random(4));
    editor.options.set("equalalways", random(3) > 0);
    editor.options.set("splitkeep", ["cursor", "screen", "topline"][random(3)]!);
    arrange(editor);
    const done: string[] = [];
    for (let step = 0; step < 30; step++) {
      const key = random(3) === 0 ? ["s", "v"][random(2)]! : keys[random(keys.length)]!;
      const count = random(3) === 0 ? 1 + random(30) : 0;
      const command = windowCommands.find((c) => c.name === windowKeys[key]);
      done.push(`${count || ""}${key}`);
      try {
        const { win, doc } = editor;
        command?.run({ editor, win, doc, count, register: "", keys: [] });
      } catch (error) {
        assert.match(String(error), /E36|E443|E444/, done.join(" "));
      }
      if (random(8) === 0) {
        resizeScreen(editor, 10 + random(40), 40 + random(100));
        done.push(`resize ${editor.rows}x${editor.columns}`);
        const fits = editor.tab.windows.every((w) => w.height > 0 && w.width > 0);
        if (!fits) onlyWindow(editor, editor.win);
      }
      assertCovered(editor, `seed ${seed}: ${done.join(" ")}`);
    }
  }
});
