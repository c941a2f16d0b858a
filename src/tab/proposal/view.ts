/**
 * A proposal as a buffer: the changes of all files as one difference, each of which can be left out.
 * Nothing changes before it is taken; then files that are not open are opened, and left to be written.
 */
import { UserError } from "../../base/errors.ts";
import { findDocument, openDocument, showDocument } from "../../editor/buffers.ts";
import type { Command } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { DocumentChange, Editor } from "../../editor/editor.ts";
import { factsOf } from "../../editor/facts.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { goToPlace } from "../../editor/place.ts";
import { findVirtual, replaceText, virtualDocument } from "../../editor/virtual.ts";
import { hunksOf } from "../../text/prediction.ts";
import {
  carried,
  chosenChange,
  countOf,
  type Proposal,
  type ProposalFile,
  type ProposalLine,
  proposalLines,
  toggled,
} from "../../text/proposal.ts";
import { Highlight } from "../../text/slots.ts";
import { pointOf, rowOf, rowStart } from "../../text/text.ts";
import { ACCEPT_ORIGIN } from "../history.ts";
import { JointUndo } from "./joint-undo.ts";

const TITLE = "[proposal]";
const FILETYPE = "proposal";
const SPACE = "proposal";
const HELP = "a takes them all · x leaves one out · Enter goes there · q closes";

const GROUPS: Readonly<Record<ProposalLine["kind"], string>> = {
  title: "heading",
  help: "comment",
  file: "diff.file",
  part: "diff.hunk",
  old: "diff.minus",
  new: "diff.plus",
  blank: "comment",
};

interface Shown {
  proposal: Proposal;
  lines: readonly ProposalLine[];
  /** What the window showed before. */
  readonly from: Document;
  /** A file has changed since it was drawn. */
  stale: boolean;
  readonly taken: (proposal: Proposal) => void;
}

export interface ProposalView {
  /** Shows a proposal; `taken` is called when its chosen parts are about to be made. */
  open(proposal: Proposal, taken: (proposal: Proposal) => void): void;
}

const VIEWS = new WeakMap<Editor, ProposalView>();

/** The proposals of an editor; the first call adds the commands. */
export function proposalsOf(editor: Editor): ProposalView {
  let view = VIEWS.get(editor);
  if (!view) {
    view = install(editor);
    VIEWS.set(editor, view);
  }
  return view;
}

/** The view, its commands, and `u` and CTRL-R for what it did. */
function install(editor: Editor): ProposalView {
  const joint = new JointUndo(editor);
  let shown: Shown | null = null;
  const facts = factsOf(editor);
  facts.provide("jointUndo", () => joint.canUndo);
  facts.provide("jointRedo", () => joint.canRedo);
  editor.events.on("change", (event) => {
    if (shown !== null) follow(shown, event);
  });
  editor.events.on("window-enter", ({ doc }) => {
    if (shown?.stale && doc === document()) draw(editor, doc, shown);
  });
  editor.events.on("document-close", (doc) => {
    if (doc.kind === "scratch" && doc.title === TITLE) shown = null;
  });
  const document = () => findVirtual(editor, TITLE);

  const current = (): Shown => {
    if (shown === null || editor.doc !== document()) throw new UserError("This is no proposal");
    if (shown.stale) draw(editor, editor.doc, shown);
    return shown;
  };
  const lineHere = ({ lines }: Shown) => lines[rowOf(editor.doc.text, editor.win.cursor.pos)];

  const close = (): void => {
    const { doc } = editor;
    const from = shown?.from;
    const back = from && editor.docs.includes(from) ? from : editor.docs.find((d) => d !== doc);
    shown = null;
    if (back) showDocument(editor, editor.win, back, true);
  };

  const commands: Command[] = [
    {
      name: "proposal.toggle",
      doc: "Leave out the change of this line, or take it in again; on a file's line all of its changes",
      run() {
        const state = current();
        const line = lineHere(state);
        if (!line || line.file < 0) throw new UserError("No change in this line");
        state.proposal = toggled(state.proposal, line);
        draw(editor, editor.doc, state);
      },
    },
    {
      name: "proposal.open",
      doc: "Go to the place of this line",
      *run() {
        const state = current();
        const line = lineHere(state);
        const file = line && state.proposal.files[line.file];
        if (!line || !file) throw new UserError("No change in this line");
        yield* goTo(editor, file, line);
      },
    },
    {
      name: "proposal.next",
      doc: "To the next change of the proposal",
      run: ({ count }) => step(current(), Math.max(1, count)),
    },
    {
      name: "proposal.previous",
      doc: "To the previous change of the proposal",
      run: ({ count }) => step(current(), -Math.max(1, count)),
    },
    {
      name: "proposal.accept",
      doc: "Make the changes that are chosen, in all files; u takes them back in all",
      *run() {
        const state = current();
        if (countOf(state.proposal).chosen === 0) throw new UserError("No change is chosen");
        const { proposal, taken } = state;
        const ready = yield* prepared(editor, proposal);
        taken(proposal);
        close();
        joint.apply(ready, ACCEPT_ORIGIN);
        editor.showMessage(summary(proposal, ready));
      },
    },
    {
      name: "proposal.close",
      doc: "Close the proposal without a change",
      run: () => {
        current();
        close();
      },
    },
    {
      name: "tab.undo-all",
      doc: "Take back a change of several files in all of them",
      run: (context) => joint.travel(context, "undo"),
    },
    {
      name: "tab.redo-all",
      doc: "Make a change of several files again in all of them",
      run: (context) => joint.travel(context, "redo"),
    },
  ];
  editor.commands.add(...commands);

  function step({ lines }: Shown, by: number): void {
    const { doc, win } = editor;
    const row = rowOf(doc.text, win.cursor.pos);
    const rows = lines.flatMap(({ kind }, at) => (kind === "part" ? [at] : []));
    const after = by > 0 ? rows.filter((at) => at > row) : rows.filter((at) => at < row).reverse();
    const to = after[Math.min(Math.abs(by), after.length) - 1];
    if (to === undefined) throw new UserError(by > 0 ? "No change below" : "No change above");
    editor.setCursor(win, rowStart(doc.text, to));
  }

  return {
    open(proposal, taken) {
      if (proposal.files.length === 0) throw new UserError("Nothing to propose");
      const from = editor.doc === document() && shown ? shown.from : editor.doc;
      const state: Shown = { proposal, lines: [], from, stale: false, taken };
      const doc = virtualDocument(editor, { title: TITLE, text: "", filetype: FILETYPE });
      draw(editor, doc, state);
      shown = state;
      showDocument(editor, editor.win, doc);
      const first = state.lines.findIndex(({ kind }) => kind === "part");
      editor.setCursor(editor.win, rowStart(doc.text, Math.max(0, first)));
    },
  };
}

