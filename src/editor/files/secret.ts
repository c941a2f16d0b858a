/**
 * Files that must leave no trace: no journal, no undo file, no history, no backup outside their own
 * folder. This table is the whole rule; README and :help print it.
 */
export interface SecretRule {
  /** Tested against the absolute path. */
  readonly path: RegExp;
  /** Only when one of these environment variables is set. */
  readonly env?: readonly string[];
  readonly why: string;
}

const SECRET_RULES: readonly SecretRule[] = [
  { path: /^\/dev\/shm\//, why: "memory that is meant to be forgotten" },
  { path: /^\/run\/user\/\d+\/(?:pass|gopass)/, why: "pass and gopass, in the runtime directory" },
  {
    path: /\/(?:pass|gopass)(?:\.|-edit)[^/]*\//,
    why: "pass and gopass: a folder such as /tmp/pass.X",
  },
  { path: /\/(?:pass|gopass)\.[A-Za-z0-9]{5,}[^/]*$/, why: "pass and gopass: a file of that name" },
  { path: /\/\.password-store\/|\/gopass\/stores\//, why: "a password store" },
  {
    path: /\.(?:gpg|pgp|asc|age|sops)(?:\.[A-Za-z0-9]+)?$/i,
    why: "encrypted files, decrypted ones",
  },
  {
    path: /\/(?:\.?bitwarden|bw-|1password|op-|keepass|lastpass)[^/]*(?:\/|$)/i,
    why: "password managers",
  },
  { path: /\/ansible-local-[^/]*\/|\/tmp\/ansible[^/]*\/tmp/, why: "ansible-vault edit" },
  { path: /^\/(?:var\/|usr\/)?tmp\/.*secret/i, why: "a temporary file that calls itself secret" },
  {
    path: /^\/(?:var\/|usr\/|private\/(?:var\/)?)?tmp\/[^/]+[A-Za-z0-9]{8}(?:\.[^/.]+)?$/,
    env: ["SUDO_COMMAND", "SUDO_USER", "SUDO_EDITOR"],
    why: "sudoedit's copies (name with eight random characters)",
  },
  {
    // One of the eight is a capital or a digit, or else any long name would do.
    path: /^\/(?:var|usr)\/tmp\/[^/]+?(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8}(?:\.[^/.]+)?$/,
    why: "sudoedit's copies (the editor is not told that it is run by sudo)",
  },
];

/** The reason why a file leaves no trace, or null. `path` is absolute. */
export function secretReason(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  for (const rule of SECRET_RULES) {
    if (rule.env !== undefined && !rule.env.some((name) => env[name] !== undefined)) continue;
    if (rule.path.test(path)) return rule.why;
  }
  return null;
}
