/** What can be completed, whoever knows it. */
import type { Document } from "../../editor/document.ts";
import type { LanguageClient } from "../lsp/client.ts";

export type CompletionSource = "lsp" | "snippet" | "path" | "buffer" | "choice";

/** The item as a server has sent it, with the defaults of its list. */
export interface ServerItem {
  readonly client: LanguageClient;
  readonly raw: Readonly<Record<string, unknown>>;
  /** The revision of the document that its places speak of. */
  readonly revision: number;
  /** Asked for what the list leaves out; null: not yet. */
  resolving: Promise<void> | null;
  /** The answer, and the revisions that it speaks of. */
  resolved: {
    readonly raw: Readonly<Record<string, unknown>>;
    readonly revisions: ReadonlyMap<Document, number>;
  } | null;
}

export interface CompletionItem {
  readonly source: CompletionSource;
  readonly label: string;
  readonly labelDetail: string;
  readonly kind: string;
  /** What is put in; the body of a snippet where `snippet` is set. */
  readonly insert: string;
  readonly snippet: boolean;
  /** Rows behind the first one are indented as the row that they are put into. */
  readonly indents: boolean;
  /** What the typed text is compared with. */
  readonly filter: string;
  readonly sort: string;
  readonly preselect: boolean;
  readonly deprecated: boolean;
  /** Where the completed text starts, counted from the start of the word, UTF-16 units. */
  readonly offset: number;
  /** UTF-16 units behind the cursor that it takes the place of. */
  readonly tail: number;
  /** A line on what it is, and markdown; a server's may come later. */
  readonly detail: string;
  readonly documentation: string;
  readonly server: ServerItem | null;
}

export function plainItem(
  source: CompletionSource,
  label: string,
  more: Partial<CompletionItem> = {},
): CompletionItem {
  return {
    source,
    label,
    labelDetail: "",
    kind: "",
    insert: label,
    snippet: false,
    indents: false,
    filter: label,
    sort: label,
    preselect: false,
    deprecated: false,
    offset: 0,
    tail: 0,
    detail: "",
    documentation: "",
    server: null,
    ...more,
  };
}
