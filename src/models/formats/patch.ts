/**
 * Patches, for any chat model (in the manner of Copilot's xtab): places by path and line with what goes
 * and what comes, the most important first, also in other files. `<NO_EDIT>` is no edit.
 *
 * The prompt is our own, and laid out for caches: rules, other files, edits, the file as it was before the
 * edit that is being typed; only then errors, the terminal, the lines around the cursor as they are. Lines
 * count from 1, as people and models count them.
 */
import type { Format } from "../format.ts";
import type { Scene, SceneDiagnostic, SceneEdit, SceneExcerpt } from "../scene.ts";
import { beforeOf, spanText } from "./before.ts";
import { cleaned } from "./cleaned.ts";
import { touchesMasked } from "./hunks.ts";
import { endOf, withNewline } from "./lines.ts";
import { excerptKey, fitEdits, fitExcerpts, joined, UNITS } from "./parts.ts";
import { PatchReader } from "./patch-stream.ts";
import { reservedIn, unfit } from "./tokens.ts";
import { isWithin, type Span, type View, viewOf } from "./view.ts";
import { chooseRegion, chooseWindow, layoutOf, textOf } from "./window.ts";

export const CURSOR = "<|cursor|>";
export const NO_EDIT = "<NO_EDIT>";

const SYSTEM = `You predict the next edits of a programmer from what they did last. Go on with what they are doing: complete what they began, then what must change with it, here or in other files that you see. Do not take back what they did, do not tidy up, do not explain.

Answer with patches and nothing else, the most important first:

path/to/file.ts:12
-a line as it is now
+the line as it will be

Rules:
- A patch begins with the path and the number of its first line, in a line of its own.
- Then come the lines that go, each after "-", exactly as they are in the file, with their blanks; then those that come instead, each after "+".
- Every patch has at least one "-" line. To put lines in, take a line beside them as "-" and again as "+".
- Lines that stay are not part of a patch, except for that.
- ${CURSOR} shows where the cursor is; it is not in the file. Lines are counted from 1.
- When nothing is likely to be changed, answer ${NO_EDIT}.`;

/** Rows around the cursor that are shown as they are. */
const ABOVE = 6;
const BELOW = 6;
const EDITS = 8;
const DIAGNOSTICS = 5;
const TERMINAL = 1200;

function chatEdit({ path, diff, accepted }: SceneEdit): string {
  return `${accepted ? "(suggested, and accepted)\n" : ""}--- ${path}\n+++ ${path}\n${withNewline(diff)}`;
}

/** A fence longer than any in the text. */
export function fenceFor(...texts: readonly string[]): string {
  let longest = 2;
  for (const text of texts) {
    for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  }
  return "`".repeat(longest + 1);
}

function excerptText({ path, text, firstRow, whole }: SceneExcerpt): string {
  const fence = fenceFor(text);
  const where = whole ? path : `${path}, from line ${firstRow + 1}`;
  return `### ${where}\n${fence}\n${withNewline(text)}${fence}\n\n`;
}

function chatDiagnostics(diagnostics: readonly SceneDiagnostic[]): string {
  return diagnostics
    .slice(0, DIAGNOSTICS)
    .map(({ row, severity, message, source, code }) => {
      const by = [source, code].filter((part) => part !== "").join(" ");
      return `line ${row + 1}: ${severity}: ${message}${by === "" ? "" : ` (${by})`}\n`;
    })
    .join("");
}

/** The parts of a prompt that stay while somebody types, and those that do not. */
interface ChatParts {
  readonly view: View;
  readonly window: Span;
  readonly region: Span;
  /** Other files, edits, the file. */
  readonly steady: string;
  /** Errors, the terminal, the open edit, the lines around the cursor. */
  readonly changing: string;
  readonly related: readonly string[];
}

const SPACE = 400;

