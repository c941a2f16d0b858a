/** Which programs delete, overwrite, reach the network or need privileges. Data; `risk.ts` reads it. */

export type RiskKind = "deletes" | "overwrites" | "network" | "privileged";

/** All that is given has to hold. Lists are words with blanks between. */
export interface RiskRule {
  /** The program and the words behind it that are no options; `a|b`: either. */
  readonly on: string;
  /** One of them is given: `-f` also within `-rf`, `--force` also as `--force=…`. */
  readonly options?: string;
  /** None of them is given. */
  readonly without?: string;
  /** Some argument matches. */
  readonly argument?: RegExp;
  /** At least so many words that are no options. */
  readonly least?: number;
  /** `RiskKind`s. */
  readonly is: string;
  /** For the user; what comes behind "It". */
  readonly reason: string;
}

/** Options before the subcommand that take the next word (`git -C folder status`). */
export const OPTIONS_WITH_VALUE: Readonly<Record<string, string>> = {
  git: "-C -c --git-dir --work-tree --namespace",
  docker: "-H --host --context -c --config -l --log-level",
  kubectl: "-n --namespace --context --kubeconfig --cluster -s --server",
  helm: "-n --namespace --kube-context",
  npm: "--prefix -w --workspace",
  systemctl: "-H -M -t -p",
  aws: "--profile --region --endpoint-url --output",
};

/** Programs that run what follows. */
export interface Wrapper {
  /** Options that take the next word. */
  readonly valued: string;
  /** How many words of its own stand before the program. */
  readonly words: number;
}

export const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: "-u -g -h -p -C -r -t -T -U -D -R --user --group", words: 0 },
  doas: { valued: "-u -C", words: 0 },
  pkexec: { valued: "--user", words: 0 },
  run0: { valued: "-u --user -D", words: 0 },
  env: { valued: "-u -C -S --unset --chdir", words: 0 },
  nohup: { valued: "", words: 0 },
  nice: { valued: "-n --adjustment", words: 0 },
  ionice: { valued: "-c -n -p", words: 0 },
  time: { valued: "-f -o", words: 0 },
  timeout: { valued: "-s -k --signal --kill-after", words: 1 },
  stdbuf: { valued: "-i -o -e", words: 0 },
  setsid: { valued: "", words: 0 },
  exec: { valued: "-a", words: 0 },
  command: { valued: "", words: 0 },
  builtin: { valued: "", words: 0 },
  noglob: { valued: "", words: 0 },
  nocorrect: { valued: "", words: 0 },
  busybox: { valued: "", words: 0 },
  chroot: { valued: "--userspec --groups", words: 1 },
  strace: { valued: "-e -o -p -s -u -E", words: 0 },
  ltrace: { valued: "-e -o -p -s -u", words: 0 },
  watch: { valued: "-n --interval", words: 0 },
  xargs: { valued: "-I -n -P -L -d -a -s -E --max-args --max-procs", words: 0 },
  parallel: { valued: "-j --jobs -a -N -n", words: 0 },
  unbuffer: { valued: "", words: 0 },
  caffeinate: { valued: "-t -w", words: 0 },
  flock: { valued: "-w -E", words: 1 },
  "systemd-run": { valued: "-p -u --unit --property", words: 0 },
};

export const SHELLS: readonly string[] = ["sh", "bash", "zsh", "fish", "dash", "ksh", "ash"];

