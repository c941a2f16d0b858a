/** The commands of the status buffer's keys, and of other buffers that git fills. */
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import { openDocument } from "../editor/buffers.ts";
import type { Command, CommandContext } from "../editor/command.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { closeWindow, enterWindow, splitWindow } from "../editor/layout-windows.ts";
import { goToPlace, type OpenHow } from "../editor/place.ts";
import { openCommit } from "./commit.ts";
import { diffSplit } from "./diff-split.ts";
import type { GitCommands } from "./ex.ts";
import type { Git } from "./git.ts";
import { openObject, parseObject } from "./object.ts";
import type { StatusBuffer } from "./status-buffer.ts";
import { quoted } from "./typed-command.ts";

export function statusCommands(editor: Editor, git: Git, ex: GitCommands): Command[] {
  const command = (name: string, doc: string, run: (status: StatusBuffer) => Fiber): Command => ({
    name: `git.status-${name}`,
    doc,
    run: ({ doc: own }: CommandContext) => run(ex.statusOf(own)),
  });
  const open = (how: OpenHow) =>
    function* (status: StatusBuffer): Fiber {
      const { entry, row } = status.entry();
      const path = join(status.repository.root, entry.name);
      yield* goToPlace(editor, { path, point: { row, col: 0 } }, how);
    };
  const compare = (vertical: boolean) =>
    function* (status: StatusBuffer): Fiber {
      const { repository } = status;
      const { section, entry, row } = status.entry();
      const { name } = entry;
      if (section === "untracked") throw new UserError(`git has no version of ${name}`);
      const path = join(repository.root, name);
      const doc =
        section === "staged"
          ? yield* openObject(editor, git, repository, parseObject(`:${name}`, null))
          : yield* openDocument(editor, path);
      const beside = editor.tab.previous;
      if (beside && editor.tab.windows.includes(beside)) enterWindow(editor, beside);
      else splitWindow(editor, editor.win, { before: true });
      yield* goToPlace(editor, { doc, point: { row, col: 0 } });
      const other = section === "staged" ? "HEAD:" : "";
      yield* diffSplit(editor, git, repository, name, other, vertical);
    };
  const commit = (amend: boolean) =>
    function* (status: StatusBuffer): Fiber {
      yield* openCommit(editor, git, status.repository, amend);
    };
  return [
    command("stage", "Stage the file, section or hunk at the cursor", (s) => s.stage()),
    command("unstage", "Unstage the file, section or hunk at the cursor", (s) => s.unstage()),
    command("toggle", "Stage what is not staged, unstage what is", (s) => s.toggle()),
    command("diff", "Show or hide the diff of the file at the cursor", (s) => s.toggleDiff()),
    command("compare", "Compare the file at the cursor, in windows side by side", compare(true)),
    command("compare-below", "Compare the file at the cursor, in windows below", compare(false)),
    command("discard", "Discard the change at the cursor, after a question", (s) => s.discard()),
    command("commit", "Write a commit message in a buffer; :w commits", commit(false)),
    command("amend", "Amend the last commit", commit(true)),
    command("patch", "Choose hunks of the file with git's own questions", function* (status) {
      const { section, entries } = status.chosen();
      const { repository } = status;
      if (!repository.trusted) throw new UserError("Its questions may run filters: :trust first");
      const verb = section === "staged" ? "reset" : "add";
      const names = entries.map(({ name }) => quoted(name)).join(" ");
      const place = { shell: editor.options.get("shell"), cwd: repository.root };
      editor.shell.interactive(`git --literal-pathspecs ${verb} --patch -- ${names}`, place);
      git.refresh(repository);
      yield* until(status.refresh(), "git");
    }),
    command("open", "Open the file at the cursor", open("edit")),
    command("split", "Open the file at the cursor in a split", open("split")),
    command("vsplit", "Open the file at the cursor in a vertical split", open("vsplit")),
    command("tab", "Open the file at the cursor in a tab page", open("tab")),
    command("refresh", "Ask git again", function* (status) {
      yield* until(status.refresh(), "git");
    }),
    {
      name: "git.help",
      doc: "Open the help of git's buffers",
      run: () => editor.openHelp("git"),
    },
    {
      name: "git.close",
      doc: "Close the window of a git buffer",
      run: () => void closeWindow(editor, editor.win),
    },
    {
      name: "git.open-commit",
      doc: "Show the commit whose name begins the row",
      run: (context) => showCommit(editor, git, context),
    },
  ];
}

function* showCommit(editor: Editor, git: Git, { doc, win }: CommandContext): Fiber {
  const repository = git.adopted(doc);
  const id = /^(?:commit |\W*)([0-9a-f]{7,64})\b/.exec(doc.text.lineAt(win.cursor.pos).text)?.[1];
  if (repository === null || id === undefined) throw new UserError("No commit here");
  if (/^0+$/.test(id)) throw new UserError("Not committed yet");
  const commit = yield* openObject(editor, git, repository, parseObject(id, null));
  // Beside a blame there is little room.
  splitWindow(editor, win, { doc: commit, edge: true });
}
