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
  base: { imports: [] },
  store: { imports: ["base"] },
  text: { imports: ["base"], packages: ["@codemirror/state"], pure: true },
  modal: { imports: ["base", "text"], pure: true },
  screen: { imports: ["base"], pure: true },
  patterns: { imports: ["base", "text"], pure: true },
  editor: { imports: ["base", "text", "modal", "store"] },
  commands: { imports: ["base", "text", "modal", "editor"] },
  view: { imports: ["base", "text", "screen", "editor"] },
  term: { imports: ["base", "screen"], packages: ["blessed/lib/tput.js"] },
  tab: { imports: ["base", "text", "editor", "store", "patterns"] },
  panels: { imports: ["base", "screen"], types: ["editor"], packages: ["ink", "react"] },
  config: { imports: ["base"], types: ["*"], packages: ["smol-toml"] },
  app: { imports: ["*"], packages: ["commander"] },
};

/** Files over 450 lines, each with the reason why it is one idea. Nothing may be over 700. */
export const LONG_FILES: Readonly<Record<string, string>> = {};
