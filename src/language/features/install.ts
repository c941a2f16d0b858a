/** Puts what servers know into an editor: commands, facts for keys, pickers, what is shown unasked. */
import { factsOf } from "../../editor/facts.ts";
import { pickersOf } from "../../editor/picker.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { AtRest } from "./at-rest.ts";
import { actionCommand } from "./code-actions.ts";
import { FEATURE_CAPABILITIES } from "./declared.ts";
import { formatBeforeSaving, formatCommand, formatRows } from "./format.ts";
import { hoverCommand } from "./hover.ts";
import { InlayHints } from "./inlay-hints.ts";
import { navigationCommands } from "./navigate.ts";
import { languageSources } from "./pick-sources.ts";
import type { LanguagePorts } from "./ports.ts";
import { renameCommand } from "./rename.ts";
import { SemanticTokens } from "./semantic-tokens.ts";
import { SignatureHelp } from "./signature.ts";

export interface LanguageFeatures {
  /** `updatetime` has passed without a key. */
  idle(): void;
  close(): void;
}

/** The facts by which keys keep Vim's meaning where no server offers theirs. */
const FACTS = {
  "server.hover": "textDocument/hover",
  "server.signature": "textDocument/signatureHelp",
  "server.definition": "textDocument/definition",
  "server.declaration": "textDocument/declaration",
  "server.implementation": "textDocument/implementation",
  "server.type": "textDocument/typeDefinition",
  "server.references": "textDocument/references",
  "server.symbols": "textDocument/documentSymbol",
  "server.rename": "textDocument/rename",
  "server.actions": "textDocument/codeAction",
} as const;

/** Call it before any server is started: they are told what the features can do. */
export function installLanguageFeatures(
  servers: LanguageServers,
  ports: LanguagePorts,
): LanguageFeatures {
  const { editor } = servers;
  servers.declare(FEATURE_CAPABILITIES);
  const facts = factsOf(editor);
  for (const [name, method] of Object.entries(FACTS)) {
    facts.provide(name as keyof typeof FACTS, () => servers.clients(editor.doc, method).length > 0);
  }
  const signature = new SignatureHelp(servers);
  editor.commands.add(
    hoverCommand(servers),
    signature.command(),
    ...navigationCommands(servers),
    renameCommand(servers, ports),
    actionCommand(servers, ports),
  );
  editor.exCommands = [...editor.exCommands, formatCommand(servers)];
  pickersOf(editor).register(...languageSources(servers));
  editor.beforeWrite.push((doc) => formatBeforeSaving(servers, doc));
  editor.formatRows = formatRows(servers);
  const rest = new AtRest(servers);
  const hints = new InlayHints(servers);
  const tokens = new SemanticTokens(servers);
  return {
    idle: () => rest.idle(),
    close() {
      signature.close();
      hints.close();
      tokens.close();
    },
  };
}
