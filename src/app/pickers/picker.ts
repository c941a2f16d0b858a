/** An open picker: its query, what matches, what is selected and marked. It knows no screen and no keys. */
import { positionsOf } from "../../base/fuzzy.ts";
import { FuzzyFilter, MOST_TEXTS } from "../../base/fuzzy-filter.ts";
import { CommandLine } from "../../commands/cmdline/line.ts";
import type { PickItem, PickSource } from "../../editor/picker.ts";
import type { OpenHow } from "../../editor/place.ts";
import type { PickerModel, PickerPicture, PickerRow } from "../../view/picker-layer.ts";
import type { PickerLayout } from "../../view/picker-layout.ts";
import { listTop } from "../../view/picker-layout.ts";
import { PreviewPane, type PreviewPorts } from "./preview-pane.ts";

export interface PickerPorts extends PreviewPorts {
  /** Draws a frame soon. */
  redraw(): void;
  /** Milliseconds. */
  now(): number;
  /** Calls back in a turn of its own, keys first. */
  later(callback: () => void): void;
  /** Calls back after so many milliseconds. */
  after(ms: number, callback: () => void): { cancel(): void };
  /** Little should be drawn: the line is slow. */
  slow(): boolean;
}

/** Milliseconds of matching in a key's own turn, and in each turn after it. */
const KEY_SLICE = 3;
const SLICE = 3;
/** Between two frames while items come, on a fast line and on a slow one. */
const FRAME_MS = 40;
const SLOW_FRAME_MS = 300;
/** A live source is asked so long after the last key. */
const DEBOUNCE_MS = 40;
/** How far down a followed item is looked for when the order changes. */
const FOLLOWED = 300;

export type PickerEnd =
  | { readonly kind: "close" }
  | { readonly kind: "accept"; readonly how: OpenHow; readonly items: readonly PickItem[] }
  | { readonly kind: "quickfix"; readonly items: readonly PickItem[] }
  | { readonly kind: "edit-matches" };

export class Picker implements PickerModel {
  readonly source: PickSource;
  readonly line: CommandLine;
  /** Set by what ends it. */
  end: PickerEnd | null = null;
  private readonly ports: PickerPorts;
  private readonly pane: PreviewPane;
  private items: PickItem[] = [];
  private filter: FuzzyFilter;
  private readonly marked = new Set<PickItem>();
  private selected = 0;
  private top = 0;
  private shown: readonly PickItem[] = [];
  private listRows = 10;
  /** The item to stay on while the list changes; null: the first one. */
  private followed: PickItem | null = null;
  /** The text of the item to go to when it comes (`:Pick resume`). */
  private wanted: string | null;
  private loading = true;
  private failure = "";
  private failed = false;
  private run: AbortController | null = null;
  private asked = "";
  private waiting: { cancel(): void } | null = null;
  private pumping = false;
  private lastFrame = 0;
  private frame: { cancel(): void } | null = null;
  private closed = false;
  /** The selected item of the last frame, since when the user has changed nothing. */
  private seen: PickItem | null = null;
  private settled: (() => void) | null = null;
  private peeked: PickItem | null = null;

  constructor(
    source: PickSource,
    ports: PickerPorts,
    first: { readonly query?: string; readonly wanted?: string | null } = {},
  ) {
    this.source = source;
    this.ports = ports;
    this.line = new CommandLine(first.query ?? "");
    this.wanted = first.wanted ?? null;
    this.pane = new PreviewPane(source, ports);
    this.filter = this.newFilter();
  }

  /** Asks the source; its first items may be there when this returns. */
  start(): void {
    this.ask();
    this.filter.setQuery(this.filterQuery);
    this.filter.work(KEY_SLICE);
    this.settle();
  }

  close(): void {
    this.closed = true;
    this.settled?.();
    this.run?.abort();
    this.waiting?.cancel();
    this.frame?.cancel();
    this.pane.close();
    if (this.peeked !== null) this.source.peek?.(null);
    this.peeked = null;
  }

  // The query

  /** To be called when the text of `line` may have changed. */
  queryChanged(expectsMore: boolean): void {
    if (this.source.live) {
      if (this.line.text === this.asked) return;
      this.seen = null;
      this.loading = true;
      this.waiting?.cancel();
      this.waiting = this.ports.after(DEBOUNCE_MS, () => this.ask());
      return;
    }
    if (this.filter.query.source === this.line.text) return;
    this.seen = null;
    this.filter.setQuery(this.line.text);
    this.selected = 0;
    this.top = 0;
    this.followed = null;
    this.wanted = null;
    if (!expectsMore) this.filter.work(KEY_SLICE);
    this.settle();
  }

