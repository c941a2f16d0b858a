/** Edits that servers ask for by themselves (`workspace/applyEdit`). */
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { LanguageClient } from "./client.ts";
import { notice } from "./notice.ts";
import { isTable } from "./server-table.ts";
import type { LanguageServers } from "./servers.ts";
import { applyWorkspaceEdit, withoutKeys } from "./workspace-edit.ts";

interface Outcome {
  readonly applied: boolean;
  readonly failureReason?: string;
}

/** So long an edit waits for the user to end what they type, ms. */
const PATIENCE_MS = 10_000;

/**
 * Applies an edit when nothing else is under way: between two commands, or while a command waits for
 * an answer. The answer to the server.
 */
export function applyForServer(
  servers: LanguageServers,
  client: LanguageClient,
  params: unknown,
): Outcome | Promise<Outcome> {
  if (!isTable(params) || !isTable(params.edit)) return refused("no edit");
  const { edit } = params;
  // What the server knows now is what its edit is for.
  const revisions = client.revisions();
  const apply = (): Outcome => {
    try {
      const request = { client, edit, revisions, origin: "lsp.edit" };
      const result = withoutKeys(applyWorkspaceEdit(servers.editor, request));
      servers.host.redraw();
      if (result !== null) return { applied: true };
      notice(servers.editor, `${client.name} wants to rename or delete files: refused`);
      return refused("it has to be confirmed");
    } catch (error) {
      if (error instanceof Cancelled) return refused("called off");
      if (!(error instanceof UserError)) servers.editor.reportBug("an edit of a server", error);
      else notice(servers.editor, `${client.name}: ${messageOf(error)}`);
      servers.host.redraw();
      return refused(messageOf(error));
    }
  };
  if (isQuiet(servers.editor)) return apply();
  return new Promise((resolve) => {
    const { editor, host } = servers;
    let over = false;
    const end = (outcome: () => Outcome): void => {
      if (over) return;
      over = true;
      clearTimeout(late);
      for (const stop of stops) stop();
      resolve(outcome());
    };
    const look = (): void => {
      // Not in the middle of the command that has just ended.
      host.afterFrame(() => {
        if (isQuiet(editor)) end(apply);
      });
    };
    const stops = [editor.events.on("command-done", look), editor.events.on("mode", look)];
    const late = setTimeout(() => end(() => refused("the user is typing")), PATIENCE_MS);
    late.unref();
  });
}

/** Whether a document may be changed from outside of a command. */
export function isQuiet(editor: Editor): boolean {
  const { loop } = editor;
  return loop !== null && (loop.idle || loop.request.wait !== undefined);
}

function refused(failureReason: string): Outcome {
  return { applied: false, failureReason };
}
