import assert from "node:assert/strict";
import { test } from "node:test";
import { headlessEditor } from "../../src/app/filter-case.ts";
import { parseKeys } from "../../src/base/key.ts";
import { ACCEPT_ORIGIN, EditHistory, recordHistory } from "../../src/tab/history.ts";
import { type EditKind, hunksOf, type RecordedEdit } from "../../src/text/prediction.ts";
import { slice } from "../../src/text/text.ts";

const LINES = Array.from({ length: 40 }, (_, i) => `line ${i}`).join("\n");

function play(keys: string, text = LINES) {
  const { editor, loop } = headlessEditor(text);
  const history = new EditHistory();
  let now = 0;
  editor.services.now = () => now;
  recordHistory(editor, history, {});
  const type = (more: string) => {
    for (const key of parseKeys(more)) loop.feed([key]);
  };
  type(keys);
  return {
    editor,
    history,
    type,
    wait(ms: number) {
      now += ms;
    },
  };
}

type Row = readonly [before: string, after: string, kind: EditKind];

/** The whole lines that an edit changed, as they were and as they are. */
function rowOf({ before, after, changes, kind }: RecordedEdit): Row {
  const hunks = hunksOf(changes);
  const first = hunks[0]!.from;
  const last = hunks.at(-1)!.to;
  const from = after.lineAt(changes.mapPos(first, -1)).from;
  const to = after.lineAt(changes.mapPos(last, 1)).to;
  return [
    slice(before, before.lineAt(first).from, before.lineAt(last).to),
    slice(after, from, to),
    kind,
  ];
}

/** What keys do, and the edits that a person would say they are. */
const CASES: ReadonlyArray<readonly [string, string, readonly Row[]]> = [
  ["a change of a word is one edit", "cwword<Esc>", [["line 0", "word 0", "typed"]]],
  ["typing in many lines is one edit", "Aa<CR>b<CR>c<Esc>", [["line 0", "line 0a\nb\nc", "typed"]]],
  [
    "what is typed and taken back is one edit",
    "Axyz<BS><BS>!<Esc>",
    [["line 0", "line 0x!", "typed"]],
  ],
  ["two changes in a line are one edit", "xA!<Esc>", [["line 0", "ine 0!", "typed"]]],
  [
    "changes in two lines are two",
    "cwa<Esc>j0cwb<Esc>",
    [
      ["line 0", "a 0", "typed"],
      ["line 1", "b 1", "typed"],
    ],
  ],
  [
    "far ones are two",
    "cwa<Esc>9j0cwb<Esc>",
    [
      ["line 0", "a 0", "typed"],
      ["line 9", "b 9", "typed"],
    ],
  ],
  ["lines that go at one place", "dddd", [["line 0\nline 1\nline 2", "line 2", "operator"]]],
  ["an operator over lines", "gUj", [["line 0\nline 1", "LINE 0\nLINE 1", "operator"]]],
  [
    "an operator on lines far apart",
    "x5jx",
    [
      ["line 0", "ine 0", "operator"],
      ["line 5", "ine 5", "operator"],
    ],
  ],
  ["a put", "yyjp", [["line 1", "line 1\nline 0", "put"]]],
  [
    "a substitute over all lines",
    ":3,4s/line/row/<CR>",
    [["line 2\nline 3", "row 2\nrow 3", "ex"]],
  ],
  ["a :normal", ":2,3normal A;<CR>", [["line 1\nline 2", "line 1;\nline 2;", "ex"]]],
  [
    "a repeat is an edit of its own",
    "A;<Esc>j.",
    [
      ["line 0", "line 0;", "typed"],
      ["line 1", "line 1;", "repeat"],
    ],
  ],
  [
    "each repeat",
    "A;<Esc>j.j.",
    [
      ["line 0", "line 0;", "typed"],
      ["line 1", "line 1;", "repeat"],
      ["line 2", "line 2;", "repeat"],
    ],
  ],
  [
    "a macro is one edit however far it goes",
    "qqxA!<Esc>9jq@q",
    [
      ["line 0", "ine 0!", "typed"],
      ["line 9", "line !", "macro"],
    ],
  ],
  [
    "a macro that runs often",
    "qqA!<Esc>jq2@q",
    [
      ["line 0", "line 0!", "typed"],
      ["line 1\nline 2", "line 1!\nline 2!", "macro"],
    ],
  ],
  [
    "what is typed behind a macro is none of it",
    "qqA!<Esc>jq@qA?<Esc>",
    [
      ["line 0", "line 0!", "typed"],
      ["line 1", "line 1!", "macro"],
      ["line 2", "line 2?", "typed"],
    ],
  ],
  ["an undone edit did not happen", "cwa<Esc>u", []],
  ["only the undone one goes", "cwa<Esc>20j0cwb<Esc>u", [["line 0", "a 0", "typed"]]],
];

for (const [name, keys, expected] of CASES) {
  test(`history: ${name}`, () => {
    const { history } = play(keys);
    assert.deepEqual(history.edits.map(rowOf), expected);
  });
}

test("a pause ends an edit", () => {
  for (const [ms, edits] of [
    [1000, 1],
    [40_000, 2],
  ] as const) {
    const made = play("Aone<Esc>");
    made.wait(ms);
    made.type("A two<Esc>");
    assert.equal(made.history.edits.length, edits, `${ms} ms`);
  }
});

test("an accepted prediction is an edit of its own, and marked", () => {
  const { editor, history, type } = play("Aone<Esc>");
  editor.dispatch(editor.doc, { changes: { from: 9, insert: "two" }, origin: ACCEPT_ORIGIN });
  type("Athree<Esc>");
  assert.deepEqual(
    history.edits.map(({ kind, accepted }) => [kind, accepted]),
    [
      ["typed", false],
      ["accepted", true],
      ["typed", false],
    ],
  );
});

test("the name of what lies around is asked for once the text is at rest", () => {
  const { history, type } = play("");
  const asked: number[] = [];
  history.symbolAt = (_doc, pos) => {
    asked.push(pos);
    return "main";
  };
  type("jAx<Esc>");
  assert.equal(history.last?.symbol, "main");
  assert.deepEqual(asked, [13]);
});

test("an edit leads from its text before to its text after", () => {
  const { history } = play("cwa<Esc>jccb<Esc>3jdd20jpxu.:2,5s/l/m/<CR>qqxjq3@q");
  assert.ok(history.edits.length > 5);
  for (const edit of history.edits) assert.ok(edit.changes.apply(edit.before).eq(edit.after));
});

test("the history is bounded", () => {
  const { history } = play(Array.from({ length: 60 }, () => "gg0rxG0ry").join(""));
  assert.equal(history.edits.length, 64);
});

test("secret files and scratch buffers leave no history", () => {
  const { editor, type, history } = play("");
  editor.doc.path = "/dev/shm/x";
  type("x");
  editor.doc.path = null;
  editor.doc.kind = "scratch";
  type("x");
  assert.equal(history.edits.length, 0);
});

test("what teaches nothing is recorded as such", () => {
  for (const origin of ["disk.reload", "lsp.format", "save.trim"]) {
    const { editor, history } = play("");
    editor.dispatch(editor.doc, { changes: { from: 0, to: 1 }, origin });
    assert.equal(history.last?.learn, false, origin);
  }
});
