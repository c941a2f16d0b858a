/** What language servers complete. */
import { messageOf } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { LanguageClient } from "../lsp/client.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { readList, type ServerList } from "./from-server.ts";
import type { CompletionSession } from "./session.ts";

const METHOD = "textDocument/completion";

export interface ServerQuestion {
  readonly session: CompletionSession;
  /** `CompletionTriggerKind`: 1 by a word or a wish, 2 by a character, 3: the last list was not whole. */
  readonly kind: 1 | 2 | 3;
  readonly character: string | null;
  /** Asks these alone. */
  readonly only: ReadonlySet<unknown> | null;
  readonly signal: AbortSignal;
}

export interface ServerListener {
  started(client: LanguageClient): void;
  /** Null: it has no answer. */
  ended(client: LanguageClient, list: ServerList | null): void;
}

/** Whether a server completes in a document. */
export function completes(servers: LanguageServers, doc: Document): boolean {
  return servers.clients(doc, METHOD).length > 0;
}

/** The characters that the servers of a document want to be asked after. */
export function triggersOf(servers: LanguageServers, doc: Document): Set<string> {
  const triggers = new Set<string>();
  for (const client of servers.clients(doc, METHOD)) {
    for (const character of charactersOf(client, doc)) triggers.add(character);
  }
  return triggers;
}

function charactersOf(client: LanguageClient, doc: Document): readonly string[] {
  const characters = client.options(METHOD, doc)?.triggerCharacters;
  return Array.isArray(characters) ? characters.filter((each) => typeof each === "string") : [];
}

export function askServers(
  servers: LanguageServers,
  question: ServerQuestion,
  listener: ServerListener,
): void {
  const { session, character, only, signal } = question;
  const { doc } = session;
  for (const client of servers.clients(doc, METHOD)) {
    if (only !== null && !only.has(client)) continue;
    if (character !== null && !charactersOf(client, doc).includes(character)) continue;
    listener.started(client);
    void askOne(servers, client, question).then((list) => {
      listener.ended(client, signal.aborted ? null : list);
    });
  }
}

async function askOne(
  servers: LanguageServers,
  client: LanguageClient,
  { session, kind, character, signal }: ServerQuestion,
): Promise<ServerList | null> {
  const { doc } = session;
  const { pos, start } = session;
  const context =
    character === null ? { triggerKind: kind } : { triggerKind: 2, triggerCharacter: character };
  try {
    const { text } = doc;
    const answer = await client.request(
      METHOD,
      { ...client.at(doc, pos), context },
      { doc, signal },
    );
    // The places of the answer are those of the text that it was asked for; only the word has
    // changed since, or the session is over.
    return readList(answer.value, {
      client,
      text,
      revision: answer.revision,
      encoding: client.encoding,
      pos,
      start,
      replaces: servers.editor.options.get("completereplace"),
    });
  } catch (error) {
    // A menu that nobody has asked for does not complain.
    if (!signal.aborted) client.log.note(`${METHOD}: ${messageOf(error)}`);
    return null;
  }
}
