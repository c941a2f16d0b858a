/** When a model is asked, and when not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MODEL } from "../../../scripts/model-typing/editor.ts";
import type { ModelCall } from "../../../src/models/port.ts";
import { type Desk, desk, patch, prefixOf, type Script } from "./scripted.ts";

const NONE: Script = { pieces: [], end: 100 };

/** Goes on with a text, whatever of it stands there. */
function goesOn(text: string, ms = 100): (call: ModelCall) => Script {
  return ({ prompt }) => {
    if (prompt.kind !== "infill") return NONE;
    const line = prompt.prefix.slice(prompt.prefix.lastIndexOf("\n") + 1);
    const rest = line !== "" && text.startsWith(line) ? text.slice(line.length) : "";
    return rest === "" ? NONE : { pieces: [[ms, rest]], end: ms + 1 };
  };
}

test("the first question goes at once, and typing what is shown costs nothing", async () => {
  const made = desk("\n", goesOn("const answer = 42;"));
  await made.type("i");
  await made.wait(5000);
  const before = made.asked.length;
  made.press("c");
  await made.wait(20);
  assert.equal(made.asked.length, before + 1);
  await made.wait(200);
  assert.deepEqual(made.shown, ["onst answer = 42;", "ghost"]);
  await made.type("onst ans", 150);
  assert.deepEqual(made.shown, ["wer = 42;", "ghost"]);
  const own = made.asked.slice(before).filter((call) => !prefixOf(call).endsWith(";"));
  assert.equal(own.length, 1);
});

test("an answer under way is waited for, and fits what was typed meanwhile", async () => {
  const made = desk("\n", goesOn("const answer = 42;", 700));
  await made.type("ic", 10);
  await made.type("ons", 100);
  assert.equal(made.shown, null);
  await made.wait(600);
  assert.deepEqual(made.shown, ["t answer = 42;", "ghost"]);
  assert.equal(made.asked.length, 1 + Number(prefixOf(made.asked[0]!) === ""));
});

test("a completion that what is typed contradicts is closed, and never shown", async () => {
  const made = desk("\n", () => ({
    pieces: [
      [50, "onst"],
      [900, " answer"],
    ],
    end: 1000,
  }));
  await made.type("ic", 300);
  const [call] = made.asked.filter((one) => prefixOf(one) === "c");
  assert.ok(call);
  made.press("x");
  await made.wait(20);
  assert.notEqual(call.closed, null);
  assert.equal(made.shown, null);
});

test("a question that a newer one comes before is never sent", async () => {
  const made = desk("\n", () => NONE);
  await made.type("i", 400);
  await made.type("abcdefgh", 40);
  await made.wait(2000);
  const prefixes = made.asked.map(prefixOf);
  assert.ok(prefixes.length <= 4, prefixes.join(" "));
  assert.equal(prefixes.at(-1), "abcdefgh", "the last one is asked");
  assert.ok(made.models.engines.complete.ledger.superseded >= 4);
});

test("of three requests the third takes the place of the second", async () => {
  const roles = { edit: "coder" };
  const made = desk("aaaa\nbbbb\n", () => ({ pieces: [], end: 60_000 }), { roles });
  await made.type("x", 900);
  await made.type("x", 900);
  await made.type("x", 900);
  assert.equal(made.asked.length, 3);
  assert.deepEqual(
    made.asked.map(({ closed }) => closed !== null),
    [false, true, false],
  );
});

test("a state that is known needs no request, also where nothing is to be changed", async () => {
  const made = desk("\n", () => NONE);
  await made.type("iab", 2500);
  const before = made.asked.length;
  await made.type("c<BS>", 30);
  await made.wait(3000);
  const more = made.asked.slice(before).map(prefixOf);
  assert.ok(!more.includes("ab"), more.join(" "));
  assert.ok(made.models.engines.complete.ledger.hits > 0);
});

