/** What a server wrote and what was said to it: the last lines of it, for `:LspLog`. */
const MOST_LINES = 2000;
const MOST_LENGTH = 2000;

export class ServerLog {
  private lines: string[] = [];
  /** Whether each message is noted, too (`:LspLog on`). */
  traffic = false;
  /** The last lines that tell of something wrong, newest last. */
  readonly errors: string[] = [];

  /** A line of the server's standard error. */
  stderr(line: string): void {
    this.add(`stderr  ${line}`);
  }

  /** Something that hunch has to say about it. */
  note(line: string): void {
    this.add(`hunch   ${line}`);
  }

  error(line: string): void {
    this.add(`ERROR   ${line}`);
    this.errors.push(cut(line));
    if (this.errors.length > 10) this.errors.shift();
  }

  message(direction: "in" | "out", message: unknown): void {
    if (!this.traffic) return;
    let text: string;
    try {
      text = JSON.stringify(message);
    } catch (error) {
      // Nested too deep to be written out.
      if (!(error instanceof RangeError)) throw error;
      text = "a message that is nested too deep to be shown";
    }
    this.add(`${direction === "in" ? "<--" : "-->"}     ${text}`);
  }

  text(): string {
    return this.lines.join("\n");
  }

  private add(text: string): void {
    const time = new Date().toISOString().slice(11, 23);
    for (const line of text.split("\n")) this.lines.push(`${time} ${cut(line)}`);
    if (this.lines.length > MOST_LINES * 2) this.lines.splice(0, MOST_LINES);
  }
}

function cut(line: string): string {
  return line.length > MOST_LENGTH ? `${line.slice(0, MOST_LENGTH)}…` : line;
}
