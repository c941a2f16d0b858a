/** Renders a panel's props to rows of styled cells, with Ink. Only a worker loads this. */
import { renderToString } from "ink";
import { createElement } from "react";
import { HELP_BROWSER_GROUPS, HelpBrowser } from "./help-browser.ts";
import { type PanelRow, rowsOf } from "./panel-cells.ts";
import type { PanelProps } from "./panel-request.ts";

export function renderPanel(panel: PanelProps): PanelRow[] {
  const { props } = panel;
  const rendered = renderToString(createElement(HelpBrowser, props), { columns: props.cols });
  return rowsOf(rendered, HELP_BROWSER_GROUPS).slice(0, props.rows);
}
