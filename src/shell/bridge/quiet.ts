/**
 * Whom not to ask: commands whose completions look for their answers on other machines. This list and
 * the environment below are what is done; a completion script that reaches the network by its own means
 * can't be kept from it.
 */
import { safeConfig, safeEnvironment } from "../../git/safety.ts";

/** Their completions ask servers, daemons or package registries. */
const ASKING: ReadonlySet<string> = new Set(
  (
    "kubectl k oc helm kustomize kind minikube k9s istioctl argocd flux docker podman nerdctl " +
    "docker-compose podman-compose aws gcloud gsutil bq az doctl heroku vercel netlify fly flyctl wrangler " +
    "terraform tofu pulumi vagrant ansible ansible-playbook gh glab hub npm npx pnpm yarn bun pip pip3 " +
    "pipx poetry uv conda mamba gem bundle composer cargo brew apt apt-get aptitude dnf yum zypper pacman " +
    "yay paru nix nix-env snap flatpak ssh scp sftp rsync mosh ping dig host nslookup telnet ftp curl wget " +
    "http xh psql mysql mariadb mongosh redis-cli sqlcmd vault consul nomad op bw pass lpass mount umount " +
    "lpr lp cups s3cmd rclone restic borg smbclient nmcli bluetoothctl systemctl journalctl sudo doas"
  ).split(" "),
);

/** Whether a command's completions may be asked for unasked. */
export function isQuiet(words: readonly string[]): boolean {
  const name = (words[0] ?? "").replace(/^.*\//, "");
  if (name === "" || ASKING.has(name)) return false;
  // What of git talks to a remote.
  return !(
    name === "git" && /^(?:ls-remote|fetch|pull|push|clone|remote|submodule)$/.test(words[1] ?? "")
  );
}

/** Nobody listens there: clients of HTTP that look for a proxy fail at once. */
const NOWHERE = "http://127.0.0.1:9";

/** The environment of a shell that is asked: no proxies, no prompts, git without programs of others. */
export function quietEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const clean = safeEnvironment(env);
  for (const name of Object.keys(clean)) {
    if (/^(?:https?|all|no|ftp)_proxy$/i.test(name) || /^HUNCH_|^BASH_ENV$|^ENV$/.test(name)) {
      delete clean[name];
    }
  }
  delete clean.GIT_LITERAL_PATHSPECS;
  const config: Record<string, string> = {};
  for (const [index, value] of safeConfig(null).entries()) {
    const at = value.indexOf("=");
    config[`GIT_CONFIG_KEY_${index}`] = value.slice(0, at);
    config[`GIT_CONFIG_VALUE_${index}`] = value.slice(at + 1);
  }
  return {
    ...clean,
    ...config,
    GIT_CONFIG_COUNT: String(safeConfig(null).length),
    LC_ALL: env.LC_ALL ?? env.LANG ?? "C.UTF-8",
    TERM: "dumb",
    http_proxy: NOWHERE,
    https_proxy: NOWHERE,
    all_proxy: NOWHERE,
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
  };
}
