/**
 * The files and edits of a replayed episode as predictors see them in the editor: texts with stable
 * ids and revisions, and a history of recorded edits.
 */
import { UserError } from "../../base/errors.ts";
import { compileIsKeyword } from "../../text/keyword.ts";
import type { DocumentSnapshot, PredictionSnapshot, RecordedEdit } from "../../text/prediction.ts";
import { ChangeSet, replaceSpec, slice, type Text, textOf } from "../../text/text.ts";
import type { FileEdit, Question, Spot } from "./question.ts";

const IS_KEYWORD = compileIsKeyword("@,48-57,_,192-255");
/** Between two edits, as far as predictors can tell (ms). */
const PACE_MS = 5000;
const MOST_EDITS = 64;

interface ReplayFile {
  readonly id: number;
  readonly path: string;
  readonly filetype: string;
  revision: number;
  text: Text;
  pos: number;
  /** The number of the last edit in it. */
  touched: number;
}

export class Workspace {
  private files = new Map<string, ReplayFile>();
  private list: RecordedEdit[] = [];
  private seen = 0;
  private at: { file: ReplayFile; pos: number } | null = null;
  private ids = 0;

  /** The edits, oldest first. */
  get edits(): readonly RecordedEdit[] {
    return this.list;
  }

  /** Where the cursor is. Throws when nothing was taken in yet. */
  get cursor(): { readonly doc: number; readonly pos: number; readonly filetype: string } {
    if (!this.at) throw new Error("The episode has no cursor");
    return { doc: this.at.file.id, pos: this.at.pos, filetype: this.at.file.filetype };
  }

  /**
   * Takes in what a question tells. `isAccepted` says of each new edit whether it is one that was
   * suggested. Throws UserError when an edit does not fit its file or the cursor's is not open; all
   * else of the question is taken in.
   */
  take(question: Question, isAccepted: (doc: number, after: Text) => boolean): void {
    this.at = null;
    let misfit: unknown = null;
    try {
      if (question.reset) this.reset(question);
      for (const edit of question.edits.slice(this.seen)) this.make(edit, isAccepted);
    } catch (error) {
      misfit = error;
    }
    this.seen = question.edits.length;
    for (const [path, string] of Object.entries(question.files)) {
      const file = this.files.get(path);
      if (!file) this.open(path, textOf(string));
      else if ((misfit !== null || !question.reset) && !isSame(file.text, string)) {
        file.text = textOf(string);
        file.revision++;
      }
    }
    if (misfit !== null) throw misfit;
    const file = this.files.get(question.cursor.file);
    if (!file) throw new UserError(`The cursor is in ${question.cursor.file}, which is not open`);
    const pos = offsetOf(file.text, question.cursor);
    file.pos = pos;
    this.at = { file, pos };
  }

  text(doc: number): Text | null {
    return this.byId(doc)?.text ?? null;
  }

  path(doc: number): string | null {
    return this.byId(doc)?.path ?? null;
  }

  snapshot(): PredictionSnapshot {
    const { at } = this;
    if (!at) throw new Error("The episode has no cursor");
    const others = [...this.files.values()].filter((file) => file !== at.file);
    others.sort((a, b) => b.touched - a.touched);
    return {
      doc: snapshotOf(at.file),
      others: others.map(snapshotOf),
      mode: "normal",
      edits: this.list,
      trigger: this.list[this.list.length - 1]?.accepted ? "accept" : "change",
    };
  }

  private byId(doc: number): ReplayFile | undefined {
    for (const file of this.files.values()) if (file.id === doc) return file;
    return undefined;
  }

  /** The files as they stood before the first edit: the edits are taken back, the last one first. */
  private reset(question: Question): void {
    this.files = new Map();
    this.list = [];
    this.seen = 0;
    this.ids = 0;
    for (const [path, string] of Object.entries(question.files)) this.open(path, textOf(string));
    for (const edit of [...question.edits].reverse()) {
      const file = this.files.get(edit.file);
      if (!file) throw new UserError(`An edit is in ${edit.file}, which is not open`);
      const from = offsetOf(file.text, edit);
      file.text = replaced(file.text, from, edit.inserted, edit.removed).apply(file.text);
    }
  }

  private open(path: string, text: Text): void {
    const id = ++this.ids;
    const filetype = filetypeOf(path);
    this.files.set(path, { id, path, filetype, revision: 0, text, pos: 0, touched: -1 });
  }

  private make(edit: FileEdit, isAccepted: (doc: number, after: Text) => boolean): void {
    const file = this.files.get(edit.file);
    if (!file) throw new UserError(`An edit is in ${edit.file}, which is not open`);
    const from = offsetOf(file.text, edit);
    const before = file.text;
    const changes = replaced(before, from, edit.removed, edit.inserted);
    const after = changes.apply(before);
    const accepted = isAccepted(file.id, after);
    const number = (this.list[this.list.length - 1]?.id ?? 0) + 1;
    file.text = after;
    file.revision++;
    file.touched = number;
    const last = { from, to: from + edit.inserted.length };
    file.pos = last.to;
    this.list.push({
      id: number,
      doc: file.id,
      path: file.path,
      before,
      after,
      changes,
      last,
      origin: accepted ? "tab.accept" : "input.type",
      accepted,
      learn: true,
      kind: accepted ? "accepted" : "typed",
      symbol: null,
      time: number * PACE_MS,
    });
    if (this.list.length > MOST_EDITS) this.list.shift();
  }
}

function snapshotOf(file: ReplayFile): DocumentSnapshot {
  const { id, revision, text, path, filetype, pos } = file;
  return {
    id,
    revision,
    text,
    path,
    filetype,
    pos: Math.min(pos, text.length),
    isKeyword: IS_KEYWORD,
  };
}

function replaced(text: Text, from: number, removed: string, inserted: string): ChangeSet {
  const to = from + removed.length;
  if (slice(text, from, to) !== removed) {
    throw new UserError(`At ${from} stands no ${JSON.stringify(removed.slice(0, 40))}`);
  }
  return ChangeSet.of(replaceSpec(from, to, inserted), text.length);
}

function isSame(text: Text, string: string): boolean {
  return text.length === string.length && slice(text, 0, text.length) === string;
}

/** The offset of a place; the line behind the last one is the end. */
function offsetOf(text: Text, { line, col }: Spot): number {
  if (line >= text.lines) return text.length;
  const { from, to } = text.line(line + 1);
  return Math.min(to, from + col);
}

const FILETYPES: Readonly<Record<string, string>> = {
  js: "javascript",
  cjs: "javascript",
  mjs: "javascript",
  jsx: "javascriptreact",
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "typescriptreact",
  py: "python",
  pyi: "python",
  go: "go",
  rs: "rust",
  md: "markdown",
  mdx: "markdown",
  rst: "rst",
  txt: "text",
  yml: "yaml",
  yaml: "yaml",
  json: "json",
  toml: "toml",
  c: "c",
  h: "c",
  cc: "cpp",
  cpp: "cpp",
  hpp: "cpp",
  java: "java",
  rb: "ruby",
  lua: "lua",
  sh: "sh",
  html: "html",
  css: "css",
};

/** By the name's ending alone: the replay needs no more. */
function filetypeOf(path: string): string {
  return FILETYPES[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ""] ?? "";
}
