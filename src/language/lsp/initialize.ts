/** The first thing that a server is told. */
import type { ClientCapabilities, InitializeParams } from "vscode-languageserver-protocol";
import type { ServerSpec } from "./server-table.ts";
import { uriOf } from "./uri.ts";

export function initializeParams(
  spec: ServerSpec,
  root: string | null,
  client: { readonly version: string; capabilities(): ClientCapabilities },
): InitializeParams {
  const { initializationOptions } = spec;
  const folder = root === null ? null : { uri: uriOf(root), name: root.split("/").at(-1) || root };
  return {
    // A server whose editor is gone ends by itself.
    processId: process.pid,
    clientInfo: { name: "hunch", version: client.version },
    locale: "en",
    rootPath: root,
    rootUri: folder?.uri ?? null,
    workspaceFolders: folder && [folder],
    capabilities: client.capabilities(),
    trace: "off",
    ...(initializationOptions === null ? {} : { initializationOptions }),
  };
}
