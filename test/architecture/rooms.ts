/**
 * The rooms of src/ and what each may import. docs/ARCHITECTURE.md prints the same table; a test
 * holds the two together. Change both in the commit that needs it, and say why there.
 */
export interface Room {
  /** Rooms whose values and types may be imported. */
  readonly imports: readonly string[];
  /** Rooms of which only types may be imported (`import type`); "*" is every room. */
  readonly types?: readonly string[];
  /** Packages, as import paths. */
  readonly packages?: readonly string[];
  /** A pure room imports nothing of Node: no clock, no file, no process. */
  readonly pure?: true;
}

export const ROOMS: Readonly<Record<string, Room>> = {
  // Configuration files of several rooms are TOML, with faults that name their lines.
  base: { imports: [], packages: ["smol-toml"] },
  store: { imports: ["base"] },
  text: { imports: ["base"], packages: ["@codemirror/state"], pure: true },
  modal: { imports: ["base", "text"], pure: true },
  screen: { imports: ["base"], pure: true },
  patterns: { imports: ["base", "text"], pure: true },
  editor: { imports: ["base", "text", "modal", "store"], types: ["screen"] },
  commands: { imports: ["base", "text", "modal", "editor"] },
  view: { imports: ["base", "text", "screen", "editor"] },
  term: { imports: ["base", "screen"], packages: ["blessed/lib/tput.js"] },
  language: {
    imports: ["base", "text", "editor"],
    packages: [
      "web-tree-sitter",
      "vscode-jsonrpc",
      "vscode-jsonrpc/node",
      "vscode-languageserver-protocol",
      "smol-toml",
    ],
  },
  git: { imports: ["base", "text", "editor", "store"], packages: ["simple-git"] },
  shell: {
    imports: ["base", "text", "editor", "screen", "store", "patterns", "git", "language"],
    packages: ["node-pty", "@xterm/headless", "smol-toml"],
  },
  // Knows no editor: what it gets is JSON.
  models: {
    imports: ["base", "store"],
    packages: ["ai", "@ai-sdk/openai-compatible", "@ai-sdk/anthropic", "smol-toml"],
  },
  context: {
    imports: ["base", "text", "editor", "store", "language", "git", "shell", "models"],
    packages: ["ignore"],
  },
  tab: {
    imports: [
      "base",
      "text",
      "editor",
      "store",
      "patterns",
      "language",
      "git",
      "shell",
      "models",
      "context",
    ],
  },
  panels: { imports: ["base", "screen"], types: ["editor"], packages: ["ink", "react"] },
  config: { imports: ["base", "modal", "editor"], types: ["*"], packages: ["smol-toml"] },
  app: { imports: ["*"], packages: ["commander", "smol-toml", "@vscode/ripgrep"] },
};

/** Files over 450 lines, each with the reason why it is one idea. Nothing may be over 700. */
export const LONG_FILES: Readonly<Record<string, string>> = {
  "src/commands/ex/substitute.ts": ":s with its flags, confirmation and repeats share one state",
  "src/commands/normal/actions.ts": "a table of commands, a row each",
  "src/commands/normal/insert-session.ts": "what one stay in insert mode remembers and repeats",
  "src/commands/normal/motions.ts": "a table of commands, a row each",
  "src/editor/editor.ts": "the state and the one door for changes",
  "src/editor/layout-windows.ts": "every operation on the tree of windows",
  "src/term/terminal.ts": "taking a terminal over and giving it back on every way out",
  "src/text/pattern/matcher.ts": "the interpreter of patterns: one case per instruction",
  "src/text/transform/cindent.ts": "Vim's C indenting, whose cases depend on each other",
  "src/view/window-painter.ts": "one painter that knows what each of its rows shows",
};
