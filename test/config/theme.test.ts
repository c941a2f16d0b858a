import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { contrast, parseBase16, parseTheme } from "../../src/config/theme.ts";
import { REQUIRED_GROUPS, type ThemeData, type ThemeStyle } from "../../src/config/theme-data.ts";

const FOLDER = new URL("../../themes/", import.meta.url);
const THEMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".toml"))
  .map((file) => parseTheme(readFileSync(new URL(file, FOLDER), "utf8"), file));

/** xterm's sixteen colours, for themes that name palette numbers. */
const XTERM = (
  "#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 " +
  "#7f7f7f #ff0000 #00ff00 #ffff00 #5c5cff #ff00ff #00ffff #ffffff"
).split(" ");

/** Text that is read for its content: everything that is no decoration. */
const TEXT =
  /^(text|keyword|string|number|constant|type|function|variable|property|operator|punctuation|tag|attribute|label|special|link|heading|module|markup|message|diff|sign|preprocessor|tab\.(delete|box(?!.edge)|pill|sign)|ui\.(search|incsearch|substitute|statusline|tabline|menu(?!.scrollbar)|hint|mode|more|question|special|matchparen|linenr\.current|visual|folded))/;
const QUIET =
  /^(comment|ui\.(ghost|linenr|nontext|whitespace|endofbuffer|foldcolumn|signcolumn|separator)|diagnostic\.hint|markup\.quote|sign\.hint)/;

test("every theme names the required groups, with no look-alike by fallback", () => {
  for (const theme of [...THEMES, base16()]) {
    const missing = REQUIRED_GROUPS.filter((group) => theme.groups[group] === undefined);
    assert.deepEqual(missing, [], theme.name);
  }
});

test("text stands out by 4.5:1, comments and ghosts by 3:1, high contrast by 7:1", () => {
  const low: string[] = [];
  for (const theme of THEMES) {
    for (const group of Object.keys(theme.groups)) {
      const need = theme.name === "high-contrast" ? 7 : QUIET.test(group) ? 3 : 4.5;
      if (!TEXT.test(group) && !QUIET.test(group)) continue;
      const ratio = contrastOf(theme, group);
      if (ratio < need) low.push(`${theme.name} ${group} ${ratio.toFixed(2)} < ${need}`);
    }
  }
  assert.deepEqual(low, []);
});

test("text keeps its contrast on the cursor line and in a selection", () => {
  const low: string[] = [];
  for (const theme of THEMES) {
    for (const backdrop of ["ui.cursorline", "ui.colorcolumn", "ui.visual"]) {
      const over = styleOf(theme, backdrop);
      if (over.bg === undefined || over.fg !== undefined) continue;
      const ratio = contrast(hex(styleOf(theme, "text").fg, "#e5e5e5"), hex(over.bg, "#000000"));
      const need = theme.name === "high-contrast" ? 7 : 4.5;
      if (ratio < need) low.push(`${theme.name} ${backdrop} ${ratio.toFixed(2)}`);
    }
  }
  assert.deepEqual(low, []);
});

test("what a prediction puts in and takes away is read on its own paper", () => {
  const low: string[] = [];
  for (const theme of THEMES) {
    const text = styleOf(theme, "text");
    for (const group of ["tab.add", "tab.box"]) {
      const paper = styleOf(theme, group).bg ?? text.bg;
      const dark = theme.background === "dark";
      const ratio = contrast(
        hex(text.fg, dark ? "#e5e5e5" : "#000000"),
        hex(paper, dark ? "#000000" : "#ffffff"),
      );
      if (ratio < 4.5) low.push(`${theme.name} ${group} ${ratio.toFixed(2)}`);
    }
    // Bright black is invisible on many terminals.
    assert.notEqual(styleOf(theme, "ui.ghost").fg, "8", theme.name);
  }
  assert.deepEqual(low, []);
});

