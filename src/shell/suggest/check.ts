/** Whether what a line names is there: branches and the project's scripts. */
import type { Surroundings } from "../command.ts";

const BRANCH = /^git (?:checkout|switch|merge|rebase|branch -[dD]) ([^-\s]\S*)$/;
const NEW_BRANCH = /^git (?:checkout -b|switch -c|branch) ([^-\s]\S*)$/;
const PUSHED = /^git push (?:-u|--set-upstream) \S+ ([^-\s]\S*)$/;
const SCRIPT = /^(npm|pnpm|yarn|bun) run (\S+)/;
const TARGET = /^(make|just) ([a-z][\w.-]*)$/i;

/** False where it is known that the line can't work. */
export function namesExist(line: string, around: Surroundings): boolean {
  const branch = BRANCH.exec(line)?.[1];
  if (branch !== undefined && around.git !== null && around.git.branches.length > 0) {
    if (/^(?:HEAD|origin\/|upstream\/|[0-9a-f]{7,40}$|v?\d|[@.])|[~^]/.test(branch)) return true;
    if (around.git.branches.includes(branch)) return branch !== around.git.branch;
    const entries = around.cwd === null ? null : around.list(around.cwd);
    return entries?.some(({ name }) => name === branch.split("/")[0]) ?? false;
  }
  const made = NEW_BRANCH.exec(line)?.[1];
  if (made !== undefined && around.git?.branches.includes(made)) return false;
  const pushed = PUSHED.exec(line)?.[1];
  const current = around.git?.branch ?? null;
  if (pushed !== undefined && current !== null) return pushed === current || pushed === "HEAD";
  for (const pattern of [SCRIPT, TARGET]) {
    const [, tool, name] = pattern.exec(line) ?? [];
    if (tool === undefined) continue;
    const start = pattern === SCRIPT ? /^(?:npm|pnpm|yarn|bun) run / : new RegExp(`^${tool} `);
    const offered = around.project.filter(({ command }) => start.test(command));
    if (offered.length === 0) return true;
    return offered.some(({ command }) => command.replace(start, "").split(" ")[0] === name);
  }
  return true;
}
