/** Puts the view together: compositor, windows, overlays, theme; and draws frames. */
import type { InputEvent } from "../base/key.ts";
import type { ThemeData } from "../config/theme-data.ts";
import type { Editor } from "../editor/editor.ts";
import type { Grid } from "../screen/grid.ts";
import type { StyleTable } from "../screen/style.ts";
import { Compositor, type Frame } from "../view/compositor.ts";
import { EditorView } from "../view/editor-view.ts";
import { MessageArea } from "../view/message-area.ts";
import { HintLayer, MenuLayer, type PlacedMenu, PromptLayer } from "../view/overlays.ts";
import { Palette } from "../view/palette.ts";
import { drawableTheme } from "./theme-load.ts";

export class Screen {
  readonly view: EditorView;
  readonly messages: MessageArea;
  readonly compositor: Compositor;
  readonly hints: HintLayer;
  private readonly editor: Editor;
  private readonly prompt: PromptLayer;
  private readonly menu: MenuLayer;
  private readonly styles: StyleTable;
  private palette: Palette;

  constructor(
    editor: Editor,
    theme: ThemeData,
    styles: StyleTable,
    createGrid: () => Grid,
    menu: (screen: Screen) => PlacedMenu | null,
  ) {
    this.editor = editor;
    this.styles = styles;
    this.palette = new Palette(drawableTheme(theme, styles), styles);
    this.messages = new MessageArea(editor);
    this.view = new EditorView(editor, this.palette, this.messages);
    this.compositor = new Compositor(this.view, createGrid);
    this.menu = new MenuLayer(this.palette, editor, () => menu(this));
    this.hints = new HintLayer(this.palette);
    this.prompt = new PromptLayer(this.palette, this.messages);
    this.compositor.push(this.menu);
    this.compositor.push(this.hints);
    this.compositor.push(this.prompt);
  }

  /** The styles of the theme that is shown now. */
  get colours(): Palette {
    return this.palette;
  }

  setTheme(theme: ThemeData): void {
    this.palette = new Palette(drawableTheme(theme, this.styles), this.styles);
    this.view.setPalette(this.palette);
    for (const layer of [this.menu, this.hints, this.prompt]) layer.palette = this.palette;
  }

  resize(): void {
    this.compositor.resize();
    this.messages.resize(this.compositor.size.rows, this.compositor.size.cols);
  }

  handle(event: InputEvent): boolean {
    return this.compositor.handle(event);
  }

  /** Called when the keys of a burst have run: long messages open their prompt. */
  settle(): void {
    const { rows, cols } = this.compositor.size;
    this.messages.settle(this.editor, rows, cols);
  }

  frame(): Frame {
    return this.compositor.frame();
  }
}
