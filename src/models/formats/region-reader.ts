/** Reads answers that write a region anew, with the markers and fences that formats put around them. */
import type { AnswerReader, Reading } from "../format.ts";
import type { Finish } from "../prompt.ts";
import { isBlank, LineFeed } from "./lines.ts";
import { type RewriteOptions, RewriteStream } from "./rewrite-stream.ts";
import { firstToken, reservedIn } from "./tokens.ts";

export interface RegionAnswer extends RewriteOptions {
  /** Lines that stand before the region in an answer, at most once and first. */
  readonly begins?: readonly string[];
  /** Lines that end it. */
  readonly ends?: readonly string[];
  /** Tokens that end it wherever they stand. */
  readonly cuts?: readonly string[];
  /** Markers that are dropped wherever they stand. */
  readonly strips?: readonly string[];
  /** The whole answer, or its first line, when nothing is to be changed. */
  readonly noEdit?: readonly string[];
  /** What must not be in it: the prompt's own tokens. */
  readonly leaks?: readonly string[];
  /** The prompt shows the region with a line break behind it: so will the answer. */
  readonly broken?: boolean;
  /** The region comes in a fence of backticks: it may, or it must. */
  readonly fence?: "may" | "must";
}

const FENCE = /^(`{3,})[^`]*$/;
/** Lines of talk before a fence, at most. */
const MOST_TALK = 40;

export class RegionReader implements AnswerReader {
  private readonly answer: RegionAnswer;
  private readonly stream: RewriteStream;
  private readonly feed = new LineFeed();
  /** What came before it was clear whether a fence comes. */
  private readonly talk: string[] = [];
  private state: "before" | "inside" | "after" = "before";
  /** The backticks that close the fence; "": none is open. */
  private closing = "";
  /** A line that closes the fence, where the region has such lines itself: unless another follows. */
  private held: string | null = null;
  private refused: string | null = null;
  private begun = false;
  /** Blank lines at the end of what was taken. */
  private blanks = 0;

  constructor(answer: RegionAnswer) {
    this.answer = answer;
    this.stream = new RewriteStream(answer);
  }

  add(text: string): Reading {
    for (const line of this.feed.add(text)) {
      if (this.over) break;
      this.take(line);
    }
    return this.reading();
  }

  end(finish: Finish): Reading {
    const { rest } = this.feed;
    if (!this.over && finish === "stop" && (rest !== "" || this.lacksLast)) this.take(rest);
    if (!this.over) this.finish(finish);
    return this.reading();
  }

  /** The region ends with an empty row, and the answer with the line break before it. */
  private get lacksLast(): boolean {
    const { rows, region } = this.answer;
    if (this.answer.broken || this.state !== "inside" || rows.lines[region.last] !== "")
      return false;
    let row = region.last;
    while (row > region.first && isBlank(rows.lines[row - 1]!)) row--;
    return this.blanks < region.last + 1 - row;
  }

  private get over(): boolean {
    return this.state === "after" || this.refused !== null || this.stream.refused !== null;
  }

  private take(written: string): void {
    const { answer } = this;
    const cut = firstToken(written, answer.cuts ?? []);
    let line = cut ? written.slice(0, cut.at) : written;
    for (const marker of answer.strips ?? []) line = line.replaceAll(marker, "");
    const leaked = reservedIn(answer.leaks ?? [], line);
    if (leaked !== null && !this.isFrame(line)) {
      this.refused = `the answer has ${leaked} in it`;
      return;
    }
    if (!cut || line !== "" || this.lacksLast) this.takeLine(line);
    if (cut && !this.over) this.finish("stop");
  }

  /** A line that only a format's own marker stands in. */
  private isFrame(line: string): boolean {
    const { begins = [], ends = [] } = this.answer;
    const bare = line.trim();
    return begins.includes(bare) || ends.includes(bare);
  }

  private takeLine(line: string): void {
    const { begins = [], ends = [], noEdit = [], fence } = this.answer;
    const bare = line.trim();
    if (this.state === "before") {
      if (noEdit.includes(bare) && !this.isFirstRow(line)) {
        this.state = "after";
        return;
      }
      if (begins.includes(bare)) {
        this.talk.length = 0;
        this.state = "inside";
        this.begun = true;
        return;
      }
      if (fence && this.openFence(line)) return;
      if (fence && (bare === "" || fence === "must")) {
        this.talk.push(line);
        if (this.talk.length > MOST_TALK) this.refused = "the answer is talk";
        return;
      }
      this.startBare();
    }
    const { held } = this;
    this.held = null;
    if (held !== null) this.stream.line(held);
    if (ends.includes(bare)) {
      this.finish("stop");
    } else if (begins.includes(bare)) {
      // Only a fence may stand before it.
      if (this.begun || this.stream.begun) this.refused = `the answer has ${bare} in its middle`;
      this.begun = true;
    } else if (this.closes(line)) {
      if (this.hasFences()) this.held = line;
      else this.finish("stop");
    } else {
      this.stream.line(line);
      this.blanks = bare === "" ? this.blanks + 1 : 0;
      if (this.stream.stuck) this.finish("length");
    }
  }

  private isFirstRow(line: string): boolean {
    const { rows, region } = this.answer;
    return rows.lines[region.first]!.trimEnd() === line.trimEnd();
  }

  /** The region has lines that would close the fence. */
  private hasFences(): boolean {
    const { rows, region } = this.answer;
    const lines = rows.lines.slice(region.first, region.last + 1);
    return lines.some((line) => line.trimEnd() === this.closing);
  }

  private openFence(line: string): boolean {
    const match = FENCE.exec(line.trimEnd());
    if (!match || (this.answer.fence === "may" && this.isFirstRow(line))) return false;
    this.closing = match[1]!;
    this.talk.length = 0;
    this.state = "inside";
    return true;
  }

  private closes(line: string): boolean {
    return this.closing !== "" && line.trimEnd() === this.closing;
  }

  private startBare(): void {
    this.state = "inside";
    for (const line of this.talk) this.stream.line(line);
    this.talk.length = 0;
  }

  private finish(finish: Finish): void {
    if (this.state === "before") {
      // Nothing, or only talk: whoever was asked for a fence and gave none has no edit.
      this.state = "after";
      return;
    }
    this.state = "after";
    this.stream.end(finish);
  }

  private reading(): Reading {
    const refused = this.refused ?? this.stream.refused;
    if (refused !== null) return { hunks: [], cursor: null, done: true, refused };
    return {
      hunks: [...this.stream.hunks],
      cursor: this.stream.cursor,
      done: this.state === "after",
      refused: null,
    };
  }
}
