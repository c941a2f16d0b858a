/**
 * Answers the questions of a replay as the editor would: asks the predictors, ranks, and shows at most
 * one. What was shown and not made by the next question is rejected: it is not shown again in this
 * episode before the text of its place changes.
 */
import { hunksOf, type Prediction, type Predictor } from "../../text/prediction.ts";
import { rowOf, slice, type Text } from "../../text/text.ts";
import { goingOn, renameOf } from "../ranking/continuing.ts";
import { type Features, firstPosition, type Moment, type Outcome } from "../ranking/features.ts";
import { type Gate, userGate } from "../ranking/gate.ts";
import { type Ranked, rank } from "../ranking/rank.ts";
import { choose, type Eagerness, type Thresholds, thresholdsOf } from "../ranking/thresholds.ts";
import type { EpisodeState } from "./episode-state.ts";
import { COST, typingKeys } from "./keys.ts";
import type { Answer, Question, Spot, Suggestion } from "./question.ts";
import { Workspace } from "./workspace.ts";

const MOST_SUGGESTIONS = 3;
const MOST_OUTCOMES = 24;
const NEVER = new AbortController().signal;

type Verdict = Pick<Judgement, "right" | "keys" | "byHand">;

export interface SessionOptions {
  readonly predictors: readonly Predictor[];
  readonly eagerness?: Eagerness;
  /** Absent: a fresh one, and it learns. */
  readonly gate?: Gate;
  /** The gate stays as it is. */
  readonly fixed?: boolean;
}

export interface Considered {
  readonly ranked: readonly Ranked[];
  readonly shown: Ranked | null;
}

/** A candidate and what it would have been, had it been shown. */
export interface Judgement {
  readonly source: string;
  readonly reason: string;
  readonly features: Features;
  readonly chance: number;
  readonly place: boolean;
  readonly shown: boolean;
  /** An exact change; a place within two lines of an edit. */
  readonly right: boolean;
  /** Keys that it costs when it is right, before what a place leaves to type. */
  readonly keys: number;
  /** Keys for the same by hand, as the episode stands. */
  readonly byHand: number;
  /** Of a place: the keys that it was expected to save. */
  readonly worth: number | null;
  /** 0-based line and path, for people. */
  readonly where: string;
}

interface Waiting {
  readonly ranked: Ranked;
  readonly doc: number;
  readonly after: Text | null;
  /** As it was when it was shown. */
  readonly key: string;
}

export class ReplaySession {
  /** What the last question led to. */
  considered: Considered = { ranked: [], shown: null };
  readonly workspace = new Workspace();
  private readonly predictors: readonly Predictor[];
  private readonly thresholds: Thresholds;
  private readonly gate: Gate;
  private readonly fixed: boolean;
  private recent: Outcome[] = [];
  private rejected = new Set<string>();
  private waiting: Waiting | null = null;
  private taken = false;
  private ids = 0;

  constructor(options: SessionOptions) {
    this.predictors = options.predictors;
    this.thresholds = thresholdsOf(options.eagerness ?? "normal");
    this.gate = options.gate ?? userGate();
    this.fixed = options.fixed ?? false;
  }

  async answer(question: Question): Promise<Answer> {
    this.look(question);
    const found = await this.ask();
    const free = found.filter((p) => !this.isRejected(p));
    const text = (doc: number) => this.workspace.text(doc);
    const good = (place: Prediction) => !this.isRejected(place);
    const ranked = rank(free, text, this.moment(), this.gate, good);
    const goesOn = goingOn(renameOf(this.workspace.edits), text);
    const shown = choose(ranked, this.thresholds, goesOn);
    this.considered = { ranked, shown };
    this.waiting = shown === null ? null : this.waitFor(shown);
    return this.told(ranked, shown);
  }

  /** What the candidates of the last question are to an episode that stands as it was asked. */
  judgements(state: EpisodeState): Judgement[] {
    const { ranked, shown } = this.considered;
    return ranked.map((r) => {
      const { prediction, features, chance } = r;
      const place = prediction.changes.empty;
      const found = place
        ? this.judgePlace(prediction, state)
        : this.judgeChange(prediction, state);
      const { source, reason } = prediction;
      return {
        source,
        reason,
        features,
        chance,
        place,
        shown: r === shown,
        worth: r.worth ?? null,
        where: this.where(prediction),
        ...found,
      };
    });
  }

  private where(prediction: Prediction): string {
    const { doc } = prediction;
    const text = this.workspace.text(doc);
    const row = text ? rowOf(text, Math.min(firstPosition(prediction), text.length)) : -1;
    return `${this.workspace.path(doc)}:${row}`;
  }

  private judgeChange(prediction: Prediction, state: EpisodeState): Verdict {
    const suggestion = this.suggestion(prediction);
    const change = suggestion === null ? null : state.parse(suggestion);
    const done = change === null ? null : state.match(change);
    if (!change || !done) return { right: false, keys: COST.wrong, byHand: 0 };
    const far =
      state.cursor.path !== change.path ||
      Math.abs(state.cursor.line - change.line) > COST.nearLines;
    return {
      right: true,
      keys: far ? COST.acceptFar : COST.acceptNear,
      byHand: done.reduce((sum, slot) => sum + typingKeys(slot.edit) + state.goingKeys(slot), 0),
    };
  }

  private judgePlace(prediction: Prediction, state: EpisodeState): Verdict {
    const jump = this.jump(prediction);
    const near = state.near(jump.file, jump.line);
    const next = state.next();
    const slot = next && near.includes(next) ? next : near[0];
    if (!slot) return { right: false, keys: COST.wrong, byHand: 0 };
    const keys = 1 + state.landingKeys(slot, jump);
    return { right: true, keys, byHand: state.goingKeys(slot) };
  }

