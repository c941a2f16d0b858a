/**
 * A theme as data: what a theme file says, checked, with the names of its palette resolved.
 *
 * A colour is `#rrggbb`, a palette number `0`–`255` as a string, or `none` (the terminal's own).
 */

export interface ThemeStyle {
  readonly fg?: string;
  readonly bg?: string;
  /** The colour of the underline. */
  readonly sp?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: "line" | "double" | "curl" | "dotted" | "dashed" | false;
  readonly reverse?: boolean;
  readonly strikethrough?: boolean;
}

export interface ThemeData {
  readonly name: string;
  readonly background: "dark" | "light";
  /** By group: a style, or the name of the group that it looks like. */
  readonly groups: Readonly<Record<string, ThemeStyle | string>>;
}

/** The groups that every theme names, so that nothing falls back to plain by accident. */
export const REQUIRED_GROUPS: readonly string[] = [
  "text",
  "comment",
  "keyword",
  "string",
  "number",
  "constant",
  "type",
  "function",
  "variable",
  "property",
  "operator",
  "punctuation",
  "special",
  "link",
  "heading",
  "tag",
  "attribute",
  "label",
  "module",
  "preprocessor",
  "variable.builtin",
  "string.regexp",
  "punctuation.special",
  "markup.heading",
  "markup.raw",
  "markup.link",
  "markup.list",
  "ui.linenr",
  "ui.linenr.current",
  "ui.signcolumn",
  "ui.foldcolumn",
  "ui.folded",
  "ui.cursorline",
  "ui.colorcolumn",
  "ui.nontext",
  "ui.whitespace",
  "ui.special",
  "ui.endofbuffer",
  "ui.visual",
  "ui.search",
  "ui.incsearch",
  "ui.substitute",
  "ui.matchparen",
  "ui.ghost",
  "ui.separator",
  "ui.statusline",
  "ui.statusline.inactive",
  "ui.tabline",
  "ui.tabline.selected",
  "ui.menu",
  "ui.menu.selected",
  "ui.menu.detail",
  "ui.menu.scrollbar",
  "ui.mode",
  "ui.more",
  "ui.question",
  "ui.hint",
  "ui.hint.key",
  "message.error",
  "message.warning",
  "diff.add",
  "diff.delete",
  "diff.change",
  "diff.text",
  "diff.plus",
  "diff.minus",
  "diagnostic.error",
  "diagnostic.warning",
  "diagnostic.info",
  "diagnostic.hint",
  "sign.error",
  "sign.warning",
  "tab.add",
  "tab.delete",
  "tab.box",
  "tab.box.edge",
  "tab.pill",
  "tab.pill.key",
  "tab.hint",
  "tab.place",
  "tab.sign",
  "tab.sign.add",
  "tab.sign.delete",
];
