import { cellAt, indentString, nextTabStop } from "./indent.ts";
import type { IndentOptions } from "./options.ts";

type Tabs = Pick<IndentOptions, "tabstop" | "vartabstop">;

/**
 * `:retab[!]` for one line: every run of white space that has a tab (with `bang` every run) is
 * written anew for the new tab stops, keeping the cells that it covers.
 */
export function retabLine(
  line: string,
  old: Tabs,
  now: Tabs & Pick<IndentOptions, "expandtab">,
  bang: boolean,
): string {
  if (!line.includes("\t") && !(bang && line.includes(" "))) return line;
  let result = "";
  for (let col = 0; col < line.length; ) {
    if (line[col] !== " " && line[col] !== "\t") {
      result += line[col++];
      continue;
    }
    let end = col;
    let start = cellAt(line, col, old);
    const first = start;
    let tabs = false;
    for (; line[end] === " " || line[end] === "\t"; end++) {
      if (line[end] === "\t") tabs = true;
      start = line[end] === "\t" ? nextTabStop(start, old) : start + 1;
    }
    const run = line.slice(col, end);
    const again = indentString(start - first, now, first);
    result += tabs || (bang && again.length < run.length) ? again : run;
    col = end;
  }
  return result;
}
