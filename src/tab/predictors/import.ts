/** A name that is used but not imported; an import whose last use went. */
import { countOf, indexOf, rowsWith } from "../../patterns/edits/text-index.ts";
import { logScale } from "../../patterns/logistic.ts";
import { wordChanges } from "../../patterns/names/edit-words.ts";
import { addStatement, addToList, removeNames } from "../../patterns/names/import-edit.ts";
import { isImportLine } from "../../patterns/names/import-line.ts";
import {
  type Family,
  familyOf,
  type ImportStatement,
  importsOf,
} from "../../patterns/names/imports.ts";
import { isLanguageWord } from "../../patterns/names/language-words.ts";
import {
  moved,
  pythonModule,
  resolved,
  rustModule,
  scriptModule,
} from "../../patterns/names/module-path.ts";
import { folderLikeness, isIndexFile } from "../../patterns/names/relation.ts";
import { declaresAfter, type EditRun, editRuns } from "../../patterns/names/rename-rule.ts";
import { wordPlaces } from "../../patterns/names/word-index.ts";
import {
  changeOf,
  type DocumentSnapshot,
  type Hunk,
  type PredictionAnswer,
  type PredictionSnapshot,
  type Predictor,
  type Traits,
} from "../../text/prediction.ts";
import { lineText, rowOf, rowStart } from "../../text/text.ts";
import type { NextSlice } from "../slice.ts";
import { logistic, type Weights } from "./logistic.ts";
import { sortAt } from "./rename.ts";
import { sliced, type Work } from "./sliced.ts";

/** Runs whose names are looked at, and names of them. */
const RUNS = 6;
const MOST_NAMES = 16;
const MOST = 6;

const WEIGHTS: Weights = {
  bias: -1.2,
  copied: 0.8,
  built: 0.2,
  added: 0.6,
  unused: 1.4,
  age: -1.2,
  sources: 0.4,
};

export function imports(nextSlice: NextSlice): Predictor {
  return sliced("import", predictImports, nextSlice);
}

function* predictImports(snapshot: PredictionSnapshot): Work {
  const runs = editRuns(snapshot.edits, RUNS);
  const docs = new Map([snapshot.doc, ...snapshot.others].map((doc) => [doc.id, doc]));
  const found: PredictionAnswer[] = [];
  for (const id of new Set(runs.map((run) => run.doc))) {
    const doc = docs.get(id);
    const family = doc && familyOf(doc.filetype);
    if (!doc || !family) continue;
    yield;
    found.push(...unused(doc, family, runs, snapshot), ...missing(doc, family, runs, snapshot));
  }
  return found.sort((a, b) => b.probability - a.probability).slice(0, MOST);
}

/** Names of the newest runs in a document with how many runs ago they came or went. */
function namesOf(doc: DocumentSnapshot, runs: readonly EditRun[], which: "gone" | "come") {
  const names = new Map<string, number>();
  runs.forEach((run, age) => {
    if (run.doc !== doc.id) return;
    for (const change of wordChanges(run)) {
      for (const name of change[which]) {
        if (names.size < MOST_NAMES && !names.has(name) && !isLanguageWord(name)) {
          names.set(name, age);
        }
      }
    }
  });
  return names;
}

function unused(
  doc: DocumentSnapshot,
  family: Family,
  runs: readonly EditRun[],
  snapshot: PredictionSnapshot,
): PredictionAnswer[] {
  const gone = namesOf(doc, runs, "gone");
  // What stands for a folder imports names for others.
  if (gone.size === 0 || isIndexFile(doc.path ?? "")) return [];
  const answers: PredictionAnswer[] = [];
  for (const statement of importsOf(doc.text, family)) {
    const idle = statement.names.filter(
      ({ name }) => gone.has(name) && usesOf(doc, statement, name) === 0,
    );
    const [first] = idle;
    if (!first) continue;
    const age = Math.min(...idle.map(({ name }) => gone.get(name)!));
    const traits: Traits = {
      unused: 1,
      age: logScale(age, 8),
      whole: idle.length === statement.names.length ? 1 : 0,
      names: logScale(idle.length - 1, 4),
    };
    const names = idle.map(({ name }) => `\`${name}\``).join(", ");
    const reason = `${names} ${idle.length > 1 ? "are" : "is"} imported but not used any more`;
    const hunks = removeNames(doc.text, statement, idle);
    if (hunks.length > 0) answers.push(answer(doc, hunks, traits, reason, snapshot));
  }
  return answers;
}

/** How often a name stands outside of the statement that imports it. */
function usesOf(doc: DocumentSnapshot, statement: ImportStatement, name: string): number {
  return wordPlaces(doc.text, name).filter(({ row, col }) => {
    const at = rowStart(doc.text, row) + col;
    return at < statement.from || at > statement.to;
  }).length;
}

