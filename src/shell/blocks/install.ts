/** Puts what can be done with the commands of terminals into an editor. */
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { pickersOf } from "../../editor/picker.ts";
import { BlockFolds } from "./folds.ts";
import { blockCommands } from "./keys.ts";
import { blockExCommands, blockSource } from "./list.ts";
import { notifyOfLong } from "./notify.ts";
import type { BlockWindows } from "./port.ts";

export function installBlocks(
  editor: Editor,
  host: Pick<FeatureHost, "redraw">,
  windows: BlockWindows,
): void {
  editor.commands.add(...blockCommands(editor, windows));
  const source = blockSource(editor, windows);
  pickersOf(editor).register(source);
  editor.exCommands = [...editor.exCommands, ...blockExCommands(editor, source)];
  new BlockFolds(editor, windows);
  notifyOfLong(editor, windows.terminals, () => host.redraw());
}