  private get filterQuery(): string {
    return this.source.live ? "" : this.line.text;
  }

  private newFilter(): FuzzyFilter {
    return new FuzzyFilter(
      (index) => this.items[index]!.text,
      () => this.ports.now(),
    );
  }

  /** Starts the source; what an earlier start has found stays until there is something else. */
  private ask(): void {
    this.waiting?.cancel();
    this.waiting = null;
    this.run?.abort();
    const run = new AbortController();
    this.run = run;
    this.asked = this.line.text;
    this.loading = true;
    let fresh = true;
    const begin = (): void => {
      if (!fresh) return;
      fresh = false;
      this.items = [];
      this.filter = this.newFilter();
      this.filter.setQuery(this.filterQuery);
      this.failure = "";
      this.failed = false;
      this.marked.clear();
      if (this.wanted === null) {
        this.selected = 0;
        this.top = 0;
        this.followed = null;
      }
    };
    const heard = () => !run.signal.aborted && !this.closed;
    this.source.start(
      this.source.live ? this.asked : "",
      {
        push: (items) => {
          if (!heard()) return;
          begin();
          this.add(items);
        },
        lead: (items) => {
          if (!heard()) return;
          begin();
          const rest = this.items;
          this.items = [];
          this.filter = this.newFilter();
          this.filter.setQuery(this.filterQuery);
          this.add([...items, ...rest]);
          this.filter.work(KEY_SLICE);
        },
        done: (message, kind = "error") => {
          if (!heard()) return;
          if (message === undefined) begin();
          else {
            this.failure = message;
            this.failed = kind === "error";
          }
          this.loading = false;
          this.settle();
          this.soon();
        },
      },
      run.signal,
    );
  }

  private add(items: readonly PickItem[]): void {
    const first = this.items.length === 0;
    const room = MOST_TEXTS - this.items.length;
    for (let i = 0; i < Math.min(room, items.length); i++) this.items.push(items[i]!);
    if (items.length > room) {
      this.failure = `Only the first ${MOST_TEXTS} are here`;
      this.loading = false;
      this.run?.abort();
    }
    this.filter.resize(this.items.length);
    this.settle();
    if (first) this.ports.redraw();
    else this.soon();
  }

  // Work in slices

  private settle(): void {
    this.follow();
    this.moved();
    if (!this.pumping && !this.filter.done) this.pump();
  }

  private pump(): void {
    this.pumping = true;
    this.ports.later(() => {
      this.pumping = false;
      if (this.closed) return;
      const more = this.filter.work(SLICE);
      this.follow();
      this.moved();
      this.soon();
      if (more) this.pump();
    });
  }

  /** A frame, but not too many of them. */
  private soon(): void {
    if (this.frame !== null || this.closed) return;
    const every = this.ports.slow() ? SLOW_FRAME_MS : FRAME_MS;
    const wait = this.filter.done && !this.loading ? 0 : this.lastFrame + every - this.ports.now();
    if (wait <= 0) {
      this.ports.redraw();
      return;
    }
    this.frame = this.ports.after(wait, () => {
      this.frame = null;
      this.ports.redraw();
    });
  }

  /** Keeps the selection on its item while others come before it. */
  private follow(): void {
    const { filter } = this;
    if (this.wanted !== null) {
      const near = filter.best(0, FOLLOWED);
      const at = near.findIndex((index) => this.items[index]!.text === this.wanted);
      if (at >= 0) {
        this.selected = at;
        this.followed = this.items[near[at]!]!;
        this.wanted = null;
      }
    } else if (this.followed !== null) {
      const near = filter.best(0, Math.max(FOLLOWED, this.selected + 1));
      const at = near.findIndex((index) => this.items[index] === this.followed);
      if (at >= 0) this.selected = at;
    }
    this.selected = Math.max(0, Math.min(this.selected, filter.count - 1));
  }

  private itemAt(at: number): PickItem | null {
    const index = this.filter.best(at, at + 1)[0];
    return index === undefined ? null : this.items[index]!;
  }

  // Moving and choosing

  get current(): PickItem | null {
    return this.itemAt(this.selected);
  }

  /** Moves the selection; a single step goes round at the ends. */
  move(steps: number): void {
    const { count } = this.filter;
    if (count === 0) return;
    const to = this.selected + steps;
    const around = Math.abs(steps) === 1;
    if (around) this.selected = (to + count) % count;
    else this.selected = Math.max(0, Math.min(to, count - 1));
    this.chosen();
  }

  /** Moves by whole lists. */
  page(pages: number): void {
    this.move(pages * Math.max(2, this.listRows - 1));
  }

  goTo(end: "first" | "last"): void {
    this.selected = end === "first" ? 0 : Math.max(0, this.filter.count - 1);
    this.chosen();
  }

