import assert from "node:assert/strict";
import { test } from "node:test";
import { derived } from "../../../src/tab/predictors/derived.ts";
import { rename } from "../../../src/tab/predictors/rename.ts";
import { answersOf, outcomes, type Told } from "./scene.ts";

const HERE: readonly [about: string, told: Told, ...expected: string[]][] = [
  [
    "below first, then above, then other files",
    {
      files: {
        "a.ts": "use(userId);\nconst userId = 1;\nlog(userId);\n",
        "b.ts": 'import { userId } from "./a";\n',
      },
      steps: [["const userId", "const accountId"]],
    },
    "a.ts: log(accountId);",
    "a.ts: use(accountId);",
    'b.ts: import { accountId } from "./a";',
  ],
  [
    "all of a row together",
    { files: { "a.py": "def f(size):\n    return size * size\n" }, steps: [["size", "length"]] },
    "a.py: return length * length",
  ],
  [
    "two renames at once",
    {
      files: { "a.rs": "struct Old(BaseOld);\nfn f(x: Old) -> BaseOld { Old(x) }\n" },
      steps: [["Old(BaseOld)", "New(BaseNew)"]],
    },
    "a.rs: fn f(x: New) -> BaseNew { New(x) }",
  ],
  [
    "the newest name",
    {
      files: { "a.go": "count := 1\ncount++\n" },
      steps: [
        ["count", "n"],
        ["n :=", "total :="],
      ],
    },
    "a.go: total++",
  ],
];

test("a rename goes on", async () => {
  for (const [about, told, ...expected] of HERE) {
    const found = outcomes(await answersOf(rename, told), told);
    assert.deepEqual(found.sort(), expected.sort(), about);
  }
});

test("it says what was renamed, and its answers are of one group", async () => {
  const told: Told = {
    files: { "a.ts": "userId;\nuserId;\nuserId;\nuserId;\n" },
    steps: [
      ["userId", "accountId"],
      ["userId", "accountId"],
    ],
  };
  const answers = await answersOf(rename, told);
  assert.equal(answers[0]?.reason, "you renamed `userId` → `accountId` in 2 places");
  assert.equal(new Set(answers.map(({ group }) => group)).size, 1);
  assert.equal(answers.length, 2);
});

test("a language's own words are not renamed, nor is a name that is still being typed", async () => {
  const keyword: Told = { files: { "a.ts": "let a;\nlet b;\n" }, steps: [["let", "const"]] };
  assert.deepEqual(await answersOf(rename, keyword), []);
  const typing: Told = {
    files: { "a.ts": "foo;\nfoo;\n" },
    steps: [["foo", "ba"]],
    mode: "insert",
  };
  assert.deepEqual(await answersOf(rename, typing), []);
});

test("occurrences that were passed by count against the rest", async () => {
  const files = { "a.ts": "a(item);\nb(item);\nc(item);\nd(1);\ne(item);\n" };
  const straight = await answersOf(rename, { files, steps: [["item", "entry"]] });
  const passed = await answersOf(rename, {
    files,
    steps: [
      ["item", "entry"],
      ["1", "2"],
    ],
  });
  assert.ok(passed[0]!.probability < straight[0]!.probability);
  assert.ok(passed[0]!.traits!.passed! > 0);
});

const DERIVED: readonly [about: string, told: Told, ...expected: string[]][] = [
  [
    "other styles and longer names",
    {
      files: {
        "a.ts": 'let userId = 1;\nfunction getUserId() {}\nconst key = "user_id";\n',
        "a.md": "The user id of it.\n",
      },
      steps: [["userId", "accountId"]],
    },
    "a.ts: function getAccountId() {}",
    'a.ts: const key = "account_id";',
    "a.md: The account id of it.",
  ],
  [
    "plurals",
    { files: { "a.py": "class Entry:\n    pass\nentries = []\n" }, steps: [["Entry", "Record"]] },
    "a.py: records = []",
  ],
  [
    "constants of Rust",
    {
      files: { "a.rs": "let max_size = MAX_SIZE;\nstruct MaxSize;\n" },
      steps: [["max_size", "limit"]],
    },
    "a.rs: let limit = LIMIT;",
    "a.rs: struct Limit;",
  ],
];

test("names that follow", async () => {
  for (const [about, told, ...expected] of DERIVED) {
    const found = outcomes(await answersOf(derived, told), told);
    assert.deepEqual(found.sort(), expected.sort(), about);
  }
});

test("one old name with several new ones: the newest goes on", async () => {
  const told: Told = {
    files: { "a.rs": 'a("KEY");\nb("KEY");\nc("KEY");\n' },
    steps: [
      ['a("KEY")', 'a("KEY_A")'],
      ['b("KEY")', 'b("KEY_B")'],
    ],
  };
  assert.deepEqual(outcomes(await answersOf(rename, told), told), ['a.rs: c("KEY_B");']);
});
