/**
 * The quickfix lists: places to go through one after another (matches, errors, references). The last
 * ten lists are kept; one of them is the current one. Positions in open documents are carried through
 * changes; as that is done when the list is read, a key pays next to nothing for it.
 *
 * Everybody makes a list with `quickfixOf(editor).set({ title, items })` and shows it with
 * `:copen` (`editor.ex("copen")`). A window's own list is its location list: `locationsOf(editor, win)`.
 */
import type { ChangeSet, Point, Text } from "../text/text.ts";
import { pointOf, posOf } from "../text/text.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";
import type { Window } from "./window.ts";

/** Error, warning, information, note; empty: none of them (a match). */
export type QuickfixKind = "E" | "W" | "I" | "N" | "";

export interface QuickfixItem {
  /** The file, absolute; without it and without `doc` the item is text only and can't be gone to. */
  readonly path?: string;
  /** An open document, for one without a file. */
  readonly doc?: Document;
  /** 0-based row and UTF-16 column; absent: text only. */
  readonly point?: Point;
  /** The end, not included. */
  readonly endPoint?: Point;
  readonly text: string;
  /** Absent: none. */
  readonly kind?: QuickfixKind;
}

export interface QuickfixList {
  readonly title: string;
  readonly items: readonly QuickfixItem[];
  /** Index of the current item; 0 in an empty list. */
  readonly index: number;
}

interface StoredItem {
  readonly path?: string;
  readonly doc?: Document;
  point?: Point;
  endPoint?: Point;
  readonly text: string;
  readonly kind: QuickfixKind;
}

interface StoredList {
  title: string;
  items: StoredItem[];
  index: number;
}

/** What happened to a document since its items were mapped last. */
interface Pending {
  readonly before: Text;
  change: ChangeSet;
}

const MOST_LISTS = 10;

export class Quickfix {
  private lists: StoredList[] = [];
  private at = -1;
  private readonly pending = new Map<Document, Pending>();
  /** The documents and paths that any list names. */
  private readonly names = new Set<Document | string>();
  private readonly listeners = new Set<() => void>();

  /** Makes a new list behind the current one, which becomes the current one; newer ones are dropped. */
  set(list: {
    readonly title: string;
    readonly items: readonly QuickfixItem[];
    readonly index?: number;
  }): void {
    this.flush();
    this.lists.splice(this.at + 1, Infinity, stored(list));
    if (this.lists.length > MOST_LISTS) this.lists.shift();
    this.at = this.lists.length - 1;
    this.changed();
  }

  /** Puts other items into the current list (or makes a first one): what is known has been renewed. */
  replace(list: {
    readonly title: string;
    readonly items: readonly QuickfixItem[];
    readonly index?: number;
  }): void {
    if (this.at < 0) return this.set(list);
    this.flush();
    const old = this.lists[this.at]!;
    const index = Math.max(0, Math.min(list.index ?? old.index, list.items.length - 1));
    this.lists[this.at] = stored({ ...list, index });
    this.changed();
  }

  /** Adds items to the current list (or to a first one without a title). */
  add(items: readonly QuickfixItem[]): void {
    if (this.at < 0) return this.set({ title: "", items });
    this.flush();
    const list = this.lists[this.at]!;
    for (const item of items) list.items.push(storedItem(item));
    this.changed();
  }

  /** The current list with the positions of now; null when there is none. */
  get list(): QuickfixList | null {
    this.flush();
    return this.lists[this.at] ?? null;
  }

  /** How many lists there are, and which is the current one (0-based; -1: none). */
  get stack(): { readonly count: number; readonly at: number } {
    return { count: this.lists.length, at: this.at };
  }

  /** The titles of the lists, oldest first, with how many items they have. */
  titles(): Array<{ readonly title: string; readonly count: number }> {
    return this.lists.map(({ title, items }) => ({ title, count: items.length }));
  }

