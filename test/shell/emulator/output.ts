/** Random output of programs: text, control sequences that draw, and rubbish. */

export type Below = (below: number) => number;

const TEXTS = [
  "hello world",
  "x",
  "a line that is longer than any row of the screens that are used here, twice over and more",
  "世界",
  "wide 界 here",
  "e\u0301a\u0300",
  "👩‍👩‍👧‍👦 family",
  "🇩🇪🇫🇷",
  "👍🏽",
  "❤️",
  "\u200bzero\u200b",
  "\u202ebidi\u202c",
  "ᄒ\u1161ᆫ",
  "\u0301",
  "한글",
  "\ufeff",
  "tab\there",
  "กำ",
  "𝒳𝓎",
];

const ENDS = ["\r\n", "\r\n", "\r", "\n", "\b", "\x07", "\x0b", "\x0e", "\x0f", "\t"];
const FINALS = "@ABCDEFGHJKLMPSTXZ`abdefgmrsu";
const SPECIALS = [
  "\x1b7",
  "\x1b8",
  "\x1bD",
  "\x1bE",
  "\x1bM",
  "\x1bc",
  "\x1b#8",
  "\x1b(0",
  "\x1b(B",
  "\x1b[!p",
  "\x1b[?7l",
  "\x1b[?7h",
  "\x1b[?6h",
  "\x1b[?6l",
  "\x1b[4h",
  "\x1b[4l",
  "\x1b[?25l",
  "\x1b[?25h",
  "\x1b[?1049h",
  "\x1b[?1049l",
  "\x1b[?47h",
  "\x1b[?47l",
  "\x1b[3J",
  "\x1b[2J\x1b[H",
  "\x1b[4 q",
  "\x1b[?2026h",
  "\x1b[?2026l",
  "\x1b[>1u",
  "\x1b[<u",
  "\x1b]8;;https://example.org/a\x1b\\",
  "\x1b]8;id=1;file:///tmp/b\x07",
  "\x1b]8;;\x1b\\",
  "\x1b]0;title\x07",
  "\x1b]4;1;?\x07",
  "\x1bP+q544e\x1b\\",
  "\x1bPq#0;2;0;0;0#0~~@@vv\x1b\\",
  "\x1b_Gf=24;AAAA\x1b\\",
  "\x1b[",
  "\x1b]52;c;",
  "\x1b",
  "\x9b31m",
];

function colour(below: Below): string {
  const kinds = [
    () => `${30 + below(8)}`,
    () => `${40 + below(8)}`,
    () => `${90 + below(8)}`,
    () => `38;5;${below(256)}`,
    () => `48;5;${below(256)}`,
    () => `38;2;${below(256)};${below(256)};${below(256)}`,
    () => `48:2::${below(256)}:${below(256)}:${below(256)}`,
    () => `4:${below(6)}`,
    () => `58;5;${below(256)}`,
    () => `${below(10)}`,
    () => `${20 + below(10)}`,
    () => "0",
  ];
  return `\x1b[${kinds[below(kinds.length)]!()}m`;
}

/** Some pieces of output, as one string. */
export function randomOutput(below: Below, pieces: number): string {
  let out = "";
  for (let i = 0; i < pieces; i++) {
    const kind = below(20);
    if (kind < 8) out += TEXTS[below(TEXTS.length)];
    else if (kind < 12) out += ENDS[below(ENDS.length)];
    else if (kind < 15) out += colour(below);
    else if (kind < 18) {
      const first = below(4) === 0 ? "" : String(below(24));
      const second = below(2) === 0 ? "" : `;${below(24)}`;
      out += `\x1b[${first}${second}${FINALS[below(FINALS.length)]}`;
    } else if (kind < 19) out += SPECIALS[below(SPECIALS.length)];
    else out += String.fromCodePoint(below(3) === 0 ? 0x1f300 + below(700) : below(0xd000));
  }
  return out;
}
