/** Looks ahead: what follows the suggestion that is shown is worked out while nobody types. */
import type { DocumentChange, Editor } from "../../editor/editor.ts";
import type { Prediction, PredictionSnapshot } from "../../text/prediction.ts";
import { FollowUp } from "./follow-up.ts";
import type { Judge } from "./judge.ts";
import type { Question, Questions } from "./question.ts";
import type { ArbiterPorts } from "./shown.ts";

export interface AheadPorts {
  /** What is shown, when it may be looked beyond now; null: not now. */
  subject(): Prediction | null;
  /** The editor as predictors see it now. */
  snapshot(): PredictionSnapshot;
}

/** So long (ms) nobody must have typed. */
const REST_MS = 20;

export class Ahead {
  private readonly editor: Editor;
  private readonly ports: ArbiterPorts & AheadPorts;
  private readonly questions: Questions;
  private readonly judge: Judge;
  private next: FollowUp | null = null;
  private scheduled = false;
  /** Its text has come true; the cursor is still to be set. */
  private isTrue = false;

  constructor(
    editor: Editor,
    questions: Questions,
    judge: Judge,
    ports: ArbiterPorts & AheadPorts,
  ) {
    this.editor = editor;
    this.questions = questions;
    this.judge = judge;
    this.ports = ports;
  }

  /** Looks beyond what is shown, behind the frame. */
  prepare(): void {
    if (this.scheduled || !this.wanted()) return;
    this.scheduled = true;
    this.ports.afterFrame(() => {
      this.scheduled = false;
      if (this.ports.quietMs() < REST_MS) this.prepare();
      else this.look();
    });
  }

  /** The subject, unless what follows it is known or asked for. */
  private wanted(): Prediction | null {
    const subject = this.ports.subject();
    const text = subject && this.judge.textOf(subject.doc);
    return !text || this.next?.follows(subject, text) ? null : subject;
  }

  private look(): void {
    const subject = this.wanted();
    if (!subject) return;
    this.drop();
    const time = this.editor.services.now();
    this.next = FollowUp.of(subject, this.ports.snapshot(), this.ports.now(), time);
    if (this.next) this.questions.ask(this.next.question);
  }

  drop(): void {
    if (this.next) this.questions.end(this.next.question);
    this.next = null;
    this.isTrue = false;
  }

  /** Takes the answers in that are about a text that is not there yet. */
  answered(question: Question): void {
    if (this.next?.question === question) this.next.ranked = this.judge.rankFor(question);
  }

  /** Called with each change of a text, before the cursor is set. */
  noteChange(event: DocumentChange): void {
    if (this.next?.cameTrue(event)) this.isTrue = true;
  }

  /** What was worked out for the texts and the cursor as they are now; it is not kept here any more. */
  take(): FollowUp | null {
    const { next } = this;
    if (!next || !(this.isTrue || this.hasArrived(next))) return null;
    this.isTrue = false;
    const doc = this.editor.docs.find(({ id }) => id === next.doc);
    if (!doc || !(doc.text === next.after || doc.text.eq(next.after))) return null;
    this.next = null;
    next.question.adopt(doc.id, doc.revision);
    return next;
  }

  /** The user went to the place that was shown. */
  private hasArrived({ place, doc, cursor }: FollowUp): boolean {
    const { editor } = this;
    return place && doc === editor.doc.id && Math.abs(editor.win.cursor.pos - cursor) <= 1;
  }
}
