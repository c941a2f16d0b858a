/** What models say on the screen: streams, what follows, other files, failures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MODEL } from "../../../scripts/model-typing/editor.ts";
import { statusItemsOf } from "../../../src/editor/status-items.ts";
import { ModelError } from "../../../src/models/port.ts";
import { changeOf, type Predictor } from "../../../src/text/prediction.ts";
import { textOf } from "../../../src/text/text.ts";
import { desk, patch, prefixOf, type Script } from "./scripted.ts";

const NONE: Script = { pieces: [], end: 50 };

test("a stream grows in place, and Tab takes what was seen of it", async () => {
  const made = desk("\n", ({ prompt }) =>
    prompt.kind === "infill" && prompt.prefix === "a"
      ? {
          pieces: [
            [100, "bc"],
            [400, "de"],
            [430, "fg"],
          ],
          end: 1500,
        }
      : NONE,
  );
  await made.type("ia", 10);
  await made.wait(250);
  assert.deepEqual(made.shown, ["bc", "ghost"]);
  const { id } = made.tab.arbiter.shown!.prediction;
  await made.wait(200);
  assert.deepEqual(made.shown, ["bcdefg", "ghost"]);
  assert.equal(made.tab.arbiter.shown!.prediction.id, id);
  made.press("<Tab>");
  assert.equal(made.text.trimEnd(), "abc", "the rest came a moment ago");
  assert.deepEqual(made.shown, ["defg", "ghost"]);
  await made.wait(300);
  await made.type("<Tab>");
  assert.equal(made.text.trimEnd(), "abcdefg");
});

test("what follows is asked for once the stream has ended, and is in the frame of the Tab", async () => {
  const lines = ["one", " two", " three", " four"];
  const made = desk("\n", ({ prompt }) => {
    if (prompt.kind !== "infill") return NONE;
    const next = lines.findIndex(
      (_line, i) => lines.slice(0, i + 1).join("") === prompt.prefix.trim(),
    );
    const rest = prompt.prefix.startsWith("o") ? lines[next + 1] : undefined;
    if (prompt.prefix === "o") return { pieces: [[80, "ne"]], end: 600 };
    return rest === undefined ? NONE : { pieces: [[80, rest]], end: 120 };
  });
  await made.type("io", 10);
  await made.wait(300);
  assert.deepEqual(made.shown, ["ne", "ghost"]);
  assert.ok(!made.asked.some((call) => prefixOf(call) === "one"), "it still streams");
  await made.wait(1500);
  for (const next of lines.slice(1)) {
    made.press("<Tab>");
    assert.deepEqual(made.shown, [next, "ghost"]);
    await made.wait(1200);
  }
  const { ready, late } = made.tab.arbiter.chains;
  assert.deepEqual([ready, late], [3, 0]);
});

test("what would follow is closed with a refusal, and goes on while the suggestion is typed", async () => {
  for (const [keys, closed] of [
    ["<C-]>", true],
    ["bc", false],
  ] as const) {
    const made = desk("\n", ({ prompt }) => {
      if (prompt.kind !== "infill" || prompt.prefix === "") return NONE;
      return prompt.prefix === "a" ? { pieces: [[50, "bcdef"]] } : { pieces: [], end: 5000 };
    });
    await made.type("ia", 10);
    await made.wait(1000);
    const ahead = made.asked.find((call) => prefixOf(call) === "abcdef");
    assert.ok(ahead, "asked for");
    await made.type(keys, 150);
    assert.equal(ahead.closed !== null, closed);
  }
});

const EDITS = {
  roles: { edit: "coder" },
  path: "/p/src/a.ts",
} as const;

test("an answer with several changes is taken one after the other with one request", async () => {
  const answer = [
    patch("a.ts", 1, ["two"], ["2"]),
    patch("a.ts", 9, ["three", "four"], ["3", "four"]),
    patch("a.ts", 5, ["nowhere"], ["gone"]),
  ].join("");
  let count = 0;
  const made = desk(
    "one\ntwo\nthree\nfour\n",
    () => (count++ === 0 ? { pieces: [[100, answer]], end: 200 } : NONE),
    EDITS,
  );
  await made.type("r1", 600);
  assert.deepEqual(made.shown, ["2", "edit"]);
  const before = made.asked.length;
  made.press("<Tab>");
  assert.deepEqual(made.shown, ["3", "edit"], "in its frame");
  await made.wait(300);
  await made.type("<Tab>");
  assert.equal(made.text, "1ne\n2\n3\nfour\n");
  assert.ok(made.asked.length <= before + 1, "none but for what follows the last one");
});

test("changes in other files are found, open or not, and none outside of the project", async () => {
  const closed = textOf("first\nlast\n");
  const parts = {
    files: {
      search: async () => [],
      partners: () => [],
      read: async (path: string) =>
        path === "/p/src/closed.ts" ? { text: closed, stamp: "1" } : null,
      isSecret: (path: string) => path.includes("secret"),
      isOpen: () => false,
      filetypeOf: () => "typescript",
      isKeyword: () => () => true,
    },
  };
  for (const [path, found] of [
    ["closed.ts", "final"],
    ["../../etc/closed.ts", null],
    ["/p/src/closed.ts", null],
    ["secret.ts", null],
    ["open.ts", "final"],
  ] as const) {
    const made = desk("one\n", () => ({ pieces: [[50, patch(path, 3, ["last"], ["final"])]] }), {
      ...EDITS,
      parts,
    });
    made.editor.addDocument(textOf("first\nlast\n"), "/p/src/open.ts");
    await made.type("r1", 800);
    const shown = made.tab.arbiter.held.find(({ prediction }) => !prediction.changes.empty);
    assert.equal(shown?.prediction.source ?? null, found && "model-edit", path);
  }
});

test("what was masked is not touched, and a change that is none is not shown", async () => {
  const hunks = [
    { kind: "span", from: 2, to: 4, insert: "zz" },
    { kind: "span", from: 7, to: 10, insert: "two" },
  ];
  const answer = hunks.map((hunk) => `${JSON.stringify(hunk)}\n`).join("");
  const scenes = {
    scene: async () => ({
      project: "p",
      path: "a.ts",
      language: "typescript",
      text: "1ne***\ntwo\n",
      firstRow: 0,
      rows: 3,
      cursor: 0,
      mode: "normal" as const,
      masked: [{ from: 3, to: 6 }],
      edits: [],
      related: [],
      diagnostics: [],
      terminal: null,
    }),
    refusalOf: () => null,
  };
  const made = desk("oneKEY\ntwo\n", () => ({ pieces: [[50, answer]] }), { ...EDITS, scenes });
  await made.type("r1", 800);
  assert.equal(made.shown, null);
  assert.equal(made.asked.length > 0, true);
});

test("a provider that fails is a word in the status line; the others carry on", async () => {
  const other: Predictor = {
    name: "other",
    predict: ({ doc, mode }) =>
      mode === "insert"
        ? [
            {
              doc: doc.id,
              revision: doc.revision,
              changes: changeOf([{ from: doc.pos, to: doc.pos, insert: "own" }], doc.text.length),
              probability: 0.8,
              cursor: doc.pos + 3,
              reason: "a test",
            },
          ]
        : [],
  };
  const error = new ModelError("busy", "box", "box has too many requests", 5000);
  const made = desk("\n", () => ({ pieces: [], end: 50, error }), {
    parts: { predictors: [other] },
  });
  await made.type("iab", 400);
  const retryAt = made.editor.services.now() + 3_600_000;
  made.port.says({ provider: "box", fault: "busy", message: "too many requests", retryAt });
  await made.type("cdef", 400);
  assert.equal(made.shown?.[0], "own");
  assert.equal(made.asked.length, 1, "not before it may be asked again");
  assert.equal(made.editor.message?.text ?? "", "");
  assert.equal(statusItemsOf(made.editor).text("models", made.editor.win), "box: busy");
  assert.match(made.models.status().join("\n"), /too many requests, again in 3\d\d\d s/);
  made.port.says({ provider: "box", fault: null, message: "", retryAt: 0 });
  assert.equal(statusItemsOf(made.editor).text("models", made.editor.win), "");
  assert.equal(made.editor.bugs.length, 0);
});

test("a bug turns this predictor off, and nothing else", async () => {
  const made = desk("\n", () => ({ pieces: [], end: 50, error: new Error("a bug") }));
  await made.type("iab", 400);
  assert.ok(made.tab.arbiter.questions.off.has("model"));
  assert.ok(!made.tab.arbiter.questions.off.has("model-edit"));
});

test("a ghost of the model that goes on from a shown one extends it in place", async () => {
  const short: Predictor = {
    name: "complete",
    first: true,
    predict: ({ doc, mode, trigger }) => {
      const before = doc.text.lineAt(doc.pos).text;
      if (mode !== "insert" || trigger === "move" || !"const".startsWith(before)) return [];
      if (before === "" || before === "const") return [];
      const insert = "const".slice(before.length);
      return [
        {
          doc: doc.id,
          revision: doc.revision,
          changes: changeOf([{ from: doc.pos, to: doc.pos, insert }], doc.text.length),
          probability: 0.7,
          cursor: doc.pos + insert.length,
          reason: "a test",
        },
      ];
    },
  };
  const made = desk(
    "\n",
    ({ prompt }) =>
      prompt.kind === "infill" && prompt.prefix === "co"
        ? { pieces: [[150, "nst answer = 42;"]], end: 160 }
        : NONE,
    { parts: { predictors: [short] } },
  );
  await made.type("i", 3000);
  await made.type("co", 100);
  assert.deepEqual(made.shown, ["nst", "ghost"]);
  const { since } = made.tab.arbiter.shown!;
  await made.wait(200);
  assert.deepEqual(made.shown, ["nst answer = 42;", "ghost"]);
  assert.equal(made.tab.arbiter.shown!.prediction.source, "model");
  assert.equal(made.tab.arbiter.shown!.since, since, "its beginning was there all the time");
});

test(":Tab status and :Tab log name the model; :Tab log sent has the bytes", async () => {
  const made = desk("\n", ({ prompt }) =>
    prompt.kind === "infill" && prompt.prefix === "a" ? { pieces: [[50, "bc"]] } : NONE,
  );
  await made.type("ia", 500);
  await made.type("<Tab><Esc>", 500);
  const run = async (line: string) => {
    await made.type(`:${line}<CR>`, 20);
    await made.wait(200);
    return made.editor.message?.text ?? "";
  };
  const status = await run("Tab status");
  assert.match(status, /model: coder of box, format plain/);
  assert.match(status, /requests: \d+, \d+ for what follows/);
  assert.match(status, /first text\/end: p50 50\/50 ms/);
  assert.match(await run("Tab log"), /model coder +ghost/);
  const body = '{"prompt":"tab\\there","stop":["\\n"]}\n  second';
  made.port.requests = [
    {
      id: 7,
      time: 0,
      provider: "box",
      model: "coder",
      purpose: "complete",
      method: "POST",
      url: "http://box:8012/infill",
      headers: { authorization: "…" },
      body,
      status: 200,
      answer: "data: {}",
      outcome: "ok",
      ms: 12,
      usage: null,
    },
  ];
  await made.type(":Tab log sent<CR>", 20);
  await made.wait(300);
  const doc = made.editor.docs.find(({ title }) => title === "tab://sent");
  assert.ok(doc);
  assert.ok(doc.text.toString().includes(`\n\n${body}\n\n`));
});

test("a provider that refuses the key is not asked again before the configuration changes", async () => {
  const error = new ModelError("key", "box", "box refuses the key", Number.POSITIVE_INFINITY);
  let refuses = true;
  const made = desk("\n", () =>
    refuses ? { pieces: [], end: 50, error } : { pieces: [[50, "bc"]] },
  );
  await made.type("i", 2000);
  await made.type("abcd ", 900);
  assert.equal(made.asked.length, 1);
  refuses = false;
  made.models.configure({ models: made.port, config: MODEL });
  await made.type("a", 2000);
  assert.equal(made.shown?.[0], "bc");
});
