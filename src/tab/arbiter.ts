/**
 * Between predictors and the screen: asks them behind a key's frame, carries their answers along with
 * the text or drops them, ranks and gates them, and shows at most one. What would follow the one that is
 * shown is asked for while it is shown.
 */
import type { Document } from "../editor/document.ts";
import type { DocumentChange, Editor } from "../editor/editor.ts";
import type { Fiber } from "../editor/fiber.ts";
import {
  hunksOf,
  isClosed,
  isLarge,
  type Prediction,
  type PredictionSnapshot,
  type PredictionTrigger,
  type Predictor,
  predictionKind,
} from "../text/prediction.ts";
import type { Text } from "../text/text.ts";
import { Ahead } from "./arbiter/ahead.ts";
import { Chains } from "./arbiter/chains.ts";
import { chooseNext } from "./arbiter/choice.ts";
import { Fates } from "./arbiter/fates.ts";
import { Held } from "./arbiter/held.ts";
import { Judge } from "./arbiter/judge.ts";
import { carryOver, opened } from "./arbiter/opening.ts";
import { Question, Questions } from "./arbiter/question.ts";
import { changeKey, extendsIt, isFulfilled, isNear, keepName } from "./arbiter/same-change.ts";
import { type ArbiterPorts, type Shown, ShownOne } from "./arbiter/shown.ts";
import { Waiting, type WaitingGroup } from "./arbiter/waiting.ts";
import { ChangeLog } from "./change-log.ts";
import { type Drawing, drawingOf } from "./draw/drawing.ts";
import { stageOf } from "./draw/stage.ts";
import { isReplaying, mayAsk, mayShow } from "./gate.ts";
import { ACCEPT_ORIGIN, type EditHistory } from "./history.ts";
import type { Ranked } from "./ranking/rank.ts";
import type { Thresholds } from "./ranking/thresholds.ts";
import { Rejects } from "./rejects.ts";
import { sightOf, snapshotOf } from "./snapshot.ts";

export type { Shown } from "./arbiter/shown.ts";

/** So many places are carried along in the frame of an accept. */
const MOST_AT_ONCE = 100;
/** After an edit elsewhere another prediction must be this much likelier to take the place. */
const CLEARLY = 0.05;

export class Arbiter {
  readonly fates: Fates;
  readonly questions: Questions;
  /** What is known of the chain of accepts. */
  readonly chains = new Chains();
  private readonly editor: Editor;
  private readonly ports: ArbiterPorts;
  private readonly history: EditHistory;
  private readonly drawing: Drawing;
  private readonly log = new ChangeLog();
  private readonly rejects = new Rejects();
  private readonly judge: Judge;
  private readonly holding = new Held();
  private readonly groups = new Waiting();
  private drawn: ShownOne | null = null;
  /** Counts lists that were taken in: who belongs to a group may have changed. */
  private taken = 0;
  private drawnState = "";
  /** The question whose answers count. */
  private asking: Question | null = null;
  private readonly ahead: Ahead;
  private waiting = false;
  private trigger: PredictionTrigger = "change";
  /** Where the last question was asked. */
  private stamp = "";
  /** The text changed elsewhere: what is held may not be what comes next any more. */
  private stale = false;
  /** After undo nothing new is asked for. */
  private quiet = false;
  /** Counts changes, and how far the waiting groups were carried. */
  private changes = 0;
  private carriedChanges = 0;
  /** The last edit whose places were looked for in the whole project. */
  private idleEdit = 0;
  /** A stage of a long prediction was taken. */
  private staged = false;
  /** The user has just gone to a place that was shown. */
  private arrived = false;
  /** The user asked: what is unlikely is shown, too. */
  private insisting = false;
  /** The one that is looked at stays while it holds. */
  private pinned: number | null = null;
  private accepting: { readonly before: Text; readonly ranked: Ranked } | null = null;

