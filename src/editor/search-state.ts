/** What the last search and the last substitution were: `n`, `&`, `gn`, CTRL-R / read it. */
export interface SearchOffset {
  /** As typed after the closing delimiter (`e+1`, `;/pat/`); empty for none. */
  readonly source: string;
}

export class SearchState {
  /** The last search pattern (the `/` register), or null. */
  pattern: string | null = null;
  /** `*` and `#` search without `smartcase`. */
  ignoreSmartcase = false;
  forward = true;
  /** What followed the pattern (`/pat/e`), as typed. */
  offset = "";
  /** Whether the matches are shown now (`hlsearch` is on and `:noh` was not given since). */
  highlight = false;
  /** A pattern that is being typed, for `incsearch`; null when none is. */
  preview: {
    readonly pattern: string;
    readonly match: { from: number; to: number } | null;
  } | null = null;
  /** Searches that found something so far: whoever shows their count looks for a new one. */
  runs = 0;
  /** The last pattern and replacement of `:s`, and its flags. */
  substitute: { pattern: string; replacement: string; flags: string } | null = null;
  /** The last pattern of `:s` or `:g`, or null. */
  substitutePattern: string | null = null;
  /** The last pattern used by either, for an empty pattern. */
  lastUsed: "search" | "substitute" = "search";
  /** The last `f`, `F`, `t` or `T`. */
  find: { readonly char: string; readonly forward: boolean; readonly till: boolean } | null = null;
}
