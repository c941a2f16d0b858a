/**
 * Secrets in command lines, their output and whole files: whatever holds one is not kept, not sent, or
 * shown without it. Caught are
 * - tokens that say by their form what they are (GitHub, GitLab, AWS, OpenAI, Anthropic, Google, Stripe,
 *   Slack, npm and others), JSON web tokens, and private keys in PEM, also when only a part is there;
 * - what stands where a password stands: `user:password@` of addresses, headers (Authorization, Cookie,
 *   Bearer), options and arguments of known programs (`mysql -p`, `curl -u`), `define("X_PASSWORD", …)`,
 *   `<password>…</password>`, the lines of .netrc and .pgpass;
 * - values behind the name of a secret, in a shell, .env, INI, YAML, JSON or source code:
 *   `DB_PASSWORD=x`, `api_key: "…"`, `--token x`, `config["secret"] = "…"`.
 *
 * References (`$TOKEN`, `<password>`, `args.token`), hashes, UUIDs, digests of packages, embedded images,
 * paths and prose are none. What counts is data (`secret-rules.ts`). The time grows with the length only.
 */
import { groupOf, isReference, namedSecrets, type Range, unquoted } from "./secret-names.ts";
import { PLACE_RULES, TOKENS } from "./secret-rules.ts";

/** What stands in the place of a secret. */
export const REDACTED = "[secret]";

/** Whether a text holds something that should not be kept. */
export function hasSecret(text: string): boolean {
  for (const _ of secretsIn(text)) return true;
  return false;
}

/** The text with `[secret]` in the place of each. */
export function redact(text: string): string {
  return redaction(text).text;
}

/** The text with `[secret]` in the place of each, and how many there were. */
export function redaction(text: string): { readonly text: string; readonly count: number } {
  const spans = secretSpans(text);
  let result = "";
  let at = 0;
  for (const { from, to } of spans) {
    result += text.slice(at, from) + REDACTED;
    at = to;
  }
  return { text: result + text.slice(at), count: spans.length };
}

/** Where they are: sorted, apart from each other, UTF-16 offsets. */
export function secretSpans(text: string): readonly Range[] {
  const spans: { from: number; to: number }[] = [];
  for (const { from, to } of [...secretsIn(text)].sort((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

function* secretsIn(text: string): Generator<Range> {
  for (const match of text.matchAll(TOKENS)) yield groupOf(match);
  for (const { pattern } of PLACE_RULES) {
    for (const match of text.matchAll(pattern)) {
      const range = unquoted(text, groupOf(match));
      if (!isReference(text.slice(range.from, range.to))) yield range;
    }
  }
  yield* namedSecrets(text);
}