function missing(
  doc: DocumentSnapshot,
  family: Family,
  runs: readonly EditRun[],
  snapshot: PredictionSnapshot,
): PredictionAnswer[] {
  const answers: PredictionAnswer[] = [];
  const own = importsOf(doc.text, family);
  const known = new Set(own.flatMap((statement) => statement.names.map(({ name }) => name)));
  // What the file knew before the edits needs no import now.
  const before = runs.findLast((run) => run.doc === doc.id)?.before;
  const wasThere = (name: string) => before !== undefined && countOf(indexOf(before), name) > 0;
  for (const [name, age] of namesOf(doc, runs, "come")) {
    if (
      name.length < 2 ||
      known.has(name) ||
      wasThere(name) ||
      !isUsedFreely(doc, name, family, snapshot)
    )
      continue;
    const source = sourceOf(doc, name, family, snapshot);
    if (!source) continue;
    const traits: Traits = {
      age: logScale(age, 8),
      uses: logScale(countOf(indexOf(doc.text), name), 6),
      sources: logScale(source.files, 4),
      folder: source.folder,
      firstImport: own.length === 0 ? 1 : 0,
      capital: name[0] !== name[0]!.toLowerCase() ? 1 : 0,
      [source.how]: 1,
    };
    const reason = `\`${name}\` is used but not imported`;
    answers.push(answer(doc, [source.hunk], traits, reason, snapshot));
  }
  return answers;
}

/** Whether a name stands in code as one that comes from elsewhere: no member, key or declaration. */
function isUsedFreely(
  doc: DocumentSnapshot,
  name: string,
  family: Family,
  snapshot: PredictionSnapshot,
): boolean {
  let free = false;
  for (const { row, col } of wordPlaces(doc.text, name)) {
    const line = lineText(doc.text, row);
    const before = line.slice(0, col);
    const after = line.slice(col + name.length);
    if (sortAt(line, col) !== "code" || isImportLine(line)) continue;
    if (/(?:\.|::|->)\s*$/.test(before) && !/\.\.\.$/.test(before)) continue;
    if (declaresAfter(before) || /^\s+extends\b/.test(after) || /\binfer\s+$/.test(before))
      return false;
    // A name that is still being typed is none yet.
    const typing = snapshot.mode === "insert" && doc.id === snapshot.doc.id;
    if (typing && rowStart(doc.text, row) + col + name.length === doc.pos) continue;
    const key = /^\s*:(?!:)/.test(after) && !/\?[^:]*$/.test(before);
    if (key && family !== "python") continue;
    if (/^\s*=(?![=>])/.test(after) && /^\s*$/.test(before)) return false;
    if (family === "python" && (/^\s*=(?!=)/.test(after) || key)) continue;
    if (family === "go" && !/^\s*\./.test(after)) continue;
    free = true;
  }
  return free;
}

interface Source {
  readonly hunk: Hunk;
  readonly how: "copied" | "built" | "added";
  /** Files that import it so. */
  readonly files: number;
  readonly folder: number;
}

/** Where a name comes from, by the imports of other files or by the file that exports it. */
function sourceOf(
  doc: DocumentSnapshot,
  name: string,
  family: Family,
  snapshot: PredictionSnapshot,
): Source | null {
  const path = doc.path ?? "";
  const others = [snapshot.doc, ...snapshot.others].filter(
    (other) => other.id !== doc.id && familyOf(other.filetype) === family,
  );
  const own = importsOf(doc.text, family);
  let copy: { statement: ImportStatement; from: DocumentSnapshot; folder: number } | null = null;
  let files = 0;
  for (const other of others) {
    const statement = importsOf(other.text, family).find((one) =>
      one.names.some((imported) => imported.name === name),
    );
    if (!statement) continue;
    files++;
    const folder = folderLikeness(other.path ?? "", path);
    if (!copy || folder > copy.folder) copy = { statement, from: other, folder };
  }
  if (copy) {
    const { statement, from, folder } = copy;
    const imported = statement.names.find((one) => one.name === name)!;
    const module = moved(statement.module, from.path ?? "", path);
    if (isSelf(module, path)) return null;
    const into = own.find((one) => one.module === module && one.form === statement.form);
    const hunk = into && imported.listed ? addToList(doc.text, into, imported.written) : null;
    if (hunk) return { hunk, how: "added", files, folder };
    const line = onlyName(statement, imported.written, name, module);
    return { hunk: addStatement(doc.text, own, line, module), how: "copied", files, folder };
  }
  for (const other of others) {
    const built = exported(doc, other, name, family, own);
    if (built) return { ...built, files: 0, folder: folderLikeness(other.path ?? "", path) };
  }
  return null;
}

function isSelf(module: string, path: string): boolean {
  if (!module.startsWith(".")) return false;
  const bare = (file: string) => file.replace(/\.\w+$/, "").replace(/\/index$/, "");
  return bare(resolved(path, module)) === bare(path);
}

