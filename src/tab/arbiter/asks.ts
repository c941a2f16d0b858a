/** When the predictors are asked, and about what: behind a key's frame, when there is something new. */
import type { Editor } from "../../editor/editor.ts";
import { isReplaying } from "../../editor/key-loop.ts";
import type { PredictionSnapshot, PredictionTrigger } from "../../text/prediction.ts";
import { mayAsk } from "../gate.ts";
import type { EditHistory } from "../history.ts";
import { snapshotOf } from "../snapshot.ts";
import { Question, type Questions } from "./question.ts";
import type { ArbiterPorts } from "./shown.ts";

export interface AsksPorts {
  /** Whether something is on the screen. */
  isShown(): boolean;
  /** Whether it is of one that takes long. */
  isLongShown(): boolean;
  /** Nobody looks beyond what is shown any more. */
  dropAhead(): void;
}

export class Asks {
  /** The question whose answers count. */
  current: Question | null = null;
  /** A question is about to be asked. */
  waiting = false;
  /** What the next question follows. */
  trigger: PredictionTrigger = "change";
  /** The text changed elsewhere: what is held may not be what comes next any more. */
  stale = false;
  /** After undo nothing new is asked for. */
  quiet = false;
  /** The user asked: what is unlikely is shown, too. */
  insisting = false;
  private readonly editor: Editor;
  private readonly history: EditHistory;
  private readonly questions: Questions;
  private readonly ports: ArbiterPorts & AsksPorts;
  /** Where the last question was asked, and the last to those that take long alone. */
  private stamp = "";
  private longStamp = "";
  /** The last edit whose places were looked for in the whole project. */
  private idleEdit = 0;

  constructor(
    editor: Editor,
    history: EditHistory,
    questions: Questions,
    ports: ArbiterPorts & AsksPorts,
  ) {
    this.editor = editor;
    this.history = history;
    this.questions = questions;
    this.ports = ports;
    editor.events.on("mode", ({ to }) => {
      if (to === "insert") this.wantBegun();
    });
  }

  get mayAsk(): boolean {
    const { editor, ports } = this;
    return mayAsk(editor, ports.env) && !ports.isIgnored(editor.doc);
  }

  /** The editor as predictors see it now. */
  snapshot(trigger: PredictionTrigger): PredictionSnapshot {
    const { editor, history, ports } = this;
    return snapshotOf(editor, history.edits, trigger, ports.env, ports.files.snapshots());
  }

  /** Asks behind this key's frame, when there is something new to ask about. */
  want(): void {
    const wanting = !this.ports.isShown() || this.stale || this.trigger !== "change";
    if (this.quiet) return;
    if (!wanting) {
      this.wantLong();
      return;
    }
    const stamp = this.stampNow();
    if (stamp === this.stamp && this.trigger === "change") return;
    if (!this.mayAsk) return;
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

  /** What is shown is typed along: those that take long may know more of it. */
  private wantLong(): void {
    const { ports, questions } = this;
    if (!questions.hasLong || ports.isLongShown() || this.waiting) return;
    const stamp = this.stampNow();
    if (stamp === this.stamp || stamp === this.longStamp || !this.mayAsk) return;
    this.longStamp = stamp;
    ports.afterFrame(() => {
      // Who is being asked all the same is not disturbed.
      if (this.quiet || this.waiting || this.current?.settled === false || !this.mayAsk) return;
      if (!ports.isShown() || ports.isLongShown() || stamp !== this.stampNow()) return;
      this.current = new Question(this.snapshot("change"), ports.now());
      questions.ask(this.current, "long");
    });
  }

  /**
   * Insert mode has begun, in the middle of its command: at the end of what stands in a line those that
   * take long are asked before the first letter.
   */
  private wantBegun(): void {
    const { ports, questions, editor } = this;
    if (!questions.hasLong || this.quiet || isReplaying(editor)) return;
    ports.afterFrame(() => {
      if (this.quiet || this.waiting || editor.mode !== "insert" || !this.mayAsk) return;
      const { doc, win } = editor;
      const { pos } = win.cursor;
      const stamp = this.stampNow();
      if (pos !== doc.text.lineAt(pos).to || stamp === this.stamp || stamp === this.longStamp)
        return;
      this.longStamp = stamp;
      questions.ask(new Question(this.snapshot("move"), ports.now()), "long");
    });
  }

  private stampNow(): string {
    const { doc, mode, win } = this.editor;
    return `${doc.id}:${doc.revision}:${mode}:${mode === "insert" ? win.cursor.pos : -1}`;
  }

  /** Asks every predictor now. */
  ask(trigger: PredictionTrigger): void {
    const { history, ports } = this;
    this.trigger = "change";
    this.insisting = trigger === "ask";
    if (!this.mayAsk) return;
    ports.dropAhead();
    const anew = trigger === "accept" || trigger === "ask" || this.stale || !ports.isShown();
    this.put(new Question(this.snapshot(trigger), ports.now(), { anew }));
    if (this.editor.mode !== "insert") ports.files.look(history.edits);
  }

  /** Nobody has typed for a while: every place of the project is looked for. */
  idle(): void {
    const { last } = this.history;
    if (!last?.learn || last.id === this.idleEdit || this.quiet || !this.mayAsk) return;
    this.idleEdit = last.id;
    this.put(new Question(this.snapshot("idle"), this.ports.now()));
  }

  /** Files that are not open are there now. */
  filesChanged(): void {
    if (this.current !== null && !this.quiet) this.ports.afterFrame(() => this.ask("change"));
  }

  /** A question that was answered before its text was there is the one that counts. */
  adopt(question: Question): void {
    if (this.current) this.questions.end(this.current);
    this.current = question;
    this.trigger = "change";
    this.stale = false;
    this.stamp = this.stampNow();
  }

  /** Asks those, behind the frame, that could not be asked about a text that was not there. */
  askLive(question: Question): void {
    if (!this.questions.hasLive) return;
    this.ports.afterFrame(() => {
      if (this.current !== question || this.quiet || !this.mayAsk) return;
      const next = new Question(this.snapshot("accept"), this.ports.now());
      this.current = next;
      this.questions.ask(next, "live");
    });
  }

  private put(question: Question): void {
    if (this.current) this.questions.end(this.current);
    this.current = question;
    this.questions.ask(question);
  }

  /** The text that was asked about is gone. */
  end(): void {
    this.questions.endAll();
    if (this.current) this.questions.end(this.current);
    this.ports.dropAhead();
  }

  /** Asks what comes next and waits for those that compute. */
  async next(): Promise<void> {
    if (this.current === null || this.current.settled) this.ask("accept");
    if (this.current?.settled === false) await settled(this.current, () => {});
  }

  /** Asks about texts that may not be there yet. */
  async about(snapshot: PredictionSnapshot): Promise<Question> {
    const question = new Question(snapshot, this.ports.now(), { speculative: true });
    await settled(question, () => this.questions.ask(question));
    return question;
  }
}

function settled(question: Question, begin: () => void): Promise<void> {
  return new Promise((resolve) => {
    question.whenSettled = resolve;
    begin();
  });
}
