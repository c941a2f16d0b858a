/** What a server can do: by its capabilities, and by what it registered since. */
import type {
  DocumentSelector,
  Registration,
  ServerCapabilities,
  TextDocumentSyncOptions,
} from "vscode-languageserver-protocol";
import { globTest } from "./glob.ts";
import { isTable } from "./server-table.ts";

/** The document that something is asked for. */
export interface Subject {
  readonly path: string;
  readonly languageId: string;
}

/** The capability that stands for a method; what is not listed has no static one. */
const PROVIDERS: Readonly<Record<string, keyof ServerCapabilities>> = {
  "textDocument/completion": "completionProvider",
  "textDocument/hover": "hoverProvider",
  "textDocument/signatureHelp": "signatureHelpProvider",
  "textDocument/declaration": "declarationProvider",
  "textDocument/definition": "definitionProvider",
  "textDocument/typeDefinition": "typeDefinitionProvider",
  "textDocument/implementation": "implementationProvider",
  "textDocument/references": "referencesProvider",
  "textDocument/documentHighlight": "documentHighlightProvider",
  "textDocument/documentSymbol": "documentSymbolProvider",
  "textDocument/codeAction": "codeActionProvider",
  "textDocument/codeLens": "codeLensProvider",
  "textDocument/documentLink": "documentLinkProvider",
  "textDocument/documentColor": "colorProvider",
  "textDocument/formatting": "documentFormattingProvider",
  "textDocument/rangeFormatting": "documentRangeFormattingProvider",
  "textDocument/onTypeFormatting": "documentOnTypeFormattingProvider",
  "textDocument/rename": "renameProvider",
  "textDocument/foldingRange": "foldingRangeProvider",
  "textDocument/selectionRange": "selectionRangeProvider",
  "textDocument/prepareCallHierarchy": "callHierarchyProvider",
  "textDocument/linkedEditingRange": "linkedEditingRangeProvider",
  "textDocument/semanticTokens/full": "semanticTokensProvider",
  "textDocument/semanticTokens/full/delta": "semanticTokensProvider",
  "textDocument/semanticTokens/range": "semanticTokensProvider",
  "textDocument/inlayHint": "inlayHintProvider",
  "textDocument/diagnostic": "diagnosticProvider",
  "workspace/symbol": "workspaceSymbolProvider",
  "workspace/executeCommand": "executeCommandProvider",
};

/** Methods that hang on a part of a provider: the property that must be there. */
const PARTS: Readonly<Record<string, readonly [keyof ServerCapabilities, readonly string[]]>> = {
  "completionItem/resolve": ["completionProvider", ["resolveProvider"]],
  "codeAction/resolve": ["codeActionProvider", ["resolveProvider"]],
  "inlayHint/resolve": ["inlayHintProvider", ["resolveProvider"]],
  "workspaceSymbol/resolve": ["workspaceSymbolProvider", ["resolveProvider"]],
  "codeLens/resolve": ["codeLensProvider", ["resolveProvider"]],
  "textDocument/prepareRename": ["renameProvider", ["prepareProvider"]],
  "textDocument/semanticTokens/full": ["semanticTokensProvider", ["full"]],
  "textDocument/semanticTokens/full/delta": ["semanticTokensProvider", ["full", "delta"]],
  "textDocument/semanticTokens/range": ["semanticTokensProvider", ["range"]],
  "workspace/diagnostic": ["diagnosticProvider", ["workspaceDiagnostics"]],
};

/** What methods that are a part of another one are registered as. */
const REGISTERED_AS: Readonly<Record<string, string>> = {
  "completionItem/resolve": "textDocument/completion",
  "codeAction/resolve": "textDocument/codeAction",
  "inlayHint/resolve": "textDocument/inlayHint",
  "codeLens/resolve": "textDocument/codeLens",
  "textDocument/prepareRename": "textDocument/rename",
  "textDocument/semanticTokens/full": "textDocument/semanticTokens",
  "textDocument/semanticTokens/full/delta": "textDocument/semanticTokens",
  "textDocument/semanticTokens/range": "textDocument/semanticTokens",
  "workspace/diagnostic": "textDocument/diagnostic",
};

const MOST_REGISTRATIONS = 1000;

export class Registrations {
  capabilities: ServerCapabilities = {};
  private readonly dynamic = new Map<string, Registration>();

  add(registration: Registration): void {
    if (this.dynamic.size >= MOST_REGISTRATIONS) return;
    this.dynamic.set(registration.id, registration);
  }

  remove(id: string): Registration | null {
    const registration = this.dynamic.get(id) ?? null;
    this.dynamic.delete(id);
    return registration;
  }

  /** The dynamic registrations of a method. */
  of(method: string): Registration[] {
    return [...this.dynamic.values()].filter((registration) => registration.method === method);
  }

  all(): Registration[] {
    return [...this.dynamic.values()];
  }

  /** How the server wants to be told of documents. */
  syncOptions(): TextDocumentSyncOptions {
    const sync = this.capabilities.textDocumentSync;
    if (typeof sync === "number") return { openClose: sync > 0, change: sync, save: sync > 0 };
    const options: TextDocumentSyncOptions = isTable(sync) ? sync : { openClose: false, change: 0 };
    const registered = this.of("textDocument/didChange").at(-1)?.registerOptions;
    const opens = options.openClose === true || this.of("textDocument/didOpen").length > 0;
    if (!isTable(registered)) return { ...options, openClose: opens };
    const { syncKind } = registered as { readonly syncKind?: 0 | 1 | 2 };
    return { ...options, openClose: opens, change: syncKind ?? 1 };
  }

  /** Whether a method may be asked, for a document where it is about one. */
  supports(method: string, subject?: Subject): boolean {
    return this.options(method, subject) !== null;
  }

  /** The options of a method (`{}` when it has none), or null when it is not supported. */
  options(method: string, subject?: Subject): Readonly<Record<string, unknown>> | null {
    const part = PARTS[method];
    const provider = this.capabilities[part?.[0] ?? PROVIDERS[method] ?? ("none" as never)];
    if (provider && holds(provider, part?.[1] ?? [])) {
      const selector = isTable(provider) ? provider.documentSelector : null;
      if (matches(selector, subject)) return isTable(provider) ? provider : {};
    }
    const registered = REGISTERED_AS[method] ?? method;
    for (const { registerOptions } of this.of(registered)) {
      const options = isTable(registerOptions) ? registerOptions : {};
      if (holds(options, part?.[1] ?? []) && matches(options.documentSelector, subject)) {
        return options;
      }
    }
    return null;
  }
}

/** Whether a property of a property … of a provider is set. */
function holds(provider: unknown, path: readonly string[]): boolean {
  let at: unknown = provider;
  for (const key of path) at = isTable(at) ? at[key] : undefined;
  return Boolean(at);
}

/** Whether a selector takes a document. No selector takes every one. */
export function matches(selector: unknown, subject: Subject | undefined): boolean {
  if (subject === undefined || !Array.isArray(selector)) return true;
  return (selector as DocumentSelector).some((filter) => {
    if (typeof filter === "string") return filter === subject.languageId || filter === "*";
    if (!isTable(filter)) return false;
    const { language, scheme, pattern } = filter as Readonly<Record<string, unknown>>;
    if (scheme !== undefined && scheme !== "file") return false;
    if (language !== undefined && language !== subject.languageId) return false;
    return pattern === undefined || globTest(pattern, null)(subject.path);
  });
}