const SILENT: readonly (readonly [string, string, string])[] = [
  ["inside a word", "foobar\n", "lli"],
  ["before other text of the word", "foobar baz\n", "lllix<BS>"],
];
for (const [name, text, keys] of SILENT) {
  test(`nothing is asked ${name}`, async () => {
    const made = desk(text, () => NONE);
    await made.type(keys);
    await made.wait(3000);
    assert.equal(made.asked.length, 0);
  });
}

test("nothing is asked after undo, while 'model' is off, and after a refusal before the next edit", async () => {
  const made = desk("\n", goesOn("abcdef"));
  await made.type("ia", 500);
  assert.deepEqual(made.shown, ["bcdef", "ghost"]);
  const count = () => made.asked.length;
  await made.type("<C-]>", 500);
  assert.equal(made.shown, null);
  let before = count();
  await made.type("<Left><Right>", 300);
  assert.equal(count(), before, "refused");
  await made.type("<Esc>", 300);
  before = count();
  await made.type("u", 500);
  assert.equal(count(), before, "undone");
  made.editor.options.set("model", false);
  await made.type("izzz", 1000);
  assert.equal(count(), before, "off");
});

test("what a model has said goes with it", async () => {
  for (const off of [
    (made: Desk) => {
      made.editor.options.set("model", false);
      made.editor.events.emit("option", { name: "model" });
    },
    (made: Desk) => made.models.configure({ models: made.port, config: MODEL }),
    (made: Desk) => made.models.configure({ models: made.port, config: { ...MODEL, roles: {} } }),
  ]) {
    const made = desk("\n", goesOn("abcdef"));
    await made.type("ia", 500);
    assert.deepEqual(made.shown, ["bcdef", "ghost"]);
    off(made);
    assert.equal(made.shown, null);
  }
});

test("what was refused is not said again at that place", async () => {
  const made = desk("\n", goesOn("abcdef"));
  await made.type("ia", 500);
  await made.type("<C-]>", 300);
  await made.type("<BS>", 8000);
  await made.type("a", 2000);
  assert.equal(made.shown, null);
});

test("'modeldelay' is the least time between two requests", async () => {
  const made = desk("\n", () => NONE);
  made.editor.options.set("modeldelay", 2500);
  await made.type("iabcdefghijklmnop", 300);
  const times = made.asked.map(({ at }) => at);
  const gaps = times.slice(1).map((at, i) => at - times[i]!);
  assert.ok(Math.min(...gaps) >= 2500, gaps.join(" "));
  assert.ok(times.length >= 2);
});

test("a model that is of no use is asked less and less", async () => {
  const made = desk("\n", () => ({ pieces: [[60, "GARBAGE"]] }));
  await made.type(`i${"ab ".repeat(60)}`, 200);
  assert.ok(made.asked.length <= 14, `${made.asked.length} for 60 words`);
  assert.equal(made.shown, null);
});

test("leaving insert mode closes what would be completed", async () => {
  const made = desk("\n", () => ({ pieces: [[900, "x"]] }));
  await made.type("ia", 60);
  await made.type("<Esc>", 60);
  assert.ok(made.asked.length > 0);
  assert.ok(made.asked.every(({ closed }) => closed !== null));
});

test("caches are warmed where the cursor rests, not often, and never for money", async () => {
  const rows = Array.from({ length: 200 }, (_, i) => `line ${i}`).join("\n");
  const made = desk(rows, () => NONE);
  const warm = () => made.port.calls.filter(({ call }) => call.purpose === "warm").length;
  await made.type("x<Esc>", 100);
  await made.wait(9000);
  const first = warm();
  await made.type("jjj", 100);
  await made.wait(9000);
  assert.equal(warm(), first, "the same prompt");
  await made.type("100j", 100);
  await made.wait(9000);
  assert.equal(warm(), first + 1);
  await made.type("ggGgg", 900);
  assert.ok(warm() <= first + 2);
});

