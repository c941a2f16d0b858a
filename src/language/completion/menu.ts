/**
 * The completion menu that opens by itself. What keys do to it happens in their own turn; what has to
 * be asked for or looked up comes behind their frame, and is dropped when the word was left meanwhile.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { isReplaying } from "../../editor/key-loop.ts";
import { type ChangeDesc, slice } from "../../text/text.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import type { Snippets } from "../snippet/snippets.ts";
import type { UserSnippets } from "../snippet/user-snippets.ts";
import { documentationOf } from "./documentation.ts";
import { type CompletionItem, plainItem } from "./item.ts";
import { basesOf, type PathPlace, pathBefore, pathItems } from "./paths.ts";
import { Query } from "./rank.ts";
import { resolveItem } from "./resolve.ts";
import { askServers, completes, triggersOf } from "./server-source.ts";
import { CompletionSession, type Opening } from "./session.ts";
import { collectWords } from "./words.ts";

/** So long words and paths wait for the servers' answers, ms: the menu does not change at once. */
const PATIENCE_MS = 120;
const MOST_WORDS = 1000;

export class CompletionMenu {
  private readonly editor: Editor;
  private readonly host: FeatureHost;
  private readonly servers: LanguageServers;
  private readonly snippets: UserSnippets;
  private session: CompletionSession | null = null;
  /** Calls off what was asked for the session. */
  private asking: AbortController | null = null;
  /** A character was typed, and has not been looked at. */
  private noted = false;
  private waiting = false;
  /** The session may be shown: servers have answered, or took too long. */
  private ripe = false;
  private late: NodeJS.Timeout | null = null;
  /** The word that the menu was closed for. */
  private dismissed: { readonly doc: Document; readonly start: number } | null = null;

  constructor(
    editor: Editor,
    host: FeatureHost,
    servers: LanguageServers,
    sources: { readonly fields: Snippets; readonly snippets: UserSnippets },
  ) {
    this.editor = editor;
    this.host = host;
    this.servers = servers;
    this.snippets = sources.snippets;
    sources.fields.onChoices = ({ choices, from, to }) => this.choose(choices ?? [], from, to);
    editor.events.on("change", ({ doc, change, origin }) => {
      const { session } = this;
      if (session !== null && session.doc === doc && !session.carry(change)) this.close();
      if (this.dismissed?.doc === doc) this.forgetDismissed(change);
      if (origin === "input.type") this.note();
    });
    editor.events.on("mode", () => {
      if (this.session !== null && editor.mode !== "insert") this.close();
    });
  }

  // What keys ask

  /** Whether the menu is shown. */
  get isOpen(): boolean {
    return this.shown() !== null;
  }

  get hasSelection(): boolean {
    return this.shown()?.chosen != null;
  }

  /** What is known for the word at the cursor, best first; none where nothing was asked. */
  items(): readonly CompletionItem[] {
    const { session } = this;
    const { doc, win } = this.editor;
    if (session === null || session.doc !== doc || session.win !== win) return [];
    return this.follow(session) ? session.items.map(({ item }) => item) : [];
  }

  step(by: 1 | -1): void {
    const session = this.shown();
    if (session === null) return;
    session.step(by);
    this.describe(session);
  }

  /** The item to be put in, the first one when none is selected; and where its word starts. */
  take(): { readonly item: CompletionItem; readonly start: number } | null {
    const session = this.shown();
    const item = session?.chosen ?? session?.first ?? null;
    if (session === null || item === null) return null;
    this.close();
    return { item, start: session.start };
  }

  close(): void {
    this.session = null;
    this.editor.menu = null;
    this.asking?.abort();
    this.asking = null;
    if (this.late !== null) clearTimeout(this.late);
    this.late = null;
  }

  /** The user does not want it for this word. */
  dismiss(): void {
    const { session } = this;
    this.dismissed = session && { doc: session.doc, start: session.start };
    this.close();
  }

  /** A word that is gone, or begun anew, is another one. */
  private forgetDismissed(change: ChangeDesc): void {
    const { doc, start } = this.dismissed!;
    let gone = false;
    change.iterChangedRanges((fromA, toA) => {
      if (fromA < toA && fromA <= start && toA > start) gone = true;
    });
    this.dismissed = gone ? null : { doc, start: change.mapPos(start, -1) };
  }

  /** Opens the menu at the user's wish. */
  ask(): void {
    if (!this.mayComplete()) return;
    this.dismissed = null;
    this.open("asked", null);
  }

  /** Before a frame: what is drawn. */
  frame(): void {
    if (this.session === null) return;
    this.editor.menu = this.shown()?.picture() ?? null;
  }

