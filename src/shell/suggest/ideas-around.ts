/** What the project, its repository and the files at hand make likely. */
import type { GitSituation, ProjectCommand, ProjectCommandKind, Surroundings } from "../command.ts";
import type { Idea } from "./model.ts";

/** Log-weights of project commands, without and with files that were edited a moment ago. */
const KINDS: Readonly<Record<ProjectCommandKind, readonly [number, number]>> = {
  test: [0, 1],
  build: [0, 0.6],
  run: [0, 0.2],
  lint: [-1, -0.2],
  format: [-1, -0.4],
  install: [-1, -1],
  other: [-1.4, -1.2],
};

const IN_A_STATE: Readonly<Record<NonNullable<GitSituation["state"]>, string>> = {
  merge: "git merge",
  rebase: "git rebase",
  "cherry-pick": "git cherry-pick",
  revert: "git revert",
  bisect: "git bisect",
};

type Add = (command: string, weight: number, reason: string, kind?: string) => void;

/** Lines that fit what is around the prompt. */
export function ideasAround(around: Surroundings): Idea[] {
  const found: Idea[] = [];
  const add: Add = (command, weight, reason, kind = reason) =>
    found.push({ command, weight, reason, kind });
  for (const command of around.project.filter((each) => isHere(each, around.cwd))) {
    const [usual, edited] = KINDS[command.kind];
    const weight = around.edited.length > 0 ? edited : usual;
    add(command.command, weight, command.detail || `the project's ${command.kind}`, command.kind);
  }
  for (const test of testsFor(around)) add(test, 1, "the test that was edited");
  if (around.git) {
    gitIdeas(around.git, around.edited, around.cwd, (command, weight, reason, kind) =>
      add(command, weight, reason, kind ?? `${command}: ${reason}`),
    );
  }
  return found;
}

function gitIdeas(
  git: GitSituation,
  edited: readonly string[],
  cwd: string | null,
  add: Add,
): void {
  const { state, staged, modified, untracked, ahead, behind, branches } = git;
  if (state !== null) {
    const done = modified === 0 ? 1.2 : 0.2;
    if (state !== "bisect") add(`${IN_A_STATE[state]} --continue`, done, `a ${state} is under way`);
    add(`${IN_A_STATE[state]} ${state === "bisect" ? "reset" : "--abort"}`, -0.4, "under way");
    add("git status", 0.6, `a ${state} is under way`);
  }
  if (staged > 0) {
    add('git commit -m "', 1.2, "changes are staged");
    add("git commit", 0.4, "changes are staged");
  }
  if (modified + untracked > 0) {
    add("git status", 0.2, "there are changes");
    add("git add .", 0.2, "there are changes");
    add("git add -A", -0.2, "there are changes");
    for (const file of edited.slice(0, 3)) {
      const path = relative(file, cwd);
      if (path !== null) add(`git add ${path}`, -0.2, "just edited", "add");
    }
  }
  if (modified > 0) {
    add("git diff", 0.2, "there are changes");
    add('git commit -am "', -0.4, "there are changes");
  }
  if (ahead > 0) add("git push", staged + modified === 0 ? 1 : -0.4, "commits are not pushed yet");
  if (ahead > 0 && git.branch !== null && !/^(?:main|master|trunk|develop)$/.test(git.branch)) {
    add(`git push -u origin ${git.branch}`, -0.6, "the branch is not pushed yet", "push -u");
  }
  if (behind > 0) add("git pull", 0.8, "there are new commits");
  for (const [at, branch] of branches.slice(0, 8).entries()) {
    if (branch === git.branch) continue;
    for (const verb of ["checkout", "switch", "merge", "rebase"]) {
      const weight = (verb === "checkout" ? -1 : -2) - 0.3 * at;
      add(`git ${verb} ${branch}`, weight, "a branch used lately", verb);
    }
  }
}

/** How a test file alone is run, by its name, in projects that can. */
function testsFor({ edited, failing, project, cwd }: Surroundings): string[] {
  const found: string[] = [];
  const all = project.map(({ command, detail }) => `${command} ${detail}`).join("\n");
  for (const file of [...edited, ...failing]) {
    const path = relative(file, cwd);
    if (path === null) continue;
    const name = path.split("/").at(-1)!;
    const folder = path.split("/").slice(0, -1).join("/");
    if (/^test_.*\.py$|_test\.py$/.test(name)) found.push(`pytest ${path}`);
    else if (/\.(test|spec)\.[cm]?[jt]sx?$/.test(name)) {
      const runner = /vitest/.test(all) ? "npx vitest run" : /jest/.test(all) ? "npx jest" : null;
      found.push(`${runner ?? "node --test"} ${path}`);
    } else if (/_test\.go$/.test(name)) found.push(folder ? `go test ./${folder}` : "go test .");
  }
  return [...new Set(found)].slice(0, 4);
}

function isHere({ cwd }: ProjectCommand, here: string | null): boolean {
  return here !== null && cwd.replace(/\/$/, "") === here.replace(/\/$/, "");
}

/** The path from a folder down to a file; null: it is not below, or can't be written plainly. */
export function relative(file: string, cwd: string | null): string | null {
  if (cwd === null) return null;
  const base = cwd.endsWith("/") ? cwd : `${cwd}/`;
  const path = file.startsWith(base) ? file.slice(base.length) : null;
  return path !== null && /^[\w./@+-]+$/.test(path) ? path : null;
}
