/** What is suggested on the screen: its layer, right above the windows, and the colours of code. */
import type { Editor } from "../editor/editor.ts";
import { syntaxOf } from "../language/syntax/syntax.ts";
import { type Drawable, drawingOf } from "../tab/draw/drawing.ts";
import { changeOf } from "../text/prediction.ts";
import { SuggestionLayer } from "../view/suggestion/layer.ts";
import type { FeatureScreen } from "./features.ts";

/** What is shown for the first time takes a hundred times longer than later. */
const ROUNDS = 16;

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

/** Shows what is commonly suggested to an editor that nobody sees, one with each step. */
export function* rehearseSuggestions(editor: Editor, screen: FeatureScreen): Generator<void> {
  installSuggestionScreen(editor, screen);
  const drawing = drawingOf(editor);
  const { doc, win } = editor;
  const common = { source: "", probability: 1, reason: "", cursor: 0, doc: doc.id };
  for (let round = 0; round < ROUNDS; round++) {
    const line = doc.text.lineAt(Math.min(win.cursor.pos, doc.text.length));
    const at = { from: line.to, to: line.to };
    const kinds: [Drawable["kind"], { from: number; to: number; insert: string }][] = [
      ["ghost", { ...at, insert: "value.map((item) => item)" }],
      ["ghost", { ...at, insert: " {\n  return value;\n}" }],
      ["edit", { from: line.from, to: line.from + 8, insert: "  let" }],
      ["jump", { from: doc.text.length - 3, to: doc.text.length, insert: "end" }],
    ];
    for (const [kind, hunk] of kinds) {
      const changes = changeOf([hunk], doc.text.length);
      const prediction = { ...common, id: -1, revision: doc.revision, changes };
      drawing.show({ prediction, kind });
      yield;
    }
    drawing.hide();
    yield;
  }
}
