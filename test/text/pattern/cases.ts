/** What is asked of Neovim: a hand-written table of every atom (table.jsonl: lines of text and the
 * patterns tried on them), and seeded random patterns. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface PatternCase {
  /** The pattern. */
  readonly p: string;
  readonly lines: readonly string[];
  readonly ic?: boolean;
  readonly scs?: boolean;
  readonly magic?: boolean;
  /** 0-based row and byte: search from here only, not from the start of each row. */
  readonly at?: readonly [number, number];
  /** Visual area: kind, then row and byte of its ends. */
  readonly visual?: readonly [string, number, number, number, number];
  /** A mark: name, row, byte. */
  readonly mark?: readonly [string, number, number];
}

const PROSE = [
  "foo bar foobar barfoo",
  "\tThe quick (brown) fox[1] jumps; over_the lazy-dog 42 times",
  "",
  "  x = a*b + c.d[0] / 0x2aF ~ $HOME ^top foo",
];

const SPECIAL: readonly PatternCase[] = [
  ...[
    "foo",
    "Foo",
    "FOO",
    "\\Foo",
    "\\Ufoo",
    "f\\Uo",
    "foo\\C",
    "Foo\\c",
    "\\%Ufoo",
    "[F]oo",
    "\\u00e9",
    "\u00c9t",
  ].flatMap((p) => [
    { p, lines: ["FOO Foo foo \u00c9T\u00c9 \u00e9t\u00e9 fOo"], ic: true },
    { p, lines: ["FOO Foo foo \u00c9T\u00c9 \u00e9t\u00e9 fOo"], ic: true, scs: true },
  ]),
  ...[
    "a.c",
    "a\\.c",
    "a*",
    "a\\*",
    "[ab]",
    "\\[ab]",
    "\\(a\\)",
    "^a",
    "a$",
    "~",
    "\\vab*",
    "a\\+",
  ].map((p) => ({
    p,
    lines: ["x a.c [ab] a* ~ aac", "abc", "ca"],
    magic: false,
  })),
  ...[
    "\\%V.",
    "\\%Vo",
    "\\%Vo\\+\\%V",
    ".\\%V",
    "\\%V\\s",
    "\\%Vb.*\\%Vb",
    "\\_s\\%V",
    "\\%V$",
    "\\%V^",
  ].flatMap((p) => [
    { p, lines: PROSE, visual: ["v", 0, 4, 1, 6] as const },
    { p, lines: PROSE, visual: ["V", 1, 4, 3, 2] as const },
    { p, lines: PROSE, visual: ["<C-v>", 0, 4, 3, 12] as const },
  ]),
  ...[
    "\\%'a.",
    "\\%<'ao",
    "\\%>'ao",
    "\\%'af",
    ".\\%'a",
    "\\%>'a\\%<20cb",
    "\\%'b.",
    "\\%<'b.",
  ].map((p) => ({
    p,
    lines: PROSE,
    mark: ["a", 0, 8] as const,
  })),
  ...[
    "\\%#.",
    ".\\%#",
    "\\w*\\%#\\w*",
    "\\%.c.",
    "\\%>.cf",
    "\\%.lf",
    "\\%<.lf",
    "\\%.v.",
    "o\\+",
    "foo",
    "^",
    "$",
  ].map((p) => ({ p, lines: PROSE, at: [0, 9] as const })),
];

/** A small generator of numbers from 0 to 1, the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** A random pattern over `a b c`, spaces, lines and everything that can be put around them. */
export function randomPattern(random: () => number, depth = 3): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const atoms = [
    "a",
    "b",
    "c",
    "ab",
    "bc",
    ".",
    "\\w",
    "\\s",
    "[ab]",
    "[^a]",
    "\\_s",
    "\\n",
    "$",
    "^",
    "\\<",
    "\\>",
    "\\zs",
    "\\ze",
  ];
  const counts = [
    "*",
    "\\+",
    "\\=",
    "\\{2}",
    "\\{1,2}",
    "\\{-}",
    "\\{-1,}",
    "\\{,2}",
    "\\@=",
    "\\@!",
    "\\@<=",
    "\\@<!",
    "\\@>",
  ];
  let groups = 0;
  const sequence = (left: number): string => {
    let pattern = "";
    const length = 1 + Math.floor(random() * 3);
    for (let i = 0; i < length; i++) {
      const nested = left > 0 && random() < 0.4;
      let atom = pick(atoms);
      if (nested) {
        const open = groups < 9 && random() < 0.7 ? "\\(" : "\\%(";
        if (open === "\\(") groups++;
        const inner = sequence(left - 1);
        const other = random() < 0.5 ? `\\|${sequence(left - 1)}` : "";
        atom = `${open}${inner}${other}\\)`;
      }
      pattern += atom;
      const plain = atom === "\\zs" || atom === "\\ze" || (!nested && /^[$^]|^\\[<>]/.test(atom));
      if (!plain && random() < 0.45) pattern += pick(counts);
    }
    return pattern;
  };
  return sequence(depth) + (random() < 0.2 ? `\\|${sequence(1)}` : "");
}

export function allCases(): PatternCase[] {
  const cases: PatternCase[] = [];
  const table = readFileSync(join(import.meta.dirname, "table.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  for (const row of table) {
    const { lines, patterns }: { lines: string[]; patterns: string[] } = JSON.parse(row);
    for (const p of patterns) cases.push({ p, lines });
  }
  cases.push(...SPECIAL);
  const random = seeded(20240607);
  for (let i = 0; i < 900; i++) {
    const lines = Array.from({ length: 3 }, () =>
      Array.from(
        { length: Math.floor(random() * 8) },
        () => "aabbc "[Math.floor(random() * 6)],
      ).join(""),
    );
    cases.push({ p: randomPattern(random), lines });
  }
  return cases;
}
