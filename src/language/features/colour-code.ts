/** Colours the code of a float with the grammars of the editor. */
import type { Editor } from "../../editor/editor.ts";
import { syntaxOf } from "../syntax/syntax.ts";
import type { RichLine } from "./markdown.ts";

/** What is written behind fences, as file types. */
const FILETYPES: Readonly<Record<string, string>> = {
  ts: "typescript",
  tsx: "typescriptreact",
  typescriptreact: "typescriptreact",
  js: "javascript",
  jsx: "javascriptreact",
  py: "python",
  rs: "rust",
  golang: "go",
  "c++": "cpp",
  shell: "sh",
  bash: "sh",
  shellscript: "sh",
  yml: "yaml",
  md: "markdown",
};

/** The lines with the colours of their code; the same lines where there is none. */
export async function colouredLines(
  editor: Editor,
  lines: readonly RichLine[],
): Promise<readonly RichLine[]> {
  const out = [...lines];
  for (let from = 0; from < lines.length; ) {
    const { language } = lines[from]!;
    let to = from + 1;
    while (to < lines.length && lines[to]!.language === language && language !== undefined) to++;
    if (language) {
      const filetype = FILETYPES[language.toLowerCase()] ?? language.toLowerCase();
      const texts = lines.slice(from, to).map(({ text }) => text);
      const spans = await syntaxOf(editor).colour(filetype, texts);
      for (let i = from; i < to; i++) out[i] = { ...lines[i]!, spans: spans[i - from] ?? [] };
    }
    from = to;
  }
  return out;
}