  /** The session, when there is something to show; what was typed since has its effect. */
  private shown(): CompletionSession | null {
    const { session } = this;
    if (session === null || !this.follow(session)) return null;
    return this.ripe && session.isOpen ? session : null;
  }

  /** Goes along with the cursor; false when the word was left. */
  private follow(session: CompletionSession): boolean {
    const { editor } = this;
    const { win, doc } = editor;
    const { pos } = win.cursor;
    const there =
      win === session.win &&
      doc === session.doc &&
      editor.mode === "insert" &&
      editor.completion === null &&
      editor.cmdline === null;
    if (there && doc.revision === session.revision && pos === session.pos) return true;
    const moved = doc.revision === session.revision;
    session.pos = pos;
    session.revision = doc.revision;
    const typed = there && !moved && pos >= session.start ? session.query : null;
    if (typed === null || !this.isWord(session, typed)) {
      this.close();
      return false;
    }
    return true;
  }

  /** Whether what stands between the start and the cursor may be the beginning of an item. */
  private isWord({ doc, opening }: CompletionSession, typed: string): boolean {
    if (typed === "") return opening !== "word";
    if (opening === "choice") return !typed.includes("\n");
    for (let i = 0; i < typed.length; i++) {
      const code = typed.charCodeAt(i);
      if (!doc.isKeyword(code) && code !== 0x2d && code !== 0x2e) return false;
      // A dash or a dot in a name is one of a path.
      if ((code === 0x2d || code === 0x2e) && !this.inPath(typed)) return false;
    }
    return true;
  }

  private inPath(typed: string): boolean {
    const place = this.pathHere();
    return place !== null && place.name.length >= typed.length;
  }

  // Opening

  /** Something was typed, or put in that one goes on from: it is looked at behind its frame. */
  note(): void {
    this.noted = true;
    if (this.waiting || this.editor.modal.insertion === null) return;
    this.waiting = true;
    this.host.afterFrame(() => {
      this.waiting = false;
      if (this.noted) this.look();
    });
  }

  /** Behind the frame of a typed character. */
  private look(): void {
    this.noted = false;
    const { editor } = this;
    if (!this.mayComplete() || isReplaying(this.editor)) return;
    const { session } = this;
    if (session !== null && this.follow(session)) {
      if (session.incomplete.size > 0) this.askAgain(session);
      return;
    }
    if (!editor.options.get("autocomplete") || editor.pending !== "") return;
    const { doc, win } = editor;
    const { pos } = win.cursor;
    const line = doc.text.lineAt(pos);
    const before = slice(doc.text, Math.max(line.from, pos - 2), pos);
    const code = before.codePointAt(before.length - 1) ?? 32;
    const word = this.wordStart(pos);
    const { dismissed } = this;
    if (dismissed?.doc === doc && dismissed.start === word) return;
    this.dismissed = null;
    if (word < pos) {
      const first = doc.text.sliceString(word, word + 1);
      if (doc.isKeyword(code) && !/\d/.test(first) && this.opensForWords()) this.open("word", null);
      return;
    }
    const typed = before.slice(-1);
    const triggers = triggersOf(this.servers, doc);
    // An indent is not what somebody wants to go on from.
    const blank = typed.trim() === "" && line.text.slice(0, pos - line.from).trim() === "";
    if (triggers.has(typed) && !blank) this.open("trigger", typed);
    else if (typed === "/" && this.pathHere() !== null) this.open("trigger", null);
  }

  /** Words alone are not worth a menu that nobody has asked for, unless they are wanted. */
  private opensForWords(): boolean {
    const { doc, options } = this.editor;
    return options.get("autocompletewords") || completes(this.servers, doc);
  }

  /** Whether there may be a menu here. */
  mayComplete(): boolean {
    const { editor } = this;
    const { doc } = editor;
    return (
      editor.mode === "insert" &&
      editor.completion === null &&
      editor.cmdline === null &&
      doc.kind === "file" &&
      doc.options.get("modifiable") &&
      !doc.options.get("readonly")
    );
  }

  private wordStart(pos: number): number {
    const { doc } = this.editor;
    const line = doc.text.lineAt(pos);
    let col = pos - line.from;
    while (col > 0 && doc.isKeyword(line.text.charCodeAt(col - 1))) col--;
    return line.from + col;
  }

  private pathHere(): PathPlace | null {
    const { doc, win } = this.editor;
    const { text, from } = doc.text.lineAt(win.cursor.pos);
    const col = win.cursor.pos - from;
    return pathBefore(text.slice(Math.max(0, col - 500), col));
  }

