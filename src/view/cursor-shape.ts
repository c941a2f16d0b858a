/** The shape of the terminal's cursor in the editor's mode, by `guicursor`. */
import type { Editor, ModeName } from "../editor/editor.ts";
import type { CursorShape } from "../screen/layer.ts";

/** The letters that `guicursor` has for a mode. */
const MODE_LETTERS: Readonly<Record<ModeName, string>> = {
  normal: "n",
  operator: "o",
  insert: "i",
  replace: "r",
  vreplace: "r",
  visual: "v",
  select: "v",
  cmdline: "c",
  terminal: "i",
};

let parsedFrom = "";
let parsed = new Map<string, CursorShape>();

export function cursorShape(editor: Editor): CursorShape {
  const option = editor.options.get("guicursor");
  if (option !== parsedFrom) {
    parsedFrom = option;
    parsed = parseShapes(option);
  }
  const letter = MODE_LETTERS[editor.mode];
  return parsed.get(letter) ?? parsed.get("a") ?? "block";
}

function parseShapes(option: string): Map<string, CursorShape> {
  const shapes = new Map<string, CursorShape>();
  for (const part of option.split(",")) {
    const colon = part.indexOf(":");
    if (colon < 0) continue;
    const looks = part.slice(colon + 1);
    const shape = /ver\d/.test(looks) ? "bar" : /hor\d/.test(looks) ? "underline" : "block";
    for (const mode of part.slice(0, colon).split("-")) shapes.set(mode, shape);
  }
  return shapes;
}
