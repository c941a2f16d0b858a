/** `:Gdiffsplit`: the file beside its version in the index or a commit; a conflict in three windows. */
import { UserError } from "../base/errors.ts";
import { diffModeOf } from "../editor/diff-mode.ts";
import type { Editor } from "../editor/editor.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import { enterWindow, splitWindow } from "../editor/layout-windows.ts";
import type { Git } from "./git.ts";
import { openObject, parseObject } from "./object.ts";
import type { Repository } from "./repository.ts";

/** `typed` is the object to compare with; empty: the index, or both sides of a conflict. */
export function* diffSplit(
  editor: Editor,
  git: Git,
  repository: Repository,
  name: string | null,
  typed: string,
  vertical: boolean,
): Fiber {
  if (name === null) throw new UserError("The buffer is no file of the repository");
  const { win } = editor;
  const mode = diffModeOf(editor);
  const show = function* (object: string, before: boolean): Fiber {
    enterWindow(editor, win);
    const doc = yield* openObject(editor, git, repository, parseObject(object, name));
    mode.add(splitWindow(editor, win, { vertical, before, doc }));
  };
  if (typed === "" && (yield* isConflict(repository, name))) {
    yield* show(`:2:${name}`, true);
    yield* show(`:3:${name}`, false);
    editor.showMessage("Ours, the file, theirs; stage it with :Gwrite");
  } else yield* show(typed === "" ? ":" : typed.includes(":") ? typed : `${typed}:`, true);
  enterWindow(editor, win);
  mode.add(win);
}

function* isConflict(repository: Repository, name: string): Fiber<boolean> {
  const output = yield* until(repository.run(["ls-files", "--unmerged", "-z", "--", name]), "git");
  return output !== "";
}
