/** Opens the help browser over the windows of a screen. */
import type { OpenBrowser } from "../commands/help/browse.ts";
import type { Editor } from "../editor/editor.ts";
import type { PanelWorker } from "../panels/panel-layer.ts";
import type { Layer } from "../screen/layer.ts";
import type { Palette } from "../view/palette.ts";

export interface PanelScreen {
  push(layer: Layer): void;
  remove(layer: Layer): void;
  palette(): Palette;
  /** Draws a frame soon. */
  redraw(): void;
}

type PanelCode = Pick<
  typeof import("../panels/panel-layer.ts"),
  "HelpBrowserLayer" | "startPanelWorker"
>;

/**
 * What `installHelp` opens its browser with. The panel's code and its worker are loaded when the
 * first one opens (half a second, off the main thread); until it has drawn, the field is there.
 */
export function browserOpener(
  editor: Editor,
  screen: PanelScreen,
  load: () => Promise<PanelCode> = async () => await import("../panels/panel-layer.ts"),
): OpenBrowser {
  let worker: PanelWorker | null = null;
  return (first) => {
    let layer: import("../panels/panel-layer.ts").HelpBrowserLayer | null = null;
    let state = first;
    let closed = false;
    const failed = (error: Error): void => {
      editor.showMessage(`The help browser can't be drawn: ${error.message}`, "error");
      screen.redraw();
    };
    load().then(({ HelpBrowserLayer, startPanelWorker }) => {
      if (closed) return;
      worker ??= startPanelWorker();
      const host = {
        style: (group: string) => screen.palette().on(group),
        redraw: () => screen.redraw(),
        failed,
      };
      layer = new HelpBrowserLayer(host, worker.render, editor.options.get("ascii"), state);
      screen.push(layer);
      screen.redraw();
    }, failed);
    return {
      show(next) {
        state = next;
        layer?.show(next);
      },
      close() {
        closed = true;
        layer?.close();
        if (layer) screen.remove(layer);
      },
    };
  };
}
