/** The Ex commands of the help and of `:checkhealth`, for the table of Ex commands. */
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { ExCommand } from "../ex/call.ts";

function* named(editor: Editor, name: string): Fiber {
  const { win, doc } = editor;
  const context = { editor, win, doc, count: 0, register: "", keys: [] };
  const fiber = editor.commands.require(name).run(context);
  if (fiber) yield* fiber;
}

export const helpExCommands: readonly ExCommand[] = [
  {
    name: "help",
    min: 1,
    bang: true,
    args: true,
    noComment: true,
    complete: "help",
    doc: "Open the help of a subject, or the help browser",
    run: ({ editor, args }) => editor.openHelp(args),
  },
  {
    name: "Help",
    min: 4,
    doc: "Look for a help topic in the help browser",
    run: ({ editor }) => named(editor, "help.browse"),
  },
  {
    name: "Tutor",
    min: 5,
    doc: "Open the tutor",
    run: ({ editor }) => named(editor, "help.tutor"),
  },
  {
    name: "checkhealth",
    min: 5,
    args: true,
    doc: "Tell what works here: terminal, clipboard, configuration, tools",
    run: ({ editor }) => named(editor, "health.open"),
  },
];
