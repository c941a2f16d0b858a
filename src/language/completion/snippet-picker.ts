/** The user's snippets in a picker. */
import type { Editor } from "../../editor/editor.ts";
import type { PickItem, PickSource } from "../../editor/picker.ts";
import type { UserSnippet, UserSnippets } from "../snippet/user-snippets.ts";

/** Leads to the snippet's file: to change it there. */
export function snippetSource(editor: Editor, snippets: UserSnippets): PickSource {
  return {
    name: "snippets",
    title: "Snippets",
    doc: "Your snippets for the kind of the text, and where they are written",
    start(_query, sink, signal) {
      snippets.of(editor.doc.options.get("filetype")).then(
        (found) => {
          if (signal.aborted) return;
          sink.push(found.map(item));
          sink.done();
        },
        (error: unknown) => sink.done(String(error)),
      );
    },
    preview(item) {
      const { name, body } = item.data as UserSnippet;
      const filetype = editor.doc.options.get("filetype");
      return { title: name, lines: body.split("\n"), row: -1, filetype };
    },
  };
}

function item(snippet: UserSnippet): PickItem {
  const { prefix, name, path } = snippet;
  return {
    text: prefix,
    detail: name === prefix ? "" : name,
    place: { path, point: { row: 0, col: 0 } } as never,
    data: snippet,
  };
}
