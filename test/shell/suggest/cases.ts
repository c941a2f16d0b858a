/** What is suggested where, as data. */
import type { Written } from "./moments.ts";

export interface Case extends Written {
  readonly name: string;
  readonly prefix: string;
  /** The first suggestion; null: none at all. */
  readonly first?: string | null;
  /** Whether the first is. */
  readonly timely?: boolean;
  /** What is among them, and what is not. */
  readonly has?: readonly string[];
  readonly hasNot?: readonly string[];
}

const DEPLOYED = "make build ; ./deploy.sh staging ; tail -f log/staging.log";

export const CASES: readonly Case[] = [
  {
    name: "what always followed comes first on the empty line",
    before: [DEPLOYED, DEPLOYED, "ls ; pwd ; ls ; pwd"],
    session: "make build ; ./deploy.sh staging",
    prefix: "",
    first: "tail -f log/staging.log",
  },
  {
    name: "a beginning is continued as before",
    before: [DEPLOYED, DEPLOYED],
    prefix: "./d",
    first: "./deploy.sh staging",
  },
  {
    name: "what was made is gone into",
    before: ["mkdir a ; cd a ; ls", "mkdir b ; cd b ; ls"],
    session: "mkdir results",
    prefix: "cd ",
    has: ["cd results"],
  },
  {
    name: "an argument of another command is taken up",
    before: ["cat a.csv ; wc -l b.csv"],
    session: "unzip survey.zip ; cat survey-2024.csv",
    prefix: "wc -l s",
    first: "wc -l survey-2024.csv",
  },
  {
    name: "the end of a line is as it was, though its middle is new",
    session: "rsync -av --delete site/ me@example.org:/srv/www",
    prefix: "rsync -av --dry-run site/ m",
    first: "rsync -av --dry-run site/ me@example.org:/srv/www",
  },
  {
    name: "a slip of the name is put right",
    before: ["git status ; git diff", "git status ; git diff"],
    session: "gti status",
    status: 127,
    prefix: "g",
    has: ["git status"],
  },
  {
    name: "cd without a space",
    session: "cd..",
    status: 127,
    prefix: "",
    first: "cd ..",
  },
  {
    name: "staged changes are committed",
    session: "ls",
    git: { staged: 2 },
    prefix: "git c",
    has: ['git commit -m "'],
  },
  {
    name: "commits are pushed",
    session: 'git commit -m "x"',
    git: { ahead: 1 },
    prefix: "git p",
    first: "git push",
  },
  {
    name: "a merge is gone on with",
    session: "git merge topic",
    status: 1,
    git: { state: "merge" },
    prefix: "git m",
    has: ["git merge --continue"],
  },
  {
    name: "a script of the project that nobody ran yet",
    project: ["npm test", "npm run gen:schema"],
    prefix: "npm run g",
    first: "npm run gen:schema",
  },
  {
    name: "a script that the project no longer has is not offered",
    before: ["npm run old ; ls", "npm run old ; ls"],
    project: ["npm run new"],
    prefix: "npm run ",
    hasNot: ["npm run old"],
  },
  {
    name: "a branch that is gone is not offered, one that is there is",
    before: ["git checkout topic ; ls", "git checkout topic ; ls"],
    git: { branches: ["main", "feature"] },
    prefix: "git checkout f",
    first: "git checkout feature",
    hasNot: ["git checkout topic"],
  },
  {
    name: "a file that is there",
    files: ["/home/me/work/README.md", "/home/me/work/src/main.ts"],
    prefix: "cat RE",
    first: "cat README.md",
  },
  {
    name: "a file in a folder",
    files: ["/home/me/work/src/parser.ts", "/home/me/work/src/lexer.ts"],
    prefix: "cat src/p",
    first: "cat src/parser.ts",
  },
  {
    name: "cd offers folders alone",
    files: ["/home/me/work/source.txt", "/home/me/work/sources/a"],
    prefix: "cd so",
    hasNot: ["cd source.txt"],
  },
  {
    name: "a file that is gone is not offered",
    before: ["cat notes.txt ; ls", "cat notes.txt ; ls"],
    files: ["/home/me/work/novel.txt"],
    prefix: "cat no",
    first: "cat novel.txt",
  },
  {
    name: "a program of the folder, and no other file",
    files: ["/home/me/work/setup.sh*", "/home/me/work/setup.txt"],
    prefix: "./s",
    first: "./setup.sh",
    hasNot: ["./setup.txt"],
  },
  {
    name: "commands that are not installed are not offered to those who never ran them",
    programs: ["ls", "git"],
    prefix: "docker-c",
    first: null,
  },
  {
    name: "the test file that was edited",
    project: ["pytest"],
    edited: ["/home/me/work/tests/test_cache.py"],
    prefix: "pytest t",
    first: "pytest tests/test_cache.py",
  },
  {
    name: "what failed is run again when its files were edited",
    before: ["npm test ; npm test ; git diff", "npm test ; npm test"],
    session: "npm test",
    status: 1,
    project: ["npm test"],
    edited: ["/home/me/work/a.js"],
    failing: ["/home/me/work/a.js"],
    prefix: "",
    first: "npm test",
    timely: true,
  },
  {
    name: "what failed is run again when another file was edited since",
    before: ["npm test ; npm test ; git diff", "npm test ; npm test"],
    session: "npm test",
    status: 1,
    project: ["npm test"],
    edited: ["/home/me/work/b.js"],
    editedSince: true,
    failing: ["/home/me/work/a.js"],
    prefix: "",
    first: "npm test",
    timely: true,
  },
  {
    name: "what was edited before the failure mends nothing",
    before: ["npm test ; npm test ; git diff", "npm test ; npm test"],
    session: "npm test",
    status: 1,
    project: ["npm test"],
    edited: ["/home/me/work/a.js"],
    editedSince: false,
    failing: ["/home/me/work/a.js"],
    prefix: "",
    hasNot: ["npm test"],
  },
  {
    name: "what failed is not run again at once",
    before: ["ls ; git status ; npm test ; git diff ; ls ; git status"],
    session: "npm test",
    status: 1,
    project: ["npm test"],
    prefix: "n",
    timely: false,
  },
  {
    name: "after git add comes the commit",
    before: ["git add . ; git commit ; git push ; git add x ; ls"],
    session: "git add .",
    git: { staged: 1 },
    prefix: "",
    first: 'git commit -m "',
    timely: true,
  },
  {
    name: "silent where nothing is known",
    prefix: "zzxq",
    first: null,
  },
  {
    name: "silent for a line of several",
    prefix: "echo a\necho b",
    first: null,
  },
];
