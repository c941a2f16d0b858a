/** Puts git into an editor. */
import type { Editor } from "../editor/editor.ts";
import { factsOf } from "../editor/facts.ts";
import type { FeatureHost } from "../editor/host.ts";
import { pickersOf } from "../editor/picker.ts";
import { conflictCommands, followConflicts } from "./conflict-commands.ts";
import { gitExCommands } from "./ex.ts";
import { Git } from "./git.ts";
import { hunkCommands } from "./hunk-commands.ts";
import { gitPickSources } from "./pick-sources.ts";
import { publishSigns } from "./signs.ts";
import { statusCommands } from "./status-commands.ts";

export function installGit(editor: Editor, host: FeatureHost): Git {
  const git = new Git(editor, host);
  const ex = gitExCommands(editor, git);
  editor.exCommands = [...editor.exCommands, ...ex.commands];
  editor.commands.add(
    ...hunkCommands(git),
    ...conflictCommands(),
    ...statusCommands(editor, git, ex),
  );
  followConflicts(editor, host);
  git.events.on("file", (file) => {
    publishSigns(file, editor.options.get("ascii"));
    host.redraw();
  });
  pickersOf(editor).register(...gitPickSources(editor, git));
  factsOf(editor).provide("git", () => git.fileOf(editor.doc) !== null);
  return git;
}
