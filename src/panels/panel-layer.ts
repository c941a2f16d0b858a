/**
 * A panel as a layer of the screen. Its worker renders; until the first answer comes, and between
 * answers, what was rendered last is shown. Keys do not pass through here: whoever opened the panel
 * reads them and hands over new props.
 */
import type { InputEvent } from "../base/key.ts";
import { RequestPort, startWorker } from "../base/worker-port.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../screen/layer.ts";
import type { StyleId } from "../screen/style.ts";
import { filterCursor, type HelpBrowserProps } from "./help-browser-props.ts";
import type { PanelRow } from "./panel-cells.ts";
import type { PanelProps, PanelRequests } from "./panel-request.ts";

export interface PanelHost {
  /** The style of a highlight group, laid over that of text. */
  style(group: string): StyleId;
  /** Draws a frame soon. */
  redraw(): void;
  /** The worker can't be used. */
  failed(error: Error): void;
}

/** Renders props to rows; the worker's, or the function itself in tests. */
export type RenderPanel = (panel: PanelProps) => Promise<readonly PanelRow[]>;

/** The panels' worker: loaded once, it stays for the next panel. */
export interface PanelWorker {
  readonly render: RenderPanel;
  close(): Promise<void>;
}

export function startPanelWorker(): PanelWorker {
  const worker = startWorker("panels", new URL("./worker.ts", import.meta.url));
  const port = new RequestPort<PanelRequests>(worker);
  worker.on("error", (error) => port.close(error.message));
  worker.on("exit", () => port.close("The panels' thread ended"));
  return {
    render: (panel) => port.request("render", panel),
    async close() {
      await worker.terminate();
    },
  };
}

type BrowserInput = Omit<HelpBrowserProps, "rows" | "cols" | "ascii">;

export class HelpBrowserLayer implements Layer {
  readonly id = "help-browser";
  private readonly host: PanelHost;
  private readonly renderPanel: RenderPanel;
  private readonly ascii: boolean;
  private state: BrowserInput;
  private rows: readonly PanelRow[] = [];
  /** The props that were asked for last, to ask once for each change. */
  private asked: HelpBrowserProps | null = null;
  private waiting = false;
  private closed = false;

  constructor(host: PanelHost, renderPanel: RenderPanel, ascii: boolean, first: BrowserInput) {
    this.host = host;
    this.renderPanel = renderPanel;
    this.ascii = ascii;
    this.state = first;
  }

  show(state: BrowserInput): void {
    this.state = state;
  }

  close(): void {
    this.closed = true;
  }

  handle(event: InputEvent): "ignored" | "consumed" {
    // Clicks must not reach the windows that the panel covers.
    return event.type === "mouse" ? "consumed" : "ignored";
  }

  /** All of the screen but the command line's row. */
  size(screen: Size): Rect {
    return { row: 0, col: 0, rows: Math.max(1, screen.rows - 1), cols: screen.cols };
  }

  cursor(area: Rect): Cursor {
    const { row, col } = filterCursor(this.propsFor(area));
    return { row: area.row + row, col: area.col + col, shape: "bar" };
  }

  render(grid: Grid, area: Rect): void {
    this.ask(this.propsFor(area));
    const plain = this.host.style("ui.menu");
    grid.fill(area.row, area.col, area.rows, area.cols, plain);
    const limit = area.col + area.cols;
    this.rows.slice(0, area.rows).forEach((runs, row) => {
      let col = area.col;
      for (const { text, group } of runs) {
        const style = group === "" ? plain : this.host.style(group);
        col = grid.put(area.row + row, col, text, style, limit);
      }
    });
    // The field answers at once, also while the worker is still at the last key.
    const { filter } = this.state;
    grid.put(area.row, area.col, "Help ", this.host.style("ui.mode"), limit);
    const end = grid.put(area.row, area.col + 5, filter, plain, limit);
    grid.put(area.row, end, "  ", plain, limit);
  }

  private propsFor(area: Rect): HelpBrowserProps {
    return { ...this.state, rows: area.rows, cols: area.cols, ascii: this.ascii };
  }

  /** Asks for what is to be shown now; one request at a time, the newest props win. */
  private ask(props: HelpBrowserProps): void {
    const { asked } = this;
    const same =
      asked !== null &&
      asked.topics === props.topics &&
      asked.selected === props.selected &&
      asked.filter === props.filter &&
      asked.rows === props.rows &&
      asked.cols === props.cols;
    if (same || this.waiting || this.closed) return;
    this.asked = props;
    this.waiting = true;
    this.renderPanel({ panel: "help-browser", props }).then(
      (rows) => {
        this.waiting = false;
        this.rows = rows;
        if (!this.closed) this.host.redraw();
      },
      (error: Error) => {
        this.waiting = false;
        if (!this.closed) this.host.failed(error);
      },
    );
  }
}
