/**
 * A question to all predictors. Those that only compute are asked one after the other, in slices; a new
 * question ends them. What takes long (a model) may have several questions open at a time.
 */
import type {
  Prediction,
  PredictionAnswer,
  PredictionSnapshot,
  Predictor,
  PredictorAnswers,
  TypedState,
} from "../../text/prediction.ts";

export interface QuestionPorts {
  /** Calls back in a later turn, when the keys that came meanwhile are worked off. */
  nextTurn(callback: () => void): void;
  /** Calls back after so many milliseconds. */
  later(ms: number, callback: () => void): void;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** A predictor threw: it is not asked any more. */
  failed(name: string, error: unknown): void;
  /**
   * Called when those that compute have all answered, and before that when it takes long (`source`
   * null); for each later list; and for what completes the text, before the others have answered.
   */
  answered(question: Question, fresh: readonly Prediction[], source: string | null): void;
  /** One that takes long will say nothing more. */
  ended(): void;
}

/** Milliseconds of one slice. */
const SLICE_MS = 1;
/** So long (milliseconds, turns) the others wait for one that computes in slices. */
const PATIENCE_MS = 12;
const PATIENCE_TURNS = 40;
/**
 * Who types on within this time (ms) wants what is typed to be completed, and nothing else: where the
 * next edit is can wait.
 */
const TYPING_MS = 120;
/** After this time (ms) what is there is shown, though others still compute. */
const EARLY_MS = 15;
/** Of equals, the one that its predictor named first. */
const ORDER = 0.98;

export class Question {
  readonly snapshot: PredictionSnapshot;
  /** When it was asked: milliseconds of the arbiter's clock. */
  readonly started: number;
  /** It is about a text that is not there yet. */
  speculative: boolean;
  /** What was held before it was asked does not count any more once it is answered. */
  anew: boolean;
  readonly found: Prediction[] = [];
  /** Those that compute have all answered. */
  settled = false;
  /** So much of what was found has been told before that. */
  told = 0;
  /** Its text came true under another revision than it says. */
  shift: { readonly doc: number; readonly from: number; readonly to: number } | null = null;
  readonly controller = new AbortController();
  /** Names of those whose later lists have come in. */
  readonly heard = new Set<string>();
  /** Called once those that compute have all answered. */
  whenSettled: (() => void) | null = null;

  constructor(
    snapshot: PredictionSnapshot,
    started: number,
    { speculative = false, anew = false } = {},
  ) {
    this.snapshot = snapshot;
    this.started = started;
    this.speculative = speculative;
    this.anew = anew;
  }

  /** Forgets what one has answered. */
  withdraw(source: string): void {
    const left = this.found.filter((prediction) => prediction.source !== source);
    this.found.splice(0, this.found.length, ...left);
  }

  /** The text that it is about has come true, as this revision of the document. */
  adopt(doc: number, revision: number): void {
    this.speculative = false;
    this.shift = { doc, from: this.snapshot.doc.revision, to: revision };
  }
}

/** What it says is shown without waiting for the others. */
function isQuick(predictor: Predictor): boolean {
  return predictor.first === true || isLong(predictor);
}

/** Its requests outlive the questions. */
function isLong({ inFlight, live }: Predictor): boolean {
  return inFlight !== undefined && !live;
}

interface Request {
  readonly question: Question;
  readonly controller: AbortController;
}

export class Questions {
  private readonly ports: QuestionPorts;
  private predictors: readonly Predictor[] = [];
  /** Names of those that threw, and what. */
  readonly off = new Map<string, string>();
  private readonly lastAsked = new Map<string, number>();
  /** The open requests of those that may have several, oldest first. */
  private readonly open = new Map<string, Request[]>();
  private ids = 0;

  constructor(ports: QuestionPorts) {
    this.ports = ports;
  }

  add(predictors: readonly Predictor[]): void {
    // One that comes again under its name takes the place of the former.
    const names = new Set(predictors.map(({ name }) => name));
    const all = [...this.predictors.filter(({ name }) => !names.has(name)), ...predictors];
    // What takes long is on its way while the others compute, and known to be when they answer.
    const order = (predictor: Predictor) => (isLong(predictor) ? 0 : predictor.first ? 1 : 2);
    this.predictors = all.toSorted((a, b) => order(a) - order(b));
    for (const name of names) this.off.delete(name);
  }

