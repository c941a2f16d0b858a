/** A Tab accepts what its user has seen, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../../src/app/compose.ts";
import { guardMs } from "../../../src/tab/keys/guard-time.ts";
import { session as plainSession, type Session } from "../session.ts";
import { scripted } from "./scripted.ts";

const CALLS = "let total = 0;\nadd(total);\nprint(total);\nsave(total);\n";
const WORDS = "function computeTotal(items) {\n  return items;\n}\n\n";
const NONE = "let sum = 0;\nadd(total);\nprint(total);\nsave(total);\n";

/** A session that shows what is unlikely, too: this is not about what is. */
function session(...given: Parameters<typeof plainSession>): Session {
  const made = plainSession(...given);
  made.editor.options.set("tabshow", "0");
  return made;
}

/** A key that comes so many ms after the suggestion was first seen. */
function press(made: Session, key: string, after: number, burst = false): void {
  const since = made.tab.arbiter.shown?.since ?? made.now;
  assert.ok(since >= 0, "it has been drawn");
  made.loop.feed([key], { at: since + after, burst });
}

async function changed(): Promise<Session> {
  const made = session(CALLS, [0, 4]);
  await made.type("ciwsum<Esc>");
  assert.equal(made.shown?.[1], "edit");
  return made;
}

const NORMAL: readonly (readonly [
  what: string,
  guard: number,
  after: number,
  burst: boolean,
  accepts: boolean,
])[] = [
  ["seen for long", 60, 1000, false, true],
  ["seen for tabguard ms", 60, 60, false, true],
  ["seen for a moment less", 60, 59, false, false],
  ["a larger guard", 250, 249, false, false],
  ["a larger guard, later", 250, 250, false, true],
  ["no guard", 0, 0, false, true],
  ["in a burst", 60, 1000, true, false],
  ["in a burst, without a guard", 0, 0, true, false],
];

for (const [what, guard, after, burst, accepts] of NORMAL) {
  test(`Tab in normal mode: ${what}`, async () => {
    const made = await changed();
    made.editor.options.set("tabguard", guard);
    press(made, "<Tab>", after, burst);
    assert.equal(made.text !== NONE, accepts);
  });
}

test("a Tab for something that is not drawn yet is literal", async () => {
  const made = session(WORDS, [3, 0]);
  made.editor.doc.options.set("expandtab", false);
  await made.type("icom");
  // The ghost that comes behind this key has not been in a frame when Tab comes.
  made.loop.feed(["p"]);
  made.loop.feed(["<Tab>"], { at: made.now, burst: true });
  assert.equal(made.text.split("\n")[3], "comp\t");
});

test("what is typed ahead is literal", async () => {
  const made = session(WORDS, [3, 0]);
  made.editor.doc.options.set("expandtab", false);
  await made.type("icomp");
  assert.match(made.shown?.[0] ?? "", /^uteTotal/);
  await made.burst("u<Tab>");
  assert.equal(made.text.split("\n")[3], "compu\t");
});

test("typing what is predicted does not make it new: Tab accepts at once", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp");
  made.loop.feed(["u"], { at: made.now, burst: false });
  made.loop.feed(["<Tab>"], { at: made.now + 15, burst: false });
  assert.match(made.text.split("\n")[3]!, /^computeTotal/);
});

test("CTRL-V Tab is always literal", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp<C-v>");
  assert.match(made.shown?.[0] ?? "", /^uteTotal/);
  await made.type("<Tab>");
  assert.equal(made.text.split("\n")[3], "comp\t");
});

test("an early Tab right after an accept is dropped, a later one accepts", async () => {
  const made = await changed();
  await made.type("<Tab>");
  const once = made.text;
  assert.notEqual(once, NONE);
  assert.ok(made.shown, "the next one is shown");
  press(made, "<Tab>", 30);
  assert.equal(made.text, once, "dropped");
  press(made, "<Tab>", 45);
  assert.equal(made.text, once, "dropped again");
  press(made, "<Tab>", 60);
  assert.notEqual(made.text, once);
});

test("in insert mode an early Tab puts no tab into the text", async () => {
  const made = session("let total = 0;\nadd(total);\nprint(total);\n", [0, 4]);
  await made.type("ciwsum");
  await made.type("<Esc>i");
  if (made.shown === null) await made.type("<C-g>t");
  assert.ok(made.shown);
  await made.type("<Tab>");
  const { text } = made;
  assert.ok(made.shown, "the next one is shown");
  press(made, "<Tab>", 20);
  assert.equal(made.text, text);
});

test("an early Tab after the last accept of a chain is dropped, too", async () => {
  const made = session("total = 0\nadd(total)\n", [0, 0]);
  await made.type("ciwsum<Esc>i");
  if (made.shown === null) await made.type("<C-g>t");
  assert.ok(made.shown);
  made.loop.feed(["<Tab>"], { at: made.now, burst: false });
  const { text } = made;
  assert.equal(text, "sum = 0\nadd(sum)\n");
  made.loop.feed(["<Tab>"], { at: made.now + 400, burst: false });
  assert.equal(made.text, text);
  made.loop.feed(["<Tab>"], { at: made.now + 550, burst: false });
  assert.notEqual(made.text, text, "later it is a Tab again");
});

test("after another key than Tab nothing is dropped", async () => {
  const made = session("total = 0\nadd(total)\n", [0, 0]);
  await made.type("ciwsum<Esc>i");
  if (made.shown === null) await made.type("<C-g>t");
  made.loop.feed(["<Tab>"], { at: made.now, burst: false });
  made.loop.feed(["x"], { at: made.now + 50, burst: false });
  const { text } = made;
  made.loop.feed(["<Tab>"], { at: made.now + 70, burst: false });
  assert.notEqual(made.text, text);
});

test("over SSH and on slow lines the guard is 250 ms, unless it was set", () => {
  const made = (env: Readonly<Record<string, string>>) =>
    composeEditor({ now: () => 0, poll: () => {} }, { afterFrame: () => {}, env });
  assert.equal(guardMs(made({})), 60);
  assert.equal(guardMs(made({ SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" })), 250);
  assert.equal(guardMs(made({ SSH_TTY: "/dev/pts/1" })), 250);
  const slow = made({});
  slow.options.set("lowband", true);
  assert.equal(guardMs(slow), 250);
  slow.options.set("tabguard", 80);
  assert.equal(guardMs(slow), 80);
});

test("Esc leaves insert mode with one press, and hides in normal mode only what was seen", async () => {
  const made = session(WORDS, [3, 0]);
  await made.type("icomp");
  assert.equal(made.editor.mode, "insert");
  await made.type("<Esc>");
  assert.equal(made.editor.mode, "normal");
  const other = await changed();
  press(other, "<Esc>", 10);
  assert.ok(other.shown);
  press(other, "<Esc>", 100);
  assert.equal(other.shown, null);
});

test("CTRL-L too early after an accept puts nothing into the text", async () => {
  const made = scripted("a\n", [0, 0]);
  await made.type("A ");
  await made.suggest({ insert: "= b" });
  await made.type("<C-l>");
  assert.equal(made.text, "a =\n");
  await made.type("<C-l>");
  assert.equal(made.text, "a = b\n");
  const since = made.tab.arbiter.shown?.since ?? made.now - 1000;
  made.loop.feed(["<C-l>"], { at: since + 20, burst: false });
  assert.equal(made.text, "a = b\n");
});
