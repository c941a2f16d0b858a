/** What is typed may move its line: a bracket or a word that closes what is open. */
import { lineText, rowStart } from "../../../text/text.ts";
import { indentEnd } from "../../../text/transform/indent.ts";
import type { Node } from "../../syntax/syntax.ts";
import { type IndentTable, tableOf } from "../language-table.ts";
import { unmatchedOpener } from "./broken.ts";
import { CLOSERS, type Indenter } from "./indenter.ts";

/** Whether a line up to the cursor is one whose indent may change now. Cheap: asked for every key. */
export function mayMove(before: string, typed: string, indent: IndentTable): boolean {
  const start = indentEnd(before);
  if (start === before.length) return false;
  const word = before.slice(start);
  // Only what makes the beginning of the line: not what is typed behind it.
  if (CLOSERS.has(word[0]!)) return word.length <= typed.length;
  if (indent.offside) return word.endsWith(":") && typed.endsWith(":") && startsWith(word, indent);
  return indent.typed.some((each) => {
    if (!word.startsWith(each)) return false;
    const more = word.slice(each.length);
    if (each === "</") return more === "" || (more.endsWith(">") && typed.endsWith(">"));
    if (/^(case|default)$/.test(each)) return /:$/.test(more) && typed.endsWith(":");
    // One more character is looked at, too: `fi` may become `file`.
    return more.length <= typed.length;
  });
}

function startsWith(word: string, indent: IndentTable): boolean {
  const first = /^\w+/.exec(word)?.[0] ?? "";
  return indent.typed.includes(first);
}

/** The new indent of a line, in cells; null: it stays. The tree has what was typed. */
export function typedIndent(indenter: Indenter, row: number): number | null {
  const { text } = indenter;
  const line = lineText(text, row);
  const col = indentEnd(line);
  const pos = rowStart(text, row) + col;
  const offside = tableOf(indenter.tree.language)?.indent?.offside;
  if (offside && /^\w/.test(line.slice(col))) return partner(indenter, row, line.slice(col));
  const [place] = indenter.placesAt(pos);
  const indent = place?.table.indent;
  if (!place || !indent) return null;
  if (/^(\??\.(?![.\d])|\? ?|&&|\|\|)/.test(line.slice(col))) return chained(indenter, row);
  const leaf = place.root.descendantForIndex(pos, pos + 1);
  const broken = leaf === null || leaf.parent === null || leaf.parent.isError;
  if (broken && CLOSERS.has(line[col]!)) {
    const open = unmatchedOpener(place.root, pos, 0);
    return open === null ? null : indenter.width(text.lineAt(open).number - 1);
  }
  const word = /^\w+/.exec(line.slice(col))?.[0];
  if (word !== undefined && (broken || inError(leaf))) {
    if (/^(case|default)$/.test(word)) return caseLevel(indenter, row, indent);
    return indent.opening.length > 0 ? outerLevel(indenter, row) : null;
  }
  if (leaf !== null && (place.table.objects.comment.has(leaf.type) || indent.keep.has(leaf.type))) {
    return null;
  }
  return indenter.line(row);
}

function inError(leaf: Node | null): boolean {
  for (let node = leaf; node !== null; node = node.parent) if (node.isError) return true;
  return false;
}

/** `case` stands where the one before stands, or where its `switch` asks for. */
function caseLevel(indenter: Indenter, row: number, indent: IndentTable): number | null {
  const own = indenter.width(row);
  for (let at = row - 1; at >= 0; at--) {
    const above = lineText(indenter.text, at).trim();
    const width = indenter.width(at);
    if (above === "" || width > own) continue;
    if (/^(case|default)\b/.test(above)) return width;
    if (!/\b(switch|select|match)\b.*\{$/.test(above)) continue;
    const inside = SWITCHES.some((type) => indent.nodes.has(type));
    return width + (inside ? indenter.step : 0);
  }
  return null;
}

const SWITCHES = ["switch_body", "switch_block", "case_statement"];

/** The indent of the nearest line above that stands further out: it opened what ends here. */
function outerLevel(indenter: Indenter, row: number): number | null {
  const own = indenter.width(row);
  for (let at = row - 1; at >= 0; at--) {
    if (lineText(indenter.text, at).trim() === "") continue;
    if (indenter.width(at) < own) return indenter.width(at);
  }
  return null;
}

/** A dot goes on with the expression of the line above. */
function chained(indenter: Indenter, row: number): number | null {
  if (row === 0) return null;
  const above = lineText(indenter.text, row - 1).trim();
  if (/[\w)\]}?!"'`]$/.test(above)) {
    return indenter.width(row - 1) + (/^(\??\.|[?:] |&&|\|\|)/.test(above) ? 0 : indenter.step);
  }
  return null;
}

const PARTNERS: Readonly<Record<string, RegExp>> = {
  else: /^(if|elif|for|while|try|except|async for)\b/,
  elif: /^(if|elif)\b/,
  except: /^(try|except)\b/,
  finally: /^(try|except|else)\b/,
};

/** The nearest statement above, not further in, that a clause may belong to. */
function partner(indenter: Indenter, row: number, line: string): number | null {
  const word = /^\w+/.exec(line)![0];
  const pattern = PARTNERS[word];
  if (!pattern) return null;
  const own = indenter.width(row);
  let most = own;
  for (let at = row - 1; at >= 0; at--) {
    const above = lineText(indenter.text, at).trim();
    if (above === "" || above.startsWith("#")) continue;
    const width = indenter.width(at);
    if (width > most) continue;
    if (pattern.test(above)) {
      // A line of the same indent that is one branch's end has its statement further out.
      return width;
    }
    most = Math.min(most, width);
  }
  return null;
}