  get names(): readonly string[] {
    return this.predictors.map(({ name }) => name);
  }

  /** Whether this one needs more than the snapshot. */
  isLive(name: string): boolean {
    return this.predictors.some((predictor) => predictor.live && predictor.name === name);
  }

  get hasLive(): boolean {
    return this.predictors.some((predictor) => predictor.live && !this.off.has(predictor.name));
  }

  /** Whether this one takes long, and says so. */
  isLong(name: string): boolean {
    return this.predictors.some((one) => isLong(one) && one.name === name);
  }

  /** Whether this one completes what is typed, at once. */
  isFirst(name: string): boolean {
    return this.predictors.some((one) => one.first === true && one.name === name);
  }

  /** Who of those that take long is about to answer, and when as a rule; null: nobody is. */
  expected(state: TypedState): { readonly source: string; readonly by: number } | null {
    for (const one of this.predictors) {
      if (this.off.has(one.name)) continue;
      const by = one.expected?.(state) ?? null;
      if (by !== null) return { source: one.name, by };
    }
    return null;
  }

  grows(name: string): boolean {
    return this.predictors.some((one) => one.grows === true && one.name === name);
  }

  get hasLong(): boolean {
    return this.predictors.some(
      (one) => isLong(one) && !this.off.has(one.name) && one.isAble?.() !== false,
    );
  }

  /** `which`: only those that need more than the snapshot, or only those that take long. */
  ask(question: Question, which: "all" | "live" | "long" = "all"): void {
    const isMeant = (predictor: Predictor) => {
      if (which === "long") return isLong(predictor);
      return predictor.live ? !question.speculative : which === "all";
    };
    const asked = this.predictors.filter(
      (predictor) =>
        !this.off.has(predictor.name) &&
        isMeant(predictor) &&
        this.isDue(predictor, question.speculative),
    );
    this.run(question, asked, which === "long").catch((error: unknown) =>
      this.ports.failed("arbiter", error),
    );
  }

  /** Nobody waits for a question any more. Long requests go on unless it was speculative. */
  end(question: Question): void {
    question.controller.abort();
    if (!question.speculative) return;
    for (const requests of this.open.values()) {
      for (const request of requests) if (request.question === question) request.controller.abort();
    }
  }

  /** The text that was asked about is gone. */
  endAll(): void {
    for (const requests of this.open.values()) {
      for (const { controller, question } of requests) {
        controller.abort();
        question.controller.abort();
      }
    }
  }

  /** How many requests are under way that a new question does not end. */
  get inFlight(): number {
    return [...this.open.values()].reduce((sum, requests) => sum + requests.length, 0);
  }

  /** `beside`: what is held stays as it is unless somebody answers. */
  private async run(
    question: Question,
    asked: readonly Predictor[],
    beside: boolean,
  ): Promise<void> {
    const { now } = this.ports;
    const { signal } = question.controller;
    const waits: Promise<void>[] = [];
    let sliceFrom = now();
    const { mode, trigger } = question.snapshot;
    const typing = mode === "insert" && (trigger === "change" || trigger === "accept");
    let rests = typing && asked.some(({ first }) => first === true);
    for (const predictor of asked) {
      if (rests && !isQuick(predictor)) {
        rests = false;
        await new Promise<void>((resolve) => this.ports.later(TYPING_MS, resolve));
        sliceFrom = now();
        if (signal.aborted) break;
      }
      if (now() - sliceFrom >= SLICE_MS) {
        this.tellWhenLate(question);
        await this.nextTurn();
        sliceFrom = now();
        if (signal.aborted) break;
      }
      const wait = this.start(predictor, question);
      if (wait !== null) waits.push(wait);
    }
    if (waits.length > 0 && !signal.aborted) await this.wait(question, waits);
    if (!signal.aborted) {
      question.settled = true;
      if (!beside || question.found.length > 0) {
        this.ports.answered(question, question.found, null);
      }
    }
    question.whenSettled?.();
  }

