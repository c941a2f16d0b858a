/**
 * Between predictors and the screen: asks them after a key's frame, carries their answers along
 * with the text or drops them, merges, ranks and gates them, and shows at most one.
 */
import type { Document } from "../editor/document.ts";
import type { DocumentChange, Editor } from "../editor/editor.ts";
import {
  hunksOf,
  interpolate,
  isLarge,
  KeptStates,
  type Prediction,
  type PredictionAnswer,
  type PredictionKind,
  type PredictionSnapshot,
  type Predictor,
  type PredictorAnswers,
  predictionKind,
} from "../text/prediction.ts";
import type { Text } from "../text/text.ts";
import { Calibration } from "./calibration.ts";
import { ChangeLog } from "./change-log.ts";
import { type Environment, isReplaying, mayAsk, mayShow } from "./gate.ts";
import { Ghost } from "./ghost.ts";
import { ACCEPT_ORIGIN, type EditHistory } from "./history.ts";
import { Rejects } from "./rejects.ts";
import { sightOf, snapshotOf } from "./snapshot.ts";

export interface ArbiterPorts {
  /** Calls back once, after the frame of the keys that are being worked off was written. */
  afterFrame(callback: () => void): void;
  /** Asks for a frame: what is shown changed outside of a key. */
  redraw(): void;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  readonly env: Environment;
}

/** Calibrated probability from which on a prediction is shown. */
const THRESHOLD = 0.4;
/** Of equals, the one that its predictor named first. */
const ORDER = 0.98;
/** What is typed over is half wanted away: it may only have been early. */
const TYPED_OVER = 0.25;

export interface Shown {
  readonly prediction: Prediction;
  readonly kind: PredictionKind;
  /** The probability that the user takes it, 0 to 1. */
  readonly chance: number;
  /** When the frame that shows it was written: milliseconds of `ArbiterPorts.now`; -1: not yet. */
  readonly since: number;
  /** The predictions of its group that hold now, this one first. */
  readonly siblings: readonly Prediction[];
}

export class Arbiter {
  readonly calibration = new Calibration();
  private readonly editor: Editor;
  private readonly ports: ArbiterPorts;
  private readonly history: EditHistory;
  private predictors: readonly Predictor[] = [];
  private readonly ghost: Ghost;
  private readonly log = new ChangeLog();
  private readonly rejects = new Rejects();
  private readonly kept = new KeptStates<readonly Prediction[]>();
  /** The predictions that hold now, the one to be shown first. */
  private held: readonly Prediction[] = [];
  /** Ids of those that belong to the cursor and go when it goes. */
  private readonly anchored = new Set<number>();
  private readonly lastAsked = new Map<string, number>();
  private drawn: Shown | null = null;
  private drawnState = "";
  private asking: AbortController | null = null;
  private waiting = false;
  private trigger: PredictionSnapshot["trigger"] = "change";
  /** Where the last question was asked. */
  private stamp = "";
  /** The text changed elsewhere: what is held may not be what comes next any more. */
  private stale = false;
  /** After undo nothing new is asked for. */
  private quiet = false;
  private accepted: { readonly before: Text; readonly prediction: Prediction } | null = null;
  private ids = 0;

  constructor(editor: Editor, history: EditHistory, ports: ArbiterPorts) {
    this.editor = editor;
    this.history = history;
    this.ports = ports;
    this.ghost = new Ghost(editor);
    editor.events.on("change", (event) => this.changed(event));
    editor.events.on("command-done", () => this.commandDone());
    editor.events.on("mode", () => this.draw());
    editor.events.on("window-enter", () => this.draw());
    editor.events.on("document-close", (doc) => this.forget(doc));
    editor.events.on("option", ({ name }) => {
      if (name === "predict" && editor.tabs.length > 0) this.draw();
    });
  }

  /** Asks these, too, from the next question on. */
  addPredictors(...predictors: readonly Predictor[]): void {
    this.predictors = [...this.predictors, ...predictors];
  }

