import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CommandRun } from "../../../src/shell/command.ts";
import { createSuggester } from "../../../src/shell/suggest/suggester.ts";
import { CASES } from "./cases.ts";
import { prepare } from "./moments.ts";

describe("what is suggested", () => {
  for (const { name, prefix, first, timely, has = [], hasNot = [], ...written } of CASES) {
    test(name, () => {
      const suggester = createSuggester();
      const found = suggester.suggest(prepare(suggester, written)(prefix));
      const lines = found.map(({ command }) => command);
      if (first !== undefined) assert.equal(lines[0] ?? null, first, lines.join(" | "));
      if (timely !== undefined) assert.equal(found[0]?.timely ?? false, timely);
      for (const line of has) assert.ok(lines.includes(line), `${line}: ${lines.join(" | ")}`);
      for (const line of hasNot) assert.ok(!lines.includes(line), lines.join(" | "));
    });
  }
});

test("what is forgotten is not offered any more", () => {
  const suggester = createSuggester();
  const session = "ls ; vault open s3cr";
  const ask = prepare(suggester, { before: ["vault open s3cr ; ls"], session, status: 1 });
  assert.equal(suggester.suggest(ask("va"))[0]?.command, "vault open s3cr");
  suggester.forget("vault open s3cr");
  for (const prefix of ["", "v", "va", "vault ", "vault open ", "vault open s", "sudo ", "cat "]) {
    const text = JSON.stringify(suggester.suggest(ask(prefix)));
    assert.doesNotMatch(text, /s3cr/);
  }
});

test("a suggestion says why, and how sure it is", () => {
  const suggester = createSuggester();
  const commands = "terraform plan ; ./approve ; terraform plan ; ./approve";
  const ask = prepare(suggester, { before: [commands, commands], session: "terraform plan" });
  const [first] = suggester.suggest(ask(""));
  assert.equal(first!.command, "./approve");
  assert.equal(first!.reason, "followed terraform plan");
  assert.ok(first!.chance > 0 && first!.chance <= 1);
  assert.ok(first!.wordChance >= first!.chance && first!.wordChance <= 1);
});

test("whatever ran and is typed, what is offered continues it", () => {
  const random = numbers(7);
  const pieces = ["git ", "cd ", "..", "/", " ", "'", '"', "é", "😀", "\u{1f468}\u200d\u{1f469}"];
  const odd = [
    "\0",
    "\n",
    "\x1b[2J",
    "\ud800",
    "$(",
    "`",
    "\\",
    "~",
    "-x",
    "=",
    "*",
    "constructor",
  ];
  const all = [...pieces, ...odd, "__proto__", "src/main.ts", "%", "(((", "a".repeat(300)];
  const line = () =>
    Array.from(
      { length: 1 + Math.floor(random() * 6) },
      () => all[Math.floor(random() * all.length)],
    ).join("");
  const suggester = createSuggester();
  const session: CommandRun[] = [];
  const around = {
    ...prepare(suggester, { git: { staged: 1, branches: ["a/b", "main"] }, project: ["npm test"] })(
      "",
    ).around,
    list: () => [{ name: "a b", folder: true, executable: false }],
  };
  for (let i = 0; i < 400; i++) {
    const typed = line();
    for (const prefix of ["", typed, typed.slice(0, 3)]) {
      const found = suggester.suggest({ prefix, session, around, now: i });
      assert.ok(found.length <= 5);
      const lines = new Set(found.map(({ command }) => command));
      assert.equal(lines.size, found.length, "no line twice");
      for (const { command, chance, wordChance } of found) {
        assert.ok(command.startsWith(prefix) && command.length > prefix.length, prefix);
        assert.ok(chance >= 0 && chance <= 1 && wordChance >= 0 && wordChance <= 1 + 1e-9);
        if (prefix === "") assert.notEqual(command, session.at(-1)?.command);
      }
    }
    const cwd = random() < 0.5 ? null : line();
    const previous = session.at(-1)?.command ?? null;
    const run = { cwd, repository: null, status: i % 3, duration: null, time: i, previous };
    session.push({ ...run, command: typed, session: "s" });
    suggester.learn(session.at(-1)!);
  }
});

test("the same history makes the same suggestions", () => {
  const answers = [1, 2].map(() => {
    const suggester = createSuggester();
    const before = [
      "ls ; cd src ; vim main.c ; make ; ./main",
      "cd src ; make ; make test ; git diff",
    ];
    const ask = prepare(suggester, { before, session: "cd src ; make" });
    return ["", "m", "ma", "git ", "vim "].map((prefix) => suggester.suggest(ask(prefix)));
  });
  assert.deepEqual(answers[0], answers[1]);
});

test("what was learned of a person can be kept", () => {
  const suggester = createSuggester();
  const ask = prepare(suggester, { session: "git add ." });
  for (let i = 0; i < 30; i++) {
    suggester.suggest(ask(""));
    const run = { cwd: "/", repository: null, status: 0, duration: 1, time: i, previous: null };
    suggester.learn({ ...run, command: `new-${i} thing`, session: "now" });
  }
  const habits = suggester.habits();
  assert.notDeepEqual(habits, createSuggester().habits());
  const kept = JSON.parse(JSON.stringify(habits)) as typeof habits;
  assert.deepEqual(createSuggester(undefined, kept).habits(), habits);
  const broken = {
    params: { age: Number.NaN, cwd: 1e9 },
    ideas: { sudo: -1e9 },
    chances: { "far known line": 1e9, nothing: 1 },
  };
  const mended = createSuggester(undefined, broken).habits();
  assert.ok(mended.params.cwd! < 10 && mended.ideas.sudo! > -10);
  assert.equal(mended.params.age, createSuggester().habits().params.age);
  assert.deepEqual(Object.keys(mended.chances!), ["far known line"]);
  assert.ok(mended.chances!["far known line"]! < 10);
});

test("chances are put right by what comes", () => {
  const chanceOf = (came: string) => {
    const suggester = createSuggester();
    const before = ["make all ; ls", "make all ; ls", "make all ; ls"];
    const ask = prepare(suggester, { before, session: "ls" });
    for (let i = 0; i < 12; i++) {
      const { session } = ask("");
      suggester.suggest(ask("make a"));
      const run = { cwd: "/", repository: null, status: 0, duration: 1, time: i, previous: "ls" };
      suggester.learn({ ...run, command: came.replace("#", `${i}`), session: session[0]!.session });
    }
    const { chances } = suggester.habits();
    return chances!["far known line"] ?? 0;
  };
  assert.ok(chanceOf("make all") > 0, "what is right more often than was said is likelier");
  assert.ok(chanceOf("make alley-#") < 0, "and what is wrong more often less likely");
});

test("a history of another session teaches without a prompt", () => {
  const suggester = createSuggester();
  const run = {
    cwd: null,
    repository: null,
    status: null,
    duration: null,
    time: 0,
    previous: null,
  };
  for (let i = 0; i < 20; i++) suggester.learn({ ...run, command: "tool run fast", session: "" });
  const [first] = suggester.suggest(prepare(suggester, {})("tool r"));
  assert.equal(first!.command, "tool run fast");
});

/** Numbers from 0 to 1 by chance, always the same. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