export const RULES: readonly RiskRule[] = [
  {
    on: "cp|install",
    argument: /^\/dev\/null$/,
    is: "deletes overwrites",
    reason: "empties files",
  },
  {
    on: "python|python2|python3|node|deno|bun|perl|ruby|php|lua",
    argument: /\b(?:rmtree|rm_rf|unlink(?:Sync)?|rm(?:dir)?(?:Sync)?|os\.remove|removedirs)\s*\(/,
    is: "deletes",
    reason: "deletes files",
  },
  { on: "rm|grm", options: "-r -R --recursive", is: "deletes", reason: "deletes whole folders" },
  { on: "rm|grm|unlink|srm", without: "-r -R --recursive", is: "deletes", reason: "deletes files" },
  { on: "rmdir", is: "deletes", reason: "deletes folders" },
  { on: "shred|wipe", is: "deletes", reason: "destroys what files hold" },
  { on: "truncate", is: "deletes overwrites", reason: "cuts files" },
  { on: "gio trash", is: "deletes", reason: "deletes files" },
  { on: "trash|trash-put|trash-empty|rimraf|del", is: "deletes", reason: "deletes files" },
  { on: "npx|bunx|pnpx rimraf", is: "deletes", reason: "deletes whole folders" },
  { on: "dd", argument: /^of=/, is: "deletes overwrites", reason: "overwrites a file or a disk" },
  {
    on: "mkfs|mke2fs|mkswap|wipefs|fdisk|sfdisk|cfdisk|gdisk|sgdisk|parted|blkdiscard|cryptsetup",
    is: "deletes overwrites",
    reason: "changes or formats disks",
  },
  {
    on: "lvremove|vgremove|pvremove|mdadm|zpool|zfs|btrfs",
    argument: /^(?:destroy|--zero-superblock|delete|labelclear)$/,
    is: "deletes",
    reason: "removes volumes",
  },
  { on: "lvremove|vgremove|pvremove", is: "deletes", reason: "removes volumes" },
  { on: "find|fd|fdfind", options: "-delete", is: "deletes", reason: "deletes the files it finds" },
  {
    on: "rsync",
    argument: /^--(?:delete|remove-source-files)/,
    is: "deletes",
    reason: "deletes files that the source does not have",
  },
  { on: "mv", argument: /^\/dev\/null$/, is: "deletes", reason: "moves files to nowhere" },
  { on: "mv|cp|ln", options: "-f --force", is: "overwrites", reason: "replaces existing files" },
  {
    on: "sed|gsed|perl|ruby",
    options: "-i --in-place",
    is: "overwrites",
    reason: "changes files in place",
  },
  { on: "tee", without: "-a --append", least: 1, is: "overwrites", reason: "overwrites files" },
  { on: "sponge|install", least: 1, is: "overwrites", reason: "overwrites files" },
  {
    on: "tar",
    options: "-x --extract",
    is: "overwrites",
    reason: "may replace files with those of the archive",
  },
  {
    on: "unzip",
    options: "-o",
    is: "overwrites",
    reason: "replaces files with those of the archive",
  },
  {
    on: "chmod|chown|chgrp|setfacl",
    options: "-R --recursive",
    is: "overwrites",
    reason: "changes the rights of everything in a folder",
  },
  { on: "crontab", options: "-r", is: "deletes", reason: "deletes the table of timed commands" },
  { on: "history", options: "-c -d", is: "deletes", reason: "deletes the shell's history" },
  {
    on: "userdel|groupdel|deluser|delgroup",
    is: "deletes privileged",
    reason: "deletes users or groups",
  },
  {
    on: "git clean",
    options: "-f --force -x -X -d",
    without: "-n --dry-run",
    is: "deletes",
    reason: "deletes untracked files",
  },
  {
    on: "git reset",
    options: "--hard --merge",
    is: "deletes overwrites",
    reason: "throws away changes that are not committed",
  },
  {
    on: "git checkout",
    options: "-f --force --ours --theirs",
    is: "deletes overwrites",
    reason: "throws away changes that are not committed",
  },
  {
    on: "git checkout",
    argument: /^(?:--|\.|\.\/|:\/)$/,
    is: "deletes overwrites",
    reason: "throws away changes that are not committed",
  },
  {
    on: "git checkout",
    without: "-b -B --orphan",
    argument: /\.[a-zA-Z][a-zA-Z0-9]{0,5}$/,
    is: "deletes overwrites",
    reason: "throws away changes that are not committed",
  },
  {
    on: "git restore",
    without: "--staged -S",
    is: "deletes overwrites",
    reason: "throws away changes that are not committed",
  },
  {
    on: "git restore",
    options: "--worktree -W",
    is: "deletes overwrites",
    reason: "throws away changes that are not committed",
  },
  {
    on: "git switch",
    options: "-f --force --discard-changes",
    is: "deletes overwrites",
    reason: "throws away changes that are not committed",
  },
  { on: "git rm", without: "--cached -n --dry-run", is: "deletes", reason: "deletes files" },
  { on: "git branch", options: "-d -D --delete", is: "deletes", reason: "deletes a branch" },
  { on: "git tag", options: "-d --delete", is: "deletes", reason: "deletes a tag" },
  { on: "git stash drop|clear", is: "deletes", reason: "deletes what was stashed" },
  { on: "git worktree remove|prune", is: "deletes", reason: "deletes a worktree" },
  { on: "git remote remove|rm|prune", is: "deletes", reason: "removes a remote" },
  { on: "git submodule deinit", is: "deletes", reason: "empties a submodule" },
  { on: "git reflog expire|delete", is: "deletes", reason: "deletes the way back to old commits" },
  {
    on: "git gc|prune",
    options: "--prune --expire",
    is: "deletes",
    reason: "deletes unreachable commits",
  },
  { on: "git update-ref", options: "-d", is: "deletes", reason: "deletes a reference" },
  { on: "git filter-branch|filter-repo", is: "deletes overwrites", reason: "rewrites the history" },
  {
    on: "git push",
    options: "-f --force --force-with-lease --mirror",
    is: "deletes overwrites",
    reason: "overwrites commits of the remote",
  },
  {
    on: "git push",
    argument: /^\+/,
    is: "deletes overwrites",
    reason: "overwrites commits of the remote",
  },
  {
    on: "git push",
    options: "-d --delete --prune",
    is: "deletes",
    reason: "deletes branches or tags of the remote",
  },
  {
    on: "git push",
    argument: /^:[^/]/,
    is: "deletes",
    reason: "deletes branches or tags of the remote",
  },
  { on: "git push|pull|fetch|clone|ls-remote", is: "network", reason: "talks to the remote" },
  {
    on: "git rebase",
    without: "--continue --abort --skip --quit",
    is: "overwrites",
    reason: "rewrites commits",
  },
  { on: "git commit", options: "--amend", is: "overwrites", reason: "rewrites the last commit" },
  { on: "hg strip|purge|revert", is: "deletes", reason: "throws away changes" },
  { on: "svn delete|del|rm|remove|revert", is: "deletes", reason: "throws away files or changes" },
  { on: "docker|podman|nerdctl rm|rmi", is: "deletes", reason: "deletes containers or images" },
  {
    on: "docker|podman|nerdctl container|image|volume|network|builder|system|buildx|context|secret|config|stack|service|node|pod rm|remove|prune",
    is: "deletes",
    reason: "deletes what containers have kept",
  },
  { on: "docker|podman|nerdctl compose rm", is: "deletes", reason: "deletes containers" },
  {
    on: "docker|podman|nerdctl compose down",
    options: "-v --volumes --rmi",
    is: "deletes",
    reason: "deletes volumes or images",
  },
  { on: "docker-compose|podman-compose rm", is: "deletes", reason: "deletes containers" },
  {
    on: "docker-compose|podman-compose down",
    options: "-v --volumes --rmi",
    is: "deletes",
    reason: "deletes volumes or images",
  },
  {
    on: "docker|podman|nerdctl pull|push|login|search",
    is: "network",
    reason: "talks to a registry",
  },
  {
    on: "kubectl|oc|k|k3s delete",
    is: "deletes network",
    reason: "deletes objects of the cluster",
  },
  { on: "kubectl|oc|k drain|replace", is: "overwrites network", reason: "changes the cluster" },
  { on: "kubectl|oc|k", is: "network", reason: "talks to the cluster" },
  { on: "helm uninstall|delete|del|un", is: "deletes network", reason: "removes a release" },
  {
    on: "terraform|tofu|pulumi|terragrunt|vagrant|cdk destroy|down",
    is: "deletes network",
    reason: "destroys machines or what belongs to them",
  },
  {
    on: "terraform|tofu|pulumi|terragrunt apply|up",
    is: "overwrites network",
    reason: "changes machines",
  },
  { on: "aws s3 rm|rb", is: "deletes network", reason: "deletes stored objects" },
  {
    on: "aws",
    argument: /^(?:delete|terminate|remove|deregister|purge)-/,
    is: "deletes network",
    reason: "deletes in the cloud",
  },
  {
    on: "gcloud|az|doctl|heroku|flyctl|fly|linode-cli|hcloud|gh|glab",
    argument: /^(?:delete|destroy|remove|rm|[\w-]+:(?:destroy|remove|delete))$/,
    is: "deletes network",
    reason: "deletes in the cloud",
  },
  {
    on: "gsutil|rclone|mc|s3cmd rm|rb|del|delete|purge|deletefile|rmdir|rmdirs|sync",
    is: "deletes network",
    reason: "deletes stored objects",
  },
  {
    on: "aws|gcloud|az|doctl|heroku|fly|flyctl|gsutil|rclone|gh|glab|helm",
    is: "network",
    reason: "talks to a service",
  },
  {
    on: "psql|mysql|mariadb|sqlite3|clickhouse-client|duckdb|cqlsh",
    argument: /\b(?:drop|truncate)\s|\bdelete\s+from\b/i,
    is: "deletes",
    reason: "deletes in the database",
  },
  { on: "dropdb|dropuser", is: "deletes", reason: "deletes a database or its user" },
  {
    on: "redis-cli",
    argument: /^(?:flushall|flushdb|del|unlink)$/i,
    is: "deletes",
    reason: "deletes in the database",
  },
  {
    on: "mongo|mongosh",
    argument: /\b(?:drop|dropDatabase|deleteMany|deleteOne|remove)\s*\(/,
    is: "deletes",
    reason: "deletes in the database",
  },
  {
    on: "rails|rake|php|artisan|manage.py|python|python3",
    argument: /^(?:db:(?:drop|reset|purge|setup)|migrate:(?:fresh|reset)|flush|reset_db)$/,
    is: "deletes",
    reason: "empties the database",
  },
  {
    on: "apt|apt-get|aptitude|dnf|yum|zypper|apk|brew|snap|flatpak|port|pkg remove|purge|autoremove|uninstall|erase|rm|del|delete|zap",
    is: "deletes",
    reason: "removes packages",
  },
  { on: "pacman|yay|paru", options: "-R", is: "deletes", reason: "removes packages" },
  {
    on: "dpkg|rpm",
    options: "-r -P -e --remove --purge --erase",
    is: "deletes",
    reason: "removes packages",
  },
  {
    on: "npm|pnpm|yarn|bun|pip|pip3|uv|pipx|conda|gem|cargo|poetry",
    argument: /^(?:uninstall|remove)$/,
    is: "deletes",
    reason: "removes packages",
  },
  {
    on: "apt|apt-get|aptitude|dnf|yum|zypper|apk|brew|snap|flatpak|pkg install|update|upgrade|dist-upgrade|full-upgrade|add|tap|refresh",
    is: "network",
    reason: "fetches packages",
  },
  { on: "pacman|yay|paru", options: "-S", is: "network", reason: "fetches packages" },
  {
    on: "npm|pnpm|yarn|bun|pip|pip3|pipx|uv|gem|composer|poetry|conda|bundle install|i|ci|add|update|upgrade|up|sync|create|download|exec|dlx|audit|outdated|view|search",
    is: "network",
    reason: "fetches packages",
  },
  {
    on: "npm|pnpm|yarn|bun|cargo|gem|poetry|uv|twine publish|unpublish|deprecate|yank|push|upload",
    is: "network overwrites",
    reason: "changes what the registry offers",
  },
  { on: "npm|pnpm unpublish", is: "deletes", reason: "takes a package away from the registry" },
  { on: "cargo install|add|update|fetch|search", is: "network", reason: "fetches packages" },
  { on: "go get|install", is: "network", reason: "fetches packages" },
  { on: "npx|bunx|pnpx|uvx", is: "network", reason: "may fetch and run a package" },
  {
    on: "curl|wget|http|https|xh|aria2c|ssh|scp|sftp|ftp|telnet|nc|ncat|netcat|socat|rsync|mosh|ping|traceroute|mtr|dig|nslookup|host|whois|nmap|ssh-copy-id|yt-dlp|lftp",
    is: "network",
    reason: "reaches other machines",
  },
  {
    on: "curl",
    options: "-o -O --output --remote-name",
    is: "overwrites",
    reason: "writes what it fetches to a file",
  },
  {
    on: "wget|aria2c",
    options: "-O --output-document -o",
    is: "overwrites",
    reason: "writes what it fetches to a file",
  },
  {
    on: "curl|http|https|xh|wget",
    argument: /^(?:-XDELETE|DELETE|--method=DELETE|--request=DELETE)$/,
    is: "deletes",
    reason: "asks a server to delete something",
  },
  {
    on: "su|sudo|doas|pkexec|run0|visudo|sudoedit|chroot",
    is: "privileged",
    reason: "runs with another user's rights",
  },
  {
    on: "shutdown|reboot|halt|poweroff|init|telinit",
    is: "privileged",
    reason: "stops the machine",
  },
  {
    on: "systemctl reboot|poweroff|halt|suspend|hibernate|kexec",
    is: "privileged",
    reason: "stops the machine",
  },
  {
    on: "mount|umount|swapoff|iptables|nft|ufw|modprobe|rmmod|insmod|sysctl|useradd|usermod|adduser|passwd",
    least: 1,
    is: "privileged",
    reason: "changes the system",
  },
  {
    on: "systemctl stop|disable|mask|kill|restart|start|enable",
    without: "--user",
    is: "privileged",
    reason: "changes the system's services",
  },
];
