/**
 * Instinct (open weights, on Qwen2.5-Coder-7B, a chat model): a region from one row above the cursor to five
 * below it, in 25 rows around. Markers, headings, blank lines and the order of the edits, the newest first, are
 * those of its training (continuedev/instinct, utils/datautils.py); Continue's own template differs from it in
 * quotes, a colon and an end (core/nextEdit/templating). What the headings mean is said in words of our own.
 */
import type { Format } from "../format.ts";
import { withNewline } from "./lines.ts";
import {
  isUnfitParts,
  type RegionShape,
  regionParts,
  renderedRegion,
  withCursor,
} from "./region-format.ts";

const CURSOR = "<|user_cursor_is_here|>";
const START = "<|editable_region_start|>";
const END = "<|editable_region_end|>";
const CONTEXT_FILE = "<|context_file|>";
const SNIPPET = "<|snippet|>";

const SYSTEM = `You are Instinct, a predictor of the next edit of a developer. You rewrite the section of code between ${START} and ${END}.

- "### Context:" has pieces of other files: ${CONTEXT_FILE}, a path, ${SNIPPET} and some of its text. Not all of it matters.
- "### User Edits:" has the developer's last changes as unified diffs, the most recent first.
- "### User Excerpt:" has the path of the current file and a part of it. ${CURSOR} is where the cursor is.

Go on with what the developer is doing: complete what was begun, and what must change with it. Do not take back their last change. Keep the style of the code. Answer with the rewritten section only, without the markers, and with nothing that stands outside of it.`;

const TASK =
  "Predict from the excerpt, the edits and the context what the developer changes next, and write the editable region with it.";

const shape: RegionShape = {
  tokens: [CURSOR, START, END, CONTEXT_FILE, SNIPPET],
  above: 1,
  below: 5,
  regionTokens: 350,
  before: 300,
  after: 90,
  edits: 6,
  writeEdit: ({ path, diff }) =>
    `User edited file "${path}"\n\n\`\`\`diff\n${withNewline(diff)}\`\`\`\n\n`,
  newestFirst: true,
  writeExcerpt: ({ path, text }) => `${CONTEXT_FILE} ${path}\n${SNIPPET}\n${withNewline(text)}\n\n`,
};

export const instinct: Format = {
  name: "instinct",
  use: "edit",
  models: /instinct/,
  prompt: "chat",
  render(scene, options) {
    const parts = regionParts(scene, options, shape);
    if (isUnfitParts(parts)) return parts;
    const content = [
      `${TASK}\n\n### Context:\n\n${parts.related === "" ? "\n\n\n" : parts.related}`,
      `### User Edits:\n\n${parts.edits}`,
      `### User Excerpt:\n"${scene.path}"\n\n${parts.before}`,
      `${START}\n${withCursor(parts, CURSOR)}\n${END}${parts.after}`,
    ].join("");
    const prompt = {
      kind: "chat",
      system: SYSTEM,
      messages: [{ role: "user", content }],
    } as const;
    return renderedRegion(parts, options, prompt, [], {
      cursorMarker: null,
      strips: [CURSOR],
      begins: [START],
      ends: [END],
      leaks: [START, END, CONTEXT_FILE, SNIPPET],
      fence: "may",
    });
  },
};
