/** Stored objects as documents: `:Gedit REV:FILE`, a commit, the version in the index. */
import { UserError } from "../base/errors.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { decode, encodeAll } from "../editor/files/encoding.ts";
import { replaceText } from "../editor/virtual.ts";
import { slice } from "../text/text.ts";
import type { Git } from "./git.ts";
import { quotedName } from "./quoted-name.ts";
import type { Repository } from "./repository.ts";
import { PLAIN_DIFF } from "./safety.ts";

/** What a typed object is: a file of a tree or of the index, or something that is printed. */
export interface ObjectName {
  /** For git: `HEAD~2:src/a.ts`, `:0:src/a.ts`, `HEAD~2`. */
  readonly name: string;
  /** The file's name in the repository; null for a commit, a tag or a tree. */
  readonly file: string | null;
  /** The file is the index's, stage 0, and may be written. */
  readonly index: boolean;
}

/** Revisions as git reads them; nothing that could be an option. */
const REVISION = /^[^-:\s][^:\s]*$/;

/**
 * Reads `REV:FILE`, `REV:` (this file), `:FILE`, `:` or `:N:FILE` (index) and `REV`. `%` and an empty
 * FILE stand for `current`. Throws UserError.
 */
export function parseObject(typed: string, current: string | null): ObjectName {
  const own = (file: string): string => {
    if (file !== "" && file !== "%") return file.replace(/^\.\//, "");
    if (current === null) throw new UserError("The buffer is no file of the repository");
    return current;
  };
  const stage = /^:([0-3]):(.*)$/s.exec(typed);
  if (stage) {
    const file = own(stage[2]!);
    return { name: `:${stage[1]}:${file}`, file, index: stage[1] === "0" };
  }
  if (typed.startsWith(":")) {
    const file = own(typed.slice(1));
    return { name: `:0:${file}`, file, index: true };
  }
  const at = typed.indexOf(":");
  const revision = at < 0 ? typed : typed.slice(0, at);
  if (!REVISION.test(revision)) throw new UserError(`Not a revision: ${typed}`);
  if (at < 0) return { name: revision, file: null, index: false };
  const file = own(typed.slice(at + 1));
  return { name: `${revision}:${file}`, file, index: false };
}

/** The document of an object, opened if need be. Throws UserError when there is no such object. */
export function* openObject(
  editor: Editor,
  git: Git,
  repository: Repository,
  object: ObjectName,
): Fiber<Document> {
  const title = `git ${quotedName(object.name)}`;
  const bytes =
    object.file === null
      ? Buffer.from(
          yield* until(
            repository.run(["show", ...PLAIN_DIFF, "--no-color", object.name, "--"]),
            "git",
          ),
        )
      : yield* until(repository.blob(object.name), "git");
  // One side of a conflict may have deleted the file.
  const deleted = bytes === null && /^:[123]:/.test(object.name);
  if (bytes === null && !deleted) throw new UserError(`There is no ${object.name}`);
  const { text, format } = decode(bytes ?? Buffer.alloc(0));
  // Another repository may have a file of that name, and a name may mean another object by now.
  const open = editor.docs.find((doc) => doc.title === title && git.adopted(doc) === repository);
  if (open !== undefined) {
    if (!open.modified) replaceText(editor, open, slice(text, 0, text.length));
    return open;
  }
  const doc = editor.addDocument(text, null);
  doc.kind = "scratch";
  doc.title = title;
  doc.listed = false;
  git.adopt(doc, repository);
  doc.file.format = format;
  const filetype = object.file === null ? "git" : editor.filetypeOf(object.file, text.line(1).text);
  doc.options.set("filetype", filetype);
  if (object.index) doc.writer = () => writeIndexEntry(editor, git, repository, doc, object.file!);
  else doc.options.set("modifiable", false);
  return doc;
}

/** `:w` in the index's version of a file stages what the buffer has. */
function* writeIndexEntry(
  editor: Editor,
  git: Git,
  repository: Repository,
  doc: Document,
  name: string,
): Fiber {
  const entry = yield* until(repository.run(["ls-files", "--stage", "-z", "--", name]), "git");
  const mode = /^(\d+) [0-9a-f]+ 0\t/.exec(entry)?.[1] ?? "100644";
  const input = encodeAll(doc.text, doc.file.format);
  const id = yield* until(
    repository.run(["hash-object", "-w", "--no-filters", "--stdin"], { input }),
    "git",
  );
  yield* until(
    repository.run(["update-index", "--add", "--cacheinfo", `${mode},${id.trim()},${name}`]),
    "git",
  );
  git.refresh(repository);
  editor.showMessage(`Staged ${name}`);
}
