/** What hunch tells servers that it can do. Features add what is theirs (`LanguageServers.declare`). */
import type { ClientCapabilities } from "vscode-languageserver-protocol";

/** What the core does by itself. */
export const CORE_CAPABILITIES: ClientCapabilities = {
  general: {
    // Ours is UTF-16: what needs no conversion comes first.
    positionEncodings: ["utf-16", "utf-8", "utf-32"],
    staleRequestSupport: {
      cancel: true,
      retryOnContentModified: [],
    },
  },
  textDocument: {
    synchronization: {
      dynamicRegistration: false,
      willSave: true,
      willSaveWaitUntil: true,
      didSave: true,
    },
    publishDiagnostics: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      versionSupport: true,
      codeDescriptionSupport: true,
      dataSupport: true,
    },
    diagnostic: {
      dynamicRegistration: true,
      relatedDocumentSupport: true,
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      dataSupport: true,
    },
  },
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ["create", "rename", "delete"],
      failureHandling: "abort",
      normalizesLineEndings: true,
      changeAnnotationSupport: { groupsOnLabel: false },
    },
  },
  window: {
    workDoneProgress: true,
    showMessage: {},
    showDocument: { support: false },
  },
};