export function chatParts(
  scene: Scene,
  options: { readonly tokens: number; readonly layout?: Parameters<typeof chooseRegion>[2] },
  size: { readonly above: number; readonly below: number; readonly most: number },
  system: string,
): ChatParts | { readonly unfit: string } {
  const view = viewOf(scene);
  if (touchesMasked(scene, { from: scene.cursor, to: scene.cursor })) {
    return { unfit: "the cursor is in a secret" };
  }
  const { layout } = options;
  const most = options.tokens * UNITS * 0.95 - system.length - SPACE;
  const region = chooseRegion(view, size, layout);
  const now = textOf(view, region);
  if (now.length * 3 > most) return { unfit: "the region alone is more than the prompt may be" };
  const before = beforeOf(view);
  const part = (most - now.length) * 0.3;
  const window = chooseWindow(view, region, part, part, layout);
  const rows = before.span(window);
  const file = spanText(before, rows);
  const tokens = [CURSOR, NO_EDIT];
  const token = reservedIn(tokens, file, now, scene.path, scene.project);
  if (token !== null) return unfit(token);
  const late = changingPart(view, region, now, tokens);
  let left = most - file.length - late.length;
  const edits = fitEdits(view.closed, left, EDITS, tokens, chatEdit);
  left -= joined(edits).length;
  const related = fitExcerpts(view, left, tokens, layout, excerptText);
  const fence = fenceFor(file);
  const at = `${scene.firstRow + rows.first + 1} to ${scene.firstRow + rows.last + 1}`;
  const steady = [
    related.length > 0 ? `## Other files\n\n${joined(related)}` : "",
    edits.length > 0 ? `## The last edits, oldest first\n\n${joined(edits)}\n` : "",
    `## ${scene.path}, lines ${at}${before.edit ? ", before the edit that is being typed" : ""}\n`,
    `${fence}${scene.language}\n${withNewline(file)}${fence}\n\n`,
  ].join("");
  return {
    view,
    window,
    region,
    steady,
    changing: late,
    related: related.map(({ of }) => excerptKey(of)),
  };
}

function changingPart(view: View, region: Span, now: string, tokens: readonly string[]): string {
  const { scene, open } = view;
  const errors = chatDiagnostics(scene.diagnostics);
  const terminal = (scene.terminal ?? "").slice(-TERMINAL);
  // The lines as they are now tell of the edit themselves, if all of it is in them.
  const shown = view.typed && isWithin(view, view.typed, region) ? view.typed : null;
  const edit = open && !shown ? chatEdit(open) : "";
  const removed = shown && shown.removed.trim() !== "" ? shown.removed : "";
  const cursor = scene.cursor - view.starts[region.first]!;
  const fence = fenceFor(now);
  const at = `${scene.firstRow + region.first + 1} to ${scene.firstRow + region.last + 1}`;
  const clean = (text: string) => (reservedIn(tokens, text) === null ? text : "");
  return [
    section("Errors", clean(errors)),
    section("The terminal", terminal === "" ? "" : clean(withNewline(terminal))),
    section("The edit that is being typed", clean(edit)),
    removed === "" ? "" : section("It replaces", clean(withNewline(removed))),
    `## ${scene.path}, lines ${at} as they are now\n${fence}${scene.language}\n`,
    `${now.slice(0, cursor)}${CURSOR}${now.slice(cursor)}\n${fence}\n`,
  ].join("");
}

function section(title: string, text: string): string {
  return text === "" ? "" : `## ${title}\n\n${text}\n`;
}

/** Models that answer in chats: their names, where nothing else is known of them. */
export const CHAT_MODELS =
  /claude|gpt|(^|\/)o[1-9]|codex|gemini|grok|mistral|ministral|devstral|magistral|llama|qwen|qwq|kimi|glm|deepseek|sonnet|opus|haiku|command|phi|gemma|granite-?[34]|minimax|nova|yi-|mercury-?[2-9]|seed-oss|nemotron|olmo|exaone|smollm|hunyuan|ernie|mimo|longcat|step-?[34]|jamba|hermes|cogito|lfm/;

export const patch: Format = {
  name: "patch",
  use: "edit",
  models: CHAT_MODELS,
  prompt: "chat",
  render(scene, options) {
    const size = { above: ABOVE, below: BELOW, most: 1200 };
    const parts = chatParts(scene, options, size, SYSTEM);
    if ("unfit" in parts) return parts;
    const { view, window, region } = parts;
    const content = `${parts.steady}${parts.changing}\nThe next edits:`;
    return {
      prompt: { kind: "chat", system: SYSTEM, messages: [{ role: "user", content }] },
      stop: [],
      maxTokens: options.answerTokens,
      layout: layoutOf(view, window, region, parts.related),
      region: { from: view.starts[window.first]!, to: endOf(view, window.last) },
      reader: () => cleaned(scene, () => new PatchReader(view), true),
    };
  },
};
