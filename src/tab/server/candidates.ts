/**
 * What servers would complete at the cursor, as first tokens of longer completions. Where the menu
 * completes by itself it has asked already, and nothing more is asked.
 */
import type { Document } from "../../editor/document.ts";
import { readList } from "../../language/completion/from-server.ts";
import type { CompletionItem } from "../../language/completion/item.ts";
import { Query, rank } from "../../language/completion/rank.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import type { PredictionSnapshot } from "../../text/prediction.ts";
import { slice } from "../../text/text.ts";
import type { Asking } from "./asking.ts";

const METHOD = "textDocument/completion";
const TIMEOUT_MS = 2000;
const MOST = 50;
const MOST_LENGTH = 200;

/** Texts that could stand where the word at the cursor starts, the likeliest first. */
export type Candidates = (
  snapshot: PredictionSnapshot,
  signal: AbortSignal,
) => Promise<readonly string[]>;

export interface CandidatePorts {
  readonly servers: LanguageServers;
  readonly asking: Asking;
  /** What the menu has for the word at the cursor. */
  items(): readonly CompletionItem[];
}

export function serverCandidates({ servers, asking, items }: CandidatePorts): Candidates {
  const { editor } = servers;
  return async ({ doc: { id, revision, pos }, mode }, signal) => {
    const { doc, win } = editor;
    if (mode !== "insert" || doc.id !== id || doc.revision !== revision) return [];
    if (win.cursor.pos !== pos) return [];
    if (editor.options.get("autocomplete")) return textsOf(items());
    const found = await asking.ask("completion", signal, (inner) =>
      complete(servers, doc, pos, inner),
    );
    return found === null || doc.revision !== revision ? [] : textsOf(found);
  };
}

async function complete(
  servers: LanguageServers,
  doc: Document,
  pos: number,
  signal: AbortSignal,
): Promise<CompletionItem[]> {
  const [client] = servers.clients(doc, METHOD);
  if (client === undefined) return [];
  const { text, revision } = doc;
  const line = text.lineAt(pos);
  let col = pos - line.from;
  while (col > 0 && doc.isKeyword(line.text.charCodeAt(col - 1))) col--;
  const start = line.from + col;
  const answer = await client.request(
    METHOD,
    { ...client.at(doc, pos), context: { triggerKind: 1 } },
    { doc, signal, timeoutMs: TIMEOUT_MS },
  );
  if (answer.revision !== revision || doc.revision !== revision) return [];
  const { encoding } = client;
  const place = { client, text, revision, encoding, pos, start, replaces: false };
  const query = new Query(slice(text, start, pos));
  return rank(readList(answer.value, place).items, () => query).map(({ item }) => item);
}

/** The plain texts of servers' items that begin where the word does. */
function textsOf(items: readonly CompletionItem[]): string[] {
  const texts = new Set<string>();
  for (const { source, insert, snippet, offset, deprecated } of items) {
    if (source !== "lsp" || offset !== 0 || deprecated) continue;
    // Of a snippet what stands before its first place.
    const text = snippet ? insert.split("$", 1)[0]! : insert;
    if (text === "" || text.includes("\n") || text.length > MOST_LENGTH) continue;
    texts.add(text);
    if (texts.size >= MOST) break;
  }
  return [...texts];
}

/** The names with which those texts start. */
export function namesOf(items: readonly CompletionItem[]): string[] {
  const names = textsOf(items).flatMap(
    (text) => /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(text)?.[0] ?? [],
  );
  return [...new Set(names)];
}
