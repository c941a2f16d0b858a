import assert from "node:assert/strict";
import { test } from "node:test";
import { counterparts, isTestFile } from "../../../src/editor/files/counterpart.ts";
import { dependenciesIn } from "../../../src/tab/next/dependencies.ts";
import { Habits } from "../../../src/tab/next/habits.ts";
import { isTest } from "../../../src/tab/next/watch.ts";

const TESTS: readonly (readonly [string, boolean])[] = [
  ["/p/src/a.ts", false],
  ["/p/src/a.test.ts", true],
  ["/p/src/a.spec.jsx", true],
  ["/p/test/a.ts", true],
  ["/p/src/__tests__/a.js", true],
  ["/p/pkg/test_a.py", true],
  ["/p/pkg/latest.py", false],
  ["/p/a_test.go", true],
  ["/p/tests/it.rs", true],
  ["/p/tests/data.json", false],
  ["/p/src/test/java/x/ATest.java", true],
  ["/p/src/main/java/x/A.java", false],
];

for (const [path, wanted] of TESTS) {
  test(`${path} ${wanted ? "is" : "is no"} test`, () => {
    assert.equal(isTestFile(path, "/p"), wanted);
  });
}

test("a project in a folder of tests is no test for that", () => {
  assert.equal(isTestFile("/home/tests/p/src/a.ts", "/home/tests/p"), false);
});

const PAIRS: readonly (readonly [string, string])[] = [
  ["/p/src/a.ts", "/p/src/a.test.ts"],
  ["/p/src/room/a.ts", "/p/test/room/a.test.ts"],
  ["/p/packages/x/src/room/a.ts", "/p/packages/x/test/room/a.test.ts"],
  ["/p/pkg/a.py", "/p/tests/test_a.py"],
  ["/p/a.go", "/p/a_test.go"],
  ["/p/lib/a.rb", "/p/spec/a_spec.rb"],
  ["/p/src/main/java/x/A.java", "/p/src/test/java/x/ATest.java"],
];

for (const [source, tests] of PAIRS) {
  test(`${source} is tested by ${tests}, and the other way round`, () => {
    assert.ok(counterparts(source, "/p").includes(tests), "its test");
    if (!tests.endsWith("test_a.py")) {
      assert.ok(counterparts(tests, "/p").includes(source), "its source");
    }
  });
}

test("what is no code, or outside, has none", () => {
  assert.deepEqual(counterparts("/p/README.md", "/p"), []);
  assert.deepEqual(counterparts("/q/a.ts", "/p"), []);
});

const NEEDS: readonly (readonly [string, string, string, boolean])[] = [
  ["package.json", '{"dependencies":{"a":"1"}}', '{"dependencies":{"a":"2"}}', true],
  ["package.json", '{"version":"1","dependencies":{"a":"1"}}', '{"dependencies":{"a":"1"}}', false],
  ["package.json", '{"scripts":{}}', '{"scripts":{"x":"y"}}', false],
  ["requirements.txt", "a==1\n# x\n", "a==1\n# y\n", false],
  ["requirements.txt", "a==1\n", "a==1\nb\n", true],
  ["go.mod", "require (\n\tx.org/y v1.0.0\n)", "require (\n\tx.org/y v1.1.0\n)", true],
  ["pyproject.toml", 'dependencies = [\n  "a",\n]', 'dependencies = [\n  "a",\n  "b",\n]', true],
  ["Gemfile", "gem 'a'", "gem 'a'\ngem 'b'", true],
];

for (const [name, before, after, changed] of NEEDS) {
  test(`${name}: ${JSON.stringify(after)} needs ${changed ? "something else" : "the same"}`, () => {
    const path = `/p/${name}`;
    assert.equal(dependenciesIn(path, before) !== dependenciesIn(path, after), changed);
  });
}

test("of a half-written file nothing is known", () => {
  assert.equal(dependenciesIn("/p/package.json", '{"dependencies":'), null);
  assert.equal(dependenciesIn("/p/other.json", "{}"), null);
});

const COMMANDS: readonly (readonly [string, boolean])[] = [
  ["npm test", true],
  ["npm run test:unit", true],
  ["npx vitest run", true],
  ["pytest -x tests/a.py", true],
  ["go test ./...", true],
  ["make check", false],
  ["npm install jest", false],
  ["git commit -m latest", false],
];

for (const [command, wanted] of COMMANDS) {
  test(`${command} ${wanted ? "tests" : "does not test"}`, () => {
    assert.equal(isTest(command), wanted);
  });
}

test("habits: answers count, those of the project most, and outlive the session", async () => {
  const values = new Map<string, string | null>();
  const ask = async (name: string, argument: { space: string; name: string; value?: string }) => {
    if (name === "getValue") return values.get(argument.name) ?? null;
    values.set(argument.name, argument.value ?? null);
    return null;
  };
  const ports = { store: { ask } as never, now: () => 0 };
  const habits = new Habits(ports);
  const before = habits.chance("save", "/p");
  for (let n = 0; n < 4; n++) habits.note("save", "/p", true, 1);
  const own = habits.chance("save", "/p");
  const other = habits.chance("save", "/q");
  assert.ok(own > other && other > before, `${own} ${other} ${before}`);
  habits.note("save", "/q", false, 1);
  assert.ok(habits.chance("save", "/q") < other);
  await habits.flush();
  const again = new Habits(ports);
  await again.load();
  assert.equal(again.chance("save", "/p"), habits.chance("save", "/p"));
  await again.forget();
  assert.equal(again.chance("save", "/p"), before);
  values.set("actions", '{"version":1,"all":{"save":["x"]},"projects":[]}');
  const foreign = new Habits(ports);
  await foreign.load();
  assert.equal(foreign.chance("save", "/p"), before);
});

test("habits: what one did long ago fades", () => {
  const habits = new Habits({ store: null, now: () => 0 });
  for (let n = 0; n < 200; n++) habits.note("save", "", true, 1);
  for (let n = 0; n < 40; n++) habits.note("save", "", false, 1);
  assert.ok(habits.chance("save", "") < 0.35);
});