test("nothing is told by colour alone", () => {
  const told = (style: ThemeStyle) =>
    style.reverse || style.bold || style.italic || style.strikethrough || style.underline;
  for (const theme of [...THEMES, base16()]) {
    for (const group of ["ui.menu.selected", "ui.tabline.selected", "ui.search", "ui.incsearch"]) {
      assert.ok(told(styleOf(theme, group)), `${theme.name} ${group}`);
    }
    for (const group of [
      "ui.matchparen",
      "diff.delete",
      "diff.text",
      "message.error",
      "ui.ghost",
      "tab.add",
      "tab.delete",
      "tab.place",
    ]) {
      assert.ok(told(styleOf(theme, group)), `${theme.name} ${group}`);
    }
    for (const level of ["error", "warning", "info", "hint"]) {
      assert.ok(styleOf(theme, `diagnostic.${level}`).underline, `${theme.name} ${level}`);
    }
    const visual = styleOf(theme, "ui.visual");
    assert.ok(visual.reverse || visual.bg !== undefined, `${theme.name} ui.visual`);
  }
});

const ERRORS: readonly [string, string][] = [
  ['[groups]\ntext = { fg = "nope" }', "t.toml:2: text.fg: no colour nope"],
  ['[groups]\n\n"ui.x" = { shade = 1 }', "t.toml:3: ui.x: unknown key shade"],
  ['[groups]\na = "b"', "t.toml:2: group a is linked to the unknown b"],
  ['[palette]\nred = "#12"\n[groups]', "t.toml:2: palette.red: no colour #12"],
  ["[groups]\na = { bold = 3 }", "t.toml:2: a.bold must be true or false"],
  ['background = "pink"\n[groups]', 't.toml:1: background must be "dark" or "light"'],
  ['name = "x"', "t.toml:1: a theme needs a [groups] table"],
];

test("an error names the file and the line", () => {
  for (const [source, message] of ERRORS) {
    assert.throws(() => parseTheme(source, "t.toml"), { message });
  }
  assert.throws(() => parseTheme("[groups]\na = \n", "t.toml"), /^UserError: t\.toml:2: /);
});

test("a base16 scheme is read in its YAML forms and as TOML", () => {
  assert.deepEqual(base16().groups.text, { fg: "#555555", bg: "#000000" });
  const nested = SCHEME.replace(/^base/gm, "  base").replace("scheme", "name");
  assert.deepEqual(parseBase16(nested, "s.yaml").groups, base16().groups);
  assert.deepEqual(parseBase16(SCHEME.replaceAll(":", " ="), "s.toml").groups, base16().groups);
  assert.throws(() => parseBase16("base00: xyz", "s.yaml"), /s\.yaml:1: base00: no colour xyz/);
  assert.throws(() => parseBase16("base00: '000000'", "s.yaml"), /base05 is missing/);
});

const SCHEME = `scheme: "Test"\nauthor: "nobody"\n${[..."0123456789ABCDEF"]
  .map((d) => `base0${d}: "${(d + d).repeat(3).toLowerCase()}" # note`)
  .join("\n")}\n`;

function base16(): ThemeData {
  return parseBase16(SCHEME, "s.yaml");
}

function styleOf(theme: ThemeData, group: string): ThemeStyle {
  const found = theme.groups[group] ?? {};
  return typeof found === "string" ? styleOf(theme, found) : found;
}

function hex(colour: string | undefined, fallback: string): string {
  if (colour === undefined || colour === "none") return fallback;
  return colour.startsWith("#") ? colour : XTERM[Number(colour)]!;
}

function contrastOf(theme: ThemeData, group: string): number {
  const text = styleOf(theme, "text");
  const style = styleOf(theme, group);
  const paper = theme.background === "dark" ? "#000000" : "#ffffff";
  const ink = theme.background === "dark" ? "#e5e5e5" : "#000000";
  return contrast(hex(style.fg ?? text.fg, ink), hex(style.bg ?? text.bg, paper));
}
