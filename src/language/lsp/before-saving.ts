/** What servers do to a document before it is written (`textDocument/willSaveWaitUntil`). */
import type { TextEdit } from "vscode-languageserver-protocol";
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import type { LanguageClient } from "./client.ts";
import type { LanguageServers } from "./servers.ts";
import { changeOfEdits } from "./text-edits.ts";

/** `TextDocumentSaveReason.Manual` */
const MANUAL = 1;

/** What goes wrong is said; it does not keep the document from being written. */
export function* changesBeforeSaving(servers: LanguageServers, doc: Document): Fiber {
  for (const client of servers.clients(doc)) {
    client.willSave(doc);
    if (!client.wantsWillSaveWaitUntil(doc) || !doc.options.get("modifiable")) continue;
    try {
      yield* ask(servers, client, doc);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      servers.editor.showMessage(error.message, "warning");
    }
  }
}

function* ask(servers: LanguageServers, client: LanguageClient, doc: Document): Fiber {
  const controller = new AbortController();
  const params = { textDocument: client.textDocument(doc), reason: MANUAL };
  try {
    const { value, revision } = yield* until(
      client.request<TextEdit[] | null>("textDocument/willSaveWaitUntil", params, {
        doc,
        signal: controller.signal,
        timeoutMs: servers.patienceOnSaving,
      }),
      client.name,
    );
    if (!Array.isArray(value) || revision !== doc.revision) return;
    const { finalBreak } = client.documents.get(doc) ?? { finalBreak: true };
    const change = changeOfEdits(doc.text, value, client.encoding, finalBreak);
    if (change === null) throw new UserError(`${client.name}: edits that overlap`);
    if (change.empty) return;
    doc.undo.sync();
    servers.editor.dispatch(doc, { changes: change, origin: "lsp.save" });
    doc.undo.sync();
  } finally {
    controller.abort();
  }
}
