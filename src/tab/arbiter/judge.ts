/** What predictions are worth: whether they may be made at all, and how likely the user takes them. */
import type { Editor } from "../../editor/editor.ts";
import {
  hunksOf,
  isClosed,
  type Prediction,
  type PredictionSnapshot,
} from "../../text/prediction.ts";
import { rowAt, type Text } from "../../text/text.ts";
import type { EditHistory } from "../history.ts";
import { type Moment, tightHunks } from "../ranking/features.ts";
import { type Ranked, rank } from "../ranking/rank.ts";
import { eagernessOf, type Thresholds, thresholdsOf } from "../ranking/thresholds.ts";
import type { Rejects } from "../rejects.ts";
import { sightOf } from "../snapshot.ts";
import type { Fates } from "./fates.ts";
import type { Question } from "./question.ts";
import { isReversal } from "./reversal.ts";
import { changeKey } from "./same-change.ts";
import type { ArbiterPorts } from "./shown.ts";

/** Who asks for a prediction gets to see an unlikely one, too. */
const ON_REQUEST: Thresholds = { edit: 0.05, place: 0.05 };

/** Of one source so many are looked at closely. */
const MOST_RANKED = 10;

type TextOf = (doc: number) => Text | null;

export class Judge {
  private readonly editor: Editor;
  private readonly history: EditHistory;
  private readonly ports: ArbiterPorts;
  private readonly rejects: Rejects;
  private readonly fates: Fates;
  /** When the text was last changed: milliseconds of the arbiter's clock. */
  lastChange = 0;

  constructor(
    editor: Editor,
    history: EditHistory,
    ports: ArbiterPorts,
    rejects: Rejects,
    fates: Fates,
  ) {
    this.editor = editor;
    this.history = history;
    this.ports = ports;
    this.rejects = rejects;
    this.fates = fates;
  }

  /** The text of a document, or of a file that is not open; null when it is gone. */
  readonly textOf: TextOf = (doc) => {
    if (isClosed(doc)) return this.ports.files.get(doc)?.text ?? null;
    return this.editor.docs.find(({ id }) => id === doc)?.text ?? null;
  };

  /** The present revision of a document or file; null when it is gone. */
  revisionOf(doc: number): number | null {
    if (isClosed(doc)) return this.ports.files.get(doc)?.revision ?? null;
    return this.editor.docs.find(({ id }) => id === doc)?.revision ?? null;
  }

  rank(found: readonly Prediction[]): readonly Ranked[] {
    const good = (place: Prediction) => this.isGood(place);
    return this.rankSome(found, this.textOf, this.moment(), good);
  }

  /** Of very many of one source, the last ones are as likely as the least likely that is looked at. */
  private rankSome(
    found: readonly Prediction[],
    texts: TextOf,
    moment: Moment,
    good: (place: Prediction) => boolean,
  ): readonly Ranked[] {
    const counts = new Map<string, number>();
    const first: Prediction[] = [];
    const rest: Prediction[] = [];
    // Who is asked again says it again.
    const said = new Map<string, Prediction>();
    for (const prediction of found) {
      const key = `${prediction.source}:${changeKey(prediction)}`;
      if ((said.get(key)?.probability ?? -1) < prediction.probability) said.set(key, prediction);
    }
    for (const prediction of said.values()) {
      const count = (counts.get(prediction.source) ?? 0) + 1;
      counts.set(prediction.source, count);
      (count <= MOST_RANKED ? first : rest).push(prediction);
    }
    const ranked = rank(first, texts, moment, this.ports.learner.gate, good);
    if (rest.length === 0) return ranked;
    const least = new Map(ranked.map(({ prediction, chance }) => [prediction.source, chance]));
    const others = rest.map((prediction) => ({
      prediction,
      chance: least.get(prediction.source) ?? 0,
      features: {},
    }));
    return [...ranked, ...others].sort((x, y) => y.chance - x.chance);
  }

  /** What would hold in the state that a question is about. */
  rankFor({ snapshot, found }: Question): readonly Ranked[] {
    const { doc, others } = snapshot;
    const { text, pos } = doc;
    const texts = new Map([doc, ...others].map((each) => [each.id, each.text]));
    const textOf: TextOf = (id) => texts.get(id) ?? this.textOf(id);
    const good = found.filter((p) => this.isGood(p, textOf, snapshot));
    const row = text.lineAt(pos).number - 1;
    const moment = { ...this.moment(), doc: doc.id, pos, row, sinceEditMs: 0, sight: null };
    const isGood = (place: Prediction) => this.isGood(place, textOf, snapshot);
    return this.rankSome(good, textOf, moment, isGood);
  }

  private moment(): Moment {
    const { editor, ports } = this;
    const { doc, win, mode } = editor;
    const { pos } = win.cursor;
    return {
      doc: doc.id,
      row: rowAt(doc.text, pos),
      pos,
      mode: mode === "insert" ? "insert" : "normal",
      filetype: doc.options.get("filetype"),
      sinceKeyMs: ports.quietMs(),
      sinceEditMs: ports.now() - this.lastChange,
      recent: this.fates.recent,
      sight: sightOf(editor),
    };
  }

  thresholds(onRequest: boolean): Thresholds {
    if (onRequest) return ON_REQUEST;
    return thresholdsOf(eagernessOf(this.editor.options.get("tabshow")));
  }

  /**
   * It may be made, does something, and is nothing that the user did not want. Without `snapshot` it is
   * about the texts as they are.
   */
  isGood(
    prediction: Prediction,
    text: TextOf = this.textOf,
    snapshot: PredictionSnapshot | null = null,
  ): boolean {
    const own = text(prediction.doc);
    if (own === null || !this.mayChange(prediction.doc)) return false;
    if (this.rejects.has(prediction, this.history.last?.id ?? 0)) return false;
    if (!prediction.changes.empty) {
      if (prediction.changes.length !== own.length) return false;
      const hunks = tightHunks(prediction, own);
      if (hunks.length === 0) return false;
      return !isReversal(prediction.doc, hunks, own, snapshot?.edits ?? this.history.edits);
    }
    const { doc, win } = this.editor;
    const { id, pos } = snapshot?.doc ?? { id: doc.id, pos: win.cursor.pos };
    if (prediction.cursor > own.length) return false;
    const row = (at: number) => rowAt(own, at);
    return id !== prediction.doc || row(pos) !== row(prediction.cursor);
  }

  /** A file that may not be changed is nowhere to go on. */
  private mayChange(id: number): boolean {
    if (isClosed(id)) return true;
    const doc = this.editor.docs.find((d) => d.id === id);
    return doc?.options.get("modifiable") === true && !doc.options.get("readonly");
  }

  /** It puts text in at the cursor, and nothing else. */
  isGhost({ doc, changes }: Prediction): boolean {
    const { editor } = this;
    if (editor.mode !== "insert" || doc !== editor.doc.id || changes.empty) return false;
    const [hunk, ...more] = hunksOf(changes);
    const { pos } = editor.win.cursor;
    return hunk?.from === pos && hunk.to === pos && more.length === 0;
  }
}
