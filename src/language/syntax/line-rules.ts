/**
 * Colours for simple formats without a grammar: each line by itself, by the first rule that matches
 * it. A rule's named groups are highlight groups, `_` standing for the dot.
 */
import type { Text } from "../../text/text.ts";
import type { Paint } from "./paint.ts";

/** What a line looks like, and its parts; `(?<keyword>…)` gives a part its group. */
export interface LineRule {
  readonly match: RegExp;
  /** The group of the whole line; parts lie over it. */
  readonly group?: string;
  /** Only for the first line of the text. */
  readonly first?: true;
  /** Looked for again and again in the rest of the line that has the group `rest`. */
  readonly inside?: readonly RegExp[];
}

/** Longer lines are looked at up to here. */
const MOST_COLUMNS = 2000;

/** Other rules for all lines below one that looks like `mark`. */
interface Below {
  readonly mark: RegExp;
  readonly rules: readonly LineRule[];
}

/** The mark is looked for in so many lines. */
const MOST_MARK_LINES = 2000;

export class LineRules {
  private readonly rules: readonly LineRule[];
  private readonly below: Below | null;

  constructor(rules: readonly LineRule[], below: Below | null = null) {
    this.rules = rules;
    this.below = below;
  }

  /** Adds what colours `[from, to)`; `start` is where the text of this kind begins. */
  paint(text: Text, from: number, to: number, paints: Paint[], start = 0): void {
    const border = this.border(text);
    for (let pos = from; pos <= to; ) {
      const line = text.lineAt(pos);
      const begin = Math.max(line.from, start);
      const shown = line.text.slice(begin - line.from, begin - line.from + MOST_COLUMNS);
      const rules = line.number > border && this.below ? this.below.rules : this.rules;
      paintLine(rules, shown, begin, line.number, paints);
      pos = line.to + 1;
    }
  }

  /** The number of the line with the mark; infinite where there is none. */
  private border(text: Text): number {
    if (this.below === null) return Number.POSITIVE_INFINITY;
    const last = Math.min(text.lines, MOST_MARK_LINES);
    for (let n = 1; n <= last; n++) if (this.below.mark.test(text.line(n).text)) return n;
    return Number.POSITIVE_INFINITY;
  }
}

function paintLine(
  rules: readonly LineRule[],
  line: string,
  at: number,
  number: number,
  paints: Paint[],
): void {
  for (const { match, group, inside, first } of rules) {
    if (first && number > 1) continue;
    match.lastIndex = 0;
    const found = match.exec(line);
    if (!found) continue;
    if (group) paints.push({ from: at, to: at + line.length, group, order: 0 });
    const rest = addParts(found, at, paints);
    if (inside && rest) {
      for (const pattern of inside) {
        addAll(pattern, line.slice(rest[0], rest[1]), at + rest[0], paints);
      }
    }
    return;
  }
}

/** Adds the named groups of a match; answers the columns of the one called `rest`. */
function addParts(found: RegExpExecArray, at: number, paints: Paint[]): [number, number] | null {
  let rest: [number, number] | null = null;
  for (const [name, span] of Object.entries(found.indices?.groups ?? {})) {
    if (!span) continue;
    if (name === "rest") rest = span;
    else {
      const group = name.replace(/\d+$/, "").replaceAll("_", ".");
      paints.push({ from: at + span[0], to: at + span[1], group, order: 1 });
    }
  }
  return rest;
}

function addAll(pattern: RegExp, text: string, at: number, paints: Paint[]): void {
  for (const found of text.matchAll(pattern)) addParts(found, at, paints);
}

