/** The renames that an edit history holds. */
import type { RecordedEdit } from "../../text/prediction.ts";
import { rowOf } from "../../text/text.ts";
import { countOf, indexOf } from "../edits/text-index.ts";
import { tokenLine, tokensIn } from "../edits/token-line.ts";
import { type WordChange, wordChanges } from "./edit-words.ts";
import { isLanguageWord } from "./language-words.ts";
import { type NamePair, namePair } from "./name-pair.ts";

/** An edit, or several that follow each other on one row. */
export interface EditRun {
  readonly doc: number;
  readonly before: RecordedEdit["before"];
  readonly after: RecordedEdit["after"];
  readonly changes: RecordedEdit["changes"];
}

export interface RenameRule {
  readonly pair: NamePair;
  /** Places where it was made. */
  readonly made: number;
  /** How many runs ago it was made last; 0: in the last one. */
  readonly age: number;
  /** The document it was made in last. */
  readonly doc: number;
  /** It was made at the name's declaration. */
  readonly declared: boolean;
  /** The new name stood in that document before the rename. */
  readonly taken: boolean;
  /** One of its changes did nothing else. */
  readonly pure: boolean;
  /** The offset of the newest change in the text that it led to. */
  readonly at: number;
  /** Renames that the same run made. */
  readonly beside: number;
  /** Other names that the old one became elsewhere. */
  readonly contested: number;
  /** The tokens that stood left and right of the old name; empty at the ends of a line. */
  readonly lefts: ReadonlySet<string>;
  readonly rights: ReadonlySet<string>;
}

/** Runs looked back at. */
const LOOK_BACK = 24;

/** The newest edits first, with those that touch one row one after the other made one. */
export function editRuns(edits: readonly RecordedEdit[], limit: number = LOOK_BACK): EditRun[] {
  const runs: EditRun[] = [];
  for (let at = edits.length - 1; at >= 0 && runs.length < limit; at--) {
    const edit = edits[at]!;
    if (!edit.learn) continue;
    const next = runs.at(-1);
    if (next && goesOn(edit, next)) {
      runs[runs.length - 1] = together(edit, next);
    } else {
      runs.push(edit);
    }
  }
  return runs;
}

const TOGETHER = new WeakMap<EditRun["changes"], { next: EditRun["changes"]; run: EditRun }>();

/** One run for the same edits each time, so that what is known of it is found again. */
function together(edit: EditRun, next: EditRun): EditRun {
  const known = TOGETHER.get(edit.changes);
  if (known?.next === next.changes) return known.run;
  const run: EditRun = {
    doc: edit.doc,
    before: edit.before,
    after: next.after,
    changes: edit.changes.compose(next.changes),
  };
  TOGETHER.set(edit.changes, { next: next.changes, run });
  return run;
}

/** Whether the newer run starts where this edit ended, on the same row. */
function goesOn(edit: RecordedEdit, next: EditRun): boolean {
  if (edit.doc !== next.doc || edit.after.length !== next.before.length) return false;
  if (edit.after !== next.before && !edit.after.eq(next.before)) return false;
  let last = -1;
  edit.changes.iterChangedRanges((_fromA, _toA, _fromB, toB) => {
    last = toB;
  });
  let first = -1;
  next.changes.iterChangedRanges((fromA) => {
    if (first < 0) first = fromA;
  });
  if (last < 0 || first < 0) return false;
  // A line break at the end of what was put in belongs to the line it ends.
  return rowOf(edit.after, Math.min(last, edit.after.length)) === rowOf(edit.after, first);
}

const DECLARES =
  /(?:^|[^\p{L}\p{N}_])(?:def|class|fn|func|function|const|let|var|type|interface|struct|enum|trait|mod|val|fun|impl|static|namespace|module|package|record)\s+(?:\([^)]*\)\s*|mut\s+|async\s+)?$/u;

/** Whether what stands before a name on its line declares it. */
export function declaresAfter(before: string): boolean {
  return DECLARES.test(before);
}

/** The rename rules of the newest runs, the newest first; of one name only the newest. */
export function currentRules(runs: readonly EditRun[]): RenameRule[] {
  const rules = new Map<string, RenameRule>();
  for (const rule of renameRules(runs)) {
    const { oldText } = rule.pair;
    const newer = rules.get(oldText);
    if (newer) rules.set(oldText, { ...newer, contested: newer.contested + 1 });
    else rules.set(oldText, rule);
  }
  return [...rules.values()];
}

/** All rename rules of the newest runs, the newest first. */
export function renameRules(runs: readonly EditRun[]): RenameRule[] {
  const rules = new Map<string, RenameRule>();
  runs.forEach((run, age) => {
    for (const change of wordChanges(run)) {
      for (const [old, fresh] of change.pairs) {
        if (isLanguageWord(old) || isLanguageWord(fresh)) continue;
        const example = exampleOf(run, change, old);
        const key = `${old}\n${fresh}`;
        const known = rules.get(key);
        if (known) rules.set(key, joined(known, example, isPure(change, old, fresh)));
        else if (!isOverruled(rules, old, fresh, age)) {
          rules.set(key, {
            pair: namePair(old, fresh),
            made: 1,
            age,
            doc: run.doc,
            declared: example.declared,
            pure: isPure(change, old, fresh),
            at: change.at,
            taken: countOf(indexOf(run.before), fresh) > 0,
            beside: change.pairs.length - 1,
            contested: 0,
            lefts: new Set([example.left]),
            rights: new Set([example.right]),
          });
        }
      }
    }
  });
  return [...rules.values()];
}

interface Example {
  readonly declared: boolean;
  readonly left: string;
  readonly right: string;
}

function exampleOf(run: EditRun, change: WordChange, old: string): Example {
  const line = run.before.lineAt(change.from);
  const { tokens, starts } = tokenLine(line.text);
  const at = tokens.findIndex((token, i) => token === old && line.from + starts[i]! >= change.from);
  // In a later line of the change.
  if (at < 0) return { declared: false, left: "", right: "" };
  return {
    declared: declaresAfter(line.text.slice(0, starts[at]!)),
    left: tokens[at - 1] ?? "",
    right: tokens[at + 1] ?? "",
  };
}

/** Whether a change only puts one name for the other, once or more. */
function isPure(change: WordChange, old: string, fresh: string): boolean {
  const [before, after] = [tokensIn(change.old), tokensIn(change.insert)];
  return (
    before.length === after.length &&
    before.every((token, i) => token === after[i] || (token === old && after[i] === fresh))
  );
}

function joined(rule: RenameRule, example: Example, pure: boolean): RenameRule {
  return {
    ...rule,
    made: rule.made + 1,
    declared: rule.declared || example.declared,
    pure: rule.pure || pure,
    lefts: new Set([...rule.lefts, example.left]),
    rights: new Set([...rule.rights, example.right]),
  };
}

/** Renamed back, or on to a third name: what came later holds. */
function isOverruled(
  rules: ReadonlyMap<string, RenameRule>,
  old: string,
  fresh: string,
  age: number,
): boolean {
  return [...rules.values()].some(
    ({ age: newer, pair }) => newer < age && (pair.newText === old || pair.oldText === fresh),
  );
}
