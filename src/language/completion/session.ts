/** The word that is being completed: what is known for it, what of that fits, what is selected. */
import type { CompletionPicture, CompletionRow } from "../../editor/completion.ts";
import type { Document } from "../../editor/document.ts";
import type { FloatLine } from "../../editor/float.ts";
import type { Window } from "../../editor/window.ts";
import { type ChangeDesc, slice } from "../../text/text.ts";
import type { CompletionItem } from "./item.ts";
import { merged, Query, type Ranked, rank } from "./rank.ts";

/** Rows of the menu; better matches come by typing. */
const MOST_ROWS = 100;

export type Opening = "word" | "trigger" | "asked" | "choice";

export class CompletionSession {
  readonly win: Window;
  readonly doc: Document;
  readonly opening: Opening;
  /** Where the word starts: UTF-16 offset. */
  start: number;
  /** Where the cursor is, and the text's revision, when the session was last looked at. */
  pos: number;
  revision: number;
  /** What is known, by whom it comes from. */
  private readonly lists = new Map<unknown, readonly CompletionItem[]>();
  private all: CompletionItem[] = [];
  private matched: Ranked[] = [];
  /** What was typed when `matched` was made; null: it has to be made from everything. */
  private typed: string | null = null;
  /** Those whose list is not whole: they are asked again with each letter. */
  readonly incomplete = new Set<unknown>();
  /** Those that have not answered. */
  readonly pending = new Set<unknown>();
  private selected: CompletionItem | null = null;
  private rows: readonly CompletionRow[] | null = null;
  documentation: { readonly item: CompletionItem; readonly lines: readonly FloatLine[] } | null =
    null;

  constructor(win: Window, start: number, opening: Opening) {
    this.win = win;
    this.doc = win.doc;
    this.opening = opening;
    this.start = start;
    this.pos = win.cursor.pos;
    this.revision = win.doc.revision;
  }

  /** What is typed of the word. */
  get query(): string {
    return slice(this.doc.text, this.start, this.pos);
  }

  /** Whether the word is a member of what stands before it. */
  private get isMember(): boolean {
    const before = slice(this.doc.text, Math.max(0, this.start - 2), this.start);
    return /(?:[.:]|->)$/.test(before);
  }

  put(key: unknown, items: readonly CompletionItem[]): void {
    this.lists.set(key, items);
    const lists = [...this.lists.values()];
    // What a server knows about `x.` has no words and snippets beside it.
    const known = this.isMember && lists.some(([first]) => first?.source === "lsp");
    this.all = merged(known ? lists.filter(([first]) => !isLoose(first)) : lists);
    this.typed = null;
    this.rows = null;
  }

  /** Nobody knows anything. */
  get isBlank(): boolean {
    return this.all.length === 0;
  }

  /** Carries the word through a change; false when the change was in it, or before it in its line. */
  carry(change: ChangeDesc): boolean {
    const before = this.start;
    this.start = change.mapPos(before, -1);
    const { from } = this.doc.text.lineAt(this.start);
    let touched = false;
    change.iterChangedRanges((fromA, _toA, _fromB, toB) => {
      if (fromA < before && toB >= from) touched = true;
    });
    return !touched;
  }

  /** The items that fit, best first. */
  get items(): readonly Ranked[] {
    const { typed } = this;
    const query = this.query;
    if (typed === query) return this.matched;
    // What did not fit before does not fit when more is typed.
    const narrows = typed !== null && query.startsWith(typed);
    const from = narrows ? this.matched.map(({ item }) => item) : this.all;
    const queries = new Map<number, Query>();
    const queryOf = ({ offset }: CompletionItem): Query => {
      let made = queries.get(offset);
      if (made === undefined) {
        const start = Math.max(0, Math.min(this.start + offset, this.pos));
        queries.set(offset, (made = new Query(slice(this.doc.text, start, this.pos))));
      }
      return made;
    };
    this.matched = rank(from, queryOf);
    this.typed = query;
    this.rows = null;
    if (this.selected !== null && !this.matched.some(({ item }) => item === this.selected)) {
      // The same of a newer list.
      const same = this.matched.find(({ item }) => isSame(item, this.selected!));
      this.selected = same?.item ?? null;
    }
    return this.matched;
  }

  /** Whether there is anything to show that is not typed already. */
  get isOpen(): boolean {
    const { items } = this;
    if (items.length === 0) return false;
    if (items.length > 1 || this.opening === "asked") return true;
    const [{ item }] = items as [Ranked];
    return item.snippet || item.insert !== slice(this.doc.text, this.start + item.offset, this.pos);
  }

  get chosen(): CompletionItem | null {
    return this.items.length === 0 ? null : this.selected;
  }

  get first(): CompletionItem | null {
    return this.items[0]?.item ?? null;
  }

  /** Selects the next or previous item; beyond either end none. */
  step(by: 1 | -1): void {
    const { items } = this;
    const count = Math.min(items.length, MOST_ROWS);
    const at = items.findIndex(({ item }) => item === this.selected);
    let next = at + by;
    if (at < 0) next = by > 0 ? 0 : count - 1;
    this.selected = next < 0 || next >= count ? null : items[next]!.item;
  }

  picture(): CompletionPicture {
    const items = this.items.slice(0, MOST_ROWS);
    const offset = items.reduce((least, { item }) => Math.min(least, item.offset), 0);
    const { documentation, selected } = this;
    this.rows ??= items.map(({ item }) => this.row(item));
    return {
      from: this.start + offset,
      rows: this.rows,
      selected: items.findIndex(({ item }) => item === selected),
      documentation: documentation?.item === selected ? documentation.lines : [],
    };
  }

  private row(item: CompletionItem): CompletionRow {
    const start = Math.max(0, Math.min(this.start + item.offset, this.pos));
    const query = new Query(slice(this.doc.text, start, this.pos));
    return {
      label: item.label,
      // What matches may be another text than the one that is shown.
      positions: query.positions(item.label),
      labelDetail: item.labelDetail,
      kind: item.kind,
      source: NAMES[item.source],
      deprecated: item.deprecated,
    };
  }
}

const NAMES: Readonly<Record<CompletionItem["source"], string>> = {
  lsp: "lsp",
  snippet: "snip",
  path: "path",
  buffer: "buf",
  choice: "",
};

function isLoose(item: CompletionItem | undefined): boolean {
  return item?.source === "buffer" || item?.source === "snippet";
}

function isSame(a: CompletionItem, b: CompletionItem): boolean {
  return (
    a.source === b.source &&
    a.label === b.label &&
    a.labelDetail === b.labelDetail &&
    a.kind === b.kind
  );
}
