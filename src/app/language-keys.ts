/** Puts the features of language servers together with the command line and the screen. */
import { readCommandLine } from "../commands/cmdline/read.ts";
import { leaveVisual } from "../commands/normal/visual.ts";
import type { Editor } from "../editor/editor.ts";
import { installLanguageFeatures, type LanguageFeatures } from "../language/features/install.ts";
import type { LanguageServers } from "../language/lsp/servers.ts";
import { FloatLayer, type FloatLook } from "../view/float.ts";
import type { FeatureScreen } from "./features.ts";

export function installLanguageKeys(
  editor: Editor,
  servers: LanguageServers,
  screen: Pick<FeatureScreen, "push" | "remove"> & FloatLook,
): LanguageFeatures {
  const layer = new FloatLayer(editor, screen);
  screen.push(layer);
  const features = installLanguageFeatures(servers, {
    readLine: (prompt, initial, onChange) =>
      readCommandLine(editor, "@", initial, { prompt, onChange }),
    leaveVisual: () => leaveVisual(editor),
  });
  return {
    idle: () => features.idle(),
    close() {
      features.close();
      screen.remove(layer);
    },
  };
}
