/**
 * Zeta 1 (open weights, on Qwen2.5-Coder-7B): an instruction, the edits, and an excerpt with a region that
 * is written anew. The instruction is the sentence that the model was trained with. Source: Zed,
 * crates/zeta_prompt, module zeta1; events are separated by a blank line, paths are not quoted.
 */
import type { Format } from "../format.ts";
import {
  isUnfitParts,
  type RegionShape,
  regionParts,
  renderedRegion,
  withCursor,
} from "./region-format.ts";

const CURSOR = "<|user_cursor_is_here|>";
const START_OF_FILE = "<|start_of_file|>";
const START = "<|editable_region_start|>";
const END = "<|editable_region_end|>";

const INSTRUCTION =
  "You are a code completion assistant and your task is to analyze user edits and then rewrite an " +
  "excerpt that the user provides, suggesting the appropriate edits within the excerpt, taking " +
  "into account the cursor location.";

const shape: RegionShape = {
  tokens: [CURSOR, START_OF_FILE, START, END, "<|endoftext|>"],
  above: 24,
  below: 8,
  regionTokens: 350,
  before: 110,
  after: 40,
  edits: 6,
  writeEdit: ({ path, diff }) =>
    `User edited ${path}:\n\`\`\`diff\n${diff.replace(/\n$/, "")}\n\`\`\`\n\n`,
  writeExcerpt: () => "",
  most: 500 + 500 + 100,
};

export const zeta1: Format = {
  name: "zeta1",
  use: "edit",
  models: /zeta(?![-_]?[2-9])/,
  prompt: "text",
  render(scene, options) {
    const parts = regionParts({ ...scene, related: [] }, options, shape);
    if (isUnfitParts(parts)) return parts;
    const top = parts.layout.firstRow === 0 ? `${START_OF_FILE}\n` : "";
    const text = [
      `### Instruction:\n${INSTRUCTION}\n\n### User Edits:\n\n`,
      parts.edits === "" ? "\n\n" : parts.edits,
      `### User Excerpt:\n\n\`\`\`${scene.path}\n${top}${parts.before}`,
      `${START}\n${withCursor(parts, CURSOR)}\n${END}${parts.after}\n\`\`\`\n\n### Response:\n`,
    ].join("");
    return renderedRegion(parts, options, { kind: "text", text }, [`\n${END}`, "<|endoftext|>"], {
      cursorMarker: null,
      strips: [CURSOR],
      begins: [START],
      ends: [END],
      cuts: ["<|endoftext|>"],
      leaks: [START_OF_FILE, START, END],
      fence: "may",
    });
  },
};
