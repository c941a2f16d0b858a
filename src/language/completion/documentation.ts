/** What is known of an item, as lines beside the menu. */
import type { Editor } from "../../editor/editor.ts";
import type { FloatLine } from "../../editor/float.ts";
import { colouredLines } from "../features/colour-code.ts";
import { codeLines, contentLines, joined, type RichLine } from "../features/markdown.ts";
import { expandSnippet } from "../snippet/expansion.ts";
import type { CompletionItem } from "./item.ts";

/** Never rejects: without grammars there are no colours. */
export async function documentationOf(
  editor: Editor,
  item: CompletionItem,
): Promise<readonly FloatLine[]> {
  const { server, source } = item;
  const filetype = editor.doc.options.get("filetype");
  const raw = server?.resolved?.raw ?? server?.raw;
  const parts: RichLine[][] = [];
  const detail = typeof raw?.detail === "string" ? raw.detail : item.detail;
  if (detail !== "") parts.push(codeLines(detail, filetype));
  parts.push(contentLines(raw?.documentation ?? item.documentation));
  // What a snippet puts in says more than its name.
  if (source === "snippet") {
    const request = { variable: () => undefined, indent: "", unit: "  " };
    parts.push(codeLines(expandSnippet(item.insert, request).text, filetype));
  }
  const lines = joined(parts.filter((part) => part.length > 0));
  return colouredLines(editor, lines);
}
