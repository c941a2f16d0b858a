import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { parseKeys } from "../../src/base/key.ts";
import { loadConfig } from "../../src/config/load.ts";
import { textOf } from "../../src/text/text.ts";
import { headlessEditor } from "./headless.ts";

const root = mkdtempSync(join(tmpdir(), "hunch-config-"));
after(() => rmSync(root, { recursive: true, maxRetries: 10 }));
let folders = 0;

/** A configuration folder with these files; its XDG_CONFIG_HOME. */
function home(files: Record<string, string>): string {
  const base = join(root, String(++folders));
  for (const [name, text] of Object.entries(files)) {
    const file = join(base, "hunch", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return base;
}

async function configured(files: Record<string, string>, text = "one two\nthree\n") {
  const base = home(files);
  const { editor, loop } = headlessEditor(text);
  const config = await loadConfig(editor, { env: { XDG_CONFIG_HOME: base } });
  const faults = config.faults.map(
    (f) => `${f.file.slice(base.length + "/hunch/".length)}:${f.line}: ${f.text}`,
  );
  return { base, editor, loop, config, faults };
}

test("nothing is read where there is no configuration, or none is wanted", async () => {
  const { config } = await configured({});
  assert.deepEqual(config.files, []);
  const base = home({ "config.toml": "options.number = true" });
  for (const request of [{ clean: true }, { file: "NONE" }]) {
    const { editor } = headlessEditor("");
    const clean = await loadConfig(editor, { env: { XDG_CONFIG_HOME: base }, ...request });
    assert.deepEqual(clean.files, []);
    assert.equal(editor.win.options.get("number"), false);
  }
});

test("options count by full and short name, for windows and buffers that are there and to come", async () => {
  const { editor, faults } = await configured({
    "config.toml": `
theme = "hunch-light"
[options]
number = true
sw = 3
listchars = ["tab:> ", "eol:$"]
scrolloff = 5
`,
  });
  assert.deepEqual(faults, []);
  assert.equal(editor.options.get("theme"), "hunch-light");
  assert.equal(editor.options.get("scrolloff"), 5);
  assert.equal(editor.win.options.get("number"), true);
  assert.equal(editor.win.options.get("listchars"), "tab:> ,eol:$");
  assert.equal(editor.addDocument(textOf(""), null).options.get("shiftwidth"), 3);
});

test("faults name file and line and leave the rest in force", async () => {
  const { editor, faults } = await configured({
    "config.toml": `
colour = "x"
[options]
numbr = true
number = "yes"
tabstop = 0
scrolloff = 2
[filetypes.python.options]
wrap = false
[filetypes.ada]
extension = ["adb"]
`,
    "keymaps/a.toml": `
[normal]
"Q" = "edit.join"
"gz" = "no.such"
"gy" = { command = "edit.join", when = "inset" }
"gx" = { keys = "dd", command = "edit.join" }
[nrmal]
"x" = "edit.join"
`,
    "keymaps/b.toml": '[normal]\n"a" = = 1\n',
    "init.ts": 'export default (hunch: any) => {\n  hunch.options.set("nmber", true);\n};\n',
  });
  assert.deepEqual(faults, [
    "config.toml:2: unknown key colour",
    "config.toml:4: unknown option numbr",
    "config.toml:5: number must be true or false",
    "config.toml:6: E487: Argument must be positive: tabstop=0",
    "config.toml:9: wrap is a window option: only options of buffers can be set here",
    "config.toml:11: unknown key extension",
    'keymaps/a.toml:5: when "inset", column 1: unknown condition inset',
    "keymaps/a.toml:6: gx: either command or keys must be a string",
    "keymaps/a.toml:7: unknown mode [nrmal]: one of motion, normal, visual, operator, insert, cmdline, picker, terminal",
    "keymaps/b.toml:2: invalid value",
    "init.ts:2: E518: Unknown option: nmber",
    "keymaps/a.toml:4: unknown command no.such",
  ]);
  assert.equal(editor.options.get("scrolloff"), 2);
  assert.equal(editor.messages.filter((m) => m.kind === "error").length, faults.length);
});

const KEYS: readonly [string, string, string, string][] = [
  ["a command", '[normal]\n"Q" = "edit.join"', "Q", "one two three\n"],
  ["a motion with an operator", '[motion]\n"Q" = "motion.line-end"', "dQ", "\nthree\n"],
  ["a motion with a count", '[motion]\n"Q" = "motion.word-forward"', "2Qx", "one two\nhree\n"],
  ["other keys", '[normal]\n"Q" = { keys = "dw" }', "Q", "two\nthree\n"],
  [
    "keys that are not mapped again",
    '[normal]\n"x" = { keys = "dw" }\n"d" = { keys = "x" }',
    "x",
    "two\nthree\n",
  ],
  ["the leader", '[normal]\n"<leader>j" = "edit.join"', " j", "one two three\n"],
  [
    "a condition that holds",
    '[normal]\n"x" = { command = "edit.join", when = "normal && !split" }',
    "x",
    "one two three\n",
  ],
  [
    "a condition that does not",
    '[normal]\n"x" = { command = "edit.join", when = "split" }',
    "x",
    "ne two\nthree\n",
  ],
  ["a default key taken away", '[normal]\n"x" = false', "xD", "\nthree\n"],
  ["insert mode", '[insert]\n"jk" = { keys = "<Esc>" }', "ihejkx", "hone two\nthree\n"],
];

for (const [name, keymap, keys, expected] of KEYS) {
  test(`a keymap file maps ${name}`, async () => {
    const { editor, loop, faults } = await configured({
      "config.toml": 'leader = "<Space>"',
      "keymaps/mine.toml": keymap,
    });
    assert.deepEqual(faults, []);
    loop.feed(parseKeys(keys));
    assert.equal(editor.doc.text.toString(), expected);
  });
}

test("init.ts sets options, maps keys and functions, adds commands and listens", async () => {
  const { editor, loop, config, faults, base } = await configured({
    "init.ts": `
type Context = { editor: { showMessage(text: string): void }; count: number };
export default (hunch: any): void => {
  hunch.options.set("nu", hunch.options.get("sol") === false);
  hunch.map("normal", "Q", "dw");
  hunch.map("normal", "gz", { command: "edit.join" });
  hunch.map("normal", "<leader>h", (context: Context) => context.editor.showMessage("hello"));
  hunch.command("my.wave", "Waves", () => hunch.message("waves"));
  hunch.on("command-done", () => hunch.options.set("report", hunch.options.get("report") + 1));
};
`,
  });
  assert.deepEqual(faults, []);
  assert.equal(editor.win.options.get("number"), true);
  loop.feed(parseKeys("Qgz\\h"));
  assert.equal(editor.doc.text.toString(), "two three\n");
  assert.equal(editor.message?.text, "hello");
  assert.equal(editor.options.get("report"), 5);
  await config.source(join(base, "hunch", "init.ts"));
  assert.deepEqual(config.faults, []);
  loop.feed(parseKeys("l"));
  assert.equal(editor.options.get("report"), 6);
});

test("another file takes the place of the folder, and can be read again", async () => {
  const base = home({
    "config.toml": "options.number = true",
    "other/mine.toml": "options.nu = 1",
  });
  const { editor } = headlessEditor("");
  const file = join(base, "hunch", "other", "mine.toml");
  const config = await loadConfig(editor, { env: { XDG_CONFIG_HOME: base }, file });
  assert.deepEqual(config.files, [file]);
  assert.equal(config.faults.length, 1);
  assert.equal(editor.win.options.get("number"), false);
  writeFileSync(file, "options.nu = true");
  assert.equal(editor.sourceConfig("lines.vim"), false);
  await config.source(file);
  assert.deepEqual(config.faults, []);
  assert.equal(editor.win.options.get("number"), true);
});
