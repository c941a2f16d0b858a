/**
 * Reads patches: `path:line`, lines after "-" and "+". One is certain when the next begins, when a line
 * stands that belongs to none, or at the end. Those of the scene's file are looked for in its text and
 * become precise changes; those of other files are given as they are. Unified diffs, which models write as
 * well, are read, too.
 */
import type { AnswerReader, ModelHunk, Reading } from "../format.ts";
import type { Finish } from "../prompt.ts";
import {
  isBlankChange,
  type LastEdit,
  lastEditOf,
  preciseHunks,
  reverts,
  type SpanHunk,
  touchesMasked,
} from "./hunks.ts";
import { diffLines } from "./line-diff.ts";
import { LineFeed } from "./lines.ts";
import type { View } from "./view.ts";

const HEADER = /^(?:[*`#\s]*)([^\s:`*][^:`*]*):(\d+)[`*:]*\s*$/;
/** The lines of a unified diff that say where. */
const DIFF_FILE = /^(?:---|\+\+\+) (?:[ab]\/)?(\S+)/;
const DIFF_PLACE = /^@@ -(\d+)(?:,\d+)? \+\d+/;
const NO_EDIT = "<NO_EDIT>";
const CURSOR = "<|cursor|>";
/** Rows that a model may have miscounted by. */
const NEAR = 200;
/** Patches that are taken at most. */
const MOST = 12;
/** Lines that belong to no patch, before an answer is talk. */
const MOST_TALK = 12;

interface Open {
  readonly path: string;
  readonly row: number;
  readonly old: string[];
  readonly new: string[];
  /** A hunk of a unified diff: lines that stay are in it. */
  readonly diff: boolean;
}

export class PatchReader implements AnswerReader {
  private readonly view: View;
  private readonly last: LastEdit | null;
  private readonly feed = new LineFeed();
  private readonly hunks: ModelHunk[] = [];
  private open: Open | null = null;
  /** The file of a unified diff that hunks belong to. */
  private diffPath: string | null = null;
  private patches = 0;
  private talk = 0;
  private done = false;
  private refused: string | null = null;

  constructor(view: View) {
    this.view = view;
    this.last = lastEditOf(view.scene, view);
  }

  add(text: string): Reading {
    for (const line of this.feed.add(text)) if (!this.done) this.line(line);
    return this.reading();
  }

  end(finish: Finish): Reading {
    if (!this.done) {
      const { rest } = this.feed;
      // A patch that was cut off lacks lines: it would take away what it was to replace.
      if (finish !== "stop") this.open = null;
      else if (rest !== "") this.line(rest);
      this.close();
      this.done = true;
    }
    return this.reading();
  }

  private line(line: string): void {
    if (line.trim() === NO_EDIT) {
      this.close();
      this.done = true;
      return;
    }
    if (this.diffLine(line)) return;
    const { open } = this;
    if (open && line.startsWith("-") && open.new.length === 0) {
      open.old.push(line.slice(1).replaceAll(CURSOR, ""));
      return;
    }
    if (open && line.startsWith("+")) {
      open.new.push(line.slice(1).replaceAll(CURSOR, ""));
      return;
    }
    // A second run of "-" lines is another place, further down.
    const again = open && line.startsWith("-") ? open : null;
    this.close();
    const header = HEADER.exec(line);
    if (header) {
      this.begin(header[1]!.trim(), Number(header[2]), false);
    } else if (again) {
      const row = again.row + again.old.length;
      const old = [line.slice(1).replaceAll(CURSOR, "")];
      this.open = { path: again.path, row, old, new: [], diff: false };
    } else if (line.trim() !== "" && !line.startsWith("```")) {
      this.talk++;
      if (this.talk > MOST_TALK && this.hunks.length === 0) this.refused = "the answer is talk";
      if (this.refused !== null) this.done = true;
    }
  }

  /** `line` counts from 1. */
  private begin(path: string, line: number, diff: boolean): void {
    if (this.patches++ >= MOST) this.done = true;
    else this.open = { path: path.replace(/^\.\//, ""), row: line - 1, old: [], new: [], diff };
  }

  /** Takes a line of a unified diff. False: it is none. */
  private diffLine(line: string): boolean {
    const { open } = this;
    if (open && !open.diff) return false;
    const file = DIFF_FILE.exec(line);
    if (file) {
      this.close();
      this.diffPath = file[1]!;
      return true;
    }
    const place = DIFF_PLACE.exec(line);
    if (place && this.diffPath !== null) {
      this.close();
      this.begin(this.diffPath, Number(place[1]), true);
      return true;
    }
    if (!open || !/^([-+ ]|$)/.test(line)) return false;
    const text = line.slice(1).replaceAll(CURSOR, "");
    if (!line.startsWith("+")) open.old.push(text);
    if (!line.startsWith("-")) open.new.push(text);
    return true;
  }

  private close(): void {
    const { open } = this;
    this.open = null;
    // Blank lines behind a hunk are none of it.
    while (open?.diff && open.old.at(-1) === "" && open.new.at(-1) === "") {
      open.old.pop();
      open.new.pop();
    }
    if (!open || open.old.length === 0) return;
    if (isBlankChange(open.old.join("\n"), open.new.join("\n"))) return;
    if (open.path !== this.view.scene.path) {
      const { path, row, old, new: lines } = open;
      this.hunks.push({ kind: "patch", path, row, old, new: lines });
      return;
    }
    const row = this.find(open);
    if (row !== null) this.change(row, open);
  }

  /** Where the lines that go are: nearest to where the model says; null: nowhere. */
  private find({ row, old }: Open): number | null {
    const { lines, scene } = this.view;
    const said = row - scene.firstRow;
    for (let away = 0; away <= NEAR; away++) {
      for (const start of away === 0 ? [said] : [said - away, said + away]) {
        if (start < 0 || start + old.length > lines.length) continue;
        if (old.every((line, index) => line.trimEnd() === lines[start + index]!.trimEnd())) {
          return start;
        }
      }
    }
    return null;
  }

  private change(row: number, open: Open): void {
    const { view } = this;
    const { scene } = view;
    const end = view.lines.length - 1;
    const old = view.lines.slice(row, row + open.old.length);
    const found: SpanHunk[] = [];
    // Blanks that change beside something else are a part of that: the indentation of what is wrapped.
    for (const part of diffLines(old, open.new, (a, b) => a.trimEnd() === b.trimEnd())) {
      const lines = open.new.slice(part.fromB, part.toB);
      const [from, to] = [row + part.fromA, row + part.toA];
      found.push(...preciseHunks(view, from, to, end, lines, scene.cursor));
    }
    const bad = (hunk: SpanHunk) =>
      touchesMasked(scene, hunk) ||
      reverts(view.text, hunk, this.last) ||
      this.hunks.some((other) => other.kind === "span" && overlap(other, hunk));
    if (!found.some(bad)) this.hunks.push(...found);
  }

  private reading(): Reading {
    const { refused } = this;
    if (refused !== null) return { hunks: [], cursor: null, done: true, refused };
    return { hunks: [...this.hunks], cursor: null, done: this.done, refused: null };
  }
}

function overlap(a: SpanHunk, b: SpanHunk): boolean {
  return a.from === b.from || (a.from < b.to && a.to > b.from);
}