test("the next edit of a completed line is for a pause while another model completes", async () => {
  const roles = { complete: "coder", edit: "coder" };
  const made = desk(
    "\nold\n",
    ({ purpose }) =>
      purpose === "edit"
        ? { pieces: [[100, patch("untitled", 1, ["old"], ["new"])]], end: 150 }
        : NONE,
    { roles },
  );
  const edits = () => made.asked.filter(({ call }) => call.purpose === "edit").length;
  await made.type("iabc", 200);
  assert.equal(edits(), 0);
  await made.wait(1500);
  assert.equal(made.models.engines.edit.ledger.requests, 1);
  assert.deepEqual(made.shown, ["new", "edit"]);
});

test("what was typed is asked about when it is done, though the cursor only moved", async () => {
  const made = desk("one\ntwo\n", () => NONE, { roles: { edit: "coder" } });
  await made.type("cwuno", 100);
  await made.wait(4000);
  const before = made.asked.length;
  await made.type("x<Esc>", 50);
  await made.wait(4000);
  const last = made.asked.at(-1)!.call.prompt;
  assert.equal(made.asked.length, before + 1);
  assert.ok(last.kind === "text" && last.text.startsWith("unox\n"));
});

/** Two lines that are worth reading. */
const LONG_ANSWER = "const answer = theAnswerToEverything(question);\nconst other = answer;";

test("what follows a long suggestion that is read is asked for, though no request is earned", async () => {
  for (const [answer, asks] of [
    [LONG_ANSWER, true],
    ["const x", false],
  ] as const) {
    const made = desk("\n", ({ prompt }) => {
      if (prompt.kind !== "infill") return NONE;
      return prompt.prefix === "abcd" ? { pieces: [[100, answer]], end: 110 } : NONE;
    });
    const { pace } = made.models.engines.complete;
    await made.type("i", 600);
    await made.type("abc", 300);
    while (pace.wait(made.clock.now) === 0) pace.spend(made.clock.now);
    await made.type("d", 2000);
    assert.equal(made.shown?.[0], answer);
    assert.ok(pace.wait(made.clock.now) > 0);
    assert.equal(
      made.asked.some((call) => prefixOf(call) === `abcd${answer}`),
      asks,
      answer,
    );
  }
});

const BEGUN: readonly (readonly [string, string, string, string | null])[] = [
  ["a line below", "one;\n", "o", "one;\n"],
  ["a line above", "one;\n", "O", ""],
  ["the end of a line", "one;\n", "A", "one;"],
  ["the rest of a line", "one;two\n", "4lC", "one;"],
  ["an empty line", "\n", "i", ""],
  ["the middle of a line", "one; two\n", "4li", null],
  ["a word", "one two\n", "lli", null],
];
for (const [name, text, keys, prefix] of BEGUN) {
  test(`before the first letter ${prefix === null ? "nothing is asked" : "a model is asked"}: ${name}`, async () => {
    const made = desk(text, () => NONE);
    await made.type(keys, 20);
    assert.equal(made.asked.length, 0, "after a rest");
    await made.wait(1000);
    assert.deepEqual(made.asked.map(prefixOf), prefix === null ? [] : [prefix]);
  });
}

test("who types at once on an empty line is asked about when there is a word", async () => {
  const made = desk("\n", () => NONE);
  await made.type("i/** S", 150);
  await made.wait(20);
  assert.deepEqual(made.asked.map(prefixOf), ["/** S"]);
});

test("a mapping or macro that goes through insert mode asks nobody", async () => {
  const made = desk("one\ntwo\n", () => NONE);
  await made.type("qaA;<Esc>q", 10);
  await made.wait(5000);
  const before = made.asked.length;
  await made.type("j@a", 1000);
  assert.equal(made.text.trimEnd(), "one;\ntwo;");
  assert.equal(made.asked.length, before);
});
