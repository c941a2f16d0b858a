/**
 * The editor's state and its one door for changes. Nothing here draws, reads keys or touches the
 * disk: those are given to it, or listen to its events.
 */

import { Emitter } from "../base/emitter.ts";
import { messageOf, UserError } from "../base/errors.ts";
import type { Key } from "../base/key.ts";
import { Keymap, type MapMode } from "../modal/keymap.ts";
import type { ManyEdits } from "../text/many-edits.ts";
import { markMapper, unmoved } from "../text/mark.ts";
import { Registers } from "../text/register.ts";
import { ChangeSet, type Point, pointOf, posOf, type Text } from "../text/text.ts";
import type { UndoNode } from "../text/undo-tree.ts";
import { Bulk } from "./bulk.ts";
import { CommandRegistry } from "./command.ts";
import type { Completion, CompletionPicture } from "./completion.ts";
import { Document } from "./document.ts";
import type { ExCommand } from "./ex-command.ts";
import { type CommandLineState, ExState } from "./ex-state.ts";
import type { Fiber } from "./fiber.ts";
import type { FileHooks } from "./file-state.ts";
import type { KeyLoop } from "./key-loop.ts";
import { changePlace, noteLastChange } from "./last-change.ts";
import { TabPage } from "./layout.ts";
import { ModalState } from "./modal-state.ts";
import { OPTIONS, type OptionName, type OptionScope, OptionStore } from "./options.ts";
import { SearchState } from "./search-state.ts";
import { type Shell, SYSTEM_SHELL } from "./shell.ts";
import type { SyntaxIndent } from "./syntax-indent.ts";
import { Window } from "./window.ts";

export type ModeName =
  | "normal"
  | "operator"
  | "insert"
  | "replace"
  | "vreplace"
  | "visual"
  | "select"
  | "cmdline"
  | "terminal";

export interface Message {
  readonly text: string;
  readonly kind: "info" | "warning" | "error";
}

export interface DocumentChange {
  readonly doc: Document;
  readonly change: ChangeSet;
  readonly before: Text;
  readonly after: Text;
  /** What made it: `input.type`, `undo`, `macro`, `disk.reload`, `tab.accept`... */
  readonly origin: string;
  readonly revision: number;
  /** What the command did, where that is finer than the sections of `change`. */
  readonly edits?: ManyEdits;
}

/** One dispatch. */
export interface Edit {
  readonly doc: Document;
  readonly change: ChangeSet;
  readonly before: Text;
  readonly after: Text;
}

export interface EditorEvents {
  /** A change, or very many at once: a `:g` tells of some thousand edits as one change. */
  change: DocumentChange;
  /** Each of them. For what runs along with such a command; most want `change`. */
  edit: Edit;
  /** What a program writes changed the text of a terminal: nobody's edit, only to be drawn. */
  output: DocumentChange;
  "document-open": Document;
  "document-close": Document;
  "document-saved": Document;
  /** The text is again what is on disk, whose identity the document knows. */
  "document-reloaded": Document;
  /** The file on disk is gone, or is no longer what the document was read from or written as. */
  "document-orphaned": Document;
  /** Before the current window, or what it shows, becomes another one. */
  "window-leave": { readonly win: Window; readonly next: Window; readonly nextDoc: Document };
  /** A window has become the current one or shows another document. */
  "window-enter": Window;
  "window-close": Window;
  /** A tab page is gone; `number` counts from 1. */
  "tab-close": { readonly number: number };
  /** Text went into a register. */
  yank: Document;
  mode: { readonly from: ModeName; readonly to: ModeName };
  message: Message;
  option: { readonly name: OptionName };
  /** After each completed normal-mode command or inserted key. */
  "command-done": { readonly keys: readonly Key[] };
  /** A command that waited for an answer from outside went on. */
  resumed: Record<never, never>;
  /** A terminal is shown for the first time, or its program has ended. */
  terminal: { readonly doc: Document; readonly what: "open" | "close" };
  /** The terminal that the editor runs in has got or lost the focus. */
  focus: { readonly gained: boolean };
  /** The user asked to leave; `code` is the exit status. */
  quit: { readonly code: number };
  beep: Record<never, never>;
}

