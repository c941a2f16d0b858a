/**
 * Mercury's next edit (`/v1/edit/completions`, one message of the user): other files, the file with a part
 * to be edited, then the edits. The part is short, 150 tokens, and comes back whole; `None` is no edit.
 *
 * Sources: cursortab's mercuryapi (its recorded answers are mostly fenced) and Continue's template, which has a
 * system prompt and line numbers besides; the endpoint does without.
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

const CURSOR = "<|cursor|>";
const TAGS = [
  "recently_viewed_code_snippets",
  "recently_viewed_code_snippet",
  "current_file_content",
  "code_to_edit",
  "edit_diff_history",
].flatMap((name) => [`<|${name}|>`, `<|/${name}|>`]);

const shape: RegionShape = {
  tokens: [...TAGS, CURSOR],
  above: 16,
  below: 6,
  regionTokens: 150,
  before: 0.6,
  after: 0.06,
  edits: 6,
  writeEdit: ({ path, diff, accepted }) =>
    `${accepted ? "// User accepted prediction:\n" : ""}--- ${path}\n+++ ${path}\n${withNewline(diff)}\n`,
  writeExcerpt: ({ path, text }) =>
    `<|recently_viewed_code_snippet|>\ncode_snippet_file_path: ${path}\n${withNewline(text)}<|/recently_viewed_code_snippet|>\n`,
  openLast: true,
};

export const mercuryEdit: Format = {
  name: "mercury-edit",
  use: "edit",
  // Mercury 2 is a model for conversations.
  models: /mercury(?!-?[2-9])/,
  prompt: "chat",
  render(scene, options) {
    const parts = regionParts(scene, options, shape);
    if (isUnfitParts(parts)) return parts;
    const content = [
      `<|recently_viewed_code_snippets|>\n${parts.related}<|/recently_viewed_code_snippets|>\n\n`,
      `<|current_file_content|>\ncurrent_file_path: ${scene.path}\n${parts.before}`,
      `<|code_to_edit|>\n${withCursor(parts, CURSOR)}\n<|/code_to_edit|>${withNewline(parts.after === "" ? "\n" : parts.after)}`,
      "<|/current_file_content|>\n\n",
      `<|edit_diff_history|>\n${parts.edits}<|/edit_diff_history|>\n`,
    ].join("");
    const prompt = {
      kind: "chat",
      system: "",
      messages: [{ role: "user", content }],
      prediction: parts.text,
    } as const;
    return renderedRegion(parts, options, prompt, [], {
      cursorMarker: null,
      strips: [CURSOR],
      begins: ["<|code_to_edit|>"],
      ends: ["<|/code_to_edit|>"],
      noEdit: ["None"],
      leaks: TAGS,
      fence: "may",
    });
  },
};
