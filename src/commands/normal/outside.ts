/** Keys that look up what is under the cursor: in the help, the tags, another program. */
import { UserError } from "../../base/errors.ts";
import type { CommandContext } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { wordAt } from "./search.ts";
import { type ActionCommand, action } from "./types.ts";

const URL = /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>`]+/gi;

/** The address or file name that the cursor is on; null when it is on neither. */
export function addressAt(line: string, col: number): string | null {
  for (const match of line.matchAll(URL)) {
    // A full stop or a bracket right after an address is seldom a part of it.
    const address = match[0].replace(/[.,;:!?)\]}]+$/, "");
    if (col >= match.index && col < match.index + address.length) return address;
  }
  for (const match of line.matchAll(/[^\s"'<>`()[\]{},;]+/g)) {
    if (col < match.index + match[0].length) return match[0];
  }
  return null;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** `gx`. Throws UserError over SSH, where the program would open on the other machine. */
function openOutside({ editor, win, doc }: CommandContext): void {
  const line = doc.text.lineAt(win.cursor.pos);
  const address = addressAt(line.text, win.cursor.pos - line.from);
  if (address === null) throw new UserError("E446: No file name under cursor");
  const { env, platform } = process;
  if (env.SSH_CONNECTION || env.SSH_CLIENT || env.SSH_TTY) {
    throw new UserError(`Not opened over SSH: ${address}`);
  }
  const program = platform === "darwin" ? "open" : "xdg-open";
  const place = { shell: editor.options.get("shell"), cwd: editor.cwd };
  const { code } = editor.shell.filter(
    `command -v ${program} && { ${program} ${quoted(address)} >/dev/null 2>&1 & }`,
    "",
    place,
  );
  if (code !== 0) throw new UserError(`${program} is not installed: ${address}`);
  editor.showMessage(`Opened ${address}`);
}

function requireWord(editor: Editor): string {
  const word = wordAt(editor);
  if (!word) throw new UserError("E349: No identifier under cursor");
  return word.text;
}

/** `K`, by 'keywordprg'. */
function* keyword({ editor, doc, count }: CommandContext): Fiber {
  const program = doc.options.get("keywordprg").trim() || ":help";
  const word = requireWord(editor);
  if (program.startsWith(":")) yield* editor.ex(`${program.slice(1)} ${word}`);
  else
    yield* editor.ex(
      `!${program} ${count > 0 ? `${count} ` : ""}${quoted(word).replaceAll("!", "\\!")}`,
    );
}

function refuse(message: string) {
  return (): never => {
    throw new UserError(message);
  };
}

export const outsideCommands: ActionCommand[] = [
  action(
    "file.open-outside",
    "Open the address or file under the cursor in its program",
    openOutside,
  ),
  action("help.keyword", "Look the word under the cursor up, with keywordprg (the help)", keyword),
  action("jump.tag", "Go to the tag under the cursor", ({ editor }) => {
    throw new UserError(`E426: Tag not found: ${requireWord(editor)}`);
  }),
  action(
    "spell.suggest",
    "Suggest spellings of the word",
    refuse("E756: Spell checking is not possible"),
  ),
];