  /** Called before each frame: when it is written, what it shows can be seen. */
  frame(): void {
    const { drawn } = this;
    if (drawn === null || drawn.since >= 0) return;
    queueMicrotask(() => {
      if (this.drawn === drawn) this.drawn = { ...drawn, since: this.ports.now() };
    });
  }

  /** What is on the screen, or null. */
  get shown(): Shown | null {
    return this.drawn;
  }

  /** How many alternatives there are to what is shown. */
  get alternatives(): number {
    return Math.max(0, this.held.length - 1);
  }

  // What the editor does

  private changed(event: DocumentChange): void {
    const { doc, change, before, after, origin } = event;
    const undoing = origin === "undo" || origin === "redo";
    this.quiet = undoing;
    // What was asked before the undo is about a text that is not there any more.
    if (undoing) this.asking?.abort();
    if (isLarge(change)) {
      this.forget(doc);
      return;
    }
    this.log.add(event);
    this.rejects.change(event);
    if (origin !== ACCEPT_ORIGIN && isReplaying(this.editor)) {
      this.held = [];
      return;
    }
    if (undoing) this.noteUndone(event);
    const restored = this.kept.take(doc.id, after);
    if (restored) {
      this.stale = false;
      this.held = restored.map((p) => (p.doc === doc.id ? { ...p, revision: doc.revision } : p));
      return;
    }
    if (undoing) this.held = [];
    if (this.held.length === 0) return;
    if (origin !== ACCEPT_ORIGIN) this.kept.keep(doc.id, before, this.held);
    const first = this.held[0]!;
    this.held = this.held.flatMap((p) => {
      if (p.doc !== doc.id) return [p];
      return interpolate(p, change, before) ?? [];
    });
    const left = this.held[0];
    if (left?.id === first.id && extent(left) === extent(first)) this.stale = true;
    const dropped = origin !== ACCEPT_ORIGIN && this.held[0]?.id !== first.id;
    if (dropped && this.drawn?.prediction.id === first.id && !isFulfilled(first, event)) {
      this.calibration.reject(first.source, TYPED_OVER);
    }
  }

  /** An accept that is undone was not wanted. */
  private noteUndone(event: DocumentChange): void {
    const { accepted } = this;
    if (!accepted || accepted.prediction.doc !== event.doc.id) return;
    if (!accepted.before.eq(event.after)) return;
    this.calibration.reject(accepted.prediction.source, 2);
    this.rejects.add(accepted.prediction);
    this.accepted = null;
  }

  private commandDone(): void {
    if (this.editor.nesting > 0) return;
    this.dropStrays();
    this.draw();
    this.want();
  }

  /** Ghosts whose cursor went elsewhere. */
  private dropStrays(): void {
    if (this.held.length === 0) return;
    const { editor } = this;
    this.held = this.held.filter((p) => !this.anchored.has(p.id) || this.atCursor(p));
    const open = (p: Prediction) => editor.docs.some((doc) => doc.id === p.doc);
    if (!this.held.every(open)) this.held = this.held.filter(open);
  }

  private atCursor(prediction: Prediction): boolean {
    const { mode, doc, win } = this.editor;
    if (mode !== "insert" || prediction.doc !== doc.id) return false;
    return hunksOf(prediction.changes)[0]?.from === win.cursor.pos;
  }

  /** Lets go of everything about a document that is closed or another one now. */
  private forget(doc: Document): void {
    this.log.forget(doc.id);
    this.kept.forget(doc.id);
    this.rejects.forget(doc.id);
    if (this.accepted?.prediction.doc === doc.id) this.accepted = null;
    this.held = this.held.filter((p) => p.doc !== doc.id);
  }

  // Asking

  /** Asks after this key's frame, when there is something new to ask about. */
  private want(): void {
    const { editor } = this;
    const wanting = this.held.length === 0 || this.stale || this.trigger === "accept";
    if (this.quiet || !wanting) return;
    const { doc, mode, win } = editor;
    const place = mode === "insert" ? win.cursor.pos : -1;
    const revision = `${doc.id}:${doc.revision}:`;
    const stamp = `${revision}${mode}:${place}`;
    if (stamp === this.stamp && this.trigger !== "accept") return;
    if (!mayAsk(editor, this.ports.env)) return;
    if (this.history.isBlank && mode !== "insert") return;
    if (this.trigger !== "accept")
      this.trigger = this.stamp.startsWith(revision) ? "move" : "change";
    this.stamp = stamp;
    if (this.waiting) return;
    this.waiting = true;
    this.ports.afterFrame(() => {
      this.waiting = false;
      if (!this.quiet) this.ask(this.trigger);
    });
  }

