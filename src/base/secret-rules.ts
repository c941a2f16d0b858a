/**
 * What secrets look like, as data. Every pattern has a group `secret`, is bounded, and starts at most
 * once in a run of letters, so that megabytes of output take time that grows with their length only.
 */

export interface SecretRule {
  readonly name: string;
  /** With the flags `g` and `d`, and a group `secret`. */
  readonly pattern: RegExp;
  /** Recognized by its form: no look at the value is needed. */
  readonly certain?: boolean;
}

function token(name: string, form: string): SecretRule {
  const pattern = new RegExp(`(?<![A-Za-z0-9_])(?<secret>${form})`, "gd");
  return { name, pattern, certain: true };
}

/** A command whose option or argument is a password, whatever it looks like. */
function argument(name: string, program: string, option: string): SecretRule {
  const between = String.raw`[^|;&\n]{0,300}?`;
  const value = String.raw`(?<secret>"[^"\n]{1,200}"|'[^'\n]{1,200}'|[^\s'"|;&<>-][^\s|;&<>]{0,200})`;
  const pattern = new RegExp(`(?<![\\w.-])(?:${program})${between}${option}${value}`, "gd");
  return { name, pattern };
}

/** Tokens that say by their beginning what they are. */
export const TOKEN_RULES: readonly SecretRule[] = [
  token("GitHub", "gh[pousr]_[A-Za-z0-9]{20,255}"),
  token("GitHub", "github_pat_[A-Za-z0-9_]{20,255}"),
  token("GitLab", "gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[A-Za-z0-9_.-]{16,255}"),
  token("OpenAI, Anthropic and others", "sk-(?=[A-Za-z_-]{0,200}[0-9])[A-Za-z0-9_-]{20,300}"),
  token("Stripe", "(?:[srp]k_(?:live|test)|whsec)_[A-Za-z0-9]{10,255}"),
  token("Slack", "xox[abeoprs]-[A-Za-z0-9-]{8,255}"),
  token("Slack", "xapp-[0-9]-[A-Za-z0-9-]{8,255}"),
  token("Slack", "hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/_-]{10,255}"),
  token("AWS", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])"),
  token("npm", "npm_[A-Za-z0-9]{30,255}"),
  token("PyPI", "pypi-[A-Za-z0-9_-]{16,400}"),
  token("RubyGems", "rubygems_[a-f0-9]{40,64}"),
  token("crates.io", "cio[A-Za-z0-9]{32}(?![A-Za-z0-9])"),
  token("Docker", "dckr_pat_[A-Za-z0-9_-]{20,255}"),
  token("DigitalOcean", "do[opr]_v1_[a-f0-9]{40,128}"),
  token("Hugging Face", "hf_[A-Za-z0-9]{24,255}"),
  token("Google", "AIza[A-Za-z0-9_-]{35}"),
  token("Google", "ya29\\.[A-Za-z0-9_-]{20,400}"),
  token("Google", "GOCSPX-[A-Za-z0-9_-]{20,64}"),
  token("SendGrid", "SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,128}"),
  token("Shopify", "shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{24,64}"),
  token("Groq", "gsk_[A-Za-z0-9]{20,255}"),
  token("xAI, Perplexity", "(?:xai|pplx)-[A-Za-z0-9]{20,255}"),
  token("Replicate", "r8_[A-Za-z0-9]{24,255}"),
  token("Linear", "lin_(?:api|oauth)_[A-Za-z0-9]{20,255}"),
  token("Notion", "ntn_[A-Za-z0-9]{30,255}"),
  token("Tailscale", "tskey-[a-z]{2,12}-[A-Za-z0-9-]{10,255}"),
  token("Vault", "hv[sbr]\\.[A-Za-z0-9_-]{20,400}"),
  token("Grafana", "gls?a?_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}"),
  token("Sentry", "sntry[su]_[A-Za-z0-9_=+/-]{20,400}"),
  token("Atlassian", "AT(?:ATT3|BB)[A-Za-z0-9_=-]{20,400}"),
  token("Square", "sq0(?:atp|csp)-[A-Za-z0-9_-]{20,64}"),
  token("Twilio", "SK[a-f0-9]{32}(?![a-f0-9])"),
  token("Mailgun", "key-[a-f0-9]{32}(?![a-f0-9])"),
  token("Telegram", "[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"),
  token("Discord", "[MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}"),
  token("age", "AGE-SECRET-KEY-1[A-Z0-9]{40,64}"),
  token(
    "JSON web token",
    "eyJ[A-Za-z0-9_-]{8,2000}\\.eyJ[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{0,1000}",
  ),
  {
    name: "private key",
    pattern:
      /(?<secret>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$))/dg,
    certain: true,
  },
];

