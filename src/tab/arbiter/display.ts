/** What is on the screen of all that holds: at most one, which stays while it holds. */
import type { Editor } from "../../editor/editor.ts";
import { hunksOf, type Prediction, predictionKind } from "../../text/prediction.ts";
import { type Drawing, drawingOf } from "../draw/drawing.ts";
import { stageOf } from "../draw/stage.ts";
import { mayShow } from "../gate.ts";
import type { Renamed } from "../ranking/continuing.ts";
import type { Ranked } from "../ranking/rank.ts";
import type { Thresholds } from "../ranking/thresholds.ts";
import { sightOf } from "../snapshot.ts";
import { chooseNext, type Here } from "./choice.ts";
import type { Fates } from "./fates.ts";
import type { Held } from "./held.ts";
import type { Judge } from "./judge.ts";
import { Patience } from "./patience.ts";
import type { Questions } from "./question.ts";
import { extendsIt } from "./same-change.ts";
import { type ArbiterPorts, ShownOne } from "./shown.ts";

export interface DisplayPorts {
  readonly holding: Held;
  readonly judge: Judge;
  readonly questions: Questions;
  readonly fates: Fates;
  /** The predictions of its group that hold now, this one first. */
  group(prediction: Prediction): readonly Prediction[];
  /** The rename that the newest edit is; null: it is none. */
  rename(): Renamed | null;
  /** The user asked: what is unlikely is shown, too. */
  isInsisting(): boolean;
  /** Something is shown: what follows it may be looked for. */
  begun(): void;
  /** What was held back is shown. */
  late(): void;
}

/** After an edit elsewhere another prediction must be this much likelier to take the place. */
const CLEARLY = 0.05;

export class Display {
  shown: ShownOne | null = null;
  /** The one that is looked at stays while it holds. */
  pinned: number | null = null;
  readonly patience: Patience;
  /** Something else comes before a prediction: it is held, and not shown unless one asks. */
  waits: (prediction: Prediction) => boolean = () => false;
  /** A stage of a long prediction was taken. */
  staged = false;
  /** The user has just gone to a place that was shown. */
  arrived = false;
  private readonly editor: Editor;
  private readonly ports: ArbiterPorts & DisplayPorts;
  private readonly drawing: Drawing;
  /** Of what is drawn, all that the drawing depends on. */
  private state = "";
  /** Counts lists that were taken in: who belongs to a group may have changed. */
  private taken = 0;

  constructor(editor: Editor, ports: ArbiterPorts & DisplayPorts) {
    this.editor = editor;
    this.ports = ports;
    this.patience = new Patience(editor, ports, () => this.late());
    this.drawing = drawingOf(editor);
    this.drawing.redraw = ports.redraw;
    this.drawing.file = (id) => ports.files.get(id);
  }

  /** Called before each frame: when it is written, what it shows can be seen. */
  frame(): void {
    const { shown } = this;
    if (shown === null || this.drawing.state === "waiting") return;
    if (shown.since >= 0 && shown.seen.every(({ until }) => until >= 0)) return;
    queueMicrotask(() => {
      if (this.shown !== shown) return;
      const now = this.ports.now();
      this.shown = shown.written(now);
      this.ports.fates.seen(now);
    });
  }

  /** What is likely enough to be shown. */
  get thresholds(): Thresholds {
    return this.ports.judge.thresholds(this.ports.isInsisting());
  }

  /** Brings the screen up to date; true when something else is shown than before. */
  draw(ms = 0): boolean {
    const { editor, ports } = this;
    const able = mayShow(editor) && !ports.isIgnored(editor.doc);
    if (!able) this.patience.end();
    const chosen = able ? this.choose() : null;
    const next = chosen && this.shownAs(chosen);
    const state = next === null ? "" : this.stateOf(next);
    if (state === this.state) return false;
    this.state = state;
    const { shown } = this;
    // Typed through, it is the same suggestion, which has been seen; so is what another one begins with.
    const kept = !this.staged && shown !== null && shown.kind === next?.kind;
    const longer = kept && extendsIt(next!.prediction, shown.prediction);
    const same = kept && shown.prediction.id === next!.prediction.id;
    this.staged = false;
    if (longer) this.shown = next!.grown(shown);
    else this.shown = same ? next!.at(shown.since) : next;
    if (chosen && next) {
      this.pinned = chosen.prediction.id;
      ports.fates.show(chosen, next.kind, editor.services.now(), ms);
      ports.learner.load();
      this.drawing.show(next);
      ports.begun();
    } else {
      ports.fates.gone();
      this.drawing.hide();
    }
    return true;
  }

