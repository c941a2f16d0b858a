/**
 * What secrets look like, as data. Every pattern is bounded, and starts at most once in a run of letters,
 * so that megabytes of output take time that grows with their length only.
 */

export interface SecretRule {
  readonly name: string;
  /** With the flags `g` and `d`, and a group `secret`. */
  readonly pattern: RegExp;
}

/** A command whose option or argument is a password, whatever it looks like. */
function argument(name: string, program: string, option: string): SecretRule {
  // Up to where the next one starts: many of them in a line take no longer than one.
  const between = `(?:(?!(?<![\\w.-])(?:${program}))[^|;&\\n]){0,300}?`;
  const value = String.raw`(?<secret>"[^"\n]{1,200}"|'[^'\n]{1,200}'|[^\s'"|;&<>-][^\s|;&<>]{0,200})`;
  const pattern = new RegExp(`(?<![\\w.-])(?:${program})${between}${option}${value}`, "gd");
  return { name, pattern };
}

/** Tokens that say by their beginning what they are. */
const TOKEN_FORMS: readonly (readonly [whose: string, form: string])[] = [
  ["GitHub", "gh[pousr]_[A-Za-z0-9]{20,255}"],
  ["GitHub", "github_pat_[A-Za-z0-9_]{20,255}"],
  ["GitLab", "gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[A-Za-z0-9_.-]{16,255}"],
  ["OpenAI, Anthropic and others", "sk-(?=[A-Za-z_-]{0,200}[0-9])[A-Za-z0-9_-]{20,300}"],
  ["Stripe", "(?:[srp]k_(?:live|test)|whsec)_[A-Za-z0-9]{10,255}"],
  ["Slack", "xox[abeoprs]-[A-Za-z0-9-]{8,255}"],
  ["Slack", "xapp-[0-9]-[A-Za-z0-9-]{8,255}"],
  ["Slack", "hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/_-]{10,255}"],
  ["AWS", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])"],
  ["npm", "npm_[A-Za-z0-9]{30,255}"],
  ["PyPI", "pypi-[A-Za-z0-9_-]{16,400}"],
  ["RubyGems", "rubygems_[a-f0-9]{40,64}"],
  ["crates.io", "cio[A-Za-z0-9]{32}(?![A-Za-z0-9])"],
  ["Docker", "dckr_pat_[A-Za-z0-9_-]{20,255}"],
  ["DigitalOcean", "do[opr]_v1_[a-f0-9]{40,128}"],
  ["Hugging Face", "hf_[A-Za-z0-9]{24,255}"],
  ["Google", "AIza[A-Za-z0-9_-]{35}"],
  ["Google", "ya29\\.[A-Za-z0-9_-]{20,400}"],
  ["Google", "GOCSPX-[A-Za-z0-9_-]{20,64}"],
  ["SendGrid", "SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,128}"],
  ["Shopify", "shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{24,64}"],
  ["Groq", "gsk_[A-Za-z0-9]{20,255}"],
  ["xAI, Perplexity", "(?:xai|pplx)-[A-Za-z0-9]{20,255}"],
  ["Replicate", "r8_[A-Za-z0-9]{24,255}"],
  ["Linear", "lin_(?:api|oauth)_[A-Za-z0-9]{20,255}"],
  ["Notion", "ntn_[A-Za-z0-9]{30,255}"],
  ["Tailscale", "tskey-[a-z]{2,12}-[A-Za-z0-9-]{10,255}"],
  ["Vault", "hv[sbr]\\.[A-Za-z0-9_-]{20,400}"],
  ["Grafana", "gls?a?_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}"],
  ["Sentry", "sntry[su]_[A-Za-z0-9_=+/-]{20,400}"],
  ["Atlassian", "AT(?:ATT3|BB)[A-Za-z0-9_=-]{20,400}"],
  ["Square", "sq0(?:atp|csp)-[A-Za-z0-9_-]{20,64}"],
  ["Twilio", "SK[a-f0-9]{32}(?![a-f0-9])"],
  ["Mailgun", "key-[a-f0-9]{32}(?![a-f0-9])"],
  ["Discord", "discord(?:app)?\\.com/api/webhooks/[0-9]{10,30}/[A-Za-z0-9_-]{40,100}"],
  ["Telegram", "(?:bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"],
  [
    "Discord",
    "[MNO](?=[A-Za-z_-]{0,24}[0-9])[A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}",
  ],
  ["Supabase", "sb(?:p|_secret)_[A-Za-z0-9_-]{20,255}"],
  ["Databricks", "dapi[a-f0-9]{32}(?![a-f0-9])"],
  ["Figma", "fig[du]_[A-Za-z0-9_-]{20,255}"],
  ["Postman", "PMAK-[a-f0-9]{24}-[a-f0-9]{34}"],
  ["New Relic", "NRAK-[A-Z0-9]{27}"],
  ["Netlify", "nfp_[A-Za-z0-9]{36}"],
  ["Airtable", "pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}"],
  ["Pulumi", "pul-[a-f0-9]{40}"],
  ["Terraform", "[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{40,200}"],
  ["Mapbox", "sk\\.eyJ[A-Za-z0-9_-]{8,400}\\.[A-Za-z0-9_-]{8,100}"],
  ["age", "AGE-SECRET-KEY-1[A-Z0-9]{40,64}"],
  ["JSON web token", "eyJ[A-Za-z0-9_-]{8,2000}\\.eyJ[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{0,1000}"],
];

