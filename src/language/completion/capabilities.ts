/** What hunch can do with completion items, for servers. */
import type { ClientCapabilities } from "vscode-languageserver-protocol";

export const COMPLETION_CAPABILITIES: ClientCapabilities = {
  textDocument: {
    completion: {
      dynamicRegistration: true,
      contextSupport: true,
      insertTextMode: 2,
      completionItem: {
        snippetSupport: true,
        // What is typed is text, Enter too: nothing is accepted by the way.
        commitCharactersSupport: false,
        documentationFormat: ["markdown", "plaintext"],
        deprecatedSupport: true,
        preselectSupport: true,
        tagSupport: { valueSet: [1] },
        insertReplaceSupport: true,
        resolveSupport: {
          properties: ["documentation", "detail", "additionalTextEdits", "command"],
        },
        insertTextModeSupport: { valueSet: [1, 2] },
        labelDetailsSupport: true,
      },
      completionItemKind: { valueSet: Array.from({ length: 25 }, (_, i) => (i + 1) as never) },
      completionList: {
        itemDefaults: [
          "commitCharacters",
          "editRange",
          "insertTextFormat",
          "insertTextMode",
          "data",
        ],
      },
    },
  },
};
