/** Theme files: TOML with a `[palette]` and `[groups]`, and schemes in the base16 format. */
import { parse, TomlError } from "smol-toml";
import { UserError } from "../base/errors.ts";
import type { ThemeData, ThemeStyle } from "./theme-data.ts";

const UNDERLINES = new Set(["line", "double", "curl", "dotted", "dashed"]);
const FLAGS = new Set(["bold", "dim", "italic", "reverse", "strikethrough"]);

/**
 * The theme that a TOML text describes; `file` is named in errors. Throws UserError as
 * `file:line: what is wrong`.
 */
export function parseTheme(source: string, file: string): ThemeData {
  const table = parseToml(source, file);
  const palette = stringTable(table.palette, "palette", source, file);
  const groups: Record<string, ThemeStyle | string> = {};
  if (!isTable(table.groups)) throw fault(file, 1, "a theme needs a [groups] table");
  for (const [group, value] of Object.entries(table.groups)) {
    if (typeof value === "string") groups[group] = value;
    else if (isTable(value)) groups[group] = parseStyle(value, palette, group, source, file);
    else throw fault(file, lineOf(source, group), `group ${group} must be a table or a group name`);
  }
  for (const [group, value] of Object.entries(groups)) {
    if (typeof value === "string" && groups[value] === undefined) {
      throw fault(file, lineOf(source, group), `group ${group} is linked to the unknown ${value}`);
    }
  }
  const background = table.background ?? "dark";
  if (background !== "dark" && background !== "light") {
    throw fault(file, lineOf(source, "background"), `background must be "dark" or "light"`);
  }
  return { name: typeof table.name === "string" ? table.name : baseName(file), background, groups };
}

function parseToml(source: string, file: string): Record<string, unknown> {
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof TomlError) {
      const first = error.message.split("\n", 1)[0]!.replace(/^Invalid TOML document: /, "");
      throw fault(file, error.line, first);
    }
    throw error;
  }
}

function parseStyle(
  table: Record<string, unknown>,
  palette: Readonly<Record<string, string>>,
  group: string,
  source: string,
  file: string,
): ThemeStyle {
  const style: Record<string, string | boolean> = {};
  const line = lineOf(source, group);
  for (const [key, value] of Object.entries(table)) {
    if (key === "fg" || key === "bg" || key === "sp") {
      const colour = typeof value === "number" ? String(value) : value;
      const resolved = typeof colour === "string" ? resolveColour(colour, palette) : null;
      if (resolved === null) throw fault(file, line, `${group}.${key}: no colour ${value}`);
      style[key] = resolved;
    } else if (FLAGS.has(key)) {
      if (typeof value !== "boolean")
        throw fault(file, line, `${group}.${key} must be true or false`);
      style[key] = value;
    } else if (key === "underline") {
      const kind = value === true ? "line" : value;
      if (kind !== false && !UNDERLINES.has(kind as string)) {
        throw fault(file, line, `${group}.underline: no such underline ${value}`);
      }
      style[key] = kind as string | false;
    } else throw fault(file, line, `${group}: unknown key ${key}`);
  }
  return style as ThemeStyle;
}

function resolveColour(name: string, palette: Readonly<Record<string, string>>): string | null {
  return checkColour(palette[name] ?? name);
}

/** The canonical spelling of a colour, or null when it is none. */
function checkColour(text: string): string | null {
  const colour = text.trim().toLowerCase();
  if (colour === "none" || /^#[0-9a-f]{6}$/.test(colour)) return colour;
  if (/^#[0-9a-f]{3}$/.test(colour)) return `#${colour.slice(1).replace(/./g, "$&$&")}`;
  return /^\d{1,3}$/.test(colour) && Number(colour) < 256 ? String(Number(colour)) : null;
}

function stringTable(
  value: unknown,
  name: string,
  source: string,
  file: string,
): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isTable(value)) throw fault(file, lineOf(source, name), `${name} must be a table`);
  const strings: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) {
    const colour = checkColour(String(entry));
    if (colour === null)
      throw fault(file, lineOf(source, key), `${name}.${key}: no colour ${entry}`);
    strings[key] = colour;
  }
  return strings;
}

/**
 * A theme from a base16 scheme, in its YAML form (`base00: "181818"`, also under `palette:`) or as
 * TOML with the same keys. Throws UserError with file and line when a colour is missing or wrong.
 */
