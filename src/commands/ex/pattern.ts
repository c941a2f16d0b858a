/** The patterns that commands search for: the remembered ones, compiled with the options as they are. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import {
  Budget,
  compilePattern,
  type MatchContext,
  type Pattern,
} from "../../text/pattern/pattern.ts";
import { pointOf, posOf } from "../../text/text.ts";
import { cellSpan } from "../cursor.ts";

/** Which remembered pattern an empty one stands for, or where one is remembered. */
export type PatternPlace = "search" | "substitute" | "last" | "both";

/** The remembered pattern; throws UserError (E33, E35) when there is none. */
export function rememberedPattern(editor: Editor, which: PatternPlace): string {
  const { search } = editor;
  const place = which === "last" || which === "both" ? search.lastUsed : which;
  const pattern = place === "search" ? search.pattern : search.substitutePattern;
  if (pattern === null) {
    if (which === "substitute") {
      throw new UserError("E33: No previous substitute regular expression");
    }
    throw new UserError("E35: No previous regular expression");
  }
  return pattern;
}

/** Remembers a pattern for later commands, unless `:keeppatterns` is on. */
export function rememberPattern(editor: Editor, pattern: string, place: PatternPlace): void {
  if (editor.exState.keepPatterns > 0) return;
  const { search } = editor;
  if (place === "search" || place === "both") {
    search.pattern = pattern;
    search.lastUsed = "search";
    search.highlight = editor.options.get("hlsearch");
  }
  if (place === "substitute" || place === "both") {
    search.substitutePattern = pattern;
    search.lastUsed = "substitute";
    search.highlight = editor.options.get("hlsearch");
  }
}

/** Adds to the search history. */
export function rememberInHistory(editor: Editor, pattern: string): void {
  if (pattern === "" || editor.exState.keepPatterns > 0) return;
  const list = editor.history["/"];
  const at = list.indexOf(pattern);
  if (at >= 0) list.splice(at, 1);
  list.push(pattern);
}

const CACHE_SIZE = 16;
const cache = new WeakMap<Editor, Map<string, Pattern>>();

/** Compiles a pattern; `ignorecase` overrules the options. Throws UserError when it is none. */
export function compileFor(
  editor: Editor,
  source: string,
  ignorecase: boolean | null = null,
): Pattern {
  const { options, doc } = editor;
  const wanted = {
    ignorecase: ignorecase ?? options.get("ignorecase"),
    smartcase: ignorecase === null && options.get("smartcase") && !editor.search.ignoreSmartcase,
    magic: options.get("magic"),
    iskeyword: doc.options.get("iskeyword"),
    lastSubstitute: editor.exState.previousReplacement ?? "",
  };
  const key = JSON.stringify([source, wanted]);
  let patterns = cache.get(editor);
  if (!patterns) cache.set(editor, (patterns = new Map()));
  let pattern = patterns.get(key);
  if (!pattern) {
    pattern = compilePattern(source, wanted);
    if (patterns.size >= CACHE_SIZE) patterns.clear();
    patterns.set(key, pattern);
  }
  return pattern;
}

/** A budget without limit that looks for CTRL-C. */
export function commandBudget(editor: Editor): Budget {
  return new Budget({ poll: editor.services.poll });
}

/** What patterns may ask about the current window. */
export function matchContext(editor: Editor): MatchContext {
  const { win, doc } = editor;
  const { text } = doc;
  const from = doc.marks.get("<");
  const to = doc.marks.get(">");
  const kind = win.visual?.kind ?? editor.modal.lastVisual.get(doc)?.kind ?? "v";
  let visual: MatchContext["visual"];
  if (win.visual) {
    const a = Math.min(win.visual.anchor, win.cursor.pos);
    const b = Math.max(win.visual.anchor, win.cursor.pos);
    visual = { kind, from: pointOf(text, a), to: pointOf(text, b) };
  } else if (from && to && to.row < text.lines) visual = { kind, from, to };
  if (visual && kind === "<C-v>") {
    const a = cellSpan(win, posOf(text, visual.from.row, visual.from.col));
    const b = cellSpan(win, posOf(text, visual.to.row, visual.to.col));
    visual = { ...visual, fromCell: Math.min(a.start, b.start), toCell: Math.max(a.end, b.end) };
  }
  return {
    cursor: pointOf(text, win.cursor.pos),
    ...(visual ? { visual } : {}),
    mark: (name) => {
      const global = editor.globalMarks.get(name);
      if (global) return global.doc === doc ? global.point : null;
      return doc.marks.get(name) ?? null;
    },
    tabstop: doc.options.get("tabstop"),
  };
}
