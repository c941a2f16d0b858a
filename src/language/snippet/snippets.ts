/**
 * Snippets in a window: the one that is filled in, with those it is a part of. All of it is insert
 * mode: a placeholder is text that the next typed character replaces.
 */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { InsertionMark } from "../../editor/modal-state.ts";
import type { Window } from "../../editor/window.ts";
import { Highlight } from "../../text/slots.ts";
import { type ChangeSet, slice } from "../../text/text.ts";
import type { Expansion } from "./expansion.ts";
import { type Field, SnippetSession } from "./session.ts";

const NAMESPACE = "snippet";
/** Over syntax colours. */
const PRIORITY = 160;
const SNIPPET_ORIGIN = "input.snippet";

/** What `.` repeats: the outermost snippet, until a cursor key or the end of the insertion. */
interface Tracked {
  readonly session: SnippetSession;
  readonly mark: InsertionMark;
}

export class Snippets {
  private readonly editor: Editor;
  private win: Window | null = null;
  /** The innermost is the last. */
  private stack: SnippetSession[] = [];
  private tracked: Tracked | null = null;
  /** What is drawn, to tell whether it is that still; "": nothing. */
  private drawn = "";
  private drawnIn: Document | null = null;
  /** The text of a stop can be chosen: called when it is reached. */
  onChoices: (field: Field) => void = () => {};

  constructor(editor: Editor) {
    this.editor = editor;
    editor.events.on("change", ({ doc, change }) => {
      if (this.stack.length === 0 && this.tracked === null) return;
      this.carry(doc.id, change);
    });
    editor.events.on("mode", () => {
      if (editor.modal.insertion !== null) return;
      if (this.stack.length > 0 || this.tracked !== null) this.end();
    });
  }

  /** Whether there is a stop to go to. */
  get active(): boolean {
    if (this.stack.length === 0) return false;
    this.settle();
    return this.stack.length > 0;
  }

  /**
   * Puts an expansion in for the text right before the cursor (`before`) and so many characters
   * behind it, and goes to its first stop. `dispatch` makes the change, of which `text` takes the place
   * of both, and gives the offset where the text stands then.
   */
  insert(
    expansion: Expansion,
    taken: { readonly before: string; readonly after: number },
    dispatch: (text: string) => number,
  ): void {
    const { editor } = this;
    const { insertion } = editor.modal;
    const { doc, win } = editor;
    insertion?.put("", taken);
    const mark = insertion?.mark() ?? null;
    const at = dispatch(expansion.text);
    insertion?.put(expansion.text);
    const end = at + expansion.text.length;
    editor.setCursor(win, end);
    const session = new SnippetSession(doc, at, expansion);
    const [only] = session.stops;
    // A macro has keys only: what is recorded is the text.
    if (editor.recording !== null || insertion === null || mark === null) return;
    if (session.stops.length === 1 && only!.from === end && only!.to === end) return;
    this.settle();
    if (this.win !== win) this.end();
    this.win = win;
    this.stack.push(session);
    if (this.tracked === null) {
      this.tracked = { session, mark };
      insertion.beforeEnd = () => this.complete();
    }
    this.visit(session, session.step(1)!);
  }

  /** Goes to the next or previous stop. */
  jump(by: 1 | -1): void {
    if (!this.active) return;
    this.mirror();
    const session = this.stack.at(-1)!;
    const field = session.step(by);
    if (field !== null) this.visit(session, field);
  }

  private visit(session: SnippetSession, field: Field): void {
    const { editor } = this;
    editor.setCursor(editor.win, field.to);
    const open = field.from < field.to;
    editor.modal.placeholder = open ? { doc: session.doc, from: field.from, to: field.to } : null;
    if (field.choices !== null) this.onChoices(field);
    if (!session.finished) return;
    this.mirror();
    this.stack.pop();
  }

  /** Before a frame, and before what asks for the state: mirrors follow, what was left ends. */
  settle(): void {
    const { editor, stack } = this;
    if (stack.length === 0) {
      if (this.drawn !== "") this.draw();
      return;
    }
    const { win, doc } = editor;
    const { pos } = win.cursor;
    const there = win === this.win && editor.modal.insertion !== null;
    while (stack.length > 0) {
      const session = stack.at(-1)!;
      if (there && session.doc === doc && session.holds(pos)) break;
      stack.pop();
    }
    if (stack.length === 0) {
      editor.modal.placeholder = null;
      if (this.tracked?.session.doc !== doc) this.tracked = null;
    } else this.mirror();
    this.draw();
  }

  /** Ends it; the text stays. */
  end(): void {
    this.stack = [];
    this.tracked = null;
    this.editor.modal.placeholder = null;
    const { insertion } = this.editor.modal;
    if (insertion !== null) insertion.beforeEnd = null;
    this.draw();
  }

  /** What was typed is complete: `.` repeats the text that has come of it. */
  private complete(): void {
    const { editor, tracked } = this;
    if (tracked === null) return;
    this.mirror();
    const { session, mark } = tracked;
    const { from, to, doc } = session;
    if (doc === editor.doc) editor.modal.insertion?.rewrite(mark, slice(doc.text, from, to));
    this.tracked = null;
  }

  /** Repeats what was typed at a stop at its other places. */
  private mirror(): void {
    const { editor } = this;
    for (const session of [...this.stack].reverse()) {
      const found = session.mirror(session.doc.text);
      if (found === null) continue;
      const before = found.places.map(({ from, to }) => ({ from, to }));
      const current = session.current!;
      const { win } = editor;
      const into = win.doc === session.doc ? win.cursor.pos - current.from : null;
      const fresh = editor.modal.placeholder !== null;
      editor.dispatch(session.doc, { changes: found.change, origin: SNIPPET_ORIGIN });
      session.mirrored(found.places, before, found.change);
      // A mirror beside the stop does not take the cursor along.
      if (into !== null && into >= 0) editor.setCursor(win, current.from + into);
      if (fresh)
        editor.modal.placeholder = { doc: session.doc, from: current.from, to: current.to };
    }
  }

  private carry(doc: number, change: ChangeSet): void {
    for (const session of this.stack) if (session.doc.id === doc) session.carry(change);
    const { tracked } = this;
    if (tracked !== null && tracked.session.doc.id === doc && !this.stack.includes(tracked.session))
      tracked.session.carry(change);
    const { placeholder } = this.editor.modal;
    if (placeholder === null || placeholder.doc.id !== doc) return;
    const from = change.mapPos(placeholder.from, 1);
    const to = Math.max(from, change.mapPos(placeholder.to, -1));
    this.editor.modal.placeholder = from < to ? { doc: placeholder.doc, from, to } : null;
  }

  private draw(): void {
    const { stack, editor } = this;
    const session = stack.at(-1);
    if (session === undefined) {
      if (this.drawn !== "") this.drawnIn?.slots.clear("highlights", NAMESPACE);
      this.drawn = "";
      return;
    }
    const { doc, current, fields } = session;
    const { placeholder } = editor.modal;
    const places = fields.filter((field) => field.from < field.to && field.index !== 0);
    const state = `${doc.id} ${placeholder !== null} ${current?.from} ${places.map(({ from, to }) => `${from}-${to}`)}`;
    if (state === this.drawn) return;
    this.drawn = state;
    this.drawnIn = doc;
    doc.slots.publish(
      "highlights",
      NAMESPACE,
      places.map((field) => {
        const selected = field === current && placeholder !== null;
        const group = selected ? "ui.snippet.selected" : "ui.snippet";
        return new Highlight(group, PRIORITY + Number(selected)).range(field.from, field.to);
      }),
    );
  }
}