  /** Asks every predictor now. */
  ask(trigger: PredictionSnapshot["trigger"]): void {
    this.trigger = "change";
    if (!mayAsk(this.editor, this.ports.env)) return;
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const snapshot = snapshotOf(this.editor, this.history.edits, trigger, this.ports.env);
    const found: Prediction[] = [];
    for (const predictor of this.predictors) {
      if (!this.isDue(predictor)) continue;
      const answer = predictor.predict(snapshot, asking.signal);
      if (!("then" in answer || Symbol.asyncIterator in answer)) {
        found.push(...this.named(predictor, answer));
        continue;
      }
      this.wait(predictor, answer, asking.signal).catch((error: unknown) =>
        this.editor.reportBug(`predictor ${predictor.name}`, error),
      );
    }
    this.deliver(found, trigger === "accept" || this.stale);
    this.stale = false;
  }

  /** Takes in what comes later, a list at a time. */
  private async wait(
    predictor: Predictor,
    answer: Exclude<PredictorAnswers, readonly PredictionAnswer[]>,
    signal: AbortSignal,
  ): Promise<void> {
    const take = (late: readonly PredictionAnswer[]) => {
      if (!signal.aborted) this.deliver(this.named(predictor, late), false);
    };
    if ("then" in answer) take(await answer);
    else
      for await (const late of answer) {
        if (signal.aborted) return;
        take(late);
      }
  }

  private isDue(predictor: Predictor): boolean {
    if (predictor.throttle === undefined) return true;
    const now = this.ports.now();
    const last = this.lastAsked.get(predictor.name) ?? Number.NEGATIVE_INFINITY;
    if (now - last < predictor.throttle) return false;
    this.lastAsked.set(predictor.name, now);
    return true;
  }

  private named(predictor: Predictor, answers: readonly PredictionAnswer[]): Prediction[] {
    return answers.map((answer, order) => ({
      ...answer,
      probability: answer.probability * ORDER ** order,
      id: ++this.ids,
      source: predictor.name,
    }));
  }

  /** Takes answers in; `anew` forgets what was there. */
  private deliver(answers: readonly Prediction[], anew: boolean): void {
    const fresh = answers
      .flatMap((p) => this.current(p) ?? [])
      .filter((p) => !p.changes.empty && !this.rejects.has(p) && this.mayChange(p))
      .filter((p) => this.chance(p) >= THRESHOLD);
    for (const p of fresh) if (this.isGhost(p)) this.anchored.add(p.id);
    const shown = anew ? [] : this.held;
    // What the user looks at stays; the others are ranked behind it.
    const first = shown.slice(0, 1);
    const rest = merge([...shown.slice(1), ...fresh], first);
    rest.sort((a, b) => this.chance(b) - this.chance(a));
    this.held = [...first, ...rest];
    if (this.draw()) this.ports.redraw();
  }

  /** A file that may not be changed is nowhere to go on. */
  private mayChange(prediction: Prediction): boolean {
    const doc = this.editor.docs.find((d) => d.id === prediction.doc);
    return doc?.options.get("modifiable") === true && !doc.options.get("readonly");
  }

  private current(prediction: Prediction): Prediction | null {
    const doc = this.editor.docs.find((d) => d.id === prediction.doc);
    return doc ? this.log.rebase(prediction, doc.revision) : null;
  }

  private chance(prediction: Prediction): number {
    return this.calibration.probability(prediction.source, prediction.probability);
  }

  private isGhost(prediction: Prediction): boolean {
    const { editor } = this;
    return (
      editor.mode === "insert" &&
      predictionKind(prediction, editor.doc.text, sightOf(editor), true) === "ghost"
    );
  }

