/** What the panels' worker can be asked. */
import type { HelpBrowserProps } from "./help-browser-props.ts";
import type { PanelRow } from "./panel-cells.ts";

/** A panel by name, with its props: plain JSON. */
export interface PanelProps {
  readonly panel: "help-browser";
  readonly props: HelpBrowserProps;
}

export type PanelRequests = {
  render(panel: PanelProps): readonly PanelRow[];
};
