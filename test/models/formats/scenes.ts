/** Scenes for tests: a text with `|` where the cursor is. */
import assert from "node:assert/strict";
import {
  type AnswerReader,
  type Format,
  isUnfit,
  type ModelHunk,
  type Reading,
  type Rendered,
  type RenderOptions,
} from "../../../src/models/format.ts";
import type { Finish } from "../../../src/models/prompt.ts";
import type { Scene, SceneEdit, SceneExcerpt } from "../../../src/models/scene.ts";

export function sceneOf(marked: string, more: Partial<Scene> = {}): Scene {
  const cursor = marked.indexOf("‸");
  assert.ok(cursor >= 0, "the text has no cursor in it");
  const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
  return {
    project: "shop",
    path: "src/cart.ts",
    language: "typescript",
    text,
    firstRow: 0,
    rows: text.split("\n").length + (more.firstRow ?? 0),
    cursor,
    mode: "insert",
    masked: [],
    edits: [],
    related: [],
    diagnostics: [],
    terminal: null,
    ...more,
  };
}

export function editOf(more: Partial<SceneEdit> = {}): SceneEdit {
  return {
    path: "src/price.ts",
    diff: "@@ -1,1 +1,1 @@\n-const a = 1;\n+const b = 1;\n",
    row: 0,
    original: "const a = 1;",
    updated: "const b = 1;",
    accepted: false,
    open: false,
    ...more,
  };
}

export function excerptOf(more: Partial<SceneExcerpt> = {}): SceneExcerpt {
  return {
    path: "src/price.ts",
    kind: "definition",
    text: "export const price = 1;",
    firstRow: 0,
    whole: true,
    ...more,
  };
}

export const OPTIONS: RenderOptions = { tokens: 2048, answerTokens: 512 };

export function rendered(
  format: Format,
  scene: Scene,
  more: Partial<RenderOptions> = {},
): Rendered {
  const answer = format.render(scene, { ...OPTIONS, ...more });
  if (isUnfit(answer)) assert.fail(answer.unfit);
  return answer;
}

/** The prompt as one text: what a server's cache would compare. */
export function promptText({ prompt }: Rendered): string {
  if (prompt.kind === "text") return prompt.text;
  if (prompt.kind === "chat") {
    return [prompt.system, ...prompt.messages.map((message) => message.content)].join("\n");
  }
  const files = prompt.files.map((file) => `${file.path}\n${file.text}\n`).join("");
  return `${files}${prompt.prefix}\0${prompt.suffix}`;
}

/** Reads an answer in one go, or in pieces of this many units. */
export function read(
  reader: AnswerReader,
  answer: string,
  finish: Finish = "stop",
  piece = answer.length || 1,
): Reading {
  for (let at = 0; at < answer.length; at += piece) reader.add(answer.slice(at, at + piece));
  return reader.end(finish);
}

/** The text after the spans. */
export function applied(text: string, hunks: readonly ModelHunk[]): string {
  let out = "";
  let at = 0;
  const spans = hunks.map((hunk) => (hunk.kind === "span" ? hunk : assert.fail("a patch")));
  for (const { from, to, insert } of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    assert.ok(from >= at, "hunks overlap");
    out += text.slice(at, from) + insert;
    at = to;
  }
  return out + text.slice(at);
}
