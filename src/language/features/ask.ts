/** Asking the servers of a document, several at once, inside of a command or behind the keys. */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { type Answer, type LanguageClient, ServerEnded } from "../lsp/client.ts";
import type { LanguageServers } from "../lsp/servers.ts";

/** What one server answered. */
export interface ServerAnswer<T = unknown> extends Answer<T> {
  readonly client: LanguageClient;
}

export interface Question {
  readonly doc: Document;
  readonly method: string;
  params(client: LanguageClient): object;
  readonly timeoutMs?: number;
}

/**
 * The answers of all servers that can do something; those that fail are left out. Throws what the
 * first one said when all have failed.
 */
export async function askServers<T = unknown>(
  clients: readonly LanguageClient[],
  { doc, method, params, timeoutMs }: Question,
  signal: AbortSignal,
): Promise<ServerAnswer<T>[]> {
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  const results = await Promise.allSettled(
    clients.map(async (client) => ({
      ...(await client.request<T>(method, () => params(client), { doc, signal, ...limit })),
      client,
    })),
  );
  const answers = results.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  if (answers.length > 0) return answers;
  const reasons = results.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  const bug = reasons.find((each) => !(each instanceof UserError || each instanceof Cancelled));
  throw bug ?? reasons.find((each) => each instanceof UserError) ?? new Cancelled();
}

/** The servers for a method. Throws UserError when there is none. */
export function clientsFor(
  servers: LanguageServers,
  doc: Document,
  method: string,
): LanguageClient[] {
  const clients = servers.clients(doc, method);
  if (clients.length > 0) return clients;
  const what = method
    .replace(/^.*\//, "")
    .replace(/([A-Z])/g, " $1")
    .toLowerCase();
  if (servers.isStarting(doc)) throw new UserError("The language server is still starting");
  if (servers.clients(doc).length === 0) throw new UserError("No language server for this buffer");
  throw new UserError(`No language server here offers: ${what}`);
}

/** Waits for work that can be called off: it is, when the wait ends early. */
export function* waitFor<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Fiber<T> {
  const controller = new AbortController();
  try {
    return yield* until(work(controller.signal), name);
  } catch (error) {
    // The news of its end is enough.
    if (error instanceof ServerEnded) throw new Cancelled();
    throw error;
  } finally {
    controller.abort();
  }
}

/** Who is waited for, as the beginning of a message. */
export function namesOf(clients: readonly LanguageClient[]): string {
  return clients.map(({ name }) => name).join(", ");
}
