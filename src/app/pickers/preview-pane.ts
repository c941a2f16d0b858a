/** The preview of a picker: what the selected item leads to, read and coloured behind the list. */
import type { PickItem, PickPreview, PickSource } from "../../editor/picker.ts";
import type { PickerPreviewPicture, PickerSpan } from "../../view/picker-layer.ts";

export interface PreviewPorts {
  /** Draws a frame soon. */
  redraw(): void;
  /** The file of an item's place; null where there is nothing to show. */
  readPlace(item: PickItem, signal: AbortSignal): Promise<PickPreview | null>;
  /** The colours of a text by line. */
  colour(filetype: string, lines: readonly string[]): Promise<readonly (readonly PickerSpan[])[]>;
  /** Calls back in a turn of its own, keys first. */
  later(callback: () => void): void;
}

export class PreviewPane {
  private readonly source: PickSource;
  private readonly ports: PreviewPorts;
  private item: PickItem | null = null;
  private run: AbortController | null = null;
  private content: PickPreview | null = null;
  private spans: readonly (readonly PickerSpan[])[] = [];
  private top = 0;
  private rows = 10;
  /** The content has not been placed for its row yet. */
  private fresh = true;

  constructor(source: PickSource, ports: PreviewPorts) {
    this.source = source;
    this.ports = ports;
  }

  /** Shows an item soon; what was asked for another one is called off. */
  show(item: PickItem | null): void {
    if (item === this.item) return;
    this.item = item;
    this.run?.abort();
    this.run = null;
    if (item === null) {
      this.content = null;
      return;
    }
    const run = new AbortController();
    this.run = run;
    // While the list is walked through fast, nothing is read.
    this.ports.later(() => {
      if (!run.signal.aborted) void this.load(item, run.signal);
    });
  }

  close(): void {
    this.run?.abort();
    this.item = null;
  }

  private async load(item: PickItem, signal: AbortSignal): Promise<void> {
    let content: PickPreview | null;
    try {
      content =
        (await this.source.preview?.(item, signal)) ?? (await this.ports.readPlace(item, signal));
    } catch (error) {
      // A preview is a convenience: why there is none is its text.
      const why = error instanceof Error ? error.message : String(error);
      content = { title: why, lines: [], row: -1, filetype: "" };
    }
    if (signal.aborted) return;
    this.content = content;
    this.spans = [];
    this.fresh = true;
    this.ports.redraw();
    if (content === null || content.filetype === "") return;
    try {
      const spans = await this.ports.colour(content.filetype, content.lines);
      if (signal.aborted) return;
      this.spans = spans;
      this.ports.redraw();
    } catch {
      // Without colours the text is still there.
      this.spans = [];
    }
  }

  /** Scrolls by halves of the pane. */
  scroll(halves: number): void {
    this.scrollLines(halves * Math.max(1, Math.floor(this.rows / 2)));
  }

  scrollLines(lines: number): void {
    const last = Math.max(0, (this.content?.lines.length ?? 0) - 1);
    this.top = Math.max(0, Math.min(this.top + lines, last));
  }

  picture(rows: number): PickerPreviewPicture | null {
    this.rows = rows;
    const { content } = this;
    if (content === null) return null;
    if (this.fresh) {
      this.fresh = false;
      const centred = content.row - Math.floor(rows / 3);
      this.top = Math.max(0, Math.min(centred, content.lines.length - rows));
    }
    const { title, lines, row } = content;
    return { title, lines, row, spans: this.spans, top: this.top };
  }
}
