/** What is suggested on the screen: its layer, right above the windows, and the colours of code. */
import type { Editor } from "../editor/editor.ts";
import { syntaxOf } from "../language/syntax/syntax.ts";
import { drawingOf } from "../tab/draw/drawing.ts";
import { SuggestionLayer } from "../view/suggestion/layer.ts";
import type { FeatureScreen } from "./features.ts";

export function installSuggestionScreen(editor: Editor, screen: FeatureScreen): void {
  const drawing = drawingOf(editor);
  drawing.colour = (filetype, lines) => syntaxOf(editor).colour(filetype, lines);
  const layer = new SuggestionLayer(editor, {
    palette: () => screen.palette(),
    cursor: () => screen.cursor(),
    painter: () => screen.painter(editor.win),
    isPlain: () => screen.isPlain(),
  });
  screen.pushUnder(layer);
}
