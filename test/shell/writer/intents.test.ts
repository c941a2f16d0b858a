import assert from "node:assert/strict";
import { test } from "node:test";
import { shellTokens } from "../../../src/shell/risk/words.ts";
import { filled, fitOf, hintsOf, valuesIn } from "../../../src/shell/writer/holes.ts";
import { INTENTS } from "../../../src/shell/writer/intents.ts";
import { WordIndex } from "../../../src/shell/writer/search.ts";

const index = new WordIndex(INTENTS, ({ title, also, command }) => ({ title, also, command }));

function firstThree(description: string): string[] {
  const values = valuesIn(description);
  const bonus = ({ command }: { command: string }): number => fitOf(command, values);
  return index
    .rank(values.rest, 3, hintsOf(values), bonus)
    .map(({ item }) => filled(item.command, values));
}

/** Descriptions as people type them, with a command that has to be among the first three. */
const WANTED: readonly (readonly [description: string, command: string])[] = [
  ["find files larger than 100M", "find . -type f -size +100M"],
  ["large files", "find . -type f -size +100M"],
  ["remove folder build/", "rm -rI build/"],
  ["delete directory 'my dir'", "rm -rI 'my dir'"],
  ["big files over 2gb", "find . -type f -size +2G"],
  ["untar backup.tar.gz", "tar xf backup.tar.gz"],
  ["extract archive.tgz", "tar xf archive.tgz"],
  ["how do I unzip photos.zip", "unzip photos.zip"],
  ["make a tarball of src/", "tar czf archive.tar.gz src/"],
  ["zip the folder docs/", "zip -r archive.zip docs/"],
  ["what is using port 8080", "lsof -i :8080"],
  ["kill process on port 3000", "kill $(lsof -t -i :3000)"],
  ["which ports are open", "ss -tlnp"],
  ["disk usage by folder", "du -sh -- */ | sort -h"],
  ["how much disk space is left", "df -h"],
  ["undo last commit", "git reset --soft HEAD~1"],
  ["undo the last commit but keep changes", "git reset --soft HEAD~1"],
  ["throw away all uncommitted changes", "git restore --staged --worktree ."],
  ["discard changes in src/a.ts", "git restore src/a.ts"],
  ["unstage src/a.ts", "git restore --staged src/a.ts"],
  ["change last commit message", "git commit --amend"],
  ["new branch called topic", "git switch -c topic"],
  ["delete remote branch", "git push origin --delete {branch}"],
  ["who changed this line in main.c", "git blame main.c"],
  ["recover deleted branch", "git reflog"],
  ["commits graph", "git log --oneline --graph --all"],
  ["push new branch", "git push -u origin HEAD"],
  ["stash changes", "git stash push -u"],
  ["conflicting files", "git diff --name-only --diff-filter=U"],
  [
    "count lines of code in .ts files",
    "find . -name '*.ts' -type f -print0 | xargs -0 cat | wc -l",
  ],
  ["search for 'TODO' in all files", "grep -rn 'TODO' ."],
  ['files containing "foo bar"', "grep -rl 'foo bar' ."],
  ["replace 'foo' with 'bar' in a.txt", "sed -i 's/foo/bar/g' a.txt"],
  ["replace 'foo' by 'bar' in all files", "grep -rlZ 'foo' . | xargs -0 sed -i 's/foo/bar/g'"],
  ["recently modified files", "find . -type f -mtime -1"],
  ["files older than 90 days", "find . -type f -mtime +90"],
  ["delete files older than 7 days", "find . -type f -mtime +7 -delete"],
  ["empty directories", "find . -type d -empty"],
  ["follow server.log", "tail -F server.log"],
  ["last 50 lines of server.log", "tail -n 50 server.log"],
  ["top memory processes", "ps aux --sort=-%mem | head -n 15"],
  ["what eats cpu", "ps aux --sort=-%cpu | head -n 15"],
  ["kill process node", "pkill {name}"],
  ["free ram", "free -h"],
  ["make script.sh executable", "chmod +x script.sh"],
  ["symlink", "ln -s {file} {name}"],
  ["compare a.txt and b.txt", "diff -u a.txt b.txt"],
  ["pretty print data.json", "jq . data.json"],
  ["download https://example.org/a.zip", "curl -fLO https://example.org/a.zip"],
  ["my ip address", "curl -fsS https://ifconfig.me"],
  ["serve this directory over http", "python3 -m http.server 8000 --bind 127.0.0.1"],
  ["web server on port 9000", "python3 -m http.server 9000 --bind 127.0.0.1"],
  ["copy notes.txt to server me@example.org", "scp notes.txt me@example.org:"],
  ["generate ssh key", "ssh-keygen -t ed25519"],
  ["dns lookup of example.org", "dig +short example.org"],
  ["environment variables", "env | sort"],
  ["linux version", "cat /etc/os-release"],
  ["sha256 of image.iso", "sha256sum image.iso"],
  ["windows line endings in a.txt", "sed -i 's/\\r$//' a.txt"],
  ["remove duplicate lines from names.txt", "sort -u names.txt"],
  ["most common lines in names.txt", "sort names.txt | uniq -c | sort -nr"],
  ["shell in container web", "docker exec -it web sh"],
  ["docker cleanup", "docker system prune"],
  ["logs of docker container", "docker logs -f {container}"],
  ["pods", "kubectl get pods"],
  ["restart service nginx", "sudo systemctl restart {name}"],
  ["resize picture.png to 50%", "magick picture.png -resize 50% {new}"],
  ["convert movie.avi to mp4", "ffmpeg -i movie.avi out.mp4"],
  ["python virtual env", "python3 -m venv .venv"],
  ["random password", "openssl rand -base64 24"],
  ["directory tree", "tree -L 2"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of a shell
  ["rename .jpeg files to .jpg", 'for f in *.jpeg; do mv -n -- "$f" "${f%.jpeg}.jpg"; done'],
  // Slips, other forms.
  ["fnid large fiels", "find . -type f -size +100M"],
  ["extracting a tarbal", "tar xf {archive}"],
  ["uncommited changes discard", "git restore --staged --worktree ."],
];

test("a description finds its command among the first three", () => {
  const missed = WANTED.filter(([words, command]) => !firstThree(words).includes(command));
  assert.deepEqual(
    missed.map(([words]) => [words, ...firstThree(words)]),
    [],
  );
});

test("most often it is the first", () => {
  const first = WANTED.filter(([words, command]) => firstThree(words)[0] === command);
  assert.ok(first.length >= 0.85 * WANTED.length, `${first.length} of ${WANTED.length}`);
});

test("what nothing fits finds nothing", () => {
  for (const words of ["", "   ", "xyzzy", "quux frobnicate", "🙂", "the of and"]) {
    assert.deepEqual(firstThree(words), [], words);
  }
});

test("the data: a title, a command that can be read, no command twice", () => {
  const seen = new Set<string>();
  for (const { title, command } of INTENTS) {
    assert.match(title, /^[A-Z].*[^.]$/);
    assert.ok(shellTokens(command).length > 0, command);
    assert.doesNotMatch(command, /\{[a-z]*[^a-z}=][a-z]*=[^}]*\}/);
    assert.ok(!seen.has(command), command);
    seen.add(command);
  }
  assert.ok(INTENTS.length >= 150);
});

test("values are quoted for where they go", () => {
  const cases: readonly (readonly [template: string, description: string, command: string])[] = [
    ["rm {file}", "delete 'a b.txt'", "rm 'a b.txt'"],
    ["grep '{text}' x", 'search "it\'s"', "grep 'it'\\''s' x"],
    ['echo "{text}"', "say 'a $b `c`'", 'echo "a \\$b \\`c\\`"'],
    ["rm {file}", "delete '$(reboot)'", "rm '$(reboot)'"],
    ["cp {file} {new}", "copy a.txt to b.txt", "cp a.txt b.txt"],
    ["mv {file} {file}.bak", "back up a.txt", "mv a.txt a.txt.bak"],
    ["find -size +{size=5M}", "files over 10 kb", "find -size +10k"],
    ["awk '{print $1}' {file}", "first column", "awk '{print $1}' {file}"],
  ];
  for (const [template, description, command] of cases) {
    assert.equal(filled(template, valuesIn(description)), command);
  }
});
