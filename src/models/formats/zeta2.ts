/**
 * Zeta 2 (open weights, on Seed-Coder-8B; Zed's format V0211): what stands behind the region first, then
 * other files, edits and the file up to the region, which is written as one side of a merge conflict. The
 * model writes the other side. Budgets are those that it was trained with: 350 tokens may be rewritten, 150
 * stand around them, six edits.
 *
 * Source: Zed, crates/zeta_prompt, module seed_coder: a line break ends the text behind the region and the
 * region, a blank line the other files and the edits.
 *
 * An edit that is being typed is left out where the file shows all of it, as the text behind the edits would
 * not keep its place otherwise.
 */
import type { Format } from "../format.ts";
import type { SceneEdit, SceneExcerpt } from "../scene.ts";
import { withNewline } from "./lines.ts";
import {
  isUnfitParts,
  type RegionShape,
  regionParts,
  renderedRegion,
  withCursor,
} from "./region-format.ts";

const CURSOR = "<|user_cursor|>";
const CONTROL = ["<[fim-suffix]>", "<[fim-prefix]>", "<[fim-middle]>", "<filename>"];
const END_OF_TEXT = "<[end▁of▁sentence]>";
const START = "<<<<<<< CURRENT";
const SEPARATOR = "=======";
const END = ">>>>>>> UPDATED";

export function zetaEdit({ path, diff, accepted }: SceneEdit): string {
  const note = accepted ? "// User accepted prediction:\n" : "";
  return `${note}--- a/${path}\n+++ b/${path}\n${withNewline(diff)}`;
}

export function zetaExcerpt({ path, text, whole }: SceneExcerpt): string {
  return `<filename>${path}\n${withNewline(text)}${whole ? "" : "...\n"}`;
}

const shape: RegionShape = {
  tokens: [...CONTROL, CURSOR, END_OF_TEXT, `${START}\n`, `\n${SEPARATOR}\n`, END],
  above: 24,
  below: 10,
  regionTokens: 350,
  before: 75,
  after: 75,
  edits: 6,
  writeEdit: zetaEdit,
  writeExcerpt: zetaExcerpt,
  most: 4096,
};

/** What stands before the file in the prompt: other files, then edits, each with a blank line behind. */
export function zetaContext(related: string, edits: string): string {
  const files = related === "" ? "" : `${related}\n`;
  return edits === "" ? files : `${files}<filename>edit_history\n${edits}\n`;
}

export const zeta2: Format = {
  name: "zeta2",
  use: "edit",
  models: /zeta[-_]?2/,
  prompt: "text",
  render(scene, options) {
    const parts = regionParts(scene, options, shape);
    if (isUnfitParts(parts)) return parts;
    const text = [
      `<[fim-suffix]>${withNewline(parts.after === "" ? "\n" : parts.after)}`,
      `<[fim-prefix]>${zetaContext(parts.related, parts.edits)}`,
      `<filename>${scene.path}\n${parts.before}`,
      `${START}\n${withCursor(parts, CURSOR)}\n${SEPARATOR}\n`,
      "<[fim-middle]>",
    ].join("");
    return renderedRegion(parts, options, { kind: "text", text }, [END, END_OF_TEXT], {
      cursorMarker: CURSOR,
      broken: true,
      ends: [END],
      cuts: [END, END_OF_TEXT],
      noEdit: ["NO_EDITS"],
      leaks: [...CONTROL, START],
    });
  },
};
