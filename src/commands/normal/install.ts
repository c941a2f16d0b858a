/** Puts the modal engine into an editor. */
import type { Editor } from "../../editor/editor.ts";
import type { Keymap } from "../../modal/keymap.ts";
import { digraph } from "../../text/digraph.ts";
import { matchWordsOf } from "../../text/motion/match-word-table.ts";
import { matchingWord } from "../../text/motion/match-words.ts";
import { registerText } from "../../text/register.ts";
import { textOf } from "../../text/text.ts";
import { indentString, indentWidth } from "../../text/transform/indent.ts";
import { indentEdit } from "../../text/transform/insert-keys.ts";
import { smartIndentBelow, smartIndentTyped } from "../../text/transform/smartindent.ts";
import { foldCommands } from "../fold.ts";
import { formatOptions, indentOptions } from "../options-of.ts";
import { scrollCommands } from "../scroll.ts";
import { tabCommands } from "../tabpage.ts";
import { windowCommands } from "../window.ts";
import { actions } from "./actions.ts";
import { foldMotions } from "./fold-motions.ts";
import { normalMode, oneCommand, recover } from "./loop.ts";
import { motions } from "./motions.ts";
import { objectCommands } from "./object.ts";
import { operators } from "./operators.ts";
import { outsideCommands } from "./outside.ts";
import { screenMotions } from "./screen-motions.ts";
import { searchMotions } from "./search.ts";
import { terminalModeCommands } from "./terminal-mode.ts";
import { visualCommands } from "./visual.ts";

export function installModes(editor: Editor, keys: Record<string, Keymap>): void {
  editor.defaultKeys = keys;
  editor.commands.add(
    ...motions,
    ...screenMotions,
    ...foldMotions,
    ...searchMotions,
    ...operators,
    ...objectCommands,
    ...actions,
    ...outsideCommands,
    ...visualCommands,
    ...scrollCommands,
    ...windowCommands,
    ...foldCommands,
    ...tabCommands,
    ...terminalModeCommands,
  );
  editor.mainFiber = normalMode;
  editor.oneCommand = () => oneCommand(editor);
  editor.recover = (error) => recover(editor, error);
  editor.digraph = digraph;
  const others = editor.registers.source;
  editor.registers.source = (name) => {
    if (name !== ".") return others(name);
    const { lastInsert } = editor.modal;
    return lastInsert === "" ? null : registerText(textOf(lastInsert), "v");
  };
  editor.matchWord = (text, pos, doc) => {
    const words = matchWordsOf(doc.options.get("filetype"));
    const found = words ? matchingWord(text, pos, words, doc.isKeyword) : null;
    return found === null ? null : { pos: found, linewise: false };
  };
  editor.smartIndent = (doc, row, prefix, above) => {
    if (!doc.options.get("smartindent")) return prefix;
    const options = formatOptions(editor, doc);
    const smart = smartIndentBelow(doc.text, row, options, above);
    const leader = prefix.slice(prefix.search(/[^ \t]|$/));
    return indentString(smart.indent, options) + leader;
  };
  editor.smartDedent = (doc, row, col, typed, apply) => {
    const line = doc.text.line(row + 1);
    const options = formatOptions(editor, doc);
    const opened = { indent: indentWidth(line.text, options), deeper: false, maybeBack: true };
    const cells = smartIndentTyped(doc.text, row, col - 1, typed, opened, options);
    if (cells !== null) apply(indentEdit(line.text, col, cells, indentOptions(editor, doc)));
  };
}
