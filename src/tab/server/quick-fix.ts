/**
 * What servers would do about a diagnostic, as changes of one open document. Only text edits: what
 * needs a command, makes files or reaches several of them is for the user to choose. A command beside
 * an edit is never run.
 */
import { UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { ACTION_METHOD, AUTOMATIC } from "../../language/features/code-actions.ts";
import type { LanguageClient } from "../../language/lsp/client.ts";
import { sourcesOf } from "../../language/lsp/server-diagnostics.ts";
import { isTable } from "../../language/lsp/server-table.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import { changeOfEdits } from "../../language/lsp/text-edits.ts";
import {
  operationsOf,
  type TextEdit,
  type WorkspaceEdit,
} from "../../language/lsp/workspace-edit.ts";
import { isLarge } from "../../text/prediction.ts";
import type { ChangeSet } from "../../text/text.ts";
import type { Asking } from "./asking.ts";
import type { CausedDiagnostic } from "./caused.ts";

export interface Fix {
  readonly title: string;
  readonly preferred: boolean;
  /** How many fixes there are to choose from. */
  readonly choices: number;
  readonly doc: Document;
  /** The revision that `changes` are for. */
  readonly revision: number;
  readonly changes: ChangeSet;
}

const TIMEOUT_MS = 4000;
/** Fixes of one diagnostic that are looked at. */
const MOST_FIXES = 3;

interface Offered {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly revisions: ReadonlyMap<Document, number>;
}

export class QuickFixes {
  private readonly servers: LanguageServers;
  private readonly asking: Asking;
  /** What was found for one revision of a document, by the diagnostic. */
  private readonly known = new WeakMap<
    Document,
    { readonly revision: number; readonly fixes: Map<string, readonly Fix[]> }
  >();

  constructor(servers: LanguageServers, asking: Asking) {
    this.servers = servers;
    this.asking = asking;
  }

  /** The best first; none where the server is silent or the text has changed meanwhile. */
  async of(diagnostic: CausedDiagnostic, signal: AbortSignal): Promise<readonly Fix[]> {
    const { at, source, item } = diagnostic;
    if (at === null || !isTable(item.data)) return [];
    const { doc } = at;
    const client = this.servers
      .clients(doc, ACTION_METHOD)
      .find((each) => sourcesOf(each).includes(source));
    if (client === undefined) return [];
    const key = [source, at.from, at.to, item.code, item.message].join("\0");
    const fixes = await this.asking.ask("actions", signal, async (inner) => {
      // Another predictor may have asked meanwhile.
      const { revision } = doc;
      const known = this.knownOf(doc);
      const fixes = known.get(key) ?? (await this.find(client, diagnostic, inner));
      if (doc.revision !== revision) return [];
      known.set(key, fixes);
      return fixes;
    });
    return fixes?.filter(({ revision }) => revision === doc.revision) ?? [];
  }

  private knownOf(doc: Document): Map<string, readonly Fix[]> {
    const { revision } = doc;
    let known = this.known.get(doc);
    if (known?.revision !== revision) this.known.set(doc, (known = { revision, fixes: new Map() }));
    return known.fixes;
  }

  private async find(
    client: LanguageClient,
    { at, item }: CausedDiagnostic,
    signal: AbortSignal,
  ): Promise<Fix[]> {
    const { doc, from, to } = at!;
    const { revision } = doc;
    const params = (): object => {
      const range = client.range(doc, from, to);
      return {
        textDocument: client.textDocument(doc),
        range,
        context: {
          triggerKind: AUTOMATIC,
          diagnostics: [{ ...(item.data as object), range }],
          only: ["quickfix"],
        },
      };
    };
    const options = { doc, signal, timeoutMs: TIMEOUT_MS };
    const answer = await client.request(ACTION_METHOD, params, options);
    if (answer.revision !== revision || doc.revision !== revision) return [];
    const offered = (Array.isArray(answer.value) ? answer.value : []).filter(isOffer);
    offered.sort((a, b) => Number(b.isPreferred === true) - Number(a.isPreferred === true));
    const fixes: Fix[] = [];
    for (const raw of offered.slice(0, MOST_FIXES)) {
      const whole = await this.resolved(client, { raw, revisions: answer.revisions }, signal);
      const change = whole && changeOf(this.servers, client, whole);
      if (change === null) continue;
      fixes.push({
        title: String(raw.title).slice(0, 200).replace(/\s+/g, " "),
        preferred: raw.isPreferred === true,
        choices: offered.length,
        ...change,
      });
    }
    return fixes;
  }

  /** With its edit; null when there is none. */
  private async resolved(
    client: LanguageClient,
    offered: Offered,
    signal: AbortSignal,
  ): Promise<Offered | null> {
    let { raw, revisions } = offered;
    if (raw.edit === undefined) {
      if (!client.supports("codeAction/resolve")) return null;
      const answer = await client.request("codeAction/resolve", raw, {
        signal,
        timeoutMs: TIMEOUT_MS,
      });
      if (!isTable(answer.value)) return null;
      raw = answer.value;
      revisions = answer.revisions;
    }
    return isTable(raw.edit) ? { raw, revisions } : null;
  }
}

/** A quick fix that can be done now, without running anything. */
function isOffer(raw: unknown): raw is Readonly<Record<string, unknown>> {
  if (!isTable(raw) || typeof raw.title !== "string" || isTable(raw.disabled)) return false;
  if (raw.edit === undefined && raw.command !== undefined) return false;
  return typeof raw.kind === "string" && /^quickfix(\.|$)/.test(raw.kind);
}

/** An edit as the change of the one open document that it is about; null: it is not such an edit. */
function changeOf(
  servers: LanguageServers,
  client: LanguageClient,
  { raw, revisions }: Offered,
): Pick<Fix, "doc" | "revision" | "changes"> | null {
  let operations: ReturnType<typeof operationsOf>;
  try {
    operations = operationsOf(raw.edit as WorkspaceEdit);
  } catch (error) {
    // An edit that nobody understands is none.
    if (error instanceof UserError) return null;
    throw error;
  }
  const edits: TextEdit[] = [];
  const path = operations[0]?.path;
  for (const each of operations) {
    if (each.kind !== "edit" || each.path !== path) return null;
    edits.push(...each.edits);
  }
  const doc = path === undefined ? null : servers.documentOf(path);
  if (doc === null || !doc.loaded || revisions.get(doc) !== doc.revision) return null;
  const open = client.documents.get(doc);
  if (open === undefined || !doc.options.get("modifiable")) return null;
  const changes = changeOfEdits(doc.text, edits, client.encoding, open.finalBreak);
  if (changes === null || changes.empty || isLarge(changes)) return null;
  return { doc, revision: doc.revision, changes };
}
