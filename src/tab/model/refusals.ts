/** Answers that the user did not want: the same one is not given again at that place. */
import { lineText, rowOf } from "../../text/text.ts";
import type { Wanted } from "./known.ts";

const MOST = 20;

export type Refused = Pick<Wanted, "key" | "text" | "hunk">;

/** The line that it is in as far as it stays, and what it does there. */
function signOf({ key, text, hunk }: Refused): string {
  const row = rowOf(text, hunk.from);
  const line = lineText(text, row);
  const start = hunk.from - text.line(row + 1).from;
  return JSON.stringify([
    key,
    line.slice(0, start).trim(),
    hunk.to - hunk.from,
    hunk.insert.trim(),
  ]);
}

export class Refusals {
  private signs: string[] = [];

  add(wanted: Refused): void {
    const sign = signOf(wanted);
    this.signs = [...this.signs.filter((other) => other !== sign), sign].slice(-MOST);
  }

  has(wanted: Refused): boolean {
    return this.signs.length > 0 && this.signs.includes(signOf(wanted));
  }
}
