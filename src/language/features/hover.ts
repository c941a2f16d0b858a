/** `K`: what servers know about what is under the cursor. */
import { UserError } from "../../base/errors.ts";
import type { Command, CommandContext } from "../../editor/command.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { floatsOf, type OpenFloat } from "../../editor/float.ts";
import { isTable } from "../lsp/server-table.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { askServers, clientsFor, namesOf, waitFor } from "./ask.ts";
import { colouredLines } from "./colour-code.ts";
import { contentLines, joined, type RichLine } from "./markdown.ts";

const METHOD = "textDocument/hover";

export function hoverCommand(servers: LanguageServers): Command {
  return {
    name: "language.hover",
    doc: "Show what the server knows about the word under the cursor; again: the next page",
    run: (context) => hover(servers, context),
  };
}

function* hover(servers: LanguageServers, { editor, doc, win }: CommandContext): Fiber {
  const floats = floatsOf(editor);
  if (floats.isOpen("hover")) {
    if (floats.nextPage()) return;
    // All of it was seen.
    floats.close();
    return;
  }
  const clients = clientsFor(servers, doc, METHOD);
  const { pos } = win.cursor;
  const params = (client: (typeof clients)[number]) => client.at(doc, pos);
  const answers = yield* waitFor(namesOf(clients), (signal) =>
    askServers(clients, { doc, method: METHOD, params }, signal),
  );
  const parts = answers
    .map(({ value }) => contentLines(isTable(value) ? value.contents : null))
    .filter((lines) => lines.length > 0);
  if (parts.length === 0) throw new UserError("No information available");
  showLines(servers, "hover", joined(parts));
}

/** Opens a float that goes with the next command; the colours of its code may come later. */
function showLines(servers: LanguageServers, kind: string, lines: readonly RichLine[]): OpenFloat {
  const { editor, host } = servers;
  const floats = floatsOf(editor);
  const float = floats.show({ kind, lines, side: "above", until: "key" });
  void colouredLines(editor, lines).then((coloured) => {
    if (floats.current !== float) return;
    floats.update(float, coloured);
    host.redraw();
  });
  return float;
}
