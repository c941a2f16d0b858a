/** Puts git into an editor. */
import type { Editor } from "../editor/editor.ts";
import { factsOf } from "../editor/facts.ts";
import type { FeatureHost } from "../editor/host.ts";
import { Git } from "./git.ts";
import { hunkCommands } from "./hunk-commands.ts";
import { publishSigns } from "./signs.ts";

export function installGit(editor: Editor, host: FeatureHost): Git {
  const git = new Git(editor, host);
  editor.commands.add(...hunkCommands(git));
  git.events.on("file", (file) => {
    publishSigns(file, editor.options.get("ascii"));
    host.redraw();
  });
  factsOf(editor).provide("git", () => git.fileOf(editor.doc) !== null);
  return git;
}
