/**
 * Sessions of people who do not exist: rules of how somebody works on a project with scripts and git,
 * drawn by chance. They were written before any result on them was seen, and show what the project and
 * git are worth to the suggestions; they are no evidence of how people work.
 */
import type { FolderEntry, GitSituation, Surroundings } from "../command.ts";
import type { ReplayRow } from "./row.ts";
import { type Draw, type ProjectType, scriptedProject } from "./scripted-projects.ts";

const TYPES: readonly ProjectType[] = ["node", "python", "rust", "go", "make"];
const SESSIONS = 3;
const TASKS = 4;
const VERBS = "fix add drop speed up split rename document guard retry log cache".split(" ");
const THINGS = "edge case,empty input,old clients,the header,slow path,error text,defaults".split(
  ",",
);
const TICKETS = "login paging dark-mode csv retries limits webhooks audit tags".split(" ");
const PACKAGES = "zod dayjs lodash httpx rich serde tokio cobra chi pino requests".split(" ");

/** Rows of `people` for each type of project; the same seed gives the same ones. */
export function scriptedRows(people: number, seed: number): ReplayRow[] {
  const rows: ReplayRow[] = [];
  for (const type of TYPES) {
    for (let i = 0; i < people; i++) rows.push(...new Worker(type, i, seed).work());
  }
  return rows;
}

class Worker {
  readonly #rows: ReplayRow[] = [];
  readonly #user: string;
  readonly #random: () => number;
  readonly #draw: Draw;
  readonly #project;
  readonly #root: string;
  readonly #habit;
  readonly #files: string[];
  #cwd = "/home/me";
  #t = 0;
  #session = "";
  #edited: string[] = [];
  #editedSince = false;
  #failing: string[] = [];
  #branch = "main";
  #branches = ["main"];
  #git = { staged: 0, modified: 0, untracked: 0, ahead: 0, behind: 0 };