  /** What is held back may have waited long enough, or for nothing. */
  late(): void {
    if (!this.patience.isWaiting || !this.draw()) return;
    this.ports.redraw();
    if (this.shown) this.ports.late();
  }

  /** Another list is held. With `anew` the best is shown, whatever was. */
  renewed(anew: boolean, stale: boolean): void {
    this.pinned = anew ? null : this.successor(stale);
    this.taken++;
  }

  /** What stays on the screen, or takes its place when it is clearly better; null: the best. */
  private successor(stale: boolean): number | null {
    const { shown, pinned } = this;
    const { holding } = this.ports;
    const now = pinned === null ? null : holding.get(pinned);
    const best = this.best(holding.list);
    if (!now || !shown) return null;
    if (!best) return pinned;
    const isLikelier = (by: number) => best.chance > now.chance + by && !this.isHeldBack(best);
    if (shown.since < 0) return isLikelier(0) ? null : pinned;
    if (stale) return isLikelier(CLEARLY) ? null : pinned;
    if (now.prediction.changes.empty) return null;
    const { edit } = this.thresholds;
    const longer = holding.list.find(
      ({ prediction, chance }) => chance >= edit && extendsIt(prediction, now.prediction),
    );
    return longer?.prediction.id ?? pinned;
  }

  private best(list: readonly Ranked[]): Ranked | null {
    const { doc, win } = this.editor;
    const { judge, rename, isInsisting } = this.ports;
    const here: Here = {
      doc: doc.id,
      text: doc.text,
      pos: win.cursor.pos,
      rename: rename(),
      textOf: judge.textOf,
    };
    const able = isInsisting() ? list : list.filter(({ prediction }) => !this.waits(prediction));
    return chooseNext(able, this.thresholds, here, this.arrived);
  }

  private choose(): Ranked | null {
    const { holding, judge, isInsisting } = this.ports;
    const isAble = ({ prediction: p }: Ranked) =>
      judge.revisionOf(p.doc) === p.revision &&
      (!holding.isAnchored(p.id) || this.isAtCursor(p)) &&
      (isInsisting() || !this.waits(p));
    const pinned = this.pinned === null ? null : holding.get(this.pinned);
    if (pinned && isAble(pinned)) {
      this.patience.end();
      return pinned;
    }
    const best = holding.list.length === 0 ? null : this.best(holding.list.filter(isAble));
    if (best && this.isHeldBack(best)) return null;
    this.patience.end();
    return best;
  }

  /** Somebody who knows more is about to answer. */
  private isHeldBack(ranked: Ranked): boolean {
    return !this.ports.isInsisting() && this.patience.holds(ranked);
  }

  isAtCursor(prediction: Prediction): boolean {
    const { mode, doc, win } = this.editor;
    if (mode !== "insert" || prediction.doc !== doc.id) return false;
    return hunksOf(prediction.changes)[0]?.from === win.cursor.pos;
  }

  private shownAs({ prediction: whole, chance }: Ranked): ShownOne {
    const { editor, ports } = this;
    const text = ports.judge.textOf(whole.doc)!;
    const { win } = editor;
    // Of a long one the first stage: what is shown is what one accept makes.
    const pos = whole.doc === editor.doc.id ? win.cursor.pos : 0;
    const limits = { pos, lines: this.drawing.room, gap: win.height };
    const { first: prediction } = stageOf(whole, text, limits);
    const kind = predictionKind(prediction, text, sightOf(editor), editor.mode === "insert");
    return new ShownOne({ prediction, kind, chance, since: -1 }, (p) => ports.group(p), []);
  }

  private stateOf({ prediction, kind }: ShownOne): string {
    const { doc, win } = this.editor;
    const { id, revision, group, changes, growing } = prediction;
    // The hint of a jump stands in the cursor's line.
    const line = kind === "jump" ? `${doc.id}:${doc.text.lineAt(win.cursor.pos).from}` : "";
    const taken = group === undefined ? 0 : this.taken;
    return `${id}:${revision}:${kind}:${line}:${taken}:${changes.newLength}:${growing === true}`;
  }

  /** Shows the next (or previous) alternative. */
  turn(step: 1 | -1): void {
    const { list } = this.ports.holding;
    const at = list.findIndex(({ prediction }) => prediction.id === this.shown?.prediction.id);
    if (list.length < 2 || at < 0) return;
    this.pinned = list[(at + step + list.length) % list.length]!.prediction.id;
    this.draw();
  }
}
