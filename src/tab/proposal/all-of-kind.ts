/** All predictions of the kind that is shown, as one proposal. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { shownPath } from "../../editor/paths.ts";
import { type QuickfixItem, quickfixOf } from "../../editor/quickfix.ts";
import { isClosed, type Prediction, type PredictionSnapshot } from "../../text/prediction.ts";
import { type FileOf, proposalOf } from "../../text/proposal.ts";
import { lineText, pointOf } from "../../text/text.ts";
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
  *open(): Fiber {
    const { arbiter } = this;
    const shown = arbiter.shown?.prediction;
    const predictions = shown ? arbiter.group(shown) : [];
    const alone = predictions.filter(({ changes }) => !changes.empty).length < 2;
    const waiting = alone ? arbiter.waitingGroup : null;
    const own = shown && { title: shown.reason, predictions };
    yield* this.show(waiting ?? own ?? null, "No prediction is shown");
  }

  /** Shows what waits. Throws UserError when nothing does. */
  *openWaiting(): Fiber {
    yield* this.show(this.arbiter.waitingGroup, "Nothing is waiting");
  }

  private *show(wanted: Group | null, otherwise: string): Fiber {
    const { editor } = this;
    const group = this.waiting ?? wanted;
    this.waiting = null;
    if (!group) throw new UserError(otherwise);
    const { title, predictions } = group;
    const find = fileOf(editor, this.arbiter);
    const proposal = proposalOf(title, predictions, find);
    const places = placesOf(predictions, find);
    const none = proposal.files.length === 0;
    if (none && places.length < 2) throw new UserError("Where the next change belongs, not what");
    if (editor.mode === "insert") {
      // An insertion belongs to its document: it ends here.
      this.waiting = group;
      editor.loop?.queue.stuff(["<Esc>", "<Command:tab.all>"], false);
      return;
    }
    if (places.length > 0) quickfixOf(editor).set({ title, items: places });
    if (none) {
      yield* editor.ex("copen");
      return;
    }
    this.view.open(proposal, ({ files }) => {
      const parts = files.flatMap((file) => file.parts);
      const first = parts.find((part) => part.chosen);
      if (first) this.arbiter.accepted(first.prediction, "all");
    });
    if (places.length > 0) {
      editor.showMessage(`${places.length} more without a text: they are in the quickfix list`);
    }
  }
}

/** Where somebody has to look: the text that belongs there is not known. */
function placesOf(predictions: readonly Prediction[], find: FileOf): QuickfixItem[] {
  return predictions.flatMap(({ doc, changes, cursor }) => {
    const file = changes.empty ? find(doc) : null;
    if (file?.path == null || cursor > file.text.length) return [];
    const point = pointOf(file.text, cursor);
    return [{ path: file.path, point, text: lineText(file.text, point.row).trim() }];
  });
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
