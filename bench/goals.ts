/** What the editor has to reach: each figure against a peer of the same run, or a fixed limit. */

/** The peers of a run; see `PEERS` in harness.ts. */
export type Peer = "nvim" | "nvim-nosyn";
export type Quantile = "p50" | "p95" | "max";

export interface Goal {
  /** The group of `npm run bench -- GROUP`, which is a test of the harness. */
  readonly group: string;
  /** The harness's name of the figure. */
  readonly metric: string;
  readonly quantile: Quantile;
  /** What is allowed: a multiple of a peer's figure, or an amount in the figure's unit. */
  readonly limit:
    | { readonly peer: Peer; readonly times: number }
    | { readonly most: number }
    | null;
  /** Another start of the editor than the usual one. */
  readonly editor?: "hunch-cold";
}

function times(peer: Peer, factor: number): Goal["limit"] {
  return { peer, times: factor };
}

/** Neovim without syntax is the peer of latency, Neovim as it comes the peer of all else. */
const key = times("nvim-nosyn", 1.5);
const bytes = times("nvim", 1);

/** Median and tail of a key: when its last byte, or its letter, is there. */
function keyGoals(group: string, metric: string): Goal[] {
  return [
    { group, metric, quantile: "p50", limit: key },
    { group, metric, quantile: "p95", limit: key },
  ];
}

function bigGoals(group: string): Goal[] {
  const one = (metric: string, limit: Goal["limit"]): Goal => ({
    group,
    metric,
    quantile: "p50",
    limit,
  });
  return [
    one("open: first paint", times("nvim", 2)),
    one("goto end", { most: 50 }),
    ...keyGoals(group, "letter mid-file: paint"),
    one("search late pattern", null),
    one("replace all", times("nvim", 2)),
    one("save", times("nvim", 1.5)),
    one("undo replace + goto end", null),
    one("peak rss", times("nvim", 4)),
  ];
}

export const GOALS: readonly Goal[] = [
  { group: "startup", metric: "first paint", quantile: "p50", limit: { most: 60 } },
  { group: "startup", metric: "first paint", quantile: "p50", limit: null, editor: "hunch-cold" },
  { group: "startup", metric: "ready", quantile: "p50", limit: null },
  { group: "startup", metric: "peak rss", quantile: "max", limit: { most: 90 } },

  ...keyGoals("typing", "letter: paint"),
  { group: "typing", metric: "letter: bytes", quantile: "p50", limit: bytes },
  { group: "typing", metric: "enter: last", quantile: "p50", limit: null },
  { group: "typing", metric: "esc: first", quantile: "p50", limit: { most: 5 } },

  ...keyGoals("motion", "down/scroll: last"),
  { group: "motion", metric: "down/scroll: bytes", quantile: "p50", limit: bytes },
  ...keyGoals("motion", "page down: last"),
  { group: "motion", metric: "page down: bytes", quantile: "p50", limit: bytes },
  // One frame each; what comes after it is a prediction.
  ...keyGoals("motion", "delete char: first"),
  { group: "motion", metric: "300 downs at once", quantile: "p50", limit: null },
  // A whole screen is 10,000 cells: more bytes would be more than one frame.
  { group: "motion", metric: "300 downs at once: bytes", quantile: "p50", limit: { most: 10_000 } },

  { group: "paste", metric: "paste", quantile: "p50", limit: times("nvim", 2) },
  { group: "paste", metric: "paste: undo", quantile: "p50", limit: null },

  ...bigGoals("big10"),
  ...bigGoals("big100"),

  { group: "long", metric: "open: first paint", quantile: "p50", limit: null },
  { group: "long", metric: "goto line end", quantile: "p50", limit: { most: 50 } },
  { group: "long", metric: "goto middle column", quantile: "p50", limit: { most: 50 } },
  { group: "long", metric: "letter mid-line: paint", quantile: "p50", limit: { most: 50 } },
  { group: "long", metric: "letter mid-line: paint", quantile: "p95", limit: { most: 50 } },
  { group: "long", metric: "peak rss", quantile: "p50", limit: null },
];

/** One figure of one editor, as the harness writes it. */
export type Figures = Readonly<Partial<Record<Quantile, number>>>;

/** `tests[group][metric]`. */
export type Tests = Readonly<
  Record<
    string,
    Readonly<
      Record<string, { readonly unit: string; readonly editors: Readonly<Record<string, Figures>> }>
    >
  >
>;

export interface Verdict {
  readonly goal: Goal;
  readonly unit: string;
  readonly value: number;
  readonly peer: number | null;
  readonly nosyn: number | null;
  /** The value over the allowed amount; null where nothing is demanded. */
  readonly share: number | null;
}

/** Judges what was measured; goals that were not measured are left out. */
export function judge(tests: Tests, goals: readonly Goal[] = GOALS): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const goal of goals) {
    const measured = tests[goal.group]?.[goal.metric];
    const value = measured?.editors[goal.editor ?? "hunch"]?.[goal.quantile];
    if (measured === undefined || value === undefined) continue;
    const of = (peer: Peer) => measured.editors[peer]?.[goal.quantile] ?? null;
    verdicts.push({
      goal,
      unit: measured.unit,
      value,
      peer: of("nvim"),
      nosyn: of("nvim-nosyn"),
      share: shareOf(goal.limit, value, of),
    });
  }
  return verdicts;
}

function shareOf(
  limit: Goal["limit"],
  value: number,
  of: (peer: Peer) => number | null,
): number | null {
  if (limit === null) return null;
  if ("most" in limit) return value / limit.most;
  const peer = of(limit.peer);
  return peer === null || peer === 0 ? null : value / (peer * limit.times);
}

/** `1.5x nvim-nosyn` or `60 ms`. */
export function limitText(goal: Goal, unit: string): string {
  const { limit } = goal;
  if (limit === null) return "-";
  return "most" in limit ? `${limit.most} ${unit}` : `${limit.times}x ${limit.peer}`;
}