  private chosen(): void {
    this.seen = null;
    this.wanted = null;
    this.followed = this.selected === 0 ? null : this.current;
    this.moved();
  }

  /** Marks the selected item or takes the mark away, and goes on by `steps`. */
  toggleMark(steps: number): void {
    const { current } = this;
    if (current === null) return;
    if (!this.marked.delete(current)) this.marked.add(current);
    const to = this.selected + steps;
    if (to >= 0 && to < this.filter.count) this.move(steps);
  }

  scrollPreview(halves: number): void {
    this.pane.scroll(halves);
  }

  /** What is marked, in the order of the list; the selected item where nothing is. */
  get chosenItems(): readonly PickItem[] {
    if (this.marked.size > 0) return this.items.filter((item) => this.marked.has(item));
    // What has come first meanwhile is not what was looked at.
    const item = this.seen ?? this.current;
    return item === null ? [] : [item];
  }

  /** Everything has been looked at that the query may be about. */
  get isSettled(): boolean {
    return !this.loading && this.waiting === null && this.filter.done;
  }

  /** Whether the user has seen what would be taken now; else it was typed ahead. */
  get wasSeen(): boolean {
    return this.seen !== null || this.marked.size > 0;
  }

  /** Fulfilled when everything has been looked at, or after so many milliseconds. */
  whenSettled(most: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.ports.after(most, () => this.settled?.());
      this.settled = () => {
        timer.cancel();
        this.settled = null;
        resolve();
      };
      if (this.isSettled) this.settled();
    });
  }

  /** What is marked, or everything that matches. */
  get markedOrAll(): readonly PickItem[] {
    if (this.marked.size > 0) return this.items.filter((item) => this.marked.has(item));
    while (this.filter.work(SLICE));
    return this.filter.best(0, this.filter.count).map((index) => this.items[index]!);
  }

  private moved(): void {
    if (this.isSettled) this.settled?.();
    const { current } = this;
    if (this.source.peek && current !== this.peeked) {
      this.peeked = current;
      if (current !== null) this.source.peek(current);
    }
    this.pane.show(current);
  }

  // The picture

  get previews(): boolean {
    const { source, items } = this;
    // On a slow line the list alone is drawn.
    if (source.peek || this.ports.slow()) return false;
    if (source.preview) return true;
    if (items.length > 0) return items[0]!.place !== undefined;
    return source.paths === true || source.accept === undefined;
  }

  get low(): boolean {
    return this.source.peek !== undefined;
  }

  picture(layout: PickerLayout): PickerPicture {
    const { filter, source, line } = this;
    this.lastFrame = this.ports.now();
    const { rows } = layout.list;
    this.listRows = rows;
    this.top = listTop(this.top, this.selected, rows, filter.count);
    this.shown = filter.best(this.top, this.top + rows).map((index) => this.items[index]!);
    this.seen = filter.count === 0 ? null : (this.shown[this.selected - this.top] ?? null);
    const preview = layout.preview;
    return {
      title: source.title,
      query: line.text,
      cursor: line.cursor,
      count: this.count,
      note: this.note,
      failed: this.failed,
      rows: this.shown.map((item) => this.row(item)),
      selected: filter.count === 0 ? -1 : this.selected - this.top,
      preview: preview === null ? null : this.pane.picture(preview.rows - 1),
    };
  }

  private row(item: PickItem): PickerRow {
    const { source } = this;
    const { query } = this.filter;
    const positions =
      item.found ?? (query.groups.length === 0 ? [] : positionsOf(query, item.text));
    return {
      text: item.text,
      detail: item.detail ?? "",
      mark: item.mark ?? null,
      positions,
      marked: this.marked.has(item),
      cut: source.paths ? "start" : item.found ? "end" : "far",
    };
  }

  private get count(): string {
    const { filter } = this;
    const marks = this.marked.size > 0 ? ` (${this.marked.size})` : "";
    const busy = this.loading || !filter.done || this.waiting !== null ? "…" : "";
    const total = this.source.live ? String(filter.total) : `${filter.count}/${filter.total}`;
    return `${total}${busy === "" ? "" : "+"}${marks}`;
  }

  private get note(): string {
    if (this.failure !== "") return this.failure;
    return this.source.dialect ?? "";
  }

  click(row: number): void {
    if (row >= this.shown.length) return;
    this.selected = this.top + row;
    this.chosen();
    this.ports.redraw();
  }

  wheel(steps: number, preview: boolean): void {
    if (preview) this.pane.scrollLines(steps);
    else if (steps !== 0) this.move(steps);
    this.ports.redraw();
  }
}
