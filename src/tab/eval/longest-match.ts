/**
 * A plain completer to compare with: where the text before the cursor has stood before for the most
 * characters, what followed it there to the end of its line.
 */
import type { Completer } from "./complete.ts";
import type { Typist } from "./complete-typing.ts";

/** Characters that have to be the same, and at most are compared. */
const LEAST = 10;
const MOST = 80;

export function longestMatch(least = LEAST): Completer {
  return (typist) => {
    const lines = typist.linesBefore;
    const context = `${lines.join("\n")}\n${typist.before}`.slice(-MOST);
    if (context.length < least) return null;
    const key = context.slice(-least);
    let best = 0;
    let rest = "";
    for (const text of textsOf(typist)) {
      for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
        const end = at + least;
        let length = least;
        while (
          length < context.length &&
          text[end - length - 1] === context[context.length - length - 1]
        ) {
          length++;
        }
        if (length < best) continue;
        const lineEnd = text.indexOf("\n", end);
        const found = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
        if (found.trim() === "") continue;
        best = length;
        rest = found;
      }
    }
    if (rest === "") return null;
    // What stands behind the cursor already is not put in again.
    const { after } = typist;
    const shown = after !== "" && rest.endsWith(after) ? rest.slice(0, -after.length) : rest;
    return shown === "" ? null : shown;
  };
}

/** The other files, and of this one what stands before and behind the cursor's line. */
function* textsOf(typist: Typist): Generator<string> {
  yield* typist.others();
  yield typist.linesBehind.join("\n");
  yield `${typist.allLinesBefore.join("\n")}\n${typist.before.slice(0, -1)}`;
}
