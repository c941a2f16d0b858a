/** Commits: the message is written in a buffer, `:w` commits. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { splitWindow } from "../editor/layout-windows.ts";
import { findVirtual, virtualDocument } from "../editor/virtual.ts";
import { slice } from "../text/text.ts";
import type { Git } from "./git.ts";
import type { Repository } from "./repository.ts";
import { parseStatus, STATUS_ARGUMENTS } from "./status.ts";
import { quoted } from "./typed-command.ts";

/** The lines of ours in a message, whatever the configuration says. */
const COMMENTS = ["-c", "core.commentChar=#"];

/**
 * Opens the buffer of a message; one that was written and not committed is shown again. Throws UserError
 * when there is nothing to commit.
 */
export function* openCommit(
  editor: Editor,
  git: Git,
  repository: Repository,
  amend: boolean,
): Fiber {
  const status = parseStatus(yield* until(repository.run(STATUS_ARGUMENTS), "git"));
  const merging = existsSync(join(repository.gitFolder, "MERGE_HEAD"));
  if (!amend && !merging && status.entries.every((each) => each.staged === "." || each.conflict)) {
    throw new UserError("Nothing is staged");
  }
  const title = `git commit${amend ? " --amend" : ""} ${repository.root}`;
  const begun = findVirtual(editor, title);
  if (begun?.modified) {
    splitWindow(editor, editor.win, { doc: begun });
    return;
  }
  const old = amend
    ? yield* until(repository.run(["log", "-1", "--format=%B"]), "git")
    : preparedMessage(repository);
  const summary = yield* until(
    repository.run(["diff", "--cached", "--stat", "--no-ext-diff"]),
    "git",
  );
  const branch = status.branch ?? "a detached HEAD";
  const comments = [
    `# ${amend ? "Amends the last commit" : "Commits"} on ${branch}. :w does it, an empty message or :q! does not.`,
    "# Lines that begin with # are left out.",
    ...(summary === "" ? [] : `\n${summary.trimEnd()}`.split("\n")).map((line) =>
      `# ${line}`.trimEnd(),
    ),
  ];
  const doc = virtualDocument(editor, {
    title,
    text: `${old.trimEnd()}\n\n${comments.join("\n")}`,
    filetype: "gitcommit",
    writable: true,
  });
  git.adopt(doc, repository);
  doc.writer = function* (): Fiber {
    const message = slice(doc.text, 0, doc.text.length);
    if (!/^[^#\s]/m.test(message)) throw new UserError("Aborting commit: the message is empty");
    const file = join(repository.gitFolder, "COMMIT_EDITMSG");
    writeFileSync(file, `${message}\n`);
    const args = [
      ...COMMENTS,
      "commit",
      "--cleanup=strip",
      ...(amend ? ["--amend"] : []),
      "-F",
      file,
    ];
    if (repository.trusted && (yield* until(mayAsk(repository), "git"))) {
      commitWithHooks(editor, repository, args);
    } else yield* until(repository.run(args), "git");
    git.refresh(repository);
    const said = yield* until(repository.run(["log", "-1", "--format=%h %s"]), "git");
    editor.showMessage(`Committed ${said.trim()}`);
    doc.writer = committed;
  };
  splitWindow(editor, editor.win, { doc });
  editor.setCursor(editor.win, 0);
}

/** What git has prepared for the commit that ends a merge or the like; else empty. */
function preparedMessage({ gitFolder }: Repository): string {
  for (const name of ["MERGE_MSG", "SQUASH_MSG"]) {
    const file = join(gitFolder, name);
    if (existsSync(file)) return readFileSync(file, "utf8").replace(/^#.*\n?/gm, "");
  }
  return "";
}

/** Whether a commit runs hooks or is signed. */
async function mayAsk(repository: Repository): Promise<boolean> {
  const keys = await repository.configuration("^(core\\.hookspath|commit\\.gpgsign)$");
  const folder = join(repository.commonFolder, "hooks");
  const hooks = existsSync(folder) ? readdirSync(folder) : [];
  return keys.length > 0 || hooks.some((name) => !name.endsWith(".sample"));
}

// biome-ignore lint/correctness/useYield: a writer is a fiber
function* committed(): Fiber {
  throw new UserError("It is committed already");
}

/** Hooks and signing may take their time and ask: they get the terminal. */
function commitWithHooks(editor: Editor, repository: Repository, args: readonly string[]): void {
  const line = ["git", ...args.map(quoted)].join(" ");
  const place = { shell: editor.options.get("shell"), cwd: repository.root };
  const code = editor.shell.interactive(line, place);
  if (code !== 0) throw new UserError(`git commit returned ${code}`);
}
