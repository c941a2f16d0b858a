/** The styles that drawing uses, looked up once per theme instead of once per cell. */
import type { StyleId, StyleTable } from "../screen/style.ts";
import type { Theme } from "../screen/theme.ts";

export class Palette {
  readonly table: StyleTable;
  readonly theme: Theme;
  /** Everything else lies over this one. */
  readonly text: StyleId;
  readonly lineNumber: StyleId;
  readonly currentLineNumber: StyleId;
  readonly signColumn: StyleId;
  readonly foldColumn: StyleId;
  readonly folded: StyleId;
  readonly nonText: StyleId;
  readonly endOfBuffer: StyleId;
  readonly whitespace: StyleId;
  readonly special: StyleId;
  readonly ghost: StyleId;
  readonly separator: StyleId;
  readonly status: StyleId;
  readonly statusInactive: StyleId;
  readonly mode: StyleId;
  /** Laid over whatever is in the cell. */
  readonly cursorLine: StyleId;
  readonly colorColumn: StyleId;
  readonly visual: StyleId;
  readonly search: StyleId;
  readonly incSearch: StyleId;
  readonly matchParen: StyleId;
  readonly #on = new Map<string, StyleId>();

  constructor(theme: Theme, table: StyleTable) {
    this.theme = theme;
    this.table = table;
    this.text = theme.id("text");
    this.lineNumber = this.on("ui.linenr");
    this.currentLineNumber = this.on("ui.linenr.current");
    this.signColumn = this.on("ui.signcolumn");
    this.foldColumn = this.on("ui.foldcolumn");
    this.folded = this.on("ui.folded");
    this.nonText = this.on("ui.nontext");
    this.endOfBuffer = this.on("ui.endofbuffer");
    this.whitespace = this.on("ui.whitespace");
    this.special = this.on("ui.special");
    this.ghost = this.on("ui.ghost");
    this.separator = this.on("ui.separator");
    this.status = this.on("ui.statusline");
    this.statusInactive = this.on("ui.statusline.inactive");
    this.mode = this.on("ui.mode");
    this.cursorLine = theme.id("ui.cursorline");
    this.colorColumn = theme.id("ui.colorcolumn");
    this.visual = theme.id("ui.visual");
    this.search = theme.id("ui.search");
    this.incSearch = theme.id("ui.incsearch");
    this.matchParen = theme.id("ui.matchparen");
  }

  /** A group laid over the text style. */
  on(group: string): StyleId {
    let id = this.#on.get(group);
    if (id === undefined) {
      id = this.table.over(this.text, this.theme.id(group));
      this.#on.set(group, id);
    }
    return id;
  }
}
