/** What hunch tells servers that it can do with what they know. */
import type { ClientCapabilities } from "vscode-languageserver-protocol";

const MARKUP = ["markdown", "plaintext"] as const;
const LINKS = { dynamicRegistration: true, linkSupport: true } as const;
const PLAIN = { dynamicRegistration: true } as const;
const RESOLVED = ["edit", "command", "disabled"];

/** `SymbolKind` 1 to 26. */
const SYMBOL_KINDS = Array.from({ length: 26 }, (_, i) => (i + 1) as 1);

export const FEATURE_CAPABILITIES: ClientCapabilities = {
  textDocument: {
    hover: { dynamicRegistration: true, contentFormat: [...MARKUP] },
    signatureHelp: {
      dynamicRegistration: true,
      contextSupport: true,
      signatureInformation: {
        documentationFormat: [...MARKUP],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    declaration: LINKS,
    definition: LINKS,
    typeDefinition: LINKS,
    implementation: LINKS,
    references: PLAIN,
    documentHighlight: PLAIN,
    documentSymbol: {
      dynamicRegistration: true,
      hierarchicalDocumentSymbolSupport: true,
      symbolKind: { valueSet: SYMBOL_KINDS },
    },
    formatting: PLAIN,
    rangeFormatting: PLAIN,
    rename: {
      dynamicRegistration: true,
      prepareSupport: true,
      prepareSupportDefaultBehavior: 1,
    },
    codeAction: {
      dynamicRegistration: true,
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: RESOLVED },
      codeActionLiteralSupport: {
        codeActionKind: {
          valueSet: [
            "",
            "quickfix",
            "refactor",
            "refactor.extract",
            "refactor.inline",
            "refactor.rewrite",
            "source",
            "source.organizeImports",
            "source.fixAll",
          ],
        },
      },
    },
    inlayHint: PLAIN,
    semanticTokens: {
      dynamicRegistration: true,
      requests: { range: true, full: { delta: true } },
      tokenTypes:
        "namespace type class enum interface struct typeParameter parameter variable property enumMember event function method macro keyword modifier comment string number regexp operator decorator".split(
          " ",
        ),
      tokenModifiers:
        "declaration definition readonly static deprecated abstract async modification documentation defaultLibrary".split(
          " ",
        ),
      formats: ["relative"],
      overlappingTokenSupport: false,
      multilineTokenSupport: false,
      serverCancelSupport: true,
      augmentsSyntaxTokens: true,
    },
  },
  workspace: {
    symbol: { dynamicRegistration: true, symbolKind: { valueSet: SYMBOL_KINDS } },
    executeCommand: PLAIN,
    inlayHint: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
  },
};
