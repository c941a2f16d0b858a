import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import { browserOpener } from "../../src/app/help-panel.ts";
import { HelpBrowserLayer } from "../../src/panels/panel-layer.ts";
import type { Layer } from "../../src/screen/layer.ts";
import { StyleTable } from "../../src/screen/style.ts";
import { GroupTheme } from "../../src/screen/theme.ts";
import { Palette } from "../../src/view/palette.ts";

test("the browser's layer comes when its code is loaded, and goes when it is closed", async () => {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const layers: Layer[] = [];
  const styles = new StyleTable();
  const palette = new Palette(new GroupTheme(new Map(), styles), styles);
  const pushed = Promise.withResolvers<void>();
  const screen = {
    push: (layer: Layer) => layers.push(layer),
    remove: (layer: Layer) => layers.splice(layers.indexOf(layer), 1),
    palette: () => palette,
    redraw: () => pushed.resolve(),
  };
  const worker = { render: async () => [], close: async () => {} };
  const open = browserOpener(editor, screen, async () => ({
    HelpBrowserLayer,
    startPanelWorker: () => worker,
  }));
  const state = { filter: "", topics: [], selected: -1, preview: [] };
  const panel = open(state);
  assert.equal(layers.length, 0);
  await pushed.promise;
  assert.deepEqual(
    layers.map((layer) => layer.id),
    ["help-browser"],
  );
  panel.show({ ...state, filter: "ab" });
  assert.equal(layers[0]!.cursor({ row: 0, col: 0, rows: 10, cols: 40 })?.col, 7);
  panel.close();
  assert.equal(layers.length, 0);
  // One that is closed before it is there never comes.
  open(state).close();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(layers.length, 0);
});