/** All of them as one pattern with a group `secret`. */
export const TOKENS = new RegExp(
  `(?<![A-Za-z0-9_])(?<secret>${TOKEN_FORMS.map(([, form]) => form).join("|")})`,
  "gd",
);

const PEM = "[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?";
const PEM_HEADER = "(?:\\s{1,4}[A-Za-z-]{1,30}: [^\\n]{1,200}){0,8}";

/** Where a password stands by the rules of a command, a header or an address. */
export const PLACE_RULES: readonly SecretRule[] = [
  {
    name: "private key",
    pattern: new RegExp(
      `(?<secret>-----BEGIN ${PEM}-----(?:${PEM_HEADER}(?:(?!-----)[^(){}<>;]){0,20000}-----END ${PEM}-----|${PEM_HEADER}(?:(?:\\s|\\\\[nr]){1,4}[A-Za-z0-9+/=]{16,200}){0,1000}))`,
      "gd",
    ),
  },
  // Its beginning is outside of the text.
  {
    name: "private key",
    pattern: new RegExp(
      `(?<=(?<secret>(?:[A-Za-z0-9+/=]{1,200}(?:\\s|\\\\[nr]){1,4}){1,1000}))-----END ${PEM}-----`,
      "gd",
    ),
  },
  { name: "address", pattern: /:\/\/[^\s/:@'"]{0,200}:(?<secret>[^\s/@'"]{1,300})@/dg },
  {
    name: "address",
    pattern: /:\/\/(?<secret>(?=[^\s/:@'"]{0,40}[0-9])[^\s/:@'"]{20,300})@/dg,
  },
  {
    name: "header",
    pattern:
      /(?<![\w-])(?:proxy-)?authorization\\{0,3}["']?\]?\s{0,3}[:=]\s{0,3}\\{0,3}["']?(?:bearer|basic|digest|token|apikey|negotiate|aws4-hmac-sha256)\s{1,3}(?<secret>[^\s"'\\+][^\s"'\\]{0,4000})/dgi,
  },
  {
    name: "header",
    pattern:
      /(?<![\w-])(?:proxy-)?authorization\\{0,3}["']?\]?\s{0,3}[:=]\s{0,3}\\{0,3}["']?(?<secret>(?=[^\s"']{0,200}[0-9])[\w+/=.~-]{8,4000})(?![(\w])/dgi,
  },
  {
    name: "header",
    pattern:
      /(?<![\w-])(?:bearer|basic)\s{1,3}(?<secret>(?=[^\s"']{0,200}[0-9=])[\w.~+/-]{16,4000}={0,2})/dgi,
  },
  {
    name: "header",
    pattern:
      /(?<![\w-])(?:set-)?cookie\s{0,3}:\s{0,3}(?<secret>[\w.%-]{1,80}=[^"'\n=][^"'\n]{1,4000})/dgi,
  },
  {
    name: "constant",
    pattern:
      /(?<!\w)define\(\s{0,3}["'][A-Z_]{0,60}(?:PASSWORD|PASS|SECRET|TOKEN|KEY|SALT)["']\s{0,3},\s{0,3}(?<secret>"[^"\n]{1,300}"|'[^'\n]{1,300}')/dg,
  },
  {
    name: "element",
    pattern:
      /<(?<element>[\w:.-]{0,60}(?:password|passwd|passphrase|secret|token|api-?key))>\s{0,3}(?<secret>[^\s<>{}$][^\s<>]{0,300})\s{0,3}<\/\k<element>>/dgi,
  },
  {
    name: "SQL",
    pattern: /(?<!\w)(?:identified\s{1,3}by|password)\s{1,3}'(?<secret>[^'\n]{1,200})'/dgi,
  },
  {
    name: "signed address",
    pattern: /[?&](?:X-(?:Amz|Goog)-Signature|sig|signature)=(?<secret>[\w%+/=-]{16,400})/dgi,
  },
  {
    name: ".netrc",
    pattern: /(?<!\w)login\s{1,8}\S{1,200}\s{1,8}password\s{1,3}(?<secret>\S{1,300})/dg,
  },
  {
    name: ".pgpass",
    pattern: /^[^\s:]{1,200}:(?:5432|\*):[^\s:]{1,100}:[^\s:]{1,100}:(?<secret>\S{1,300})$/dgm,
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
  "key base",
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
  "askpass",
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
