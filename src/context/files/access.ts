/**
 * Which files may be read for models, and sent. What is ignored, private or somewhere else is not, by
 * its name and by what its links lead to.
 */
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { secretSpans } from "../../base/secrets.ts";
import { isPrivatePath } from "../../editor/files/private-path.ts";
import { projectOf } from "../../editor/project.ts";
import type { Git } from "../../git/git.ts";
import { GitIgnored } from "./git-ignored.ts";
import { IgnoreRules } from "./ignore-rules.ts";

/** A verdict holds so long, milliseconds: ignore files change. */
const FRESH_MS = 1000;
const MOST_KNOWN = 500;

/** What says that a file is a copy: `server.key.bak`. */
const COPY = String.raw`(?:[._-](?:bak|backup|old|orig|save|copy|\d{1,8}))?~?`;
/** Further files that hold what opens something; to edit them with predictions of one's own is fine. */
const CREDENTIALS: readonly RegExp[] = [
  new RegExp(
    String.raw`/(?:\.env(?:[-_][^/]*|~)|[^/]+\.env(?:\.(?:local|prod\w*|dev\w*|stag\w*|test))?|\.(?:npmrc|pypirc|git-credentials|envrc|dev\.vars|flaskenv|vault_pass\w*|boto|s3cfg|my\.cnf|mylogin\.cnf|pgpass|htpasswd|netrc|dockercfg|yarnrc\.yml|terraformrc|fetchmailrc|msmtprc|mbsyncrc|Xauthority|rhosts)|_netrc|credentials(?:\.(?:json|ya?ml|toml|ini|xml|tfrc\.json|csv|txt))?|(?:secrets?|vault)(?:\.[\w-]+)?\.(?:json|ya?ml|toml|ini|env|enc|tfvars|txt|csv|properties)|(?:passwords?|passwd|api[_-]?keys?)(?:\.(?:txt|csv|json|ya?ml))?|token(?:\.(?:txt|json))?|tokens\.txt|service[-_]?account[^/]*\.json|client_secret[^/]*\.json|local\.settings\.json|google-services\.json|master\.key|terraform\.tfvars|rclone\.conf|cookies\.(?:txt|sqlite)|id_(?:rsa|dsa|ecdsa|ed25519)(?:[_.-](?!pub$)[^/]*)?|[^/]+\.(?:auto\.tfvars|tfstate|keystore|jceks|ppk|p8|p12|pfx|pem|key|pkcs\d+|kdb|kubeconfig|ovpn|keytab|mobileprovision|psafe3|secrets?))${COPY}$`,
    "i",
  ),
  /\.tfstate\.backup$|\/\.[\w-]*history$|\/(?:wp-config\.php|g?shadow-?|sudoers)$|\/sudoers\.d\//i,
  /\/\.(?:ssh|gnupg|aws|azure|kube|docker|password-store|secrets|m2\/settings\.xml$|gradle\/gradle\.properties$|cargo\/credentials|gem\/credentials|composer\/auth\.json$|config\/(?:gcloud|gh|hub|op|doctl|hunch\/keys)|local\/share\/(?:keyrings|kwalletd))(?:\/|$)|^\/run\/secrets\//i,
];
/** Examples are for everybody, and so are public keys. */
const EXAMPLE =
  /\.(?:example|sample|template|dist|pub)$|[._-](?:example|sample|template)\.\w{1,8}$/i;

export interface AccessPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly git: Pick<Git, "repositoryOf"> | null;
  readonly home: string;
  /** Milliseconds. */
  now(): number;
}

interface Verdict {
  readonly at: number;
  /** Links followed, also where the file is not there yet. */
  readonly real: string;
  readonly why: string | null;
}

export class FileAccess {
  private readonly ports: AccessPorts;
  private readonly rules: IgnoreRules;
  private readonly gitIgnored: GitIgnored;
  private readonly known = new Map<string, Verdict>();
  private readonly asking = new Map<string, Promise<Verdict>>();

  constructor(ports: AccessPorts) {
    this.ports = ports;
    const now = (): number => ports.now();
    this.rules = new IgnoreRules(now);
    this.gitIgnored = new GitIgnored(ports.git, now);
  }

  /** The home folder, absolute. */
  get home(): string {
    return this.ports.home;
  }

  /**
   * Why nothing of a file (absolute) may be read or sent; null: it may, as far as ignore files, its name
   * and a provider's folders go.
   */
  async refusal(path: string, allow: readonly string[] | null = null): Promise<string | null> {
    const known = this.known.get(path);
    const fresh = known !== undefined && this.ports.now() - known.at < FRESH_MS;
    const { why, real } = fresh ? known : await this.ask(path);
    if (why !== null || allow === null) return why;
    for (const folder of allow) {
      const resolved = await realOf(folder.replace(/^~(?=\/|$)/, () => this.ports.home));
      if (isBelow(real, resolved)) return null;
    }
    return "it is in none of the folders that the provider is allowed";
  }

  /** Whether the name of a file (absolute) says that it holds passwords or keys. */
  isPrivate(path: string): boolean {
    if (isPrivatePath(path, this.ports.env)) return true;
    return !EXAMPLE.test(path) && CREDENTIALS.some((each) => each.test(path));
  }

  /** Ignore files have changed. */
  forget(): void {
    this.known.clear();
    this.rules.forget();
    this.gitIgnored.forget();
  }

  private ask(path: string): Promise<Verdict> {
    let asking = this.asking.get(path);
    if (asking === undefined) {
      asking = this.judge(path).finally(() => this.asking.delete(path));
      this.asking.set(path, asking);
    }
    return asking;
  }

  private async judge(path: string): Promise<Verdict> {
    const at = this.ports.now();
    const real = await realOf(path);
    let why: string | null = null;
    for (const each of new Set([path, real])) why ??= await this.ofName(each);
    const verdict = { at, real, why };
    this.known.delete(path);
    this.known.set(path, verdict);
    if (this.known.size > MOST_KNOWN) this.known.delete(this.known.keys().next().value!);
    return verdict;
  }

  private async ofName(path: string): Promise<string | null> {
    if (this.isPrivate(path)) return "it is a file of passwords or keys";
    if (path.includes("/.git/")) return "it is git's own";
    if (secretSpans(path).length > 0) return "there is a secret in its name";
    const project = projectOf(path, this.home);
    if (project === null && !isBelow(path, this.home) && (await isForFew(path))) {
      return "only some may read it";
    }
    const top = project ?? dirname(path);
    const [by, state] = await Promise.all([
      this.rules.ignoredBy(path, top),
      this.gitIgnored.state(path),
    ]);
    if (by.model !== null) return `${by.model} says so`;
    if (state === "ignored" || (by.git && state !== "tracked")) return "git ignores it";
    return null;
  }
}

/** Whether a path is a folder (both absolute) or in it. */
export function isBelow(path: string, folder: string): boolean {
  const top = folder.length > 1 ? folder.replace(/\/+$/, "") : folder;
  return path === top || top === "/" || path.startsWith(`${top}/`);
}

/** Whether the rights of a file keep others from reading it. */
async function isForFew(path: string): Promise<boolean> {
  try {
    return ((await stat(path)).mode & 0o004) === 0;
  } catch {
    // It is not there yet, or may not even be looked at.
    return false;
  }
}

/** Links followed, as far as the path is there. */
async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    // A file that is not written yet is where its folder is.
    const folder = dirname(path);
    return folder === path ? path : join(await realOf(folder), basename(path));
  }
}
