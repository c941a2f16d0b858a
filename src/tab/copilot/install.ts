/** Puts Copilot's language server into an editor, as a predictor (docs/models-copilot.md). */
import { homedir } from "node:os";
import { FileAccess } from "../../context/files/access.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { statusItemsOf } from "../../editor/status-items.ts";
import type { ProviderConfig } from "../../models/model.ts";
import type { TabFeatures } from "../install-features.ts";
import { copilotExCommand, describe } from "./ex.ts";
import { tellFates } from "./feedback.ts";
import { copilotPredictor, SOURCE } from "./predictor.ts";
import { CopilotServer } from "./server.ts";
import { specOf } from "./spec.ts";

export interface CopilotPorts {
  /** Ours, as the server is told it. */
  readonly version?: string;
  /** Why nothing of a file (absolute) may be sent; null: it may. Absent: by ignore lists and its name. */
  whyNot?(path: string, allow: readonly string[] | null): Promise<string | null>;
}

export interface Copilot {
  /** For the status line: "" while all is well. */
  status(): string;
  /** Rows for a health report. */
  health(): readonly string[];
  readonly server: CopilotServer;
  /** Ends the server: asked first, killed after a second. */
  close(): Promise<void>;
}

export function installCopilot(
  editor: Editor,
  host: FeatureHost,
  tab: Pick<TabFeatures, "arbiter" | "addPredictors" | "closed" | "bring">,
  provider: Pick<ProviderConfig, "command" | "allow">,
  ports: CopilotPorts = {},
): Copilot {
  const { version = "0" } = ports;
  const items = statusItemsOf(editor);
  const now = (): number => performance.now();
  const home = host.env.HOME ?? homedir();
  const access = new FileAccess({ env: host.env, git: null, home, now });
  const whyNot = ports.whyNot ?? ((path, allow) => access.refusal(path, allow));
  const { allow } = provider;
  const server: CopilotServer = new CopilotServer(editor, host, specOf(provider, version), {
    env: host.env,
    allow,
    whyNot,
    version,
    now,
    changed() {
      items.changed();
      host.redraw();
    },
  });
  const item = (): string => server.status();
  items.provide("copilot", item);
  const { arbiter } = tab;
  tab.addPredictors(
    copilotPredictor(editor, server, {
      now: () => editor.services.now(),
      holds: () =>
        arbiter.held.some(
          ({ prediction }) =>
            prediction.source === SOURCE && arbiter.display.isAtCursor(prediction),
        ),
      closed: (path) => tab.closed(path),
      bring: (paths, signal) => tab.bring(paths, signal),
      refusal: (path) => whyNot(path, allow),
    }),
  );
  const stop = tellFates(arbiter.fates, server, {
    held: () => arbiter.held.map(({ prediction }) => prediction),
    afterFrame: (callback) => host.afterFrame(callback),
  });
  const ex = copilotExCommand(editor, server, () => host.redraw());
  editor.exCommands = [...editor.exCommands, ex];
  return {
    status: () => server.status(),
    health: () => describe(editor, server),
    server,
    async close() {
      stop();
      editor.exCommands = editor.exCommands.filter((command) => command !== ex);
      // The next one may be there already.
      items.withdraw("copilot", item);
      await server.close();
    },
  };
}
