/**
 * Highlight groups by name. A group is a dotted name (`comment.doc`, `function.call`) or one of
 * Vim's (`StatusLine`); a name that a theme does not have falls back to its beginning:
 * `a.b.c`, `a.b`, `a`, then plain.
 */
import { PLAIN, type Style, type StyleId, type StyleTable } from "./style.ts";

/** What drawing code asks of a theme. */
export interface Theme {
  /** The style of a group after fallback, or undefined when nothing of its name is in the theme. */
  style(group: string): Style | undefined;
  /** The id of that style in the screen's table; PLAIN when there is none. */
  id(group: string): StyleId;
}

/** The groups of a theme: a style each, or the name of the group that it is linked to. */
export type ThemeGroups = ReadonlyMap<string, Style | string>;

const MAX_LINKS = 16;

/** Groups that stand for one style whatever the theme is, and how many there may be. */
const FIXED = new Map<string, Style>();
const MOST_FIXED = 20_000;

/** The group of a style that a program asked for; of a plain look where there are too many. */
export function styleGroup(style: Style): string {
  const group = `=${JSON.stringify(style)}`;
  if (FIXED.size >= MOST_FIXED && !FIXED.has(group)) return "=";
  FIXED.set(group, style);
  return group;
}

/** A theme over a fixed set of groups; answers are remembered, as drawing asks per cell run. */
export class GroupTheme implements Theme {
  readonly #groups: ThemeGroups;
  readonly #table: StyleTable;
  readonly #ids = new Map<string, StyleId>();

  constructor(groups: ThemeGroups, table: StyleTable) {
    this.#groups = groups;
    this.#table = table;
  }

  style(group: string): Style | undefined {
    if (group.startsWith("=")) return FIXED.get(group);
    let name = group;
    for (let links = 0; links < MAX_LINKS; ) {
      const found = this.#groups.get(name);
      if (typeof found === "object") return found;
      if (typeof found === "string") {
        name = found;
        links++;
        continue;
      }
      const dot = name.lastIndexOf(".");
      if (dot < 0) return undefined;
      name = name.slice(0, dot);
    }
    return undefined;
  }

  id(group: string): StyleId {
    const known = this.#ids.get(group);
    if (known !== undefined) return known;
    const style = this.style(group);
    const id = style === undefined ? PLAIN : this.#table.intern(style);
    this.#ids.set(group, id);
    return id;
  }
}
