/** The tab line: one label a tab page, the current one marked, and which one a click is for. */
import { printable, textWidth } from "../base/width.ts";
import type { Editor } from "../editor/editor.ts";
import { leaves, type TabPage } from "../editor/layout.ts";
import { faceOf } from "../editor/terminal-face.ts";
import type { Grid } from "../screen/grid.ts";
import type { Palette } from "./palette.ts";

/** Rows that the tab line takes: 0 or 1. */
export function tabLineRows(editor: Editor): number {
  const show = editor.options.get("showtabline");
  return show >= 2 || (show === 1 && editor.tabs.length > 1) ? 1 : 0;
}

export interface TabLabel {
  readonly tab: TabPage;
  readonly from: number;
  /** The cell after it. */
  readonly to: number;
  readonly text: string;
}

/** The labels that fit into `width` cells, cut evenly when they do not. */
export function tabLabels(editor: Editor, width: number): TabLabel[] {
  const share = Math.max(6, Math.floor((width - 1) / Math.max(1, editor.tabs.length)));
  const labels: TabLabel[] = [];
  let at = 0;
  for (const tab of editor.tabs) {
    let text = labelOf(tab);
    while (textWidth(text) > share && text.length > 3) text = ` <${text.slice(3)}`;
    const to = Math.min(width, at + textWidth(text));
    if (at >= width) break;
    labels.push({ tab, from: at, to, text });
    at = to;
  }
  return labels;
}

function labelOf(tab: TabPage): string {
  const windows = leaves(tab.root);
  const { doc } = tab.current;
  const face = faceOf(doc);
  const name =
    face?.label ??
    (doc.path === null
      ? (doc.title ?? "[No Name]")
      : doc.path.slice(doc.path.lastIndexOf("/") + 1));
  const count = windows.length > 1 ? `${windows.length} ` : "";
  const changed = windows.some((win) => win.doc.modified) ? "+ " : "";
  return ` ${count}${changed}${printable(name)} `;
}

export function paintTabLine(grid: Grid, editor: Editor, palette: Palette, row: number): void {
  const plain = palette.on("ui.tabline");
  const selected = palette.on("ui.tabline.selected");
  let at = 0;
  for (const label of tabLabels(editor, grid.cols)) {
    at = grid.put(row, at, label.text, label.tab === editor.tab ? selected : plain);
  }
  grid.fill(row, at, 1, grid.cols - at, plain);
  if (grid.cols > at && editor.tabs.length > 1) grid.put(row, grid.cols - 1, "X", plain);
}