/** The statement with this name alone in its list. */
function onlyName(
  statement: ImportStatement,
  written: string,
  name: string,
  module: string,
): string {
  const quoted = (text: string) => text.replace(statement.module, module);
  const listed = statement.names.some((one) => one.name === name && one.listed);
  const indent = /^\s*/.exec(statement.text)![0];
  const text = statement.text.slice(indent.length);
  if (!listed || statement.names.length === 1) return quoted(text);
  const quote = /["']/.exec(text)?.[0] ?? '"';
  const end = text.trimEnd().endsWith(";") ? ";" : "";
  const tight = /\{\S/.test(text);
  const list = tight ? `{${written}}` : `{ ${written} }`;
  switch (statement.form) {
    case "import":
      return `import ${statement.isType ? "type " : ""}${list} from ${quote}${module}${quote}${end}`;
    case "require":
      return `${/^\w+/.exec(text)![0]} ${list} = require(${quote}${module}${quote})${end}`;
    case "from":
      return `from ${module} import ${written}`;
    case "use":
      return `use ${module}::${written};`;
    default:
      return quoted(text);
  }
}

const EXPORTS: Readonly<Record<Family, RegExp>> = {
  script:
    /^export\s+(?:declare\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:const|let|var|function\*?|class|interface|type|enum|namespace)\s+$/,
  python: /^(?:async\s+)?(?:def|class)\s+$|^$/,
  go: /^$./,
  rust: /^pub(?:\([^)]*\))?\s+(?:async\s+|unsafe\s+|const\s+)*(?:fn|struct|enum|trait|type|const|static|mod)\s+$/,
};

/** The import of a name that another file declares for all to use. */
function exported(
  doc: DocumentSnapshot,
  other: DocumentSnapshot,
  name: string,
  family: Family,
  own: readonly ImportStatement[],
): { hunk: Hunk; how: "built" | "added" } | null {
  if (!doc.path || !other.path || family === "go") return null;
  const index = indexOf(other.text);
  let isType = false;
  const row = rowsWith(index, name).find((r) => {
    const line = index.lines[r]!.text;
    const at = line.indexOf(name);
    const before = line.slice(0, at);
    if (!EXPORTS[family].test(before)) return false;
    isType = /\b(?:interface|type)\s+$/.test(before);
    return family !== "python" || before !== "" || /^\s*=(?!=)/.test(line.slice(name.length));
  });
  if (row === undefined) return null;
  const isDefault = /^export\s+default\b/.test(index.lines[row]!.text);
  const module = moduleOf(doc.path, other.path, family, own);
  const into = own.find((one) => one.module === module && one.list !== null);
  const hunk = into && !isDefault ? addToList(doc.text, into, name) : null;
  if (hunk) return { hunk, how: "added" };
  const line = newStatement(name, module, family, own, isType, isDefault);
  return { hunk: addStatement(doc.text, own, line, module), how: "built" };
}

function moduleOf(
  path: string,
  other: string,
  family: Family,
  own: readonly ImportStatement[],
): string {
  const relative = own.filter((one) => one.module.startsWith("."));
  switch (family) {
    case "python":
      return pythonModule(path, other, relative.length > 0);
    case "rust":
      return rustModule(other);
    default: {
      const ending = relative.map((one) => /\.(?:js|ts)$/.exec(one.module)?.[0] ?? "")[0] ?? "";
      return scriptModule(path, other, ending as "" | ".js" | ".ts");
    }
  }
}

/** A statement in the style of its neighbours: quotes, blanks in brackets, `;`. */
function newStatement(
  name: string,
  module: string,
  family: Family,
  own: readonly ImportStatement[],
  isType: boolean,
  isDefault: boolean,
): string {
  if (family === "python") return `from ${module} import ${name}`;
  if (family === "rust") return `use ${module}::${name};`;
  const model = own.findLast((one) => one.module.startsWith(".")) ?? own[own.length - 1];
  const text = model?.text ?? "import { a } from './a'";
  const quote = /["']/.exec(text)?.[0] ?? "'";
  const end = text.endsWith(";") ? ";" : "";
  const tight = own.some((one) => /\{\S/.test(one.text));
  const what = isDefault ? name : tight ? `{${name}}` : `{ ${name} }`;
  if (model?.form === "require") return `const ${what} = require(${quote}${module}${quote})${end}`;
  const type = isType && own.some((one) => one.isType) ? "type " : "";
  return `import ${type}${what} from ${quote}${module}${quote}${end}`;
}

function answer(
  doc: DocumentSnapshot,
  hunks: readonly Hunk[],
  traits: Traits,
  reason: string,
  snapshot: PredictionSnapshot,
): PredictionAnswer {
  const changes = changeOf(hunks, doc.text.length);
  const here = doc.id === snapshot.doc.id;
  const first = hunks[0]!;
  const distance = here ? Math.abs(rowOf(doc.text, first.from) - rowOf(doc.text, doc.pos)) : 0;
  const all: Traits = {
    ...traits,
    here: here ? 1 : 0,
    near: here ? 1 - logScale(distance, 400) : 0,
  };
  return {
    doc: doc.id,
    revision: doc.revision,
    changes,
    cursor: changes.mapPos(hunks[hunks.length - 1]!.to, 1),
    probability: logistic(WEIGHTS, all),
    reason,
    traits: all,
  };
}
