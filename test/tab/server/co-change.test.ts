/** The file that history says comes next, in real repositories. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { syntaxOf } from "../../../src/language/syntax/syntax.ts";
import { withoutGit } from "../../git/repo.ts";
import { closeStages, edit, type Stage, stage, type } from "./stage.ts";

const skip = withoutGit();

after(closeStages);

const TEST = `import { greet } from "./a.ts";

test("other", () => {});

test("greet", () => {
  greet();
});
`;

/** A history in which a.ts and a.test.ts change together, and b.txt now and then. */
async function history(): Promise<Stage> {
  const here = stage({ files: {} });
  const { root } = here;
  rmSync(join(root, ".git"), { recursive: true, maxRetries: 10 });
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env });
  const commit = (...names: string[]): void => {
    for (const [i, name] of names.entries()) here.write(name, `${Math.random()} ${i}\n`);
    git("add", "-A");
    git("commit", "-qm", "x");
  };
  git("init", "-q", "-b", "main");
  commit("a.ts", "a.test.ts", "b.txt");
  commit("a.ts", "a.test.ts");
  commit("a.ts", "a.test.ts", "b.txt");
  here.write("a.ts", "export function greet() {\n  return 1;\n}\n");
  here.write("a.test.ts", TEST);
  here.write("b.txt", "plain\n");
  here.open("a.ts");
  const repository = here.git.repositoryOf(join(root, "a.ts"));
  await here.git.coChange(repository!).learn();
  return here;
}

test("after a write: the partner's place for the same symbol, then another partner", {
  skip,
}, async () => {
  const here = await history();
  await edit(here, "1", "r2");
  const { editor } = here;
  await here.until(() => syntaxOf(editor).ensure(editor.doc, 50), "the symbol is known");
  const asked = here.answers("co-change");
  await type(here, ":w<CR>");
  const answers = await asked;
  assert.deepEqual(answers.map(here.shown), [
    "a.test.ts:5:0 (it changed together with this file in 3 commits)",
    "b.txt:1:0 (it changed together with this file in 2 commits)",
  ]);
  assert.ok(answers.every(({ probability }) => probability < 0.5));
  assert.equal(answers[0]!.traits!.counterpart, 1);
});

test("after a pause as well; what was edited already is no news", { skip }, async () => {
  const here = await history();
  here.open("a.test.ts");
  await edit(here, "other", "x");
  here.open("a.ts");
  await edit(here, "1", "r2");
  const asked = here.answers("co-change");
  here.tab.settle();
  const answers = await asked;
  assert.deepEqual(
    answers.map((each) => here.shown(each).split(":", 1)[0]),
    ["b.txt"],
  );
});
