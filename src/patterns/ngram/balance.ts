/**
 * Brackets and quotes of a completion: what stands behind the cursor closes what is open before it, and
 * is never put in again.
 */

const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const QUOTES = "\"'`";

export class Balance {
  /** Open marks: those of the line before the cursor first. */
  private readonly marks: string[] = [];
  /** How many of them were open before, and how many of those nothing behind the cursor closes. */
  private before: number;
  private spare: number;
  private readonly rest: string;

  /** `rest`: the line behind the cursor, without blanks at its start. */
  constructor(before: string, rest: string) {
    this.rest = rest;
    this.read(before);
    this.before = this.marks.length;
    let closing = 0;
    let open = 0;
    for (const char of rest) {
      if ("([{".includes(char)) open++;
      else if (CLOSERS[char] !== undefined) {
        if (open > 0) open--;
        else closing++;
      } else if (char === this.marks[this.marks.length - 1]) closing++;
    }
    this.spare = Math.max(0, this.before - closing);
  }

  private read(before: string): void {
    const { marks } = this;
    for (const char of before) {
      const last = marks[marks.length - 1] ?? "";
      const quoted = last !== "" && QUOTES.includes(last);
      if (quoted ? char === last : CLOSERS[char] !== undefined && CLOSERS[char] === last)
        marks.pop();
      else if (!quoted && ("([{".includes(char) || QUOTES.includes(char))) marks.push(char);
    }
  }

  /** Whether the completion may end here: what it opened is closed, if anything follows. */
  get even(): boolean {
    return this.rest === "" || this.marks.length <= this.before;
  }

  /** Takes a token in; false: it must not be put in. */
  take(token: string): boolean {
    const { marks, rest } = this;
    const last = marks[marks.length - 1];
    if (token === "(" || token === "[" || token === "{") {
      marks.push(token);
      return true;
    }
    const opener = CLOSERS[token];
    const quote = token.length === 1 && QUOTES.includes(token);
    if (opener === undefined && !quote) {
      const inside = marks.length > this.before;
      return inside || (token !== ";" && token !== ",") || !rest.startsWith(token);
    }
    if (last === (opener ?? token)) {
      if (marks.length <= this.before) {
        if (rest !== "" && this.spare === 0) return false;
        this.before--;
        this.spare--;
      }
      marks.pop();
      return true;
    }
    if (opener !== undefined) return rest === "";
    if (rest.startsWith(token)) return false;
    marks.push(token);
    return true;
  }
}
