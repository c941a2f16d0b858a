/**
 * Proposals: changes of several files that wait for a yes, as values. Each part is one change that can be
 * left out; the parts of a file do not overlap. All offsets are UTF-16, rows count from 0.
 */
import { commonEndsOfLists } from "./common-ends.ts";
import { changeOf, type Hunk, hunksOf, interpolate, type Prediction } from "./prediction.ts";
import { type ChangeSet, slice, type Text } from "./text.ts";

export interface ProposalPart {
  /** A change of the file's text. */
  readonly prediction: Prediction;
  readonly chosen: boolean;
}

export interface ProposalFile {
  /** The id of its document; negative: it is not open. */
  readonly doc: number;
  /** Absolute, or null. */
  readonly path: string | null;
  /** What it is called on the screen. */
  readonly name: string;
  readonly text: Text;
  /** In the order of the text. */
  readonly parts: readonly ProposalPart[];
}

export interface Proposal {
  /** One line: what all of it does. */
  readonly title: string;
  readonly files: readonly ProposalFile[];
}

/** Which part: indices into `files` and `parts`; `part` -1: the file itself. */
export interface PartPlace {
  readonly file: number;
  readonly part: number;
}

export interface ProposalLine extends PartPlace {
  readonly kind: "title" | "help" | "file" | "part" | "old" | "new" | "blank";
  readonly text: string;
  /** The row of the file that it is about; -1: none. */
  readonly row: number;
}

/** The file of a document id, or of a negative one; null: there is none any more. */
export type FileOf = (doc: number) => Omit<ProposalFile, "parts"> | null;

/** A proposal of these predictions. Those without text, and those that overlap earlier ones, are left out. */
export function proposalOf(
  title: string,
  predictions: readonly Prediction[],
  fileOf: FileOf,
): Proposal {
  const byDoc = new Map<number, Prediction[]>();
  for (const prediction of predictions) {
    if (prediction.changes.empty) continue;
    const list = byDoc.get(prediction.doc);
    if (list) list.push(prediction);
    else byDoc.set(prediction.doc, [prediction]);
  }
  const files: ProposalFile[] = [];
  for (const [doc, list] of byDoc) {
    const file = fileOf(doc);
    if (!file) continue;
    const fitting = list.filter(({ changes }) => changes.length === file.text.length);
    const parts = apart(fitting).map((prediction) => ({ prediction, chosen: true }));
    if (parts.length > 0) files.push({ ...file, parts });
  }
  return { title, files };
}

/** In the order of the text, without those that overlap one before them or a larger one. */
function apart(predictions: readonly Prediction[]): Prediction[] {
  const ends = (prediction: Prediction) => {
    const hunks = hunksOf(prediction.changes);
    return { prediction, from: hunks[0]!.from, to: hunks[hunks.length - 1]!.to };
  };
  const sorted = predictions.map(ends).sort((a, b) => a.from - b.from || b.to - a.to);
  let end = -1;
  return sorted.flatMap(({ prediction, from, to }) => {
    if (from < end || (from === end && from === to)) return [];
    end = to;
    return [prediction];
  });
}

/** How many parts there are, how many of them are chosen, and in how many files. */
export function countOf({ files }: Proposal): { parts: number; chosen: number; files: number } {
  let parts = 0;
  let chosen = 0;
  let touched = 0;
  for (const file of files) {
    const yes = file.parts.filter((part) => part.chosen).length;
    parts += file.parts.length;
    chosen += yes;
    if (yes > 0) touched++;
  }
  return { parts, chosen, files: touched };
}

/** The proposal with a part, or all parts of a file, left out or taken in again. */
export function toggled(proposal: Proposal, at: PartPlace): Proposal {
  const file = proposal.files[at.file];
  if (!file) return proposal;
  const some = file.parts.some((part) => part.chosen);
  const parts = file.parts.map((part, index) => {
    if (at.part < 0) return { ...part, chosen: !some };
    return index === at.part ? { ...part, chosen: !part.chosen } : part;
  });
  return withFile(proposal, at.file, { ...file, parts });
}

/** What a change of a document leaves of the proposal. */
export function carried(
  proposal: Proposal,
  doc: number,
  change: ChangeSet,
  before: Text,
  after: Text,
): Proposal {
  const at = proposal.files.findIndex((file) => file.doc === doc);
  const file = proposal.files[at];
  if (!file) return proposal;
  const parts = file.parts.flatMap((part) => {
    const prediction = interpolate(part.prediction, change, before);
    return prediction ? [{ ...part, prediction }] : [];
  });
  return withFile(proposal, at, { ...file, text: after, parts });
}

function withFile(proposal: Proposal, at: number, file: ProposalFile): Proposal {
  const files = proposal.files.map((each, index) => (index === at ? file : each));
  return { ...proposal, files: files.filter(({ parts }) => parts.length > 0) };
}

/** What the chosen parts of a file make of its text; empty when none is chosen. */
export function chosenChange(file: ProposalFile): ChangeSet {
  const hunks = file.parts
    .filter((part) => part.chosen)
    .flatMap(({ prediction }) => hunksOf(prediction.changes));
  return changeOf(hunks, file.text.length);
}

/** The proposal as lines, each with what it is about. `help` says what the keys do. */
export function proposalLines(proposal: Proposal, help: string): ProposalLine[] {
  const none = { file: -1, part: -1, row: -1 };
  const { parts, chosen, files } = countOf(proposal);
  const places = `${parts} ${parts === 1 ? "place" : "places"}`;
  const taken = chosen === parts ? places : `${chosen} of ${places}`;
  const where = `${files} ${files === 1 ? "file" : "files"}`;
  const lines: ProposalLine[] = [
    { kind: "title", text: `${proposal.title}: ${taken} in ${where}`, ...none },
    { kind: "help", text: help, ...none },
  ];
  proposal.files.forEach((file, at) => {
    lines.push({ kind: "blank", text: "", ...none });
    lines.push({ kind: "file", text: file.name, file: at, part: -1, row: 0 });
    file.parts.forEach((part, index) => {
      lines.push(...partLines(file, part, { file: at, part: index }));
    });
  });
  return lines;
}

function partLines(file: ProposalFile, part: ProposalPart, at: PartPlace): ProposalLine[] {
  const hunks = hunksOf(part.prediction.changes);
  const first = file.text.lineAt(hunks[0]!.from);
  const last = file.text.lineAt(hunks[hunks.length - 1]!.to);
  const row = first.number - 1;
  const old = slice(file.text, first.from, last.to).split("\n");
  const made = applied(file.text, first.from, last.to, hunks).split("\n");
  // Rows that stay as they are need not be seen twice.
  const { head: same, tail: end } = commonEndsOfLists(old, made);
  const place = { ...at, row: row + same };
  return [
    { kind: "part", text: `[${part.chosen ? "x" : " "}] line ${row + same + 1}`, ...place },
    ...old
      .slice(same, old.length - end)
      .map((text, n) => ({ kind: "old" as const, text: `-${text}`, ...at, row: row + same + n })),
    ...made
      .slice(same, made.length - end)
      .map((text) => ({ kind: "new" as const, text: `+${text}`, ...place })),
  ];
}

function applied(text: Text, from: number, to: number, hunks: readonly Hunk[]): string {
  let out = "";
  let at = from;
  for (const hunk of hunks) {
    out += slice(text, at, hunk.from) + hunk.insert;
    at = hunk.to;
  }
  return out + slice(text, at, to);
}
