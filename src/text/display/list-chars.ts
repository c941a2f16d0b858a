/** 'listchars' taken apart. Every character takes one cell. */

export interface ListChars {
  readonly eol: string | null;
  /** First, middle and last character of a Tab; null: Tabs are shown as `^I`. */
  readonly tab: readonly [string, string, string | null] | null;
  readonly space: string | null;
  readonly multispace: readonly string[] | null;
  readonly lead: string | null;
  readonly trail: string | null;
  readonly nbsp: string | null;
  readonly extends: string | null;
  readonly precedes: string | null;
}

const cache = new Map<string, ListChars>();

export function parseListChars(option: string): ListChars {
  const known = cache.get(option);
  if (known) return known;
  const items = new Map<string, string[]>();
  // A comma may itself be a character: an item's value has at least one.
  for (const [, name, value] of option.matchAll(/([a-z]+):(.[^,]*)(?:,|$)/gsu)) {
    items.set(name!, [...value!]);
  }
  const one = (name: string) => items.get(name)?.[0] ?? null;
  const tab = items.get("tab");
  const parsed: ListChars = {
    eol: one("eol"),
    tab: tab && tab.length >= 2 ? [tab[0]!, tab[1]!, tab[2] ?? null] : null,
    space: one("space"),
    multispace: items.get("multispace") ?? null,
    lead: one("lead"),
    trail: one("trail"),
    nbsp: one("nbsp"),
    extends: one("extends"),
    precedes: one("precedes"),
  };
  cache.set(option, parsed);
  return parsed;
}

/** The drawn form of a Tab that takes `cells` cells. */
export function tabText(list: ListChars | null, cells: number): string {
  if (!list?.tab) return " ".repeat(cells);
  const [first, middle, last] = list.tab;
  if (last === null) return first + middle.repeat(cells - 1);
  if (cells === 1) return last;
  return first + middle.repeat(cells - 2) + last;
}
