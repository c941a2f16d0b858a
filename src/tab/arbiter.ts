/**
 * Between predictors and the screen: asks them behind a key's frame, carries their answers along with
 * the text or drops them, ranks and gates them, and shows at most one. What would follow the one that is
 * shown is asked for while it is shown.
 */
import type { Document } from "../editor/document.ts";
import type { DocumentChange, Editor } from "../editor/editor.ts";
import type { Fiber } from "../editor/fiber.ts";
import { isReplaying } from "../editor/key-loop.ts";
import {
  isClosed,
  isLarge,
  type Prediction,
  type PredictionSnapshot,
  type PredictionTrigger,
  type Predictor,
} from "../text/prediction.ts";
import type { Text } from "../text/text.ts";
import { Ahead } from "./arbiter/ahead.ts";
import { Asks } from "./arbiter/asks.ts";
import { besideNew, renewedBy, withLive, withoutGrown } from "./arbiter/beside.ts";
import { Chains } from "./arbiter/chains.ts";
import { Display } from "./arbiter/display.ts";
import { Fates } from "./arbiter/fates.ts";
import { Held } from "./arbiter/held.ts";
import { Judge } from "./arbiter/judge.ts";
import { opened } from "./arbiter/opening.ts";
import { Present } from "./arbiter/present.ts";
import { type Question, Questions } from "./arbiter/question.ts";
import { changeKey, extendsIt, isFulfilled, isNear, keepName } from "./arbiter/same-change.ts";
import type { ArbiterPorts, Shown } from "./arbiter/shown.ts";
import { Waiting, type WaitingGroup } from "./arbiter/waiting.ts";
import { ACCEPT_ORIGIN, type EditHistory } from "./history.ts";
import { renameOf } from "./ranking/continuing.ts";
import type { Ranked } from "./ranking/rank.ts";
import { Rejects } from "./rejects.ts";

export type { Shown } from "./arbiter/shown.ts";

/** So many places are carried along in the frame of an accept. */
const MOST_AT_ONCE = 100;

export class Arbiter {
  readonly fates: Fates;
  readonly questions: Questions;
  readonly asks: Asks;
  readonly display: Display;
  /** What is known of the chain of accepts. */
  readonly chains = new Chains();
  private readonly editor: Editor;
  private readonly ports: ArbiterPorts;
  private readonly history: EditHistory;
  private readonly present: Present;
  private readonly rejects = new Rejects();
  private readonly judge: Judge;
  private readonly holding = new Held();
  private readonly groups = new Waiting();
  private readonly ahead: Ahead;
  /** Counts changes, and how far the waiting groups were carried. */
  private changes = 0;
  private carriedChanges = 0;
  private accepting: { readonly before: Text; readonly ranked: Ranked } | null = null;

  constructor(editor: Editor, history: EditHistory, ports: ArbiterPorts) {
    this.editor = editor;
    this.history = history;
    this.ports = ports;
    this.present = new Present(editor, ports.files);
    this.fates = new Fates((lesson) => ports.learner.learn(lesson));
    this.judge = new Judge(editor, history, ports, this.rejects, this.fates);
    this.questions = new Questions({
      nextTurn: ports.nextTurn,
      later: ports.later,
      now: ports.now,
      failed: (name, error) => editor.reportBug(`predictor ${name} (it is off now)`, error),
      answered: (question, fresh, source) => this.answered(question, fresh, source),
      ended: () => this.display.late(),
    });
    this.asks = new Asks(editor, history, this.questions, {
      ...ports,
      isShown: () => this.shown !== null,
      isLongShown: () => this.questions.isLong(this.shown?.prediction.source ?? ""),
      dropAhead: () => this.ahead.drop(),
    });
    this.ahead = new Ahead(editor, this.questions, this.judge, {
      ...ports,
      subject: () => this.subject(),
      snapshot: () => this.snapshot("change"),
    });
    this.display = new Display(editor, {
      ...ports,
      holding: this.holding,
      judge: this.judge,
      questions: this.questions,
      late: () => this.chains.shown(),
      fates: this.fates,
      group: (prediction) => this.group(prediction),
      begun: () => this.ahead.prepare(),
      rename: () => renameOf(history.edits),
      isInsisting: () => this.asks.insisting,
    });
    editor.events.on("change", (event) => this.changed(event));
    editor.events.on("command-done", () => this.commandDone());
    // Keys that a command stuffs change the mode to and fro before its frame.
    const drawn = () => void (isReplaying(editor) || this.draw());
    editor.events.on("mode", ({ from }) => {
      drawn();
      // What was typed is an edit now, even when what follows it was known before its end.
      if (from === "insert") ports.afterFrame(() => ports.files.look(history.edits));
    });
    editor.events.on("window-enter", drawn);
    editor.events.on("document-close", (doc) => this.forget(doc));
    editor.events.on("option", ({ name }) => {
      if (name === "tabshow") this.display.pinned = null;
      if ((name === "predict" || name === "tabshow") && editor.tabs.length > 0) this.draw();
    });
  }