  /** Makes an item of the current list the current one; the index is clipped. */
  select(index: number): void {
    const list = this.lists[this.at];
    if (!list) return;
    list.index = Math.max(0, Math.min(index, list.items.length - 1));
    for (const listener of this.listeners) listener();
  }

  /** Makes the list `steps` newer (or older, negative) the current one; false where there is none. */
  go(steps: number): boolean {
    const to = this.at + steps;
    if (to < 0 || to >= this.lists.length) return false;
    this.at = to;
    for (const listener of this.listeners) listener();
    return true;
  }

  /** Calls back when the current list, its items or its index have changed; gives the way to stop. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes note of a change of a document; its items are mapped when they are read. */
  note(doc: Document, before: Text, change: ChangeSet): void {
    if (!this.names.has(doc) && (doc.path === null || !this.names.has(doc.path))) return;
    const known = this.pending.get(doc);
    if (known) known.change = known.change.compose(change);
    else this.pending.set(doc, { before, change });
  }

  private flush(): void {
    if (this.pending.size === 0) return;
    for (const [doc, { before, change }] of this.pending) {
      const after = change.apply(before);
      const carry = (point: Point): Point => {
        const row = Math.min(point.row, before.lines - 1);
        return pointOf(after, change.mapPos(posOf(before, row, point.col), 1));
      };
      for (const { items } of this.lists) {
        for (const item of items) {
          if (item.doc !== doc && (item.path === undefined || item.path !== doc.path)) continue;
          if (item.point) item.point = carry(item.point);
          if (item.endPoint) item.endPoint = carry(item.endPoint);
        }
      }
    }
    this.pending.clear();
  }

  private changed(): void {
    this.names.clear();
    for (const { items } of this.lists) {
      for (const { doc, path } of items) {
        if (doc) this.names.add(doc);
        if (path !== undefined) this.names.add(path);
      }
    }
    for (const listener of this.listeners) listener();
  }
}

function stored(list: {
  readonly title: string;
  readonly items: readonly QuickfixItem[];
  readonly index?: number;
}): StoredList {
  return { title: list.title, items: list.items.map(storedItem), index: list.index ?? 0 };
}

function storedItem(item: QuickfixItem): StoredItem {
  return { ...item, kind: item.kind ?? "" };
}

const LISTS = new WeakMap<Editor, Quickfix>();
const LOCATIONS = new WeakMap<Window, Quickfix>();
/** Everything that notes the changes of an editor. */
const HEARING = new WeakMap<Editor, Set<Quickfix>>();

/** The quickfix lists of an editor; made by the first call. */
export function quickfixOf(editor: Editor): Quickfix {
  let lists = LISTS.get(editor);
  if (!lists) {
    lists = new Quickfix();
    LISTS.set(editor, lists);
    hearingOf(editor).add(lists);
  }
  return lists;
}

/** The location lists of a window; made by the first call. */
export function locationsOf(editor: Editor, win: Window): Quickfix {
  let lists = LOCATIONS.get(win);
  if (!lists) {
    lists = new Quickfix();
    LOCATIONS.set(win, lists);
    hearingOf(editor).add(lists);
  }
  return lists;
}

/** Whether a window has a location list. */
export function hasLocations(win: Window): boolean {
  return (LOCATIONS.get(win)?.stack.count ?? 0) > 0;
}

/** One listener for all lists; a window that is closed takes its lists along. */
function hearingOf(editor: Editor): Set<Quickfix> {
  const known = HEARING.get(editor);
  if (known) return known;
  const hearing = new Set<Quickfix>();
  HEARING.set(editor, hearing);
  editor.events.on("change", ({ doc, before, change }) => {
    for (const lists of hearing) lists.note(doc, before, change);
  });
  editor.events.on("window-close", (win) => {
    const lists = LOCATIONS.get(win);
    if (lists) hearing.delete(lists);
  });
  return hearing;
}
