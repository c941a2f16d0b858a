import assert from "node:assert/strict";
import { test } from "node:test";
import type { HelpBrowserProps } from "../../src/panels/help-browser-props.ts";
import { rowsOf } from "../../src/panels/panel-cells.ts";
import {
  HelpBrowserLayer,
  type RenderPanel,
  startPanelWorker,
} from "../../src/panels/panel-layer.ts";
import { ClusterPool } from "../../src/screen/cluster-pool.ts";
import { Grid } from "../../src/screen/grid.ts";
import { StyleTable } from "../../src/screen/style.ts";

const TOPICS = ["index", "motions", "operators", "text-objects", "insert", "search", "undo"];
const STATE = {
  filter: "",
  topics: TOPICS.map((tag) => ({ tag, title: tag === "index" ? "Help" : tag })),
  selected: 1,
  preview: ["# Motions", "", "`h` goes left"],
};
const PROPS: HelpBrowserProps = { ...STATE, rows: 8, cols: 64, ascii: true };

function marked(rows: Awaited<ReturnType<RenderPanel>>): string {
  return rows
    .map((runs) =>
      runs
        .map(({ text, group }) => (group === "" ? text : `{${group} ${text.trimEnd()}}`))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

test("the worker renders props to rows of text in groups", async (context) => {
  const worker = startPanelWorker();
  // The worker alone does not keep the process.
  const alive = setInterval(() => {}, 1000);
  context.after(async () => {
    clearInterval(alive);
    await worker.close();
  });
  const { render } = worker;
  const rows = await render({ panel: "help-browser", props: PROPS });
  assert.equal(
    marked(rows),
    `{ui.mode Help}${" ".repeat(50)}{ui.menu.detail 7 topics}
{ui.separator ${"-".repeat(64)}}
  index  Help            {heading Motions}
{ui.menu.selected > motions}
  operators              h goes left
  text-objects
  insert
{ui.menu.detail type to filter, arrows choose, Enter opens, Esc leaves}`,
  );
  const narrow = await render({
    panel: "help-browser",
    props: { ...PROPS, cols: 40, selected: 6, ascii: false, topics: [...STATE.topics] },
  });
  assert.match(marked(narrow), /{ui.menu.selected › undo}/);
  assert.doesNotMatch(marked(narrow), /heading/);
  const none = await render({
    panel: "help-browser",
    props: { ...PROPS, topics: [], selected: -1, preview: [], filter: "zz" },
  });
  assert.match(marked(none), /no such topic/);
});

test("escape codes other than the groups' are dropped", () => {
  const rows = rowsOf("a\u001b[1mb\u001b[38;2;1;0;1mc\nd\u001b[39me\u001b[2J", ["x", "y"]);
  assert.deepEqual(rows, [
    [
      { text: "ab", group: "" },
      { text: "c", group: "y" },
    ],
    [
      { text: "d", group: "y" },
      { text: "e", group: "" },
    ],
  ]);
});

test("the layer shows what was rendered, asks once for each change, and has the cursor in its field", async () => {
  const asked: HelpBrowserProps[] = [];
  const redraws: number[] = [];
  const render: RenderPanel = async ({ props }) => {
    asked.push(props);
    return [[{ text: "Help ", group: "" }], [{ text: `at ${props.selected}`, group: "x" }]];
  };
  const styles = new StyleTable();
  const bold = styles.intern({ bold: true });
  const host = {
    style: (group: string) => (group === "x" ? bold : 0),
    redraw: () => redraws.push(1),
    failed: assert.fail,
  };
  const layer = new HelpBrowserLayer(host, render, true, STATE);
  const grid = new Grid(6, 30, new ClusterPool());
  const area = layer.size({ rows: 6, cols: 30 });
  assert.deepEqual(area, { row: 0, col: 0, rows: 5, cols: 30 });
  layer.render(grid, area);
  layer.render(grid, area);
  await Promise.resolve();
  assert.equal(asked.length, 1);
  assert.equal(redraws.length, 1);
  layer.show({ ...STATE, filter: "ab", selected: 2 });
  layer.render(grid, area);
  assert.equal(grid.rowText(0), "Help ab");
  assert.equal(grid.rowText(1), "at 1");
  assert.equal(grid.styleAt(1, 0), bold);
  assert.deepEqual(layer.cursor(area), { row: 0, col: 7, shape: "bar" });
  await Promise.resolve();
  layer.render(grid, area);
  assert.equal(grid.rowText(1), "at 2");
  assert.equal(asked.length, 2);
});

test("a worker that fails is reported once and the panel stays usable", async () => {
  const errors: string[] = [];
  const host = {
    style: () => 0,
    redraw: () => {},
    failed: (error: Error) => errors.push(error.message),
  };
  const layer = new HelpBrowserLayer(host, () => Promise.reject(new Error("gone")), true, STATE);
  const grid = new Grid(6, 30, new ClusterPool());
  layer.render(grid, layer.size({ rows: 6, cols: 30 }));
  await new Promise((resolve) => setImmediate(resolve));
  layer.render(grid, layer.size({ rows: 6, cols: 30 }));
  assert.deepEqual(errors, ["gone"]);
  assert.equal(grid.rowText(0), "Help");
});
