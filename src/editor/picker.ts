/**
 * Pickers: lists to choose from by typing a part of an entry. A feature registers a source; who draws
 * and filters the list is not its business.
 */
import type { Editor } from "./editor.ts";
import type { Fiber } from "./fiber.ts";
import type { OpenHow, Place } from "./place.ts";

export interface PickItem {
  /** What is matched and shown. May hold any character: it is made printable when drawn. */
  readonly text: string;
  /** Shown behind the text, not matched. */
  readonly detail?: string;
  /** Highlight group of a mark in front, such as `sign.error`, and the mark (at most two cells). */
  readonly mark?: { readonly text: string; readonly group: string };
  /** Where it leads; taken for accepting, previewing and for the quickfix list where it is given. */
  readonly place?: Place;
  /** The source's own data. */
  readonly data?: unknown;
  /** UTF-16 offsets of what a live source has found in the text, ascending. */
  readonly found?: readonly number[];
}

/** Lines of a preview, the row to mark (0-based in them; -1: none), and the file type for colours. */
export interface PickPreview {
  readonly title: string;
  readonly lines: readonly string[];
  readonly row: number;
  readonly filetype: string;
}

export interface PickSink {
  /** Adds items behind those that are there. */
  push(items: readonly PickItem[]): void;
  /**
   * Adds a few before those that are there: a late answer that is worth more than they are. What was
   * chosen, or seen as the first one, is still what is taken. Absent: they come behind.
   */
  lead?(items: readonly PickItem[]): void;
  /** Nothing more comes; `message` says why when something went wrong, or is worth a `note`. */
  done(message?: string, kind?: "error" | "note"): void;
}

export interface PickSource {
  /** As in `:Pick NAME`. */
  readonly name: string;
  /** Above the list. */
  readonly title: string;
  /** One sentence, for `:help` and the palette. */
  readonly doc: string;
  /** The query goes to the source (live grep, workspace symbols) instead of filtering its items. */
  readonly live?: boolean;
  /** What a query of a live source is written in, to be seen while it is typed: `ripgrep regex`. */
  readonly dialect?: string;
  /** The texts are paths: where one is too long, its end is shown. */
  readonly paths?: boolean;
  /** Items in the order of the source stay so while nothing is typed. */
  start(query: string, sink: PickSink, signal: AbortSignal): void;
  /** Absent or null: the file of the item's place. The signal is aborted when it is not wanted any more. */
  preview?(item: PickItem, signal: AbortSignal): PickPreview | null | Promise<PickPreview | null>;
  /** Called while the user moves through the list (a theme to try); null when it was left. */
  peek?(item: PickItem | null): void;
  /** Absent: goes to the item's place. */
  accept?(item: PickItem, how: OpenHow): Fiber | void;
}

export interface PickRequest {
  readonly source: PickSource;
  /** The first query; absent: empty. */
  readonly query?: string;
}

class Pickers {
  private readonly sources = new Map<string, PickSource>();
  /** Opens a picker and runs what was chosen; set by whoever draws it. */
  open: (request: PickRequest) => Fiber = noScreen;

  register(...sources: readonly PickSource[]): void {
    for (const source of sources) this.sources.set(source.name, source);
  }

  get(name: string): PickSource | null {
    return this.sources.get(name) ?? null;
  }

  all(): PickSource[] {
    return [...this.sources.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function noScreen(): never {
  throw new Error("No screen to pick on");
}

const REGISTRIES = new WeakMap<Editor, Pickers>();

/** The pickers of an editor; made by the first call. */
export function pickersOf(editor: Editor): Pickers {
  let pickers = REGISTRIES.get(editor);
  if (!pickers) {
    pickers = new Pickers();
    REGISTRIES.set(editor, pickers);
  }
  return pickers;
}
