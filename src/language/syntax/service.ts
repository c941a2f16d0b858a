/**
 * The syntax of all documents. Work is done in slices, a turn of the event loop each: short ones while
 * keys come, longer ones when nobody types. Nothing is timed and nothing runs while nothing changes.
 */
import { messageOf, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { DocumentChange, Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import type { Window } from "../../editor/window.ts";
import { coloursOf } from "./aside.ts";
import { DocumentSyntax } from "./document-syntax.ts";
import type { DocumentTree } from "./document-tree.ts";
import { Languages, type LoadedLanguage } from "./language.ts";
import { rangeOptions } from "./query-range.ts";
import { quickly } from "./quick-compiler.ts";
import type { ColourSpan, Syntax, SyntaxQuery, SyntaxTree } from "./syntax.ts";
import { windowsOn } from "./visible.ts";

/** So long after a key (milliseconds), somebody still types. */
const TYPING_MS = 60;
/**
 * A key's frame is written, but not yet read: where this thread works on, the kernel may hand it to the
 * terminal a slice later.
 */
const REST_MS = 2;
const TYPING_SLICE_MS = 1;
const QUIET_SLICE_MS = 8;
/** What a frame may spend on rows that come into sight. */
const FRAME_MS = 2;
/** So many documents that no window shows keep their trees. */
const MOST_HIDDEN = 20;
/** The preparing of a query waits for a pause in typing, but not for ever. */
const MOST_WAITS = 200;

export interface ServiceHost extends Pick<FeatureHost, "redraw" | "quietMs"> {
  /** Milliseconds, for measuring slices. */
  readonly clock?: () => number;
}

interface Shown {
  readonly state: DocumentSyntax;
  readonly revision: number;
  readonly slots: number;
  readonly top: number;
  readonly skip: number;
  readonly left: number;
  readonly height: number;
  readonly folds: number;
}

export class SyntaxService implements Syntax {
  readonly languages: Languages;
  /** What the frames of windows showed, so that a frame which shows the same costs nothing. */
  private readonly shown = new WeakMap<Window, Shown>();
  private readonly states = new Map<Document, DocumentSyntax>();
  private readonly queue = new Set<DocumentSyntax>();
  private readonly wanting = new Map<string, Set<Document>>();
  private readonly callbacks = new Set<(doc: Document, tree: SyntaxTree) => void>();
  private readonly queries = new Map<string, SyntaxQuery>();
  private readonly editor: Editor;
  private readonly host: ServiceHost;
  /** What begins the next slice; true while that is not decided. */
  private scheduled: NodeJS.Immediate | NodeJS.Timeout | true | null = null;
  /** There was a rest since something was last asked for. */
  private rested = true;
  private closed = false;

  constructor(editor: Editor, host: ServiceHost) {
    this.editor = editor;
    this.host = host;
    this.languages = new Languages({
      turn: () => this.turn(),
      failed: (name, reason) => {
        editor.showMessage(`No syntax for ${name}: ${reason}`, "warning");
        host.redraw();
      },
    });
  }

  tree(doc: Document): SyntaxTree | null {
    return this.stateOf(doc).tree;
  }

  ensure(doc: Document, budgetMs: number): SyntaxTree | null {
    const state = this.stateOf(doc);
    if (state.current) return state.tree;
    if (state.language === null) {
      this.prepare(state);
      return null;
    }
    const before = state.tree?.revision;
    const ready = this.guarded(state, () => state.parse(budgetMs), false);
    if (!ready || state.tree?.revision !== before) this.enqueue(state);
    if (!ready || state.tree === null) return null;
    const { tree } = state;
    setImmediate(() => this.told(doc, tree));
    return tree;
  }

  onTree(callback: (doc: Document, tree: SyntaxTree) => void): () => void {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  }

  languageAt(doc: Document, pos: number): string {
    const state = this.stateOf(doc);
    const { tree } = state;
    if (state.current && tree) return tree.layerAt(pos)?.language ?? tree.language;
    return state.grammar ?? doc.options.get("filetype");
  }

  colour(filetype: string, lines: readonly string[]): Promise<ColourSpan[][]> {
    return coloursOf(this.languages, filetype, lines).catch((error: unknown) => {
      this.editor.reportBug(`the colours of ${filetype}`, error);
      return lines.map(() => []);
    });
  }

  query(language: string, source: string): SyntaxQuery | null {
    const key = `${language}\n${source}`;
    const known = this.queries.get(key);
    if (known) return known;
    const loaded = this.languages.get(language);
    if (loaded === null) return null;
    const query = this.makeQuery(loaded, source);
    this.queries.set(key, query);
    return query;
  }

  reason(doc: Document): string | null {
    const state = this.stateOf(doc);
    if (state.tree !== null) return null;
    if (state.refused !== null) return state.refused;
    if (state.grammar === null) {
      const filetype = doc.options.get("filetype");
      return filetype === "" ? "The kind of the text is not known" : `No grammar for ${filetype}`;
    }
    const language = this.languages.state(state.grammar);
    return language.kind === "failed" ? language.reason : null;
  }

  /** Whether anything is loaded, parsed or coloured at the moment. */
  get busy(): boolean {
    return (
      this.queue.size > 0 ||
      this.scheduled !== null ||
      this.languages.all().some(([, state]) => state.kind === "loading")
    );
  }

  // What the editor tells

  changed(event: DocumentChange): void {
    const state = this.states.get(event.doc);
    if (!state) return;
    state.changed(event);
    if (state.grammar !== null) this.enqueue(state);
  }

  closedDocument(doc: Document): void {
    const state = this.states.get(doc);
    if (!state) return;
    state.free();
    this.states.delete(doc);
    this.queue.delete(state);
  }

  /** A window is about to be drawn: rows that have come into sight get their colours if they can. */
  beforePaint(win: Window): void {
    const { doc } = win;
    const state = this.stateOf(doc);
    if (!state.colourable) return;
    const { slots } = doc;
    const shown = this.shown.get(win);
    if (
      shown !== undefined &&
      shown.state === state &&
      shown.revision === doc.revision &&
      shown.slots === slots.version &&
      shown.top === win.top &&
      shown.skip === win.skip &&
      shown.left === win.left &&
      shown.height === win.height &&
      shown.folds === win.folds.version
    )
      return;
    const { version } = slots;
    this.shown.set(win, {
      state,
      revision: doc.revision,
      slots: version,
      top: win.top,
      skip: win.skip,
      left: win.left,
      height: win.height,
      folds: win.folds.version,
    });
    if (state.language === null && state.grammar !== null) {
      this.prepare(state);
      return;
    }
    // Until the text is parsed again, the colours that it had are as good as it gets.
    if (!state.behind) {
      this.guarded(state, () => void state.colour(win, FRAME_MS), undefined);
      if (slots.version !== version) this.shown.delete(win);
    }
    this.enqueue(state);
  }

  /** The colours of all documents are made anew, or taken away, after an option has changed. */
  refresh(): void {
    for (const [doc, state] of [...this.states]) {
      const coloured = isColoured(doc);
      if (state.coloured === coloured) continue;
      state.coloured = coloured;
      if (coloured) state.recolour();
      else state.colours.clear();
      this.enqueue(state);
    }
    for (const win of this.editor.windows) this.shown.delete(win);
  }

  /** The service ends: everything is freed. */
  close(): void {
    this.closed = true;
    clearImmediate(this.scheduled as NodeJS.Immediate);
    clearTimeout(this.scheduled as NodeJS.Timeout);
    for (const state of this.states.values()) state.free();
    this.states.clear();
    this.queue.clear();
  }

  /** The state of a document; made anew when it has become another kind of text. */
  stateOf(doc: Document): DocumentSyntax {
    const filetype = kindOf(doc);
    const known = this.states.get(doc);
    if (known && this.kinds.get(known) === filetype) return known;
    if (known) this.closedDocument(doc);
    const state = new DocumentSyntax(doc, filetype, isColoured(doc), {
      languages: this.languages,
      wanted: (one, language) => this.want(one, language),
      clock: this.host.clock ?? (() => performance.now()),
    });
    this.kinds.set(state, filetype);
    this.states.set(doc, state);
    if (state.refused !== null) this.editor.showMessage(state.refused);
    return state;
  }

  private readonly kinds = new WeakMap<DocumentSyntax, string>();

  // Work

  private enqueue(state: DocumentSyntax): void {
    this.queue.add(state);
    this.rested = false;
    this.schedule();
  }

  /** The next slice, behind the frame that this may be asked on the way to. */
  private schedule(): void {
    if (this.scheduled !== null || this.closed) return;
    this.scheduled = true;
    queueMicrotask(() => {
      if (this.closed) return;
      const begin = () => {
        this.scheduled = null;
        // A key has come meanwhile.
        if (!this.rested && this.host.quietMs() < REST_MS) this.schedule();
        else this.slice();
      };
      if (this.rested || this.host.quietMs() >= REST_MS) this.scheduled = setImmediate(begin);
      else {
        this.rested = true;
        this.scheduled = setTimeout(begin, REST_MS);
      }
    });
  }

  private slice(): void {
    const state = this.next();
    if (state === null) return;
    const typing = this.host.quietMs() < TYPING_MS;
    const budget = typing ? TYPING_SLICE_MS : QUIET_SLICE_MS;
    if (this.guarded(state, () => this.work(state, budget), true)) this.queue.delete(state);
    if (this.queue.size > 0) this.schedule();
  }

  /** Where a grammar breaks, its document loses its syntax and nothing else. */
  private guarded<T>(state: DocumentSyntax, work: () => T, otherwise: T): T {
    try {
      return quickly(work);
    } catch (error) {
      state.fail(messageOf(error));
      this.editor.reportBug(`the syntax of ${state.doc.path ?? "a buffer"}`, error);
      this.host.redraw();
      return otherwise;
    }
  }

  /** What the user looks at comes first. */
  private next(): DocumentSyntax | null {
    const { doc } = this.editor;
    for (const state of this.queue) if (state.doc === doc) return state;
    for (const state of this.queue) return state;
    return null;
  }

  /** One slice for a document; true when nothing is left to do. */
  private work(state: DocumentSyntax, budgetMs: number): boolean {
    if (this.states.get(state.doc) !== state) return true;
    const windows = windowsOn(this.editor.tab.windows, state.doc);
    if (state.behind) {
      // What nobody looks at is parsed when somebody asks.
      if (windows.length === 0) return true;
      const look = state.lookFirst(windows, budgetMs);
      if (look.drawn) this.host.redraw();
      if (look.drawn || !look.done) return false;
      const revision = state.tree?.revision;
      if (!state.parse(budgetMs)) return false;
      if (state.tree && state.tree.revision !== revision) this.told(state.doc, state.tree);
    } else if (state.language === null && state.grammar !== null) {
      this.prepare(state);
      return true;
    }
    let all = true;
    let changed = false;
    for (const win of windows) {
      const { done, drawn } = state.colour(win, Math.max(budgetMs, FRAME_MS));
      if (drawn) changed = true;
      if (!done) all = false;
    }
    if (changed) this.host.redraw();
    // Rows beside the windows come last: they will be seen next.
    if (all && !changed) {
      for (const win of windows) if (!state.colourAround(win, budgetMs)) all = false;
    } else if (changed) all = false;
    return all;
  }

  /** Frees the trees of documents that were left behind; the one asked for last stays. */
  private trim(asked: DocumentSyntax): void {
    const seen = new Set(this.editor.windows.map((win) => win.doc));
    const hidden = [...this.states.values()].filter(
      (state) => state.tree !== null && state !== asked && !seen.has(state.doc),
    );
    for (const state of hidden.slice(0, Math.max(0, hidden.length - MOST_HIDDEN))) state.forget();
  }

  private told(doc: Document, tree: DocumentTree): void {
    const state = this.states.get(doc);
    if (state?.tree !== tree) return;
    this.trim(state);
    for (const callback of this.callbacks) {
      try {
        callback(doc, tree);
      } catch (error) {
        this.editor.reportBug("a syntax listener", error);
      }
    }
  }

  /** Loads the language of a document, if it has one. */
  private prepare(state: DocumentSyntax): void {
    const { grammar } = state;
    if (grammar === null || state.refused !== null) return;
    if (this.languages.state(grammar).kind !== "absent") return;
    void this.languages.request(grammar).then((language) => {
      if (language === null) return;
      for (const one of this.states.values()) if (one.grammar === grammar) this.enqueue(one);
    });
  }

  /** Loads a language that is injected in a document, and colours it again. */
  private want(doc: Document, language: string): void {
    const { kind } = this.languages.state(language);
    if (kind === "failed" || kind === "ready") return;
    let docs = this.wanting.get(language);
    if (docs) {
      docs.add(doc);
      return;
    }
    docs = new Set([doc]);
    this.wanting.set(language, docs);
    void this.languages.request(language).then((loaded) => {
      this.wanting.delete(language);
      if (loaded === null) return;
      for (const one of docs) {
        const state = this.states.get(one);
        if (!state) continue;
        state.recolour();
        this.enqueue(state);
      }
    });
  }

  /** A turn in which some milliseconds are welcome: not between two keys, as far as one can tell. */
  private async turn(): Promise<void> {
    for (let waits = 0; waits < MOST_WAITS; waits++) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.host.quietMs() >= 10) return;
      await new Promise<void>((resolve) => setTimeout(resolve, 5));
    }
  }

  private makeQuery(loaded: LoadedLanguage, source: string): SyntaxQuery {
    let query: ReturnType<Languages["query"]>;
    try {
      query = this.languages.query(loaded, source);
    } catch (error) {
      throw new UserError(`A query for ${loaded.name} is wrong: ${messageOf(error)}`);
    }
    return {
      captures: (root, from = root.startIndex, to = root.endIndex) =>
        query.captures(root, rangeOptions(root, from, to)),
      matches: (root, from = root.startIndex, to = root.endIndex) =>
        query.matches(root, rangeOptions(root, from, to)).map(({ captures, setProperties }) => ({
          captures,
          properties: setProperties ?? {},
        })),
    };
  }
}

/** What colours a document: 'syntax' where it is set, else 'filetype'. */
export function kindOf(doc: Document): string {
  const syntax = doc.options.get("syntax");
  return syntax === "" || syntax === "on" || syntax === "off"
    ? doc.options.get("filetype")
    : syntax;
}

function isColoured(doc: Document): boolean {
  return doc.options.get("syntax") !== "off";
}
