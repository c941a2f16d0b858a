/**
 * Access lists and extended attributes, which a renamed copy would lose. Node has no calls for
 * them, so `ls` (the `+` after the mode; `@` on macOS) and `getfattr`, where it is installed, are
 * asked once a file is open, never while a key is waited for. What can't be told this way is
 * "unknown" and counts as none: security labels (SELinux) are given to the new file by the system;
 * attributes that only another user may read, and those on systems without either tool, are lost by
 * a rename. `:set backupcopy=yes` is for them.
 */
import { execFile } from "node:child_process";

export type Attributes = "none" | "some" | "unknown";

/** Milliseconds that a tool may take. */
const PATIENCE = 2000;

export async function probeAttributes(path: string): Promise<Attributes> {
  const mode = await output("ls", ["-ldn", "--", path]);
  const mark = mode === null ? "" : (/^\S{10}(\S?)/.exec(mode)?.[1] ?? "");
  if (mark === "+" || mark === "@") return "some";
  // -h: the link itself has none; -m -: every name space that this user may read.
  const names = await output("getfattr", ["--absolute-names", "-m", "-", "--", path]);
  if (names === null) return "unknown";
  return /^(?:user|trusted|security\.capability)/m.test(names) ? "some" : "none";
}

/** Null where the tool is missing, fails or takes too long. */
function output(tool: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      tool,
      args,
      { timeout: PATIENCE, env: { ...process.env, LC_ALL: "C" } },
      (error, out) => resolve(error === null ? out : null),
    );
  });
}
