import assert from "node:assert/strict";
import { test } from "node:test";
import { secretSpans } from "../../src/base/secrets.ts";
import { Masks, maskedText } from "../../src/context/redact/mask.ts";
import { Names } from "../../src/context/redact/names.ts";
import { Turn } from "../../src/context/turn.ts";

const names = new Names({ home: "/home/zorblatt", user: "zorblatt", host: "quux-laptop" });
const LINES = [
  "const a = compute(b, c);",
  'const password = "tr0ub4dor-and-more";',
  "export API_TOKEN=abcDEF123ghiJKL456mno",
  "// /home/zorblatt/work",
  "",
  "  return { kind: 'token', value };",
  'headers: { Authorization: "Bearer a1b2c3d4e5f6g7h8i9j0" },',
  "-----BEGIN PRIVATE KEY-----",
  "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
  "-----END PRIVATE KEY-----",
];

test("what is found while a text is edited is what is found in all of it", async (t) => {
  let state = Number(process.env.HUNCH_SEED ?? 1);
  t.diagnostic(`HUNCH_SEED=${state}`);
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const masks = new Masks(names);
  let text = Array.from({ length: 120 }, () => LINES[below(LINES.length)]).join("\n");
  for (let step = 0; step < 60; step++) {
    const from = below(text.length);
    const insert = ["", "x", "\n", `\n${LINES[below(LINES.length)]}\n`][below(4)]!;
    text = text.slice(0, from) + insert + text.slice(from + below(30));
    const spans = await masks.long(1, text, false, new Turn());
    const shown = maskedText(text, spans);
    assert.equal(shown.length, text.length);
    assert.equal(shown.split("\n").length, text.split("\n").length);
    for (const [at, span] of spans.entries()) {
      assert.ok(span.from < span.to && (at === 0 || spans[at - 1]!.to < span.from));
    }
    for (const { from: start, to } of secretSpans(text)) {
      assert.match(shown.slice(start, to), /^[*\n]*$/, `step ${step}: ${text.slice(start, to)}`);
    }
    assert.ok(!shown.includes("/home/zorblatt"));
  }
});

/** What a program said, and as it is told. */
const TOLD: readonly (readonly [said: string, told: string])[] = [
  ["/home/zorblatt/x.ts:3", "~/x.ts:3"],
  ["file:///home/zorblatt/x.ts", "~/x.ts"],
  ["zorblatt@quux-laptop:~$ ls", "user@host:~$ ls"],
  ["/Users/zorblatt/x", "~/x"],
  ["/home/zorblattson/x", "/home/zorblattson/x"],
  ["/home/other/x", "/home/other/x"],
  ["owner: Zorblatt.", "owner: user."],
];

for (const [said, told] of TOLD) {
  test(`told without names: ${said}`, () => assert.equal(names.clean(said), told));
}

test("names that say nothing about anybody stay", () => {
  const root = new Names({ home: "/root", user: "root", host: "localhost" });
  assert.deepEqual(root.spans("const root = '/root/x' + localhost;"), []);
  assert.equal(root.path("/root/x"), "~/x");
});
