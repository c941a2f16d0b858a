/**
 * What a panel's worker hands back: rows of runs of text in highlight groups. Ink knows colours
 * only, so a group travels through it as the colour `#0100NN`, the number of the group in the
 * panel's list, and is read back out of the escape codes here.
 */

export interface PanelRun {
  readonly text: string;
  /** A highlight group; empty for the panel's plain text. */
  readonly group: string;
}

export type PanelRow = readonly PanelRun[];

/** The colour that stands for a group in Ink's `color`. */
export function groupColour(groups: readonly string[], group: string): string {
  const index = groups.indexOf(group);
  if (index < 0) throw new Error(`The panel does not name the group ${group}`);
  return `#0100${index.toString(16).padStart(2, "0")}`;
}

/** The rows of what Ink rendered. Escape codes other than our colours are dropped. */
export function rowsOf(rendered: string, groups: readonly string[]): PanelRow[] {
  let group = "";
  return rendered.split("\n").map((line) => {
    const runs: PanelRun[] = [];
    let at = 0;
    const take = (end: number): void => {
      const text = line.slice(at, end);
      const last = runs.at(-1);
      if (text === "") return;
      if (last?.group === group) runs[runs.length - 1] = { text: last.text + text, group };
      else runs.push({ text, group });
    };
    for (const match of line.matchAll(/\u001b\[([\d;:]*)([A-Za-z])/g)) {
      take(match.index);
      at = match.index + match[0].length;
      if (match[2] === "m") group = groupAfter(match[1]!, group, groups);
    }
    take(line.length);
    return runs;
  });
}

function groupAfter(parameters: string, group: string, groups: readonly string[]): string {
  const colour = /^38[;:]2[;:]1[;:]0[;:](\d+)$/.exec(parameters);
  if (colour) return groups[Number(colour[1])] ?? "";
  return parameters === "39" || parameters === "0" || parameters === "" ? "" : group;
}