  private open(opening: Opening, trigger: string | null): void {
    this.close();
    const { editor, host } = this;
    const { win } = editor;
    const session = new CompletionSession(win, this.wordStart(win.cursor.pos), opening);
    this.session = session;
    const { signal } = this.renew();
    this.askServers(session, trigger === null ? 1 : 2, trigger, signal);
    this.ripe = session.pending.size === 0;
    if (!this.ripe) {
      this.late = setTimeout(() => {
        this.ripe = true;
        host.redraw();
      }, PATIENCE_MS);
      this.late.unref();
    }
    this.lookAround(session, signal);
  }

  private renew(): AbortController {
    this.asking?.abort();
    this.asking = new AbortController();
    return this.asking;
  }

  private askAgain(session: CompletionSession): void {
    const { signal } = this.renew();
    this.askServers(session, 3, null, signal);
    if (session.incomplete.has("buffer")) this.findWords(session, signal);
  }

  private askServers(
    session: CompletionSession,
    kind: 1 | 2 | 3,
    character: string | null,
    signal: AbortSignal,
  ): void {
    const only = kind === 3 ? new Set(session.incomplete) : null;
    askServers(
      this.servers,
      { session, kind, character, only, signal },
      {
        started: (client) => void session.pending.add(client),
        ended: (client, list) => {
          // Called off: somebody asks anew, or nobody wants to know.
          if (this.session !== session || signal.aborted) return;
          session.pending.delete(client);
          if (list !== null) {
            session.put(client, list.items);
            if (list.incomplete) session.incomplete.add(client);
            else session.incomplete.delete(client);
          }
          if (session.pending.size === 0) this.ripe = true;
          if (session.opening === "trigger" && session.isBlank && this.ripe) this.giveUp(session);
          if (this.ripe) this.host.redraw();
        },
      },
    );
  }

  /** Nothing follows the character; what was typed behind it is a word like any other. */
  private giveUp(session: CompletionSession): void {
    const goes = this.follow(session) && session.query !== "";
    this.close();
    if (goes && this.mayComplete()) this.open("word", null);
  }

  // What needs no server

  private lookAround(session: CompletionSession, signal: AbortSignal): void {
    const { host } = this;
    const put = (key: string, items: readonly CompletionItem[]): void => {
      if (this.session !== session || signal.aborted || items.length === 0) return;
      session.put(key, items);
      if (this.ripe) host.redraw();
    };
    const failed = (error: unknown): void => this.editor.reportBug("completion", error);
    const path = this.pathHere();
    if (path !== null) {
      // The name may hold what no word holds.
      session.start = session.pos - path.name.length;
      const bases = basesOf(session.doc.path, this.editor.cwd);
      void pathItems(path, bases).then((items) => put("path", items), failed);
      return;
    }
    if (session.opening === "trigger" || session.start === session.pos) return;
    void this.snippets.items(session.doc).then((items) => put("snippet", items), failed);
    this.findWords(session, signal);
  }

  private findWords(session: CompletionSession, signal: AbortSignal): void {
    void this.words(session).then(
      (items) => {
        if (this.session !== session || signal.aborted) return;
        session.put("buffer", items);
        // There are more than these: with another letter other ones may fit.
        if (items.length >= MOST_WORDS) session.incomplete.add("buffer");
        else session.incomplete.delete("buffer");
        if (this.ripe) this.host.redraw();
      },
      (error: unknown) => this.editor.reportBug("words of the buffers", error),
    );
  }

  private async words(session: CompletionSession): Promise<CompletionItem[]> {
    const { editor, host } = this;
    const typed = session.query;
    const query = new Query(typed);
    const fits = (word: string): boolean => word !== typed && query.score(word) >= 0;
    const turn = (): Promise<void> => new Promise((resolve) => host.afterFrame(resolve));
    const words = await collectWords(session.doc, editor.docs, fits, MOST_WORDS, turn);
    return words.map((word) => plainItem("buffer", word, { sort: "" }));
  }

  /** The choices of a place in a snippet. */
  private choose(choices: readonly string[], from: number, to: number): void {
    this.close();
    const session = new CompletionSession(this.editor.win, to, "choice");
    const items = choices.map((text, i) =>
      plainItem("choice", text, { offset: from - to, filter: "", sort: String(i).padStart(4) }),
    );
    session.put("choice", items);
    this.session = session;
    this.ripe = true;
  }

  // Documentation

  private describe(session: CompletionSession): void {
    const item = session.chosen;
    if (item === null || session.documentation?.item === item) return;
    const { host } = this;
    host.afterFrame(() => {
      if (this.session !== session || session.chosen !== item) return;
      const show = (): void => {
        void documentationOf(this.editor, item).then((lines) => {
          if (this.session !== session) return;
          session.documentation = { item, lines };
          host.redraw();
        });
      };
      show();
      void resolveItem(item).then((fresh) => {
        if (fresh && this.session === session && session.chosen === item) show();
      });
    });
  }
}
