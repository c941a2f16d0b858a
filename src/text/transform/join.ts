import { skipComment } from "./comments.ts";
import { DEFAULT_COMMENTS } from "./options.ts";

export interface JoinOptions {
  /** J is true, gJ is false: keep white space as it is and add none. */
  readonly spaces: boolean;
  readonly formatoptions?: string;
  readonly comments?: string;
  readonly joinspaces?: boolean;
  /** False for the joins of the formatter, which knows the leaders itself. */
  readonly removeLeaders?: boolean;
  /** Called now and then; may throw to stop. */
  readonly poll?: () => void;
}

/** The lines as one line. `cursorCol` is where the last line was attached. */
export function joinLines(
  lines: readonly string[],
  options: JoinOptions,
): { text: string; cursorCol: number } {
  const { spaces, formatoptions = "", comments = DEFAULT_COMMENTS } = options;
  const removeLeaders = formatoptions.includes("j") && options.removeLeaders !== false;
  let text = "";
  let cursorCol = 0;
  let inComment = false;
  // The text so far is only ever added to: looking at its end would copy it each time.
  let tail = "";
  for (let i = 0; i < lines.length; i++) {
    if (i % 1024 === 0) options.poll?.();
    let line = lines[i]!;
    if (removeLeaders) {
      const skipped = skipComment(line, comments, i > 0 && inComment, spaces);
      line = skipped.rest;
      inComment = skipped.inComment;
    }
    let gap = "";
    if (spaces && i > 0) {
      line = line.replace(/^[ \t]+/, "");
      gap = gapBetween(text === "", tail, line, formatoptions, options.joinspaces === true);
    }
    cursorCol = text.length;
    text += gap + line;
    tail = line;
  }
  return { text, cursorCol };
}

function gapBetween(
  isFirst: boolean,
  tail: string,
  line: string,
  formatoptions: string,
  joinspaces: boolean,
): string {
  const characters = Array.from(tail.slice(-4));
  let last = characters.at(-1) ?? "";
  if (line === "" || line[0] === ")" || isFirst || last === "\t") return "";
  const wide = (ch: string) => (ch.codePointAt(0) ?? 0) >= 0x100;
  if (formatoptions.includes("M") && (wide(line) || wide(last))) return "";
  if (formatoptions.includes("B") && wide(line) && wide(last)) return "";
  let gap = "";
  if (last === " ") last = characters.at(-2) ?? "";
  else gap = " ";
  if (joinspaces && /^[.?!]$/.test(last)) gap += " ";
  return gap;
}
