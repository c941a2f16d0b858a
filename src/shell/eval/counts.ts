/** What is counted while commands are typed again: the figures of the protocol of ../shared/shell. */

export interface ShellCounts {
  commands: number;
  chars: number;
  seen: number;
  top1: number;
  top5: number;
  name1: number;
  /** Keys with the ghost taken whole, and also word by word; shown from the first character on. */
  keysWhole: number;
  keysWord: number;
  /** The same, with the ghost on the empty line used too. */
  keysWordEmpty: number;
  /** Positions while typing by hand, the empty line apart; those with a ghost; right ones. */
  positions: number;
  shown: number;
  right: number;
  rightWord: number;
  /** Ghosts on the empty line. */
  shownEmpty: number;
  rightEmpty: number;
}

export function noCounts(): ShellCounts {
  return {
    commands: 0,
    chars: 0,
    seen: 0,
    top1: 0,
    top5: 0,
    name1: 0,
    keysWhole: 0,
    keysWord: 0,
    keysWordEmpty: 0,
    positions: 0,
    shown: 0,
    right: 0,
    rightWord: 0,
    shownEmpty: 0,
    rightEmpty: 0,
  };
}

/** The first word of what a ghost adds: up to and with the next "/", or up to the next space. */
export function ghostWord(rest: string): string {
  return /^\s*(?:[^\s/]+\/?|\/)/.exec(rest)?.[0] ?? rest;
}

/**
 * Keys to type `command` when `ghosts[i]` is shown behind its first i characters (null: none) from
 * `from` on: a ghost that is right and gains 2 characters is taken for a key.
 */
export function keysFor(
  command: string,
  ghosts: readonly (string | null)[],
  from: number,
  byWord: boolean,
): number {
  let keys = 0;
  let at = 0;
  while (at < command.length) {
    const ghost = at >= from ? ghosts[at]! : null;
    keys++;
    if (ghost === null) at++;
    else if (command.startsWith(ghost) && ghost.length - at >= 2) at = ghost.length;
    else {
      const word = byWord ? ghostWord(ghost.slice(at)) : "";
      at += word.length >= 2 && command.startsWith(word, at) ? word.length : 1;
    }
  }
  return keys;
}

/** Counts a command; `offers[i]` are the lines that were offered behind its first i characters. */
export function countCommand(
  counts: ShellCounts,
  command: string,
  offers: readonly (readonly string[])[],
  seen: boolean,
): void {
  const ghosts = offers.map(([first], at) =>
    first !== undefined && first.length > at && first.startsWith(command.slice(0, at))
      ? first
      : null,
  );
  const empty = offers[0] ?? [];
  counts.commands++;
  counts.chars += command.length;
  counts.seen += Number(seen);
  counts.top1 += Number(empty[0] === command);
  counts.top5 += Number(empty.includes(command));
  counts.name1 += Number(empty.length > 0 && firstWord(empty[0]!) === firstWord(command));
  counts.keysWhole += keysFor(command, ghosts, 1, false);
  counts.keysWord += keysFor(command, ghosts, 1, true);
  counts.keysWordEmpty += keysFor(command, ghosts, 0, true);
  if (ghosts[0] != null) {
    counts.shownEmpty++;
    counts.rightEmpty += Number(ghosts[0] === command);
  }
  for (let at = 1; at < command.length; at++) {
    counts.positions++;
    const ghost = ghosts[at];
    if (ghost == null) continue;
    counts.shown++;
    counts.right += Number(ghost === command);
    counts.rightWord += Number(command.startsWith(ghostWord(ghost.slice(at)), at));
  }
}

function firstWord(command: string): string {
  return command.trim().split(/\s+/)[0]!;
}

export interface ShellFigures {
  commands: number;
  /** All in per cent; null: nothing to count. */
  seenBefore: number | null;
  top1: number | null;
  top5: number | null;
  name1: number | null;
  savedWhole: number | null;
  savedWord: number | null;
  savedWordEmpty: number | null;
  ghostShown: number | null;
  ghostPrecision: number | null;
  ghostWordPrecision: number | null;
  emptyShown: number | null;
  emptyPrecision: number | null;
}

export function figuresOf(counts: ShellCounts): ShellFigures {
  const { commands, chars, shown } = counts;
  return {
    commands,
    seenBefore: percent(counts.seen, commands),
    top1: percent(counts.top1, commands),
    top5: percent(counts.top5, commands),
    name1: percent(counts.name1, commands),
    savedWhole: percent(chars - counts.keysWhole, chars),
    savedWord: percent(chars - counts.keysWord, chars),
    savedWordEmpty: percent(chars - counts.keysWordEmpty, chars),
    ghostShown: percent(shown, counts.positions),
    ghostPrecision: percent(counts.right, shown),
    ghostWordPrecision: percent(counts.rightWord, shown),
    emptyShown: percent(counts.shownEmpty, commands),
    emptyPrecision: percent(counts.rightEmpty, counts.shownEmpty),
  };
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
}
