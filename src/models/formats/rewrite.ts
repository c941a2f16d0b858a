/**
 * A region in a fence, for chat models that do badly with patches: the lines around the cursor come back
 * whole. The region is sent along as a predicted output, for providers that use it. `<NO_EDIT>` is no edit.
 */
import type { Format } from "../format.ts";
import { cleaned } from "./cleaned.ts";
import { endOf } from "./lines.ts";
import { UNITS } from "./parts.ts";
import { CURSOR, chatParts, fenceFor, NO_EDIT } from "./patch.ts";
import { RegionReader } from "./region-reader.ts";
import { layoutOf, textOf } from "./window.ts";

const SYSTEM = `You predict the next edit of a programmer from what they did last. Go on with what they are doing: complete what they began, then what must change with it. Do not take back what they did, do not tidy up, do not explain.

You see a file, and some of its lines again as they are now. Write those lines anew as the programmer will have them: all of them, with your changes, between fences of backticks like those around them, and nothing else. ${CURSOR} shows where the cursor is; it is not in the file. When nothing is likely to be changed, answer ${NO_EDIT}.`;

export const rewrite: Format = {
  name: "rewrite",
  use: "edit",
  models: /(?!)/,
  prompt: "chat",
  render(scene, options) {
    const room = ((options.answerTokens - 48) / 1.25) * UNITS;
    const size = { above: 8, below: 8, most: Math.max(120, Math.min(900, room)) };
    const parts = chatParts(scene, options, size, SYSTEM);
    if ("unfit" in parts) return parts;
    const { view, window, region } = parts;
    const text = textOf(view, region);
    const fence = fenceFor(text);
    const content = `${parts.steady}${parts.changing}\nThese lines anew, in ${fence}:`;
    return {
      prompt: {
        kind: "chat",
        system: SYSTEM,
        messages: [{ role: "user", content }],
        prediction: `${fence}${scene.language}\n${text}\n${fence}`,
      },
      stop: [],
      maxTokens: Math.min(options.answerTokens, Math.ceil((text.length / UNITS) * 1.6) + 128),
      layout: layoutOf(view, window, region, parts.related),
      region: { from: view.starts[region.first]!, to: endOf(view, region.last) },
      reader: () =>
        cleaned(
          scene,
          () =>
            new RegionReader({
              scene,
              rows: view,
              region,
              cursorMarker: CURSOR,
              noEdit: [NO_EDIT],
              fence: "must",
            }),
          true,
        ),
    };
  },
};