  /** Asks these, too, from the next question on. */
  addPredictors(...predictors: readonly Predictor[]): void {
    this.questions.add(predictors);
  }

  /** Changes that are less likely than this are not shown. */
  get leastChance(): number {
    return this.judge.thresholds(false).edit;
  }

  /** What one has said does not count any more. */
  withdraw(source: string): void {
    this.holding.keepIf((prediction) => prediction.source !== source);
    if (this.draw()) this.ports.redraw();
  }

  /** What is on the screen, or null. */
  get shown(): Shown | null {
    return this.display.shown;
  }

  /** What holds now, the likeliest first; not all of it is likely enough to be shown. */
  get held(): readonly Ranked[] {
    return this.holding.list;
  }

  private changed(event: DocumentChange): void {
    const { doc, change, after, origin } = event;
    const undoing = origin === "undo" || origin === "redo";
    this.asks.quiet = undoing;
    this.asks.insisting = false;
    const now = this.ports.now();
    this.judge.lastChange = now;
    // What was asked before the undo is about a text that is not there any more.
    if (undoing) this.asks.end();
    if (isLarge(change)) {
      this.forget(doc);
      return;
    }
    this.changes++;
    this.present.add(event);
    this.rejects.change(event);
    if (origin !== ACCEPT_ORIGIN && isReplaying(this.editor)) {
      this.holding.clear();
      return;
    }
    if (undoing) {
      this.noteUndone(event);
      this.groups.undone(this.history.edits);
      this.ports.waitingChanged();
    }
    if (this.fates.awaited) this.fates.editedAt(isNear(this.fates.awaited, event));
    const restored = this.holding.restore(doc.id, after, doc.revision);
    if (restored) {
      this.asks.stale = false;
      this.display.pinned = restored.shown;
      return;
    }
    if (undoing) this.holding.clear();
    // Of a stage the next one follows.
    if (!this.display.staged) this.ahead.noteChange(event);
    if (this.holding.list.length === 0) return;
    const { shown } = this;
    const id = shown?.prediction.id ?? null;
    if (origin !== ACCEPT_ORIGIN) this.holding.keep(event, id);
    const { dropped, untouched } = this.holding.carry(event, shown?.prediction ?? null);
    if (untouched) {
      this.asks.stale = true;
      this.fates.passedBy(now);
    } else if (dropped && shown && origin !== ACCEPT_ORIGIN) {
      // A place goes when the user edits there.
      if (shown.prediction.changes.empty || isFulfilled(shown.prediction, event))
        this.fates.fulfilled();
      else this.fates.typedOver(now);
    }
  }

  /** An accept that is undone was not wanted. */
  private noteUndone(event: DocumentChange): void {
    const { accepting } = this;
    if (!accepting || accepting.ranked.prediction.doc !== event.doc.id) return;
    if (!accepting.before.eq(event.after)) return;
    this.fates.undone(accepting.ranked);
    this.rejects.add(accepting.ranked.prediction, null);
    this.accepting = null;
  }

  private commandDone(): void {
    if (this.editor.nesting > 0) return;
    this.display.arrived = false;
    this.noteArrival();
    // How many are left of what an accept was one of is in its own frame.
    if (this.asks.trigger === "accept" && this.groups.places <= MOST_AT_ONCE) this.catchUp();
    this.settle();
    this.chains.framed(this.shown !== null);
    this.asks.want();
    if (this.changes === this.carriedChanges) return;
    this.carriedChanges = this.changes;
    const idle = this.groups.largest === null && this.holding.list.length === 0;
    if (!idle) this.ports.afterFrame(() => this.catchUp() && this.ports.redraw());
  }

