/** How a help text looks in its window: headings, code, links. */
import { Highlight, type Slots } from "../../text/slots.ts";
import type { Text } from "../../text/text.ts";

const INLINE = /(`+)(.+?)\1|\[[^\]]*\]\([^)\s]*\)|\|[^\s|]+\|/g;

/** Publishes the highlights of a Markdown text. */
export function publishLook(slots: Slots, text: Text): void {
  const ranges: { from: number; to: number; value: Highlight }[] = [];
  const add = (from: number, to: number, group: string): void => {
    if (to > from) ranges.push({ from, to, value: new Highlight(group) });
  };
  let fenced = false;
  for (let n = 1; n <= text.lines; n++) {
    const line = text.line(n);
    const fence = /^\s*(```|~~~)/.test(line.text);
    if (fence || fenced) add(line.from, line.to, fence ? "comment" : "markup.raw");
    else if (/^#+\s/.test(line.text)) add(line.from, line.to, "heading");
    else {
      for (const match of line.text.matchAll(INLINE)) {
        const from = line.from + match.index;
        add(from, from + match[0].length, match[1] === undefined ? "link" : "string");
      }
    }
    if (fence) fenced = !fenced;
  }
  slots.publish("highlights", "help", ranges as never);
}