export function parseBase16(source: string, file: string): ThemeData {
  const colours = new Map<string, string>();
  let name = baseName(file);
  source.split("\n").forEach((text, index) => {
    const entry = /^\s*["']?(\w+)["']?\s*[:=]\s*["']?([^"'\n]*?)["']?\s*(?:#\s.*)?$/.exec(text);
    if (!entry) return;
    const key = entry[1]!;
    if (key === "scheme" || key === "name") name = entry[2]!;
    if (!/^base0[0-9A-Fa-f]$/.test(key)) return;
    const colour = checkColour(`#${entry[2]!.replace(/^#/, "")}`);
    if (colour === null || colour.length !== 7) {
      throw fault(file, index + 1, `${key}: no colour ${entry[2]}`);
    }
    colours.set(key.slice(0, 5) + key.slice(5).toUpperCase(), colour);
  });
  const base = (digit: string): string => {
    const colour = colours.get(`base0${digit}`);
    if (colour === undefined) throw fault(file, 1, `base0${digit} is missing`);
    return colour;
  };
  const background = luminance(base("0")) < luminance(base("5")) ? "dark" : "light";
  return { name, background, groups: base16Groups(base) };
}

/** What each base16 colour is for, by the scheme's own guidelines. */
function base16Groups(base: (digit: string) => string): Record<string, ThemeStyle | string> {
  const grey = legible(base("3"), base("0"), base("5"), 3);
  return {
    text: { fg: base("5"), bg: base("0") },
    comment: { fg: grey, italic: true },
    "comment.todo": { fg: base("A"), bold: true },
    keyword: { fg: base("E") },
    string: { fg: base("B") },
    "string.escape": { fg: base("C") },
    number: { fg: base("9") },
    constant: { fg: base("9") },
    type: { fg: base("A") },
    function: { fg: base("D") },
    variable: { fg: base("8") },
    property: { fg: base("C") },
    operator: { fg: base("5") },
    punctuation: { fg: base("5") },
    tag: { fg: base("8") },
    attribute: { fg: base("A") },
    label: { fg: base("C") },
    preprocessor: { fg: base("C") },
    special: { fg: base("C") },
    link: { fg: base("C"), underline: "line" },
    heading: { fg: base("D"), bold: true },
    "markup.heading": "heading",
    "markup.link": "link",
    "markup.bold": { bold: true },
    "markup.italic": { italic: true },
    "markup.raw": { fg: base("B") },
    "markup.quote": { fg: grey, italic: true },
    "markup.list": { fg: base("8") },
    "markup.list.checked": { fg: base("B") },
    "markup.link.url": { fg: base("C"), underline: "line" },
    "markup.link.label": { fg: base("C") },
    "variable.builtin": { fg: base("9") },
    "function.macro": { fg: base("C") },
    "string.regexp": { fg: base("C") },
    "string.special": { fg: base("C") },
    module: { fg: base("A") },
    "punctuation.special": { fg: base("F") },
    "tag.delimiter": { fg: base("4") },
    "ui.linenr": { fg: grey },
    "ui.linenr.current": { fg: base("A"), bold: true },
    "ui.signcolumn": { fg: grey },
    "ui.foldcolumn": { fg: grey },
    "ui.folded": { fg: base("4"), bg: base("1"), italic: true },
    "ui.cursorline": { bg: base("1") },
    "ui.colorcolumn": { bg: base("1") },
    "ui.nontext": { fg: grey },
    "ui.whitespace": { fg: grey },
    "ui.special": { fg: base("C") },
    "ui.endofbuffer": { fg: grey },
    "ui.snippet": { underline: "dotted" },
    "ui.snippet.selected": "ui.visual",
    "ui.visual": { bg: base("2") },
    "ui.search": { fg: base("0"), bg: base("A"), underline: "line" },
    "ui.incsearch": { fg: base("0"), bg: base("9"), bold: true, underline: "line" },
    "ui.substitute": { fg: base("0"), bg: base("8"), bold: true },
    "ui.matchparen": { fg: base("9"), bold: true, underline: "line" },
    "ui.reference": { bg: base("1"), underline: "line" },
    "ui.reference.write": { bg: base("1"), bold: true, underline: "line" },
    "ui.ghost": { fg: grey, italic: true },
    "ui.inlay": "ui.ghost",
    "ui.separator": { fg: grey },
    "ui.statusline": { reverse: true },
    "ui.statusline.inactive": { fg: base("4"), bg: base("1") },
    "ui.tabline": { fg: base("4"), bg: base("1") },
    "ui.tabline.selected": { fg: base("5"), bg: base("0"), bold: true, underline: "line" },
    "ui.menu": { fg: base("5"), bg: base("1") },
    "ui.menu.selected": { fg: base("1"), bg: base("5"), bold: true },
    "ui.menu.detail": { fg: base("4"), bg: base("1") },
    "ui.menu.scrollbar": { bg: base("3") },
    "ui.mode": { bold: true },
    "ui.more": { fg: base("B"), bold: true },
    "ui.question": { fg: base("B"), bold: true },
    "ui.hint": { fg: base("5"), bg: base("1") },
    "ui.hint.key": { fg: base("D"), bg: base("1"), bold: true },
    "message.error": { fg: base("8"), bold: true },
    "message.warning": { fg: base("A") },
    "diff.add": { fg: base("B") },
    "diff.delete": { fg: base("8"), strikethrough: true },
    "diff.change": { fg: base("A") },
    "diff.text": { fg: base("A"), bold: true, underline: "line" },
    "diff.plus": { fg: base("B") },
    "diff.minus": { fg: base("8") },
    "diff.header": { fg: base("4"), bold: true },
    "diff.file": { fg: base("A"), bold: true },
    "diff.hunk": { fg: base("C") },
    "diagnostic.error": { fg: base("8"), sp: base("8"), underline: "curl" },
    "diagnostic.warning": { fg: base("A"), sp: base("A"), underline: "curl" },
    "diagnostic.info": { fg: base("C"), sp: base("C"), underline: "dotted" },
    "diagnostic.hint": { fg: grey, sp: grey, underline: "dotted" },
    "diagnostic.unnecessary": { fg: grey, italic: true },
    "diagnostic.deprecated": { strikethrough: true },
    "sign.error": { fg: base("8"), bold: true },
    "sign.warning": { fg: base("A"), bold: true },
    "tab.add": { bg: mix(base("0"), base("B"), 0.24), bold: true },
    "tab.delete": {
      fg: base("8"),
      bg: mix(base("0"), base("8"), 0.18),
      strikethrough: true,
      underline: "line",
    },
    "tab.box": { fg: base("5"), bg: base("1") },
    "tab.box.edge": { fg: base("D") },
    "tab.pill": { fg: base("5"), bg: base("1") },
    "tab.pill.key": { fg: base("0"), bg: base("D"), bold: true },
    "tab.hint": { fg: base("D"), bold: true },
    "tab.place": { fg: base("D"), bold: true, underline: "line" },
    "tab.sign": { fg: base("A"), bold: true },
    "tab.sign.add": { fg: base("B"), bold: true },
    "tab.sign.delete": { fg: base("8"), bold: true },
  };
}

/** `colour`, moved towards `ink` until it stands out from `paper` by the ratio. */
function legible(colour: string, paper: string, ink: string, ratio: number): string {
  for (let step = 0; step < 10; step++) {
    const mixed = mix(colour, ink, step / 10);
    if (contrast(mixed, paper) >= ratio) return mixed;
  }
  return ink;
}

function mix(a: string, b: string, share: number): string {
  let hex = "#";
  for (let i = 1; i < 7; i += 2) {
    const from = Number.parseInt(a.slice(i, i + 2), 16);
    const to = Number.parseInt(b.slice(i, i + 2), 16);
    hex += Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, "0");
  }
  return hex;
}

/** The contrast ratio of two `#rrggbb` colours by WCAG 2, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The 1-based line on which a key is defined; 1 when it is not found. */
function lineOf(source: string, key: string): number {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const at = source.search(new RegExp(`^[ \\t]*\\[?["']?${escaped}["']?[ \\t]*[=\\]]`, "m"));
  return at < 0 ? 1 : source.slice(0, at).split("\n").length;
}

function fault(file: string, line: number, what: string): UserError {
  return new UserError(`${file}:${line}: ${what}`);
}

function baseName(file: string): string {
  return file.replace(/^.*\//, "").replace(/\.\w+$/, "");
}
