/** The question of `:s///c`. */
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";

type Answer = "yes" | "no" | "all" | "last" | "quit";

/** Shows the match and asks until an answer is given. */
export function* askMatch(
  editor: Editor,
  pattern: string,
  from: number,
  to: number,
  replacement: string,
): Fiber<Answer> {
  editor.search.preview = { pattern, match: { from, to } };
  const shown = replacement.replaceAll("\n", "^M");
  for (;;) {
    const key = yield* rawKey(`replace with ${shown} (y/n/a/q/l/^E/^Y)?`);
    switch (key) {
      case "y":
        return "yes";
      case "n":
        return "no";
      case "a":
        return "all";
      case "l":
        return "last";
      case "q":
      case "<Esc>":
      case "<C-c>":
        return "quit";
      case "<C-e>":
      case "<C-y>": {
        const { win } = editor;
        const last = win.doc.text.lines - 1;
        win.top = Math.max(0, Math.min(last, win.top + (key === "<C-e>" ? 1 : -1)));
        break;
      }
      default:
        break;
    }
  }
}
