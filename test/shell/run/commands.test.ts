/** `:make`, `:Run`, `:Test`: what is run, where, and what is shown of it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { quoted } from "../../../src/shell/run/test-command.ts";
import { pointOf } from "../../../src/text/text.ts";
import { type RunStage, runStage } from "./stage.ts";

const FILES = {
  Makefile: "all:\n\tcc a.c\n",
  "a.c": "int f(void) {\n  return x;\n}\n",
  "js/package.json":
    '{"scripts": {"start": "node .", "test": "vitest run"}, "devDependencies": {"vitest": "2"}}',
  "js/src/sum.test.ts": [
    'import { test } from "vitest";',
    'test("adds (two) numbers", () => {',
    "  check();",
    "});",
    'describe("a suite", () => {',
    "  it('is \"fine\"', () => {",
    "    check();",
    "  });",
    "});",
    "",
  ].join("\n"),
  "node/package.json": "{}",
  "node/sum.test.js":
    'import { test } from "node:test";\ntest("adds", () => {});\ntest(\'it\\\'s\', f);\n',
  "py/pyproject.toml": "[tool.pytest.ini_options]\n",
  "py/tests/test_sum.py": "class TestSum:\n    def test_add(self):\n        pass\n",
  "un/test_sum.py":
    "import unittest\nclass Sum(unittest.TestCase):\n    def test_add(self):\n        pass\n",
  "go/go.mod": "module x\n",
  "go/sub/sub_test.go": "package sub\n\nfunc TestTwice(t *testing.T) {\n}\n",
  "rust/Cargo.toml": "[package]\n",
  "rust/src/lib.rs":
    "mod tests {\n    #[test]\n    #[should_panic]\n    fn it_works() {\n    }\n    fn helper() {}\n}\n",
  "mvn/pom.xml": "<project/>",
  "mvn/src/test/java/app/MainTest.java":
    "class MainTest {\n    @Test\n    void adds() {\n    }\n}\n",
  "rb/Gemfile": "",
  "rb/spec/tool_spec.rb": 'RSpec.describe Tool do\n  it "adds" do\n  end\nend\n',
};

function open(t: TestContext): RunStage {
  const made = runStage(FILES);
  t.after(() => made.close());
  return made;
}

function ran(stage: RunStage): string[] {
  return stage.asked.map(
    ({ command, cwd }) => `${cwd?.slice(stage.folder.length + 1)}$ ${command}`,
  );
}

async function type(stage: RunStage, keys: string, count: number): Promise<void> {
  stage.type(keys);
  // Files of the project are read meanwhile.
  await stage.until(() => stage.asked.length >= count, `command ${count}`);
  await stage.settle();
}

const FILETYPES: Readonly<Record<string, string>> = {
  ts: "typescript",
  js: "javascript",
  py: "python",
  go: "go",
  rs: "rust",
  java: "java",
  rb: "ruby",
};

/** The file, the row (from 1), and what is run for the test there and for the file. */
const TESTS: readonly (readonly [string, number, string, string])[] = [
  [
    "js/src/sum.test.ts",
    3,
    "js$ npx vitest run src/sum.test.ts -t 'adds \\(two\\) numbers'",
    "js$ npx vitest run src/sum.test.ts",
  ],
  [
    "js/src/sum.test.ts",
    5,
    "js$ npx vitest run src/sum.test.ts -t 'a suite'",
    "js$ npx vitest run src/sum.test.ts",
  ],
  [
    "js/src/sum.test.ts",
    7,
    "js$ npx vitest run src/sum.test.ts -t 'is \"fine\"'",
    "js$ npx vitest run src/sum.test.ts",
  ],
  [
    "node/sum.test.js",
    2,
    "node$ node --test --test-name-pattern=adds sum.test.js",
    "node$ node --test sum.test.js",
  ],
  [
    "node/sum.test.js",
    3,
    "node$ node --test --test-name-pattern='it'\\''s' sum.test.js",
    "node$ node --test sum.test.js",
  ],
  [
    "py/tests/test_sum.py",
    3,
    "py$ pytest tests/test_sum.py::TestSum::test_add",
    "py$ pytest tests/test_sum.py",
  ],
  [
    "un/test_sum.py",
    4,
    "$ python3 -m unittest un/test_sum.py -k test_add",
    "$ python3 -m unittest un/test_sum.py",
  ],
  ["go/sub/sub_test.go", 4, "go$ go test -v -run '^TestTwice$' ./sub", "go$ go test -v ./sub"],
  ["rust/src/lib.rs", 6, "rust$ cargo test it_works", "rust$ cargo test"],
  [
    "mvn/src/test/java/app/MainTest.java",
    4,
    "mvn$ mvn -q test -Dtest='MainTest#adds'",
    "mvn$ mvn -q test -Dtest=MainTest",
  ],
  [
    "rb/spec/tool_spec.rb",
    3,
    "rb$ bundle exec rspec spec/tool_spec.rb:2",
    "rb$ bundle exec rspec spec/tool_spec.rb",
  ],
];

