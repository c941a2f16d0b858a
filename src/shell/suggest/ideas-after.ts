/** What follows from the command that just ran: a table of rules. */
import type { CommandRun } from "../command.ts";
import type { Idea } from "./model.ts";

interface Rule {
  readonly when: RegExp;
  /** Lines with $1 … for what the rule caught. */
  readonly then: readonly string[];
  readonly reason: string;
  /** Log-weight of the first of them; the others are a little less likely each. */
  readonly weight: number;
  /** Only after it failed, or only after it did not. */
  readonly failed?: boolean;
}

const FILE = "([^\\s|;&<>]+)";

const RULES: readonly Rule[] = [
  rule(`^mkdir (?:-p )?${FILE}$`, ["cd $1", "cd $1/"], "the folder that was just made", 1.4),
  rule(`[^>]>>? ?${FILE}$`, ["cat $1", "less $1"], "the file that was just written", 1),
  rule("^git clone (?:.*[/:])([^/\\s]+?)(?:\\.git)?$", ["cd $1", "cd $1/"], "the clone", 1.6),
  rule(`^git clone \\S+ ${FILE}$`, ["cd $1", "cd $1/"], "the clone", 1.6),
  rule("^git init ([^-\\s]\\S*)$", ["cd $1"], "the new repository", 1.6),
  rule("^git init$", ["git add .", "git status"], "a new repository", 1),
  rule("^git add\\b", ['git commit -m "', "git status", "git commit"], "after git add", 1.4),
  rule("^git commit\\b", ["git push", "git log", "git status"], "after a commit", 1, false),
  rule("^git (?:checkout|switch) -[bc] ([\\w./-]+)$", ["git push -u origin $1"], "new branch", 0),
  rule("^git fetch\\b", ["git pull", "git merge", "git status"], "after git fetch", 0.8),
  rule("^git stash$", ["git stash pop", "git pull"], "after git stash", 0.6),
  rule("^git (?:pull|merge|rebase)\\b", ["git status", "git diff"], "it stopped", 0.8, true),
  rule("^git push\\b", ["git pull", "git status"], "the push failed", 0.8, true),
  rule(`^cargo new (?:--\\w+ )?${FILE}$`, ["cd $1"], "the new package", 1.8),
  rule("^cargo (?:build|check)\\b", ["cargo run", "cargo test"], "it builds", 0.6, false),
  rule("^go mod init\\b", ["go mod tidy", "go build"], "a new module", 0.4),
  rule("^npm init\\b", ["npm install "], "a new package", 0.2),
  rule("^python3? -m venv ([\\w./-]+)$", ["source $1/bin/activate"], "the environment", 1.8),
  rule("^source \\S*bin/activate$", ["pip install -r requirements.txt"], "fresh environment", 0.4),
  rule("^chmod \\S*x \\.?/?([\\w.][\\w./-]*)$", ["./$1"], "it can be run now", 1.2),
  rule("^(?:nano|vim?|nvim|emacs) (\\S+\\.sh)$", ["bash $1", "./$1", "sh $1"], "just edited", 0.8),
  rule("^(?:nano|vim?|nvim|emacs) (\\S+\\.py)$", ["python $1", "python3 $1"], "just edited", 0.8),
  rule("^(?:nano|vim?|nvim|emacs|touch) (\\S+)$", ["cat $1"], "just edited", 0),
  rule(`^tar \\S*x\\S* (?:.*/)?([^/\\s]+?)\\.(?:tar\\.\\w+|tgz)$`, ["cd $1"], "unpacked", 0.6),
  rule(
    "^(?:wget|curl -\\S*O\\S*) (?:\\S+ )*\\S+/([^/\\s?]+\\.(?:tar\\.\\w+|tgz))$",
    ["tar xzf $1", "tar xf $1", "tar -xzf $1"],
    "the archive that was fetched",
    1.4,
  ),
  rule("^(?:wget|curl -\\S*O\\S*) (?:\\S+ )*\\S+/([^/\\s?]+\\.zip)$", ["unzip $1"], "fetched", 1.4),
  rule("^(?:g?cc|g\\+\\+|clang) .*-o ?([\\w.][\\w.-]*)\\b", ["./$1"], "just built", 1.4, false),
  rule("^(?:g?cc|g\\+\\+|clang) [^-]\\S*$", ["./a.out"], "just built", 1, false),
  rule("^(?:export )?([A-Za-z_]\\w*)=\\S*$", ["echo $$1", "export $1"], "just set", 0.6),
  rule(
    "^ssh-keygen\\b",
    ["cat ~/.ssh/id_ed25519.pub", "cat ~/.ssh/id_rsa.pub"],
    "the new key",
    0.6,
  ),
  rule(
    `^docker build .*-t ${FILE}`,
    ["docker run $1", "docker run --rm -it $1"],
    "built",
    1,
    false,
  ),
  rule(`^docker pull ${FILE}$`, ["docker run $1", "docker images"], "pulled", 0.8, false),
  rule("^kubectl apply\\b", ["kubectl get pods"], "applied", 0.8, false),
  rule("^terraform init\\b", ["terraform plan"], "initialized", 1.2, false),
  rule("^terraform plan\\b", ["terraform apply"], "planned", 1.2, false),
  rule(
    "^(?:sudo )?apt(?:-get)? update$",
    ["sudo apt upgrade", "sudo apt install "],
    "updated",
    0.8,
  ),
  rule("^(?:sudo )?systemctl (?:re)?start (\\S+)$", ["systemctl status $1"], "started", 1),
  rule("^(?:cp|mv) (?:-\\w+ )*\\S+ (\\S+/?)$", ["ls $1", "cat $1"], "where it went", -1.5),
  rule("^unzip (?:-\\w+ )*(\\S+)$", ["ls"], "unpacked", 0.6),
  rule("^cd\\.\\.$", ["cd .."], "a space was missing", 2.5),
  rule("^cd(\\S+)$", ["cd $1"], "a space was missing", 1.5),
  rule("^cd [^-]", ["ls"], "after cd", 1),
  rule("^ls\\b", ["cd .."], "after ls", 0),
  rule("^(\\S+)$", ["$1 --help", "man $1", "$1 -h"], "what it can do", -3),
  rule("^(\\S+) .", ["man $1", "$1 --help"], "what it can do", -3.5),
  rule("^man (\\S+)$", ["$1 --help"], "just read about", -2.5),
];

const LESS = 0.6;

/** Lines that the last command makes likely. */
export function ideasAfter({ command, status }: CommandRun): Idea[] {
  const found: Idea[] = [];
  for (const { when, then, reason, weight, failed } of RULES) {
    if (failed !== undefined && status !== null && failed !== (status !== 0)) continue;
    const match = when.exec(command);
    if (!match) continue;
    for (const [at, line] of then.entries()) {
      const made = line.replace("$1", () => match[1] ?? "");
      if (made === command) continue;
      found.push({ command: made, reason, kind: line, weight: weight - LESS * at });
    }
  }
  if (status !== null && status !== 0 && !command.startsWith("sudo ")) {
    const weight = /denied|permission/i.test(command) ? 0 : -1;
    found.push({ command: `sudo ${command}`, reason: "it failed", kind: "sudo", weight });
  }
  return found;
}

function rule(
  when: string,
  then: readonly string[],
  reason: string,
  weight: number,
  failed?: boolean,
): Rule {
  return {
    when: new RegExp(when),
    then,
    reason,
    weight,
    ...(failed === undefined ? {} : { failed }),
  };
}
