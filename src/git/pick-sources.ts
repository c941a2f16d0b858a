/** Pickers of git: changed files, commits, branches, changed rows. */
import { join } from "node:path";
import { messageOf, UserError } from "../base/errors.ts";
import { showDocument } from "../editor/buffers.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { splitWindow } from "../editor/layout-windows.ts";
import type { PickItem, PickSource } from "../editor/picker.ts";
import { goToPlace, type OpenHow } from "../editor/place.ts";
import type { Git } from "./git.ts";
import { kindOf, shownRows } from "./hunk.ts";
import { openObject, parseObject } from "./object.ts";
import { fileDiff, shownDiff } from "./patch.ts";
import type { Repository } from "./repository.ts";
import { PLAIN_DIFF } from "./safety.ts";
import { parseStatus, STATUS_ARGUMENTS } from "./status.ts";
import type { SectionName } from "./status-rows.ts";

/** Rows of a preview. */
const PREVIEW_ROWS = 300;

export function gitPickSources(editor: Editor, git: Git): PickSource[] {
  /** A source whose items come from one answer of git. */
  function listed(
    names: Pick<PickSource, "name" | "title" | "doc">,
    items: (repository: Repository, signal: AbortSignal) => Promise<PickItem[]>,
    rest: Partial<PickSource> = {},
  ): PickSource {
    return {
      ...names,
      ...rest,
      start(_query, sink, signal) {
        let repository: Repository;
        try {
          repository = git.here();
        } catch (error) {
          sink.done(messageOf(error));
          return;
        }
        items(repository, signal).then(
          (found) => {
            sink.push(found);
            sink.done();
          },
          (error: unknown) => sink.done(messageOf(error)),
        );
      },
    };
  }

  const changed = listed(
    { name: "changed", title: "Changed files", doc: "Files that git calls changed or untracked" },
    async (repository, signal) => {
      const status = parseStatus(await repository.run(STATUS_ARGUMENTS, { signal }));
      return status.entries.map((entry) => ({
        text: entry.name,
        detail: `${entry.staged}${entry.unstaged}`.replaceAll(".", " "),
        place: { path: join(repository.root, entry.name), point: { row: 0, col: 0 } },
        data: entry,
      }));
    },
    {
      async preview({ text }, signal) {
        const shown = async (section: SectionName) =>
          shownDiff(await fileDiff(git.here(), section, text, signal));
        const diff = await shown("unstaged");
        const lines = diff.length > 0 ? diff : await shown("staged");
        if (lines.length === 0) return null;
        return { title: text, lines: lines.slice(0, PREVIEW_ROWS), row: -1, filetype: "diff" };
      },
    },
  );

  const commits = listed(
    { name: "commits", title: "Commits", doc: "The last commits; Enter shows one" },
    async (repository, signal) => {
      const format = "--format=%h%x00%ad %an: %s%x00";
      const args = ["log", "-n", "2000", "--no-show-signature", "--date=short", format, "--"];
      const fields = (await repository.run(args, { signal })).split("\0");
      const items: PickItem[] = [];
      for (let i = 0; i + 1 < fields.length; i += 2) {
        const id = fields[i]!.trim();
        items.push({ text: `${id} ${fields[i + 1]}`, data: id });
      }
      return items;
    },
    {
      async preview({ data }, signal) {
        const args = ["show", "--stat", "--patch", ...PLAIN_DIFF, "--no-color", String(data), "--"];
        const text = await git.here().run(args, { signal });
        const lines = text.split("\n").slice(0, PREVIEW_ROWS);
        return { title: String(data), lines, row: -1, filetype: "diff" };
      },
      *accept({ data }, how: OpenHow): Fiber {
        const repository = git.here();
        const doc = yield* openObject(editor, git, repository, parseObject(String(data), null));
        if (how === "edit") splitWindow(editor, editor.win);
        else if (how !== "tab") splitWindow(editor, editor.win, { vertical: how === "vsplit" });
        showDocument(editor, editor.win, doc);
      },
    },
  );

  const branches = listed(
    {
      name: "branches",
      title: "Branches",
      doc: "Branches by their last commit; Enter checks one out",
    },
    async (repository, signal) => {
      const format =
        "--format=%(HEAD)%00%(refname:short)%00%(committerdate:short) %(subject)%00%(symref)";
      const args = ["for-each-ref", "--sort=-committerdate", format, "refs/heads", "refs/remotes"];
      const rows = (await repository.run(args, { signal })).split("\n").filter((row) => row !== "");
      return rows.flatMap((row) => {
        const [head = "", name = "", about = "", symbolic = ""] = row.split("\0");
        // `origin/HEAD` is another name for one of the others.
        if (symbolic !== "") return [];
        return { text: name, detail: `${head === "*" ? "* " : ""}${about}`, data: name };
      });
    },
    {
      *accept({ data }): Fiber {
        const repository = git.here();
        const name = String(data);
        if (!repository.trusted) {
          throw new UserError(
            "A checkout may run the repository's hooks and filters: :trust first",
          );
        }
        const remote = /^[^/]+\/(.+)$/.exec(name)?.[1];
        const local = yield* until(
          repository.run(["for-each-ref", "--format=%(refname)", `refs/heads/${name}`]),
          "git",
        );
        const target = local.trim() === "" && remote !== undefined ? remote : name;
        yield* until(repository.run(["checkout", "-q", target, "--"]), "git");
        git.refresh(repository);
        editor.showMessage(`Switched to ${target}`);
      },
    },
  );

  const hunks: PickSource = {
    name: "hunks",
    title: "Changed rows",
    doc: "The changed rows of the open files",
    start(_query, sink) {
      for (const doc of editor.docs) {
        const file = git.current(doc);
        if (file === null) continue;
        sink.push(
          file.hunks.map((hunk) => {
            const row = shownRows(hunk).first;
            const text = doc.text.line(row + 1).text;
            return {
              text: `${file.name}:${row + 1}: ${text.trim()}`,
              detail: kindOf(hunk),
              place: { doc, point: { row, col: 0 } },
            };
          }),
        );
      }
      sink.done();
    },
    *accept(item, how) {
      yield* goToPlace(editor, item.place!, how);
    },
  };
  return [changed, commits, branches, hunks];
}
