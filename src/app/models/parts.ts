/** What models are joined to in the editor: who gathers what is sent, who predicts, Copilot. */

import { type Context, installContext } from "../../context/install.ts";
import { serverDefinitions } from "../../context/related/definitions.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import type { Git } from "../../git/git.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import { NO_MODELS, type ProviderConfig } from "../../models/model.ts";
import { openModels } from "../../models/thread/client.ts";
import type { Terminals } from "../../shell/terminals.ts";
import { type Copilot, installCopilot } from "../../tab/copilot/install.ts";
import type { TabFeatures } from "../../tab/install-features.ts";
import { installTabModels, type TabModels } from "../../tab/model/install.ts";
import { VERSION } from "../version.ts";
import type { ModelPart, SessionMakers } from "./session.ts";

/** Features that are there before. */
export interface ModelParts {
  readonly tab: TabFeatures;
  readonly servers: LanguageServers;
  readonly git: Git;
  readonly terminals: Terminals;
}

export interface ModelMakers extends Pick<SessionMakers, "open" | "tab"> {
  copilot(provider: ProviderConfig): ModelPart;
  /** Why nothing of a file (absolute; null: a text without a name) may be sent; null: it may. */
  whyNot(path: string | null, allow: readonly string[] | null): Promise<string | null>;
  close(): void;
}

export function modelMakers(editor: Editor, host: FeatureHost, parts: ModelParts): ModelMakers {
  const { env } = host;
  let context: Context | null = null;
  let tabModels: TabModels | null = null;
  const scenes = (): Context => {
    context ??= installContext(editor, {
      env,
      git: parts.git,
      definitions: serverDefinitions(parts.servers),
      terminals: parts.terminals,
    });
    return context;
  };
  return {
    open: (config) =>
      openModels(config, { env, report: (line) => editor.showMessage(line, "warning") }),
    // A predictor stays in the arbiter: it is told of other models.
    tab(models, config): ModelPart {
      if (tabModels !== null) tabModels.configure({ models, config });
      else {
        const quietMs = () => host.quietMs();
        tabModels = installTabModels(editor, parts.tab, {
          models,
          config,
          scenes: scenes(),
          quietMs,
        });
      }
      return {
        // Who fails, and the option, are said above.
        status: () => (tabModels?.status() ?? []).filter((line) => !line.startsWith("models: ")),
        close: () => tabModels?.configure({ models, config: NO_MODELS }),
      };
    },
    copilot(provider: ProviderConfig): ModelPart {
      const copilot: Copilot = installCopilot(editor, host, parts.tab, provider, {
        version: VERSION,
        whyNot: (path, allow) => scenes().whyNot(path, allow),
      });
      return {
        status: () => [copilot.status() || "copilot: ready"],
        close: () => copilot.close(),
      };
    },
    whyNot: (path, allow) => scenes().whyNot(path, allow),
    close() {
      tabModels?.close();
      context?.close();
    },
  };
}