export interface ChangeRequest {
  /** As for `ChangeSet.of`; build inserts with `textOf`, never from strings with line breaks. */
  readonly changes: ChangeSet | Parameters<typeof ChangeSet.of>[0];
  readonly origin: string;
  /** `skip`: neither undoable nor a part of the open undo step (undo itself, a reload). */
  readonly undo?: "record" | "skip";
  /** The edits that `changes` stand for, when they were put together to blocks. */
  readonly edits?: ManyEdits | null;
}

/** A table of a config.toml, for the feature that knows what belongs into it. */
export interface FeatureTable {
  readonly table: Readonly<Record<string, unknown>>;
  /** Says what is wrong at a key, given by the names on the way to it, with file and line. */
  fault(path: readonly string[], text: string): void;
}

/** Tells a long command that the user pressed CTRL-C; throws Cancelled then. */
export type Poll = () => void;

export interface EditorServices {
  /** Milliseconds since the epoch. */
  now(): number;
  poll: Poll;
}

const MAX_MESSAGES = 500;

export class Editor {
  readonly events: Emitter<EditorEvents>;
  readonly commands = new CommandRegistry(() => this.loadRest());
  readonly options = new OptionStore(null);
  readonly registers = new Registers();
  readonly search = new SearchState();
  readonly services: EditorServices;
  readonly docs: Document[] = [];
  readonly tabs: TabPage[] = [];
  tab!: TabPage;
  /** User mappings by mode. Buffer-local ones are in `localMaps`. */
  readonly maps: Record<MapMode, Keymap> = newMaps();
  readonly localMaps = new WeakMap<Document, Record<MapMode, Keymap>>();
  /** `A`–`Z` and `0`–`9`. */
  readonly globalMarks = new Map<
    string,
    { doc: Document | null; path: string | null; point: Point }
  >();
  /** Screen size in cells, the whole of it. */
  rows = 24;
  columns = 80;
  /** Where `:cd` went; absolute. */
  readonly folders: { own: string; last: string | null } = { own: "/", last: null };
  private modeName: ModeName = "normal";
  /** The pending keys of a command, for `showcmd`. */
  pending = "";
  /** The register being recorded, or null. */
  recording: string | null = null;
  /** The keys recorded so far. */
  recorded: Key[] = [];
  readonly modal = new ModalState();
  readonly exState = new ExState();
  /** The command line that is being typed; null when none is. */
  cmdline: CommandLineState | null = null;
  /** The loop that reads keys now: the innermost of nested ones. */
  loop: KeyLoop | null = null;
  /** The fiber of the modes, set by whoever puts the editor together. */
  mainFiber: (editor: Editor) => Fiber = noModes;
  /** The default keys by mode, as tries that name commands. */
  defaultKeys: Readonly<Record<string, Keymap>> = {};
  /** Runs an Ex command line; set by whoever puts the editor together. */
  ex: (line: string) => Fiber = noModes;
  /** Shows another document (a mark, `gf`); set by whoever puts the editor together. */
  openPlace: (place: { readonly doc: Document | null; readonly path: string | null }) => Fiber =
    noModes;
  /** The character of a digraph. */
  digraph: (first: string, second: string) => string = (_first, second) => second;
  /** `%` on words (if … end), by file type. */
  matchWord: (
    text: Text,
    pos: number,
    doc: Document,
  ) => { readonly pos: number; readonly linewise: boolean } | null = () => null;
  /** Whether the keys of the current window go to a program; null while there is no terminal. */
  live: (() => boolean) | null = null;
  /** Runs one command of normal mode (CTRL-O). */
  oneCommand: () => Fiber = noModes;
  /** Reports what a command threw, as the main loop does. */
  recover: (error: unknown) => void = noModes;
  /**
   * Loads at once a part of what is otherwise loaded later, or not at all; false when nothing was left.
   * Asked, until it is false, where a command is not known.
   */
  loadRest: () => boolean = () => false;
  /** The Ex commands of features; the built-in ones come first. */
  exCommands: readonly ExCommand[] = [];
  /** What is suggested behind a `:` line as it stands, or nothing (yet); null: nobody suggests anything. */
  lineGhost: ((line: string) => string) | null = null;
  /** Whether a typed line holds a secret and is not kept beyond the session; null: nobody knows (yet). */
  hasSecret: ((line: string) => boolean) | null = null;
  /** Opens the `:` command line with some text and runs what is entered. */
  commandLine: (initial: string) => Fiber = noModes;
  /** Reads a command line of a kind; null when it was left with Esc. */
  readLine: (kind: ":" | "/" | "?" | "=" | "@", initial?: string) => Fiber<string | null> = noModes;
  /** Opens the command-line window (`q:`). */
  commandWindow: (kind: ":" | "/" | "?", typed?: { text: string; col: number }) => Fiber = noModes;
  /** Reads an expression (CTRL-R =) and gives its value, or null. */
  evaluate: () => Fiber<string | null> = noModes;
  /** Runs a shell command over a text; throws UserError when it fails. */
  filter: (command: string, input: string) => string = noModes;
  fileHooks: FileHooks = {};
  /** Run in order before a whole document is written; each may wait, and change it. */
  readonly beforeWrite: ((doc: Document) => Fiber)[] = [];
  /** Tables of the configuration that features read (`servers`), by name. */
  readonly featureTables = new Map<string, FeatureTable>();
  /** The keys after CTRL-W and the commands they name, for `:wincmd`. */
  windowKeys: Readonly<Record<string, string>> = {};
  /** Runs other programs. */
  shell: Shell = SYSTEM_SHELL;
  /** Names of files that start with a typed path. */
  completePath: (typed: string, foldersOnly: boolean) => string[] = () => [];
  helpTags: () => readonly string[] = () => [];
  /** Opens the help of a subject; of none: the help browser. Throws UserError E149. */
  openHelp: (subject: string) => Fiber = noModes;
  /** Reads a file of the configuration (`:source x.toml`); false when it is not one. */
  sourceConfig: (path: string) => boolean = () => false;
  themeNames: () => readonly string[] = () => [];
  /** The file type by a name (or path) and the first line; empty where it is not known. */
  filetypeOf: (name: string, firstLine: string) => string = () => "";
  /** The indent of a new row below `row`, with smartindent. */
  smartIndent: (doc: Document, row: number, prefix: string, above: string) => string = (
    _d,
    _r,
    prefix,
  ) => prefix;
  /** What a typed brace does to the indent, with smartindent. */
  smartDedent: (
    doc: Document,
    row: number,
    col: number,
    typed: string,
    apply: (edit: { from: number; to: number; insert: string; cursorCol: number }) => void,
  ) => void = () => {};
  /** Formats rows (0-based, both included) where `formatexpr` is `lsp`; null: nobody can. */
  formatRows: ((doc: Document, first: number, last: number) => Fiber) | null = null;
  /** How a row is made a comment, where that is not as the document's option says. */
  commentString: (doc: Document, row: number) => string | null = () => null;
  /** The indent that the syntax of a text asks for, where a feature knows it. */
  syntaxIndent: SyntaxIndent | null = null;
  /** Scrolls the window by rows, keeping the cursor in it. */
  scrollLines: (rows: number) => void = () => {};
  /** Called for a window that is about to be drawn, when it is known which rows it shows. */
  beforePaint: (win: Window) => void = () => {};
  /** The popup menu of insert mode, when it is open. */
  completion: Completion | null = null;
  /** The one that opens by itself, when it is open; what is selected in it is not in the text. */
  menu: CompletionPicture | null = null;
  readonly abbreviations = new Map<string, string>();
  /** Depth of nested key loops. */
  nesting = 0;
  /** The version of the program; "" where nobody said it. */
  version = "";
  /** Counts commands that failed; `:normal` and macros stop at one. */
  failures = 0;
  /** Evaluates the `when` of a mapping. */
  holds: (when: string) => boolean = () => false;
  /** True while an insertion types again what was typed, for a count or an abbreviation. */
  replaying = false;
  /** Typed command lines by kind (`:`, `/`, `=`, `@`), oldest first. `?` shares the list of `/`. */
  readonly history: Record<":" | "/" | "=" | "@", string[]> = {
    ":": [],
    "/": [],
    "=": [],
    "@": [],
  };
  readonly messages: Message[] = [];
  /** The message now shown in the message line. */
  message: Message | null = null;
  /** Exit code once the user asked to leave. */
  quitting: number | null = null;
  private windowIds = 0;
  private documentIds = 0;

