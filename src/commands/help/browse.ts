/**
 * The help browser's keys: what is typed filters the topics, arrows choose, Enter opens. It knows
 * nothing of how the panel is drawn: it hands each state over and reads the next key.
 */
import { textOfKey } from "../../base/key.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import type { HelpLibrary } from "./library.ts";
import { findTags } from "./lookup.ts";
import { type HelpTag, plainText } from "./tags.ts";

export interface BrowserTopic {
  readonly tag: string;
  readonly title: string;
}

/** What the panel shows. */
export interface BrowserState {
  readonly filter: string;
  readonly topics: readonly BrowserTopic[];
  /** Index in `topics`; -1 when there is none. */
  readonly selected: number;
  /** The lines of the help text from the chosen topic on. */
  readonly preview: readonly string[];
}

export interface BrowserPanel {
  show(state: BrowserState): void;
  close(): void;
}

export type OpenBrowser = (first: BrowserState) => BrowserPanel;

const MOST_TOPICS = 200;
const PREVIEW_LINES = 60;
const PAGE = 10;

/** Lets the user choose; null when the browser was left with Esc. */
export function* browse(
  editor: Editor,
  library: HelpLibrary,
  open: OpenBrowser,
): Fiber<string | null> {
  let filter = "";
  let tags = topicsOf(library, filter);
  let selected = 0;
  const state = (): BrowserState => ({
    filter,
    topics: tags.map(({ tag, title }) => ({ tag, title })),
    selected: tags.length === 0 ? -1 : selected,
    preview: previewOf(library, tags[selected]),
  });
  const panel = open(state());
  try {
    for (;;) {
      const key = yield* rawKey();
      const step = STEPS[key];
      const text = editor.loop?.pastedText(key) ?? textOfKey(key);
      if (key === "<Esc>" || key === "<C-c>") return null;
      if (key === "<CR>" || key === "<NL>") return tags[selected]?.tag ?? null;
      if (step !== undefined) {
        selected = Math.max(0, Math.min(tags.length - 1, selected + step));
      } else {
        if (key === "<BS>") filter = Array.from(filter).slice(0, -1).join("");
        else if (key === "<C-u>") filter = "";
        else if (key === "<C-w>") filter = filter.replace(/\S*\s*$/, "");
        else if (text !== null && key !== "<Tab>") filter += text.split("\n")[0];
        else continue;
        tags = topicsOf(library, filter);
        selected = 0;
      }
      panel.show(state());
    }
  } finally {
    panel.close();
  }
}

const STEPS: Readonly<Record<string, number>> = {
  "<Down>": 1,
  "<Up>": -1,
  "<C-n>": 1,
  "<C-p>": -1,
  "<C-j>": 1,
  "<C-k>": -1,
  "<Tab>": 1,
  "<S-Tab>": -1,
  "<PageDown>": PAGE,
  "<PageUp>": -PAGE,
};

/** The topics for a filter; the chapters when nothing is typed. */
function topicsOf(library: HelpLibrary, filter: string): readonly HelpTag[] {
  if (filter.trim() !== "") return findTags(library.tags(), filter, MOST_TOPICS);
  const files = [...library.texts().keys()];
  return library
    .tags()
    .filter((tag) => tag.rank === 0 && tag.tag === tag.file)
    .sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file));
}

function previewOf(library: HelpLibrary, tag: HelpTag | undefined): string[] {
  if (!tag) return [];
  const lines = (library.texts().get(tag.file) ?? "").split("\n");
  return lines
    .slice(tag.row, tag.row + PREVIEW_LINES)
    .filter((line) => !/^\s*(```|~~~)/.test(line) && !/^\|[-| :]+\|$/.test(line))
    .map((line) => (line.startsWith("#") ? line : plainText(line)));
}
