/** What Copilot's server asks. */
import type { LanguageClient } from "../../language/lsp/client.ts";
import { UnknownMethod } from "../../language/lsp/server-process.ts";
import { settingOf } from "../../language/lsp/server-requests.ts";
import { uriOf } from "../../language/lsp/uri.ts";
import { isTable } from "./protocol.ts";

/** The answer. `say` tells the user. Throws UnknownMethod. */
export function answerServer(
  client: LanguageClient,
  method: string,
  params: unknown,
  say: (text: string) => void,
): unknown {
  const table = isTable(params) ? params : {};
  switch (method) {
    case "workspace/configuration": {
      const items = Array.isArray(table.items) ? table.items : [];
      return items.map((item: unknown) => {
        const section = isTable(item) && typeof item.section === "string" ? item.section : "";
        return section === "" ? client.spec.settings : settingOf(client.spec.settings, section);
      });
    }
    case "workspace/workspaceFolders":
      return client.root === null ? null : [{ uri: uriOf(client.root), name: client.root }];
    case "window/showDocument": {
      // An address is shown and not opened: the user may sit at another machine.
      const { uri } = table;
      if (typeof uri !== "string" || !/^https?:\/\//.test(uri)) return { success: false };
      say(`see ${uri}`);
      return { success: true };
    }
    case "window/showMessageRequest":
      if (typeof table.message === "string") say(table.message);
      return null;
    case "window/workDoneProgress/create":
      return null;
    default:
      throw new UnknownMethod(`Unhandled method ${method}`);
  }
}