  constructor(services: EditorServices) {
    this.services = services;
    this.events = new Emitter((name, error) => this.reportBug(`listener of ${name}`, error));
  }

  // Documents and windows

  get win(): Window {
    return this.tab.current;
  }

  get doc(): Document {
    return this.tab.current.doc;
  }

  /** The working folder of the current window; absolute. */
  get cwd(): string {
    return this.tab?.current.folders.own ?? this.tab?.folders.own ?? this.folders.own;
  }

  set cwd(path: string) {
    this.folders.own = path;
  }

  get windows(): Window[] {
    return this.tabs.flatMap((tab) => tab.windows);
  }

  /** Adds a document; it is in no window yet. `id` is its number, the next one by itself. */
  addDocument(text: Text, path: string | null, id = ++this.documentIds): Document {
    const doc = new Document(id, text, path, this.localOptions("buffer"), this.services.now());
    doc.marks.set("[", { row: 0, col: 0 });
    doc.marks.set("]", { row: text.lines - 1, col: 0 });
    this.docs.push(doc);
    this.events.emit("document-open", doc);
    return doc;
  }

  /** A new window on a document, not yet in a layout. It takes `like`'s options and jump list. */
  newWindow(doc: Document, like?: Window): Window {
    const options = like ? like.options.clone() : this.localOptions("window");
    const win = new Window(++this.windowIds, doc, options);
    if (like) {
      win.jumps = like.jumps.clone();
      win.folders.own = like.folders.own;
      if (like.doc === doc) {
        win.cursor = like.cursor;
        win.top = like.top;
        win.left = like.left;
      }
    }
    return win;
  }