  private nextTurn(): Promise<void> {
    return new Promise((resolve) => this.ports.nextTurn(resolve));
  }

  private async wait(question: Question, waits: readonly Promise<void>[]): Promise<void> {
    let waiting = true;
    void Promise.all(waits).then(() => {
      waiting = false;
    });
    const { now } = this.ports;
    const started = now();
    for (let turn = 0; waiting && turn < PATIENCE_TURNS; turn++) {
      if (now() - started > PATIENCE_MS || question.controller.signal.aborted) return;
      this.tellWhenLate(question);
      await this.nextTurn();
    }
  }

  /** Null: it has answered, or nobody waits for it. Never rejects. */
  private start(predictor: Predictor, question: Question): Promise<void> | null {
    const request = this.request(predictor, question);
    const { signal } = request.controller;
    let answers: PredictorAnswers;
    try {
      answers = predictor.predict(question.snapshot, signal);
    } catch (error) {
      this.close(predictor, request);
      this.fail(predictor, error);
      return null;
    }
    if (!("then" in answers || Symbol.asyncIterator in answers)) {
      const found = this.named(predictor, answers);
      question.found.push(...found);
      this.close(predictor, request);
      if (isQuick(predictor)) this.tellEarly(question, found, predictor.name);
      return null;
    }
    const wait = this.follow(predictor, answers, request)
      .catch((error: unknown) => {
        if (!signal.aborted) this.fail(predictor, error);
      })
      .finally(() => {
        this.close(predictor, request);
        if (isLong(predictor)) this.ports.ended();
      });
    return predictor.live || predictor.inFlight !== undefined ? null : wait;
  }

  private tellWhenLate(question: Question): void {
    const { found, speculative, told, started } = question;
    if (speculative || found.length === told || this.ports.now() - started < EARLY_MS) return;
    question.told = found.length;
    this.ports.answered(question, [...found], null);
  }

  /** What is typed is completed at once; what others say of the same state comes beside it. */
  private tellEarly(question: Question, found: readonly Prediction[], name: string): void {
    if (found.length === 0) return;
    if (question.snapshot.mode === "insert") this.ports.answered(question, found, name);
  }

  private fail(predictor: Predictor, error: unknown): void {
    if (this.off.has(predictor.name)) return;
    this.off.set(predictor.name, error instanceof Error ? error.message : String(error));
    this.ports.failed(predictor.name, error);
  }

  private request(predictor: Predictor, question: Question): Request {
    if (predictor.inFlight === undefined) return { question, controller: question.controller };
    const requests = this.open.get(predictor.name) ?? [];
    // The oldest is the nearest to its answer, so the one before this question gives way.
    while (requests.length >= predictor.inFlight) requests.pop()!.controller.abort();
    const request = { question, controller: new AbortController() };
    requests.push(request);
    this.open.set(predictor.name, requests);
    return request;
  }

  private close(predictor: Predictor, request: Request): void {
    const requests = this.open.get(predictor.name);
    const at = requests?.indexOf(request) ?? -1;
    if (at >= 0) requests!.splice(at, 1);
  }

  /** Takes in what comes later, a list at a time. */
  private async follow(
    predictor: Predictor,
    answers: Exclude<PredictorAnswers, readonly PredictionAnswer[]>,
    { question, controller }: Request,
  ): Promise<void> {
    const take = (late: readonly PredictionAnswer[]) => {
      if (controller.signal.aborted) return;
      const fresh = this.named(predictor, late);
      // It says all that there is each time.
      if (predictor.live || predictor.grows) question.withdraw(predictor.name);
      question.found.push(...fresh);
      // One that has ended is not answered as a whole any more.
      if (question.settled || question.controller.signal.aborted) {
        this.ports.answered(question, fresh, predictor.name);
      } else if (isQuick(predictor)) this.tellEarly(question, fresh, predictor.name);
    };
    if ("then" in answers) take(await answers);
    else
      for await (const late of answers) {
        if (controller.signal.aborted) return;
        take(late);
      }
  }

  private isDue(predictor: Predictor, speculative: boolean): boolean {
    if (predictor.throttle === undefined) return true;
    if (speculative) return false;
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
}
