/**
 * Text at the cursor from chat models: other files, the file up to a hole and a little behind it; the answer
 * is what goes into the hole, in a fence. What such a model repeats of the line before the hole is dropped.
 */
import type { Format } from "../format.ts";
import { aroundCursor } from "./around.ts";
import { cleaned } from "./cleaned.ts";
import { FimReader } from "./fim-stream.ts";
import { HoleReader } from "./hole-reader.ts";
import { touchesMasked } from "./hunks.ts";
import { withNewline } from "./lines.ts";
import { excerptKey, fitExcerpts, joined, UNITS } from "./parts.ts";
import { CHAT_MODELS, fenceFor } from "./patch.ts";
import { reservedIn, unfit } from "./tokens.ts";
import { viewOf } from "./view.ts";
import { layoutOf } from "./window.ts";

const HOLE = "<|hole|>";
const NOTHING = "<NOTHING>";

const SYSTEM = `You complete code while it is typed. You see a file with ${HOLE} in it: that is where the cursor is. Answer with the text that belongs there, between fences of backticks, and nothing else: no text from before or behind the hole, no explanation. It begins right behind the last character before the hole, so a line that is begun is only continued. Write what the programmer will most likely type next: the rest of the line, or of a short block. Keep the indentation and style of the file. When nothing belongs there, answer ${NOTHING}.`;

export const chatFim: Format = {
  name: "chat-fim",
  use: "complete",
  models: CHAT_MODELS,
  prompt: "chat",
  render(scene, options) {
    const view = viewOf(scene);
    const at = { from: scene.cursor, to: scene.cursor };
    if (touchesMasked(scene, at)) return { unfit: "the cursor is in a secret" };
    const { layout } = options;
    const most = options.tokens * UNITS * 0.95 - SYSTEM.length;
    const share = scene.related.length > 0 ? 0.6 : 0.85;
    const { window, prefix, suffix } = aroundCursor(view, most * share, layout);
    const tokens = [HOLE, NOTHING];
    const token = reservedIn(tokens, prefix, suffix, scene.path);
    if (token !== null) return unfit(token);
    const left = most - prefix.length - suffix.length;
    const related = fitExcerpts(view, left, tokens, layout, ({ path, text }) => {
      const around = fenceFor(text);
      return `${path}\n${around}\n${withNewline(text)}${around}\n\n`;
    });
    // Behind the text of before: one that is typed must not change the fence.
    const fence = fenceFor(scene.text);
    const content = `${joined(related)}${scene.path}\n${fence}${scene.language}\n${prefix}${HOLE}${suffix}\n${fence}`;
    return {
      prompt: { kind: "chat", system: SYSTEM, messages: [{ role: "user", content }] },
      stop: [],
      maxTokens: options.answerTokens,
      layout: layoutOf(
        view,
        window,
        null,
        related.map(({ of }) => excerptKey(of)),
      ),
      region: at,
      reader: () =>
        cleaned(
          scene,
          () =>
            new HoleReader(
              new FimReader({ scene, cuts: [], leaks: tokens.slice(0, 1), framed: true }),
              prefix,
            ),
          true,
        ),
    };
  },
};
