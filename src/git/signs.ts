/** Marks changed rows in the sign column. */
import { Sign } from "../text/slots.ts";
import type { Text } from "../text/text.ts";
import type { GitFile } from "./git-file.ts";
import { type Hunk, kindOf, shownRows } from "./hunk.ts";

const NAMESPACE = "git";

/** Told apart by their letters, too: not everyone sees the colours. */
const LETTERS = { add: "+", change: "~", delete: "_" } as const;
/** Above the first row there is no row to put the mark of a deletion below. */
const DELETED_ABOVE = "‾";

/** Below those of diagnostics. */
const PRIORITY = 6;

export function publishSigns(file: GitFile, ascii: boolean): void {
  const { doc } = file;
  const signs = [
    ...signsOf(file.stagedInBuffer(), doc.text, "sign.git.staged", ascii),
    ...signsOf(file.hunks, doc.text, "", ascii),
  ];
  doc.slots.publish("signs", NAMESPACE, signs);
}

function signsOf(hunks: readonly Hunk[], text: Text, group: string, ascii: boolean) {
  return hunks.flatMap((hunk) => {
    const kind = kindOf(hunk);
    const { first, last } = shownRows(hunk);
    const above = kind === "delete" && hunk.fromB === 0;
    const letter = above && !ascii ? DELETED_ABOVE : above ? "^" : LETTERS[kind];
    const sign = new Sign(letter, group || `sign.git.${kind}`, PRIORITY);
    const ranges = [];
    for (let row = first; row <= Math.min(last, text.lines - 1); row++) {
      ranges.push(sign.range(text.line(row + 1).from));
    }
    return ranges;
  });
}
