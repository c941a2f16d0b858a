/** The layers above the windows that the editor itself needs: long messages, menus, key hints. */
import type { InputEvent } from "../base/key.ts";
import type { Editor } from "../editor/editor.ts";
import type { Grid } from "../screen/grid.ts";
import type { Cursor, Layer, Rect, Size } from "../screen/layer.ts";
import { hintRows, type KeyHint, paintHints } from "./key-hints.ts";
import type { MessageArea } from "./message-area.ts";
import type { Palette } from "./palette.ts";
import { type Menu, paintMenu, placeMenu } from "./popup-menu.ts";
import { tabLineRows } from "./tab-line.ts";

const NOWHERE: Rect = { row: 0, col: 0, rows: 0, cols: 0 };

/** A layer that knows its palette. */
abstract class Overlay implements Layer {
  abstract readonly id: string;
  palette: Palette;

  constructor(palette: Palette) {
    this.palette = palette;
  }

  handle(_event: InputEvent): "ignored" | "consumed" {
    return "ignored";
  }

  cursor(_area: Rect): Cursor | null {
    return null;
  }

  abstract size(screen: Size): Rect;
  abstract render(grid: Grid, area: Rect): void;
}

/** The hit-enter and more prompts. Takes every key while it is open. */
export class PromptLayer extends Overlay {
  readonly id = "prompt";
  private readonly messages: MessageArea;
  private spot: Cursor = { row: 0, col: 0, shape: "block" };

  constructor(palette: Palette, messages: MessageArea) {
    super(palette);
    this.messages = messages;
  }

  override handle(event: InputEvent): "ignored" | "consumed" {
    if (!this.messages.prompting) return "ignored";
    if (event.type === "key") {
      return this.messages.key(event.key) === "pass" ? "ignored" : "consumed";
    }
    if (event.type !== "mouse") return "ignored";
    if (event.action === "wheel-up") this.messages.key("k");
    else if (event.action === "wheel-down") this.messages.key("j");
    else if (event.action === "press") this.messages.key("<CR>");
    return "consumed";
  }

  override cursor(): Cursor | null {
    return this.spot;
  }

  size(screen: Size): Rect {
    return this.messages.prompting ? { row: 0, col: 0, ...screen } : NOWHERE;
  }

  render(grid: Grid): void {
    const { row, col } = this.messages.paintPrompt(grid, this.palette);
    this.spot = { row, col, shape: "block" };
  }
}

/** A menu at a cell of the screen. */
export interface PlacedMenu extends Menu {
  /** The cell that the menu belongs to: it is put below or above it. */
  readonly anchor: { readonly row: number; readonly col: number };
}

/** The popup menu of insert completion, and the wildmenu. */
export class MenuLayer extends Overlay {
  readonly id = "menu";
  private readonly editor: Editor;
  /** The menu to show, or null; asked for each frame. */
  private readonly current: () => PlacedMenu | null;
  private menu: PlacedMenu | null = null;

  constructor(palette: Palette, editor: Editor, current: () => PlacedMenu | null) {
    super(palette);
    this.editor = editor;
    this.current = current;
  }

  size(screen: Size): Rect {
    this.menu = this.current();
    if (this.menu === null || this.menu.items.length === 0) return NOWHERE;
    return placeMenu(this.menu, this.menu.anchor, {
      cols: screen.cols,
      top: tabLineRows(this.editor),
      bottom: screen.rows,
    });
  }

  render(grid: Grid, area: Rect): void {
    if (this.menu) paintMenu(grid, this.menu, area, this.palette);
  }
}

/** Which keys may come next, after a pause in the middle of a command. */
export class HintLayer extends Overlay {
  readonly id = "hints";
  private title = "";
  private hints: readonly KeyHint[] = [];

  /** Shows hints; an empty list hides the box. */
  show(title: string, hints: readonly KeyHint[]): void {
    this.title = title;
    this.hints = hints;
  }

  hide(): void {
    this.hints = [];
  }

  get visible(): boolean {
    return this.hints.length > 0;
  }

  size(screen: Size): Rect {
    if (this.hints.length === 0) return NOWHERE;
    const rows = hintRows(this.hints, screen.rows, screen.cols);
    return { row: screen.rows - 1 - rows, col: 0, rows, cols: screen.cols };
  }

  render(grid: Grid, area: Rect): void {
    paintHints(grid, this.title, this.hints, this.palette, area.row, area.rows);
  }
}
