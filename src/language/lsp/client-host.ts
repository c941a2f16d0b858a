import type { ClientCapabilities } from "vscode-languageserver-protocol";
import type { Document } from "../../editor/document.ts";
import type { ChangeHistory } from "./change-history.ts";
import type { LanguageClient } from "./client.ts";

/** What a client needs of those around it. */
export interface ClientHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  capabilities(): ClientCapabilities;
  history(doc: Document): ChangeHistory;
  /** Answers what the server asks. What it throws is answered as an error. */
  onRequest(client: LanguageClient, method: string, params: unknown): unknown;
  onNotification(client: LanguageClient, method: string, params: unknown): void;
  /** The server was told of something new in a document, or of the document itself. */
  onSent(client: LanguageClient, doc: Document): void;
  /** It ended, whoever wanted it. Called once. */
  onEnd(client: LanguageClient, why: string): void;
}
