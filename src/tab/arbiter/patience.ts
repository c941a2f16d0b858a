/**
 * What completes the text at once waits for somebody who takes longer and knows more, where that one is
 * likelier to be right and about to answer: what is shown first stays while it holds.
 */
import type { Editor } from "../../editor/editor.ts";
import { hunksOf, type Prediction } from "../../text/prediction.ts";
import { slice } from "../../text/text.ts";
import type { Ranked } from "../ranking/rank.ts";
import type { Judge } from "./judge.ts";
import type { Questions } from "./question.ts";
import type { ArbiterPorts } from "./shown.ts";

/** So long (ms) something is held back at most, whatever is typed meanwhile. */
const MOST_MS = 400;
/** How much the newest chance counts for what somebody's answers are worth, and what they are worth at first. */
const NEWEST = 0.3;
const FIRST_WORTH = 0.5;
/** What is likelier by so much waits for nobody. */
const CLEARLY = 0.1;

const WORD = /^[\p{L}\p{N}_$]+$/u;

interface PatiencePorts extends Pick<ArbiterPorts, "now" | "later"> {
  readonly questions: Questions;
  readonly judge: Judge;
}

export class Patience {
  private readonly editor: Editor;
  private readonly ports: PatiencePorts;
  /** The time is over: what was held back may be shown. */
  private readonly over: () => void;
  /** Since when something is held back; null: nothing is. */
  private since: number | null = null;
  /** When it is looked again; Infinity: no more. */
  private alarm = Number.POSITIVE_INFINITY;
  /** How likely the answers of those that take long were, by source. */
  private readonly worth = new Map<string, number>();

  constructor(editor: Editor, ports: PatiencePorts, over: () => void) {
    this.editor = editor;
    this.ports = ports;
    this.over = over;
  }

  get isWaiting(): boolean {
    return this.since !== null;
  }

  /** Answers have come in: what they are worth is what the next ones are. */
  note(ranked: readonly Ranked[], fresh: readonly Prediction[]): void {
    const { questions, judge } = this.ports;
    const ids = new Set(fresh.map(({ id }) => id));
    for (const { prediction, chance } of ranked) {
      const { id, source } = prediction;
      if (!ids.has(id) || !questions.isLong(source) || !judge.isGhost(prediction)) continue;
      const before = this.worth.get(source) ?? chance;
      this.worth.set(source, before + NEWEST * (chance - before));
    }
  }

  /** Whether it is not shown yet. What is on the screen never is asked about here. */
  holds({ prediction, chance }: Ranked): boolean {
    const by = this.held(prediction, chance);
    if (by === null) {
      this.end();
      return false;
    }
    const now = this.ports.now();
    this.since ??= now;
    const until = Math.min(by, this.since + MOST_MS);
    if (until <= now) return false;
    this.wake(until);
    return true;
  }

  /** Nothing is held back: it is shown, or has gone. */
  end(): void {
    this.since = null;
  }

  /** Until when it can wait, by the clock of `now`; null: it does not. */
  private held(prediction: Prediction, chance: number): number | null {
    const { editor } = this;
    const { questions, judge } = this.ports;
    if (!questions.hasLong || !questions.isFirst(prediction.source)) return null;
    if (!judge.isGhost(prediction) || this.endsWord(prediction)) return null;
    const { doc, win } = editor;
    const { id, path, text } = doc;
    const awaited = questions.expected({ id, path, text, pos: win.cursor.pos });
    if (awaited === null) return null;
    const worth = this.worth.get(awaited.source) ?? FIRST_WORTH;
    return chance < worth + CLEARLY ? awaited.by : null;
  }

  /** It is the rest of a word, which whatever comes has, too. */
  private endsWord({ changes }: Prediction): boolean {
    const { text } = this.editor.doc;
    const [hunk] = hunksOf(changes);
    if (!hunk || !WORD.test(hunk.insert)) return false;
    return WORD.test(slice(text, Math.max(0, hunk.from - 1), hunk.from));
  }

  private wake(time: number): void {
    if (this.alarm <= time) return;
    this.alarm = time;
    this.ports.later(Math.max(1, time - this.ports.now()), () => {
      if (this.alarm === time) this.alarm = Number.POSITIVE_INFINITY;
      if (this.isWaiting) this.over();
    });
  }
}