  /** Makes a first tab page for a document. */
  addTab(win: Window, at = this.tabs.length): TabPage {
    const tab = new TabPage(win);
    if (this.tab) tab.folders.own = this.tab.folders.own;
    this.tabs.splice(at, 0, tab);
    this.tab = tab;
    return tab;
  }

  /** A store with a copy of the global values of a local scope. */
  private localOptions(scope: OptionScope): OptionStore {
    const store = new OptionStore(this.options);
    for (const name of Object.keys(OPTIONS) as OptionName[]) {
      if (OPTIONS[name].scope === scope && this.options.has(name))
        store.set(name, this.options.get(name));
    }
    return store;
  }

  // Changes

  /**
   * Applies a change to a document and carries every position in it along. Returns the ChangeSet.
   * Throws UserError when the document can't be changed. The cursor of the current window is
   * carried too; a command then sets it where it belongs.
   */
  dispatch(doc: Document, request: ChangeRequest): ChangeSet {
    if (!doc.options.get("modifiable"))
      throw new UserError("E21: Cannot make changes, 'modifiable' is off");
    const before = doc.text;
    const change =
      request.changes instanceof ChangeSet
        ? request.changes
        : ChangeSet.of(request.changes, before.length);
    if (change.empty) return change;
    let bulk = this.bulk?.doc === doc ? this.bulk : null;
    if (request.undo === "skip") {
      bulk?.settle();
      bulk = null;
    }
    bulk?.prepare(change);
    const after = change.apply(before);
    if (request.undo !== "skip") {
      const at =
        this.tab && this.win.doc === doc
          ? pointOf(before, this.win.cursor.pos)
          : firstPoint(change, before);
      const cursor = this.undoCursor ?? at;
      if (bulk === null) doc.undo.record(change, before, after, cursor, this.services.now());
      else doc.undo.recordEdits(change, before, after, cursor, this.services.now());
    }
    keepLine(doc, change, before, request.origin, this.tab ? this.win.cursor.pos : 0);
    doc.text = after;
    doc.revision++;
    this.carry(doc, change, before, after, request.origin);
    this.events.emit("edit", { doc, change, before, after });
    if (bulk !== null) bulk.add(change, before, after);
    else this.emitChange(doc, change, before, request.origin, request.edits);
    return change;
  }

  /**
   * Brings the text of a terminal up to what its program wrote: no edit, nothing to undo, and no event
   * but `output`.
   */
  takeOutput(doc: Document, changes: Parameters<typeof ChangeSet.of>[0]): void {
    const before = doc.text;
    const change = ChangeSet.of(changes, before.length);
    if (change.empty) return;
    const after = change.apply(before);
    doc.text = after;
    doc.revision++;
    this.carryPlaces(doc, change, before, after);
    const { revision } = doc;
    this.events.emit("output", { doc, change, before, after, origin: "terminal", revision });
  }

