/** `[2/17]` after a search: counted when its frame is out, in a bounded time. */
import { UserError } from "../base/errors.ts";
import { compileFor, matchContext } from "../commands/ex/pattern.ts";
import type { Editor } from "../editor/editor.ts";
import { Budget, PatternTooSlow } from "../text/pattern/budget.ts";
import { countMatches, type MatchCount } from "../text/search/search.ts";
import { pointOf } from "../text/text.ts";
import type { MessageArea } from "../view/message-area.ts";

/** As in Vim: beyond it the total is `>99`. */
const MAX = 99;
const MOST_STEPS = 1_000_000;
/** Larger texts (UTF-16 units) are not counted. */
const MAX_LENGTH = 2 ** 22;
const PATIENCE_MS = 20;

export class SearchCount {
  private readonly editor: Editor;
  private readonly messages: MessageArea;
  private readonly redraw: () => void;
  private runs = 0;
  private planned: NodeJS.Immediate | null = null;

  constructor(editor: Editor, messages: MessageArea, redraw: () => void) {
    this.editor = editor;
    this.messages = messages;
    this.redraw = redraw;
  }

  /** To be called with each frame. */
  frame(): void {
    const { search, loop } = this.editor;
    if (search.runs === this.runs) return;
    this.runs = search.runs;
    if (loop?.idle !== true || this.planned !== null) return;
    this.planned = setImmediate(() => {
      this.planned = null;
      this.count();
    });
  }

  private count(): void {
    const { editor } = this;
    const { doc, win, search } = editor;
    const shown = this.messages.message;
    const wrapped = shown?.kind === "warning" && shown.text.startsWith("search hit");
    if (search.pattern === null || doc.text.length > MAX_LENGTH || this.messages.prompting) return;
    if (editor.options.get("shortmess").includes("S") || shown?.kind === "error") return;
    const until = performance.now() + PATIENCE_MS;
    const budget = new Budget({
      steps: MOST_STEPS,
      poll: () => {
        if (performance.now() > until) throw new PatternTooSlow();
      },
    });
    try {
      const pattern = compileFor(editor, search.pattern);
      const cursor = pointOf(doc.text, win.cursor.pos);
      const context = matchContext(editor);
      const found = countMatches(doc.text, pattern, cursor, { max: MAX, budget, context });
      const sign = search.forward ? "/" : "?";
      this.messages.showCount(
        `${sign}${search.pattern}`,
        `${wrapped ? "W " : ""}${countText(found)}`,
      );
      this.redraw();
    } catch (error) {
      // The pattern was refused when it was searched for; that has been said.
      if (!(error instanceof UserError)) throw error;
    }
  }
}

/** `[2/17]`, `[>99/>99]`, `[?/??]`. */
function countText({ current, total, incomplete }: MatchCount): string {
  if (incomplete === "budget") return "[?/??]";
  if (incomplete === false) return `[${current}/${total}]`;
  return current > MAX ? `[>${MAX}/>${MAX}]` : `[${current}/>${MAX}]`;
}
