/** Tab and its neighbours in normal mode: CTRL-I, jumps, praise, peeking. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { floatsOf } from "../../../src/editor/float.ts";
import { session } from "../session.ts";
import { scripted } from "./scripted.ts";

const LINES = Array.from({ length: 60 }, (_, row) => `line ${row + 1}`).join("\n");

/** What is done before Tab, and whether Tab accepts then. */
const STATES: readonly (readonly [what: string, keys: string, option: string, accepts: boolean])[] =
  [
    ["at the start", "", "auto", true],
    ["after a move", "jjww", "auto", true],
    ["after G", "G", "auto", false],
    ["after n", "/line<CR>n", "auto", false],
    ["after a mark's line", "majj'a", "auto", false],
    ["after CTRL-O", "G<C-o>", "auto", false],
    ["after a change behind the jump", "Gx", "auto", true],
    ["after a change before the jump", "xG", "auto", false],
    ["after G with tabnormal=on", "G", "on", true],
    ["with tabnormal=off", "", "off", false],
  ];

for (const [what, keys, option, accepts] of STATES) {
  test(`Tab in normal mode ${what}: ${accepts ? "accepts" : "CTRL-I"}`, async () => {
    const made = scripted(LINES, [0, 0]);
    made.editor.options.set("tabnormal", option);
    made.editor.win.height = 100;
    await made.type(keys);
    const before = made.text;
    await made.suggest({ old: "line 30", insert: "LINE" });
    assert.equal(made.shown?.[1], "edit");
    await made.type("<Tab>");
    assert.equal(made.text === before, !accepts);
  });
}

test("where the terminal tells them apart, CTRL-I is CTRL-I and Tab accepts", async () => {
  const made = scripted(LINES, [0, 0]);
  made.editor.win.height = 100;
  await made.type("G<C-o>");
  await made.suggest({ old: "line 30", insert: "LINE" });
  await made.type("<C-i>");
  assert.deepEqual(made.cursor, [59, 0]);
  assert.deepEqual(made.shown, ["LINE", "edit"]);
  await made.type("<Tab>");
  assert.match(made.text, /LINE/);
});

test("the first Tab on a far suggestion jumps, the next one applies; CTRL-O leads back", async () => {
  const made = scripted(LINES, [0, 0]);
  made.editor.win.height = 10;
  await made.suggest({ old: "line 50", insert: "LINE" });
  assert.deepEqual(made.shown, ["LINE", "jump"]);
  await made.type("<Tab>");
  assert.equal(made.cursor[0], 49);
  assert.doesNotMatch(made.text, /LINE/);
  await made.type("<Tab>");
  assert.match(made.text, /LINE/);
  await made.type("<C-o>");
  assert.equal(made.cursor[0], 0);
});

test("2Tab takes two steps: there, and the change", async () => {
  const made = scripted(LINES, [0, 0]);
  made.editor.win.height = 10;
  await made.suggest({ old: "line 50", insert: "LINE" });
  await made.type("2<Tab>");
  assert.match(made.text, /LINE/);
  assert.equal(made.cursor[0], 49);
});

test("gTab marks an accept as excellent; without one it is Vim's", async () => {
  const made = scripted("one two\n", [0, 0]);
  await made.suggest({ old: "two", insert: "2" });
  await made.type("<Tab>g<Tab>");
  assert.match(made.editor.message?.text ?? "", /Excellent/);
  const isPraise = async () => {
    await made.type("g<Tab>");
    return /Excellent/.test(made.editor.message?.text ?? "");
  };
  assert.equal(await isPraise(), false, "once is enough");
  await made.suggest({ old: "one", insert: "1" });
  await made.type("<Tab>x");
  assert.equal(await isPraise(), false, "something else was changed since");
  await made.suggest({ old: "2", insert: "3" });
  await made.type("<Tab>");
  made.now += 60_000;
  assert.equal(await isPraise(), false, "it was long ago");
});

test("why says who, what, how likely and how soon", async () => {
  const made = scripted("one two\n", [0, 0]);
  await made.suggest({ old: "two", insert: "2" });
  await made.type("<Bslash>t?");
  assert.match(
    made.editor.message?.text ?? "",
    /^scripted: said so \(\d+ %, (found in \d+ ms|known before)\)$/,
  );
});

test("peek shows the definition in a float; the same key or any other returns", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hunch-peek-"));
  try {
    const path = join(folder, "types.ts");
    writeFileSync(path, "head\n  export interface Point {\n    x: number;\n  }\n");
    const peek = { path, row: 1, col: 10 };
    const made = scripted("one two\n", [0, 0]);
    const floats = floatsOf(made.editor);
    await made.suggest({ old: "two", insert: "2", more: { peek } });
    await made.type("<Bslash>tk");
    const lines = floats.current?.request.lines.map(({ text }) => text);
    assert.equal(lines?.[0], "types.ts:2");
    assert.ok(lines?.some((line) => line.endsWith("export interface Point {")));
    await made.type("<Bslash>tk");
    assert.equal(floats.current, null);
    await made.type("<Bslash>tk");
    assert.ok(floats.current);
    await made.type("w");
    assert.equal(floats.current, null);
    await made.type("<Esc>");
    await made.suggest({ old: "one", insert: "1" });
    await made.type("<Bslash>tk");
    assert.match(made.editor.message?.text ?? "", /hangs on nothing/);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
});

test("with tabhint Tab takes nothing that is only hinted at; a key shows it", async () => {
  const made = scripted("one two\n", [0, 0]);
  made.editor.options.set("tabhint", true);
  await made.suggest({ old: "two", insert: "2" });
  await made.type("<Tab>");
  assert.equal(made.text, "one two\n");
  await made.type("<Bslash>tv");
  await made.type("<Tab>");
  assert.equal(made.text, "one 2\n");
  made.editor.options.set("tabhint", false);
  await made.suggest({ old: "one", insert: "1" });
  await made.type("<Bslash>tv");
  assert.match(made.editor.message?.text ?? "", /All of it is shown/);
});

test("a count and the leader: 2\\Tab goes there and makes the change", async () => {
  const made = scripted(LINES, [0, 0]);
  made.editor.win.height = 10;
  made.editor.options.set("tabnormal", "off");
  await made.suggest({ old: "line 50", insert: "LINE" });
  await made.type("2<Bslash><Tab>");
  assert.match(made.text, /LINE/);
});

test("what waits is shown as a proposal; without any that is said", async () => {
  const made = scripted("one two\n", [0, 0]);
  await made.type("<Bslash>to");
  assert.match(made.editor.message?.text ?? "", /Nothing is waiting/);
});

test("3Tab waits for what comes after each accept", async () => {
  const made = session("let total = 0;\nadd(total);\nprint(total);\nsave(total);\n", [0, 4]);
  made.editor.options.set("tabshow", "0");
  await made.type("ciwsum<Esc>");
  assert.ok(made.shown);
  await made.type("3<Tab>");
  assert.equal(made.text, "let sum = 0;\nadd(sum);\nprint(sum);\nsave(sum);\n");
});