/** Carries what is proposed for a document through its changes. */
function follow(shown: Shown, { doc, change, before, after }: DocumentChange): void {
  const next = carried(shown.proposal, doc.id, change, before, after);
  if (next === shown.proposal) return;
  shown.proposal = next;
  shown.stale = true;
}

function draw(editor: Editor, doc: Document, shown: Shown): void {
  const help = editor.options.get("ascii") ? HELP.replaceAll("·", "-") : HELP;
  const lines = proposalLines(shown.proposal, help);
  shown.lines = lines;
  shown.stale = false;
  replaceText(editor, doc, lines.map(({ text }) => text).join("\n"));
  doc.slots.publish(
    "highlights",
    SPACE,
    lines.flatMap((line, at) => {
      const { from, to } = doc.text.line(at + 1);
      if (from === to) return [];
      const part = shown.proposal.files[line.file]?.parts[line.part];
      const group = part && !part.chosen ? "comment" : GROUPS[line.kind];
      return [new Highlight(group, 90).range(from, to)];
    }),
  );
}

function* goTo(editor: Editor, file: ProposalFile, line: ProposalLine): Fiber {
  const part = file.parts[line.part];
  const hunk = part && hunksOf(part.prediction.changes)[0];
  const point = hunk ? pointOf(file.text, hunk.from) : { row: Math.max(0, line.row), col: 0 };
  const doc = editor.docs.find(({ id }) => id === file.doc);
  if (doc) yield* goToPlace(editor, { doc, point });
  else if (file.path !== null) yield* goToPlace(editor, { path: file.path, point });
  else throw new UserError("The file of this change is gone");
}

interface Ready {
  readonly doc: Document;
  readonly change: ReturnType<typeof chosenChange>;
  /** It was opened for this. */
  readonly opened: boolean;
}

/**
 * Everything is looked at before anything changes: a file that is gone, or another one by now, or that
 * may not be changed, refuses all.
 */
function* prepared(editor: Editor, proposal: Proposal): Fiber<Ready[]> {
  const ready: Ready[] = [];
  for (const file of proposal.files) {
    const change = chosenChange(file);
    if (change.empty) continue;
    const open =
      editor.docs.find(({ id }) => id === file.doc) ??
      (file.path === null ? null : findDocument(editor, file.path));
    if (!open && file.path === null) throw new UserError(`${file.name} is closed by now`);
    const doc = open?.loaded ? open : yield* openDocument(editor, file.path!);
    if (!doc.text.eq(file.text)) throw new UserError(`${file.name} has changed: ask again`);
    if (!doc.options.get("modifiable") || doc.options.get("readonly")) {
      throw new UserError(`${file.name} is read-only: leave it out (x)`);
    }
    ready.push({ doc, change, opened: !open?.loaded });
  }
  return ready;
}

/** As in `14 changes in 3 files, 2 of them opened: :wa writes them, u takes all back`. */
function summary(proposal: Proposal, ready: readonly Ready[]): string {
  const { chosen } = countOf(proposal);
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const opened = ready.filter((file) => file.opened).length;
  const also = opened > 0 ? `, ${opened} opened for it` : "";
  return `${count(chosen, "change")} in ${count(ready.length, "file")}${also}: not written (:wa), u takes them back`;
}