  private emitChange(
    doc: Document,
    change: ChangeSet,
    before: Text,
    origin: string,
    edits?: ManyEdits | null,
  ): void {
    const { text: after, revision } = doc;
    const event = { doc, change, before, after, origin, revision };
    this.events.emit("change", edits ? { ...event, edits } : event);
  }

  private bulk: Bulk | null = null;

  /**
   * From now until the returned function is called, the changes of a document are recorded and told
   * as few; see bulk.ts. Nested calls do nothing.
   */
  beginBulk(doc: Document): () => void {
    if (this.bulk !== null) return () => {};
    const tell = (change: ChangeSet, before: Text, node: UndoNode) => {
      doc.undo.recordMany(change, before, node);
      this.emitChange(doc, change, before, "ex.bulk");
    };
    const bulk = new Bulk(doc, tell);
    this.bulk = bulk;
    return () => {
      this.bulk = null;
      bulk.settle();
    };
  }

  /** Tells at once of the changes of a run that were not told yet: something needs them now. */
  settleBulk(): void {
    this.bulk?.settle();
  }

  /** Where undo puts the cursor, when that is not where it stands at the change. */
  undoCursor: Point | null = null;

  private carry(doc: Document, change: ChangeSet, before: Text, after: Text, origin: string): void {
    this.carryPlaces(doc, change, before, after, () =>
      this.noteChange(doc, change, before, after, origin),
    );
  }

  private carryPlaces(
    doc: Document,
    change: ChangeSet,
    before: Text,
    after: Text,
    note: (() => void) | null = null,
  ): void {
    const carryPoint = markMapper(change, before, after);
    // A change within a row moves the cursor and what is in the slots, but no mark.
    const stay = carryPoint === unmoved;
    if (!stay) this.carryMarks(doc, carryPoint, after);
    note?.();
    doc.slots.map(change, after);
    for (const tab of this.tabs) {
      for (const win of tab.windows) {
        if (!stay) carryJumps(win, doc, carryPoint, after);
        if (win.doc === doc) this.carryWindow(win, change, before, after, carryPoint);
      }
    }
  }

  private carryMarks(doc: Document, carryPoint: CarryPoint, after: Text): void {
    for (const [name, mark] of doc.marks) {
      const mapped = carryPoint(mark);
      if (mapped === mark) continue;
      if (mapped) doc.marks.set(name, mapped);
      else if (/[a-z]/.test(name)) doc.marks.delete(name);
      else doc.marks.set(name, { row: Math.min(mark.row, after.lines - 1), col: 0 });
    }
    for (const mark of this.globalMarks.values()) {
      if (mark.doc === doc) mark.point = carryPoint(mark.point) ?? nearest(mark.point, after);
    }
    doc.changes = doc.changes.map((p) => carryPoint(p) ?? nearest(p, after));
  }

  private carryWindow(
    win: Window,
    change: ChangeSet,
    before: Text,
    after: Text,
    carryPoint: CarryPoint,
  ): void {
    const at = change.mapPos(win.cursor.pos, 1);
    let pos = at;
    if (win !== this.win) {
      // The cursors of other windows keep their column, as marks do; where the line was deleted
      // they go to the line above.
      const kept = carryPoint(pointOf(before, win.cursor.pos));
      const above = { row: Math.max(0, after.lineAt(at).number - 2), col: 0 };
      const { row, col } = kept ?? above;
      pos = posOf(after, row, col);
    }
    win.cursor = { ...win.cursor, pos };
    if (win.visual) win.visual = { ...win.visual, anchor: change.mapPos(win.visual.anchor, -1) };
    win.folds.map(change, before, after);
    if (win !== this.win) {
      const top = before.line(Math.min(win.top, before.lines - 1) + 1).from;
      win.top = after.lineAt(change.mapPos(top, 1)).number - 1;
    } else win.top = Math.min(win.top, after.lines - 1);
  }