  // Showing

  /** Brings the slots up to date; true when something else is shown than before. */
  draw(): boolean {
    const { editor } = this;
    const next = mayShow(editor) ? this.choose() : null;
    const state = next === null ? "" : this.stateOf(next);
    if (state === this.drawnState) return false;
    this.drawnState = state;
    // Typed through, it is the same suggestion, which has been seen.
    const same = next !== null && this.drawn?.prediction.id === next.prediction.id;
    this.drawn =
      same && this.drawn?.kind === next.kind ? { ...next, since: this.drawn.since } : next;
    if (next) this.ghost.show(next.prediction, next.kind);
    else this.ghost.hide();
    return true;
  }

  private choose(): Shown | null {
    const { editor } = this;
    const prediction = this.held.find((p) => !this.anchored.has(p.id) || this.atCursor(p));
    if (!prediction) return null;
    const sight = sightOf(editor);
    const target = editor.docs.find((doc) => doc.id === prediction.doc);
    if (!target || target.revision !== prediction.revision) return null;
    const kind = predictionKind(prediction, target.text, sight, editor.mode === "insert");
    const siblings = this.held.filter(
      (p) => p !== prediction && p.group !== undefined && p.group === prediction.group,
    );
    const chance = this.chance(prediction);
    return { prediction, kind, chance, since: -1, siblings: [prediction, ...siblings] };
  }

  private stateOf({ prediction, kind }: Shown): string {
    const { doc, win } = this.editor;
    // The hint of a jump stands in the cursor's line.
    const line = kind === "jump" ? `${doc.id}:${doc.text.lineAt(win.cursor.pos).from}` : "";
    return `${prediction.id}:${prediction.revision}:${kind}:${line}`;
  }

  // What the user does

  /** Called before an accept is dispatched: it must not be taken for typing over. */
  beginAccept(prediction: Prediction, before: Text, whole: boolean): void {
    this.calibration.accept(prediction.source, whole ? 1 : 0.5);
    this.accepted = { before, prediction };
    if (whole) this.held = this.held.filter((p) => p.id !== prediction.id);
    this.trigger = "accept";
  }

  /** The user does not want what is shown, nor its alternatives. */
  dismiss(): void {
    const { drawn } = this;
    if (!drawn) return;
    this.calibration.reject(drawn.prediction.source);
    for (const prediction of this.held) this.rejects.add(prediction);
    this.held = [];
    this.draw();
  }

  /** Shows the next (or previous) alternative. */
  turn(step: 1 | -1): void {
    if (this.held.length < 2) return;
    this.held =
      step > 0
        ? [...this.held.slice(1), this.held[0]!]
        : [this.held[this.held.length - 1]!, ...this.held.slice(0, -1)];
    this.draw();
  }
}

/** Characters that a prediction takes away and puts in: typing it makes them fewer. */
function extent(prediction: Prediction): number {
  const hunks = hunksOf(prediction.changes);
  return hunks.reduce((sum, { from, to, insert }) => sum + (to - from) + insert.length, 0);
}

/** Whether the change made the whole prediction come true. */
function isFulfilled(prediction: Prediction, event: DocumentChange): boolean {
  const { changes } = prediction;
  return changes.length === event.before.length && changes.apply(event.before).eq(event.after);
}

/** Joins predictions of the same change: agreement makes it likelier. Leaves out those in `known`. */
function merge(predictions: readonly Prediction[], known: readonly Prediction[]): Prediction[] {
  const keyOf = (p: Prediction) => `${p.doc}:${JSON.stringify(hunksOf(p.changes))}`;
  const taken = new Set(known.map(keyOf));
  const merged = new Map<string, Prediction>();
  for (const prediction of predictions) {
    const key = keyOf(prediction);
    if (taken.has(key)) continue;
    const same = merged.get(key);
    if (!same) merged.set(key, prediction);
    else if (same.source !== prediction.source) {
      const probability = 1 - (1 - same.probability) * (1 - prediction.probability);
      merged.set(key, { ...same, probability });
    }
  }
  return [...merged.values()];
}
