/** The text objects by the key that is typed after `i` or `a`. */
import { blockObject } from "./block.ts";
import type { TextObject } from "./contract.ts";
import { indentObject } from "./indent.ts";
import { paragraphObject } from "./paragraph.ts";
import { quoteObject } from "./quote.ts";
import { sentenceObject } from "./sentence.ts";
import { tagObject } from "./tag.ts";
import { wordObject } from "./word.ts";

const block =
  (open: string, close: string): TextObject =>
  (context) =>
    blockObject(context, { open, close });
const quote =
  (char: string): TextObject =>
  (context) =>
    quoteObject(context, char);

const parentheses = block("(", ")");
const braces = block("{", "}");
const squares = block("[", "]");
const angles = block("<", ">");

export const textObjects: ReadonlyMap<string, TextObject> = new Map([
  ["w", (context) => wordObject(context, false)],
  ["W", (context) => wordObject(context, true)],
  ["s", sentenceObject],
  ["p", paragraphObject],
  ["(", parentheses],
  [")", parentheses],
  ["b", parentheses],
  ["{", braces],
  ["}", braces],
  ["B", braces],
  ["[", squares],
  ["]", squares],
  ["<lt>", angles],
  ["<", angles],
  [">", angles],
  ["t", tagObject],
  ['"', quote('"')],
  ["'", quote("'")],
  ["`", quote("`")],
  ["i", indentObject],
] satisfies [string, TextObject][]);
