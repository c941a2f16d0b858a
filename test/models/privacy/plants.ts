/** Secrets of many kinds, made by chance, and how they are looked for in bytes. */

/** So many characters of a secret in a row are a leak. */
const PART = 10;
const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX = "0123456789abcdef";

/** The same numbers for the same seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  word(length: number, letters: string): string {
    return Array.from({ length }, () => letters[this.below(letters.length)]).join("");
  }

  /** Letters and digits that are surely no word. */
  mixed(length: number): string {
    return `2x${this.word(length - 2, MIXED)}`;
  }

  /** A name that is nowhere else. */
  mark(): string {
    return `planted${this.word(12, MIXED)}`;
  }
}

export interface Plant {
  /** A line, or lines, of a text. */
  readonly text: string;
  /** What of it must not leave. */
  readonly secrets: readonly string[];
}

type Kind = readonly [
  name: string,
  secret: (dice: Dice) => string,
  line: (secret: string) => string,
];

const KINDS: readonly Kind[] = [
  ["GitHub", (d) => `ghp_${d.mixed(36)}`, (s) => `const a = "${s}";`],
  ["GitLab", (d) => `glpat-${d.mixed(20)}`, (s) => `curl("https://x", { t: '${s}' });`],
  ["Anthropic", (d) => `sk-ant-api03-${d.mixed(60)}`, (s) => `client.use("${s}");`],
  ["OpenAI", (d) => `sk-proj-${d.mixed(48)}`, (s) => `// tried with ${s}`],
  ["AWS id", (d) => `AKIA${d.word(16, UPPER)}`, (s) => `region: eu, id: ${s}`],
  ["AWS secret", (d) => d.mixed(40), (s) => `aws_secret_access_key = "${s}"`],
  ["Google", (d) => `AIza${d.mixed(35)}`, (s) => `fetch("https://maps?k=${s}")`],
  ["Slack", (d) => `xoxb-${d.mixed(30)}`, (s) => `// ${s}`],
  ["Stripe", (d) => `sk_live_${d.mixed(24)}`, (s) => `pay(${JSON.stringify(s)}, 3);`],
  ["npm", (d) => `npm_${d.mixed(36)}`, (s) => `//registry/:_authToken=${s}`],
  ["Hugging Face", (d) => `hf_${d.mixed(34)}`, (s) => `login(token="${s}")`],
  ["password", (d) => d.mixed(24), (s) => `const password = "${s}";`],
  ["variable", (d) => d.mixed(30), (s) => `export API_TOKEN=${s}`],
  ["address", (d) => d.mixed(16), (s) => `const url = "postgres://app:${s}@db.internal/x";`],
  ["header", (d) => d.mixed(32), (s) => `"Authorization": "Bearer ${s}",`],
  ["YAML", (d) => d.mixed(28), (s) => `client_secret: ${s}`],
  ["hex", (d) => `2f${d.word(38, HEX)}`, (s) => `SECRET_KEY = '${s}'`],
];

/** A line with a secret, or a key of several lines. */
export function plant(dice: Dice): Plant {
  const n = dice.below(KINDS.length + 1);
  const kind = KINDS[n];
  if (kind !== undefined) {
    const secret = kind[1](dice);
    return { text: kind[2](secret), secrets: [secret] };
  }
  const lines = Array.from({ length: 4 + dice.below(8) }, () => dice.mixed(64));
  const last = dice.mixed(22);
  const text = [
    "-----BEGIN RSA PRIVATE KEY-----",
    ...lines,
    `${last}==`,
    "-----END RSA PRIVATE KEY-----",
  ].join("\n");
  return { text, secrets: [...lines, last] };
}

/** Looks for parts of secrets in texts, however many there are of either. */
export class Watch {
  private readonly parts = new Map<string, string>();
  /** Words that may not be there at all, whole. */
  private readonly words: string[] = [];

  secret(...secrets: readonly string[]): void {
    for (const secret of secrets) {
      for (let at = 0; at + PART <= secret.length; at++) {
        this.parts.set(secret.slice(at, at + PART), secret);
      }
    }
  }

  word(...words: readonly string[]): void {
    this.words.push(...words.map((word) => word.toLowerCase()));
  }

  /** What of them is in a text, with what stands around it. */
  in(text: string): string[] {
    const found: string[] = [];
    const around = (at: number) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
    for (let at = 0; at + PART <= text.length; at++) {
      const secret = this.parts.get(text.slice(at, at + PART));
      if (secret === undefined) continue;
      found.push(`${secret} in ${around(at)}`);
      at += secret.length;
    }
    const lower = text.toLowerCase();
    for (const word of this.words) {
      const at = lower.indexOf(word);
      if (at >= 0) found.push(`${word} in ${around(at)}`);
    }
    return found;
  }
}

/** Every text in a JSON value: escapes hide nothing. */
export function textsIn(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .map(([name, one]) => `${name}\n${textsIn(one)}`)
    .join("\n");
}