for (const [file, row, nearest, whole] of TESTS) {
  test(`tests of ${file}:${row}`, async (t) => {
    const stage = open(t);
    stage.type(`:edit ${file}<CR>:${row}<CR>`);
    const { doc } = stage.editor;
    doc.options.set("filetype", FILETYPES[file.slice(file.lastIndexOf(".") + 1)]!);
    await type(stage, ":Test<CR>", 1);
    await type(stage, ":Test file<CR>", 2);
    await type(stage, ":Test last<CR>", 3);
    assert.deepEqual(ran(stage), [nearest, whole, whole]);
    assert.equal(stage.editor.doc, doc);
  });
}

const NAMES = [
  "plain",
  "it's",
  "a\\",
  "a\\\\b",
  "\\'",
  '$(touch x) `y` "z"!!',
  "*.ts",
  "=ls",
  "~",
  "ü\\(",
];

for (const shell of ["/bin/sh", "/bin/bash", "/usr/bin/zsh", "/usr/bin/fish"]) {
  const skip = existsSync(shell) ? false : `${shell} is not installed`;
  test(`names go to ${shell} as they are`, { skip }, () => {
    const words = NAMES.map(quoted).join(" ");
    const said = execFileSync(shell, ["-c", `printf '%s\\n' ${words}`], { encoding: "utf8" });
    assert.deepEqual(said.split("\n"), [...NAMES, ""]);
  });
}

test("a name with keys in it is not typed to a shell", (t) => {
  const stage = open(t);
  stage.type(":Run echo <C-v><C-c>x<CR>");
  assert.match(stage.message(), /^E475/);
  assert.deepEqual(stage.asked, []);
});

test(":Test says when it can do nothing", (t) => {
  const stage = open(t);
  stage.type(":Test last<CR>");
  assert.equal(stage.message(), "No tests were run yet");
  stage.type(":Test<CR>");
  assert.equal(stage.message(), "Nothing is known about tests of such a file");
  stage.type(":Test sideways<CR>");
  assert.equal(stage.message(), "E475: Invalid argument: sideways");
  assert.deepEqual(stage.asked, []);
});

test(":Run runs what it is given, that again, and else what the project says", async (t) => {
  const stage = open(t);
  stage.type(":edit js/src/sum.test.ts<CR>");
  await type(stage, ":Run<CR>", 1);
  await type(stage, ":Run cat %<CR>", 2);
  await type(stage, "\\rr", 3);
  await type(stage, ":Test all<CR>", 4);
  assert.deepEqual(ran(stage), [
    "js$ npm start",
    "$ cat js/src/sum.test.ts",
    "$ cat js/src/sum.test.ts",
    "js$ npm test",
  ]);
});

test("what is not written is said", async (t) => {
  const stage = open(t);
  stage.type(":edit js/src/sum.test.ts<CR>Ox<Esc>");
  await type(stage, ":Run ls<CR>", 1);
  assert.equal(stage.message(), "Not written: js/src/sum.test.ts");
  stage.type(":w<CR>");
  await type(stage, ":Run ls<CR>", 2);
  assert.notEqual(stage.message(), "Not written: js/src/sum.test.ts");
});

test(":make goes to the first error, :make! stays", async (t) => {
  const stage = open(t);
  const output = ["a.c: In function 'f':", "a.c:2:10: error: 'x' undeclared"];
  stage.answers.set("make -k all", { status: 2, output });
  const { doc } = stage.editor;
  await type(stage, ":make! -k all<CR>", 1);
  assert.equal(stage.editor.doc, doc);
  await type(stage, ":make -k all<CR>", 2);
  await stage.until(() => stage.editor.doc !== doc, "another file");
  assert.equal(stage.editor.doc.path, join(stage.folder, "a.c"));
  assert.deepEqual(pointOf(stage.editor.doc.text, stage.editor.win.cursor.pos), { row: 1, col: 9 });
  assert.equal(stage.message(), "(1 of 1): 'x' undeclared");
});

