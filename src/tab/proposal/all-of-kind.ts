/** All predictions of the kind that is shown, as one proposal. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { shownPath } from "../../editor/paths.ts";
import { isClosed, type Prediction, type PredictionSnapshot } from "../../text/prediction.ts";
import { type FileOf, proposalOf } from "../../text/proposal.ts";
import { type ProposalView, proposalsOf } from "./view.ts";

interface Group {
  readonly title: string;
  readonly predictions: readonly Prediction[];
}

export interface GroupPorts {
  readonly shown: { readonly prediction: Prediction } | null;
  /** The same change at many places, which waits to be taken. */
  readonly waitingGroup: Group | null;
  /** The predictions of its group that hold now, this one first. */
  group(prediction: Prediction): readonly Prediction[];
  /** Called before a prediction is dispatched. */
  accepted(prediction: Prediction, part: "all" | "part"): void;
  snapshot(trigger: "ask"): PredictionSnapshot;
}

export class AllOfKind {
  private readonly editor: Editor;
  private readonly arbiter: GroupPorts;
  private readonly view: ProposalView;
  /** What was to be shown when insert mode had to be left first. */
  private waiting: Group | null = null;

  constructor(editor: Editor, arbiter: GroupPorts) {
    this.editor = editor;
    this.arbiter = arbiter;
    this.view = proposalsOf(editor);
  }

  /**
   * Shows all of the kind that is shown; what waits, when that is the only one of its kind or a place
   * without text. Throws UserError when nothing is shown.
   */
  open(): void {
    const { arbiter } = this;
    const shown = arbiter.shown?.prediction;
    const predictions = shown ? arbiter.group(shown) : [];
    const alone = predictions.filter(({ changes }) => !changes.empty).length < 2;
    const waiting = alone ? arbiter.waitingGroup : null;
    const own = shown && { title: shown.reason, predictions };
    this.show(waiting ?? own ?? null, "No prediction is shown");
  }

  /** Shows what waits. Throws UserError when nothing does. */
  openWaiting(): void {
    this.show(this.arbiter.waitingGroup, "Nothing is waiting");
  }

  private show(wanted: Group | null, otherwise: string): void {
    const { editor } = this;
    const group = this.waiting ?? wanted;
    this.waiting = null;
    if (!group) throw new UserError(otherwise);
    const { title, predictions } = group;
    const proposal = proposalOf(title, predictions, fileOf(editor, this.arbiter));
    if (proposal.files.length === 0) throw new UserError("Where the next change belongs, not what");
    if (editor.mode === "insert") {
      // An insertion belongs to its document: it ends here.
      this.waiting = group;
      editor.loop?.queue.stuff(["<Esc>", "<Command:tab.all>"], false);
      return;
    }
    this.view.open(proposal, ({ files }) => {
      const parts = files.flatMap((file) => file.parts);
      const first = parts.find((part) => part.chosen);
      if (first) this.arbiter.accepted(first.prediction, "all");
    });
  }
}

function fileOf(editor: Editor, arbiter: GroupPorts): FileOf {
  let closed: PredictionSnapshot["others"] | null = null;
  return (id) => {
    const open = editor.docs.find((doc) => doc.id === id);
    if (open) return { doc: id, path: open.path, name: nameOf(editor, open), text: open.text };
    if (!isClosed(id)) return null;
    closed ??= arbiter.snapshot("ask").others;
    const file = closed.find((other) => other.id === id);
    return file ? { doc: id, path: file.path, name: nameOf(editor, file), text: file.text } : null;
  };
}

function nameOf(editor: Editor, { id, path }: { id: number; path: string | null }): string {
  return path === null ? `[buffer ${id}]` : shownPath(editor, path);
}
