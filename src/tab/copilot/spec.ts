/** How Copilot's language server is started and what it is told first. */
import type { HealthItem } from "../../base/health.ts";
import type { ClientHost } from "../../language/lsp/client-host.ts";
import { programOf } from "../../language/lsp/server-place.ts";
import type { ServerSpec } from "../../language/lsp/server-table.ts";
import type { ProviderConfig } from "../../models/model.ts";
import type { Environment } from "../gate.ts";

const COMMAND: readonly string[] = ["copilot-language-server", "--stdio"];

export const INSTALL_HINT = "npm install -g @github/copilot-language-server";

export function specOf(provider: Pick<ProviderConfig, "command">, version: string): ServerSpec {
  const [command, ...args] = provider.command ?? COMMAND;
  return {
    name: "copilot",
    command: command ?? COMMAND[0]!,
    args,
    filetypes: [],
    roots: [],
    group: null,
    package: null,
    local: false,
    single: true,
    // The server pulls these by section, too.
    settings: {
      nextEditSuggestions: { enabled: true },
      telemetry: { telemetryLevel: "off" },
      "github.copilot": {},
      "github-enterprise": {},
      http: {},
    },
    initializationOptions: {
      editorInfo: { name: "hunch", version },
      editorPluginInfo: { name: "hunch", version },
    },
    env: {},
  };
}

/** The absolute path of the program; null: it is not installed. The project's own is never taken. */
export function programOfSpec(spec: ServerSpec, env: Environment): string | null {
  return programOf(spec, null, { allows: () => false }, env)?.path ?? null;
}

type ClientCapabilities = ReturnType<ClientHost["capabilities"]>;

/** Whether the server can be started. */
export function copilotHealth(
  provider: Pick<ProviderConfig, "command">,
  env: Environment,
): HealthItem {
  const spec = specOf(provider, "");
  const program = programOfSpec(spec, env);
  if (program !== null) return { state: "ok", text: program };
  return {
    state: "warning",
    text: `${spec.command} is not installed`,
    advice: [INSTALL_HINT],
  };
}

export const CAPABILITIES: ClientCapabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: { workspaceFolders: true, configuration: true },
  textDocument: {
    synchronization: { dynamicRegistration: false },
    inlineCompletion: { dynamicRegistration: false },
  } as ClientCapabilities["textDocument"] & object,
  window: { showMessage: {}, showDocument: { support: true } },
};

/** Names of variables whose values are nobody else's business; those of GitHub itself are Copilot's. */
const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASSW|CREDENTIAL|AUTH)/i;
const OWN_NAME = /^(?:GH_|GITHUB_|COPILOT_|SSH_AUTH_SOCK$|XAUTHORITY$)/;

/** The environment of the server: without other programs' keys. */
export function serverEnvironment(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => OWN_NAME.test(name) || !SECRET_NAME.test(name)),
  );
}
