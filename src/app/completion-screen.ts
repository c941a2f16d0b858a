/** The completion menu on the screen: its layer is there only while it is open. */
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import { type InstalledCompletion, installCompletion } from "../language/completion/install.ts";
import type { LanguageServers } from "../language/lsp/servers.ts";
import { CompletionLayer } from "../view/completion-layer.ts";
import type { FeatureScreen } from "./features.ts";

export type CompletionScreen = InstalledCompletion;

export function installCompletionScreen(
  editor: Editor,
  host: FeatureHost,
  servers: LanguageServers,
  screen: FeatureScreen,
): CompletionScreen {
  const completion = installCompletion(editor, host, servers);
  const layer = new CompletionLayer(editor, {
    palette: () => screen.palette(),
    cursor: () => screen.cursor(),
  });
  let open = false;
  return {
    frame() {
      completion.frame();
      if ((editor.menu !== null) === open) return;
      open = !open;
      if (open) screen.push(layer);
      else screen.remove(layer);
    },
    items: () => completion.items(),
  };
}
