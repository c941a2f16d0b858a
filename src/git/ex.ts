/** `:G` and its family. */
import { UserError } from "../base/errors.ts";
import { showDocument, writeDocument } from "../editor/buffers.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { ExCall, ExCommand } from "../editor/ex-command.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { splitWindow } from "../editor/layout-windows.ts";
import { expandNames, shownPath } from "../editor/paths.ts";
import { goToPlace } from "../editor/place.ts";
import { virtualDocument } from "../editor/virtual.ts";
import { diff } from "../text/diff.ts";
import { rowOf } from "../text/text.ts";
import { blameLine, blameWindow } from "./blame-window.ts";
import { diffSplit } from "./diff-split.ts";
import type { Git } from "./git.ts";
import { openObject, parseObject } from "./object.ts";
import { stagePaths } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { StatusBuffer } from "./status-buffer.ts";
import { isPrinted, shellLine, subcommand } from "./typed-command.ts";

/** Rows that begin with the short name of a commit. */
const LOG_FILETYPE = "gitlog";

export interface GitCommands {
  readonly commands: readonly ExCommand[];
  /** The status buffer that a document is; throws UserError for another one. */
  statusOf(doc: Document): StatusBuffer;
}

export function gitExCommands(editor: Editor, git: Git): GitCommands {
  const statuses = new Map<string, StatusBuffer>();
  git.events.on("repository", ({ root }) => statuses.get(root)?.refreshSoon());

  function nameHere(repository: Repository): string | null {
    const path = editor.doc.file.realPath ?? editor.doc.path;
    return path === null ? null : repository.name(path);
  }

  function* status(repository: Repository): Fiber {
    let buffer = statuses.get(repository.root);
    if (buffer === undefined || !editor.docs.includes(buffer.doc)) {
      buffer = new StatusBuffer(editor, git, repository);
      statuses.set(repository.root, buffer);
    }
    yield* until(buffer.refresh(), "git");
    buffer.show();
  }

  function* runTyped(repository: Repository, args: string): Fiber {
    const printed = isPrinted(args);
    if (!repository.trusted && !printed) {
      throw new UserError(
        `:G ${subcommand(args)} may run the repository's hooks and filters: :trust it first`,
      );
    }
    const flags = repository.trusted ? null : yield* until(repository.safeFlags(), "git");
    const place = { shell: editor.options.get("shell"), cwd: repository.root };
    const line = shellLine(args, flags);
    if (!printed) {
      editor.shell.interactive(line, place);
      git.refresh(repository);
      return;
    }
    const { output, code } = editor.shell.filter(line, "", place);
    const text = output.replace(/\n$/, "");
    if (code !== 0) throw new UserError(text.split("\n")[0] || `git returned ${code}`);
    if (!text.includes("\n")) {
      editor.showMessage(text === "" ? "Nothing" : text);
      return;
    }
    const doc = virtualDocument(editor, { title: `git ${args}`, text, filetype: "git" });
    git.adopt(doc, repository);
    splitWindow(editor, editor.win);
    showDocument(editor, editor.win, doc);
  }

  function* git_({ args }: ExCall): Fiber {
    const repository = git.here();
    if (args.trim() === "") yield* status(repository);
    else yield* runTyped(repository, withNames(editor, args));
  }

  function* edit({ args, modifiers }: ExCall, split: "" | "split" | "vsplit" | "tab"): Fiber {
    const repository = git.here();
    const typed = args.trim();
    if (typed === "" || typed === "%") {
      const name = nameHere(repository);
      if (name === null) throw new UserError("The buffer is no file of the repository");
      yield* goToPlace(editor, { doc: editor.doc, point: { row: 0, col: 0 } });
      return;
    }
    const doc = yield* openObject(
      editor,
      git,
      repository,
      parseObject(typed, nameHere(repository)),
    );
    const how = split || (modifiers.vertical ? "vsplit" : "edit");
    const row = rowOf(editor.doc.text, editor.win.cursor.pos);
    yield* goToPlace(editor, { doc, point: { row, col: 0 } }, how);
  }

  function* read({ args }: ExCall): Fiber {
    const repository = git.here();
    const { doc } = editor;
    const object = parseObject(args.trim() || ":", nameHere(repository));
    const stored = yield* openObject(editor, git, repository, object);
    editor.dispatch(doc, { changes: diff(doc.text, stored.text), origin: "git.read" });
  }

  function* write(): Fiber {
    const { doc } = editor;
    if (doc.writer !== null) {
      yield* writeDocument(editor, doc);
      return;
    }
    const repository = git.here();
    const name = nameHere(repository);
    if (name === null) throw new UserError("The buffer is no file of the repository");
    if (doc.modified) yield* writeDocument(editor, doc);
    yield* stagePaths(repository, [name]);
    git.refresh(repository);
    editor.showMessage(`Staged ${name}`);
  }

  /** The commits of the file, or with `!` of everything, in a buffer. */
  function* log({ args, bang }: ExCall): Fiber {
    const repository = git.here();
    const name = bang ? null : nameHere(repository);
    const list = ["log", "-n", "2000", "--no-show-signature", "--date=short"];
    list.push("--format=%h %ad %an: %s", ...revisionsOf(args));
    if (name !== null) list.push("--follow");
    const output = yield* until(repository.run([...list, "--", ...(name ? [name] : [])]), "git");
    const text = output.replace(/\n$/, "");
    if (text === "") throw new UserError("No commits");
    const title = `git log ${name ?? shownPath(editor, repository.root)}`;
    const doc = virtualDocument(editor, { title, text, filetype: LOG_FILETYPE });
    git.adopt(doc, repository);
    splitWindow(editor, editor.win);
    showDocument(editor, editor.win, doc);
  }

  function compare(args: string, vertical: boolean): Fiber {
    const repository = git.here();
    return diffSplit(editor, git, repository, nameHere(repository), args.trim(), vertical);
  }

  const family = { bar: true, args: true } as const;
  const commands: ExCommand[] = [
    {
      name: "Git",
      min: 1,
      args: true,
      doc: "The status buffer; with arguments any git command",
      run: git_,
    },
    {
      ...family,
      name: "Gedit",
      min: 2,
      doc: "Edit a version of a file (REV:FILE, :FILE for the index) or show a commit",
      run: (call) => edit(call, ""),
    },
    {
      ...family,
      name: "Gsplit",
      min: 3,
      doc: "As :Gedit, in a split",
      run: (c) => edit(c, "split"),
    },
    {
      ...family,
      name: "Gvsplit",
      min: 3,
      doc: "As :Gedit, in a vertical split",
      run: (c) => edit(c, "vsplit"),
    },
    {
      ...family,
      name: "Gtabedit",
      min: 4,
      doc: "As :Gedit, in a tab page",
      run: (c) => edit(c, "tab"),
    },
    {
      ...family,
      name: "Gread",
      min: 2,
      modify: true,
      doc: "Replace the buffer's text by a stored version, the index's when none is named",
      run: read,
    },
    {
      ...family,
      name: "Gdiffsplit",
      min: 2,
      doc: "The file beside its version in the index or REV; a conflict between both sides",
      run: ({ args }) => compare(args, true),
    },
    {
      ...family,
      name: "Ghdiffsplit",
      min: 3,
      doc: "As :Gdiffsplit, one window above the other",
      run: ({ args }) => compare(args, false),
    },
    {
      ...family,
      name: "Gblame",
      min: 2,
      doc: "Who wrote each row, in a window beside; `:Gblame line` of the row only",
      complete: () => ["line"],
      run: ({ args }) => {
        const file = git.require(editor.doc);
        return args.trim() === "line" ? blameLine(editor, file) : blameWindow(editor, git, file);
      },
    },
    { name: "Gwrite", min: 2, bar: true, doc: "Write the file and stage it", run: write },
    {
      ...family,
      name: "Gclog",
      min: 3,
      bang: true,
      doc: "The commits of the file, with ! of everything; Enter shows one",
      run: log,
    },
  ];
  return {
    commands,
    statusOf(doc) {
      const found = [...statuses.values()].find((status) => status.doc === doc);
      if (!found) throw new UserError("Not a git status buffer");
      return found;
    },
  };
}

/** Revisions typed behind `:Gclog`: nothing that git would take for an option or a file. */
function revisionsOf(args: string): string[] {
  const words = args.split(/\s+/).filter((word) => word !== "");
  const wrong = words.find((word) => word.startsWith("-") && !/^-\d+$/.test(word));
  if (wrong !== undefined) throw new UserError(`Not a revision: ${wrong}`);
  return words;
}

/** `%` and `#` stand for file names where they are a word, not in `--format=%s`. */
function withNames(editor: Editor, args: string): string {
  return args.replace(/(?<!\S)[%#](?::[pht~.re])*(?!\S)/g, (word) => expandNames(editor, word));
}