  /** Takes the question in, and what became of what was shown. */
  private look(question: Question): void {
    if (question.reset) {
      this.recent = [];
      this.rejected = new Set();
      this.waiting = null;
    }
    const { waiting } = this;
    this.waiting = null;
    this.taken = false;
    this.workspace.take(question, (doc, after) => {
      const made = waiting?.after != null && waiting.doc === doc && waiting.after.eq(after);
      if (made) this.taken = true;
      return made;
    });
    if (!waiting) return;
    // Places are taken by going there and editing.
    if (waiting.after === null) this.taken = this.isNearLastEdit(waiting);
    // In this pass the edits come as they come, whatever is shown: silence is no answer.
    else if (!this.taken && question.pass === "forced") return;
    const { prediction, features } = waiting.ranked;
    const accepted = this.taken ? 1 : 0;
    const kind = prediction.changes.empty ? "place" : "edit";
    const { source, group } = prediction;
    this.recent.push({ source, kind, accepted, ...(group === undefined ? {} : { group }) });
    if (this.recent.length > MOST_OUTCOMES) this.recent.shift();
    // Where refusals can't be told, takes alone would teach that everything is taken.
    if (!this.fixed && question.pass !== "forced") this.gate.learn(features, accepted, 1);
    if (!this.taken) this.rejected.add(waiting.key);
  }

  private isNearLastEdit(waiting: Waiting): boolean {
    const edit = this.workspace.edits[this.workspace.edits.length - 1];
    if (!edit || edit.doc !== waiting.doc) return false;
    const place = rowOf(
      edit.before,
      Math.min(waiting.ranked.prediction.cursor, edit.before.length),
    );
    const rows: number[] = [];
    edit.changes.iterChangedRanges((from, to) =>
      rows.push(rowOf(edit.before, from), rowOf(edit.before, to)),
    );
    return place >= Math.min(...rows) - 2 && place <= Math.max(...rows) + 2;
  }

  private async ask(): Promise<Prediction[]> {
    const snapshot = this.workspace.snapshot();
    const found: Prediction[] = [];
    for (const predictor of this.predictors) {
      const answer = predictor.predict(snapshot, NEVER);
      const add = (list: Awaited<Extract<typeof answer, Promise<unknown>>>) => {
        for (const a of list) found.push({ ...a, id: ++this.ids, source: predictor.name });
      };
      if (Symbol.asyncIterator in answer) for await (const part of answer) add(part);
      else add(await answer);
    }
    return found;
  }

  private moment(): Moment {
    const { doc, pos, filetype } = this.workspace.cursor;
    const text = this.workspace.text(doc)!;
    return {
      doc,
      row: rowOf(text, pos),
      pos,
      mode: "normal",
      filetype,
      sinceKeyMs: 1000,
      sinceEditMs: 1000,
      recent: this.recent,
      sight: null,
    };
  }

  private waitFor(ranked: Ranked): Waiting {
    const { prediction } = ranked;
    const text = this.workspace.text(prediction.doc)!;
    const after = prediction.changes.empty ? null : prediction.changes.apply(text);
    return { ranked, doc: prediction.doc, after, key: this.rejectKey(prediction) };
  }

  private isRejected(prediction: Prediction): boolean {
    return this.rejected.size > 0 && this.rejected.has(this.rejectKey(prediction));
  }

  /** The change with the lines around it, so that it is free again when one of them changes. */
  private rejectKey(prediction: Prediction): string {
    const text = this.workspace.text(prediction.doc);
    if (!text) return `${prediction.doc}:${prediction.id}`;
    if (prediction.changes.empty) {
      const line = text.lineAt(Math.min(prediction.cursor, text.length));
      return `${prediction.doc}:place:${line.text}`;
    }
    const parts = hunksOf(prediction.changes).map(({ from, to, insert }) => {
      const first = text.line(Math.max(1, text.lineAt(from).number - 1));
      const last = text.line(Math.min(text.lines, text.lineAt(to).number + 1));
      return [slice(text, first.from, last.to), from - first.from, to - from, insert];
    });
    return `${prediction.doc}:${JSON.stringify(parts)}`;
  }

  private told(ranked: readonly Ranked[], shown: Ranked | null): Answer {
    if (!shown) return { suggestions: [] };
    const edits = ranked.filter(({ prediction }) => !prediction.changes.empty);
    if (!shown.prediction.changes.empty) {
      const list = [shown, ...edits.filter((other) => other !== shown)];
      const suggestions = list
        .slice(0, MOST_SUGGESTIONS)
        .flatMap(({ prediction }) => this.suggestion(prediction) ?? []);
      return { suggestions };
    }
    return { suggestions: [], jump: this.jump(shown.prediction) };
  }

  private jump({ doc, cursor }: Prediction): NonNullable<Answer["jump"]> {
    const text = this.workspace.text(doc)!;
    return { file: this.workspace.path(doc)!, ...spotOf(text, Math.min(cursor, text.length)) };
  }

  /** All hunks of a prediction as one range. */
  private suggestion(prediction: Prediction): Suggestion | null {
    const file = this.workspace.path(prediction.doc);
    const text = this.workspace.text(prediction.doc);
    const hunks = hunksOf(prediction.changes);
    const first = hunks[0];
    const last = hunks[hunks.length - 1];
    if (file === null || !text || !first || !last) return null;
    let newText = "";
    let at = first.from;
    for (const hunk of hunks) {
      newText += slice(text, at, hunk.from) + hunk.insert;
      at = hunk.to;
    }
    return {
      file,
      range: { start: spotOf(text, first.from), end: spotOf(text, last.to) },
      newText,
    };
  }
}

function spotOf(text: Text, pos: number): Spot {
  const line = text.lineAt(pos);
  return { line: line.number - 1, col: pos - line.from };
}
