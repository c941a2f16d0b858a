/** Draws a prediction into the slots of its document: ghost text, struck text, hints of jumps. */
import { basename } from "node:path";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { type Hunk, hunksOf, type Prediction, type PredictionKind } from "../text/prediction.ts";
import { Highlight, Inlay, type Segment, type SlotKinds, VirtualLines } from "../text/slots.ts";
import type { Text } from "../text/text.ts";

const NAMESPACE = "tab";
const GHOST = "ui.ghost";
const DELETED = "diff.delete";
/** Over syntax colours and search marks. */
const PRIORITY = 150;
/** Places drawn of one prediction. */
const MOST_HUNKS = 20;
const MOST_LINES = 20;

type Ranges<K extends keyof SlotKinds> = Array<ReturnType<SlotKinds[K]["range"]>>;

export class Ghost {
  private readonly editor: Editor;
  private drawn: Document[] = [];

  constructor(editor: Editor) {
    this.editor = editor;
  }

  show(prediction: Prediction, kind: PredictionKind): void {
    this.hide();
    const target = this.editor.docs.find((doc) => doc.id === prediction.doc);
    if (!target) return;
    const highlights: Ranges<"highlights"> = [];
    const inlays: Ranges<"inlays"> = [];
    const lines: Ranges<"lines"> = [];
    const hunks = hunksOf(prediction.changes);
    for (const hunk of hunks.slice(0, MOST_HUNKS)) {
      if (hunk.from < hunk.to) {
        highlights.push(new Highlight(DELETED, PRIORITY).range(hunk.from, hunk.to));
      }
      drawInsert(hunk, target.text, inlays, lines);
    }
    const { doc } = this.editor;
    const hint = kind === "jump" ? this.hint(target, hunks[0]!) : null;
    if (hint && target === doc) inlays.push(hint);
    target.slots.publish("highlights", NAMESPACE, highlights);
    target.slots.publish("inlays", NAMESPACE, inlays);
    target.slots.publish("lines", NAMESPACE, lines);
    this.drawn.push(target);
    if (hint && target !== doc) {
      doc.slots.publish("inlays", NAMESPACE, [hint]);
      this.drawn.push(doc);
    }
  }

  hide(): void {
    for (const { slots } of this.drawn) {
      slots.clear("highlights", NAMESPACE);
      slots.clear("inlays", NAMESPACE);
      slots.clear("lines", NAMESPACE);
    }
    this.drawn = [];
  }

  /** The end of the cursor's line says where Tab goes. */
  private hint(target: Document, hunk: Hunk) {
    const { doc, win } = this.editor;
    const row = target.text.lineAt(hunk.from).number;
    const place = target === doc ? `line ${row}` : `${nameOf(target)}:${row}`;
    const arrow = this.editor.options.get("ascii") ? "->" : "⇥";
    const line = doc.text.lineAt(win.cursor.pos);
    return new Inlay([{ text: `${arrow} ${place}`, group: GHOST }], "eol").range(line.to);
  }
}

function nameOf(doc: Document): string {
  return doc.path === null ? `[buffer ${doc.id}]` : basename(doc.path);
}

/** The new text: its first line where it goes, the others below. */
function drawInsert(
  hunk: Hunk,
  text: Text,
  inlays: Ranges<"inlays">,
  lines: Ranges<"lines">,
): void {
  if (hunk.insert === "") return;
  const [first, ...rest] = hunk.insert.split("\n");
  if (first !== "") inlays.push(new Inlay(segments(first!), "inline").range(hunk.to));
  if (rest.length === 0) return;
  const shown = rest.slice(0, MOST_LINES).map(segments);
  if (rest.length > MOST_LINES) shown.push(segments(`(${rest.length - MOST_LINES} more lines)`));
  lines.push(new VirtualLines(shown).range(text.lineAt(hunk.to).to));
}

function segments(text: string): readonly Segment[] {
  return [{ text, group: GHOST }];
}
