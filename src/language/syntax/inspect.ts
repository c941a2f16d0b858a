/** What `:Inspect` says about the text under the cursor. */
import type { Editor } from "../../editor/editor.ts";
import { pointOf } from "../../text/text.ts";
import type { SyntaxService } from "./service.ts";
import type { Node } from "./syntax.ts";

/** Parsing for an answer takes at most this long, in milliseconds. */
const BUDGET_MS = 50;

export function inspect(editor: Editor, service: SyntaxService): string {
  const { doc, win } = editor;
  const { pos } = win.cursor;
  const { row, col } = pointOf(doc.text, pos);
  const lines = [`${row + 1}:${col + 1}`];
  const tree = service.ensure(doc, BUDGET_MS);
  if (tree === null) {
    lines.push(`  ${service.reason(doc) ?? "The tree is not ready yet"}`);
  } else {
    const layer = tree.layerAt(pos);
    const languages = [tree.language];
    if (layer && layer.language !== tree.language) languages.push(layer.language);
    lines.push(`  language  ${languages.join(" > ")}`);
    const node = tree.nodeAt(pos);
    if (node) lines.push(`  node      ${pathOf(node)}`);
    const captures = service.stateOf(doc).tree?.capturesAt(pos) ?? [];
    lines.push(`  captures  ${captures.length === 0 ? "none" : captures.join(", ")}`);
  }
  const groups: string[] = [];
  doc.slots.between("highlights", pos, pos + 1, (from, to, { group, priority }, namespace) => {
    if (from <= pos && to > pos) groups.push(`${group} (${namespace}, ${priority})`);
  });
  lines.push(`  groups    ${groups.length === 0 ? "none" : groups.join(", ")}`);
  return lines.join("\n");
}

/** The types of a node and what it is in, outermost first: `program > call_expression > identifier`. */
function pathOf(node: Node): string {
  const path: string[] = [];
  for (let at: Node | null = node; at !== null; at = at.parent) path.unshift(at.type);
  return path.join(" > ");
}