  /** Sets `'.`, `'[`, `']` and the change list. */
  private noteChange(
    doc: Document,
    change: ChangeSet,
    before: Text,
    after: Text,
    origin: string,
  ): void {
    let first = -1;
    let last = 0;
    change.iterChanges((_fromA, _toA, fromB, toB) => {
      if (first < 0) first = fromB;
      last = toB;
    });
    if (first < 0) return;
    doc.marks.set("[", pointOf(after, first));
    doc.marks.set("]", pointOf(after, Math.max(first, last - 1)));
    const point = changePlace(change, before, after, origin);
    if (point !== null) noteLastChange(doc, point);
    if (this.tab && this.win.doc === doc) this.win.changeIndex = null;
  }

  /** Moves the cursor of a window; the goal column is forgotten unless `want` is given. */
  setCursor(win: Window, pos: number, want: number | null = null, coladd = 0): void {
    win.cursor = { pos: Math.max(0, Math.min(pos, win.doc.text.length)), coladd, want };
  }

  setCursorPoint(win: Window, point: Point, want: number | null = null): void {
    this.setCursor(win, posOf(win.doc.text, point.row, point.col), want);
  }

  /** The keymaps of a mode, the strongest first; empty ones are left out. */
  mapsFor(mode: MapMode): Keymap[] {
    const local = this.localMaps.get(this.doc)?.[mode];
    const maps = this.maps[mode];
    const all = local && local.size > 0 ? [local] : [];
    return maps.size > 0 ? [...all, maps] : all;
  }

  closeCompletion(): void {
    this.completion = null;
  }

  // Modes and messages

  get mode(): ModeName {
    return this.modeName;
  }

  setMode(to: ModeName): void {
    const from = this.modeName;
    if (from === to) return;
    this.modeName = to;
    this.events.emit("mode", { from, to });
  }

  /** Shows a message and keeps it for `:messages`. */
  showMessage(text: string, kind: Message["kind"] = "info"): void {
    if (this.exState.silent > 1 || (this.exState.silent > 0 && kind !== "error")) return;
    const message = { text, kind };
    this.message = message;
    this.messages.push(message);
    if (this.messages.length > MAX_MESSAGES) this.messages.shift();
    this.events.emit("message", message);
  }

  beep(): void {
    this.events.emit("beep", {});
  }

  /** A bug: logged with its stack, shown short; editing goes on. */
  reportBug(where: string, error: unknown): void {
    this.bugs.push({ where, error });
    this.showMessage(`Internal error in ${where}: ${messageOf(error)}`, "error");
  }

  readonly bugs: Array<{ where: string; error: unknown }> = [];

  /** Asks to leave; the application does it after the current key. */
  quit(code: number): void {
    this.quitting = code;
    this.events.emit("quit", { code });
  }
}

function noModes(): never {
  throw new Error("The editor has no main fiber");
}

export function newMaps(): Record<MapMode, Keymap> {
  return {
    n: new Keymap(),
    x: new Keymap(),
    s: new Keymap(),
    o: new Keymap(),
    i: new Keymap(),
    c: new Keymap(),
    t: new Keymap(),
  };
}

type CarryPoint = ReturnType<typeof markMapper>;

function carryJumps({ doc: own, jumps }: Window, doc: Document, carry: CarryPoint, after: Text) {
  if (own === doc && jumps.last) jumps.last = carry(jumps.last) ?? DELETED;
  for (const jump of jumps.entries) {
    if (jump.doc === doc) jump.point = carry(jump.point) ?? nearest(jump.point, after);
  }
}

/** The place of a jump whose line is gone. */
const DELETED: Point = { row: -1, col: 0 };

/** Keeps the line as it was before the run of changes on it, for `U`. */
function keepLine(
  doc: Document,
  change: ChangeSet,
  before: Text,
  origin: string,
  cursor: number,
): void {
  let first = -1;
  let last = 0;
  change.iterChangedRanges((fromA, toA) => {
    if (first < 0) first = fromA;
    last = toA;
  });
  const line = before.lineAt(first);
  if (last > line.to || origin === "undo" || origin === "redo") return;
  if (doc.savedLine?.row === line.number - 1) return;
  const col = cursor >= line.from && cursor <= line.to ? cursor - line.from : 0;
  doc.savedLine = { row: line.number - 1, text: line.text, col };
}

function firstPoint(change: ChangeSet, before: Text): Point {
  let first = 0;
  change.iterChanges((fromA) => {
    first = fromA;
    return;
  });
  return pointOf(before, first);
}

function nearest(point: Point, after: Text): Point {
  return { row: Math.min(point.row, after.lines - 1), col: point.col };
}