  /** The user went to the place that was shown. */
  private noteArrival(): void {
    const { editor, shown } = this;
    if (!shown?.prediction.changes.empty) return;
    const ranked = this.holding.get(shown.prediction.id);
    if (!ranked || ranked.prediction.doc !== editor.doc.id) return;
    if (Math.abs(ranked.prediction.cursor - editor.win.cursor.pos) > 1) return;
    this.fates.went(ranked);
    this.display.arrived = true;
    this.holding.keepIf((p) => p.id !== ranked.prediction.id);
    this.asks.trigger = "move";
  }

  /** Brings what is shown up to date, in the middle of a command. */
  settle(): void {
    this.adopt();
    this.dropStrays();
    this.draw();
  }

  /** What can't be shown next is carried along, too; true when fewer wait than before. */
  private catchUp(): boolean {
    const current = (prediction: Prediction) => this.present.of(prediction);
    this.holding.catchUp(current);
    if (!this.groups.carry(current)) return false;
    this.ports.waitingChanged();
    return true;
  }

  /** Changes that are the same at many places, and wait to be taken together; null: none. */
  get waitingGroup(): WaitingGroup | null {
    return this.groups.largest;
  }

  /** Ghosts whose cursor went elsewhere, and what is about documents that are gone. */
  private dropStrays(): void {
    const { display, holding, present } = this;
    if (holding.list.some(({ prediction }) => isClosed(prediction.doc))) {
      holding.map((prediction) => (isClosed(prediction.doc) ? present.of(prediction) : prediction));
    }
    holding.keepIf(
      (p) =>
        (!holding.isAnchored(p.id) || display.isAtCursor(p)) && this.judge.textOf(p.doc) !== null,
    );
  }

  /** Lets go of everything about a document that is closed or another one now. */
  private forget(doc: Document): void {
    this.present.forget(doc);
    this.rejects.forget(doc.id);
    this.holding.forget(doc.id);
    if (this.accepting?.ranked.prediction.doc === doc.id) this.accepting = null;
    this.groups.clear();
    this.ahead.drop();
  }

  /** Asks every predictor now. */
  ask(trigger: PredictionTrigger): void {
    this.asks.ask(trigger);
  }

  /** The editor as predictors see it now. */
  snapshot(trigger: PredictionTrigger): PredictionSnapshot {
    return this.asks.snapshot(trigger);
  }

  /** What the predictors say about texts that may not be there yet. */
  async rankedFor(snapshot: PredictionSnapshot): Promise<readonly Ranked[]> {
    return this.judge.rankFor(await this.asks.about(snapshot));
  }

  /** What is shown, when no answer is awaited that could change it. */
  private subject(): Prediction | null {
    const { asks, shown } = this;
    if (!shown || asks.waiting || !asks.mayAsk || shown.prediction.growing) return null;
    // What completes the text stays, whatever the others say.
    const open = asks.current?.settled === false && shown.kind !== "ghost";
    return open ? null : shown.prediction;
  }

  private answered(question: Question, fresh: readonly Prediction[], source: string | null): void {
    if (question.speculative) {
      this.ahead.answered(question);
      return;
    }
    // What an older request has brought meanwhile, and the user sees, is not put away for a new one.
    const seen = this.shown !== null && this.shown.since > question.started;
    const anew = question.anew && question === this.asks.current && !seen;
    question.anew = false;
    const { questions } = this;
    const renewed = renewedBy(questions, question, source);
    if (source !== null) question.heard.add(source);
    const waited = this.groups.places;
    if (source !== null && questions.isLive(source)) this.groups.withdraw(source);
    const shown = this.shown?.prediction.id ?? null;
    const { stale } = this.asks;
    const base = besideNew(this.held, questions, { anew, renewed, shown, stale });
    const present = base.flatMap((p) => this.present.of(p) ?? []);
    this.deliver(fresh, present, anew, question);
    if (this.groups.places < waited) {
      this.ports.waitingChanged();
      this.ports.redraw();
    }
    if (question === this.asks.current) this.asks.stale = false;
  }