const KEY_VALUE: readonly LineRule[] = [
  { match: /^\s*[#;].*$/d, group: "comment" },
  { match: /^\s*(?<punctuation_bracket>\[)(?<type>[^\]]*)(?<punctuation_bracket2>\])?/d },
  {
    match: /^\s*(?<property>[^=:\s][^=:]*?)\s*(?<operator>[=:])\s*(?<rest>.*)$/d,
    inside: [
      /(?<string>"(?:[^"\\]|\\.)*"|'[^']*')/dg,
      /(?<=^|[\s,])(?<number>-?\d+(?:\.\d+)?)(?=[\s,]|$)/dg,
      /(?<=^|[\s,])(?<constant_builtin>true|false|yes|no|on|off)(?=[\s,]|$)/dgi,
      /(?<=\s)(?<comment>[#;].*)$/dg,
    ],
  },
];

const SHELL_LIKE = [
  /(?<string>"(?:[^"\\]|\\.)*"|'[^']*')/dg,
  /(?<variable>\$\{?\w+\}?)/dg,
  /(?<=\s|^)(?<constant>--?[A-Za-z][\w-]*)/dg,
  /(?<operator>&&|\|\||[|;]|\\$)/dg,
];

const DIFF: readonly LineRule[] = [
  {
    match: /^(?:diff|index|similarity|rename|copy|new file|deleted file|old mode|new mode)\b.*/d,
    group: "diff.header",
  },
  { match: /^(?:\+\+\+|---)\s.*/d, group: "diff.file" },
  { match: /^---$/d, group: "comment" },
  { match: /^(?<keyword>commit) (?<constant>[0-9a-f]{7,})/d },
  { match: /^(?<property>Author|AuthorDate|Commit|CommitDate|Date|Merge|From|Subject):/d },
  { match: /^(?<diff_hunk>@@[^@]*@@+)(?<function>.*)$/d },
  { match: /^[+>].*/d, group: "diff.plus" },
  { match: /^[-<].*/d, group: "diff.minus" },
  { match: /^!.*/d, group: "diff.change" },
  { match: /^\\.*/d, group: "comment" },
  {
    match: /^(?:\d+(?:,\d+)?[acd]\d+(?:,\d+)?|\*{3,}.*|Only in .*|Binary files .*)$/d,
    group: "diff.hunk",
  },
];

const RULES: Readonly<Record<string, readonly LineRule[]>> = {
  diff: DIFF,
  dockerfile: [
    { match: /^\s*#.*$/d, group: "comment" },
    {
      match:
        /^\s*(?<keyword>FROM)\s+(?<constant>--\S+\s+)?(?<string>[^\s:@]+)(?<attribute>[:@]\S+)?(?:\s+(?<keyword2>AS)\s+(?<label>\S+))?/di,
    },
    {
      match: /^\s*(?<keyword>ENV|ARG|LABEL)\s+(?<rest>.*)$/di,
      inside: [/(?<property>[\w.-]+)(?<operator>=)/dg, ...SHELL_LIKE],
    },
    {
      match:
        /^\s*(?<keyword>ADD|CMD|COPY|ENTRYPOINT|EXPOSE|HEALTHCHECK|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\b(?<rest>.*)$/di,
      inside: [...SHELL_LIKE, /(?<=\s)(?<number>\d+)(?=\s|\/|$)/dg],
    },
    { match: /^(?<rest>\s.*)$/d, inside: SHELL_LIKE },
  ],
  dosini: KEY_VALUE,
  editorconfig: KEY_VALUE,
  conf: KEY_VALUE,
  systemd: KEY_VALUE,
  gitconfig: KEY_VALUE,
  gitignore: [
    { match: /^#.*$/d, group: "comment" },
    { match: /^(?<operator>!)?(?<rest>.*)$/d, inside: [/(?<operator>\*+|\?|\/)/dg] },
  ],
  gitcommit: [
    {
      match: /^#(?:\s+(?<keyword>modified|new file|deleted|renamed|both \w+):.*)?.*$/d,
      group: "comment",
    },
    {
      match:
        /^(?:(?<keyword>[a-z]+(?:\([^)]*\))?!?)(?<punctuation_delimiter>:)\s)?(?<markup_heading>.{0,60})(?<message_warning>.*)$/d,
      first: true,
    },
    {
      match:
        /^(?<property>[A-Z][\w-]+-by|Fixes|Closes|Refs|See-also|Change-Id|Link)(?<punctuation_delimiter>:)\s/d,
    },
  ],
  gitrebase: [
    { match: /^#.*$/d, group: "comment" },
    {
      match:
        /^(?<keyword>pick|reword|edit|squash|fixup|exec|break|drop|label|reset|merge|update-ref|noop|[prefsxbdltmu])\b\s*(?<constant>[0-9a-f]{6,40})?/d,
    },
  ],
  gomod: [
    { match: /^\s*\/\/.*$/d, group: "comment" },
    {
      match: /^\s*(?<keyword>module|go|toolchain|require|replace|exclude|retract)?\s*(?<rest>.*)$/d,
      inside: [
        /(?<comment>\/\/.*)$/dg,
        /(?<=^|\s)(?<number>v?\d+\.[\w.+-]+)/dg,
        /(?<=^|\s)(?<string>[\w.-]+\/[^\s]+)/dg,
        /(?<operator>=>)/dg,
      ],
    },
  ],
  sshconfig: [
    { match: /^\s*#.*$/d, group: "comment" },
    { match: /^(?<keyword>Host|Match)\s+(?<type>.*)$/di },
    { match: /^\s*(?<property>\w+)\s+(?<string>.*)$/d },
  ],
  tmux: [
    { match: /^\s*#.*$/d, group: "comment" },
    { match: /^\s*(?<function>[\w-]+)(?<rest>.*)$/d, inside: SHELL_LIKE },
  ],
};

/** `git commit -v` shows the change below a line with scissors. */
const BELOW: Readonly<Record<string, Below>> = {
  gitcommit: { mark: /^# -+ >8 -+$/, rules: [{ match: /^#.*$/d, group: "comment" }, ...DIFF] },
};

const ALIASES: Readonly<Record<string, string>> = {
  patch: "diff",
  docker: "dockerfile",
  containerfile: "dockerfile",
  ini: "dosini",
  cfg: "dosini",
  properties: "dosini",
  "go.mod": "gomod",
  gitattributes: "gitignore",
};

const made = new Map<string, LineRules>();

/** The rules for a 'filetype', or null. */
export function lineRulesFor(filetype: string): LineRules | null {
  if (!Object.hasOwn(RULES, filetype)) return null;
  let rules = made.get(filetype);
  if (!rules) {
    rules = new LineRules(RULES[filetype]!, BELOW[filetype] ?? null);
    made.set(filetype, rules);
  }
  return rules;
}

/** The rules that a word means, as in a Markdown fence, or null. */
export function lineRulesNamed(word: string): LineRules | null {
  const name = word.toLowerCase();
  return lineRulesFor(ALIASES[name] ?? name);
}