test("'makeprg' is what :make runs", async (t) => {
  const stage = open(t);
  stage.type(":set makeprg=ninja\\ -C\\ build\\ $*\\ -v<CR>");
  await type(stage, ":make! x<CR>", 1);
  stage.type(":set makeprg=tsc<CR>");
  await type(stage, ":make! -p .<CR>", 2);
  assert.deepEqual(ran(stage), ["$ ninja -C build x -v", "$ tsc -p ."]);
});

test("who goes on typing while :make runs stays where he is", async (t) => {
  const stage = open(t);
  const { editor } = stage;
  stage.answers.set("make", { status: 2, output: ["a.c:2:10: error: x"] });
  const { doc } = editor;
  stage.type(":make<CR>");
  stage.type("<C-c>");
  for (let turn = 0; turn < 50; turn++) await stage.settle();
  assert.equal(editor.doc, doc);
  assert.equal(stage.asked.length, 1);
});

test("results of tests are signs at their lines", async (t) => {
  const stage = open(t);
  stage.type(":edit js/src/sum.test.ts<CR>");
  const { doc } = stage.editor;
  doc.options.set("filetype", "typescript");
  const output = [
    " × src/sum.test.ts > adds (two) numbers 7ms",
    ' ✓ src/sum.test.ts > a suite > is "fine" 1ms',
    " FAIL  src/sum.test.ts > adds (two) numbers",
    "AssertionError: expected -1 to be 3",
    " ❯ src/sum.test.ts:3:3",
  ];
  await stage.command("npx vitest run", { status: 1, output });
  assert.deepEqual(stage.marks("signs", "tests"), ["2:✗", "6:✓"]);
  await stage.command("npx vitest run", { status: 0, output: [output[0]!.replace("×", "✓")] });
  assert.deepEqual(stage.marks("signs", "tests"), ["2:✓", "6:✓"]);
  // What ran elsewhere says nothing of tests of the same name here.
  stage.answers.set("node --test", { status: 1, output: ["✖ adds (two) numbers (1ms)"] });
  await type(stage, ":cd node<CR>:Run node --test<CR>", 1);
  for (let turn = 0; turn < 5; turn++) await stage.settle();
  assert.deepEqual(stage.marks("signs", "tests"), ["2:✓", "6:✓"]);
});

/** The file, what is printed of its tests, and the signs. */
const RESULTS: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  [
    "py/tests/test_sum.py",
    "pytest -v",
    ["tests/test_sum.py::TestSum::test_add PASSED [100%]"],
    ["2:✓"],
  ],
  [
    "py/tests/test_sum.py",
    "pytest -v",
    [
      "tests/test_sum.py::TestSum::test_add[1] FAILED",
      "tests/test_sum.py::TestSum::test_add[2] PASSED",
    ],
    ["2:✗"],
  ],
  ["py/tests/test_sum.py", "pytest -v", ["tests/test_other.py::TestSum::test_add PASSED"], []],
  [
    "un/test_sum.py",
    "python3 -m unittest -v",
    ["test_add (test_sum.Sum.test_add) ... ok"],
    ["3:✓"],
  ],
  ["go/sub/sub_test.go", "go test -v ./sub", ["--- SKIP: TestTwice (0.00s)"], ["3:○"]],
  ["rust/src/lib.rs", "cargo test", ["test tests::it_works ... FAILED"], ["4:✗"]],
  ["node/sum.test.js", "node --test", ["✔ adds (0.1ms)"], ["2:✓"]],
  ["node/sum.test.js", "node --test", ["ok 1 - adds", "ok 2 - other # SKIP"], ["2:✓"]],
];

for (const [file, command, output, signs] of RESULTS) {
  test(`signs of ${output.join(", ")}`, async (t) => {
    const stage = open(t);
    stage.type(`:edit ${file}<CR>`);
    stage.editor.doc.options.set("filetype", FILETYPES[file.slice(file.lastIndexOf(".") + 1)]!);
    await stage.command(command, { status: 1, output });
    assert.deepEqual(stage.marks("signs", "tests"), signs);
  });
}