  /** Takes answers in beside `base`; with `anew` the best is shown, whatever was. */
  private deliver(
    fresh: readonly Prediction[],
    base: readonly Prediction[],
    anew: boolean,
    question: Question,
  ): void {
    const { holding } = this;
    const good = fresh
      .flatMap((p) => this.present.of(p, question) ?? [])
      .filter((p) => this.judge.isGood(p));
    for (const p of good) if (this.judge.isGhost(p)) holding.anchor(p.id);
    const pinned =
      this.display.pinned === null ? null : (holding.get(this.display.pinned)?.prediction ?? null);
    const ranked = this.judge.rank([...withoutGrown(base, good), ...good]);
    holding.set(pinned === null ? ranked : ranked.map((r) => keepName(r, pinned)));
    this.display.renewed(anew, this.asks.stale);
    this.display.patience.note(holding.list, good);
    const more = this.groups.add(holding.list, this.leastChance, this.history.edits);
    if (this.draw(this.ports.now() - question.started) || more) this.ports.redraw();
    if (more) this.ports.waitingChanged();
    if (this.shown) this.chains.shown();
    this.ahead.prepare();
  }

  /** What was worked out for the text as it is now is what holds. */
  private adopt(): void {
    const next = this.ahead.take();
    if (!next) return;
    const { question, ranked } = next;
    // What it follows has come true as the beginning of something longer, which is shown and holds.
    const { pinned } = this.display;
    if (pinned !== null && pinned !== next.id && this.holding.get(pinned)) {
      this.questions.end(question);
      return;
    }
    this.asks.adopt(question);
    if (ranked === null) return;
    question.anew = false;
    this.display.pinned = null;
    const found = ranked.flatMap((one) => {
      const prediction = this.present.of(one.prediction, question);
      return prediction ? [{ ...one, prediction }] : [];
    });
    this.holding.set(withLive(found, this.heldLive));
    if (this.groups.add(this.held, this.leastChance, this.history.edits))
      this.ports.waitingChanged();
    for (const { prediction } of this.held) {
      if (this.judge.isGhost(prediction)) this.holding.anchor(prediction.id);
    }
    this.asks.askLive(question);
  }

  /** What holds and hangs on more than the texts. */
  get heldLive(): readonly Ranked[] {
    return this.held.filter(({ prediction }) => this.questions.isLive(prediction.source));
  }

  /** Brings the screen up to date; true when something else is shown than before. */
  draw(ms = 0): boolean {
    return this.display.draw(ms);
  }

  /** The predictions of its group that hold now, this one first. */
  group(prediction: Prediction): readonly Prediction[] {
    // In a file that was opened meanwhile it may be held and wait.
    const current = (p: Prediction) =>
      p.revision === this.judge.revisionOf(p.doc) ? this.present.of(p) : null;
    return this.groups.around(prediction, this.held, current);
  }

  /**
   * Called before a prediction, or a part of one, is dispatched with the origin of accepts: it must not
   * be taken for typing over. `part`: the rest of it stays.
   */
  accepted(prediction: Prediction, part: "all" | "part" = "all"): void {
    const before = this.judge.textOf(prediction.doc);
    const ranked = this.wholeOf(prediction) ?? { prediction, chance: 0, features: {} };
    if (before) this.accepting = { before, ranked };
    // A stage of it: the next one has to be seen before it is taken.
    this.display.staged = part === "all" && changeKey(ranked.prediction) !== changeKey(prediction);
    if (part === "part" || this.display.staged) {
      this.fates.acceptedPart(ranked, 0.5);
      return;
    }
    this.asks.trigger = "accept";
    this.fates.accepted(ranked);
    this.chains.accepted();
    this.holding.keepIf((p) => p.id !== prediction.id);
  }

  /** What is held of it, also where it is the beginning of what is shown. */
  private wholeOf(prediction: Prediction): Ranked | null {
    const shown = this.shown?.prediction;
    const begins = shown !== undefined && extendsIt(shown, prediction);
    return this.holding.get(begins ? shown.id : prediction.id);
  }

  /**
   * Opens the file of a prediction and answers the prediction as one of the document. Throws UserError
   * when the file is another one by now.
   */
  *open(prediction: Prediction): Fiber<Prediction> {
    const carried = yield* opened(this.editor, this.ports.files, prediction);
    this.holding.map((other) => (other.id === carried.id ? carried : other));
    return carried;
  }

  /** The user does not want what is shown, nor its alternatives. */
  dismiss(): void {
    if (!this.shown) return;
    this.fates.dismissed();
    const edit = this.history.last?.id ?? 0;
    for (const { prediction } of this.held) this.rejects.add(prediction, edit);
    const { group } = this.shown.prediction;
    if (group !== undefined) this.groups.drop(group);
    this.ports.waitingChanged();
    this.holding.clear();
    this.ahead.drop();
    this.draw();
  }
}
