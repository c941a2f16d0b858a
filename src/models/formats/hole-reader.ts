/**
 * Takes away what a chat model puts around the text at the cursor: the fence, and before it in the fence what
 * stands before the cursor already, the begun line or some lines with it.
 */
import type { AnswerReader, Reading } from "../format.ts";
import type { Finish } from "../prompt.ts";
import type { FimReader } from "./fim-stream.ts";
import { isSignificant, LineFeed } from "./lines.ts";

const FENCE = /^(`{3,})[^`]*$/;
/** Lines before the cursor that an answer may begin with. */
const LINES_BEFORE = 60;

export class HoleReader implements AnswerReader {
  private readonly fim: FimReader;
  /** The begun line up to the cursor, and the lines above it without blanks at their ends. */
  private readonly before: string;
  private readonly above: readonly string[];
  private readonly feed = new LineFeed();
  private closing = "";
  private over = false;
  /** Lines of the answer that `above` has, too; null: it is past them. */
  private repeated: string[] | null = [];
  /** The line of `above` that comes next. */
  private next = 0;

  /** `prefix`: the text before the cursor. */
  constructor(fim: FimReader, prefix: string) {
    this.fim = fim;
    const lines = prefix.split("\n");
    this.before = lines.pop()!;
    this.above = lines.slice(-LINES_BEFORE).map((line) => line.trimEnd());
  }

  add(text: string): Reading {
    let reading = this.fim.add("");
    for (const line of this.feed.add(text)) {
      if (this.over) break;
      reading = this.line(line, "\n");
    }
    return reading;
  }

  end(finish: Finish): Reading {
    const { rest } = this.feed;
    if (!this.over && finish === "stop" && rest !== "") this.line(rest, "");
    if (!this.over) this.settle();
    return this.fim.end(this.over ? "stop" : finish);
  }

  private line(line: string, end: string): Reading {
    if (this.closing === "") {
      const fence = FENCE.exec(line.trimEnd());
      if (fence) this.closing = fence[1]!;
      // What stands before the fence is talk; an answer without one is not to be trusted.
      return this.fim.add("");
    }
    if (line.trimEnd() === this.closing) {
      this.settle();
      this.over = true;
      return this.fim.end("stop");
    }
    if (this.repeated && this.repeats(line)) return this.fim.add("");
    const own = this.past(line);
    if (own === null) {
      this.over = true;
      return this.fim.end("stop");
    }
    const reading = this.fim.add(own + end);
    if (reading.done) this.over = true;
    return reading;
  }

  /** Whether the line is one that stands above the cursor, behind those that came before it. */
  private repeats(line: string): boolean {
    const { above, repeated } = this;
    const bare = line.trimEnd();
    if (!repeated) return false;
    if (repeated.length === 0) {
      const at = isSignificant(bare) ? above.lastIndexOf(bare) : -1;
      // The begun line goes before one above that is like it.
      if (at < 0 || this.withoutBefore(line) !== line) return false;
      this.next = at;
    }
    if (above[this.next] !== bare) return false;
    this.next++;
    repeated.push(line);
    return true;
  }

  /**
   * The first line that is the answer's own, with the lines that were held if they lead elsewhere. Null: they
   * led to the begun line, and it is another one then: there is no hole in that.
   */
  private past(line: string): string | null {
    const { repeated } = this;
    if (!repeated) return line;
    this.repeated = null;
    if (repeated.length === 0) return this.withoutBefore(line);
    const own = this.withoutBefore(line);
    if (this.next < this.above.length) return [...repeated, line].join("\n");
    return own !== line || this.before.trim() === "" ? own : null;
  }

  /** The answer is over: lines that lead up to the cursor say nothing, others are its own. */
  private settle(): void {
    const { repeated } = this;
    this.repeated = null;
    if (!repeated || repeated.length === 0 || this.next === this.above.length) return;
    this.fim.add(`${repeated.join("\n")}\n`);
  }

  private withoutBefore(line: string): string {
    const typed = this.before.trimStart();
    if (typed === "") return line.startsWith(this.before) ? line.slice(this.before.length) : line;
    if (typed.length < 2) return line;
    const bare = line.trimStart();
    return bare.startsWith(typed) ? bare.slice(typed.length) : line;
  }
}
