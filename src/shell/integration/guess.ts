/** What prompts look like, for shells that say nothing: on other machines, of other users, in containers. */

const USER = String.raw`[\w.+-]{1,40}`;
const PLACE = String.raw`[\w.-]{1,64}`;

/** A whole line up to the cursor. What is typed follows one blank. */
const PROMPTS: readonly RegExp[] = [
  // user@host:~/folder$  (env) root@1a2b3c:/#
  new RegExp(String.raw`^(?:\([^()]{1,40}\) ?)?${USER}@${PLACE}[: ][^\n]{0,200}[$#%>❯] $`, "u"),
  // [user@host folder]$
  new RegExp(String.raw`^(?:\([^()]{1,40}\) ?)?\[${USER}@${PLACE}[^\]\n]{0,200}\][$#%] $`, "u"),
  // host:~ user$  host%
  new RegExp(String.raw`^${PLACE}(?::[^\n]{0,120})?[$#%] $`, "u"),
  // bash-5.2$  sh-5.1#
  /^(?:ba|z|k|da|a|)sh(?:-\d[\w.]*)?[$#%] $/u,
  // / #  ~ $  /usr/lib $
  /^[~/][^\n]{0,120} ?[$#%❯>] $/u,
  // $  #  %  ❯  ➜  λ
  /^[$#%❯➜λ»] $/u,
  // ➜  folder git:(main) ✗
  /^➜ {1,2}[^\n]{1,120} $/u,
  // folder on main ❯
  /^[^\n]{1,120} ?[❯➜»λ] $/u,
];

/** More than that is no prompt. */
export const LONGEST_PROMPT = 240;

/** Whether a line that ends at the cursor may be a prompt. */
export function looksLikePrompt(line: string): boolean {
  if (line.length > LONGEST_PROMPT || /^\s*\d+(?:\.\d+)?% $/.test(line)) return false;
  return PROMPTS.some((pattern) => pattern.test(line));
}

const SHELLS = ["sh", "bash", "zsh", "fish", "dash", "ash", "ksh", "mksh", "busybox", "nu", "pwsh"];
const NESTING = new Set([
  ...SHELLS,
  ..."ssh mosh mosh-client autossh sshpass su sudo doas runuser machinectl login newgrp sg".split(
    " ",
  ),
  ..."docker podman nerdctl kubectl oc lxc incus lxd ctr crictl nsenter chroot unshare bwrap".split(
    " ",
  ),
  ..."distrobox toolbox nix nix-shell nix-develop guix systemd-nspawn wsl vagrant virsh".split(" "),
  ..."telnet script rlwrap env firejail proot flatpak-spawn gcloud aws az fly heroku".split(" "),
]);

/**
 * Whether a program may hold a shell that we know nothing of: what looks like a prompt may be one. A
 * shell in the foreground may as well run a script, or be the one that runs `command` by itself: it
 * counts where the command line says that one was wanted. Null: there is no command line.
 */
export function mayNest(program: string, command: string | null): boolean {
  const name = nameOf(program);
  if (!NESTING.has(name)) return false;
  if (command === null || !SHELLS.includes(name)) return true;
  if (/\$\{?SHELL\b/.test(command)) return true;
  return command.split(/[^\w./-]+/).some((word) => NESTING.has(nameOf(word)));
}

function nameOf(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/^-/, "")
    .toLowerCase();
}
