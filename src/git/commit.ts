/** Commits: the message is written in a buffer, `:w` commits. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import { showDocument } from "../editor/buffers.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { splitWindow } from "../editor/layout-windows.ts";
import { virtualDocument } from "../editor/virtual.ts";
import { slice } from "../text/text.ts";
import type { Git } from "./git.ts";
import type { Repository } from "./repository.ts";
import { parseStatus, STATUS_ARGUMENTS } from "./status.ts";

/** Opens the buffer of a message. Throws UserError when there is nothing to commit. */
export function* openCommit(
  editor: Editor,
  git: Git,
  repository: Repository,
  amend: boolean,
): Fiber {
  const status = parseStatus(yield* until(repository.run(STATUS_ARGUMENTS), "git"));
  if (!amend && status.entries.every((entry) => entry.staged === "." || entry.conflict)) {
    throw new UserError("Nothing is staged");
  }
  const old = amend ? yield* until(repository.run(["log", "-1", "--format=%B"]), "git") : "";
  const summary = yield* until(
    repository.run(["diff", "--cached", "--stat", "--no-ext-diff"]),
    "git",
  );
  const branch = status.branch ?? "a detached HEAD";
  const comments = [
    `# ${amend ? "Amends the last commit" : "Commits"} on ${branch}. :w does it, an empty message or :q! does not.`,
    "# Lines that begin with # are left out.",
    "#",
    ...summary
      .trimEnd()
      .split("\n")
      .map((line) => `#${line === "" ? "" : ` ${line}`}`),
  ];
  const doc = virtualDocument(editor, {
    title: `git commit${amend ? " --amend" : ""} ${repository.root}`,
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
    const flags = repository.trusted ? null : yield* until(repository.safeFlags(), "git");
    const args = ["commit", "--cleanup=strip", ...(amend ? ["--amend"] : []), "-F", file];
    if (flags === null) commitWithHooks(editor, repository, args);
    else yield* until(repository.run(args), "git");
    git.refresh(repository);
    const said = yield* until(repository.run(["log", "-1", "--format=%h %s"]), "git");
    editor.showMessage(`Committed ${said.trim()}`);
    doc.writer = committed;
  };
  splitWindow(editor, editor.win);
  showDocument(editor, editor.win, doc);
  editor.setCursor(editor.win, 0);
}

// biome-ignore lint/correctness/useYield: a writer is a fiber
function* committed(): Fiber {
  throw new UserError("It is committed already");
}

/** Hooks and signing may take their time and ask: they get the terminal. */
function commitWithHooks(editor: Editor, repository: Repository, args: readonly string[]): void {
  const line = `git ${args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(" ")}`;
  const place = { shell: editor.options.get("shell"), cwd: repository.root };
  const code = editor.shell.interactive(line, place);
  if (code !== 0) throw new UserError(`git commit returned ${code}`);
}
