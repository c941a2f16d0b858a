/** What a server leaves out of its list and is asked for when an item is looked at or put in. */
import { messageOf } from "../../base/errors.ts";
import { isTable } from "../lsp/server-table.ts";
import type { CompletionItem } from "./item.ts";

const METHOD = "completionItem/resolve";

/** Asks once; false when nothing new came. Never rejects. */
export async function resolveItem(item: CompletionItem): Promise<boolean> {
  const { server } = item;
  if (server === null || server.resolved !== null) return false;
  const { client } = server;
  const doc = [...client.documents.keys()].find((each) => client.supports(METHOD, each));
  if (doc === undefined) return false;
  server.resolving ??= (async () => {
    try {
      // All documents are told first, so that its edits speak of the texts as they are now.
      const answer = await client.request(METHOD, server.raw);
      if (isTable(answer.value)) {
        server.resolved = { raw: answer.value, revisions: answer.revisions };
      }
    } catch (error) {
      client.log.note(`${METHOD}: ${messageOf(error)}`);
    }
  })();
  await server.resolving;
  return server.resolved !== null;
}