  constructor(editor: Editor, history: EditHistory, ports: ArbiterPorts) {
    this.editor = editor;
    this.history = history;
    this.ports = ports;
    this.drawing = drawingOf(editor);
    this.drawing.redraw = ports.redraw;
    this.drawing.file = (id) => ports.files.get(id);
    this.fates = new Fates((lesson) => ports.learner.learn(lesson));
    this.judge = new Judge(editor, history, ports, this.rejects, this.fates);
    this.questions = new Questions({
      nextTurn: ports.nextTurn,
      later: ports.later,
      now: ports.now,
      failed: (name, error) => editor.reportBug(`predictor ${name} (it is off now)`, error),
      answered: (question, fresh, source) => this.answered(question, fresh, source),
    });
    this.ahead = new Ahead(editor, this.questions, this.judge, {
      ...ports,
      subject: () => this.subject(),
      snapshot: () => this.snapshot("change"),
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
      if (name === "tabshow") this.pinned = null;
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

  /** What is on the screen, or null. */
  get shown(): Shown | null {
    return this.drawn;
  }

  /** What holds now, the likeliest first; not all of it is likely enough to be shown. */
  get held(): readonly Ranked[] {
    return this.holding.list;
  }

  /** How many alternatives there are to what is shown. */
  get alternatives(): number {
    return Math.max(0, this.holding.list.length - 1);
  }

  /** Called before each frame: when it is written, what it shows can be seen. */
  frame(): void {
    const { drawn } = this;
    if (drawn === null || drawn.since >= 0 || this.drawing.state === "waiting") return;
    queueMicrotask(() => {
      if (this.drawn !== drawn) return;
      const now = this.ports.now();
      this.drawn = drawn.at(now);
      this.fates.seen(now);
    });
  }

  // What the editor does

  private changed(event: DocumentChange): void {
    const { doc, change, after, origin } = event;
    const undoing = origin === "undo" || origin === "redo";
    this.quiet = undoing;
    this.insisting = false;
    const now = this.ports.now();
    this.judge.lastChange = now;
    // What was asked before the undo is about a text that is not there any more.
    if (undoing) this.endQuestions();
    if (isLarge(change)) {
      this.forget(doc);
      return;
    }
    this.changes++;
    this.log.add(event);
    this.rejects.change(event);
    if (origin !== ACCEPT_ORIGIN && isReplaying(this.editor)) {
      this.holding.clear();
      return;
    }
    if (undoing) this.noteUndone(event);
    if (this.fates.awaited) this.fates.editedAt(isNear(this.fates.awaited, event));
    const restored = this.holding.restore(doc.id, after, doc.revision);
    if (restored) {
      this.stale = false;
      this.pinned = restored.shown;
      return;
    }
    if (undoing) this.holding.clear();
    // Of a stage the next one follows.
    if (!this.staged) this.ahead.noteChange(event);
    if (this.holding.list.length === 0) return;
    const { drawn } = this;
    const id = drawn?.prediction.id ?? null;
    if (origin !== ACCEPT_ORIGIN) this.holding.keep(event, id);
    const { dropped, untouched } = this.holding.carry(event, drawn?.prediction ?? null);
    if (untouched) {
      this.stale = true;
      this.fates.passedBy(now);
    } else if (dropped && drawn && origin !== ACCEPT_ORIGIN) {
      // A place goes when the user edits there.
      if (drawn.prediction.changes.empty || isFulfilled(drawn.prediction, event))
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
    this.arrived = false;
    this.noteArrival();
    // How many are left of what an accept was one of is in its own frame.
    if (this.trigger === "accept" && this.groups.places <= MOST_AT_ONCE) this.catchUp();
    this.settle();
    this.chains.framed(this.drawn !== null);
    this.want();
    if (this.changes === this.carriedChanges) return;
    this.carriedChanges = this.changes;
    const idle = this.groups.largest === null && this.holding.list.length === 0;
    if (!idle) this.ports.afterFrame(() => this.catchUp() && this.ports.redraw());
  }

  /** The user went to the place that was shown. */
  private noteArrival(): void {
    const { drawn, editor } = this;
    if (!drawn?.prediction.changes.empty) return;
    const ranked = this.holding.get(drawn.prediction.id);
    if (!ranked || ranked.prediction.doc !== editor.doc.id) return;
    if (Math.abs(ranked.prediction.cursor - editor.win.cursor.pos) > 1) return;
    this.fates.went(ranked);
    this.arrived = true;
    this.holding.keepIf((p) => p.id !== ranked.prediction.id);
    this.trigger = "move";
  }

  /** Brings what is shown up to date, in the middle of a command. */
  settle(): void {
    this.adopt();
    this.dropStrays();
    this.draw();
  }

  /** What can't be shown next is carried along, too; true when fewer wait than before. */
  private catchUp(): boolean {
    const current = (prediction: Prediction) => this.current(prediction, null);
    this.holding.catchUp(current);
    const { groups, ports } = this;
    if (groups.largest === null) return false;
    const before = groups.places;
    groups.carry(current);
    if (groups.places === before) return false;
    ports.waitingChanged();
    return true;
  }

  /** Changes that are the same at many places, and wait to be taken together; null: none. */
  get waitingGroup(): WaitingGroup | null {
    return this.groups.largest;
  }

  /** Ghosts whose cursor went elsewhere, and what is about documents that are gone. */
  private dropStrays(): void {
    if (this.holding.list.length === 0) return;
    const { editor, ports, holding } = this;
    if (holding.list.some(({ prediction }) => isClosed(prediction.doc))) {
      holding.set(
        holding.list.flatMap((ranked) => {
          const prediction = carryOver(editor, ports.files, ranked.prediction);
          return prediction ? [{ ...ranked, prediction }] : [];
        }),
      );
    }
    holding.keepIf(
      (p) => (!holding.isAnchored(p.id) || this.atCursor(p)) && this.textOf(p.doc) !== null,
    );
  }

  private atCursor(prediction: Prediction): boolean {
    const { mode, doc, win } = this.editor;
    if (mode !== "insert" || prediction.doc !== doc.id) return false;
    return hunksOf(prediction.changes)[0]?.from === win.cursor.pos;
  }

  /** Lets go of everything about a document that is closed or another one now. */
  private forget(doc: Document): void {
    this.log.forget(doc.id);
    this.rejects.forget(doc.id);
    this.holding.forget(doc.id);
    if (this.accepting?.ranked.prediction.doc === doc.id) this.accepting = null;
    this.groups.clear();
    this.ahead.drop();
  }

  // Asking

  /** Nobody has typed for a while: every place of the project is looked for. */
  idle(): void {
    const { last } = this.history;
    if (!last?.learn || last.id === this.idleEdit || this.quiet || !this.mayAsk()) return;
    this.idleEdit = last.id;
    const question = new Question(this.snapshot("idle"), this.ports.now());
    if (this.asking) this.questions.end(this.asking);
    this.asking = question;
    this.questions.ask(question);
  }

  private mayAsk(): boolean {
    const { editor, ports } = this;
    return mayAsk(editor, ports.env) && !ports.isIgnored(editor.doc);
  }

  private stampNow(): string {
    const { doc, mode, win } = this.editor;
    return `${doc.id}:${doc.revision}:${mode}:${mode === "insert" ? win.cursor.pos : -1}`;
  }

  /** Asks behind this key's frame, when there is something new to ask about. */
  private want(): void {
    const wanting = this.drawn === null || this.stale || this.trigger !== "change";
    if (this.quiet || !wanting) return;
    const stamp = this.stampNow();
    if (stamp === this.stamp && this.trigger === "change") return;
    if (!this.mayAsk()) return;
    if (this.history.isBlank && this.editor.mode !== "insert") return;
    const { doc } = this.editor;
    if (this.trigger === "change" && this.stamp.startsWith(`${doc.id}:${doc.revision}:`)) {
      this.trigger = "move";
    }
    this.stamp = stamp;
    if (this.waiting) return;
    this.waiting = true;
    this.ports.afterFrame(() => {
      this.waiting = false;
      if (!this.quiet) this.ask(this.trigger);
    });
  }

  /** Asks every predictor now. */
  ask(trigger: PredictionTrigger): void {
    const { history, ports } = this;
    this.trigger = "change";
    this.insisting = trigger === "ask";
    if (!this.mayAsk()) return;
    this.ahead.drop();
    if (this.asking) this.questions.end(this.asking);
    const anew = trigger === "accept" || trigger === "ask" || this.stale || this.drawn === null;
    const question = new Question(this.snapshot(trigger), ports.now(), { anew });
    this.asking = question;
    this.questions.ask(question);
    if (this.editor.mode !== "insert") ports.files.look(history.edits);
  }

  /** Files that are not open are there now. */
  filesChanged(): void {
    if (this.asking !== null && !this.quiet) this.ports.afterFrame(() => this.ask("change"));
  }

  /** The editor as predictors see it now. */
  snapshot(trigger: PredictionTrigger): PredictionSnapshot {
    const { editor, history, ports } = this;
    return snapshotOf(editor, history.edits, trigger, ports.env, ports.files.snapshots());
  }

  /** What the predictors say about texts that may not be there yet. */
  async rankedFor(snapshot: PredictionSnapshot): Promise<readonly Ranked[]> {
    const question = new Question(snapshot, this.ports.now(), { speculative: true });
    await this.settled(question, () => this.questions.ask(question));
    return this.judge.rankFor(question);
  }

  /** Asks what comes next and waits for those that compute. */
  async next(): Promise<void> {
    if (this.asking === null || this.asking.settled) this.ask("accept");
    if (this.asking?.settled === false) await this.settled(this.asking, () => {});
  }

  private settled(question: Question, begin: () => void): Promise<void> {
    return new Promise((resolve) => {
      question.whenSettled = resolve;
      begin();
    });
  }

  /** What is likely enough to be shown. */
  get thresholds(): Thresholds {
    return this.judge.thresholds(this.insisting);
  }

  private endQuestions(): void {
    this.questions.endAll();
    if (this.asking) this.questions.end(this.asking);
    this.ahead.drop();
  }

  /** What is shown, when no answer is awaited that could change it. */
  private subject(): Prediction | null {
    const { drawn } = this;
    if (!drawn || this.waiting || !this.mayAsk()) return null;
    // What completes the text stays, whatever the others say.
    const open = this.asking?.settled === false && drawn.kind !== "ghost";
    return open ? null : drawn.prediction;
  }

  private answered(question: Question, fresh: readonly Prediction[], source: string | null): void {
    if (question.speculative) {
      this.ahead.answered(question);
      return;
    }
    // A long request outlives its question; what it answers is carried to the present text.
    if (question !== this.asking && !question.controller.signal.aborted) return;
    const anew = question.anew && question === this.asking;
    question.anew = false;
    // What one that answers later said before does not count any more; what hangs on more than the
    // texts says all that there is each time, and takes back what it leaves out.
    const live = source !== null && this.questions.isLive(source);
    const renewed = source !== null && (live || !question.heard.has(source)) ? source : null;
    if (source !== null) question.heard.add(source);
    const waited = this.groups.places;
    if (live) this.groups.withdraw(source);
    this.deliver(fresh, this.baseOf(anew, renewed), anew, question);
    if (this.groups.places < waited) {
      this.ports.waitingChanged();
      this.ports.redraw();
    }
    if (question === this.asking) this.stale = false;
  }

  /** What stays of what is held beside new answers: what is seen, and what servers said. */
  private baseOf(anew: boolean, renewed: string | null): Prediction[] {
    const shown = this.stale ? this.drawn?.prediction.id : undefined;
    const { questions } = this;
    return this.held
      .map(({ prediction }) => prediction)
      .filter((p) => p.source !== renewed)
      .filter((p) => !anew || p.id === shown || questions.isLive(p.source))
      .flatMap((p) => this.current(p, null) ?? []);
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
      .flatMap((p) => this.current(p, question) ?? [])
      .filter((p) => this.judge.isGood(p));
    for (const p of good) if (this.judge.isGhost(p)) holding.anchor(p.id);
    const pinned = this.pinned === null ? null : (holding.get(this.pinned)?.prediction ?? null);
    const ranked = this.judge.rank([...base, ...good]);
    holding.set(pinned === null ? ranked : ranked.map((r) => keepName(r, pinned)));
    this.pinned = anew ? null : this.successor();
    this.taken++;
    const more = this.groups.add(holding.list, this.leastChance);
    if (this.draw(this.ports.now() - question.started) || more) this.ports.redraw();
    if (more) this.ports.waitingChanged();
    if (this.drawn) this.chains.shown();
    this.ahead.prepare();
  }

  /** What stays on the screen, or takes its place when it is clearly better; null: the best. */
  private successor(): number | null {
    const { holding, drawn, pinned } = this;
    const now = pinned === null ? null : holding.get(pinned);
    const best = this.best(holding.list);
    if (!now || !drawn) return null;
    if (!best) return pinned;
    if (drawn.since < 0) return best.chance > now.chance ? null : pinned;
    if (this.stale) return best.chance > now.chance + CLEARLY ? null : pinned;
    if (now.prediction.changes.empty) return null;
    const { edit } = this.thresholds;
    const longer = holding.list.find(
      ({ prediction, chance }) => chance >= edit && extendsIt(prediction, now.prediction),
    );
    return longer?.prediction.id ?? pinned;
  }

  /** The text of a document, or of a file that is not open; null when it is gone. */
  textOf(doc: number): Text | null {
    return this.judge.textOf(doc);
  }

  private current(prediction: Prediction, question: Question | null): Prediction | null {
    if (isClosed(prediction.doc)) return carryOver(this.editor, this.ports.files, prediction);
    const doc = this.editor.docs.find((d) => d.id === prediction.doc);
    if (!doc) return null;
    const shift = question?.shift;
    const shifted = shift?.doc === prediction.doc && shift.from === prediction.revision;
    const own = shifted ? { ...prediction, revision: shift.to } : prediction;
    return this.log.rebase(own, doc.revision);
  }

  /** What was worked out for the text as it is now is what holds. */
  private adopt(): void {
    const next = this.ahead.take();
    if (!next) return;
    const { question, ranked } = next;
    if (this.asking) this.questions.end(this.asking);
    this.asking = question;
    this.trigger = "change";
    this.stale = false;
    this.stamp = this.stampNow();
    if (ranked === null) return;
    question.anew = false;
    this.pinned = null;
    const found = ranked.flatMap((one) => {
      const prediction = this.current(one.prediction, question);
      return prediction ? [{ ...one, prediction }] : [];
    });
    const known = new Set(found.map(({ prediction }) => changeKey(prediction)));
    // Servers could not be asked; what they said before is carried on.
    const others = this.heldLive.filter(({ prediction }) => !known.has(changeKey(prediction)));
    this.holding.set([...found, ...others].sort((a, b) => b.chance - a.chance));
    if (this.groups.add(this.held, this.leastChance)) this.ports.waitingChanged();
    for (const { prediction } of this.held) {
      if (this.judge.isGhost(prediction)) this.holding.anchor(prediction.id);
    }
    if (this.questions.hasLive) this.ports.afterFrame(() => this.askLive(question));
  }

  /** What holds and hangs on more than the texts. */
  get heldLive(): readonly Ranked[] {
    return this.held.filter(({ prediction }) => this.questions.isLive(prediction.source));
  }

  /** Those that could not be asked about a text that was not there. */
  private askLive(question: Question): void {
    if (this.asking !== question || this.quiet || !this.mayAsk()) return;
    const next = new Question(this.snapshot("accept"), this.ports.now());
    this.asking = next;
    this.questions.ask(next, "live");
  }

  // Showing

  /** Brings the screen up to date; true when something else is shown than before. */
  draw(ms = 0): boolean {
    const { editor } = this;
    const chosen = mayShow(editor) ? this.choose() : null;
    const next = chosen && this.shownAs(chosen);
    const state = next === null ? "" : this.stateOf(next);
    if (state === this.drawnState) return false;
    this.drawnState = state;
    const { drawn } = this;
    // Typed through, it is the same suggestion, which has been seen.
    const same =
      !this.staged &&
      next &&
      drawn?.prediction.id === next.prediction.id &&
      drawn.kind === next.kind;
    this.staged = false;
    this.drawn = same ? next.at(drawn.since) : next;
    if (chosen && next) {
      this.pinned = chosen.prediction.id;
      this.fates.show(chosen, next.kind, editor.services.now(), ms);
      this.ports.learner.load();
      this.drawing.show(next);
      this.ahead.prepare();
    } else {
      this.fates.gone();
      this.drawing.hide();
    }
    return true;
  }

  private best(list: readonly Ranked[]): Ranked | null {
    const { doc, win } = this.editor;
    const here = { doc: doc.id, text: doc.text, pos: win.cursor.pos };
    return chooseNext(list, this.thresholds, here, this.arrived);
  }

  private choose(): Ranked | null {
    const { holding, judge } = this;
    const isAble = ({ prediction: p }: Ranked) =>
      judge.revisionOf(p.doc) === p.revision && (!holding.isAnchored(p.id) || this.atCursor(p));
    const pinned = this.pinned === null ? null : holding.get(this.pinned);
    if (pinned && isAble(pinned)) return pinned;
    return holding.list.length === 0 ? null : this.best(holding.list.filter(isAble));
  }

  private shownAs({ prediction: whole, chance }: Ranked): ShownOne {
    const { editor } = this;
    const text = this.textOf(whole.doc)!;
    const { win } = editor;
    // Of a long one the first stage: what is shown is what one accept makes.
    const pos = whole.doc === editor.doc.id ? win.cursor.pos : 0;
    const limits = { pos, lines: this.drawing.room, gap: win.height };
    const { first: prediction } = stageOf(whole, text, limits);
    const kind = predictionKind(prediction, text, sightOf(editor), editor.mode === "insert");
    return new ShownOne({ prediction, kind, chance, since: -1 }, (p) => this.group(p));
  }

  private stateOf({ prediction, kind }: Shown): string {
    const { doc, win } = this.editor;
    const { id, revision, group } = prediction;
    // The hint of a jump stands in the cursor's line.
    const line = kind === "jump" ? `${doc.id}:${doc.text.lineAt(win.cursor.pos).from}` : "";
    return `${id}:${revision}:${kind}:${line}:${group === undefined ? 0 : this.taken}`;
  }

  /** The predictions of its group that hold now, this one first. */
  group(prediction: Prediction): readonly Prediction[] {
    const holds = (p: Prediction) => p.revision === this.judge.revisionOf(p.doc);
    return this.groups.around(prediction, this.held, holds);
  }

  // What the user does

  /**
   * Called before a prediction, or a part of one, is dispatched with the origin of accepts: it must not
   * be taken for typing over. `part`: the rest of it stays.
   */
  accepted(prediction: Prediction, part: "all" | "part" = "all"): void {
    const before = this.textOf(prediction.doc);
    const ranked = this.holding.get(prediction.id) ?? { prediction, chance: 0, features: {} };
    if (before) this.accepting = { before, ranked };
    // A stage of it: the next one has to be seen before it is taken.
    this.staged = part === "all" && changeKey(ranked.prediction) !== changeKey(prediction);
    if (part === "part" || this.staged) {
      this.fates.acceptedPart(ranked, 0.5);
      return;
    }
    this.trigger = "accept";
    this.fates.accepted(ranked);
    this.chains.accepted();
    this.holding.keepIf((p) => p.id !== prediction.id);
  }

  /**
   * Opens the file of a prediction and answers the prediction as one of the document. Throws UserError
   * when the file is another one by now.
   */
  *open(prediction: Prediction): Fiber<Prediction> {
    const carried = yield* opened(this.editor, this.ports.files, prediction);
    this.holding.set(
      this.held.map((ranked) =>
        ranked.prediction.id === carried.id ? { ...ranked, prediction: carried } : ranked,
      ),
    );
    return carried;
  }

  /** The last accept was very good; false when there was none. */
  excellent(): boolean {
    return this.fates.excellent();
  }

  /** The user does not want what is shown, nor its alternatives. */
  dismiss(): void {
    if (!this.drawn) return;
    this.fates.dismissed();
    const edit = this.history.last?.id ?? 0;
    for (const { prediction } of this.held) this.rejects.add(prediction, edit);
    const { group } = this.drawn.prediction;
    if (group !== undefined) this.groups.drop(group);
    this.ports.waitingChanged();
    this.holding.clear();
    this.draw();
  }

  /** Shows the next (or previous) alternative. */
  turn(step: 1 | -1): void {
    const { list } = this.holding;
    const at = list.findIndex(({ prediction }) => prediction.id === this.drawn?.prediction.id);
    if (list.length < 2 || at < 0) return;
    this.pinned = list[(at + step + list.length) % list.length]!.prediction.id;
    this.draw();
  }
}