  constructor(type: ProjectType, number: number, seed: number) {
    this.#user = `${type}-${number}`;
    this.#random = randomFrom(`${seed} ${this.#user}`);
    this.#draw = (from) => from[Math.floor(this.#random() * from.length)]!;
    const draw = this.#draw;
    this.#project = scriptedProject(type, draw);
    this.#files = [...this.#project.files];
    this.#root = `/home/me/${draw(["work", "src", "code"])}/${draw(["atlas", "harbor", "pebble"])}`;
    this.#habit = {
      add: draw(["git add .", "git add -A", "git add -u", "files"]),
      commit: draw(['git commit -m "', 'git commit -m "', 'git commit -am "']),
      push: draw([0.9, 0.5, 0.2]),
      status: draw([0.8, 0.4, 0.1]),
      diff: draw([0.6, 0.3, 0.1]),
      lint: draw([0.6, 0.2, 0]),
      branch: draw(["git checkout", "git switch"]),
      list: draw(["ls", "ls -la", "ll"]),
      look: draw(["cat", "less", "bat"]),
      single: draw([0.6, 0.2, 0]),
    };
  }

  work(): ReplayRow[] {
    for (let i = 0; i < SESSIONS; i++) {
      this.#session = `${this.#user}/${i}`;
      this.#cwd = "/home/me";
      this.#edited = [];
      this.#t = i * 80_000;
      this.#begin();
      for (let task = 0; task < TASKS; task++) this.#task();
    }
    return this.#rows;
  }

  #begin(): void {
    this.#run(`cd ${this.#root.slice("/home/me/".length)}`);
    this.#cwd = this.#root;
    if (this.#maybe(0.4)) this.#run(this.#habit.list);
    if (this.#maybe(0.5)) {
      this.#git.behind = this.#maybe(0.6) ? 2 : 0;
      this.#run("git pull");
      this.#git.behind = 0;
    }
  }

  #task(): void {
    if (this.#maybe(0.35)) this.#newBranch();
    if (this.#maybe(0.2)) this.#addPackage();
    if (this.#maybe(0.3)) this.#run(`${this.#habit.look} ${this.#draw(this.#files)}`);
    if (this.#maybe(0.15)) this.#lookAround();
    this.#edit();
    this.#test();
    if (this.#maybe(0.3)) this.#command("run");
    if (this.#maybe(0.25)) this.#command("build");
    if (this.#maybe(this.#habit.lint)) this.#command("lint");
    if (this.#maybe(0.1)) this.#command("other");
    this.#commit();
    if (this.#branch !== "main" && this.#maybe(0.4)) this.#merge();
  }

  #edit(): void {
    const files = Array.from({ length: 1 + Math.floor(this.#random() * 2) }, () =>
      this.#draw(this.#files.filter((file) => /\.(ts|py|rs|go|c)$/.test(file))),
    );
    this.#edited = [...new Set([...files, ...this.#edited])].slice(0, 5);
    this.#editedSince = true;
    this.#git.modified = Math.max(this.#git.modified, new Set(files).size);
    this.#t += 200;
  }

  #test(): void {
    const all = this.#project.commands.find(([, kind]) => kind === "test")![0];
    const one = this.#edited
      .map((file) => this.#project.single(file))
      .find((each) => each !== null);
    const command = one && this.#maybe(this.#habit.single) ? one : all;
    for (let i = 0; i < 3; i++) {
      const fails = this.#maybe(0.4);
      this.#run(command, fails ? 1 : 0);
      this.#failing = fails ? this.#edited.slice(0, 1) : [];
      if (!fails) break;
      this.#edit();
      // Something else comes between, now and then.
      if (this.#maybe(0.3)) this.#run("git diff");
    }
    if (command !== all && this.#maybe(0.6)) this.#run(all);
  }

  #command(kind: string): void {
    const found = this.#project.commands.filter((each) => each[1] === kind);
    if (found.length > 0) this.#run(this.#draw(found)[0], this.#maybe(0.1) ? 1 : 0);
  }

  #commit(): void {
    const { add, commit, push, status, diff } = this.#habit;
    if (this.#maybe(status)) this.#run("git status");
    if (this.#maybe(diff)) this.#run("git diff");
    if (!commit.includes("-am")) {
      const files = this.#edited.slice(0, this.#git.modified).join(" ");
      this.#run(add === "files" ? `git add ${files}` : add);
      this.#git.staged = this.#git.modified;
      this.#git.modified = 0;
    }
    this.#run(`${commit}${this.#draw(VERBS)} ${this.#draw(THINGS)}"`);
    this.#git.staged = this.#git.modified = this.#git.untracked = 0;
    this.#git.ahead++;
    this.#edited = this.#edited.slice(0, 2);
    if (!this.#maybe(push)) return;
    this.#run(this.#branch === "main" ? "git push" : `git push -u origin ${this.#branch}`);
    this.#git.ahead = 0;
  }

  #newBranch(): void {
    const name = `${this.#draw(["feature", "fix", "me"])}/${this.#draw(TICKETS)}`;
    if (this.#branches.includes(name)) return;
    this.#run(`${this.#habit.branch} -${this.#habit.branch.endsWith("h") ? "c" : "b"} ${name}`);
    this.#branch = name;
    this.#branches = [name, ...this.#branches];
  }

  #merge(): void {
    const from = this.#branch;
    this.#run(`${this.#habit.branch} main`);
    this.#branch = "main";
    this.#branches = ["main", ...this.#branches.filter((each) => each !== "main")];
    this.#run(`git merge ${from}`);
    this.#git.ahead++;
    if (this.#maybe(this.#habit.push)) {
      this.#run("git push");
      this.#git.ahead = 0;
    }
    if (this.#maybe(0.5)) {
      this.#run(`git branch -d ${from}`);
      this.#branches = this.#branches.filter((each) => each !== from);
    }
  }

  #addPackage(): void {
    if (this.#project.add !== null) this.#run(`${this.#project.add} ${this.#draw(PACKAGES)}`);
  }

  #lookAround(): void {
    const folders = this.#files.filter((file) => file.includes("/"));
    if (folders.length === 0) return;
    const folder = this.#draw(folders).split("/")[0]!;
    this.#run(`cd ${folder}`);
    this.#cwd = `${this.#root}/${folder}`;
    this.#run(this.#habit.list);
    this.#run("cd ..");
    this.#cwd = this.#root;
  }

  #run(command: string, status = 0): void {
    const around = this.#around();
    const cwd = this.#cwd;
    this.#rows.push({
      session: this.#session,
      user: this.#user,
      t: this.#t,
      cwd,
      command,
      status,
      around,
    });
    this.#editedSince = false;
    this.#t += 20;
  }

  #maybe(chance: number): boolean {
    return this.#random() < chance;
  }

  #around(): Surroundings {
    const inside = this.#cwd.startsWith(this.#root);
    const git: GitSituation = {
      branch: this.#branch,
      branches: [...this.#branches],
      state: null,
      ...this.#git,
    };
    const root = this.#root;
    const absolute = (file: string) => `${root}/${file}`;
    const files = [...this.#files];
    return {
      cwd: this.#cwd,
      home: "/home/me",
      repository: inside ? root : null,
      git: inside ? git : null,
      project: inside
        ? this.#project.commands.map(([command, kind]) => ({
            command,
            kind,
            source: absolute(this.#files[0]!),
            cwd: root,
            detail: kind === "test" && this.#project.type === "node" ? "vitest run" : "",
          }))
        : [],
      edited: this.#edited.map(absolute),
      editedSince: this.#editedSince,
      failing: this.#failing.map(absolute),
      list: (folder) => listed(folder, files.map(absolute)),
      programs: null,
    };
  }
}

/** The entries of a folder when there are but these files. */
function listed(folder: string, files: readonly string[]): FolderEntry[] | null {
  const base = folder.endsWith("/") ? folder : `${folder}/`;
  const found = new Map<string, FolderEntry>();
  for (const file of files) {
    if (!file.startsWith(base)) continue;
    const [name = "", ...rest] = file.slice(base.length).split("/");
    found.set(name, { name, folder: rest.length > 0, executable: false });
  }
  return found.size > 0 ? [...found.values()] : null;
}

/** Numbers from 0 to 1 by chance, always the same for the same text. */
function randomFrom(text: string): () => number {
  let state = 2166136261;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