/** Where a password stands by the rules of a command, a header or an address. */
export const PLACE_RULES: readonly SecretRule[] = [
  { name: "address", pattern: /:\/\/[^\s/:@'"]{0,200}:(?<secret>[^\s/@'"]{1,300})@/dg },
  {
    name: "address",
    pattern: /:\/\/(?<secret>(?=[^\s/:@'"]{0,40}[0-9])[^\s/:@'"]{20,300})@/dg,
  },
  {
    name: "header",
    pattern:
      /(?<![\w-])(?:proxy-)?authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:bearer|basic|digest|token|apikey|negotiate|aws4-hmac-sha256)\s{1,3})?(?<secret>[^\s"']{1,4000})/dgi,
  },
  {
    name: "header",
    pattern:
      /(?<![\w-])(?:bearer|basic)\s{1,3}(?<secret>(?=[^\s"']{0,200}[0-9=])[\w.~+/-]{16,4000}={0,2})/dgi,
  },
  {
    name: "header",
    pattern: /(?<![\w-])(?:set-)?cookie\s{0,3}:\s{0,3}(?<secret>[^"'\n]{4,4000})/dgi,
  },
  // In MySQL's own tools `-p x` asks for the password and takes x as a database, which not everyone knows.
  argument(
    "mysql",
    "mysql(?:dump|admin|import|show|check|slap|pump)?|mariadb(?:-dump|-admin)?|mycli",
    "\\s-p\\s?",
  ),
  argument("sshpass", "sshpass", "\\s-p\\s?"),
  argument(
    "login",
    "(?:docker|podman|buildah|skopeo|helm|nerdctl|oras|crane|az|oc)\\s[^|;&\\n]{0,60}?login",
    "\\s-p[\\s=]?",
  ),
  argument("mongo", "mongo(?:sh|dump|restore|import|export)?", "\\s-p\\s"),
  argument("redis", "(?:redis|valkey|keydb)-cli", "\\s-a\\s"),
  argument("zip", "zip|unzip", "\\s-P\\s?"),
  argument("7z", "7z[arz]?|rar|unrar", "\\s-h?p"),
  argument(
    "curl",
    "curl|xh|curlie",
    "\\s(?:-[a-zA-Z]{0,6}u|--(?:proxy-)?user)[\\s=]?[\"']?[^\\s:\"']{0,100}:",
  ),
  argument("curl", "curl", "\\s-U[\\s=]?[\"']?[^\\s:\"']{0,100}:"),
  argument("httpie", "https?", "\\s(?:-a|--auth)[\\s=][\"']?[^\\s:\"']{0,100}:"),
  argument("ldap", "ldap(?:search|add|modify|delete|passwd|whoami|modrdn|compare)", "\\s-w\\s?"),
  argument(
    "smb",
    "smbclient|rpcclient|smbget|net|wmic|winexe",
    "\\s-U\\s?[\"']?[^\\s%\"']{0,100}%",
  ),
  argument("openssl", "openssl", "\\s-pass(?:in|out)?\\s{1,3}pass:"),
  argument("openssl", "openssl\\s{1,3}enc", "\\s-[kK]\\s"),
  argument(
    "htpasswd",
    "htpasswd",
    "\\s-[a-zA-Z]{0,4}b[a-zA-Z]{0,4}\\s{1,3}\\S{1,200}\\s{1,3}\\S{1,200}\\s{1,3}",
  ),
  argument("remote desktop", "[wx]?freerdp3?|rdesktop", "\\s(?:/p:|-p\\s)"),
  argument("sqlcmd", "sqlcmd|bcp|osql", "\\s-P\\s?"),
  argument("vault", "vault\\s{1,3}login", "\\s"),
  argument(
    "kubectl",
    "(?:kubectl|oc|k)\\s[^|;&\\n]{0,60}?secret",
    "\\s--from-literal[=\\s][\"']?[^=\\s]{1,100}=",
  ),
  argument("ipmi", "ipmitool", "\\s-P\\s"),
  argument(
    "chpasswd",
    "echo(?=[^|\\n]{1,300}\\|\\s{0,3}(?:sudo\\s{1,3})?chpasswd)",
    "\\s[\"']?[\\w.-]{1,60}:",
  ),
  argument(
    "sudo",
    "(?:echo|printf)(?=[^|\\n]{1,300}\\|\\s{0,3}sudo\\s[^|;&\\n]{0,60}(?:-\\w{0,5}S|--stdin))",
    "\\s(?:-\\w\\s)?",
  ),
  argument("sudo", "sudo\\s[^|;&\\n]{0,60}(?:-\\w{0,5}S|--stdin)", "\\s<<<\\s?"),
];

/**
 * Names whose value is a password: anything but a reference counts. A name is taken apart at `_`, `-`,
 * `.` and capitals; its last parts decide, and a part may end with one of these (PGPASSWORD).
 */
export const PASSWORD_NAMES: readonly string[] = [
  "password",
  "passwd",
  "passphrase",
  "passwort",
  "pwd",
  "pass",
];
/** Names whose value is a secret made by a machine. */
export const TOKEN_NAMES: readonly string[] = [
  "secret",
  "token",
  "apikey",
  "api key",
  "access key",
  "secret key",
  "private key",
  "master key",
  "signing key",
  "encryption key",
  "license key",
  "account key",
  "auth key",
  "credential",
  "credentials",
  "pat",
];
/** Names that often stand before something else: only what looks random counts. */
export const DOUBTFUL_NAMES: readonly string[] = [
  "key",
  "auth",
  "cookie",
  "session",
  "sessionid",
  "signature",
  "sig",
  "webhook",
  "dsn",
  "bearer",
  "code",
];
/** Names that end like those above and are something else. */
export const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  "pwd",
  "oldpwd",
  "bypass",
  "compass",
  "surpass",
  "encompass",
  "trespass",
  "onepass",
  "multipass",
  "spotpass",
  "nopass",
]);
/** Values that are none, in lower case. */
export const HARMLESS_VALUES: ReadonlySet<string> = new Set([
  "true",
  "false",
  "yes",
  "no",
  "on",
  "off",
  "none",
  "null",
  "nil",
  "undefined",
  "auto",
  "default",
  "required",
  "optional",
  "prompt",
  "ask",
  "stdin",
  "empty",
  "0",
  "1",
  "-",
  "string",
  "[secret]",
]);
